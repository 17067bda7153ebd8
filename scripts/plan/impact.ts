/** Which open records a criterion would stop at their next stage change. Pure. */
import { amountOf, FormulaError, isBlank, ownerOf, stageOf, textAt, type CriterionTest, type Moment, type ObjectRecords, type OrgRecord } from '../scan/index.ts';
import type { PlaybookObject } from '../playbook/index.ts';
import type { Impact, Share } from './types.ts';

const CATEGORY = 'ForecastCategoryName';
const COMMIT = 'Commit';

/**
 * @param change what becomes of the criterion, for the reader
 * @param today local date; a criterion that takes effect later blocks nobody yet
 */
export function impactOf(object: PlaybookObject, found: ObjectRecords, test: CriterionTest, change: string, moment: Moment, today: string): Impact {
  const { criterion } = test;
  const open = openOf(object, found);
  const blocked = blockedBy(object, found, test, moment);
  const amount = (records: readonly OrgRecord[]): number => records.reduce((sum, record) => sum + (amountOf(record, found.currency) ?? 0), 0);
  const inCommit = blocked.filter((record) => record[CATEGORY] === COMMIT);
  return {
    criterion: criterion.id,
    label: criterion.label,
    object: object.apiName,
    change,
    blocks: criterion.mode === 'enforce' && criterion.effectiveFrom <= today,
    blockedRecords: blocked.length,
    openRecords: open.length,
    amount: amount(blocked),
    byOwner: shares(blocked, (record) => ownerOf(record) ?? 'nobody', amount),
    byStage: shares(blocked, (record) => stageOf(object, record).stage ?? textAt(record, 'Status__c') ?? 'none', amount),
    byCategory: blocked.some((record) => textAt(record, CATEGORY) !== null) ? shares(blocked, (record) => textAt(record, CATEGORY) ?? 'none', amount) : [],
    inCommit: { records: inCommit.length, amount: amount(inCommit) },
    topFields: topFields(test, blocked),
    writers: [],
    assumedBlank: found.assumedBlank.filter((key) => test.fields.some((path) => `${object.apiName}.${path.join('.')}` === key)),
  };
}

function openOf(object: PlaybookObject, found: ObjectRecords): OrgRecord[] {
  return found.records.filter((record) => !stageOf(object, record).closed && record['IsConverted'] !== true);
}

/** Open records at or beyond the gate that do not meet the criterion. */
export function blockedBy(object: PlaybookObject, found: ObjectRecords, test: CriterionTest, moment: Moment): OrgRecord[] {
  return openOf(object, found).filter((record) => test.standing(record, stageOf(object, record)) !== 'before' && wouldAsk(test, record, moment));
}

/** Records that at least one of the criteria which block would stop; one that several stop counts once. */
export function distinctRecords(stopped: readonly { readonly criterion: string; readonly records: readonly OrgRecord[] }[], impacts: readonly Impact[]): number {
  const blocking = new Set(impacts.filter(({ blocks }) => blocks).map(({ criterion }) => criterion));
  return new Set(stopped.filter(({ criterion }) => blocking.has(criterion)).flatMap(({ records }) => records.map((record) => textAt(record, 'Id')))).size;
}

/** Fields somebody has to fill for the criterion, `Object.Field` of the object itself. */
export function fieldsAsked(test: CriterionTest): string[] {
  return [...new Set([...test.asked, test.criterion.errorField].filter((field) => field !== null))];
}

/** A rule whose formula fails refuses the save as well. */
function wouldAsk(test: CriterionTest, record: OrgRecord, moment: Moment): boolean {
  try {
    return test.unmet(record, moment) && test.excusedUntil(record, moment) === null;
  } catch (error) {
    if (error instanceof FormulaError) return true;
    throw error;
  }
}

function shares(records: readonly OrgRecord[], keyOf: (record: OrgRecord) => string, amount: (records: readonly OrgRecord[]) => number): Share[] {
  return [...Map.groupBy(records, keyOf)]
    .map(([name, own]) => ({ name, records: own.length, amount: amount(own) }))
    .toSorted((left, right) => right.records - left.records || left.name.localeCompare(right.name));
}

/** A record that answers everything and still does not meet the criterion counts for the field that shows the message. */
function topFields(test: CriterionTest, blocked: readonly OrgRecord[]): Impact['topFields'] {
  const counts = new Map<string, number>();
  for (const record of blocked) {
    const blank = test.asked.filter((field) => isBlank(record, field));
    const causes = blank.length > 0 ? blank : [test.criterion.errorField].filter((field) => field !== null);
    for (const field of causes) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return [...counts]
    .map(([field, records]) => ({ field, records, share: records / blocked.length }))
    .toSorted((left, right) => right.records - left.records || left.field.localeCompare(right.field));
}
