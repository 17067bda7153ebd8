/** Get Records: the first record or all of them, kept under the element's name, in a variable, or field by field. */
import { referenceType } from '../../formulas/typeContext.ts';
import { quoteName } from '../../../store/tables.ts';
import { planOf } from '../../objectPlan.ts';
import type { ObjectSchema } from '../../schema.ts';
import { storesItself } from '../declared.ts';
import { compileFinder, filterField } from '../filters.ts';
import { valueSource } from '../literals.ts';
import { flagOf, nodeOf, nodesOf, targetOf, textOf, textsOf, type MetadataNode } from '../metadata.ts';
import { FlowFault, setVariable, type FlowElement, type Interview } from '../program.ts';
import { checkPart, noSuchField } from '../report.ts';
import { targetNamed, type FlowScope } from '../targets.ts';
import { fits, type FlowRecord } from '../values.ts';
import { objectNamed } from './object.ts';

type Keep = (interview: Interview, records: readonly FlowRecord[]) => void;

/** Blank comes first in an ascending and in a descending order, as in SOQL. */
function orderOf(node: MetadataNode, where: string, object: ObjectSchema, { resources, report }: FlowScope): string | null {
  const name = textOf(node, 'sortField');
  if (name === null) return null;
  const found = filterField(name, `the sorting of ${where}`, { object, resources, report });
  if (found === undefined) return null;
  if (found.field.type === 'picklist') {
    report.unsupported(`sorting by the picklist ${found.field.apiName} in ${where}`);
    return null;
  }
  const column = quoteName(found.field.apiName);
  return textOf(node, 'sortOrder') === 'Desc' ? `${column} IS NOT NULL, ${column} DESC` : column;
}

/** What is kept where the element says so; null where nothing is found. */
function keepFields(node: MetadataNode, where: string, object: ObjectSchema, scope: FlowScope): Keep {
  const outputs = nodesOf(node, 'outputAssignments').flatMap((output) => {
    checkPart(output, 'outputAssignment', where, scope.report);
    const name = textOf(output, 'field') ?? '';
    const reference = textOf(output, 'assignToReference') ?? '';
    const field = planOf(object).fields.get(name.toLowerCase());
    const type = field === undefined ? undefined : referenceType(field)?.type;
    const target = targetNamed(reference, where, scope);
    if (field === undefined || type === undefined || field.formula !== null || target?.kind !== 'scalar' || !fits({ kind: 'scalar', type }, target.shape)) {
      scope.report.unsupported(`assigning ${name} to ${reference} in ${where}`);
      return [];
    }
    return [{ name: field.apiName, target }];
  });
  const clears = flagOf(node, 'assignNullValuesIfNoRecordsFound');
  return (interview, [record]) => {
    if (record === undefined && !clears) return;
    for (const { name, target } of outputs) target.write(interview, record?.row[name] ?? null);
  };
}

function keepOf(node: MetadataNode, where: string, object: ObjectSchema, first: boolean, scope: FlowScope): Keep {
  const name = textOf(node, 'name') ?? '';
  const reference = textOf(node, 'outputReference');
  if (storesItself(node)) return (interview, records) => setVariable(interview, name, first ? records[0] ?? null : records);
  if (reference === null) return keepFields(node, where, object, scope);
  const target = targetNamed(reference, where, scope);
  if (target === undefined || target.kind === 'scalar' || target.kind !== (first ? 'record' : 'collection') || !fits({ kind: 'record', object }, target.shape)) {
    scope.report.unsupported(`keeping what is found in ${reference} in ${where}`);
    return () => undefined;
  }
  const clears = flagOf(node, 'assignNullValuesIfNoRecordsFound');
  return (interview, records) => {
    if (records.length > 0 || clears || !first) target.write(interview, first ? records[0] ?? null : records);
  };
}

/** How many records at the most; null when all are asked for. */
function limitOf(node: MetadataNode, where: string, { resources, report }: FlowScope): ((interview: Interview) => number) | null {
  const value = nodeOf(node, 'limit');
  if (value === undefined) return null;
  const source = valueSource(value, `the limit of ${where}`, resources, report);
  if (source !== undefined && source.type !== 'Number') report.unsupported(`a ${source.type} as the limit of ${where}`);
  return (interview) => {
    const limit = Number(source?.read(interview) ?? Number.NaN);
    if (!Number.isInteger(limit) || limit < 1) throw new FlowFault(`the limit of ${where} is no whole number above zero`);
    return limit;
  };
}

/** Compiles a Get Records element. */
export function compileGetRecords(node: MetadataNode, where: string, scope: FlowScope): FlowElement {
  const { resources, report } = scope;
  const object = objectNamed(node, where, scope);
  const next = targetOf(node, 'connector');
  if (object === undefined) return () => next;
  for (const name of textsOf(node, 'queriedFields')) {
    if (!planOf(object).fields.has(name.toLowerCase())) report.wrong(noSuchField(name, object));
  }
  const first = flagOf(node, 'getFirstRecordOnly') || nodesOf(node, 'outputAssignments').length > 0;
  const finder = compileFinder(node, where, { object, resources, report }, orderOf(node, where, object, scope));
  const limit = first ? () => 1 : limitOf(node, where, scope);
  const keep = keepOf(node, where, object, first, scope);
  return (interview) => {
    keep(interview, finder.find(interview, limit?.(interview)));
    return next;
  };
}
