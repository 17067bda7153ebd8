/** What the parts of the metric engine cost: each fact with its queries, saying it all as SQL, and reading the files alone. */
import { join } from 'node:path';
import { rowsOf, withDuckDb, identifier, literal } from '../metrics/duckdb.ts';
import { cellsOf } from '../metrics/counting.ts';
import type { FactInput, FactName } from '../metrics/facts/index.ts';
import { packOf, turnsOf } from '../metrics/pack.ts';
import { planQueries, readOf } from '../metrics/plan.ts';
import type { FactQuery, MetricRequest } from '../metrics/planned.ts';
import { duckdb } from '../metrics/relational/duckdb.ts';
import { printRelation } from '../metrics/relational/print.ts';
import { withSession } from '../metrics/session.ts';
import { readManifest } from '../metrics/snapshot.ts';
import type { Playbook } from '../playbook/model.ts';
import { cpuSeconds } from './harness.ts';

export interface FactCost {
  readonly fact: FactName;
  /** CPU-seconds, with the tables that it is the first to read. */
  readonly built: number;
  readonly asked: number;
}

/** Each fact built, asked and dropped in its turn. */
export async function costOfFacts(playbook: Playbook, dir: string, options: { readonly asOf: string; readonly inputsDir: string }, requests: readonly MetricRequest[], asked: NonNullable<FactInput['asked']>): Promise<readonly FactCost[]> {
  return withSession(playbook, dir, options, async (session) => {
    const costs: FactCost[] = [];
    const clock = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    };
    let since = clock();
    const queries = planQueries(requests);
    const of = (fact: FactName): readonly FactQuery[] => queries.filter((query) => query.fact === fact);
    await session.build(new Set(requests.map(({ metric }) => metric.fact)), asked, {
      read: (fact, relation) => readOf(relation, of(fact), false),
      ask: async (fact) => {
        const built = clock() - since;
        const spent = await cpuSeconds(async () => {
          for (const query of of(fact)) await cellsOf(session.engine, query);
        });
        costs.push({ fact, built, asked: spent });
        since = clock();
      },
    });
    return costs;
  });
}

/** From the playbook to the text of every statement. */
export function compileAll(input: FactInput, requests: readonly MetricRequest[]): number {
  // What was worked out for an input is kept with it.
  const turns = turnsOf(packOf({ ...input }, new Set(requests.map(({ metric }) => metric.fact))));
  const relations = [...turns.flatMap(({ before, relation }) => [...before.map(([, step]) => step), relation]), ...planQueries(requests).map(({ relation }) => relation)];
  return relations.reduce((length, relation) => length + printRelation(relation, duckdb).length, 0);
}

/** All numbers of amounts fit; a wide decimal takes the CSV reader fourteen times as long, which a peer need not pay. */
const NARROW = 'DECIMAL(18,8)';

/** Writes the objects of a snapshot as CSV beside it. @returns the queries that read every value of every file, typed, and nothing else */
export async function typedScans(dir: string): Promise<readonly string[]> {
  const { objects } = await readManifest(dir);
  return withDuckDb(async (db) => {
    const scans: string[] = [];
    for (const { object, file } of objects) {
      const [parquet, csv] = [literal(join(dir, file)), literal(join(dir, `${object}.csv`))];
      await db.run(`COPY (SELECT * FROM read_parquet(${parquet})) TO ${csv} (FORMAT csv, HEADER, FORCE_QUOTE *)`);
      const columns = await rowsOf(db, `DESCRIBE SELECT * FROM read_parquet(${parquet})`);
      const types = columns.map(({ column_name: name, column_type: type }) => `${literal(String(name))}: ${literal(String(type).startsWith('DECIMAL') ? NARROW : String(type))}`);
      scans.push(`SELECT ${columns.map(({ column_name: name }) => `count(${identifier(String(name))})`).join(', ')} FROM read_csv(${csv}, header = true, auto_detect = false, quote = '"', columns = {${types.join(', ')}})`);
    }
    return scans;
  });
}

export async function scanAll(scans: readonly string[]): Promise<void> {
  await withDuckDb(async (db) => {
    for (const scan of scans) await rowsOf(db, scan);
  });
}
