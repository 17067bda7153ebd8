/**
 * The records behind every number of a query, in one more query over the same fact: first which records each number counts,
 * then the lowest ids of each cell. No cell has a query of its own, and no list grows beyond what was asked for.
 */
import { cellKey, valuesKey } from './counting.ts';
import { identifier, literal, rowsOf, type DuckDBConnection } from './duckdb.ts';
import { FACTS } from './facts/index.ts';
import { RECORD_NAMES, type SourceObject } from './facts/sources.ts';
import { factTable } from './factTable.ts';
import type { CutColumns, FactQuery } from './planned.ts';
import { countedRows } from './recordRows.ts';
import { duckdb } from './relational/duckdb.ts';
import { aggregate, both, column, either, isNull, not, type Expression } from './relational/expression.ts';
import { printRelation } from './relational/print.ts';
import { VARIANT } from './relational/lifted.ts';
import { filter, grouped, project, totalFlag, type Relation } from './relational/relation.ts';
import type { Together } from './session.ts';
import type { RecordList } from './types.ts';

export interface RecordsAsked {
  /** Ids of a number at most. Default 200. */
  readonly limit?: number;
  /** Also the names, where the snapshot has them. */
  readonly names?: boolean;
}

/** The records of a cell: of a cut, and of the values that its dimensions have. */
export type RecordsOfCell = (cut: CutColumns, row: Readonly<Record<string, unknown>>) => RecordList;

const DEFAULT_LIMIT = 200;
/** A column of the query that no dimension is called by. */
const RECORD = 'behind_record';
/** What columns with lists of ids end with. */
const IDS = '_ids_behind';

/** Objects by the column of a fact that holds their ids. */
const OBJECTS: Readonly<Record<string, string>> = { opportunity_id: 'Opportunity', lead_id: 'Lead', account_id: 'Account', handoff_id: 'Handrail_Handoff__c' };
/** Objects by the first three characters of their ids; those of custom objects differ from org to org. */
const PREFIXES: Readonly<Record<string, string>> = { '001': 'Account', '003': 'Contact', '005': 'User', '006': 'Opportunity', '00Q': 'Lead', '00T': 'Task', '00U': 'Event' };

const NAMED = Object.keys(RECORD_NAMES) as SourceObject[];

/**
 * Asks once for all cells of a query.
 * @param queries one for each instant; the answers are in their order
 */
export async function recordsOfCells({ db, lift, sessions }: Pick<Together, 'db' | 'lift' | 'sessions'>, queries: readonly FactQuery[], asked: RecordsAsked): Promise<RecordsOfCell[]> {
  const limit = Math.max(0, Math.floor(asked.limit ?? DEFAULT_LIMIT));
  const listings = queries.map((query) => listingOf(query, limit));
  const [first] = listings;
  const areAlike = listings.every(({ columns, keys }) => columns.join() === first?.columns.join() && keys.join() === first.keys.join());
  const rows: (readonly Row[])[] = [];
  if (first !== undefined && areAlike) {
    const { relation, byVariant } = lift(listings.map(({ records }) => records));
    const all = await rowsOf(db, sqlOf(first, relation, byVariant ? [VARIANT] : []));
    const byDay = Map.groupBy(all, (row) => Number(row[VARIANT] ?? 0));
    rows.push(...listings.map((_, day) => (byVariant ? (byDay.get(day) ?? []) : all)));
  } else for (const [day, listing] of listings.entries()) rows.push(await rowsOf(db, sqlOf(listing, sessions[day]?.see(listing.records) ?? listing.records, [])));
  const names = asked.names ? await namesOf(db, rows.flat()) : null;
  return listings.map((listing, day) => listed(listing, rows[day] ?? [], names));
}

type Row = Readonly<Record<string, unknown>>;

/** Which records each number of a query counts. */
interface Listing {
  readonly query: FactQuery;
  readonly records: Relation;
  /** Names of the columns by number. */
  readonly nameOf: ReadonlyMap<CutColumns, string>;
  /** SQL of the dimensions, and of the lists. */
  readonly keys: readonly string[];
  readonly columns: readonly string[];
}

