/** Runs an ingest job: the upload is checked whole, then saved in portions through the ordinary save pipeline. */
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { ObjectSchema } from '../../engine/schema.ts';
import { OrgError, type Engine, type RecordInput, type SaveError, type SaveResult } from '../../engine/types.ts';
import { checkUpload, csvLine, readUpload, UploadProblem } from './csv.ts';
import type { BulkJobs, IngestJob, IngestOperation } from './jobs.ts';

/** Records per call of the save pipeline, as Bulk API chunks them. */
const PORTION = 200;
/** Records of a batch, which is what the daily allowance counts. */
const BATCH = 10_000;
/** The value that empties a field; an empty column leaves it alone. */
const NULL_MARK = '#N/A';

/** A job aborted meanwhile, or before it began, saves nothing more and leaves the rest of its rows as unprocessed. */
export async function runIngest(jobs: BulkJobs, engine: Engine, job: IngestJob): Promise<void> {
  if (job.state !== 'Aborted') {
    jobs.move(job, 'InProgress');
  }
  const object = engine.schema.object(job.object);
  if (object === undefined || job.uploadPath === null) {
    throw new OrgError('INVALIDJOB', 'The job has no object or no data.');
  }
  try {
    await check(engine, object, job);
  } catch (error) {
    if (!(error instanceof UploadProblem)) {
      throw error;
    }
    job.errorMessage = error.message;
    if (job.state === 'InProgress') {
      jobs.move(job, 'Failed');
    }
    return;
  }
  let portion: (readonly string[])[] = [];
  let first = true;
  for await (const row of readUpload(job.uploadPath, job)) {
    if (first) {
      first = false;
      continue;
    }
    if (jobs.closed) {
      return;
    }
    if (job.state === 'Aborted') {
      job.unprocessed.write(csvLine(row, job));
      continue;
    }
    portion.push(row);
    // A portion at a time, with others served in between: an abort comes through here.
    if (portion.length === PORTION) {
      save(engine, object, job, portion);
      portion = [];
      await yieldToOthers();
    }
  }
  if (job.state === 'Aborted') {
    portion.forEach((row) => job.unprocessed.write(csvLine(row, job)));
  } else if (portion.length > 0) {
    save(engine, object, job, portion);
  }
  jobs.batches.count(Math.ceil(job.processed / BATCH));
  for (const spool of [job.successes, job.failures, job.unprocessed]) {
    spool.finish();
  }
  if (job.state === 'InProgress') {
    jobs.move(job, 'JobComplete');
  }
}

/** Header and shape of every row. @throws UploadProblem */
async function check(engine: Engine, object: ObjectSchema, job: IngestJob): Promise<void> {
  await checkUpload(job.uploadPath ?? '', job);
  let header: readonly string[] | null = null;
  for await (const row of readUpload(job.uploadPath ?? '', job)) {
    header ??= row;
  }
  if (header === null) {
    throw new UploadProblem('InvalidBatch : The upload has no header line.');
  }
  for (const column of header) {
    if (!isColumn(engine, object, column)) {
      throw new UploadProblem(`InvalidBatch : Field name not found : ${column}`);
    }
  }
  const has = (name: string): boolean => header.some((column) => column.toLowerCase() === name.toLowerCase());
  if (new Set(header.map((column) => column.toLowerCase())).size < header.length) {
    throw new UploadProblem('InvalidBatch : Duplicate column in header.');
  }
  if ((job.operation === 'delete' || job.operation === 'hardDelete') && (header.length > 1 || !has('Id'))) {
    throw new UploadProblem(`InvalidBatch : Records cannot be processed: the header of a ${job.operation} must be 'Id' alone.`);
  }
  if (job.operation === 'update' && !has('Id')) {
    throw new UploadProblem("InvalidBatch : Records cannot be processed: an update needs the column 'Id'.");
  }
  if (job.operation === 'upsert' && !has(job.externalIdFieldName ?? 'Id')) {
    throw new UploadProblem(`InvalidBatch : Records cannot be processed: the upload lacks the column '${job.externalIdFieldName ?? 'Id'}'.`);
  }
  job.header = header;
}

/** `Name`, or a parent by its external id: `Account.Handrail_Key__c`. */
function isColumn(engine: Engine, object: ObjectSchema, column: string): boolean {
  const [relationship = '', external, ...rest] = column.split('.');
  if (external === undefined) {
    return engine.schema.field(object.apiName, column) !== undefined;
  }
  const lookup = lookupOf(object, relationship);
  return rest.length === 0 && lookup !== undefined && lookup.referenceTo.some((parent) => engine.schema.field(parent, external) !== undefined);
}

const lookupOf = (object: ObjectSchema, relationship: string): ObjectSchema['fields'][number] | undefined =>
  object.fields.find((field) => field.relationshipName?.toLowerCase() === relationship.toLowerCase());

function save(engine: Engine, object: ObjectSchema, job: IngestJob, rows: readonly (readonly string[])[]): void {
  const results = SAVERS[job.operation](engine, job, rows.map((row) => recordOf(object, job.header, row)));
  results.forEach((result, index) => {
    const row = rows[index] ?? [];
    job.processed += 1;
    if (result.success) {
      job.successes.write(csvLine([result.id, isCreated(job, result), ...row], job));
    } else {
      job.failed += 1;
      job.failures.write(csvLine([result.id, errorText(result.errors), ...row], job));
    }
  });
}

const isCreated = (job: IngestJob, result: SaveResult): boolean => job.operation === 'insert' || (job.operation === 'upsert' && result.created);

type Saver = (engine: Engine, job: IngestJob, records: readonly RecordInput[]) => readonly SaveResult[];

const idsOf = (records: readonly RecordInput[]): readonly string[] => records.map((record) => typeof record['Id'] === 'string' ? record['Id'] : '');

const SAVERS: Readonly<Record<IngestOperation, Saver>> = {
  insert: (engine, job, records) => engine.insert(job.session, job.object, records),
  update: (engine, job, records) => engine.update(job.session, job.object, records),
  upsert: (engine, job, records) => engine.upsert(job.session, job.object, job.externalIdFieldName ?? 'Id', records),
  delete: (engine, job, records) => engine.delete(job.session, job.object, idsOf(records)),
  hardDelete: (engine, job, records) => engine.purge(job.session, job.object, idsOf(records)),
};

function recordOf(object: ObjectSchema, header: readonly string[], row: readonly string[]): RecordInput {
  const record: Record<string, unknown> = {};
  header.forEach((column, index) => {
    const value = row[index] ?? '';
    if (value === '') {
      return;
    }
    const [relationship = '', external] = column.split('.');
    if (external === undefined) {
      record[column] = value === NULL_MARK ? null : value;
    } else {
      record[lookupOf(object, relationship)?.relationshipName ?? relationship] = { [external]: value };
    }
  });
  return record;
}

/** `FIELD_CUSTOM_VALIDATION_EXCEPTION:message:field --`, several separated by semicolons. */
function errorText(errors: readonly SaveError[]): string {
  return errors.map(({ statusCode, message, fields }) => `${statusCode}:${message}:${fields.length === 0 ? '' : `${fields.join(', ')} `}--`).join(';');
}
