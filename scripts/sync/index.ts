/**
 * Sync: drift, scan and metrics, written to Handrail's own objects for the health components.
 *
 *     run Running -> drift + scan + metrics -> findings, metric results, packs (compare, upsert) -> late handoffs -> what is too old goes -> run Done
 *
 * Every record is matched by its external id and written only where it differs: a run that was killed can be run again. Two
 * at once do not interleave: the second is told who holds the run.
 */
import type { GeneratedFile } from '../compiler/types.ts';
import { API_BUDGET, detectDrift, type DriftReport } from '../drift/index.ts';
import { applyPolicy, type Policy } from '../drift/policy/index.ts';
import { computeWithPast, type ExperimentReadout, extractBudget, extractSnapshot, keptRows, leadingIndicators, leadingResults, readExperiments, takeForecasts, type SnapshotManifest, type WithPast } from '../metrics/index.ts';
import type { MetricResult } from '../metrics/types.ts';
import { momentToKeep } from '../org/index.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Playbook } from '../playbook/index.ts';
import { packTexts, type Texts } from '../playbook/packed.ts';
import { earlierNumbers, type Decision, type EarlierPack } from '../review/index.ts';
import { scanBudget, scanRecords, type ScanReport } from '../scan/index.ts';
import type { LocalMoment } from '../shared/localTime.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from '../shared/temporaryFolder.ts';
import { readClockArms } from './clockArms.ts';
import { writeDecisionLog } from './decisionLog.ts';
import { DECISION_FIELDS, withDecision } from './decisions.ts';
import { clip, type DesiredRecord } from './desired.ts';
import { escalateHandoffs } from './escalations.ts';
import { escalateLeads } from './lateLeads.ts';
import { FINDING, FINDING_FIELDS, findingRecords } from './findings.ts';
import { lineageJson } from './lineage.ts';
import { keptForecasts, leadingRecords, METRIC, METRIC_FIELDS, metricRecords, MOST_IDS } from './metricRecords.ts';
import { readStoredPacks, writePacks, type StoredPacks } from './packs.ts';
import { readExisting, reconcile } from './reconcile.ts';
import { resolvedFindings } from './resolve.ts';
import { removeOld } from './retention.ts';
import { openRun, type Run } from './run.ts';
import type { SyncResult, WriteFailure, Written } from './types.ts';

export type { SyncResult, WriteFailure, Written } from './types.ts';

export type SyncStage = 'open' | 'writing';

export interface SyncOptions {
  /** What the numbers describe: an ISO date, its first moment in the org, or an instant. Default: now. */
  readonly asOf?: string | Date;
  /** Folder of the external inputs of metrics. */
  readonly inputsDir?: string;
  /** Decisions about findings; absent: none. */
  readonly policy?: Policy;
  /** The decision log of the repository; absent: decisions of the org are left alone. */
  readonly log?: readonly Decision[];
  /** The playbook's files, for a later plan to compare with; absent: none are kept. */
  readonly texts?: Texts;
  readonly onProgress?: (text: string) => void;
  /** Told when the record of the run is in the org, and when all is read and the first finding is about to be written. */
  readonly onStage?: (stage: SyncStage) => void;
}

/** Of a pack: what the org has of it, the one before, and the names in it. */
const CALLS_PER_PACK = 3;
/** The run and its lock, what is stored, who takes part in experiments, the handoffs and leads that are late, what is too old. */
const CALLS_AROUND = 21;

/** Failures named in the run's message; the rest are counted. */
const NAMED_FAILURES = 20;
const LONG = 32_000;
/** Length of the field that keeps the playbook. */
const TEXT_ROOM = 131_072;
const TOO_LARGE = 'the playbook is too large to be kept with the run; plan cannot tell which definitions change';

/**
 * @param compiled the files `compilePlaybook` gives for this playbook
 * @returns with `failures` when the org refused single records; everything else is written then
 * @throws OrgRequestError when another sync runs, or the org cannot be read or written; the run's record says so where that can still be written
 */
