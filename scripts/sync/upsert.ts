/** Writes records by external id, or removes them by their Salesforce id, 200 a call. Sending a batch again changes nothing more, so a lost answer is no harm. */
import { setTimeout as sleep } from 'node:timers/promises';
import { errorFromBody, OrgRequestError } from '../org/errors.ts';
import type { OrgConnection, OrgRequest } from '../org/types.ts';
import type { Value } from './desired.ts';
import type { WriteFailure } from './types.ts';

export interface Upsert {
  readonly externalId: string;
  readonly fields: Readonly<Record<string, Value>>;
}

export interface UpsertResult {
  readonly created: number;
  readonly updated: number;
  readonly failures: readonly WriteFailure[];
  /** External id to record id, of those that were written. */
  readonly ids: ReadonlyMap<string, string>;
}

interface CollectionAnswer {
  readonly id?: string;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly { readonly statusCode: string; readonly message: string }[];
}

/** Records of one call (sObject Collections). */
const BATCH = 200;
/**
 * Errors that pass by themselves: another transaction holds the row, or another run has just created the same record, which
 * the next attempt finds and updates.
 */
const PASSES = new Set(['UNABLE_TO_LOCK_ROW', 'DUPLICATE_VALUE', 'DUPLICATE_EXTERNAL_ID']);
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 200;

export async function upsertAll(connection: OrgConnection, object: string, records: readonly Upsert[], beforeEach: () => void = () => undefined): Promise<UpsertResult> {
  return writeAll(object, records, (batch) => {
    const path = `/services/data/v${connection.apiVersion}/composite/sobjects/${object}/External_Id__c`;
    return send(connection, path, batch.map(({ externalId, fields }) => ({ attributes: { type: object }, External_Id__c: externalId, ...fields })));
  }, beforeEach);
}

/** Writes records that are there, by their Salesforce id, which stands in `externalId`. */
export async function updateAll(connection: OrgConnection, object: string, records: readonly Upsert[], beforeEach: () => void = () => undefined): Promise<UpsertResult> {
  return writeAll(object, records, (batch) => {
    const path = `/services/data/v${connection.apiVersion}/composite/sobjects`;
    return send(connection, path, batch.map(({ externalId, fields }) => ({ attributes: { type: object }, id: externalId, ...fields })));
  }, beforeEach);
}

/** Errors of a record that is not there any more, as when the answer to removing it was lost. */
const GONE = new Set(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY', 'NOT_FOUND']);

/** @param records Salesforce ids with what they are called in a failure */
export async function removeAll(connection: OrgConnection, object: string, records: readonly { readonly id: string; readonly name: string }[], beforeEach: () => void = () => undefined): Promise<{ readonly removed: number; readonly failures: readonly WriteFailure[] }> {
  const names = new Map(records.map(({ id, name }) => [id, name]));
  const { ids, failures } = await writeAll(object, records.map(({ id }) => ({ externalId: id, fields: {} })), async (batch) => {
    const path = `/services/data/v${connection.apiVersion}/composite/sobjects?ids=${batch.map(({ externalId }) => externalId).join(',')}&allOrNone=false`;
    const answers = await answersOf(connection, { method: 'DELETE', path, idempotent: true }, batch.length);
    return answers.map((answer) => (answer.errors.some(({ statusCode }) => GONE.has(statusCode)) ? { ...answer, success: true } : answer));
  }, beforeEach);
  return { removed: ids.size, failures: failures.map((failure) => ({ ...failure, externalId: names.get(failure.externalId) ?? failure.externalId })) };
}

async function writeAll(object: string, records: readonly Upsert[], attemptOf: (batch: readonly Upsert[]) => Promise<CollectionAnswer[]>, beforeEach: () => void): Promise<UpsertResult> {
  const failures: WriteFailure[] = [];
  const ids = new Map<string, string>();
  let created = 0;
  for (let start = 0; start < records.length; start += BATCH) {
    let batch = records.slice(start, start + BATCH);
    for (let attempt = 1; batch.length > 0; attempt++) {
      beforeEach();
      const answers = await attemptOf(batch);
      const again: Upsert[] = [];
      for (const [index, record] of batch.entries()) {
        const answer = answers[index];
        if (answer?.success) {
          ids.set(record.externalId, answer.id ?? '');
          created += answer.created === true ? 1 : 0;
        } else if (attempt < ATTEMPTS && answer?.errors.some(({ statusCode }) => PASSES.has(statusCode))) again.push(record);
        else failures.push({ object, externalId: record.externalId, message: answer?.errors.map(({ statusCode, message }) => `${message} (${statusCode})`).join('; ') || 'The org gave no answer for this record.' });
      }
      batch = again;
      if (batch.length > 0) await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
  return { created, updated: ids.size - created, failures, ids };
}

function send(connection: OrgConnection, path: string, records: readonly object[]): Promise<CollectionAnswer[]> {
  return answersOf(connection, { method: 'PATCH', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ allOrNone: false, records }), idempotent: true }, records.length);
}

async function answersOf(connection: OrgConnection, request: OrgRequest, records: number): Promise<CollectionAnswer[]> {
  const what = `${request.method} ${request.path.replace(/\?.*/, '')}`;
  const response = await connection.request(request);
  const text = await response.text();
  if (response.status !== 200) throw errorFromBody(response.status, text, what);
  const answers = parsed(text);
  if (!Array.isArray(answers) || answers.length !== records) {
    throw new OrgRequestError('NOT_SALESFORCE', `${what} was answered for ${Array.isArray(answers) ? answers.length : 'no'} of ${records} records.`, 200, ['Run handrail sync again; it goes on where this run stopped.']);
  }
  return answers as CollectionAnswer[];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
