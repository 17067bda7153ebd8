/** `/limits`: what is left of the allowances of a Developer Edition; `/limits/recordCount`: how many records there are. */
import type { ObjectSchema } from '../engine/schema.ts';
import type { ApiUsage } from '../http/usage.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import type { BulkJobs } from './bulk/jobs.ts';

interface Limit {
  readonly Max: number;
  readonly Remaining: number;
}

/** Allowances of things this org does not have, so that nothing is ever used of them. */
const UNUSED: Readonly<Record<string, number>> = {
  ActiveScratchOrgs: 3, ConcurrentAsyncGetReportInstances: 200, ConcurrentSyncReportRuns: 20, DailyAsyncApexExecutions: 250_000, DailyAsyncApexTests: 500,
  DailyDurableGenericStreamingApiEvents: 10_000, DailyDurableStreamingApiEvents: 10_000, DailyGenericStreamingApiEvents: 10_000, DailyScratchOrgs: 6,
  DailyStandardVolumePlatformEvents: 10_000, DailyStreamingApiEvents: 10_000, DailyWorkflowEmails: 15, DurableStreamingApiConcurrentClients: 20, FileStorageMB: 20,
  HourlyAsyncReportRuns: 1_200, HourlyDashboardRefreshes: 200, HourlyDashboardResults: 5_000, HourlyDashboardStatuses: 999_999_999, HourlyODataCallout: 1_000,
  HourlySyncReportRuns: 500, HourlyTimeBasedWorkflow: 50, MassEmail: 10, Package2VersionCreates: 6, SingleEmail: 15, StreamingApiConcurrentClients: 20,
};

const DAILY_BULK_QUERY_JOBS = 10_000;
const DAILY_BULK_QUERY_MB = 976_562;
const DATA_STORAGE_MB = 5;
/** A record takes 2 KB of data storage, whatever is in it. */
const RECORD_KB = 2;
const PERMISSION_SETS = 1_500;
const CUSTOM_PERMISSION_SETS = 1_000;

const limit = (max: number, used: number): Limit => ({ Max: max, Remaining: Math.max(0, max - used) });

const takesStorage = (object: ObjectSchema): boolean => object.kind === 'standard' || object.kind === 'custom';

/** Of all there are: what an org has used does not depend on who asks. */
function countOf({ engine, session }: Pick<SyncRequest, 'engine' | 'session'>, object: string, condition = ''): number {
  const { access: _, ...everybody } = session;
  return engine.query(everybody, `SELECT COUNT() FROM ${object}${condition}`).totalSize;
}

function storedMegabytes(request: SyncRequest): number {
  const records = request.engine.schema.objects.filter(takesStorage).reduce((sum, object) => sum + countOf(request, object.apiName), 0);
  return Math.ceil(records * RECORD_KB / 1024);
}

function limits(request: SyncRequest, usage: ApiUsage, jobs: BulkJobs): Readonly<Record<string, unknown>> {
  const listed: Record<string, Limit | (Limit & { readonly CreateCustom: Limit })> = {
    ...Object.fromEntries(Object.entries(UNUSED).map(([name, max]) => [name, limit(max, 0)])),
    DailyApiRequests: limit(usage.max, usage.used),
    DailyBulkApiBatches: limit(jobs.batches.max, jobs.batches.used),
    DailyBulkV2QueryJobs: limit(DAILY_BULK_QUERY_JOBS, jobs.count('query')),
    DailyBulkV2QueryFileStorageMB: limit(DAILY_BULK_QUERY_MB, Math.ceil(jobs.resultBytes() / 2 ** 20)),
    DataStorageMB: limit(DATA_STORAGE_MB, storedMegabytes(request)),
    PermissionSets: {
      ...limit(PERMISSION_SETS, countOf(request, 'PermissionSet')),
      CreateCustom: limit(CUSTOM_PERMISSION_SETS, countOf(request, 'PermissionSet', ' WHERE IsCustom = true')),
    },
  };
  return Object.fromEntries(Object.entries(listed).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Names of the query that are no objects are left out, as the platform does. */
function counted({ engine, session, query }: SyncRequest): readonly ObjectSchema[] {
  const names = query.get('sObjects');
  return names === null
    ? engine.schema.objects.filter((object) => takesStorage(object) && session.access?.object(object.apiName, 'read') !== false)
    : names.split(',').map((name) => engine.schema.object(name.trim())).filter((object): object is ObjectSchema => object !== undefined && object.kind !== 'tooling');
}

export function limitOperations(usage: ApiUsage, jobs: BulkJobs): readonly SyncOperation[] {
  return [
    { name: 'limits', method: 'GET', path: '/services/data/:version/limits', run: (request) => ({ status: 200, body: limits(request, usage, jobs) }) },
    {
      name: 'limits.recordCount',
      method: 'GET',
      path: '/services/data/:version/limits/recordCount',
      run: (request) => ({
        status: 200,
        body: { sObjects: counted(request).map((object) => ({ count: countOf(request, object.apiName), name: object.apiName })) },
      }),
    },
  ];
}
