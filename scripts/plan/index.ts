/**
 * Plan: what a deploy of the playbook would change in an org, and which open records it would stop.
 *
 *     drift's comparison -> changes -> criteria that ask anew ─┐
 *                                                             ├─ impact
 *     scan's tests and records ───────────────────────────────┘
 */
import type { GeneratedFile } from '../compiler/types.ts';
import { compareWithOrg, declaredComponents, judgeAll } from '../drift/index.ts';
import type { Difference } from '../drift/difference.ts';
import { applyPolicy, type Policy } from '../drift/policy/index.ts';
import type { OrgState } from '../drift/orgState.ts';
import { API_BUDGET, readOrg } from '../drift/readOrg.ts';
import { momentOf, OrgRequestError } from '../org/index.ts';
import type { OrgConnection } from '../org/types.ts';
import { fieldOf, isAboutRecords, type Criterion, type Playbook, type PlaybookObject } from '../playbook/index.ts';
import { createReader, readRecords, testsOf, type Moment } from '../scan/index.ts';
import { isBrought, isDeployed, plannedChanges } from './changes.ts';
import { changedDefinitions, DEFINITION_CALLS, type DefinitionOptions } from './definitions.ts';
import { blockedBy, distinctRecords, fieldsAsked, impactOf } from './impact.ts';
import { doubtsOf, LIMIT_CALLS, readRuleLimits, refusalsOf, ruleCounts } from './limits.ts';
import type { Budget, Impact, PlanReport, Undone } from './types.ts';
import { readWriters, writerCalls, type Stopped } from './writers.ts';

export type { Budget, Impact, Meaning, PlannedChange, PlanReport, RuleCount, Share, Undone, Writer } from './types.ts';

export interface PlanOptions {
  /** ISO date, its first moment in the org, or instant that decides what today is. Default: now. */
  readonly asOf?: string | Date;
  /** What was decided about drift; default: nothing. */
  readonly policy?: Policy;
  /** Snapshot in which the metrics are counted as at the last sync and as now. */
  readonly from?: string;
  /** Folder of the external inputs of metrics. */
  readonly inputsDir?: string;
  readonly onProgress?: (text: string) => void;
}

const CALLS_PER_OBJECT = 4;
const NO_POLICY: Policy = { accepted: [], ignored: [] };

/**
 * Reads the org and says what a deploy would do to it. Writes nothing. An org without Handrail is an org like any other:
 * everything is new, and the fields it does not have yet stand blank.
 * @param compiled the files `compilePlaybook` gives for this playbook
 * @throws OrgRequestError when the org cannot be read at all
 */
export async function planAgainstOrg(connection: OrgConnection, playbook: Playbook, compiled: readonly GeneratedFile[], options: PlanOptions = {}): Promise<PlanReport> {
  const onProgress = options.onProgress ?? ((): void => undefined);
  const callsBefore = connection.apiCalls;
  const budget = await budgetOf(connection, playbook);
  onProgress(budgetText(budget));
  const declared = declaredComponents(compiled);
  const org = await readOrg(connection, playbook, declared, onProgress, options.asOf);
  const differences = compareWithOrg(playbook, declared, org);
  const criteria = new Map(playbook.objects.flatMap((object) => object.criteria.map((criterion) => [criterion.id, criterion] as const)));
  const changes = plannedChanges(differences, (id) => criteria.get(id));
  const unread = [...org.unread];
  const { impact, blockedRecords } = await impactsOf(connection, playbook, asksAnew(differences, playbook), missingFields(differences), options, unread, onProgress);
  onProgress('Reading the playbook of the last sync');
  const definitions = await changedDefinitions(connection, playbook, definitionOptions(options, org), unread);
  const rules = ruleCounts(playbook, declared, org, await readRuleLimits(connection, gatedObjects(playbook), unread));
  return {
    budget,
    changes,
    impact,
    blockedRecords,
    definitions,
    rules,
    refusals: refusalsOf(rules),
    doubts: doubtsOf(rules),
    ...decisions(differences, playbook, org, options.policy ?? NO_POLICY),
    notDeployed: differences.filter((difference) => !isDeployed(difference) && !isBrought(difference)).map(({ summary }) => summary),
    coverage: { read: org.read, unread, apiCalls: connection.apiCalls - callsBefore },
  };
}

