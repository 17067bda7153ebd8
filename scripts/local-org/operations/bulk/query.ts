/** Bulk API 2.0, query: a job whose result is read in pages of CSV. */
import { parseQuery, type FieldType, type Query } from '@jetstreamapp/soql-parser-js';
import { OrgError, type Engine } from '../../engine/types.ts';
import { objectBody, textOf } from '../../http/input.ts';
import type { Operation, OperationContext, Reply } from '../../http/operation.ts';
import { csvLine } from './csv.ts';
import { columnWriters } from './exportRows.ts';
import { dialectOf } from './ingest.ts';
import { jobInfo, jobList, readJob } from './jobInfo.ts';
import { requireState, timestamp, type BulkJobs, type QueryJob } from './jobs.ts';

const PATH = '/services/data/:version/jobs/query';
/** Records of a page when the client names no maxRecords. */
const PAGE = 50_000;

/** What Bulk API 2.0 does not take (its guide, "SOQL considerations"). @throws OrgError */
function checkQuery(soql: string): Query {
  let query: Query;
  try {
    query = parseQuery(soql, { allowApexBindVariables: false });
  } catch (error) {
    throw new OrgError('MALFORMED_QUERY', error instanceof Error ? (error.message.split('\n')[0] ?? 'malformed query') : 'malformed query');
  }
  const refuse = (what: string): never => {
    throw new OrgError('API_ERROR', `Bulk API 2.0 does not support ${what} in queries.`);
  };
  const fields = query.fields ?? [];
  if (query.groupBy !== undefined || fields.some(isAggregate)) {
    refuse('aggregate functions and GROUP BY');
  }
  if (query.offset !== undefined) {
    refuse('OFFSET');
  }
  if (fields.some((field) => field.type === 'FieldTypeof')) {
    refuse('TYPEOF');
  }
  if (fields.some((field) => field.type === 'FieldSubquery')) {
    refuse('nested queries');
  }
  return query;
}

const AGGREGATES: ReadonlySet<string> = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX', 'GROUPING']);

const isAggregate = (field: FieldType): boolean => field.type === 'FieldFunctionExpression' && AGGREGATES.has(field.functionName.toUpperCase());

async function create(jobs: BulkJobs, context: OperationContext): Promise<Reply> {
  const body = objectBody(await context.json());
  const operation = textOf(body, 'operation') ?? '';
  if (operation !== 'query' && operation !== 'queryAll') {
    throw new OrgError('INVALIDJOB', `Operation ${operation} is neither query nor queryAll.`);
  }
  const soql = textOf(body, 'query') ?? '';
  const parsed = checkQuery(soql);
  const id = jobs.newId();
  const now = timestamp(jobs.clock);
  const job: QueryJob = jobs.add({
    kind: 'query',
    id,
    session: context.session,
    object: context.engine.schema.object(parsed.sObject ?? '')?.apiName ?? parsed.sObject ?? '',
    operation,
    query: soql,
    apiVersion: context.version,
    createdDate: now,
    modified: now,
    state: 'UploadComplete',
    errorMessage: null,
    processed: 0,
    started: performance.now(),
    milliseconds: 0,
    header: [],
    results: jobs.spool(`${id}-results.csv`),
    ...dialectOf(body),
  });
  const reply: Reply = { status: 200, body: jobInfo(job) };
  jobs.later(job, () => run(jobs, context.engine, job));
  return reply;
}

function run(jobs: BulkJobs, engine: Engine, job: QueryJob): void {
  if (job.state === 'Aborted') {
    return;
  }
  jobs.move(job, 'InProgress');
  const { header, rows } = engine.queryRows(job.session, job.query, { includeDeleted: job.operation === 'queryAll' });
  job.header = header;
  const writers = columnWriters(engine.schema, job.object, header);
  for (const row of rows) {
    job.results.write(csvLine(row.map((value, index) => writers[index]?.(value) ?? null), job));
  }
  job.results.finish();
  job.processed = job.results.lines;
  jobs.move(job, 'JobComplete');
}

/** A locator is the number of the next record, made opaque. */
const locatorOf = (record: number): string => Buffer.from(`n:${record}`).toString('base64url');

function recordOf(locator: string | null, lines: number): number {
  if (locator === null || locator === '') {
    return 0;
  }
  const record = Number(/^n:(\d+)$/.exec(Buffer.from(locator, 'base64url').toString('utf8'))?.[1] ?? Number.NaN);
  if (!Number.isInteger(record) || record >= lines) {
    throw new OrgError('INVALID_QUERY_LOCATOR', `invalid query locator: ${locator}`);
  }
  return record;
}

function results(jobs: BulkJobs, context: OperationContext): Reply {
  const job = jobs.find('query', context.params['id'] ?? '');
  requireState(job, ['JobComplete'], 'Reading results');
  const wanted = context.query.get('maxRecords');
  if (wanted !== null && !/^[1-9]\d*$/.test(wanted)) {
    throw new OrgError('INVALIDREQUEST', `maxRecords must be a number above 0, not ${wanted}.`);
  }
  const count = wanted === null ? PAGE : Number(wanted);
  const start = recordOf(context.query.get('locator'), job.results.lines);
  const end = Math.min(start + count, job.results.lines);
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/csv',
      // The text null, not an empty header, tells that there is no more.
      'Sforce-Locator': end < job.results.lines ? locatorOf(end) : 'null',
      'Sforce-NumberOfRecords': String(end - start),
    },
    body: job.results.read(csvLine(job.header, job), start, end - start),
  };
}

async function abort(jobs: BulkJobs, context: OperationContext): Promise<Reply> {
  const job = jobs.find('query', context.params['id'] ?? '');
  if (textOf(objectBody(await context.json()), 'state') !== 'Aborted') {
    throw new OrgError('INVALIDJOBSTATE', 'The state of a query job is set to Aborted only.');
  }
  requireState(job, ['UploadComplete', 'InProgress'], 'Aborting');
  jobs.move(job, 'Aborted');
  return { status: 200, body: jobInfo(job) };
}

export function bulkQueryOperations(jobs: BulkJobs): readonly Operation[] {
  return [
    { name: 'bulk.query.create', method: 'POST', path: PATH, handle: (context) => create(jobs, context) },
    { name: 'bulk.query.list', method: 'GET', path: PATH, handle: () => ({ status: 200, body: jobList(jobs.list('query')) }) },
    { name: 'bulk.query.read', method: 'GET', path: `${PATH}/:id`, handle: readJob(jobs, 'query') },
    { name: 'bulk.query.abort', method: 'PATCH', path: `${PATH}/:id`, handle: (context) => abort(jobs, context) },
    { name: 'bulk.query.results', method: 'GET', path: `${PATH}/:id/results`, handle: (context) => results(jobs, context) },
    {
      name: 'bulk.query.delete',
      method: 'DELETE',
      path: `${PATH}/:id`,
      handle(context) {
        const job = jobs.find('query', context.params['id'] ?? '');
        requireState(job, ['JobComplete', 'Failed', 'Aborted'], 'Deleting');
        jobs.remove(job);
        return { status: 204 };
      },
    },
  ];
}