export async function sync(connection: OrgConnection, playbook: Playbook, compiled: readonly GeneratedFile[], options: SyncOptions = {}): Promise<SyncResult> {
  const onProgress = options.onProgress ?? ((): void => undefined);
  const callsBefore = connection.apiCalls;
  onProgress(`Budget about ${syncBudget(playbook)} API calls, and one for every 200 records that change or are too old. Writes to Handrail's own objects only.`);
  const reading = (text: string): void => {
    // Each reader says its own budget and that it writes nothing; the sync as a whole does.
    if (!text.startsWith('Budget')) onProgress(text);
  };
  const packed = options.texts === undefined ? null : packTexts(options.texts);
  const kept = packed !== null && packed.length <= TEXT_ROOM ? packed : null;
  const now = new Date();
  const moment = await momentToKeep(connection, { zone: playbook.businessHours.timeZone }, options.asOf ?? now);
  const asOf = moment.instant;
  const run = await openRun(connection, { asOf, now: now.toISOString(), playbookVersion: playbook.version, playbookText: kept });
  options.onStage?.('open');
  if (run.resumedFrom !== null) onProgress(`Taking up run ${run.resumedFrom}, which had not ended`);
  try {
    const found = await detectDrift(connection, playbook, compiled, { onProgress: reading, asOf });
    const drift = options.policy === undefined ? found : applyPolicy(found, options.policy, moment.today);
    const scan = await scanRecords(connection, playbook, { onProgress: reading, asOf });
    const stored = playbook.cadences.length === 0 ? null : await readStoredPacks(connection, playbook, moment.today);
    const packs = stored === null || 'unread' in stored ? null : stored;
    const { metrics, past, taken, leading, recomputed, experiments, fiscalYear } = await measure(connection, playbook, moment, packs, options, reading);
    options.onStage?.('writing');
    onProgress('Writing findings, metrics and the packs of the meetings');
    const { written, failures: unwritten, open } = await write(connection, run, moment, playbook, { drift, scan, metrics, past, taken, leading, log: options.log ?? [], packs, recomputed, experiments });
    const arms = await readClockArms(connection, playbook);
    const late = await escalateHandoffs(connection, playbook, asOf, arms.holders, () => run.assertHeld());
    const lateLeads = await escalateLeads(connection, playbook, asOf, arms.holders, () => run.assertHeld());
    const { removed, failures: unremoved } = await removeOld(connection, playbook, moment, () => run.assertHeld());
    const unread = [...new Set([...drift.coverage.unread, ...scan.coverage.unread, ...[late.unread, lateLeads.unread].filter((text) => text !== null), ...arms.unread, ...(stored !== null && 'unread' in stored ? [stored.unread] : []), ...(packed === kept ? [] : [TOO_LARGE])])];
    const failures = [...unwritten, ...late.failures, ...lateLeads.failures, ...unremoved];
    await run.end({
      Status__c: failures.length === 0 ? 'Done' : 'Partly Done',
      Finished_At__c: new Date().toISOString(),
      Message__c: messageOf(failures),
      Created_Count__c: written.created,
      Updated_Count__c: written.updated,
      Unchanged_Count__c: written.unchanged,
      Finding_Count__c: open.length,
      Critical_Count__c: open.filter(({ values }) => values['Severity__c'] === 'critical').length,
      Violation_Count__c: scan.violations.length,
      Metric_Count__c: metrics.length,
      Fiscal_Year_Named_By_End__c: fiscalYear?.namedByEnd ?? false,
      Coverage_Read__c: clip([...drift.coverage.read, ...scan.coverage.read].join('\n'), LONG),
      Coverage_Unread__c: clip(unread.join('\n'), LONG),
      // The call that writes this is one of them.
      Api_Calls__c: connection.apiCalls - callsBefore + 1,
    });
    return { runId: run.id, drift, scan, metrics: metrics.map(withoutRecords), past: past.map(withoutRecords), written, escalated: late.escalated + lateLeads.escalated, removed, failures, unread, resumedFrom: run.resumedFrom, apiCalls: connection.apiCalls - callsBefore };
  } catch (error) {
    await recordFailure(run, error);
    throw error;
  } finally {
    run.close();
  }
}

function syncBudget(playbook: Playbook): number {
  return API_BUDGET + scanBudget(playbook) + extractBudget(playbook) + playbook.cadences.length * CALLS_PER_PACK + CALLS_AROUND;
}

/** The lists of records are for the components; who reads the result of a run reads figures. */
function withoutRecords({ records: _, ...result }: MetricResult): MetricResult {
  return result;
}

interface Measured extends WithPast {
  /** Forecasts to keep. */
  readonly taken: readonly MetricResult[];
  /** What leading indicators said of what came later. */
  readonly leading: readonly MetricResult[];
  /** What packs compare with where the org has none of the meeting before, by pack. */
  readonly recomputed: ReadonlyMap<string, EarlierPack>;
  readonly experiments: readonly ExperimentReadout[];
  /** As the org has it; undefined when it could not be read. */
  readonly fiscalYear: SnapshotManifest['fiscalYear'];
}