function definitionOptions({ from, inputsDir, asOf }: PlanOptions, { timeZone }: OrgState): DefinitionOptions {
  return { timeZone, ...(from === undefined ? {} : { from }), ...(inputsDir === undefined ? {} : { inputsDir }), ...(asOf === undefined ? {} : { asOf: typeof asOf === 'string' ? asOf : asOf.toISOString() }) };
}

function gatedObjects(playbook: Playbook): string[] {
  return playbook.objects.filter((object) => object.criteria.length > 0).map(({ apiName }) => apiName);
}

/** What somebody decided to live with and a deploy would overwrite all the same: it is planned, and said. */
function decisions(differences: readonly Difference[], playbook: Playbook, org: OrgState, policy: Policy): Pick<PlanReport, 'decided' | 'expired'> {
  const findings = judgeAll(differences, playbook, org);
  const { accepted, ignored, expired } = applyPolicy({ findings, coverage: { read: [], unread: [], apiCalls: 0 } }, policy, org.today);
  const changed = (id: string, kind: string): string | null => {
    const difference = differences.find((each) => each.id === id && each.kind === kind);
    return difference && isDeployed(difference) ? difference.changed.key : null;
  };
  const undone = (how: Undone['how']) => (match: (typeof accepted)[number]): Undone => ({ ...match, how, fullName: changed(match.id, match.kind) });
  return { decided: [...accepted.map(undone('accepted')), ...ignored.map(undone('ignored'))], expired };
}

/** What the plan will ask of the org, against what its day still has. */
async function budgetOf(connection: OrgConnection, playbook: Playbook): Promise<Budget> {
  const objects = gatedObjects(playbook).length;
  const calls = 1 + API_BUDGET + objects * CALLS_PER_OBJECT + writerCalls(objects) + LIMIT_CALLS + DEFINITION_CALLS;
  try {
    const limits = await connection.json<{ DailyApiRequests?: { Max: number; Remaining: number } }>('GET', `/services/data/v${connection.apiVersion}/limits`);
    return { calls, dailyLimit: limits.DailyApiRequests?.Max ?? null, remaining: limits.DailyApiRequests?.Remaining ?? null };
  } catch (error) {
    // A user without View Setup may not see limits; any other trouble meets the next call as well.
    if (error instanceof OrgRequestError && error.status === 403 && error.errorCode !== 'REQUEST_LIMIT_EXCEEDED') return { calls, dailyLimit: null, remaining: null };
    throw error;
  }
}

/** What it cost, at the end. */
export function costText({ coverage: { apiCalls }, budget: { calls } }: PlanReport): string {
  return `${apiCalls} of ${calls} API calls made.`;
}

/** The line every plan begins with. */
export function budgetText({ calls, dailyLimit, remaining }: Budget): string {
  const of = dailyLimit === null || remaining === null ? '' : ` of ${dailyLimit.toLocaleString('en-US')} a day (${remaining.toLocaleString('en-US')} left)`;
  return `Budget ${calls} API calls${of}. Nothing will be written.`;
}

/** Criteria that will ask something they do not ask today, and how they come to. */
export function asksAnew(differences: readonly Difference[], playbook: Playbook): ReadonlyMap<Criterion, string> {
  const found = new Map<string, string>();
  for (const { kind, actual, expected, criteria } of differences) {
    const [id = ''] = criteria;
    if (kind === 'rule-missing') found.set(id, 'new');
    else if ((kind === 'rule-formula' || kind === 'rule-behind') && !found.has(id)) found.set(id, 'changed');
    else if (kind === 'rule-off' && !found.has(id)) found.set(id, 'switched on');
    else if (kind === 'mode-changed' && expected === 'enforce' && found.get(id) !== 'new') found.set(id, `${actual ?? ''} -> ${expected}`);
    else if (kind === 'criterion-record' && actual === null && !found.has(id)) found.set(id, 'new');
  }
  return new Map(playbook.objects.flatMap((object) => object.criteria.flatMap((criterion) => (found.has(criterion.id) ? [[criterion, found.get(criterion.id) ?? ''] as const] : []))));
}

