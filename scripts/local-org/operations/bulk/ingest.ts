/** Bulk API 2.0, ingest: create a job, upload its CSV, close it, read its results. */
import { rmSync, writeFileSync } from 'node:fs';
import { OrgError } from '../../engine/types.ts';
import { parseJson } from '../../http/body.ts';
import { objectBody, textOf, type JsonObject } from '../../http/input.ts';
import type { Operation, OperationContext, Reply } from '../../http/operation.ts';
import { readMultipart } from '../multipart.ts';
import { csvLine, DELIMITERS, LINE_ENDINGS, type Dialect } from './csv.ts';
import { runIngest } from './ingestRun.ts';
import { bulkErrors, requireAbortable, requireEnded, requireState } from './jobErrors.ts';
import { jobInfo, listJobs, readJob } from './jobInfo.ts';
import { timestamp, type BulkJobs, type IngestJob, type IngestOperation } from './jobs.ts';

const OPERATIONS: ReadonlySet<string> = new Set(['insert', 'update', 'upsert', 'delete', 'hardDelete']);
/** 150 MB of base64 is 100 MB of data; Salesforce takes the former as its limit. */
const UPLOAD_LIMIT = 150 * 1000 * 1000;
/** What a job may bring along when it is created, in characters. */
const MULTIPART_LIMIT = 100_000;
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

interface Creation {
  readonly body: JsonObject;
  /** CSV of a multipart request; the job is closed with it. */
  readonly content: Buffer | null;
}

/** A job as JSON, or as the two parts of a form: `job` and `content`. */
async function readCreation(context: OperationContext): Promise<Creation> {
  const type = context.headers['content-type'] ?? '';
  if (!/^multipart\//i.test(type)) {
    return { body: objectBody(await context.json()), content: null };
  }
  const parts = readMultipart(type, await context.body());
  const job = parts.find((part) => part.name === 'job');
  const content = parts.find((part) => part.name === 'content');
  if (job === undefined || content === undefined) {
    throw bulkErrors.invalidJob('A multipart request has a part named job and a part named content.');
  }
  if (content.content.length > MULTIPART_LIMIT) {
    throw bulkErrors.invalidJob(`The content of a multipart request has ${MULTIPART_LIMIT} characters at most; upload it with PUT.`);
  }
  return { body: objectBody(parseJson(job.content)), content: content.content };
}

/** What the job does to which object by which key. @throws OrgError */
function targetOf(context: OperationContext, body: JsonObject): Pick<IngestJob, 'object' | 'operation' | 'externalIdFieldName'> {
  const operation = textOf(body, 'operation') ?? '';
  if (!OPERATIONS.has(operation)) {
    throw bulkErrors.invalidJob(`Operation ${operation} is none of ${[...OPERATIONS].join(', ')}.`);
  }
  if (operation === 'hardDelete' && context.session.userPermissions?.has('BulkApiHardDelete') !== true) {
    throw bulkErrors.noHardDelete();
  }
  if ((textOf(body, 'contentType') ?? 'CSV') !== 'CSV') {
    throw bulkErrors.invalidJob('The contentType of a Bulk API 2.0 job is CSV.');
  }
  const name = textOf(body, 'object') ?? '';
  const object = context.engine.schema.object(name);
  if (object === undefined || !(object.createable || object.updateable || object.deletable) || context.session.access?.object(object.apiName, 'read') === false) {
    throw bulkErrors.noSuchEntity(name);
  }
  const external = textOf(body, 'externalIdFieldName') ?? null;
  if (operation === 'upsert') {
    if (external === null || external === '') {
      throw bulkErrors.externalIdMissing(object.apiName);
    }
    const field = context.engine.schema.field(object.apiName, external);
    if (field === undefined || !(field.externalId || field.type === 'id')) {
      throw bulkErrors.invalidJob(`Field name provided, ${external} does not match an External ID for ${object.apiName}`);
    }
  }
  return { object: object.apiName, operation: operation as IngestOperation, externalIdFieldName: operation === 'upsert' ? external : null };
}

