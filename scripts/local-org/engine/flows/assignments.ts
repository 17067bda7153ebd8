/** Assignments: `Assign` and `Add`, to fields of `$Record` and to variables. */
import { Decimal } from 'decimal.js';
import type { RawValue } from '../../../formula/types.ts';
import { planOf } from '../objectPlan.ts';
import { coerce } from '../save/coerce.ts';
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts';
import { familyOf, valueSource, type Family } from './conditions.ts';
import { nodeOf, nodesOf, textOf, unknownIn, type MetadataNode } from './metadata.ts';
import { bounded, FlowRefusal, FlowUnsupported, type Interview } from './program.ts';
import type { Report, Resources } from './resources.ts';

type Action = (interview: Interview) => void;

interface Target {
  readonly family: Family | undefined;
  read(interview: Interview): RawValue;
  write(interview: Interview, value: RawValue): void;
}

const ADD: Readonly<Partial<Record<Family, (left: RawValue, right: RawValue) => RawValue>>> = {
  number: (left, right) => new Decimal(String(left)).plus(String(right)).toNumber(),
  text: (left, right) => `${String(left)}${String(right)}`,
};

function fieldTarget(field: FieldSchema, type: Family | undefined, schema: Schema): Target {
  return {
    family: type,
    read: ({ draft }) => draft.row[field.apiName] ?? null,
    write: ({ draft, computed }, value) => {
      const coerced = coerce(field, value, schema);
      if ('error' in coerced) throw new FlowRefusal([coerced.error]);
      draft.row[field.apiName] = coerced.value;
      draft.given.add(field.apiName);
      computed.clear();
    },
  };
}

function targetNamed(reference: string, where: string, options: AssignmentOptions): Target | undefined {
  const { object, schema, resources, report } = options;
  const [head, name = '', ...more] = reference.split('.');
  if (head === '$Record' && more.length === 0) {
    const field = planOf(object).fields.get(name.toLowerCase());
    const type = resources.source(reference)?.type;
    if (field === undefined || type === undefined) return undefined;
    if (!field.updateable && !(field.createable && options.createsOnly)) {
      report.wrong(`The field "${field.apiName}" for the object "${object.apiName}" can't be set: it is not editable (${where}).`);
      return undefined;
    }
    return fieldTarget(field, familyOf(type), schema);
  }
  const type = resources.variable(reference);
  if (type === undefined) {
    report.unsupported(`assigning to ${reference} in ${where}`);
    return undefined;
  }
  return {
    family: familyOf(type),
    read: ({ variables }) => variables.get(reference) ?? null,
    write: ({ variables, computed }, value) => {
      variables.set(reference, bounded(value, reference));
      computed.clear();
    },
  };
}

export interface AssignmentOptions {
  readonly object: ObjectSchema;
  readonly schema: Schema;
  readonly resources: Resources;
  readonly report: Report;
  /** The flow runs for new records only, where fields that are fixed at creation may be set too. */
  readonly createsOnly: boolean;
}

function compileItem(item: MetadataNode, where: string, options: AssignmentOptions): Action | undefined {
  const { report, resources } = options;
  for (const name of unknownIn(item, 'item')) report.unsupported(`${name} in ${where}`);
  const reference = textOf(item, 'assignToReference') ?? '';
  const operator = textOf(item, 'operator') ?? '';
  const target = targetNamed(reference, where, options);
  const source = valueSource(nodeOf(item, 'value'), where, resources, report);
  if (target === undefined || source === undefined) return undefined;
  if (target.family === undefined || target.family !== familyOf(source.type)) {
    report.unsupported(`assigning a ${source.type} to ${reference} in ${where}`);
    return undefined;
  }
  if (operator === 'Assign') return (interview) => target.write(interview, source.read(interview));
  const add = ADD[target.family];
  if (operator !== 'Add' || add === undefined) {
    report.unsupported(`the operator ${operator} on ${reference} in ${where}`);
    return undefined;
  }
  return (interview) => {
    const [left, right] = [target.read(interview), source.read(interview)];
    if (left === null || right === null) throw new FlowUnsupported(`Add to ${reference} when one of the two is blank`);
    target.write(interview, add(left, right));
  };
}

/** The items of an assignment element, in their order. */
export function compileAssignment(node: MetadataNode, where: string, options: AssignmentOptions): Action {
  for (const name of unknownIn(node, 'assignment')) options.report.unsupported(`${name} in ${where}`);
  const actions = nodesOf(node, 'assignmentItems').map((item) => compileItem(item, where, options)).filter((action) => action !== undefined);
  return (interview) => {
    for (const action of actions) action(interview);
  };
}
