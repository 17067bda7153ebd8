/** The packs of the meetings, written to the org: the pack of `handrail review`, one record for each meeting and day. */
import { OrgRequestError } from '../org/errors.ts';
import type { OrgConnection } from '../org/types.ts';
import type { ExperimentReadout } from '../metrics/index.ts';
import type { MetricResult } from '../metrics/types.ts';
import type { Cadence, Playbook } from '../playbook/index.ts';
import {
  buildPack, dayOfMeetingBefore, isOpen, mergeDecisions, metricsOf, namelessIn, namesOf, packDataOf, readOrgDecisions, readPackData, resultsIn, type Decision, type EarlierPack, type OrgReports, type PackData, type PackSources,
} from '../review/index.ts';
import { startOfDay, type LocalMoment } from '../shared/localTime.ts';
import { clip, type DesiredRecord } from './desired.ts';
import { externalId } from './externalId.ts';
import { PACK_LONGEST, packJson } from './packJson.ts';
import { reconcile, type ExistingRecord } from './reconcile.ts';
import type { WriteFailure, Written } from './types.ts';

export const PACK = 'Handrail_Pack__c';

/** Fields that are compared. */
const FIELDS = [
  'Meeting__c', 'Label__c', 'Pack_Date__c', 'Minutes__c', 'Compared_With__c', 'Look_First__c', 'Blocked_Count__c', 'Blocked_Amount__c', 'Unowned_Count__c', 'Open_Decision_Count__c',
  'Overdue_Decision_Count__c', 'Finding_Count__c', 'Playbook_Version__c', 'Contents__c', 'Numbers__c',
] as const;

const LOOK_FIRST = 4000;
const TEXT = 255;
const SHORT = 80;

/** What the org has of packs before this run. */
export interface StoredPacks {
  /** Of the day, by external id. */
  readonly today: ReadonlyMap<string, ExistingRecord>;
  /** Numbers of the pack of the meeting before, by pack. */
  readonly previous: ReadonlyMap<string, EarlierPack>;
}

/**
 * @param today ISO date by the org's clocks
 * @returns why nothing could be read, where the org has no packs or the user may not see them
 * @throws OrgRequestError when the org cannot be read
 */
export async function readStoredPacks(connection: OrgConnection, { cadences }: Playbook, today: string): Promise<StoredPacks | { readonly unread: string }> {
  try {
    const rows = await connection.query<ExistingRecord>(`SELECT External_Id__c, ${FIELDS.join(', ')} FROM ${PACK} WHERE Pack_Date__c = ${today}`);
    const previous = new Map<string, EarlierPack>();
    for (const meeting of cadences) {
      const [row] = await connection.query<ExistingRecord>(`SELECT External_Id__c, Pack_Date__c, Numbers__c FROM ${PACK} WHERE Meeting__c = '${meeting.pack}' AND Pack_Date__c <= ${dayOfMeetingBefore(meeting, today)} ORDER BY Pack_Date__c DESC LIMIT 1`);
      const kept = readPackData(row?.['Numbers__c']);
      if (kept?.pack === meeting.pack) previous.set(meeting.pack, { ...kept, day: String(row?.['Pack_Date__c']) });
    }
    return { today: new Map(rows.map((row) => [row.External_Id__c, row])), previous };
  } catch (error) {
    if (!(error instanceof OrgRequestError) || !(error.errorCode === 'INVALID_TYPE' || error.errorCode === 'INVALID_FIELD')) throw error;
    return { unread: `${PACK}, meeting packs: ${error.message}` };
  }
}

export interface PackInputs extends OrgReports {
  readonly playbook: Playbook;
  /** All of the playbook, in every cut, with their records. */
  readonly metrics: readonly MetricResult[];
  /** The decision log of the repository. */
  readonly log: readonly Decision[];
  readonly stored: StoredPacks;
  /** Numbers recomputed as of the meeting before, by pack, where the org has no pack of then. */
  readonly recomputed: ReadonlyMap<string, EarlierPack>;
  readonly experiments: readonly ExperimentReadout[];
  /** That the numbers describe. */
  readonly moment: LocalMoment;
  readonly stamp: { readonly runRecordId: string };
}