/** A snapshot of its own, taken now and removed afterwards. */
async function measure(connection: OrgConnection, playbook: Playbook, moment: LocalMoment, packs: StoredPacks | null, options: SyncOptions, onProgress: (text: string) => void): Promise<Measured> {
  const dir = await makeTemporaryFolder('handrail-sync-');
  try {
    // One instant for all of the run, so that it has one day.
    const { fiscalYear } = await extractSnapshot(connection, playbook, { out: dir, onProgress, ...(options.asOf === undefined ? { asOf: moment.instant } : {}) });
    const given = { asOf: moment.instant, ...(options.inputsDir === undefined ? {} : { inputsDir: options.inputsDir }) };
    onProgress('Taking the forecasts of the week');
    const taken = await takeForecasts(playbook, dir, given);
    // What this run keeps is in its own numbers, so that a second one finds nothing to change.
    const counting = { ...given, kept: keptRows(taken) };
    onProgress('Computing metrics, and what they were in the last eight closed months and quarters');
    const computed = await computeWithPast(playbook, dir, { slice: 'all', records: { limit: MOST_IDS }, ...counting });
    onProgress('Holding leading indicators against what came later');
    const leading = leadingResults(await leadingIndicators(playbook, dir, counting));
    const meetings = packs === null ? [] : playbook.cadences.filter(({ pack }) => !packs.previous.has(pack));
    if (meetings.length > 0) onProgress(`Counting what the packs compare with: ${meetings.map(({ pack }) => pack).join(', ')}`);
    const recomputed = await earlierNumbers({ playbook, meetings, snapshot: dir, moment, ...(options.inputsDir === undefined ? {} : { inputsDir: options.inputsDir }) });
    const experiments = packs === null ? [] : await readExperiments(playbook, dir, given);
    return { ...computed, taken, leading, recomputed, experiments, fiscalYear };
  } finally {
    await removeTemporaryFolder(dir);
  }
}

const NOTHING = { written: { created: 0, updated: 0, unchanged: 0 }, failures: [] } as const;

async function write(
  connection: OrgConnection,
  run: Run,
  moment: LocalMoment,
  playbook: Playbook,
  { drift, scan, metrics, past, taken, leading, log, packs, recomputed, experiments }: { drift: DriftReport; scan: ScanReport; log: readonly Decision[]; packs: StoredPacks | null } & Omit<Measured, 'fiscalYear'>,
): Promise<{ written: Written; failures: readonly WriteFailure[]; open: readonly DesiredRecord[] }> {
  const stamp = { runRecordId: run.recordId, asOf: moment.instant, timeZone: moment.timeZone };
  const found = findingRecords(drift, scan, stamp);
  const storedFindings = await readExisting(connection, FINDING, [...FINDING_FIELDS, ...DECISION_FIELDS]);
  const findings = found.map((finding) => withDecision(finding, storedFindings.get(finding.externalId), moment.today));
  const resolved = resolvedFindings(storedFindings, new Set(findings.map(({ externalId }) => externalId)), drift, scan, playbook, stamp);
  const held = (): void => run.assertHeld();
  // Whoever has taken the run meanwhile is seen before the first record is written.
  await run.write({});
  const first = await reconcile(connection, FINDING, [...findings, ...resolved], storedFindings, held);
  const storedMetrics = await readExisting(connection, METRIC, METRIC_FIELDS);
  const results = [...metricRecords(metrics, past, stamp, lineageJson(playbook)), ...keptForecasts(taken, storedMetrics, stamp), ...leadingRecords(leading, stamp)];
  const second = await reconcile(connection, METRIC, results, storedMetrics, held);
  const third = log.length === 0 ? NOTHING : await writeDecisionLog(connection, log, held);
  // After the log: what it says leads the packs.
  const fourth = packs === null ? NOTHING : await writePacks(connection, { playbook, metrics, drift, scan, log, stored: packs, recomputed, experiments, moment, stamp }, held);
  const parts = [first, second, third, fourth];
  const sum = (name: keyof Written): number => parts.reduce((total, part) => total + part.written[name], 0);
  return {
    written: { created: sum('created'), updated: sum('updated'), unchanged: sum('unchanged') },
    failures: parts.flatMap(({ failures }) => failures),
    open: findings.filter(({ values }) => values['Status__c'] === 'Open'),
  };
}

function messageOf(failures: readonly WriteFailure[]): string | null {
  if (failures.length === 0) return null;
  const named = failures.slice(0, NAMED_FAILURES).map(({ object, externalId, message }) => `${object} ${externalId}: ${message}`);
  return clip([...named, ...(failures.length > named.length ? [`and ${failures.length - named.length} more`] : [])].join('\n'), LONG);
}

/** Best effort: an org that cannot be reached cannot be told either, and the run stays Running until the next one takes it up. */
async function recordFailure(run: Run, error: unknown): Promise<void> {
  try {
    await run.end({ Status__c: 'Failed', Finished_At__c: new Date().toISOString(), Message__c: clip((error as Error).message, LONG) });
  } catch {
    // The first error is the one that counts.
  }
}
