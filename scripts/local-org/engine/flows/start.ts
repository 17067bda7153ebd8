/** The start of a record-triggered flow: for which records it runs. */
import { compileConditions, type ConditionOptions, type ConditionParts } from './conditions.ts';
import { flagOf, nodeOf, nodesOf, textOf, type MetadataNode } from './metadata.ts';
import type { Interview, Test } from './program.ts';
import { checkPart } from './report.ts';

const NO_CONDITIONS = 'no_conditions';
const BY_FORMULA = 'formula_evaluates_to_true';

export type SaveKind = 'create' | 'update' | 'createOrUpdate' | 'delete';

/** When a flow runs, by its `recordTriggerType`. */
export const SAVE_KINDS: Readonly<Record<string, SaveKind>> = { Create: 'create', Update: 'update', CreateAndUpdate: 'createOrUpdate', Delete: 'delete' };

/** The criteria that the record must meet; null when every record does. */
function compileCriteria(start: MetadataNode, options: ConditionOptions): Test | null {
  const { resources, report } = options;
  const logic = textOf(start, 'filterLogic');
  const formula = textOf(start, 'filterFormula');
  if (formula !== null) {
    const source = resources.formula('of the entry condition', formula, 'Boolean');
    return (interview) => source?.read(interview) === true;
  }
  if (logic?.toLowerCase() === BY_FORMULA) report.wrong('The entry condition is to be a formula, and there is none.');
  const filters = nodesOf(start, 'filters').map((filter): ConditionParts => {
    checkPart(filter, 'filter', 'a filter of the start', report);
    return { left: `$Record.${textOf(filter, 'field') ?? ''}`, operator: textOf(filter, 'operator') ?? '', right: nodeOf(filter, 'value'), where: 'the start' };
  });
  return filters.length === 0 || logic?.toLowerCase() === NO_CONDITIONS ? null : compileConditions(filters, logic, 'the start', options);
}

/** The run as it would be for the record before this save. */
function before(interview: Interview): Interview | null {
  const { record, prior } = interview;
  return prior === null ? null : { ...interview, record: { plan: record.plan, row: prior, given: new Set() }, computed: new Map() };
}

/** Compiles the entry conditions, with *only when a record is updated to meet the condition requirements*. */
export function compileStart(start: MetadataNode, options: ConditionOptions): Test {
  const { report } = options;
  checkPart(start, 'start', 'the start', report);
  const criteria = compileCriteria(start, options);
  if (!flagOf(start, 'doesRequireRecordChangedToMeetCriteria')) return criteria ?? (() => true);
  if (criteria === null) {
    report.wrong('The flow is to run only when a record is changed to meet its conditions, and there are none.');
    return () => false;
  }
  const asksForChange = nodesOf(start, 'filters').some((filter) => textOf(filter, 'operator') === 'IsChanged') || (textOf(start, 'filterFormula') ?? '').includes('$Record__Prior');
  if (asksForChange) report.unsupported('a condition about the value before, beside doesRequireRecordChangedToMeetCriteria in the start');
  return (interview) => {
    if (!criteria(interview)) return false;
    const earlier = before(interview);
    return earlier === null || !criteria(earlier);
  };
}
