/** All metrics in all their cuts: our planner, one query a fact, against one plain query a number on the same facts and engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cellsOf } from '../metrics/counting.ts';
import { rowsOf } from '../metrics/duckdb.ts';
import { computeMetrics, type MetricResult } from '../metrics/index.ts';
import { planQueries } from '../metrics/plan.ts';
import { withSession } from '../metrics/session.ts';
import { loadPlaybook } from '../playbook/index.ts';
import type { Playbook } from '../playbook/model.ts';
import { count, cpuSeconds, inTurns, positive, say, table, type Bench } from './harness.ts';
import { AS_OF, writeCompany } from './metricsData.ts';
import { compileAll, costOfFacts, scanAll, typedScans } from './metricsParts.ts';
import { plainSql, type Cell } from './plainSql.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** There are thousands of numbers, and a minute is enough for a benchmark. */
const TIMED_QUERIES = 150;
/** Before the first record of the company. */
const FIRST_DAY = '2024-05-31';
const OPTIONS = { asOf: AS_OF, inputsDir: join(PROJECT, 'config/sample/inputs'), slice: 'all' } as const;

export const metrics: Bench = {
  summary: 'planner with grouping sets against one plain query per number (--rows 10000); or, for sizes at which that takes hours, a snapshot to all results once (--once)',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { rows: { type: 'string', default: '10000' }, once: { type: 'boolean', default: false } } });
    const rows = positive(values.rows, '--rows');
    const { playbook } = await loadPlaybook(join(PROJECT, 'config/playbook'));
    if (!playbook) throw new Error('The playbook is not sound: run handrail check.');
    const dir = await mkdtemp(join(tmpdir(), 'handrail-bench-'));
    try {
      await writeCompany(dir, playbook, rows);
      await (values.once ? wholeOnce : compare)(playbook, dir, rows);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};

/** Nothing is compared and nothing warmed up; smaller sizes have done that. */
async function wholeOnce(playbook: Playbook, dir: string, rows: number): Promise<void> {
  let numbers = 0;
  const whole = await cpuSeconds(async () => {
    numbers = (await computeMetrics(playbook, dir, OPTIONS)).length;
  });
  const peak = process.resourceUsage().maxRSS / 1024;
  const scans = await typedScans(dir);
  const scan = await cpuSeconds(() => scanAll(scans));
  say(`${count(rows)} deals, ${count(numbers)} results: ${whole.toFixed(1)} CPU-s from the snapshot, ${count(peak)} MB at most. DuckDB reads the same records from CSV, typed (peer): ${scan.toFixed(1)} CPU-s, ${(whole / scan).toFixed(1)} times.`);
}

async function compare(playbook: Playbook, dir: string, rows: number): Promise<void> {
  const results = await computeMetrics(playbook, dir, OPTIONS);
  const facts = new Set(playbook.metrics.map(({ fact }) => fact));
  const periods = new Map(results.map(({ id, period }) => [id, period]));
  await withSession(playbook, dir, OPTIONS, async (session) => {
    const requests = playbook.metrics.flatMap((metric) => {
      const period = periods.get(metric.id);
      return period ? [{ metric, period, slices: metric.slices, today: session.today, fiscalYearStart: playbook.fiscalYearStart }] : [];
    });
    const asked = new Map([...Map.groupBy(requests, ({ metric }) => metric.fact)].map(([fact, own]) => [fact, own.map(({ period }) => period)]));
    await session.build(facts, asked);
    const numbers = results.flatMap((result) => numbersOf(playbook, result, session.today));
    await checkEqual(numbers, (sql) => rowsOf(session.db, sql));
    say(`${count(rows)} deals, ${playbook.metrics.length} metrics, ${facts.size} facts, ${count(numbers.length)} numbers: planner and plain queries say the same in every one.`);
    const timed = evenly(numbers, TIMED_QUERIES);
    const stages = playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? [];
    const input = { playbook, asOf: session.asOf, today: session.today, timeZone: session.timeZone, firstDay: FIRST_DAY, lastDay: session.today, stageOrders: [{ from: null, stages }], asked };
    const scans = await typedScans(dir);
    const work = {
      planner: async () => {
        for (const query of planQueries(requests)) await cellsOf(session.engine, query);
      },
      plain: async () => {
        for (const { cell } of timed) await rowsOf(session.db, plainSql(cell));
      },
      whole: () => computeMetrics(playbook, dir, OPTIONS),
      scan: () => scanAll(scans),
      compile: () => compileAll(input, requests),
    };
    const measured = await inTurns(['planner', 'plain', 'whole', 'scan', 'compile'], (name) => cpuSeconds(work[name]));
    const spent = { ...measured, plain: (measured.plain * numbers.length) / timed.length };
    if (timed.length < numbers.length) say(`Of the plain queries ${count(timed.length)} were timed, evenly picked; their time stands for all.`);
    say();
    say(table([
      ['', 'CPU-s', 'ratio'],
      ['DuckDB, one plain query per number (peer)', spent.plain.toFixed(3), '1'],
      ['planner, one query per fact and cut', spent.planner.toFixed(3), `1/${(spent.plain / spent.planner).toFixed(1)}`],
      ['beside it: snapshot to results, with load and facts', spent.whole.toFixed(3), ''],
      ['beside it: DuckDB reads the same records from CSV, typed', spent.scan.toFixed(3), `${(spent.whole / spent.scan).toFixed(1)} times for the whole`],
      ['beside it: all of it said as SQL', spent.compile.toFixed(3), ''],
    ]));
    const costs = (await costOfFacts(playbook, dir, OPTIONS, requests, asked)).toSorted((left, right) => right.built + right.asked - left.built - left.asked);
    say();
    say(table([['fact, with the tables that it is the first to read', 'built, CPU-s', 'asked, CPU-s'], ...costs.map(({ fact, built, asked: spentOn }) => [fact, built.toFixed(2), spentOn.toFixed(2)])]));
    say();
    say(`At most ${count(process.resourceUsage().maxRSS / 1024)} MB were in use.`);
  });
}

