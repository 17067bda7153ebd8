/**
 * Scan: which records break the playbook today.
 *
 *     playbook -> criterion tests ─┐
 *                                  ├─ judge at rest -> violations
 *     org -> describe -> records ──┘
 */
import { momentOf, userInWords } from '../org/index.ts';
import type { OrgConnection } from '../org/types.ts';
import { isAboutRecords, isAsked, type Criterion, type Playbook, type PlaybookObject } from '../playbook/index.ts';
import { bypassGrants, holdersIn, permissionHolders, type BypassHolders } from './bypass.ts';
import { bypassExposure } from './exposure.ts';
import { criterionTest, FormulaError, type CriterionTest, type Moment, type OrgRecord } from './criterionTest.ts';
import { enteredAt, howOf } from './how.ts';
import { LOSS_REASON_FIELD, lossBudgets } from './lossBudget.ts';
import { createReader } from './readable.ts';
import { amountOf, ownerOf, readRecords, stageOf, textAt, type ObjectRecords } from './readRecords.ts';
import type { CriterionSummary, LossBudget, RunningOverride, ScanReport, Violation } from './types.ts';

export { bypassHolders, permissionHolders, type BypassHolders } from './bypass.ts';
export { exposureInWords, type BypassExposure } from './exposure.ts';
export { criterionTest, FormulaError, isBlank, type CriterionTest, type Moment, type OrgRecord } from './criterionTest.ts';
export { createReader, type Readable, type ReadObject } from './readable.ts';
export { amountOf, ownerOf, readRecords, stageOf, textAt, type ObjectRecords } from './readRecords.ts';
export { listLiteral } from '../org/soql.ts';
export type { Standing } from './standing.ts';
export type { CriterionSummary, How, LossBudget, RunningOverride, ScanReport, Violation } from './types.ts';

export interface ScanOptions {
  /** ISO date, its first moment in the org, or instant that decides what today is. Default: now. */
  readonly asOf?: string | Date;
  /** Ids; absent: all. */
  readonly criteria?: readonly string[];
  /** List the records of criteria in shadow as well; they are counted in the summary either way. */
  readonly shadow?: boolean;
  readonly onProgress?: (text: string) => void;
}

/** Describes and query pages of an object, and the three questions about permissions. */
const CALLS_PER_OBJECT = 4;
/** Three to find who passes gates by permission, two for what each of a few people wrote. */
const PERMISSION_CALLS = 7;
/** The org's time zone. */
const CALLS_AROUND = 1;

/** API calls that a scan of an org of a few thousand records makes. */
export function scanBudget(playbook: Playbook): number {
  return scannedObjects(playbook).length * CALLS_PER_OBJECT + PERMISSION_CALLS + CALLS_AROUND;
}

function scannedObjects({ objects }: Playbook): Playbook['objects'] {
  return objects.filter(({ criteria }) => criteria.length > 0);
}

/**
 * Reads the records of every object and reports those that are beyond a gate without what it asks. Criteria that
 * decay with time are left out: they are asked at a change and say nothing about a record at rest. Reads only.
 * @throws OrgRequestError when the org cannot be read at all
 */
export async function scanRecords(connection: OrgConnection, playbook: Playbook, options: ScanOptions = {}): Promise<ScanReport> {
  const onProgress = options.onProgress ?? ((): void => undefined);
  const callsBefore = connection.apiCalls;
  const objects = scannedObjects(playbook);
  onProgress(`Budget about ${scanBudget(playbook)} API calls. Nothing will be written to the org.`);
  const { instant, timeZone, today, zoneUnread } = await momentOf(connection, { zone: playbook.businessHours.timeZone }, options.asOf);
  const moment: Moment = { now: new Date(instant), timeZone };
  const read: string[] = [];
  const unread: string[] = zoneUnread === null ? [] : [zoneUnread];
  const violations: Violation[] = [];
  const overrides: RunningOverride[] = [];
  const budgets: LossBudget[] = [];
  const readable = createReader(connection);
  const { grants, unread: noHolders } = await bypassGrants(connection, [...new Set(objects.flatMap((object) => object.criteria.map(({ family }) => family)))]);
  if (noHolders !== null) unread.push(noHolders);
  const holders = holdersIn(grants);
  const exposed = await bypassExposure(connection, grants, moment);
  if (exposed.unread !== null) unread.push(exposed.unread);
  const arms = await armsOf(connection, objects.flatMap((object) => object.criteria), unread);
  for (const object of objects) {
    onProgress(`Reading ${object.label}`);
    const fields = await readable(object.apiName);
    if (!fields) {
      unread.push(`${object.apiName}: the org has no such object, or hides it from ${userInWords(connection.username)}`);
      continue;
    }
    const inForce = object.criteria.filter(isAsked).filter(isAboutRecords).filter(({ id, decays, effectiveFrom }) => !decays && effectiveFrom <= today && (options.criteria?.includes(id) ?? true)).filter(({ arm }) => arm === undefined || arms !== null);
    const tests = testsOf(playbook, inForce, unread);
    const found = await readRecords(connection, object, tests, fields, { closed: true, currency: playbook.currency });
    unread.push(...found.unread);
    read.push(`${object.apiName}: ${found.records.length} records, ${found.tests.length} criteria`);
    const judged = judge(object, found, moment, holders, unread, arms ?? NOBODY);
    violations.push(...judged.violations);
    overrides.push(...judged.overrides);
    if (found.records.some((record) => LOSS_REASON_FIELD in record)) budgets.push(...lossBudgets(playbook, object, found.records, moment));
  }
  const shadows = new Set(playbook.objects.flatMap((object) => object.criteria.filter(({ mode }) => mode === 'shadow').map(({ id }) => id)));
  const listed = options.shadow === true ? violations : violations.filter(({ criterion }) => !shadows.has(criterion));
  overrides.sort((left, right) => left.until.localeCompare(right.until));
  return { violations: listed, summary: summarise(playbook, violations), overrides, lossBudgets: budgets, bypass: exposed.exposure, coverage: { read, unread, apiCalls: connection.apiCalls - callsBefore } };
}