function listingOf(query: FactQuery, limit: number): Listing {
  const { id } = FACTS[query.fact];
  const conditions = new Map<string, { readonly name: string; readonly where: Expression }>();
  const nameOf = new Map<CutColumns, string>();
  for (const cut of query.cuts) {
    const where = countedRows(cut.request, cut.dimensions, 'counted');
    const key = JSON.stringify(where);
    const known = conditions.get(key) ?? { name: `c${conditions.size}`, where };
    conditions.set(key, known);
    nameOf.set(cut, known.name);
  }
  const wanted = [...conditions.values()];
  const rows = filter(factTable(query.fact), both(not(isNull(column(id))), either(...wanted.map(({ where }) => where))));
  const flagged = project(rows, { ...Object.fromEntries(query.dimensions.map((dimension) => [dimension, column(dimension)])), [RECORD]: column(id), ...Object.fromEntries(wanted.map(({ name, where }) => [name, where])) });
  const sets = [...new Map(query.cuts.map(({ dimensions }) => [cellKey(dimensions), dimensions])).values()];
  // A record that stands in several rows of a cell is one record.
  const records = grouped(flagged, sets.map((set) => [...set, RECORD]), Object.fromEntries(wanted.map(({ name }) => [name, aggregate('any', column(name))])));
  const keys = [...new Set(sets.flat())].flatMap((dimension) => [dimension, totalFlag(dimension)]);
  // min(…, n) is DuckDB's own: the n lowest, in order, without holding the others.
  const columns = wanted.flatMap(({ name }) => [...(limit === 0 ? [] : [`min(${identifier(RECORD)}, ${limit}) FILTER (WHERE ${identifier(name)}) AS ${identifier(`${name}${IDS}`)}`]), `count(*) FILTER (WHERE ${identifier(name)}) AS ${identifier(`${name}_total`)}`]);
  return { query, records, nameOf, keys, columns };
}

/** @param also columns to tell the rows apart by */
function sqlOf({ keys, columns }: Listing, records: Relation, also: readonly string[]): string {
  const by = [...also, ...keys].map(identifier);
  return `SELECT ${[...by, ...columns].join(', ')} FROM (\n${printRelation(records, duckdb)}\n) AS "t"${by.length === 0 ? '' : ` GROUP BY ${by.join(', ')}`}`;
}

function listed({ query, nameOf }: Listing, rows: readonly Row[], names: ReadonlyMap<string, string> | null): RecordsOfCell {
  const found = new Map(rows.map((row) => {
    const dimensions = query.dimensions.filter((dimension) => Number(row[totalFlag(dimension)] ?? 0) === 0);
    return [`${cellKey(dimensions)}${valuesKey(row, dimensions)}`, row];
  }));
  return (cut, cell) => {
    const row = found.get(`${cellKey(cut.dimensions)}${valuesKey(cell, cut.dimensions)}`);
    const name = nameOf.get(cut) ?? '';
    const ids = idsOf(row, name);
    const list: RecordList = { object: objectOf(FACTS[query.fact].id, ids), ids, total: Number(row?.[`${name}_total`] ?? 0) };
    return names === null ? list : { ...list, names: Object.fromEntries(ids.flatMap((one) => { const called = names.get(one); return called === undefined ? [] : [[one, called]]; })) };
  };
}

function idsOf(row: Row | undefined, name: string): string[] {
  const ids = row?.[`${name}${IDS}`];
  return Array.isArray(ids) ? ids.map(String) : [];
}

function objectOf(id: string, ids: readonly string[]): string | null {
  const known = OBJECTS[id];
  if (known !== undefined) return known;
  const objects = new Set(ids.map((one) => PREFIXES[one.slice(0, 3)] ?? null));
  return objects.size === 1 ? ([...objects][0] ?? null) : null;
}

async function namesOf(db: DuckDBConnection, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => Object.keys(row).filter((name) => name.endsWith(IDS)).flatMap((name) => idsOf(row, name.slice(0, -IDS.length)))))];
  if (ids.length === 0) return new Map();
  const listed = ids.map(literal).join(', ');
  const found = await rowsOf(db, NAMED.map((object) => `SELECT "Id" AS id, "Name" AS name FROM ${identifier(object)} WHERE "Name" IS NOT NULL AND "Id" IN (${listed})`).join(' UNION ALL '));
  return new Map(found.map(({ id, name }) => [String(id), String(name)]));
}
