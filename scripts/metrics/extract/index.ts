/**
 * Extraction: describe -> Bulk query jobs -> raw pages on disk -> typed Parquet -> manifest. Killed at any time and run
 * again it ends in the same snapshot; the manifest is written last and makes it one. Where a snapshot of the org is there
 * already, only what changed is read.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nearest } from '../../formula/index.ts';
import type { OrgConnection } from '../../org/types.ts';
import type { Metric } from '../../playbook/metricModel.ts';
import type { Playbook } from '../../playbook/model.ts';
import { gapsOf, MANIFEST_FILE, manifestIn, manifestText, readManifest, type SnapshotManifest, type SnapshotObject } from '../snapshot.ts';
import { ExtractError } from './errors.ts';
import { extractObject } from './extractObject.ts';
import { replaceFile } from '../../shared/replaceFile.ts';
import { withLock } from './lock.ts';
import { objectsNeeded, requiredBy, type ObjectNeed } from './needs.ts';
import { jsonOf, optional, type Pause } from './orgCalls.ts';
import { closeRun, openRun } from './run.ts';

export { ExtractError } from './errors.ts';

export interface ExtractOptions {
  /** Folder of the snapshot; made when it is not there. */
  readonly out: string;
  /** Ids of the metrics it is for; absent: all. */
  readonly metrics?: readonly string[];
  /** ISO instant of the snapshot; absent: now. For orgs whose clock is not this machine's. */
  readonly asOf?: string;
  readonly onProgress?: (text: string) => void;
  /** How to wait between attempts; tests do not. */
  readonly pause?: Pause;
  /** Most records of a page; a proxy that cuts long answers wants fewer than the default. */
  readonly pageRecords?: number;
  /** Reads every record again, also where only changes would do. */
  readonly full?: boolean;
}

/** Describe, create, a status question or two and a page. */
const CALLS_PER_OBJECT = 6;
/** Of an update besides: deletions and a count. */
const CALLS_PER_UPDATE = 2;
/** Limits and organization. */
const CALLS_AROUND = 2;

/** API calls of a whole snapshot for the metrics of a playbook, where no object fills more than a page. */
export function extractBudget(playbook: Playbook): number {
  return callsOf(objectsNeeded(playbook).length);
}

function callsOf(objects: number, updates = false): number {
  return objects * (CALLS_PER_OBJECT + (updates ? CALLS_PER_UPDATE : 0)) + CALLS_AROUND;
}

/** @throws ExtractError or OrgRequestError, RangeError for an unknown metric; what is on disk then is gone on with by the next call */
export async function extractSnapshot(connection: OrgConnection, playbook: Playbook, options: ExtractOptions): Promise<SnapshotManifest> {
  const onProgress = options.onProgress ?? ((): void => undefined);
  const pause = options.pause ?? ((milliseconds: number): Promise<unknown> => sleep(milliseconds));
  const needs = objectsNeeded(playbook, checkedMetrics(playbook, options.metrics));
  return withLock(options.out, () => extractObjects(connection, playbook, needs, { ...options, onProgress, pause }));
}

type Settled = ExtractOptions & Required<Pick<ExtractOptions, 'onProgress' | 'pause'>>;

async function extractObjects(connection: OrgConnection, playbook: Playbook, needs: readonly ObjectNeed[], options: Settled): Promise<SnapshotManifest> {
  const { onProgress, pause } = options;
  const callsBefore = connection.apiCalls;
  const opened = await openRun(options.out, connection.organizationId, needs, options.asOf ?? new Date().toISOString());
  if ('finished' in opened) {
    onProgress(`The snapshot as of ${opened.finished.asOf} was complete already.`);
    return opened.finished;
  }
  const earlier = options.full === true ? undefined : await earlierIn(options.out, connection, onProgress);
  await announceBudget(connection, needs.length, earlier !== undefined, pause, onProgress);
  const calendar = await calendarOf(connection);
  const work = { connection, run: opened.run, out: options.out, pause, pageRecords: options.pageRecords, unread: refusing(chosenOf(playbook, options.metrics)) };
  const objects: SnapshotObject[] = [];
  for (const need of needs) objects.push(await extractObject({ ...work, onProgress: (text) => onProgress(`${need.object}: ${text}`) }, need, earlier?.objects.find(({ object }) => object === need.object)));
  const manifest: SnapshotManifest = {
    format: 1,
    runId: opened.run.id,
    organizationId: connection.organizationId,
    instanceUrl: connection.instanceUrl,
    asOf: opened.run.asOf,
    playbookVersion: playbook.version,
    apiVersion: connection.apiVersion,
    apiCalls: connection.apiCalls - callsBefore,
    ...calendar,
    objects,
  };
  await replaceFile(join(options.out, MANIFEST_FILE), manifestText(manifest));
  await closeRun(options.out, manifest);
  onProgress(`${manifest.apiCalls} API calls made.`);
  return manifest;
}

