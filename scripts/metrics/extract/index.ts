/**
 * Extraction: describe -> Bulk query jobs -> raw pages on disk -> typed Parquet -> manifest. Killed at any time and run
 * again it ends in the same snapshot; the manifest is written last and makes it one.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OrgRequestError } from '../../org/errors.ts';
import type { OrgConnection } from '../../org/types.ts';
import type { Playbook } from '../../playbook/model.ts';
import { MANIFEST_FILE, manifestIn, type SnapshotManifest } from '../snapshot.ts';
import { bulkQuery } from './bulkQuery.ts';
import { ExtractError, PagesDamagedError } from './errors.ts';
import { writeWhole } from './files.ts';
import { withLock } from './lock.ts';
import { objectsNeeded, type ObjectNeed } from './needs.ts';
import { jsonOf, type Pause } from './orgCalls.ts';
import { closeRun, openRun, type ExtractRun } from './run.ts';
import { columnType, writeParquet } from './typedLoad.ts';

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
}

type SnapshotObject = SnapshotManifest['objects'][number];

/** Describe, create, a status question or two and a page. */
const CALLS_PER_OBJECT = 6;
/** Limits and organization. */
const CALLS_AROUND = 2;
const GRANT = 'Give the user read access: assign the permission set Handrail_Sync.';

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
  const replaced = await manifestIn(options.out);
  if (replaced && replaced.organizationId !== connection.organizationId) onProgress(`Once it is whole this snapshot replaces the one of another org, ${replaced.organizationId}, as of ${replaced.asOf}.`);
  await announceBudget(connection, needs.length, pause, onProgress);
  const timeZone = await timeZoneOf(connection);
  const objects: SnapshotObject[] = [];
  for (const need of needs) objects.push(await extractObject({ connection, run: opened.run, out: options.out, pause, pageRecords: options.pageRecords, onProgress: (text) => onProgress(`${need.object}: ${text}`) }, need));
  const manifest: SnapshotManifest = {
    format: 1,
    runId: opened.run.id,
    organizationId: connection.organizationId,
    instanceUrl: connection.instanceUrl,
    asOf: opened.run.asOf,
    playbookVersion: playbook.version,
    apiVersion: connection.apiVersion,
    apiCalls: connection.apiCalls - callsBefore,
    ...(timeZone === undefined ? {} : { timeZone }),
    objects,
  };
  await writeWhole(join(options.out, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  await closeRun(options.out, manifest);
  onProgress(`${manifest.apiCalls} API calls made.`);
  return manifest;
}

function checkedMetrics({ metrics }: Playbook, chosen: readonly string[] | undefined): readonly string[] | undefined {
  const unknown = chosen?.find((id) => !metrics.some((metric) => metric.id === id));
  if (unknown !== undefined) throw new RangeError(`The playbook has no metric "${unknown}". It has: ${metrics.map(({ id }) => id).join(', ')}.`);
  return chosen;
}

interface Limits {
  readonly DailyApiRequests?: { readonly Remaining?: number };
}

async function announceBudget(connection: OrgConnection, objects: number, pause: Pause, onProgress: (text: string) => void): Promise<void> {
  const budget = objects * CALLS_PER_OBJECT + CALLS_AROUND;
  const limits = await optional(jsonOf<Limits>(connection, pause, 'GET', `/services/data/v${connection.apiVersion}/limits`));
  const left = limits?.DailyApiRequests?.Remaining;
  onProgress(`Budget: about ${budget} API calls for ${objects} objects${left === undefined ? '' : `, ${left.toLocaleString('en-US')} are left today`}. Nothing will be written to the org.`);
  if (left !== undefined && left < budget) throw new ExtractError(`The org has ${left} API calls left today, and this needs about ${budget}.`, ['Wait for the 24-hour window, or extract fewer metrics with --metric.']);
}

async function timeZoneOf(connection: OrgConnection): Promise<string | undefined> {
  const rows = await optional(connection.query<{ TimeZoneSidKey?: string | null }>('SELECT TimeZoneSidKey FROM Organization'));
  return rows?.[0]?.TimeZoneSidKey ?? undefined;
}

/** Undefined where the user may not ask, or the org does not know the thing. */
async function optional<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof OrgRequestError && [400, 403, 404, 501].includes(error.status) && error.errorCode !== 'REQUEST_LIMIT_EXCEEDED') return undefined;
    throw error;
  }
}

interface Work {
  readonly connection: OrgConnection;
  readonly run: ExtractRun;
  readonly out: string;
  readonly pause: Pause;
  readonly pageRecords: number | undefined;
  readonly onProgress: (text: string) => void;
}

async function extractObject({ connection, run, out, pause, pageRecords, onProgress }: Work, need: ObjectNeed): Promise<SnapshotObject> {
  onProgress('describing');
  const described = await optional(jsonOf<{ fields: { name: string; type: string }[] }>(connection, pause, 'GET', `/services/data/v${connection.apiVersion}/sobjects/${need.object}/describe`));
  const types = new Map(described?.fields.map((field) => [field.name, field.type]));
  // Field-level security hides a field from describe, so hidden and absent look alike.
  const gaps = need.fields.filter((field) => !types.has(field));
  const blocked = need.required.filter((field) => gaps.includes(field));
  if (blocked.length > 0) throw new ExtractError(`${need.object}.${blocked.join(', ')} cannot be read, and nothing can be computed without it.`, [GRANT]);
  const fields = need.fields.filter((field) => types.has(field)).map((name) => ({ name, type: columnType(types.get(name) ?? '') }));
  const file = `${need.object}-${run.id}.parquet`;
  if (fields.length === 0) return { object: need.object, file: '', records: 0, bytes: 0, sha256: '', fields, gaps };
  const dir = join(run.pagesDir, need.object);
  const pages = await bulkQuery(connection, { object: need.object, fields: fields.map(({ name }) => name), dir, onProgress, pause, pageRecords });
  onProgress(`${pages.records.toLocaleString('en-US')} records, writing Parquet`);
  const written = await writeParquet(pages.files, fields, pages.records, join(out, file)).catch(async (error: unknown) => {
    // Kept, they would stop every later run at this place.
    if (error instanceof PagesDamagedError) await rm(dir, { recursive: true, force: true });
    throw error;
  });
  return { object: need.object, file, records: pages.records, ...written, fields, gaps };
}
