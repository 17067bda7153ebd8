/** All metrics in all their cuts: our planner, one query a fact, against one plain query a number on the same facts and engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rowsOf, rowsOfRelation } from '../metrics/duckdb.ts';
import { computeMetrics, type MetricResult } from '../metrics/index.ts';
import { planQueries } from '../metrics/plan.ts';
import { withSession } from '../metrics/session.ts';
import { loadPlaybook } from '../playbook/index.ts';
import type { Playbook } from '../playbook/model.ts';
import { count, cpuSeconds, inTurns, positive, say, table, type Bench } from './harness.ts';
import { AS_OF, writeCompany } from './metricsData.ts';
import { plainSql, type Cell } from './plainSql.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const OPTIONS = { asOf: AS_OF, inputsDir: join(PROJECT, 'config/sample/inputs'), slice: 'all' } as const;

export const metrics: Bench = {
  summary: 'planner with grouping sets against one plain query per number (--rows 100000)',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '100000' } } });
    const rows = positive(values.rows, '--rows');
    const { playbook } = await loadPlaybook(join(PROJECT, 'config/playbook'));
    if (!playbook) throw new Error('The playbook is not sound: run handrail check.');
    const dir = await mkdtemp(join(tmpdir(), 'handrail-bench-'));
    try {
      await writeCompany(dir, playbook, rows);
      await compare(playbook, dir, rows);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};

async function compare(playbook: Playbook, dir: string, rows: number): Promise<void> {
  const results = await computeMetrics(playbook, dir, OPTIONS);
  const numbers = results.flatMap((result) => numbersOf(playbook, result));
  const facts = new Set(playbook.metrics.map(({ fact }) => fact));
  const periods = new Map(results.map(({ id, period }) => [id, period]));
  const requests = playbook.metrics.flatMap((metric) => {
    const period = periods.get(metric.id);
    return period ? [{ metric, period, slices: metric.slices }] : [];
  });
  await withSession(playbook, dir, OPTIONS, async (session) => {
    await session.build(facts);
    await checkEqual(numbers, (sql) => rowsOf(session.db, sql));
    say(`${count(rows)} deals, ${playbook.metrics.length} metrics, ${facts.size} facts, ${count(numbers.length)} numbers: planner and plain queries say the same in every one.`);
    const work = {
      planner: async () => {
        for (const { relation } of planQueries(requests)) await rowsOfRelation(session.db, relation);
      },
      plain: async () => {
        for (const { cell } of numbers) await rowsOf(session.db, plainSql(cell));
      },
      whole: () => computeMetrics(playbook, dir, OPTIONS),
    };
    const spent = await inTurns(['planner', 'plain', 'whole'], (name) => cpuSeconds(work[name]));
    say();
    say(table([
      ['', 'CPU-s', 'ratio'],
      ['DuckDB, one plain query per number (peer)', spent.plain.toFixed(3), '1'],
      ['planner, one query per fact', spent.planner.toFixed(3), `1/${(spent.plain / spent.planner).toFixed(1)}`],
      ['beside it: snapshot to results, with load and facts', spent.whole.toFixed(3), ''],
    ]));
  });
}

interface Numbered {
  readonly cell: Cell;
  readonly found: { readonly value: number | null; readonly numerator: number | null; readonly denominator: number | null };
  readonly name: string;
}

/** The number of a result and those of its variants. */
function numbersOf(playbook: Playbook, result: MetricResult): Numbered[] {
  const metric = playbook.metrics.find(({ id }) => id === result.id);
  if (!metric) return [];
  const { period, slice } = result;
  const name = (variant: string): string => `${result.id}${variant} ${JSON.stringify(slice)}`;
  const variants = metric.variants.flatMap((variant, index): Numbered[] => {
    const found = result.variants[index];
    return found ? [{ cell: { metric, measure: variant.measure, periodBy: variant.periodBy, period, slice }, found, name: name(`/${variant.id}`) }] : [];
  });
  return [{ cell: { metric, measure: metric.measure, periodBy: metric.periodBy, period, slice }, found: result, name: name('') }, ...variants];
}

/** Means are sums of threads in any order, so the last digits may differ; everything else is exact. */
async function checkEqual(numbers: readonly Numbered[], ask: (sql: string) => Promise<Record<string, unknown>[]>): Promise<void> {
  for (const { cell, found, name } of numbers) {
    const [row = {}] = await ask(plainSql(cell));
    const plain = (column: string): number | null => (row[column] === null || row[column] === undefined ? null : Number(row[column]));
    const pairs = 'numerator' in cell.measure ? [[found.numerator, plain('numerator')], [found.denominator, plain('denominator')]] : [[found.value, plain('value')]];
    for (const [ours = null, theirs = null] of pairs) {
      const near = ours !== null && theirs !== null && 'mean' in cell.measure && Math.abs(ours - theirs) <= 1e-9 * Math.abs(theirs);
      if (ours !== theirs && !near) throw new Error(`${name}: the planner says ${ours}, a plain query ${theirs}.\n${plainSql(cell)}`);
    }
  }
}