/** Known to be missing, not merely hidden: those stand blank on every record. */
function missingFields(differences: readonly Difference[]): ReadonlySet<string> {
  return new Set(differences.filter(({ kind }) => kind === 'field-missing').map(({ changed }) => changed.key));
}

async function impactsOf(
  connection: OrgConnection,
  playbook: Playbook,
  asked: ReadonlyMap<Criterion, string>,
  missing: ReadonlySet<string>,
  options: PlanOptions,
  unread: string[],
  onProgress: (text: string) => void,
): Promise<Pick<PlanReport, 'impact' | 'blockedRecords'>> {
  const { instant, timeZone, today } = await momentOf(connection, { zone: playbook.businessHours.timeZone }, options.asOf);
  const moment: Moment = { now: new Date(instant), timeZone };
  const readable = createReader(connection);
  const impacts: Impact[] = [];
  const stopped: Stopped[] = [];
  for (const object of playbook.objects) {
    const criteria = object.criteria.filter((criterion) => asked.has(criterion) && isAboutRecords(criterion));
    if (criteria.length === 0) continue;
    onProgress(`Reading open records of ${object.label}`);
    const fields = await readable(object.apiName);
    if (!fields) {
      unread.push(`${object.apiName}: the org has no such object yet, so there are no records to block`);
      continue;
    }
    const { askable, computed } = withoutComputed(playbook, object, criteria, missing);
    unread.push(...computed);
    const found = await readRecords(connection, object, testsOf(playbook, askable, unread), fields, { closed: false, currency: playbook.currency, missing });
    unread.push(...found.unread);
    for (const test of found.tests) {
      impacts.push(impactOf(object, found, test, asked.get(test.criterion) ?? '', moment, today));
      const records = blockedBy(object, found, test, moment);
      // Nobody writes a field that is not there yet; whoever changes the record still meets the rule.
      if (records.length > 0) stopped.push({ object, criterion: test.criterion, fields: fieldsAsked(test).filter((field) => !missing.has(`${object.apiName}.${field}`)), records });
    }
  }
  if (stopped.length > 0) onProgress('Reading who writes what is asked');
  const writers = await readWriters(connection, stopped, unread);
  const impact = impacts
    .map((each) => ({ ...each, writers: writers.get(each.criterion) ?? [] }))
    .toSorted((left, right) => Number(right.blocks) - Number(left.blocks) || right.blockedRecords - left.blockedRecords || left.criterion.localeCompare(right.criterion));
  return { impact, blockedRecords: distinctRecords(stopped.map(({ criterion, records }) => ({ criterion: criterion.id, records })), impacts) };
}

/** A formula field that is not there yet is not blank: what it will compute is not known here. */
function withoutComputed(playbook: Playbook, object: PlaybookObject, criteria: readonly Criterion[], missing: ReadonlySet<string>): { askable: Criterion[]; computed: string[] } {
  const formulas = [...missing].filter((key) => fieldOf(playbook, object.apiName, key.split('.')[1] ?? '')?.formula !== undefined && key.startsWith(`${object.apiName}.`)).map((key) => key.split('.')[1] ?? '');
  const reads = ({ satisfiedWhen, appliesWhen, require }: Criterion): string | undefined => formulas.find((name) => `${satisfiedWhen ?? ''} ${appliesWhen ?? ''} ${require?.field ?? ''}`.includes(name));
  return {
    askable: criteria.filter((criterion) => reads(criterion) === undefined),
    computed: criteria.flatMap((criterion) => (reads(criterion) === undefined ? [] : [`${criterion.id}: reads the formula field ${reads(criterion)}, which the org does not compute yet; its impact is not known`])),
  };
}
