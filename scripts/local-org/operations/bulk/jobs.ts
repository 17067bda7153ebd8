/** Bulk jobs of one running org, with their files in a folder that goes when the org stops. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { OrgError, type Clock, type Session } from '../../engine/types.ts';
import type { FaultScope } from '../../http/faultScope.ts';
import { createUsage, type ApiUsage } from '../../http/usage.ts';
import type { Dialect } from './csv.ts';
import { createSpool, type Spool } from './spool.ts';

export type IngestOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete';
export type QueryOperation = 'query' | 'queryAll';
/** Ingest begins at Open, query at UploadComplete. */
export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

interface JobCommon extends Dialect {
  readonly id: string;
  readonly session: Session;
  readonly object: string;
  /** `68.0` */
  readonly apiVersion: string;
  readonly createdDate: string;
  modified: string;
  state: JobState;
  errorMessage: string | null;
  processed: number;
  readonly started: number;
  milliseconds: number;
}

export interface IngestJob extends JobCommon {
  readonly kind: 'ingest';
  readonly operation: IngestOperation;
  readonly externalIdFieldName: string | null;
  uploadPath: string | null;
  header: readonly string[];
  failed: number;
  readonly successes: Spool;
  readonly failures: Spool;
  readonly unprocessed: Spool;
}

export interface QueryJob extends JobCommon {
  readonly kind: 'query';
  readonly operation: QueryOperation;
  readonly query: string;
  header: readonly string[];
  readonly results: Spool;
}

export type BulkJob = IngestJob | QueryJob;

export interface BulkJobs {
  readonly clock: Clock;
  add<Job extends BulkJob>(job: Job): Job;
  newId(): string;
  spool(name: string): Spool;
  path(name: string): string;
  /** @throws OrgError NOT_FOUND */
  find<Kind extends BulkJob['kind']>(kind: Kind, id: string): Extract<BulkJob, { kind: Kind }>;
  list<Kind extends BulkJob['kind']>(kind: Kind): readonly Extract<BulkJob, { kind: Kind }>[];
  /** Forgets the job and its files. */
  remove(job: BulkJob): void;
  count(kind: BulkJob['kind']): number;
  /** Batches of 10,000 records that were ingested, against the daily allowance. */
  readonly batches: ApiUsage;
  resultBytes(): number;
  /** Runs work after the current answer has gone out. Failures become the job's own. */
  later(job: BulkJob, work: () => Promise<void> | void): void;
  /** Waits for a job at work to end, for a moment at most: clients that see it unfinished ask again after seconds. */
  settle(job: BulkJob): Promise<void>;
  /** Waits until nothing is written to the job's files any more. */
  finished(job: BulkJob): Promise<void>;
  move(job: BulkJob, state: JobState): void;
  /** True once the org stops: running jobs end. */
  readonly closed: boolean;
  /** Waits for running jobs to notice, then removes all files. */
  close(): Promise<void>;
}

/** Longest that a question for a job's state is held back. */
const SETTLE_MS = 200;

const DAILY_BATCHES = 15_000;

export interface BulkJobsOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onUnexpected: (error: unknown) => void;
  readonly scope: FaultScope;
}

export function createBulkJobs({ clock, newId, onUnexpected, scope }: BulkJobsOptions): BulkJobs {
  const jobs = new Map<string, BulkJob>();
  const running = new Map<string, Promise<void>>();
  const counts = { ingest: 0, query: 0 };
  const batches = createUsage(clock, DAILY_BATCHES);
  let folder: string | null = null;
  let closed = false;
  const path = (name: string): string => join((folder ??= mkdtempSync(join(tmpdir(), 'handrail-local-org-'))), name);

  const move = (job: BulkJob, state: JobState): void => {
    job.state = state;
    job.modified = timestamp(clock);
    job.milliseconds = Math.round(performance.now() - job.started);
  };

  const run = async (job: BulkJob, work: () => Promise<void> | void): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    if (closed) {
      return;
    }
    const fault = scope.current?.job;
    if (fault !== undefined) {
      job.errorMessage = fault.state === 'Failed' ? fault.message : null;
      move(job, fault.state);
      return;
    }
    try {
      await work();
    } catch (error) {
      job.errorMessage = error instanceof OrgError ? `${error.errorCode} : ${error.message}` : 'UnknownException : The job ended unexpectedly.';
      if (!(error instanceof OrgError)) {
        onUnexpected(error);
      }
      move(job, 'Failed');
    }
  };

  return {
    clock,
    path,
    newId,
    move,
    add(job) {
      jobs.set(job.id, job);
      counts[job.kind] += 1;
      return job;
    },
    spool: (name) => createSpool(path(name)),
    find<Kind extends BulkJob['kind']>(kind: Kind, id: string): Extract<BulkJob, { kind: Kind }> {
      const job = jobs.get(id) ?? jobs.get(jobs.keys().find((known) => known.slice(0, 15) === id) ?? '');
      if (job === undefined || job.kind !== kind) {
        throw new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
      }
      return job as Extract<BulkJob, { kind: Kind }>;
    },
    list: <Kind extends BulkJob['kind']>(kind: Kind) => [...jobs.values()].filter((job): job is Extract<BulkJob, { kind: Kind }> => job.kind === kind),
    remove(job) {
      jobs.delete(job.id);
      spoolsOf(job).forEach((spool) => spool.discard());
    },
    count: (kind) => counts[kind],
    batches,
    resultBytes: () => [...jobs.values()].reduce((sum, job) => sum + (job.kind === 'query' ? job.results.bytes : 0), 0),
    later(job, work) {
      running.set(job.id, run(job, work).finally(() => running.delete(job.id)));
    },
    finished: async (job) => running.get(job.id),
    async settle(job) {
      const moment = new AbortController();
      await Promise.race([running.get(job.id), wait(SETTLE_MS, undefined, { signal: moment.signal }).catch(() => {})]);
      moment.abort();
    },
    get closed() {
      return closed;
    },
    async close() {
      closed = true;
      await Promise.all(running.values());
      [...jobs.values()].flatMap(spoolsOf).forEach((spool) => spool.finish());
      if (folder !== null) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function spoolsOf(job: BulkJob): readonly Spool[] {
  return job.kind === 'query' ? [job.results] : [job.successes, job.failures, job.unprocessed];
}

/** `2026-11-22T01:12:02.435+0000`, as REST writes instants. */
export function timestamp(clock: Clock): string {
  return clock.now().toISOString().replace('Z', '+0000');
}
