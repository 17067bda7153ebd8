/** DuckDB in this process, without extensions from outside. */
import { totalmem } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';
import { makeTemporaryFolder, removeTemporaryFolder } from '../shared/temporaryFolder.ts';
import { duckdb } from './relational/duckdb.ts';
import { printRelation } from './relational/print.ts';
import type { Relation } from './relational/relation.ts';
import { roomError } from './room.ts';

export type { DuckDBConnection } from '@duckdb/node-api';

/** How much memory DuckDB may take: a number with `MB` or `GB`. */
const MEMORY_VARIABLE = 'HANDRAIL_MEMORY';
const MEGABYTE = 1e6;

/**
 * Runs work on an in-memory database and closes it after. What is more than its memory holds lies in a folder of its own
 * meanwhile, which nobody else may read.
 * @param settings of DuckDB, such as `threads`
 * @throws RangeError for a limit that is none, RoomError when memory or disk do not suffice
 */
export async function withDuckDb<T>(work: (connection: DuckDBConnection) => Promise<T>, settings: Readonly<Record<string, string>> = {}): Promise<T> {
  const memory = memoryLimit(process.env[MEMORY_VARIABLE]);
  // Loaded when it is needed: it takes 20 MB, and a folder to read into may turn out to hold all already.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const aside = await makeTemporaryFolder('handrail-duckdb-');
  try {
    const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', memory_limit: memory, temp_directory: aside, ...settings });
    const connection = await instance.connect();
    try {
      // Instants are compared in UTC; local dates are computed where a fact needs them.
      await connection.run("SET TimeZone = 'UTC'");
      return await work(connection);
    } catch (error) {
      const own = settings['memory_limit'];
      throw roomError(error, { limit: own ?? memory, folder: aside, ...(own === undefined ? { variable: MEMORY_VARIABLE } : {}) }) ?? error;
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } finally {
    await removeTemporaryFolder(aside);
  }
}

/**
 * As DuckDB reads it. By default half of what this process may have.
 * @throws RangeError in one sentence
 */
export function memoryLimit(asked: string | undefined, available: number = process.constrainedMemory() || totalmem()): string {
  if (asked === undefined || asked.trim() === '') return `${Math.floor(Math.min(available, totalmem()) / 2 / MEGABYTE)}MB`;
  const said = /^\s*(\d+(?:\.\d+)?)\s*(MB|GB)\s*$/i.exec(asked);
  if (!said || Number(said[1]) === 0) throw new RangeError(`${MEMORY_VARIABLE} is "${asked}": write how much memory the numbers may take, such as 4GB or 800MB.`);
  return `${said[1]}${said[2]?.toUpperCase()}`;
}

export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<Record<string, unknown>[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJson();
}

export function rowsOfRelation(connection: DuckDBConnection, relation: Relation): Promise<Record<string, unknown>[]> {
  return rowsOf(connection, printRelation(relation, duckdb));
}

/** Computes a relation into a table, in place of what it held, so that what builds on it does not compute it again. */
export async function materialise(connection: DuckDBConnection, table: string, relation: Relation): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${duckdb.identifier(table)} AS ${printRelation(relation, duckdb)}`);
}

/** Tables below that are not worth the asking. */
const LEAST_ROWS = 10_000;
/** Names of people, sources, stages, not of deals. */
const MOST_TEXTS = 1000;

/**
 * Keeps the texts of a table that are few different ones as numbers (`ENUM`), in the order of the texts, so that comparing and sorting say
 * the same. Whatever copies them into its own rows, which for a deal happens a hundred times, then copies a byte or two.
 * @param texts names of columns
 */
export async function encodeTexts(connection: DuckDBConnection, table: string, texts: readonly string[]): Promise<void> {
  if (texts.length === 0) return;
  const from = identifier(table);
  const [counted = {}] = await rowsOf(connection, `SELECT count(*) AS held, ${texts.map((name, index) => `approx_count_distinct(${identifier(name)}) AS of${index}`).join(', ')} FROM ${from}`);
  const few = texts.filter((_, index) => Number(counted[`of${index}`]) > 0 && Number(counted[`of${index}`]) <= MOST_TEXTS);
  if (Number(counted['held']) < LEAST_ROWS || few.length === 0) return;
  const [found = {}] = await rowsOf(connection, `SELECT ${few.map((name, index) => `list_sort(list(DISTINCT ${identifier(name)})) AS in${index}`).join(', ')} FROM ${from}`);
  for (const [index, name] of few.entries()) {
    const values = (found[`in${index}`] as readonly (string | null)[]).filter((value) => value !== null);
    await connection.run(`ALTER TABLE ${from} ALTER ${identifier(name)} TYPE ENUM(${values.map(literal).join(', ')})`);
  }
}

/** A text literal. */
export function literal(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} is no number that SQL knows.`);
    return String(value);
  }
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return duckdb.text(value);
}

export function identifier(name: string): string {
  return duckdb.identifier(name);
}
