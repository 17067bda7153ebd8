/** External inputs: CSV files beside the CRM, with their freshness. An absent file makes its metrics undefined. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { rowsOf, type DuckDBConnection } from './duckdb.ts';
import { duckdb } from './relational/duckdb.ts';
import type { Columns } from './relational/expression.ts';

interface InputDefinition {
  /** In any order in the file. */
  readonly columns: Columns;
  /** Days after `as_of` that the newest row may be old. */
  readonly freshDays: number;
}

/** Files and columns as documented in docs/metrics.md. */
export const INPUTS = {
  gtm_cost: {
    columns: { month: 'date', function: 'text', kind: 'text', channel: 'text', amount: 'number', currency: 'text', source_system: 'text', as_of: 'date' },
    freshDays: 45,
  },
  quota: {
    columns: { level: 'text', owner: 'text', motion: 'text', period_start: 'date', period_end: 'date', amount: 'number', basis: 'text', as_of: 'date' },
    freshDays: 100,
  },
} as const satisfies Readonly<Record<string, InputDefinition>>;

export interface InputState {
  readonly present: boolean;
  /** Set when the newest row is older than the input's fresh days. */
  readonly staleSince: string | null;
}

/** Makes a table `input_<name>` of every input; empty where the file is absent. */
export async function loadInputs(db: DuckDBConnection, dir: string | undefined, asOf: string): Promise<ReadonlyMap<string, InputState>> {
  const states = new Map<string, InputState>();
  for (const [name, { columns, freshDays }] of Object.entries<InputDefinition>(INPUTS)) {
    const file = dir === undefined ? undefined : join(dir, `${name}.csv`);
    if (file === undefined || !(await isFile(file))) {
      await db.run(`CREATE TABLE ${duckdb.identifier(`input_${name}`)} (${Object.entries(columns).map(([column, type]) => `${duckdb.identifier(column)} ${duckdb.type(type)}`).join(', ')})`);
      states.set(name, { present: false, staleSince: null });
      continue;
    }
    await readInput(db, name, file, columns);
    const [row] = await rowsOf(db, `SELECT max(as_of)::VARCHAR AS newest FROM ${duckdb.identifier(`input_${name}`)}`);
    const newest = typeof row?.['newest'] === 'string' ? row['newest'] : null;
    const stale = newest !== null && daysBetween(newest, asOf.slice(0, 10)) > freshDays;
    states.set(name, { present: true, staleSince: stale ? newest : null });
  }
  return states;
}

function isFile(file: string): Promise<boolean> {
  return stat(file).then((found) => found.isFile(), () => false);
}

async function readInput(db: DuckDBConnection, name: string, file: string, columns: Columns): Promise<void> {
  const types = Object.entries(columns).map(([column, type]) => `${duckdb.text(column)}: ${duckdb.text(duckdb.type(type))}`).join(', ');
  try {
    // Read by header name; a table, so that what is malformed is said here and not at the first metric.
    await db.run(`CREATE TABLE ${duckdb.identifier(`input_${name}`)} AS SELECT ${Object.keys(columns).map(duckdb.identifier).join(', ')} FROM read_csv(${duckdb.text(file)}, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', dateformat = '%Y-%m-%d', types = {${types}}, auto_type_candidates = ['VARCHAR'])`);
  } catch (error) {
    throw new Error(`${file} cannot be read as ${name}: ${firstSentence((error as Error).message)} Columns: ${Object.keys(columns).join(', ')}; dates as 2026-01-31.`, { cause: error });
  }
}

function firstSentence(message: string): string {
  return message.split('\n').map((line) => line.trim()).filter(Boolean).slice(0, 2).join(' ').slice(0, 240);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
