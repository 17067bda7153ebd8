/**
 * One Bulk API 2.0 query job: created, waited for, its pages brought to disk. What is written down after every step lets a
 * killed run go on; a page that is on disk under its final name and at its full length is not fetched again.
 */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OrgRequestError } from '../../org/errors.ts';
import type { OrgConnection } from '../../org/types.ts';
import { ExtractError, JobGoneError, JobTooHeavyError } from './errors.ts';
import { replaceFile } from '../../shared/replaceFile.ts';
import { readJson } from './readJson.ts';
import { jsonOf, retrying, type Pause } from './orgCalls.ts';
import { fetchPage, type Page } from './page.ts';

export interface QueryJob {
  readonly soql: string;
  /** In the order of the query. */
  readonly columns: readonly string[];
  /** Folder for the pages and the state of this query. */
  readonly dir: string;
  readonly onProgress: (text: string) => void;
  readonly pause: Pause;
  /** Most records of a page; absent: `MAX_RECORDS`. */
  readonly pageRecords?: number | undefined;
}

export interface PageOnDisk extends Page {
  /** Name in the folder of its query. */
  readonly file: string;
}

export interface JobResult {
  readonly pages: readonly PageOnDisk[];
  /** When the job was created, by the org's clock. */
  readonly createdDate: string | null;
}

interface JobInfo {
  readonly id: string;
  readonly state: string;
  readonly createdDate?: string;
  readonly errorMessage?: string;
}

const stateSchema = z.object({
  soql: z.string(),
  jobId: z.string(),
  createdDate: z.string().nullable(),
  pages: z.array(z.object({ file: z.string(), records: z.number(), bytes: z.number(), next: z.string().nullable() })),
});

type State = z.infer<typeof stateSchema>;

const STATE_FILE = 'state.json';
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** Jobs get this long before the run gives up; the job goes on and the next run finds it. */
const LONGEST_WAIT_MS = 30 * 60_000;
const MAX_RECORDS = 250_000;
/** How orgs say that a query ran for too long: by its code, or as the work that was begun again and again. */
const TOO_HEAVY = /QUERY_TIMEOUT|running for too long|Retried more than fifteen times/i;

/**
 * Brings the result of a query to disk, deleted records included; called again it resumes.
 * @throws JobGoneError when the job or its results are no longer there, JobTooHeavyError when the query takes too long
 */
export async function runJob(connection: OrgConnection, job: QueryJob): Promise<JobResult> {
  await mkdir(job.dir, { recursive: true });
  const base = `/services/data/v${connection.apiVersion}/jobs/query`;
  let state = await loadState(job);
  if (!state) {
    const { id, createdDate = null } = await creating(jsonOf<JobInfo>(connection, job.pause, 'POST', base, { operation: 'queryAll', query: job.soql }));
    state = { soql: job.soql, jobId: id, createdDate, pages: [] };
    await saveState(job, state);
  }
  try {
    if (!isDone(state)) await waitForJob(connection, job, `${base}/${state.jobId}`);
    for (const [index, page] of state.pages.entries()) if (!(await isWhole(job, page))) await fetchAgain(connection, job, state, index);
    while (!isDone(state)) {
      const pages: PageOnDisk[] = [...state.pages, await pageAt(connection, job, state, state.pages.length)];
      if (pages.slice(0, -1).some(({ next }) => next === pages.at(-1)?.next)) throw new JobGoneError('The org gave the same locator twice; the pages would never end.');
      state = { ...state, pages: pages.map((page) => ({ ...page })) };
      await saveState(job, state);
      job.onProgress(`${recordsOf(pages).toLocaleString('en-US')} records`);
    }
  } catch (error) {
    // A job that is gone or failed must not be found again by the next run.
    if (error instanceof JobGoneError || error instanceof JobTooHeavyError) await rm(join(job.dir, STATE_FILE), { force: true });
    throw error;
  }
  return { pages: state.pages, createdDate: state.createdDate };
}

/** @param index of a page whose predecessors are known */
async function pageAt(connection: OrgConnection, job: QueryJob, { jobId, pages }: State, index: number): Promise<PageOnDisk> {
  const path = `/services/data/v${connection.apiVersion}/jobs/query/${jobId}/results`;
  const file = `page-${String(index).padStart(6, '0')}.csv`;
  const locator = pages[index - 1]?.next ?? null;
  return { file, ...(await retrying(job.pause, () => fetchPage(connection, { path, locator, maxRecords: job.pageRecords ?? MAX_RECORDS, columns: job.columns, file: join(job.dir, file) }))) };
}

async function fetchAgain(connection: OrgConnection, job: QueryJob, state: State, index: number): Promise<void> {
  const known = state.pages[index];
  const page = await pageAt(connection, job, state, index);
  if (page.next !== known?.next || page.records !== known.records) throw new JobGoneError('A page came back with other records than before.');
  state.pages[index] = { ...page };
  await saveState(job, state);
}

/** A query can be refused as too heavy before it is a job. */
async function creating(answer: Promise<JobInfo>): Promise<JobInfo> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof OrgRequestError && error.errorCode === 'QUERY_TIMEOUT' ? new JobTooHeavyError(error.message) : error;
  }
}

async function waitForJob(connection: OrgConnection, { onProgress, pause }: QueryJob, path: string): Promise<void> {
  let waited = 0;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.6, LONGEST_PAUSE_MS)) {
    const job = await jsonOf<JobInfo>(connection, pause, 'GET', path).catch((error: unknown) => {
      throw error instanceof OrgRequestError && error.status === 404 ? new JobGoneError('The org no longer has the query job.') : error;
    });
    if (job.state === 'JobComplete') return;
    if (job.state === 'Failed' || job.state === 'Aborted') {
      const reason = job.errorMessage ?? 'no reason given';
      throw new (TOO_HEAVY.test(reason) ? JobTooHeavyError : JobGoneError)(`The Bulk query job ${job.id} ended as ${job.state}: ${reason}.`);
    }
    if (waited >= LONGEST_WAIT_MS) throw new ExtractError(`The Bulk query job ${job.id} is still ${job.state} after ${LONGEST_WAIT_MS / 60_000} minutes.`);
    onProgress(`job ${job.state}`);
    await pause(wait);
    waited += wait;
  }
}

function isDone({ pages }: State): boolean {
  return pages.length > 0 && pages.at(-1)?.next === null;
}

export function recordsOf(pages: readonly Page[]): number {
  return pages.reduce((sum, { records }) => sum + records, 0);
}

function isWhole({ dir }: QueryJob, { file, bytes }: PageOnDisk): Promise<boolean> {
  return stat(join(dir, file)).then(({ size }) => size === bytes, () => false);
}

/** The state of an earlier run of the same query. */
async function loadState({ dir, soql }: QueryJob): Promise<State | undefined> {
  const parsed = stateSchema.safeParse(await readJson(join(dir, STATE_FILE)));
  return parsed.success && parsed.data.soql === soql ? parsed.data : undefined;
}

function saveState({ dir }: QueryJob, state: State): Promise<void> {
  return replaceFile(join(dir, STATE_FILE), JSON.stringify(state));
}
