/** Conditions of decisions and of the start. */
import type { RawValue } from '../../../formula/types.ts';
import { planOf } from '../objectPlan.ts';
import type { ObjectSchema } from '../schema.ts';
import { valueSource } from './literals.ts';
import { evaluateLogic, parseLogic } from './logic.ts';
import { entryOf, nodeOf, textOf, type MetadataNode } from './metadata.ts';
import type { Test } from './program.ts';
import { checkPart, type Report } from './report.ts';
import type { Resources } from './resources.ts';
import type { Source } from './source.ts';
import { blankToNull, equals, familyOf, ORDERED, TEXT_TESTS, type Family } from './values.ts';

export interface ConditionParts {
  /** `$Record.StageName` */
  readonly left: string;
  readonly operator: string;
  readonly right: MetadataNode | undefined;
  /** For messages: `rule Stage_Changed`. */
  readonly where: string;
}

export interface ConditionOptions {
  readonly object: ObjectSchema;
  readonly resources: Resources;
  readonly report: Report;
}

/** Compares two values of one family; undefined for a family that the operator does not know. */
type Comparison = (family: Family) => ((left: RawValue, right: RawValue) => boolean) | undefined;

/** Whether blank is less or more than something is not known; no comparison with blank holds, as in queries. */
function ordered(test: (order: number) => boolean): Comparison {
  return (family) => {
    const compare = ORDERED[family];
    return compare === undefined ? undefined : (left, right) => blankToNull(left) !== null && blankToNull(right) !== null && test(compare(left, right));
  };
}

function onTexts(name: string): Comparison {
  return (family) => (family === 'text' ? (left, right) => TEXT_TESTS[name]?.(String(left ?? ''), String(right ?? '')) === true : undefined);
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  EqualTo: (family) => (left, right) => equals(family, left, right),
  NotEqualTo: (family) => (left, right) => !equals(family, left, right),
  GreaterThan: ordered((order) => order > 0),
  GreaterThanOrEqualTo: ordered((order) => order >= 0),
  LessThan: ordered((order) => order < 0),
  LessThanOrEqualTo: ordered((order) => order <= 0),
  StartsWith: onTexts('StartsWith'),
  EndsWith: onTexts('EndsWith'),
  Contains: onTexts('Contains'),
};

function compareTest(left: Source, operator: string, right: Source, { where, left: reference }: ConditionParts, report: Report): Test | undefined {
  const family = familyOf(left.type);
  if (family === undefined || family !== familyOf(right.type)) {
    report.unsupported(`comparing ${reference} (${left.type}) with a ${right.type} in ${where}`);
    return undefined;
  }
  const compare = entryOf(COMPARISONS, operator)?.(family);
  if (compare === undefined) {
    report.unsupported(`the operator ${operator} on ${reference} (${left.type}) in ${where}`);
    return undefined;
  }
  return (interview) => compare(left.read(interview), right.read(interview));
}

/** Nothing of a new record has changed, as ISCHANGED() has it; that the operator agrees is not proved on an org. */
function changeTest({ left: reference, where }: ConditionParts, { object, report }: ConditionOptions): Test | undefined {
  const [head, name = '', ...more] = reference.split('.');
  const field = planOf(object).fields.get(name.toLowerCase());
  if (head !== '$Record' || more.length > 0 || field === undefined || field.formula !== null) {
    report.unsupported(`IsChanged of ${reference} in ${where}`);
    return undefined;
  }
  return ({ record, prior }) => prior !== null && (record.row[field.apiName] ?? null) !== (prior[field.apiName] ?? null);
}

/** Blank, or no record at all. Whether a collection that holds nothing is null is not documented: `IsEmpty` is. */
function nullTest(parts: ConditionParts, { resources, report }: ConditionOptions): Test | undefined {
  const holder = resources.holder(parts.left);
  if (holder?.kind === 'collection') {
    report.unsupported(`IsNull of the collection ${parts.left} in ${parts.where}`);
    return undefined;
  }
  if (holder !== undefined) return (interview) => holder.read(interview) === null;
  const source = resources.source(parts.left);
  return source === undefined ? undefined : (interview) => blankToNull(source.read(interview)) === null;
}

function emptyTest(parts: ConditionParts, { resources, report }: ConditionOptions): Test | undefined {
  const holder = resources.holder(parts.left);
  if (holder?.kind !== 'collection') {
    report.unsupported(`IsEmpty of ${parts.left} in ${parts.where}`);
    return undefined;
  }
  return (interview) => holder.read(interview).length === 0;
}

/** Operators that ask one thing about the left side; the right side says whether it is to be so. */
const STATES: Readonly<Record<string, (parts: ConditionParts, options: ConditionOptions) => Test | undefined>> = { IsNull: nullTest, IsChanged: changeTest, IsEmpty: emptyTest };

/** Compiles one condition; undefined when it was reported. */
function compileCondition(parts: ConditionParts, options: ConditionOptions): Test | undefined {
  const { operator, right, where } = parts;
  const { resources, report } = options;
  const state = entryOf(STATES, operator);
  if (state === undefined && entryOf(COMPARISONS, operator) === undefined) {
    report.unsupported(`the operator ${operator} in ${where}`);
    return undefined;
  }
  const value = valueSource(right, `${operator} in ${where}`, resources, report);
  if (state !== undefined) {
    const test = state(parts, options);
    if (value !== undefined && value.type !== 'Boolean') report.unsupported(`${operator} with a ${value.type} in ${where}`);
    return test === undefined || value === undefined ? undefined : (interview) => test(interview) === (value.read(interview) === true);
  }
  const left = resources.source(parts.left);
  return left === undefined || value === undefined ? undefined : compareTest(left, operator, value, parts, report);
}

/** Joins conditions by `and`, `or` or custom logic. */
export function compileConditions(conditions: readonly ConditionParts[], logic: string | null, where: string, options: ConditionOptions): Test {
  const tests = conditions.map((parts) => compileCondition(parts, options));
  const tree = parseLogic(logic, conditions.length);
  if (tree === null) {
    options.report.wrong(`The condition logic "${logic ?? ''}" in ${where} is not valid.`);
    return () => false;
  }
  return (interview) => evaluateLogic(tree, (index) => tests[index]?.(interview) === true);
}

/** The parts of a decision's condition. */
export function conditionParts(node: MetadataNode, where: string, report: Report): ConditionParts {
  checkPart(node, 'condition', `a condition of ${where}`, report);
  return { left: textOf(node, 'leftValueReference') ?? '', operator: textOf(node, 'operator') ?? '', right: nodeOf(node, 'rightValue'), where };
}