/** Tests of the criteria that can be asked of a record at rest; the others are named in `unread`. */
export function testsOf(playbook: Playbook, criteria: readonly PlaybookObject['criteria'][number][], unread: string[]): CriterionTest[] {
  return criteria.flatMap((criterion) => {
    try {
      return [criterionTest(playbook, criterion)];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      unread.push(`${criterion.id}: ${error.message}; not judged`);
      return [];
    }
  });
}

const NOBODY: BypassHolders = new Map();

/**
 * Who takes part in each experiment, by its custom permission; null, with the reason in `unread`, where that could not be read:
 * then neither arm is judged.
 */
async function armsOf(connection: OrgConnection, criteria: readonly Criterion[], unread: string[]): Promise<BypassHolders | null> {
  const permissions = [...new Set(criteria.flatMap(({ arm }) => (arm === undefined ? [] : [arm.experiment.permission])))];
  if (permissions.length === 0) return NOBODY;
  const found = await permissionHolders(connection, permissions);
  if (found.unread === null) return found.holders;
  unread.push(...criteria.filter(({ arm }) => arm !== undefined).map(({ id }) => `${id}: who takes part in its experiment: ${found.unread ?? ''}; not judged`));
  return null;
}

/** The rule asks whoever saved; of a record at rest the owner is the best that is known. */
function isInArm({ arm }: Criterion, record: OrgRecord, arms: BypassHolders): boolean {
  if (arm === undefined) return true;
  return (arms.get(arm.experiment.permission)?.has(textAt(record, 'OwnerId') ?? '') ?? false) === arm.holder;
}

/** Pure: the violations among the records of one object, and those that an exception excuses. */
export function judge(object: PlaybookObject, found: ObjectRecords, moment: Moment, holders: BypassHolders, unread: string[], arms: BypassHolders = NOBODY): { violations: Violation[]; overrides: RunningOverride[] } {
  const failures = new Map<string, string>();
  const violations: Violation[] = [];
  const overrides: RunningOverride[] = [];
  for (const test of found.tests) {
    for (const record of found.records) {
      if (test.standing(record, stageOf(object, record)) !== 'beyond' || !isInArm(test.criterion, record, arms) || !asks(test, record, moment, failures)) continue;
      const until = test.excusedUntil(record, moment);
      if (until === null) violations.push({ ...whereOf(object, found, test, record), since: enteredAt(record) ?? textAt(record, 'LastModifiedDate'), how: howOf(record, test.criterion, holders, moment.timeZone) });
      else overrides.push({ ...whereOf(object, found, test, record), until });
    }
  }
  for (const [criterion, why] of failures) unread.push(`${criterion}: some records cannot be judged (${why})`);
  return { violations, overrides };
}

/** A formula that fails for a record blocks its save, whatever it asks; that is no verdict. */
function asks(test: CriterionTest, record: OrgRecord, moment: Moment, failures: Map<string, string>): boolean {
  try {
    return test.unmet(record, moment);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    failures.set(test.criterion.id, error.message);
    return false;
  }
}

function whereOf(object: PlaybookObject, found: ObjectRecords, { criterion }: CriterionTest, record: OrgRecord): Omit<RunningOverride, 'until'> {
  const { trigger } = criterion;
  return {
    criterion: criterion.id,
    object: object.apiName,
    recordId: record.Id,
    name: textAt(record, 'Name') ?? record.Id,
    owner: ownerOf(record),
    stage: stageOf(object, record).stage ?? (trigger.kind === 'enter' ? trigger.value : null),
    amount: amountOf(record, found.currency),
  };
}

function summarise(playbook: Playbook, violations: readonly Violation[]): CriterionSummary[] {
  return playbook.objects
    .flatMap((object) => object.criteria)
    .map((criterion) => {
      const own = violations.filter((violation) => violation.criterion === criterion.id);
      return { criterion: criterion.id, label: criterion.label, object: criterion.object, mode: criterion.mode, records: own.length, amount: own.reduce((sum, { amount }) => sum + (amount ?? 0), 0) };
    })
    .filter(({ records }) => records > 0)
    .toSorted((left, right) => right.records - left.records || left.criterion.localeCompare(right.criterion));
}