/** As many of a list, spread over all of it. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  return all.length <= most ? all : Array.from({ length: most }, (_, index) => all[Math.floor((index * all.length) / most)]).filter((one) => one !== undefined);
}

interface Numbered {
  readonly cell: Cell;
  readonly found: Pick<MetricResult, 'value' | 'numerator' | 'denominator' | 'parts'>;
  readonly name: string;
}

/** The number of a result and those of its variants. */
function numbersOf(playbook: Playbook, result: MetricResult, today: string): Numbered[] {
  const metric = playbook.metrics.find(({ id }) => id === result.id);
  if (!metric) return [];
  const { period, slice } = result;
  // It says that there is nothing to split, and is no number.
  if (metric.splitBy !== null && slice[metric.splitBy] === undefined) return [];
  const name = (variant: string): string => `${result.id}${variant} ${JSON.stringify(slice)}`;
  const variants = metric.variants.flatMap((variant, index): Numbered[] => {
    const found = result.variants[index];
    return found ? [{ cell: { metric, measure: variant.measure, periodBy: variant.periodBy, period, slice, today }, found, name: name(`/${variant.id}`) }] : [];
  });
  return [{ cell: { metric, measure: metric.measure, periodBy: metric.periodBy, period, slice, today }, found: result, name: name('') }, ...variants];
}

/** Means are sums of threads in any order, so the last digits may differ; everything else is exact. */
async function checkEqual(numbers: readonly Numbered[], ask: (sql: string) => Promise<Record<string, unknown>[]>): Promise<void> {
  for (const { cell, found, name } of numbers) {
    const [row = {}] = await ask(plainSql(cell));
    const plain = (column: string): number | null => (row[column] === null || row[column] === undefined ? null : Number(row[column]));
    for (const [ours, theirs] of pairsOf(found, plain, cell)) {
      const near = ours !== null && theirs !== null && Math.abs(ours - theirs) <= 1e-9 * Math.abs(theirs);
      if (ours !== theirs && !near) throw new Error(`${name}: the planner says ${ours}, a plain query ${theirs}.\n${plainSql(cell)}`);
    }
  }
}

/** What is to be compared; a value that its state withholds is not. */
function pairsOf(found: Numbered['found'], plain: (column: string) => number | null, { measure }: Cell): (readonly [ours: number | null, theirs: number | null])[] {
  if (found.parts) {
    // The ends of an interval are worked out from the others.
    const asked = 'formula' in measure ? Object.entries(found.parts).filter(([name]) => Object.hasOwn(measure.of, name)) : [];
    return asked.map(([name, value]) => {
      const [numerator, denominator] = [plain(`${name}_numerator`), plain(`${name}_denominator`)];
      return [value, plain(`${name}_value`) ?? (numerator !== null && denominator !== null && denominator > 0 ? numerator / denominator : null)];
    });
  }
  if ('numerator' in measure || 'share' in measure) return [[found.numerator, plain('numerator')], [found.denominator, plain('denominator')]];
  return found.value === null ? [] : [[found.value, plain('value')]];
}
