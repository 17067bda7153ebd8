/** Raw CSV pages into one Parquet file, with the types that describe gives: nothing is guessed from values. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { identifier, literal, rowsOf, withDuckDb } from '../duckdb.ts';
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
  BIGINT: (column) => `CASE WHEN regexp_full_match(${column}, '-?[0-9]{1,18}') THEN CAST(${column} AS BIGINT) WHEN CAST(${column} AS DECIMAL(38,8)) <> trunc(CAST(${column} AS DECIMAL(38,8))) THEN error(concat(${column}, ' is no whole number')) ELSE CAST(CAST(${column} AS DECIMAL(38,8)) AS BIGINT) END`,
  'DECIMAL(38,8)': (column) => `coalesce(CAST(TRY_CAST(${column} AS DECIMAL(18,8)) AS DECIMAL(38,8)), CAST(${column} AS DECIMAL(38,8)))`,
};

/**
 * @param records how many the pages hold by the org's own count; another number in the file is an error
 * @throws PagesDamagedError for another number, ExtractError for a value that is not of its type
 * @returns bytes and SHA-256 of the file
 */
export async function writeParquet(pages: readonly string[], fields: readonly TypedField[], records: number, file: string): Promise<{ bytes: number; sha256: string }> {
  const aside = `${file}.new`;
  const columns = fields.map(({ name, type }) => `${literal(name)}: ${literal(CASTS[type] ? 'VARCHAR' : type)}`).join(', ');
  const typed = fields.map(({ name, type }) => `${CASTS[type]?.(identifier(name)) ?? identifier(name)} AS ${identifier(name)}`);
  const [first] = fields;
  try {
    await withDuckDb(async (db) => {
      const source = `read_csv([${pages.map(literal).join(', ')}], header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, nullstr = '', max_line_size = 16777216, columns = {${columns}})`;
      // Ordered, so that the same records make the same file.
      await db.run(`COPY (SELECT ${typed.join(', ')} FROM ${source} ORDER BY ${identifier(first?.name ?? 'Id')}) TO ${literal(aside)} (FORMAT parquet, COMPRESSION zstd)`);
      const [row] = await rowsOf(db, `SELECT count(*) AS records FROM read_parquet(${literal(aside)})`);
      if (Number(row?.['records']) !== records) throw new PagesDamagedError(`${Number(row?.['records'])} of ${records} records could be read from the pages.`);
    });
  } catch (error) {
    await rm(aside, { force: true });
    if (error instanceof PagesDamagedError) throw error;
    throw new ExtractError(`The pages do not fit the types that the org describes: ${(error as Error).message.split('\n', 1)[0]?.slice(0, 240) ?? ''}`, ['Send the message to the maintainers; the pages are kept.']);
  }
  const facts = { bytes: (await stat(aside)).size, sha256: await hashOf(aside) };
  await rename(aside, file);
  return facts;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
