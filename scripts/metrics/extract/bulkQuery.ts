/**
 * Bulk API 2.0 query, streamed: pages go to disk as they arrive and never through one string. A page that is on
 * disk under its final name is complete; anything else is fetched again.
 */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OrgRequestError } from '../../org/errors.ts';
import type { OrgConnection } from '../../org/types.ts';
import { ExtractError, JobGoneError } from './errors.ts';
import { readJson, writeWhole } from './files.ts';
import { jsonOf, retrying, type Pause } from './orgCalls.ts';
import { fetchPage } from './page.ts';

export interface BulkQuery {
  readonly object: string;
  readonly fields: readonly string[];
  /** Folder for the pages and the state of this query. */
  readonly dir: string;
  readonly onProgress: (text: string) => void;
  readonly pause: Pause;
  /** Most records of a page; absent: `MAX_RECORDS`. */
  readonly pageRecords?: number | undefined;
}

export interface BulkPages {
  readonly files: readonly string[];
  readonly records: number;
}

interface JobInfo {
  readonly id: string;
  readonly state: string;
  readonly errorMessage?: string;
}

/** What is written down after every step, so that a killed run goes on. */
const stateSchema = z.object({
  soql: z.string(),
  jobId: z.string(),
  pages: z.array(z.object({ file: z.string(), records: z.number(), bytes: z.number(), next: z.string().nullable() })),
});

type State = z.infer<typeof stateSchema>;

const STATE_FILE = 'state.json';
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** Jobs get this long before the run gives up; the job goes on and the next run finds it. */
const LONGEST_WAIT_MS = 30 * 60_000;
/** A query that fails this often is too heavy for the org, or wrong. */
const JOB_ATTEMPTS = 4;
const MAX_RECORDS = 250_000;

/**
 * Runs one query job, deleted records included, and leaves its pages in the folder; called again it resumes.
 * @throws ExtractError when the job fails or the org breaks the protocol, OrgRequestError when it cannot be reached
 */
export async function bulkQuery(connection: OrgConnection, query: BulkQuery): Promise<BulkPages> {
  await mkdir(query.dir, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    try {
      return await runJob(connection, query);
    } catch (error) {
      if (!(error instanceof JobGoneError) || attempt === JOB_ATTEMPTS) throw error;
      query.onProgress(`${error.message} Starting the query again.`);
    }
  }
}

async function runJob(connection: OrgConnection, query: BulkQuery): Promise<BulkPages> {
  const base = `/services/data/v${connection.apiVersion}/jobs/query`;
  const soql = `SELECT ${query.fields.join(', ')} FROM ${query.object}`;
  let state = await loadState(query.dir, soql);
  if (!state) {
    const job = await jsonOf<JobInfo>(connection, query.pause, 'POST', base, { operation: 'queryAll', query: soql });
    state = { soql, jobId: job.id, pages: [] };
    await saveState(query.dir, state);
  }
  try {
    if (!isDone(state)) await waitForJob(connection, query, `${base}/${state.jobId}`);
    while (!isDone(state)) {
      state = await nextPage(connection, query, state, `${base}/${state.jobId}/results`);
      await saveState(query.dir, state);
      query.onProgress(`${recordsOf(state).toLocaleString('en-US')} records`);
    }
  } catch (error) {
    // A job that is gone or failed must not be found again by the next run.
    if (error instanceof JobGoneError) await rm(join(query.dir, STATE_FILE), { force: true });
    throw error;
  }
  return { files: state.pages.map(({ file }) => join(query.dir, file)), records: recordsOf(state) };
}

async function nextPage(connection: OrgConnection, query: BulkQuery, state: State, path: string): Promise<State> {
  const locator = state.pages.at(-1)?.next ?? null;
  const file = `page-${String(state.pages.length).padStart(6, '0')}.csv`;
  const page = await retrying(query.pause, () => fetchPage(connection, { path, locator, maxRecords: query.pageRecords ?? MAX_RECORDS, columns: query.fields, file: join(query.dir, file) }));
  if (page.next !== null && state.pages.some(({ next }) => next === page.next)) throw new JobGoneError('The org gave the same locator twice; the pages would never end.');
  return { ...state, pages: [...state.pages, { file, ...page }] };
}

async function waitForJob(connection: OrgConnection, { onProgress, pause }: BulkQuery, path: string): Promise<void> {
  let waited = 0;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.6, LONGEST_PAUSE_MS)) {
    const job = await jsonOf<JobInfo>(connection, pause, 'GET', path).catch((error: unknown) => {
      throw error instanceof OrgRequestError && error.status === 404 ? new JobGoneError('The org no longer has the query job.') : error;
    });
    if (job.state === 'JobComplete') return;
    if (job.state === 'Failed' || job.state === 'Aborted') throw new JobGoneError(`The Bulk query job ${job.id} ended as ${job.state}: ${job.errorMessage ?? 'no reason given'}.`);
    if (waited >= LONGEST_WAIT_MS) throw new ExtractError(`The Bulk query job ${job.id} is still ${job.state} after ${LONGEST_WAIT_MS / 60_000} minutes.`);
    onProgress(`job ${job.state}`);
    await pause(wait);
    waited += wait;
  }
}

function isDone({ pages }: State): boolean {
  return pages.length > 0 && pages.at(-1)?.next === null;
}

function recordsOf({ pages }: State): number {
  return pages.reduce((sum, { records }) => sum + records, 0);
}

/** The state of an earlier run of the same query, when all its pages are still there and as long as they were. */
async function loadState(dir: string, soql: string): Promise<State | undefined> {
  const parsed = stateSchema.safeParse(await readJson(join(dir, STATE_FILE)));
  if (!parsed.success || parsed.data.soql !== soql) return undefined;
  const whole = await Promise.all(parsed.data.pages.map(({ file, bytes }) => stat(join(dir, file)).then(({ size }) => size === bytes, () => false)));
  return whole.every(Boolean) ? parsed.data : undefined;
}

function saveState(dir: string, state: State): Promise<void> {
  return writeWhole(join(dir, STATE_FILE), JSON.stringify(state));
}
