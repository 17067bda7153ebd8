/** Bulk API 2.0, ingest: create a job, upload its CSV, close it, read its results. */
import { rmSync, writeFileSync } from 'node:fs';
import { OrgError } from '../../engine/types.ts';
import { unsupported } from '../../http/errors.ts';
import { objectBody, textOf, type JsonObject } from '../../http/input.ts';
import type { Operation, OperationContext, Reply } from '../../http/operation.ts';
import { csvLine, DELIMITERS, LINE_ENDINGS, type Dialect } from './csv.ts';
import { runIngest } from './ingestRun.ts';
import { jobInfo, jobList, readJob } from './jobInfo.ts';
import { requireState, timestamp, type BulkJobs, type IngestJob, type IngestOperation } from './jobs.ts';

const OPERATIONS: ReadonlySet<string> = new Set(['insert', 'update', 'upsert', 'delete']);
/** 150 MB of base64 is 100 MB of data; Salesforce takes the former as its limit. */
const UPLOAD_LIMIT = 150 * 1000 * 1000;
const PATH = '/services/data/:version/jobs/ingest';

/** Delimiter and line ending of a job. @throws OrgError */
export function dialectOf(body: JsonObject): Dialect {
  const columnDelimiter = textOf(body, 'columnDelimiter') ?? 'COMMA';
  const lineEnding = textOf(body, 'lineEnding') ?? 'LF';
  if (!Object.hasOwn(DELIMITERS, columnDelimiter)) {
    throw new OrgError('INVALIDJOB', `columnDelimiter ${columnDelimiter} is none of ${Object.keys(DELIMITERS).join(', ')}.`);
  }
  if (!Object.hasOwn(LINE_ENDINGS, lineEnding)) {
    throw new OrgError('INVALIDJOB', `lineEnding ${lineEnding} is none of ${Object.keys(LINE_ENDINGS).join(', ')}.`);
  }
  return { columnDelimiter: columnDelimiter as Dialect['columnDelimiter'], lineEnding: lineEnding as Dialect['lineEnding'] };
}

async function create(jobs: BulkJobs, context: OperationContext): Promise<Reply> {
  if (/^multipart\//i.test(context.headers['content-type'] ?? '')) {
    throw unsupported('multipart job creation; upload the data with PUT …/batches');
  }
  const body = objectBody(await context.json());
  const operation = textOf(body, 'operation') ?? '';
  if (operation === 'hardDelete') {
    throw new OrgError('FEATURENOTENABLED', 'hardDelete operation requires special user profile permission, please contact your system administrator');
  }
  if (!OPERATIONS.has(operation)) {
    throw new OrgError('INVALIDJOB', `Operation ${operation} is none of ${[...OPERATIONS].join(', ')}.`);
  }
  const object = context.engine.schema.object(textOf(body, 'object') ?? '');
  if (object === undefined || !(object.createable || object.updateable || object.deletable)) {
    throw new OrgError('INVALIDENTITY', `Entity '${textOf(body, 'object') ?? ''}' is not supported by the Bulk API.`);
  }
  const external = textOf(body, 'externalIdFieldName') ?? null;
  if (operation === 'upsert') {
    const field = context.engine.schema.field(object.apiName, external ?? '');
    if (field === undefined || !(field.externalId || field.type === 'id')) {
      throw new OrgError('INVALIDJOB', `An upsert needs an externalIdFieldName that is an external id of ${object.apiName}; ${external ?? 'none'} is not.`);
    }
  }
  const id = jobs.newId();
  const now = timestamp(jobs.clock);
  const job: IngestJob = jobs.add({
    kind: 'ingest',
    id,
    session: context.session,
    object: object.apiName,
    operation: operation as IngestOperation,
    externalIdFieldName: operation === 'upsert' ? external : null,
    apiVersion: context.version,
    createdDate: now,
    modified: now,
    state: 'Open',
    errorMessage: null,
    processed: 0,
    failed: 0,
    started: performance.now(),
    milliseconds: 0,
    uploadPath: null,
    header: [],
    successes: jobs.spool(`${id}-success.csv`),
    failures: jobs.spool(`${id}-failed.csv`),
    unprocessed: jobs.spool(`${id}-unprocessed.csv`),
    ...dialectOf(body),
  });
  return { status: 200, body: jobInfo(job) };
}

