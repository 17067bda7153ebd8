/** `/limits`: what is left of the day's allowances. Only what this org counts or its clients read. */
import type { ApiUsage } from '../http/usage.ts';
import type { SyncOperation } from '../http/syncOperation.ts';
import type { BulkJobs } from './bulk/jobs.ts';

/** Allowances of the platform per 24 hours. */
const DAILY_BULK_BATCHES = 15_000;
const DAILY_BULK_QUERY_JOBS = 10_000;
const DAILY_BULK_QUERY_MB = 976_562;

const limit = (max: number, used: number): { readonly Max: number; readonly Remaining: number } => ({ Max: max, Remaining: Math.max(0, max - used) });

export function limitOperations(usage: ApiUsage, jobs: BulkJobs): readonly SyncOperation[] {
  return [{
    name: 'limits',
    method: 'GET',
    path: '/services/data/:version/limits',
    run: () => ({
      status: 200,
      body: {
        DailyApiRequests: limit(usage.max, usage.used),
        DailyBulkApiBatches: limit(DAILY_BULK_BATCHES, jobs.count('ingest')),
        DailyBulkV2QueryJobs: limit(DAILY_BULK_QUERY_JOBS, jobs.count('query')),
        DailyBulkV2QueryFileStorageMB: limit(DAILY_BULK_QUERY_MB, Math.ceil(jobs.resultBytes() / 2 ** 20)),
      },
    }),
  }];
}