async function create(jobs: BulkJobs, context: OperationContext): Promise<Reply> {
  const { body, content } = await readCreation(context);
  const target = targetOf(context, body);
  const dialect = dialectOf(body);
  if (jobs.batches.exhausted) {
    throw bulkErrors.noMoreBatches();
  }
  const id = jobs.newId();
  const now = timestamp(jobs.clock);
  const job: IngestJob = jobs.add({
    kind: 'ingest',
    id,
    session: context.session,
    ...target,
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
    ...dialect,
  });
  if (content !== null) {
    job.uploadPath = uploadPathOf(jobs, job);
    writeFileSync(job.uploadPath, content, { mode: 0o600 });
    return start(jobs, context, job);
  }
  return { status: 200, body: jobInfo(job) };
}

const uploadPathOf = (jobs: BulkJobs, job: IngestJob): string => jobs.path(`${job.id}-upload.csv`);

/** The upload is complete: the job runs once this has been answered. */
function start(jobs: BulkJobs, context: OperationContext, job: IngestJob): Reply {
  jobs.move(job, 'UploadComplete');
  const reply: Reply = { status: 200, body: jobInfo(job) };
  jobs.later(job, () => runIngest(jobs, context.engine, job).finally(() => rmSync(job.uploadPath ?? '', { force: true })));
  return reply;
}

async function upload(jobs: BulkJobs, context: OperationContext): Promise<Reply> {
  const job = jobs.find('ingest', context.params['id'] ?? '');
  requireState(job, ['Open'], 'Uploading data');
  if (job.uploadPath !== null) {
    throw bulkErrors.multipleContents(job.id);
  }
  const type = context.headers['content-type'] ?? '';
  if (!/^text\/csv\b/i.test(type)) {
    throw new OrgError('INVALIDREQUEST', `The data of a job is text/csv, not ${type === '' ? 'untyped' : type}.`);
  }
  const path = uploadPathOf(jobs, job);
  job.uploadPath = path;
  try {
    await context.saveBody(path);
  } catch (error) {
    job.uploadPath = null;
    rmSync(path, { force: true });
    throw error;
  }
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
    return start(jobs, context, job);
  }
  if (state === 'Aborted') {
    requireAbortable(job);
    jobs.move(job, 'Aborted');
    return { status: 200, body: jobInfo(job) };
  }
  throw new OrgError('INVALIDJOBSTATE', `The state of a job is set to UploadComplete or Aborted, not ${state ?? 'nothing'}.`);
}

type Results = 'successes' | 'failures' | 'unprocessed';

function results(jobs: BulkJobs, kind: Results, extra: readonly string[]): (context: OperationContext) => Promise<Reply> {
  return async (context) => {
    const job = jobs.find('ingest', context.params['id'] ?? '');
    requireEnded(job, 'Reading results');
    await jobs.finished(job);
    const spool = job[kind];
    spool.finish();
    return { status: 200, headers: { 'Content-Type': 'text/csv' }, body: spool.read(csvLine([...extra, ...job.header], job), 0, spool.lines) };
  };
}

export function ingestOperations(jobs: BulkJobs): readonly Operation[] {
  return [
    { name: 'bulk.ingest.create', method: 'POST', path: PATH, handle: (context) => create(jobs, context) },
    { name: 'bulk.ingest.list', method: 'GET', path: PATH, handle: (context) => listJobs(jobs, 'ingest', context) },
    { name: 'bulk.ingest.read', method: 'GET', path: `${PATH}/:id`, handle: readJob(jobs, 'ingest') },
    { name: 'bulk.ingest.upload', method: 'PUT', path: `${PATH}/:id/batches`, maxBodyBytes: UPLOAD_LIMIT, handle: (context) => upload(jobs, context) },
    { name: 'bulk.ingest.state', method: 'PATCH', path: `${PATH}/:id`, handle: (context) => patch(jobs, context) },
    {
      name: 'bulk.ingest.delete',
      method: 'DELETE',
      path: `${PATH}/:id`,
      async handle(context) {
        const job = jobs.find('ingest', context.params['id'] ?? '');
        requireEnded(job, 'Deleting');
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
