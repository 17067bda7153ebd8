/** A job as the API shows it. */
import { OrgError } from '../../engine/types.ts';
import type { OperationContext, Reply } from '../../http/operation.ts';
import type { BulkJob, BulkJobs } from './jobs.ts';

export function jobInfo(job: BulkJob): Readonly<Record<string, unknown>> {
  const common = {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.session.userId,
    createdDate: job.createdDate,
    systemModstamp: job.modified,
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.apiVersion),
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
    numberRecordsProcessed: job.processed,
    retries: 0,
    totalProcessingTime: job.milliseconds,
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
  return job.kind === 'query'
    ? { ...common, jobType: 'V2Query', isPkChunkingSupported: true }
    : {
      ...common,
      jobType: 'V2Ingest',
      contentUrl: `services/data/v${job.apiVersion}/jobs/ingest/${job.id}/batches`,
      ...(job.externalIdFieldName === null ? {} : { externalIdFieldName: job.externalIdFieldName }),
      numberRecordsFailed: job.failed,
      apiActiveProcessingTime: job.milliseconds,
      apexProcessingTime: 0,
    };
}

const PAGE = 1_000;
const JOB_TYPES: Readonly<Record<BulkJob['kind'], string>> = { ingest: 'V2Ingest', query: 'V2Query' };
const JOB_TYPE_NAMES: ReadonlySet<string> = new Set(['BigObjectIngest', 'Classic', 'V2Ingest', 'V2Query']);

/** The jobs of a kind, newest first, by pages; `jobType`, `concurrencyMode` and `isPkChunkingEnabled` leave some out. */
export function listJobs(jobs: BulkJobs, kind: BulkJob['kind'], { query, version }: OperationContext): Reply {
  const jobType = query.get('jobType');
  if (jobType !== null && !JOB_TYPE_NAMES.has(jobType)) {
    throw new OrgError('INVALIDREQUEST', `jobType ${jobType} is none of ${[...JOB_TYPE_NAMES].join(', ')}.`);
  }
  const mode = query.get('concurrencyMode');
  // Every job here is parallel, of Bulk API 2.0, and without PK chunking.
  const none = (jobType !== null && jobType !== JOB_TYPES[kind]) || (mode !== null && mode.toLowerCase() !== 'parallel') || query.get('isPkChunkingEnabled') === 'true';
  const listed = none ? [] : jobs.list(kind).toReversed();
  const start = pageStart(query.get('queryLocator'), listed.length);
  const end = Math.min(start + PAGE, listed.length);
  const done = end >= listed.length;
  const next = `/services/data/v${version}/jobs/${kind}?queryLocator=${Buffer.from(`j:${end}`).toString('base64url')}`;
  return { status: 200, body: { done, records: listed.slice(start, end).map(jobInfo), nextRecordsUrl: done ? null : next } };
}

function pageStart(locator: string | null, count: number): number {
  if (locator === null || locator === '') {
    return 0;
  }
  const start = Number(/^j:(\d{1,9})$/.exec(Buffer.from(locator, 'base64url').toString('utf8'))?.[1] ?? Number.NaN);
  if (!(start <= count)) {
    throw new OrgError('INVALID_QUERY_LOCATOR', `invalid query locator: ${locator}`);
  }
  return start;
}

/** The operation that reads one job of a kind. */
export function readJob(jobs: BulkJobs, kind: BulkJob['kind']): (context: OperationContext) => Promise<Reply> {
  return async (context) => {
    const job = jobs.find(kind, context.params['id'] ?? '');
    await jobs.settle(job);
    return { status: 200, body: jobInfo(job) };
  };
}