/** What to do where an object or a field cannot be read. */
export const GRANT = 'Give the user read access: assign the permission set Handrail_Sync.';

function chosenOf({ metrics }: Playbook, ids: readonly string[] | undefined): readonly Metric[] {
  return metrics.filter(({ id }) => ids === undefined || ids.includes(id));
}

/** Stops where no chosen metric has a number any more; when only some have none, these say so. */
function refusing(chosen: readonly Metric[]): (gaps: readonly string[], isWhole: boolean) => void {
  const unread = new Set<string>();
  const said: string[] = [];
  return (gaps, isWhole) => {
    for (const field of gaps) unread.add(field);
    const blocking = gaps.filter((field) => chosen.some((metric) => requiredBy(metric).includes(field)));
    if (blocking.length === 0) return;
    said.push(...(isWhole ? [blocking[0]?.split('.')[0] ?? ''] : blocking));
    if (chosen.every((metric) => requiredBy(metric).some((field) => unread.has(field)))) throw new ExtractError(`${said.join(', ')} cannot be read, and nothing that was asked for can be computed without.`, [GRANT]);
  };
}

/** Metrics that have no number because of what a snapshot lacks. */
export function withoutNumber(playbook: Playbook, ids: readonly string[] | undefined, manifest: SnapshotManifest): readonly string[] {
  return chosenOf(playbook, ids).filter((metric) => gapsOf(requiredBy(metric), manifest).length > 0).map(({ id }) => id);
}

function checkedMetrics({ metrics }: Playbook, chosen: readonly string[] | undefined): readonly string[] | undefined {
  const unknown = chosen?.find((id) => !metrics.some((metric) => metric.id === id));
  if (unknown !== undefined) {
    const ids = metrics.map(({ id }) => id);
    const near = nearest(unknown, ids);
    throw new RangeError(`The playbook has no metric "${unknown}".${near === undefined ? '' : ` Did you mean ${near}?`} It has: ${ids.join(', ')}.`);
  }
  return chosen;
}

/** The snapshot in the folder, when it can be built on: whole, of this org, read through this version of the API. */
async function earlierIn(out: string, connection: OrgConnection, onProgress: (text: string) => void): Promise<SnapshotManifest | undefined> {
  const found = await manifestIn(out);
  if (!found) return undefined;
  if (found.organizationId !== connection.organizationId) {
    onProgress(`Once it is whole this snapshot replaces the one of another org, ${found.organizationId}, as of ${found.asOf}.`);
    return undefined;
  }
  try {
    const earlier = await readManifest(out);
    return earlier.apiVersion === connection.apiVersion ? earlier : undefined;
  } catch (error) {
    onProgress(`The snapshot as of ${found.asOf} is not built on: ${(error as Error).message}`);
    return undefined;
  }
}

interface Limits {
  readonly DailyApiRequests?: { readonly Remaining?: number };
}

async function announceBudget(connection: OrgConnection, objects: number, updates: boolean, pause: Pause, onProgress: (text: string) => void): Promise<void> {
  const budget = callsOf(objects, updates);
  const limits = await optional(jsonOf<Limits>(connection, pause, 'GET', `/services/data/v${connection.apiVersion}/limits`));
  const left = limits?.DailyApiRequests?.Remaining;
  onProgress(`Budget: about ${budget} API calls for ${objects} objects${left === undefined ? '' : `, ${left.toLocaleString('en-US')} are left today`}. Nothing will be written to the org.`);
  if (left !== undefined && left < budget) throw new ExtractError(`The org has ${left} API calls left today, and this needs about ${budget}.`, ['Wait for the 24-hour window, or extract fewer metrics with --metric.']);
}

interface OrganizationRow {
  readonly TimeZoneSidKey?: string | null;
  readonly FiscalYearStartMonth?: number | null;
  readonly UsesStartDateAsFiscalYearName?: boolean | null;
}

async function calendarOf(connection: OrgConnection): Promise<Pick<SnapshotManifest, 'timeZone' | 'fiscalYear'>> {
  const [row] = (await optional(connection.query<OrganizationRow>('SELECT TimeZoneSidKey, FiscalYearStartMonth, UsesStartDateAsFiscalYearName FROM Organization'))) ?? [];
  const { TimeZoneSidKey: timeZone, FiscalYearStartMonth: start, UsesStartDateAsFiscalYearName: byStart } = row ?? {};
  return { ...(timeZone ? { timeZone } : {}), ...(start ? { fiscalYear: { start, namedByEnd: start > 1 && byStart === false } } : {}) };
}
