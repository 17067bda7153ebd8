/** What a flow may write: fields of `$Record`, fields of records in its hands, variables. */
import type { RawValue } from '../../../formula/types.ts';
import { planOf } from '../objectPlan.ts';
import { coerce } from '../save/coerce.ts';
import type { FieldSchema, FlowTrigger, ObjectSchema, Schema } from '../schema.ts';
import { referenceType } from '../formulas/typeContext.ts';
import { bounded, FlowFault, FlowRefusal, setVariable, type Interview } from './program.ts';
import { notSet } from './readers.ts';
import { noSuchField, notEditable, type Report } from './report.ts';
import type { Resources } from './resources.ts';
import { copyValue, isRecord, type FlowRecord, type FlowValue, type Shape } from './values.ts';

/** What compiling an element knows of its flow. */
export interface FlowScope {
  /** The object of the start. */
  readonly object: ObjectSchema;
  readonly schema: Schema;
  readonly trigger: FlowTrigger;
  /** The flow runs for new records only, where fields that are fixed at creation may be set too. */
  readonly createsOnly: boolean;
  readonly resources: Resources;
  readonly report: Report;
}

interface ScalarTarget {
  readonly kind: 'scalar';
  readonly shape: Shape;
  read(interview: Interview): RawValue;
  write(interview: Interview, value: RawValue): void;
}

interface HolderTarget<Kind extends 'record' | 'collection'> {
  readonly kind: Kind;
  readonly shape: Shape;
  read(interview: Interview): FlowValue;
  write(interview: Interview, value: FlowValue): void;
}

export type Target = ScalarTarget | HolderTarget<'record'> | HolderTarget<'collection'>;

/** A value that does not fit refuses the record that is being saved; elsewhere the save that the flow asks for will refuse it. */
function setField(record: FlowRecord, field: FieldSchema, value: RawValue, { schema, trigger }: FlowScope, interview: Interview): void {
  const coerced = coerce(field, value, schema);
  if ('error' in coerced && trigger === 'RecordBeforeSave' && record === interview.record) throw new FlowRefusal([coerced.error]);
  record.row[field.apiName] = 'error' in coerced ? value : coerced.value;
  record.given.add(field.apiName);
  interview.computed.clear();
}

function fieldTarget(object: ObjectSchema, name: string, where: string, scope: FlowScope, recordOf: (interview: Interview) => FlowRecord): Target | undefined {
  const field = planOf(object).fields.get(name.toLowerCase());
  const type = field === undefined ? undefined : referenceType(field)?.type;
  if (field === undefined || type === undefined) {
    scope.report.wrong(noSuchField(name, object));
    return undefined;
  }
  if (field.formula !== null) {
    scope.report.wrong(notEditable(field.apiName, object, where));
    return undefined;
  }
  return {
    kind: 'scalar',
    shape: { kind: 'scalar', type },
    read: (interview) => recordOf(interview).row[field.apiName] ?? null,
    write: (interview, value) => setField(recordOf(interview), field, value, scope, interview),
  };
}

function triggeringTarget(name: string, where: string, scope: FlowScope): Target | undefined {
  const { object, trigger, report, createsOnly } = scope;
  if (trigger === 'RecordBeforeDelete') {
    report.wrong(`$Record.${name} can't be set in a flow that runs before the record is deleted (${where}).`);
    return undefined;
  }
  const field = planOf(object).fields.get(name.toLowerCase());
  if (trigger === 'RecordBeforeSave' && field !== undefined && !field.updateable && !(field.createable && createsOnly)) {
    report.wrong(notEditable(field.apiName, object, where));
    return undefined;
  }
  return fieldTarget(object, name, where, scope, ({ record }) => record);
}

/** What a reference such as `$Record.StageName` or `Count` lets a flow write; undefined when it was reported. */
export function targetNamed(reference: string, where: string, scope: FlowScope): Target | undefined {
  const { resources, report } = scope;
  const [head = '', name, ...more] = reference.split('.');
  if (head === '$Record' && name !== undefined && more.length === 0) return triggeringTarget(name, where, scope);
  const slot = resources.slot(head);
  if (slot === undefined || !slot.assignable || more.length > 0 || (name !== undefined && (slot.collection || slot.shape.kind === 'scalar'))) {
    report.unsupported(`assigning to ${reference} in ${where}`);
    return undefined;
  }
  if (name !== undefined && slot.shape.kind === 'record') {
    return fieldTarget(slot.shape.object, name, where, scope, (interview) => {
      const record = interview.variables.get(head);
      if (isRecord(record)) return record;
      if (slot.stored) throw new FlowFault(notSet(`${head}.${name}`));
      const created = emptyRecord(slot.shape);
      setVariable(interview, head, created);
      return created;
    });
  }
  if (slot.collection || slot.shape.kind === 'record') {
    const whole = {
      shape: slot.shape,
      read: ({ variables }: Interview): FlowValue => variables.get(head) ?? (slot.collection ? [] : null),
      write: (interview: Interview, value: FlowValue): void => setVariable(interview, head, copyValue(value)),
    };
    return slot.collection ? { kind: 'collection', ...whole } : { kind: 'record', ...whole };
  }
  return {
    kind: 'scalar',
    shape: slot.shape,
    read: ({ variables }) => {
      const value = variables.get(head) ?? null;
      return typeof value === 'object' ? null : value;
    },
    write: (interview, value) => setVariable(interview, head, bounded(value, head)),
  };
}

/** A record variable has fields before a record is put there. */
function emptyRecord(shape: Shape): FlowRecord {
  if (shape.kind !== 'record') throw new Error('only records have fields');
  return { plan: planOf(shape.object), row: {}, given: new Set() };
}
