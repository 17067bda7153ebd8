/** DuckDB in this process, without extensions from outside. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { duckdb } from './relational/duckdb.ts';
import { printRelation } from './relational/print.ts';
import type { Relation } from './relational/relation.ts';

export type { DuckDBConnection } from '@duckdb/node-api';

/** Runs work on an in-memory database and closes it after. @param settings of DuckDB, such as `threads` */
export async function withDuckDb<T>(work: (connection: DuckDBConnection) => Promise<T>, settings: Readonly<Record<string, string>> = {}): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', ...settings });
  const connection = await instance.connect();
  try {
    // Instants are compared in UTC; local dates are computed where a fact needs them.
    await connection.run("SET TimeZone = 'UTC'");
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
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
