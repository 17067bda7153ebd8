/** Raw CSV pages into one Parquet file, with the types that describe gives: nothing is guessed from values. */
import { rename, rm, stat } from 'node:fs/promises';
import { identifier, literal, rowsOf, withDuckDb, type DuckDBConnection } from '../duckdb.ts';
import { RoomError } from '../room.ts';
import { hashOf, REMOVED } from '../snapshot.ts';
import { releaseMemory } from './chunkMemory.ts';
import { ExtractError, PagesDamagedError } from './errors.ts';

export interface TypedField {
  readonly name: string;
  /** Of DuckDB. */
  readonly type: string;
}

/** What is not here is text: ids, picklists, references, and types that are yet to be invented. */
const COLUMN_TYPES: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  int: 'BIGINT',
  long: 'BIGINT',
  double: 'DECIMAL(38,8)',
  currency: 'DECIMAL(38,8)',
  percent: 'DECIMAL(38,8)',
  date: 'DATE',
  // With its zone: a plain TIMESTAMP would drop an offset without a word.
  datetime: 'TIMESTAMPTZ',
};

/** @param described `type` of a field in describe */
export function columnType(described: string): string {
  return COLUMN_TYPES[described] ?? 'VARCHAR';
}

/**
 * Types that the CSV reader of DuckDB 1.5 must not read by itself; they are read as text and cast here. An instant that it
 * cannot read it makes null without a word, 1.5 it makes a whole number, and a wide decimal takes it fourteen times as long
 * as a narrow one, which nearly all numbers fit.
 */
const CASTS: Readonly<Record<string, (column: string) => string>> = {
  TIMESTAMPTZ: (column) => `CAST(${column} AS TIMESTAMPTZ)`,
  BIGINT: (column) => `CASE WHEN CAST(TRY_CAST(${column} AS BIGINT) AS VARCHAR) = ${column} THEN TRY_CAST(${column} AS BIGINT) WHEN CAST(${column} AS DECIMAL(38,8)) <> trunc(CAST(${column} AS DECIMAL(38,8))) THEN error(concat(${column}, ' is no whole number')) ELSE CAST(CAST(${column} AS DECIMAL(38,8)) AS BIGINT) END`,
  'DECIMAL(38,8)': (column) => `coalesce(CAST(TRY_CAST(${column} AS DECIMAL(18,8)) AS DECIMAL(38,8)), CAST(${column} AS DECIMAL(38,8)))`,
};

/** One thread, small buffers and small row groups: more of each saves no CPU and takes twice the memory. */
const SMALL = { threads: '1', memory_limit: '256MB', preserve_insertion_order: 'false' };
const LINE_BYTES = 128 * 1024;
const BUFFER_BYTES = 2 * 1024 * 1024;
/** What the reader needs of its buffer. */
const BUFFERED_LINES = 4;
/**
 * Pages that one reader takes. Of more than two for each thread DuckDB 1.5 keeps all of a page in memory until its end: 40 pages of
 * 250,000 records took 209 MB, and 141 by two (2026-11-23).
 */
const PAGES_OF_A_READER = 2;
/** Each reader takes 70 kB, and a thousand of them the time of all pages. */
const MOST_READERS = 100;
/** Pages that leave more behind in memory than it costs to clean up (0.04 CPU-seconds). */
const LARGE_BYTES = 16 * 1024 * 1024;
const FORMAT = '(FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 10240, WRITE_BLOOM_FILTER false)';

export interface Load {
  readonly pages: readonly string[];
  readonly fields: readonly TypedField[];
  /** How many records the pages hold by the org's own count; another number in the file is an error. */
  readonly records: number;
  /** Makes a delta: a file with the ids of records that are gone, one a line under the header `Id`. */
  readonly removed?: string;
  /** Longest record in bytes, where texts may be long. */
  readonly longestLine?: number;
  readonly file: string;
}

/**
 * @throws PagesDamagedError for pages that are no CSV of these columns or hold another number of records, or for a value that
 * is not of its type: what is at fault is seen by counting the pages; RoomError when the disk is full
 * @returns bytes and SHA-256 of the file
 */
