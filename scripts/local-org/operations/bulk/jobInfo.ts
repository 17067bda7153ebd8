/** A job as the API shows it. */
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

/** Newest first, all on one page. */
export function jobList(jobs: readonly BulkJob[]): Readonly<Record<string, unknown>> {
  return { done: true, records: jobs.map(jobInfo).reverse(), nextRecordsUrl: null };
}

/** The operation that reads one job of a kind. */
export function readJob(jobs: BulkJobs, kind: BulkJob['kind']): (context: OperationContext) => Promise<Reply> {
  return async (context) => {
    const job = jobs.find(kind, context.params['id'] ?? '');
    await jobs.settle(job);
    return { status: 200, body: jobInfo(job) };
  };
}
