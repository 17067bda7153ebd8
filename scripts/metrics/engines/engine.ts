/** What computes relations: DuckDB in this process, or an engine elsewhere that speaks SQL. */
import { identifier, materialise, encodeTexts, rowsOfRelation, type DuckDBConnection } from '../duckdb.ts';
import type { Dialect } from '../relational/dialect.ts';
import { duckdb } from '../relational/duckdb.ts';
import type { Columns, Value } from '../relational/expression.ts';
import { printRelation } from '../relational/print.ts';
import { values, type Relation } from '../relational/relation.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Engine {
  readonly dialect: Dialect;
  /** Whole numbers and decimals as text or number, days as 2026-01-31, instants as ISO text in UTC. */
  rows(relation: Relation): Promise<readonly Row[]>;
  /** Computes a relation into a table, so that what builds on it does not compute it again. */
  table(name: string, relation: Relation): Promise<void>;
  /** Keeps the texts of a table that much is copied from in less room; absent: they stay as they are. */
  encode?(name: string, columns: Columns): Promise<void>;
  /** Gives back the room of tables that nothing reads any more; absent: they stay to the end. */
  drop?(names: readonly string[]): Promise<void>;
  /** A table of rows that are here. */
  load(name: string, columns: Columns, rows: readonly (readonly Value[])[]): Promise<void>;
}

export function duckDbEngine(db: DuckDBConnection): Engine {
  return {
    dialect: duckdb,
    rows: (relation) => rowsOfRelation(db, relation),
    table: (name, relation) => materialise(db, name, relation),
    encode: (name, columns) => encodeTexts(db, name, Object.keys(columns).filter((column) => columns[column] === 'text')),
    drop: async (names) => {
      for (const name of names) await db.run(`DROP TABLE IF EXISTS ${identifier(name)}`);
    },
    load: async (name, columns, rows) => void (await db.run(`CREATE TEMP TABLE ${identifier(name)} AS ${printRelation(values(columns, rows), duckdb)}`)),
  };
}
