/** Collects what a pack is made of: numbers from a snapshot, drift and scan from the org where there is one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePlaybook } from '../compiler/index.ts';
import { applyPolicy, type Policy } from '../drift/policy/index.ts';
import { detectDrift } from '../drift/index.ts';
import { computeAsOf, computeMetrics, extractSnapshot, readExperiments, readManifest } from '../metrics/index.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Cadence, Playbook } from '../playbook/model.ts';
import { scanRecords } from '../scan/index.ts';
import { keptOf } from './change.ts';
import type { Decision } from './decisions/log.ts';
import { mergeDecisions, readOrgDecisions } from './decisions/org.ts';
import { namesOf } from './records.ts';
import { metricsOf, mostRecords, namelessIn, showsExperiments } from './shown.ts';
import type { OrgReports, PackSources } from './sources.ts';
import type { PackData } from './types.ts';

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
  /** ISO date or instant; absent: when the snapshot was taken. */
  readonly asOf?: string;
  readonly inputsDir: string;
  readonly policy: Policy;
  readonly decisions: readonly Decision[];
  /** The pack before; undefined: the same numbers are computed as of the meeting before. */
  readonly previous: PackData | undefined;
  readonly onProgress: (text: string) => void;
}

const DAY_MS = 86_400_000;

/** ISO instant of the meeting before the one at an instant. */
export function meetingBefore({ daysBetween }: Cadence, asOf: string): string {
  return new Date(Date.parse(asOf) - daysBetween * DAY_MS).toISOString();
}

/** @throws as `computeMetrics`, `detectDrift` and `scanRecords` do */
export async function gather(options: GatherOptions): Promise<PackSources> {
  const { connection, playbook, meeting, onProgress } = options;
  const taken = options.snapshot === null ? await mkdtemp(join(tmpdir(), 'handrail-review-')) : null;
  const dir = options.snapshot ?? taken ?? '';
  try {
    if (taken !== null && connection) await extractSnapshot(connection, playbook, { out: taken, onProgress });
    const manifest = await readManifest(dir);
    const asOf = options.asOf ?? manifest.asOf;
    const most = mostRecords(meeting, playbook);
    onProgress('counting');
    const metrics = await computeMetrics(playbook, dir, { asOf, inputsDir: options.inputsDir, metrics: metricsOf(meeting, playbook), slice: 'all', ...(most > 0 ? { records: { limit: most, names: true } } : {}) });
    const instant = metrics[0]?.asOf ?? new Date(asOf).toISOString();
    if (!options.previous) onProgress(`counting as of ${meetingBefore(meeting, instant).slice(0, 10)}`);
    const previous = options.previous ?? (await earlierNumbers({ playbook, meetings: [meeting], snapshot: dir, inputsDir: options.inputsDir, asOf: instant })).get(meeting.pack);
    const experiments = showsExperiments(meeting, playbook) ? await readExperiments(playbook, dir, { asOf, inputsDir: options.inputsDir }) : undefined;
    const recorded = connection ? await readOrgDecisions(connection) : null;
    const namer = options.names ?? connection;
    const named = namer ? await namesOf(namer, namelessIn(metrics, meeting, playbook)) : undefined;
    const asked = options.org ?? (connection ? await askOrg(connection, options) : {});
    return {
      playbook, meeting, asOf: instant, metrics, decisions: recorded === null ? options.decisions : mergeDecisions(options.decisions, recorded).all,
      instanceUrl: connection?.instanceUrl ?? manifest.instanceUrl,
      ...asked,
      ...(named ? { named } : {}),
      ...(experiments === undefined ? {} : { experiments }),
      ...(previous ? { previous, recomputed: options.previous === undefined } : {}),
    };
  } finally {
    if (taken !== null) await rm(taken, { recursive: true, force: true });
  }
}

export interface EarlierOptions {
  readonly playbook: Playbook;
  readonly meetings: readonly Cadence[];
  /** Folder of a snapshot. */
  readonly snapshot: string;
  readonly inputsDir?: string;
  /** ISO instant of the packs that will compare with them. */
  readonly asOf: string;
}

/** By pack, the numbers as they would have been printed for the meeting before. @throws as `computeMetrics` */
export async function earlierNumbers({ playbook, meetings, snapshot, inputsDir, asOf }: EarlierOptions): Promise<ReadonlyMap<string, PackData>> {
  const moments = meetings.map((meeting) => ({ asOf: meetingBefore(meeting, asOf), metrics: metricsOf(meeting, playbook) }));
  const answers = await computeAsOf(playbook, snapshot, moments, { slice: 'all', ...(inputsDir === undefined ? {} : { inputsDir }) });
  return new Map(meetings.map(({ pack }, index) => [pack, { format: 1, pack, asOf: moments[index]?.asOf ?? asOf, playbookVersion: playbook.version, numbers: (answers[index] ?? []).map(keptOf) }]));
}

async function askOrg(connection: OrgConnection, { playbook, policy, asOf, onProgress }: GatherOptions): Promise<OrgReports> {
  const drift = applyPolicy(await detectDrift(connection, playbook, compilePlaybook(playbook).files, { onProgress }), policy, new Date().toISOString().slice(0, 10));
  const scan = await scanRecords(connection, playbook, { onProgress, ...(asOf === undefined ? {} : { asOf: new Date(asOf) }) });
  return { drift, scan };
}
