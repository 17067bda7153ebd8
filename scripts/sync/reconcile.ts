/** Brings the records of one object to what they should say: read, compare, write what differs. */
import { OrgRequestError } from '../org/errors.ts';
import type { OrgConnection } from '../org/types.ts';
import type { DesiredRecord, Value } from './desired.ts';
import { deployOrPermit, isAbsent } from './ownObjects.ts';
import type { WriteFailure, Written } from './types.ts';
import { upsertAll, type Upsert } from './upsert.ts';

export type StoredValue = string | number | boolean | null | undefined;

export interface ExistingRecord {
  readonly External_Id__c: string;
  readonly [field: string]: StoredValue;
}

/** All records of an object with the fields that are compared. */
export async function readExisting(connection: OrgConnection, object: string, fields: Iterable<string>): Promise<ReadonlyMap<string, ExistingRecord>> {
  const rows = await connection.query<ExistingRecord>(`SELECT ${[...new Set(['External_Id__c', ...fields])].join(', ')} FROM ${object} WHERE External_Id__c != null`).catch((error: unknown) => {
    if (!(error instanceof OrgRequestError) || !isAbsent(error.errorCode)) throw error;
    throw new OrgRequestError(error.errorCode, error.message, error.status, deployOrPermit(connection.username));
  });
  return new Map(rows.map((row) => [row.External_Id__c, row]));
}

/** Pure: what has to be written. A record that says the right thing already is left alone, stamps and all. */
export function changesNeeded(desired: readonly DesiredRecord[], existing: ReadonlyMap<string, ExistingRecord>): { upserts: Upsert[]; unchanged: number } {
  const upserts = desired.flatMap(({ externalId, values, stamps, onCreate }): Upsert[] => {
    const found = existing.get(externalId);
    if (!found) return [{ externalId, fields: { ...onCreate, ...values, ...stamps } }];
    const differs = Object.entries(values).some(([field, value]) => !sameValue(value, found[field]));
    return differs ? [{ externalId, fields: { ...values, ...stamps } }] : [];
  });
  return { upserts, unchanged: desired.length - upserts.length };
}

/** @param beforeEach is called before each write and may stop it by throwing */
export async function reconcile(connection: OrgConnection, object: string, desired: readonly DesiredRecord[], existing: ReadonlyMap<string, ExistingRecord>, beforeEach: () => void = () => undefined): Promise<{ written: Written; failures: readonly WriteFailure[] }> {
  const { upserts, unchanged } = changesNeeded(desired, existing);
  const { created, updated, failures } = await upsertAll(connection, object, upserts, beforeEach);
  return { written: { created, updated, unchanged }, failures };
}

/** Equal as the org stores it: no outer space, no blank text, whole seconds, six decimals. */
export function sameValue(wanted: Value, stored: StoredValue): boolean {
  return asStored(wanted) === asStored(stored);
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function asStored(value: StoredValue): string | number | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return Math.round(value * 1e6) / 1e6;
  const text = String(value).replaceAll('\r\n', '\n').trim();
  if (DATE_TIME.test(text)) return Math.floor(Date.parse(text) / 1000);
  return text === '' ? null : text;
}
