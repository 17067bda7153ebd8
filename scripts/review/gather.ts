/** Collects what a pack is made of: numbers from a snapshot, drift and scan from the org where there is one. */
import { compilePlaybook } from '../compiler/index.ts';
import { applyPolicy, type Policy } from '../drift/policy/index.ts';
import { inspectOrg } from '../drift/index.ts';
import { computeAsOf, computeMetrics, extractSnapshot, momentOfSnapshot, readExperiments, readManifest } from '../metrics/index.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Cadence, Playbook } from '../playbook/model.ts';
import { scanRecords } from '../scan/index.ts';
import { addDays, localDay, sameTimeBefore, type LocalMoment } from '../shared/localTime.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from '../shared/temporaryFolder.ts';
import { keptOf } from './change.ts';
import { decisionsOn, type Decision } from './decisions/log.ts';
import { mergeDecisions, readOrgDecisions } from './decisions/org.ts';
import { namesOf } from './records.ts';
import { metricsOf, mostRecords, namelessIn, showsExperiments } from './shown.ts';
import type { OrgReports, PackSources } from './sources.ts';
import type { EarlierPack } from './types.ts';

export interface GatherOptions {
  readonly playbook: Playbook;
  readonly meeting: Cadence;
  /** The org is asked for drift and scan, and for the numbers where no snapshot is given. */
  readonly connection: OrgConnection | null;
  /** Drift and scan that were read already; the org is not asked again. */
  readonly org?: OrgReports;
  /** Asked for the names of records that the snapshot does not hold. Default: `connection`. */
  readonly names?: OrgConnection;
  /** Folder of a snapshot; null: one is taken and removed afterwards. */
  readonly snapshot: string | null;
  /** ISO date, its first moment in the org, or instant; absent: when the snapshot was taken. */
  readonly asOf?: string;
  readonly inputsDir: string;
  readonly policy: Policy;
  readonly decisions: readonly Decision[];
  /** Looks for the pack before a day; where there is none the same numbers are computed as of the meeting before. */
  readonly previous?: (today: string) => Promise<EarlierPack | undefined>;
  readonly onProgress: (text: string) => void;
}

/** ISO date of the meeting before the one of a day. */
export function dayOfMeetingBefore({ daysBetween }: Cadence, today: string): string {
  return addDays(today, -daysBetween);
}

/** @throws as `computeMetrics`, `detectDrift` and `scanRecords` do */
export async function gather(options: GatherOptions): Promise<PackSources> {
  const { connection, playbook, meeting, onProgress } = options;
  const taken = options.snapshot === null ? await makeTemporaryFolder('handrail-review-') : null;
  const dir = options.snapshot ?? taken ?? '';
  try {
    if (taken !== null && connection) await extractSnapshot(connection, playbook, { out: taken, onProgress });
    const manifest = await readManifest(dir);
    const moment = momentOfSnapshot(manifest, playbook, options.asOf);
    const { instant: asOf, today, timeZone } = moment;
    const most = mostRecords(meeting, playbook);
    onProgress('counting');
    const metrics = await computeMetrics(playbook, dir, { asOf, inputsDir: options.inputsDir, metrics: metricsOf(meeting, playbook), slice: 'all', ...(most > 0 ? { records: { limit: most, names: true } } : {}) });
    const kept = await options.previous?.(today);
    if (!kept) onProgress(`counting as of ${dayOfMeetingBefore(meeting, today)}`);
    const previous = kept ?? (await earlierNumbers({ playbook, meetings: [meeting], snapshot: dir, inputsDir: options.inputsDir, moment })).get(meeting.pack);
    const experiments = showsExperiments(meeting, playbook) ? await readExperiments(playbook, dir, { asOf, inputsDir: options.inputsDir }) : undefined;
    const recorded = connection ? await readOrgDecisions(connection, timeZone) : null;
    const namer = options.names ?? connection;
    const named = namer ? await namesOf(namer, namelessIn(metrics, meeting, playbook)) : undefined;
    const asked = options.org ?? (connection ? await askOrg(connection, options) : {});
    const decisions = recorded === null ? options.decisions : mergeDecisions(options.decisions, recorded).all;
    return {
      playbook, meeting, asOf, today, timeZone, metrics, decisions: options.asOf === undefined ? decisions : decisionsOn(decisions, today),
      instanceUrl: connection?.instanceUrl ?? manifest.instanceUrl,
      ...asked,
      ...(named ? { named } : {}),
      ...(experiments === undefined ? {} : { experiments }),
      ...(previous ? { previous, recomputed: kept === undefined } : {}),
    };
  } finally {
    if (taken !== null) await removeTemporaryFolder(taken);
  }
}

export interface EarlierOptions {
  readonly playbook: Playbook;
  readonly meetings: readonly Cadence[];
  /** Folder of a snapshot. */
  readonly snapshot: string;
  readonly inputsDir?: string;
  /** Of the packs that will compare with them. */
  readonly moment: LocalMoment;
}

/** By pack, the numbers as they would have been printed for the meeting before, at the same time of its day. @throws as `computeMetrics` */
export async function earlierNumbers({ playbook, meetings, snapshot, inputsDir, moment: { instant, timeZone } }: EarlierOptions): Promise<ReadonlyMap<string, EarlierPack>> {
  const moments = meetings.map((meeting) => ({ asOf: sameTimeBefore(instant, meeting.daysBetween, timeZone), metrics: metricsOf(meeting, playbook) }));
  const answers = await computeAsOf(playbook, snapshot, moments, { slice: 'all', ...(inputsDir === undefined ? {} : { inputsDir }) });
  return new Map(meetings.map(({ pack }, index) => {
    const asOf = moments[index]?.asOf ?? instant;
    return [pack, { format: 1, pack, asOf, day: localDay(asOf, timeZone), playbookVersion: playbook.version, numbers: (answers[index] ?? []).map(keptOf) }];
  }));
}

async function askOrg(connection: OrgConnection, { playbook, policy, asOf, onProgress }: GatherOptions): Promise<OrgReports> {
  const options = { onProgress, ...(asOf === undefined ? {} : { asOf }) };
  const { report, org } = await inspectOrg(connection, playbook, compilePlaybook(playbook).files, options);
  const drift = applyPolicy(report, policy, org.today);
  const scan = await scanRecords(connection, playbook, options);
  return { drift, scan };
}
