/**
 * What changed in an object since a snapshot: records by their SystemModstamp, records that are gone by the platform's
 * list of deletions, and a count that tells whether both together are the whole truth.
 */
import type { OrgConnection } from '../../org/types.ts';
import { rowsOf, withDuckDb } from '../duckdb.ts';
import { HISTORIES } from '../facts/sources.ts';
import { scanOf, type SnapshotObject } from '../snapshot.ts';
import { soqlOf } from './bulkQuery.ts';
import { jsonOf, optional, type Pause } from './orgCalls.ts';

export interface Described {
  readonly replicateable?: boolean;
  readonly fields: readonly { readonly name: string; readonly type: string; readonly length?: number; readonly calculated?: boolean }[];
}

/** A save gets its time when it begins and is seen when it ends: so far back a query looks again. */
const OVERLAP_MS = 10 * 60_000;
/** Deleted records stay in the recycle bin for 15 days; what is gone from there is not told for ever. */
const LONGEST_MS = 14 * 86_400_000;
/** Files of changes, and their share of all records, beyond which they are better made one with the rest. */
const MOST_DELTAS = 8;
const LARGEST_SHARE = 0.2;

export interface Since {
  readonly before: SnapshotObject;
  /** Condition in SOQL. */
  readonly where: string;
  /** Instant from which deletions are asked for. */
  readonly from: string;
}

/**
 * Whether an object can be brought up to date from an earlier snapshot.
 * @param soql of the whole object, as it would be asked now
 * @returns undefined when it must be read in full
 */
export function sinceOf(before: SnapshotObject | undefined, described: Described, soql: string, fields: readonly string[], asOf: string): Since | undefined {
  if (before?.since === undefined || before.soql !== soql) return undefined;
  if (Date.parse(asOf) - Date.parse(before.since) > LONGEST_MS) return undefined;
  const known = new Map(described.fields.map((field) => [field.name, field]));
  // A formula changes with other records, or with time, and its own record keeps its stamp.
  if (fields.some((field) => known.get(field)?.calculated === true)) return undefined;
  const stamp = known.has('SystemModstamp') ? 'SystemModstamp' : Object.hasOwn(HISTORIES, before.object) && known.has('CreatedDate') ? 'CreatedDate' : undefined;
  const from = new Date(Date.parse(before.since) - OVERLAP_MS).toISOString();
  return stamp === undefined ? undefined : { before, where: `${stamp} >= ${from}`, from };
}

interface DeletedAnswer {
  readonly deletedRecords: readonly { readonly id: string }[];
  readonly earliestDateAvailable?: string;
}

/**
 * Ids of records deleted since then, those included that have left the recycle bin.
 * @returns undefined when the org does not tell them from then on
 */
export async function deletedSince(connection: OrgConnection, pause: Pause, object: string, from: string, until: string): Promise<readonly string[] | undefined> {
  const path = `/services/data/v${connection.apiVersion}/sobjects/${object}/deleted/?${new URLSearchParams({ start: from, end: until }).toString()}`;
  const answer = await optional(jsonOf<DeletedAnswer>(connection, pause, 'GET', path));
  if (answer?.earliestDateAvailable !== undefined && Date.parse(answer.earliestDateAvailable) > Date.parse(from)) return undefined;
  return answer?.deletedRecords.map(({ id }) => id);
}

/**
 * Records of an object that were there at an instant, deleted ones included.
 * @param ofAll conditions that hold for the whole object
 * @returns undefined when the org does not say
 */
export async function countAt(connection: OrgConnection, pause: Pause, object: string, ofAll: readonly string[], instant: string): Promise<number | undefined> {
  const soql = soqlOf({ object, fields: ['COUNT()'], where: [...ofAll, `CreatedDate < ${instant}`] });
  const answer = await optional(jsonOf<{ totalSize: number }>(connection, pause, 'GET', `/services/data/v${connection.apiVersion}/queryAll?q=${encodeURIComponent(soql)}`));
  return answer?.totalSize;
}

/** Records of an object as a snapshot holds it with its deltas. */
export function recordsIn(dir: string, object: SnapshotObject): Promise<number> {
  return withDuckDb(async (db) => {
    const [row] = await rowsOf(db, `SELECT count(*) AS records FROM ${scanOf(dir, object)}`);
    return Number(row?.['records']);
  });
}

/** Whether an object has come to consist of so many changes that reading it would be slow. */
export function isScattered({ records, deltas = [] }: SnapshotObject): boolean {
  return deltas.length > MOST_DELTAS || deltas.reduce((sum, delta) => sum + delta.records, 0) > records * LARGEST_SHARE;
}