export async function writeParquet(load: Load): Promise<{ bytes: number; sha256: string }> {
  const sizes = await Promise.all(load.pages.map(async (page) => (await stat(page).catch(() => null))?.size ?? 0));
  if (sizes.reduce((sum, size) => sum + size, 0) > LARGE_BYTES) releaseMemory();
  try {
    return await writeWith(load.file, async (db, aside) => {
      const copied = await db.run(`COPY (${selectOf(load)}) TO ${literal(aside)} ${FORMAT}`);
      const [row] = load.removed === undefined ? [{ records: copied.rowsChanged }] : await rowsOf(db, `SELECT count(*) AS records FROM read_parquet(${literal(aside)}) WHERE NOT ${identifier(REMOVED)}`);
      if (Number(row?.records) !== load.records) throw new PagesDamagedError(`${Number(row?.records)} of ${load.records} records could be read from the pages.`);
    });
  } catch (error) {
    if (error instanceof PagesDamagedError || error instanceof RoomError) throw error;
    throw new PagesDamagedError(`The pages do not fit the types that the org describes: ${(error as Error).message.split('\n', 1)[0]?.slice(0, 240) ?? ''}`, ['Send the message to the maintainers; the pages are kept.']);
  }
}

/**
 * Writes an object that has many deltas as one file.
 * @param scan what stands after FROM
 */
export function writeCompacted(scan: string, fields: readonly TypedField[], records: number, file: string): Promise<{ bytes: number; sha256: string }> {
  return writeWith(file, async (db, aside) => {
    const { rowsChanged } = await db.run(`COPY (SELECT ${fields.map(({ name }) => identifier(name)).join(', ')} FROM ${scan}) TO ${literal(aside)} ${FORMAT}`);
    if (rowsChanged !== records) throw new ExtractError(`${rowsChanged} of ${records} records could be read from the snapshot before.`);
  });
}

/** The file is there whole or not at all. @returns its bytes and SHA-256 */
async function writeWith(file: string, write: (db: DuckDBConnection, aside: string) => Promise<void>): Promise<{ bytes: number; sha256: string }> {
  const aside = `${file}.new`;
  try {
    await withDuckDb((db) => write(db, aside), SMALL);
    const facts = { bytes: (await stat(aside)).size, sha256: await hashOf(aside) };
    await rename(aside, file);
    return facts;
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

function selectOf({ pages, fields, removed, longestLine = 0 }: Load): string {
  const columns = fields.map(({ name, type }) => `${literal(name)}: ${literal(CASTS[type] ? 'VARCHAR' : type)}`).join(', ');
  const typed = fields.map(({ name, type }) => `${CASTS[type]?.(identifier(name)) ?? identifier(name)} AS ${identifier(name)}`).join(', ');
  const line = Math.max(LINE_BYTES, longestLine);
  const csv = (files: readonly string[], types: string): string =>
    `read_csv([${files.map(literal).join(', ')}], header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, nullstr = '', max_line_size = ${line}, buffer_size = ${Math.max(BUFFER_BYTES, line * BUFFERED_LINES)}, columns = {${types}})`;
  const changed = groupsOf(pages).map((group) => `SELECT ${typed}${removed === undefined ? '' : `, FALSE AS ${identifier(REMOVED)}`} FROM ${csv(group, columns)}`);
  const gone = removed === undefined ? [] : [`SELECT "Id", TRUE AS ${identifier(REMOVED)} FROM ${csv([removed], `'Id': 'VARCHAR'`)}`];
  return [...changed, ...gone].join(' UNION ALL BY NAME ');
}

function groupsOf(pages: readonly string[]): string[][] {
  const size = Math.max(PAGES_OF_A_READER, Math.ceil(pages.length / MOST_READERS));
  return Array.from({ length: Math.ceil(pages.length / size) }, (_, index) => pages.slice(index * size, (index + 1) * size));
}