/** @throws OrgRequestError when the org cannot be read or written */
export async function writePacks(connection: OrgConnection, inputs: PackInputs, beforeEach: () => void): Promise<{ written: Written; failures: readonly WriteFailure[] }> {
  const { playbook, metrics, log } = inputs;
  const nameless = new Set(playbook.cadences.flatMap((meeting) => [...namelessIn(metrics, meeting, playbook)]));
  const named = await namesOf(connection, nameless);
  const recorded = await readOrgDecisions(connection, inputs.moment.timeZone);
  const decisions = recorded === null ? log : mergeDecisions(log, recorded).all;
  const desired = playbook.cadences.map((meeting) => packRecord(sourcesOf(meeting, inputs, { named, decisions, instanceUrl: connection.instanceUrl }), inputs));
  return reconcile(connection, PACK, desired, inputs.stored.today, beforeEach);
}

function sourcesOf(meeting: Cadence, { playbook, metrics, drift, scan, stored, recomputed, experiments, moment }: PackInputs, more: Pick<PackSources, 'named' | 'decisions' | 'instanceUrl'>): PackSources {
  const wanted = new Set(metricsOf(meeting, playbook));
  const own = metrics.filter(({ id }) => wanted.has(id));
  const kept = stored.previous.get(meeting.pack);
  const previous = kept ?? recomputed.get(meeting.pack);
  return {
    playbook, meeting, metrics: own, asOf: moment.instant, today: moment.today, timeZone: moment.timeZone, experiments, ...more,
    ...(drift ? { drift } : {}), ...(scan ? { scan } : {}),
    ...(previous ? { previous, recomputed: kept === undefined } : {}),
  };
}

/** Pure. @param metrics all of them: what is blocked or unowned is told of every meeting, whatever it looks at */
export function packRecord(sources: PackSources, { metrics, stamp }: Pick<PackInputs, 'metrics' | 'stamp'>): DesiredRecord {
  const pack = buildPack(sources);
  const { meeting, playbook, decisions, drift, asOf, today: day, timeZone } = sources;
  const whole = (id: string): MetricResult | undefined => metrics.find((result) => result.id === id && Object.keys(result.slice).length === 0);
  const blocked = whole('blocked_amount');
  const open = decisions.filter(isOpen);
  const numbers = packDataOf({ ...sources, metrics: resultsIn(sources.metrics, meeting, playbook) });
  return {
    externalId: externalId([meeting.pack, day]),
    values: {
      Meeting__c: clip(meeting.pack, SHORT),
      Label__c: clip(meeting.meeting, TEXT),
      Pack_Date__c: day,
      Minutes__c: meeting.minutes,
      Compared_With__c: clip(pack.comparedWith, TEXT),
      Look_First__c: clip(pack.first.join('\n'), LOOK_FIRST),
      Blocked_Count__c: blocked?.n ?? null,
      Blocked_Amount__c: blocked?.value ?? null,
      Unowned_Count__c: whole('no_mans_land')?.value ?? null,
      Open_Decision_Count__c: open.length,
      Overdue_Decision_Count__c: open.filter(({ due }) => due < day).length,
      Finding_Count__c: drift?.findings.length ?? null,
      Playbook_Version__c: clip(playbook.version, 40),
      Contents__c: packJson(pack),
      Numbers__c: keptJson({ ...numbers, asOf: startOfDay(day, timeZone) }),
    } satisfies Record<(typeof FIELDS)[number], string | number | null>,
    stamps: { Sync_Run__c: stamp.runRecordId, As_Of__c: asOf },
  };
}

/** As of the first moment of the day: a second run on a day with the same numbers has nothing to write. What does not fit has no change next time. */
function keptJson(data: PackData): string {
  const written = (count: number): string => JSON.stringify({ ...data, numbers: data.numbers.slice(0, count) });
  let count = data.numbers.length;
  while (count > 0 && written(count).length > PACK_LONGEST) count = Math.min(count - 1, Math.floor((count * PACK_LONGEST) / written(count).length));
  return written(count);
}
