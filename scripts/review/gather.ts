/** Collects what a pack is made of: numbers from a snapshot, drift and scan from the org where there is one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePlaybook } from '../compiler/index.ts';
import { applyPolicy, type Policy } from '../drift/policy/index.ts';
import { detectDrift } from '../drift/index.ts';
import { computeMetrics, extractSnapshot, readManifest, type MetricResult } from '../metrics/index.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Cadence, Playbook } from '../playbook/model.ts';
import { scanRecords } from '../scan/index.ts';
import { keptOf } from './change.ts';
import type { Decision } from './decisions/log.ts';
import { mergeDecisions, readOrgDecisions } from './decisions/org.ts';
import type { OrgReports, PackSources } from './sources.ts';
import type { PackData } from './types.ts';

export interface GatherOptions {
  readonly playbook: Playbook;
  readonly meeting: Cadence;
  /** The org is asked for drift and scan, and for the numbers where no snapshot is given. */
  readonly connection: OrgConnection | null;
  /** Drift and scan that were read already; the org is not asked again. */
  readonly org?: OrgReports;
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
    const compute = (moment: string, records: boolean): Promise<MetricResult[]> =>
      computeMetrics(playbook, dir, { asOf: moment, inputsDir: options.inputsDir, metrics: metricsOf(meeting, playbook), slice: 'all', ...(records && most > 0 ? { records: { limit: most, names: true } } : {}) });
    onProgress('counting');
    const metrics = await compute(asOf, true);
    const instant = metrics[0]?.asOf ?? new Date(asOf).toISOString();
    const before = new Date(Date.parse(instant) - meeting.daysBetween * DAY_MS).toISOString();
    const previous = options.previous ?? (await recomputed(before, () => compute(before, false), options));
    const recorded = connection ? await readOrgDecisions(connection) : null;
    const asked = options.org ?? (connection ? await askOrg(connection, options) : {});
    return {
      playbook, meeting, asOf: instant, metrics, decisions: recorded === null ? options.decisions : mergeDecisions(options.decisions, recorded).all,
      instanceUrl: connection?.instanceUrl ?? manifest.instanceUrl,
      ...asked,
      ...(previous ? { previous, recomputed: options.previous === undefined } : {}),
    };
  } finally {
    if (taken !== null) await rm(taken, { recursive: true, force: true });
  }
}

/** Numbers as they would have been printed then. */
async function recomputed(asOf: string, compute: () => Promise<readonly MetricResult[]>, { meeting, playbook, onProgress }: GatherOptions): Promise<PackData> {
  onProgress(`counting as of ${asOf.slice(0, 10)}`);
  return { format: 1, pack: meeting.pack, asOf, playbookVersion: playbook.version, numbers: (await compute()).map(keptOf) };
}

async function askOrg(connection: OrgConnection, { playbook, policy, asOf, onProgress }: GatherOptions): Promise<OrgReports> {
  const drift = applyPolicy(await detectDrift(connection, playbook, compilePlaybook(playbook).files, { onProgress }), policy, new Date().toISOString().slice(0, 10));
  const scan = await scanRecords(connection, playbook, { onProgress, ...(asOf === undefined ? {} : { asOf: new Date(asOf) }) });
  return { drift, scan };
}

/** Everything that a meeting looks at or shows. */
function metricsOf(meeting: Cadence, playbook: Playbook): string[] {
  return [...new Set([...meeting.metrics, ...shownIn(meeting, playbook).map(({ metric }) => metric)])];
}

function mostRecords(meeting: Cadence, playbook: Playbook): number {
  return Math.max(0, ...shownIn(meeting, playbook).map(({ records }) => records));
}

function shownIn({ preRead, agenda }: Cadence, { opensPacks }: Playbook): { readonly metric: string; readonly records: number }[] {
  return [...opensPacks, ...preRead, ...agenda].flatMap(({ shows }) => shows).flatMap((shown) => ('metric' in shown ? [shown] : []));
}
