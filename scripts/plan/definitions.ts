/**
 * Which numbers change meaning: the playbook as it was at the last sync, which the org keeps with the run, against the playbook as it
 * is. With a snapshot, by how much.
 */
import { OrgRequestError, userInWords } from '../org/index.ts';
import type { OrgConnection } from '../org/types.ts';
import { loadPlaybookTexts, type Playbook } from '../playbook/index.ts';
import { unpackTexts } from '../playbook/packed.ts';
import { localDay } from '../shared/localTime.ts';
import { metricChanges, type MetricChange, type MetricChangeOptions } from './metricChanges.ts';
import { compareVersions } from './versions/compare.ts';
import type { Subject, VersionChange } from './versions/types.ts';

export const DEFINITION_CALLS = 1;

export interface Definitions {
  /** The last sync that ended well; null where there was none, or it kept no playbook. */
  readonly since: { readonly version: string | null; readonly at: string | null; /** The day of it in the org. */ readonly on: string | null } | null;
  /** Metrics and what they are counted by, in the shape of `plan --against`. */
  readonly changes: readonly VersionChange[];
  /** Numbers under both definitions; null where no snapshot was given. */
  readonly metrics: readonly MetricChange[] | null;
}

export interface DefinitionOptions extends MetricChangeOptions {
  /** Snapshot in which the metrics are counted under both definitions. */
  readonly from?: string;
  /** IANA zone of the org. */
  readonly timeZone: string;
}

interface RunRow {
  readonly Finished_At__c: string | null;
  readonly Playbook_Version__c: string | null;
  readonly Playbook_Text__c: string | null;
}

const NOTHING: Definitions = { since: null, changes: [], metrics: null };
const UNKNOWN = 'which numbers change meaning: ';

/** Definitions that decide a number by themselves; of the others those that a metric reads. */
const NUMBERS: ReadonlySet<Subject> = new Set(['Metric', 'Reason', 'Source', 'Term', 'Setting']);

/** @param unread gets why it cannot be told */
export async function changedDefinitions(connection: OrgConnection, playbook: Playbook, options: DefinitionOptions, unread: string[]): Promise<Definitions> {
  const run = await lastRun(connection, unread);
  if (run === undefined) return NOTHING;
  if (run.Playbook_Text__c === null) {
    unread.push(`${UNKNOWN}the last sync kept no playbook; the next one does`);
    return NOTHING;
  }
  const before = keptPlaybook(run.Playbook_Text__c, unread);
  if (before === undefined) return NOTHING;
  return {
    since: { version: run.Playbook_Version__c, at: run.Finished_At__c, on: run.Finished_At__c === null ? null : localDay(run.Finished_At__c, options.timeZone) },
    changes: compareVersions(before, playbook).filter(({ type, metrics }) => NUMBERS.has(type) || (type === 'Stage' && metrics.length > 0)),
    metrics: options.from === undefined ? null : await metricChanges(before, playbook, options.from, options),
  };
}

async function lastRun(connection: OrgConnection, unread: string[]): Promise<RunRow | undefined> {
  try {
    const [row] = await connection.query<RunRow>("SELECT Finished_At__c, Playbook_Version__c, Playbook_Text__c FROM Handrail_Sync_Run__c WHERE Status__c IN ('Done', 'Partly Done') ORDER BY Finished_At__c DESC LIMIT 1");
    // Where no sync has run, Handrail has counted nothing that could change.
    return row;
  } catch (error) {
    if (!(error instanceof OrgRequestError) || (error.errorCode !== 'INVALID_TYPE' && error.errorCode !== 'INVALID_FIELD')) throw error;
    // An org that has never seen Handrail has no numbers of its either.
    if (error.errorCode === 'INVALID_FIELD') unread.push(`${UNKNOWN}the org has an older Handrail, which keeps no playbook, or hides it from ${userInWords(connection.username)}`);
    return undefined;
  }
}

/** What is kept in the org was written by some version of this tool, and may have been edited since. */
function keptPlaybook(packed: string, unread: string[]): Playbook | undefined {
  try {
    const { playbook, problems } = loadPlaybookTexts('the last sync', unpackTexts(packed));
    const error = problems.find(({ severity }) => severity === 'error');
    if (playbook !== undefined && error === undefined) return playbook;
    unread.push(`${UNKNOWN}the playbook that the last sync kept has errors by the rules of this version, first: ${error?.message ?? 'it has not all files'}`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    unread.push(`${UNKNOWN}the playbook that the last sync kept was not read: ${error.message}`);
  }
  return undefined;
}
