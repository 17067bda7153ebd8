/** Bulk API 2.0, query: a job whose result is read in pages of CSV. */
import { isAggregateQuery, isPlainCount } from '../../engine/soql/aggregateQuery.ts';
import { parseSoql } from '../../engine/soql/syntax/parse.ts';
import type { Select } from '../../engine/soql/syntax/tree.ts';
import type { FieldType, Schema } from '../../engine/schema.ts';
import { OrgError, type Engine } from '../../engine/types.ts';
import { objectBody, textOf } from '../../http/input.ts';
import type { Operation, OperationContext, Reply } from '../../http/operation.ts';
import { csvLine } from './csv.ts';
import { columnWriters, fieldAt } from './exportRows.ts';
import { dialectOf } from './ingest.ts';
import { bulkErrors, requireAbortable, requireEnded, requireState } from './jobErrors.ts';
import { jobInfo, listJobs, readJob } from './jobInfo.ts';
import { timestamp, type BulkJobs, type QueryJob } from './jobs.ts';

const PATH = '/services/data/:version/jobs/query';
/** Records of a page when the client names no maxRecords. */
const PAGE = 50_000;

/** Types that have no place in a CSV, and what is said of them. */
const REFUSED_TYPES: Readonly<Partial<Record<FieldType, string>>> = {
  address: 'Selecting compound data not supported in Bulk Query',
  location: 'Selecting compound data not supported in Bulk Query',
  base64: 'Blob field not supported in Bulk V2 Query with CSV content type',
};

function refuseTypes(schema: Schema, { from, items }: Select): void {
  for (const item of items) {
    const path = item.kind === 'expression' && item.expression.kind === 'field' ? item.expression.path.split('.') : [];
    const refused = REFUSED_TYPES[fieldAt(schema, from.name, path)?.type ?? 'string'];
    if (refused !== undefined) {
      throw new OrgError('API_ERROR', refused);
    }
  }
}

/** What Bulk API 2.0 does not take (its guide, "SOQL considerations"). @throws OrgError */
function checkQuery(schema: Schema, soql: string): Select {
  const select = parseSoql(soql);
  const refuse = (what: string): never => {
    throw new OrgError('API_ERROR', `${what} not supported in Bulk V2 Query with CSV content type`);
  };
  if (isPlainCount(select) || isAggregateQuery(select)) {
    refuse('Aggregate functions and Group By');
  }
  if (select.offset !== undefined) {
    refuse('OFFSET');
  }
  if (select.items.some(({ kind }) => kind === 'typeof')) {
    refuse('TypeOf');
  }
  if (select.items.some(({ kind }) => kind === 'children')) {
    refuse('Aggregate Relationships');
  }
  refuseTypes(schema, select);
  return select;
}

async function create(jobs: BulkJobs, context: OperationContext): Promise<Reply> {
  const body = objectBody(await context.json());
  const operation = textOf(body, 'operation') ?? '';
  if (operation !== 'query' && operation !== 'queryAll') {
    throw bulkErrors.invalidJob(`Operation ${operation} is neither query nor queryAll.`);
  }
  const soql = textOf(body, 'query') ?? '';
  const { from } = checkQuery(context.engine.schema, soql);
  const id = jobs.newId();
  const now = timestamp(jobs.clock);
  const job: QueryJob = jobs.add({
    kind: 'query',
    id,
    session: context.session,
    object: context.engine.schema.object(from.name)?.apiName ?? from.name,
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
  if (!Number.isInteger(record) || record >= Math.max(1, lines)) {
    throw new OrgError('INVALID_QUERY_LOCATOR', `invalid query locator: ${locator}`);
  }
  return record;
}

/** The job of the path, whose results may be read. @throws OrgError */
function completed(jobs: BulkJobs, context: OperationContext): QueryJob {
  const job = jobs.find('query', context.params['id'] ?? '');
  requireState(job, ['JobComplete'], 'Reading results');
  if (context.version !== job.apiVersion) {
    throw bulkErrors.foreignVersion(job.apiVersion);
  }
  return job;
}

/** Pages that one answer names. */
const PAGES_AT_ONCE = 5;

/** Where the pages begin, for clients that read several at a time. */
function resultPages(jobs: BulkJobs, context: OperationContext): Reply {
  const job = completed(jobs, context);
  const first = recordOf(context.query.get('locator'), job.results.lines);
  const starts = Array.from({ length: Math.max(1, Math.ceil(job.results.lines / PAGE)) }, (_, index) => index * PAGE).filter((start) => start >= first);
  const path = `/services/data/v${context.version}/jobs/query/${job.id}`;
  const next = starts[PAGES_AT_ONCE];
  return {
    status: 200,
    body: {
      resultPages: starts.slice(0, PAGES_AT_ONCE).map((start) => ({ resultUrl: `${path}/results?locator=${locatorOf(start)}` })),
      ...(next === undefined ? {} : { nextRecordsUrl: `${path}/resultPages?locator=${locatorOf(next)}` }),
      done: next === undefined,
    },
  };
}

function results(jobs: BulkJobs, context: OperationContext): Reply {
  const job = completed(jobs, context);
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
  requireAbortable(job);
  jobs.move(job, 'Aborted');
  return { status: 200, body: jobInfo(job) };
}

export function bulkQueryOperations(jobs: BulkJobs): readonly Operation[] {
  return [
    { name: 'bulk.query.create', method: 'POST', path: PATH, handle: (context) => create(jobs, context) },
    { name: 'bulk.query.list', method: 'GET', path: PATH, handle: (context) => listJobs(jobs, 'query', context) },
    { name: 'bulk.query.read', method: 'GET', path: `${PATH}/:id`, handle: readJob(jobs, 'query') },
    { name: 'bulk.query.abort', method: 'PATCH', path: `${PATH}/:id`, handle: (context) => abort(jobs, context) },
    { name: 'bulk.query.results', method: 'GET', path: `${PATH}/:id/results`, handle: (context) => results(jobs, context) },
    { name: 'bulk.query.resultPages', method: 'GET', path: `${PATH}/:id/resultPages`, handle: (context) => resultPages(jobs, context) },
    {
      name: 'bulk.query.delete',
      method: 'DELETE',
      path: `${PATH}/:id`,
      handle(context) {
        const job = jobs.find('query', context.params['id'] ?? '');
        requireEnded(job, 'Deleting');
        jobs.remove(job);
        return { status: 204 };
      },
    },
  ];
}
