/** What Create, Update and Delete Records share: values for fields, one savepoint per element, the fault path. */
import { planOf, type ObjectPlan } from '../../objectPlan.ts';
import { SaveRefused } from '../../save/call.ts';
import type { ObjectSchema } from '../../schema.ts';
import type { RecordInput, SaveError } from '../../types.ts';
import { referenceType } from '../../formulas/typeContext.ts';
import { countWrite, LimitReached } from '../limits.ts';
import { valueSource } from '../literals.ts';
import { nodeOf, nodesOf, targetOf, textOf, type MetadataNode } from '../metadata.ts';
import { FlowFault, type FlowElement, type Interview, type RecordWriter } from '../program.ts';
import { notSet } from '../readers.ts';
import { checkPart, noSuchField, notEditable } from '../report.ts';
import type { FlowScope } from '../targets.ts';
import { familyOf, type FlowRecord } from '../values.ts';

/** The words of an org for a save that a flow asked for and that was refused. */
const writeFault = (verb: string, { statusCode, message }: SaveError): string =>
  `This error occurred when the flow tried to ${verb} records: ${statusCode}: ${message}. You can look up ExceptionCode values in the SOAP API Developer Guide.`;

const fault = (verb: string, errors: readonly SaveError[]): string => errors.map((error) => writeFault(verb, error)).join('---');

/** Computes the fields that an element sets. */
export type Fields = (interview: Interview) => RecordInput;

/** Compiles `inputAssignments`. */
export function compileFields(node: MetadataNode, where: string, object: ObjectSchema, right: 'createable' | 'updateable', { resources, report }: FlowScope): Fields {
  const fields = nodesOf(node, 'inputAssignments').flatMap((item) => {
    checkPart(item, 'inputAssignment', where, report);
    const name = textOf(item, 'field') ?? '';
    const field = planOf(object).fields.get(name.toLowerCase());
    const type = field === undefined ? undefined : referenceType(field)?.type;
    const value = valueSource(nodeOf(item, 'value'), `${name} in ${where}`, resources, report);
    if (field === undefined) {
      report.wrong(noSuchField(name, object));
      return [];
    }
    if (!field[right]) {
      report.wrong(notEditable(field.apiName, object, where));
      return [];
    }
    if (value === undefined) return [];
    if (type === undefined || familyOf(type) === undefined || familyOf(type) !== familyOf(value.type)) {
      report.unsupported(`assigning a ${value.type} to ${object.apiName}.${field.apiName} in ${where}`);
      return [];
    }
    return [{ name: field.apiName, value }];
  });
  return (interview) => Object.fromEntries(fields.map(({ name, value }) => [name, value.read(interview)]));
}

/** What the flow set in a record that is in its hands. */
export function givenFields({ row, given }: FlowRecord): RecordInput {
  return Object.fromEntries([...given].filter((name) => name !== 'Id').map((name) => [name, row[name] ?? null]));
}

/** The id of a record that is to be changed. */
export function requireId({ row }: FlowRecord, verb: string): string {
  const id = row['Id'];
  if (typeof id !== 'string') throw new FlowFault(fault(verb, [{ statusCode: 'MISSING_ARGUMENT', message: `Id not specified in an ${verb} call`, fields: [] }]));
  return id;
}

/** What an element does with records in one run: how many there are, and the work on them. */
export interface Write {
  readonly count: number;
  perform(writer: RecordWriter): void;
}

/**
 * An element that writes. All of it stands or falls; when it fails, the fault path goes on, and without one the save
 * that started the flow is refused.
 */
export function writeElement(node: MetadataNode, verb: 'create' | 'update' | 'delete', prepare: (interview: Interview) => Write): FlowElement {
  const [next, onFault] = [targetOf(node, 'connector'), targetOf(node, 'faultConnector')];
  return (interview) => {
    const { writer, limits } = interview;
    if (writer === undefined) throw new Error('a flow that runs before the save writes no records');
    try {
      const write = prepare(interview);
      if (write.count > 0) {
        countWrite(limits, write.count);
        writer.atomically(() => write.perform(writer));
      }
      interview.computed.clear();
      return next;
    } catch (error) {
      if (error instanceof LimitReached || !(error instanceof SaveRefused || error instanceof FlowFault)) throw error;
      const message = error instanceof SaveRefused ? fault(verb, error.errors) : error.message;
      if (onFault === null) throw new FlowFault(message, { cause: error });
      interview.fault = message;
      interview.computed.clear();
      return onFault;
    }
  };
}

/** The record itself, or the records of the collection, that an element names. */
export function recordsNamed(node: MetadataNode, where: string, { resources, report }: FlowScope): { readonly plan: ObjectPlan; read(interview: Interview): readonly FlowRecord[] } | undefined {
  const reference = textOf(node, 'inputReference') ?? '';
  const holder = resources.holder(reference);
  if (holder?.kind === 'record') {
    return {
      plan: planOf(holder.object),
      read: (interview) => {
        const record = holder.read(interview);
        if (record === null) throw new FlowFault(notSet(reference));
        return [record];
      },
    };
  }
  if (holder?.kind === 'collection' && holder.item.kind === 'record') {
    return { plan: planOf(holder.item.object), read: (interview) => holder.read(interview) as readonly FlowRecord[] };
  }
  report.unsupported(`the records ${reference} in ${where}`);
  return undefined;
}