async function upload(jobs: BulkJobs, context: OperationContext): Promise<Reply> {
  const job = jobs.find('ingest', context.params['id'] ?? '');
  requireState(job, ['Open'], 'Uploading data');
  if (job.uploadPath !== null) {
    throw new OrgError('INVALIDJOBSTATE', `Found multiple contents for job: <${job.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`);
  }
  const type = context.headers['content-type'] ?? '';
  if (!/^text\/csv\b/i.test(type)) {
    throw new OrgError('INVALIDREQUEST', `The data of a job is text/csv, not ${type === '' ? 'untyped' : type}.`);
  }
  const data = await context.body();
  const path = jobs.path(`${job.id}-upload.csv`);
  writeFileSync(path, data, { mode: 0o600 });
  job.uploadPath = path;
  return { status: 201 };
}

async function patch(jobs: BulkJobs, context: OperationContext): Promise<Reply> {
  const job = jobs.find('ingest', context.params['id'] ?? '');
  const state = textOf(objectBody(await context.json()), 'state');
  if (state === 'UploadComplete') {
    requireState(job, ['Open'], 'Closing the upload');
    if (job.uploadPath === null) {
      throw new OrgError('INVALIDJOBSTATE', `Job ${job.id} has no data: PUT its CSV to …/batches first.`);
    }
    jobs.move(job, 'UploadComplete');
    const reply: Reply = { status: 200, body: jobInfo(job) };
    jobs.later(job, () => runIngest(jobs, context.engine, job).finally(() => rmSync(job.uploadPath ?? '', { force: true })));
    return reply;
  }
  if (state === 'Aborted') {
    requireState(job, ['Open', 'UploadComplete', 'InProgress'], 'Aborting');
    jobs.move(job, 'Aborted');
    return { status: 200, body: jobInfo(job) };
  }
  throw new OrgError('INVALIDJOBSTATE', `The state of a job is set to UploadComplete or Aborted, not ${state ?? 'nothing'}.`);
}

type Results = 'successes' | 'failures' | 'unprocessed';

function results(jobs: BulkJobs, kind: Results, extra: readonly string[]): (context: OperationContext) => Promise<Reply> {
  return async (context) => {
    const job = jobs.find('ingest', context.params['id'] ?? '');
    requireState(job, ['JobComplete', 'Failed', 'Aborted'], 'Reading results');
    await jobs.finished(job);
    const spool = job[kind];
    spool.finish();
    return { status: 200, headers: { 'Content-Type': 'text/csv' }, body: spool.read(csvLine([...extra, ...job.header], job), 0, spool.lines) };
  };
}

export function ingestOperations(jobs: BulkJobs): readonly Operation[] {
  return [
    { name: 'bulk.ingest.create', method: 'POST', path: PATH, handle: (context) => create(jobs, context) },
    { name: 'bulk.ingest.list', method: 'GET', path: PATH, handle: () => ({ status: 200, body: jobList(jobs.list('ingest')) }) },
    { name: 'bulk.ingest.read', method: 'GET', path: `${PATH}/:id`, handle: readJob(jobs, 'ingest') },
    { name: 'bulk.ingest.upload', method: 'PUT', path: `${PATH}/:id/batches`, maxBodyBytes: UPLOAD_LIMIT, handle: (context) => upload(jobs, context) },
    { name: 'bulk.ingest.state', method: 'PATCH', path: `${PATH}/:id`, handle: (context) => patch(jobs, context) },
    {
      name: 'bulk.ingest.delete',
      method: 'DELETE',
      path: `${PATH}/:id`,
      async handle(context) {
        const job = jobs.find('ingest', context.params['id'] ?? '');
        requireState(job, ['JobComplete', 'Failed', 'Aborted'], 'Deleting');
        await jobs.finished(job);
        jobs.remove(job);
        return { status: 204 };
      },
    },
    { name: 'bulk.ingest.successes', method: 'GET', path: `${PATH}/:id/successfulResults`, handle: results(jobs, 'successes', ['sf__Id', 'sf__Created']) },
    { name: 'bulk.ingest.failures', method: 'GET', path: `${PATH}/:id/failedResults`, handle: results(jobs, 'failures', ['sf__Id', 'sf__Error']) },
    { name: 'bulk.ingest.unprocessed', method: 'GET', path: `${PATH}/:id/unprocessedrecords`, handle: results(jobs, 'unprocessed', []) },
  ];
}
