/** One query with grouping sets must say, in every cell, what a person with a list of the rows and a pencil would say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { columnOf, metricOf, type Aggregate, type Condition, type Conditions, type Measure, type Metric, type Ratio, type Statistic } from '../playbook/metricModel.ts';
import { metricSchema } from '../playbook/metricSchema.ts';
import { computeMetrics, recordsBehind } from './compute.ts';
import { rowsOf } from './duckdb.ts';
import { withSession } from './session.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows } from './testing/snapshot.ts';

const NOWHERE = { file: 'test.yaml', line: 1, column: 1 };
const metric = (id: string, measure: Measure, more: object = {}): Metric =>
  metricOf(metricSchema.parse({ id, label: id.padEnd(3, '.'), tier: 'diagnostic', owners: ['SAL', 'REV'], decision: 'Which one?', version: 1, unit: 'count', fact: 'outcome', period_by: 'closed_on', window: 'all', measure, slices: ['segment', 'source', 'band'], min_n: 0, ...more }), NOWHERE);

const METRICS: readonly Metric[] = [
  metric('rate', { numerator: { count: 'rows', where: { outcome: ['won'] } }, denominator: { count: 'rows', where: { outcome: ['won', 'lost'] } } }),
  metric('money', { numerator: { sum: 'amount', where: { outcome: ['won'] }, minus: { sum: 'amount', where: { source: ['Web'] } } }, denominator: { count_distinct: 'band' } }),
  metric('median', { median: 'cycle_days', where: { outcome: ['won'] } }),
  metric('mean', { mean: 'amount' }, { where: { outcome: ['won', 'lost', 'derail'] }, slices: ['source'] }),
  metric('cohort', { numerator: { count: 'rows', where: { outcome: ['won'] } }, denominator: { count: 'rows' } }, { period_by: 'created_on', slices: ['segment'] }),
];
const PERIOD = { from: '2026-02-01', to: '2026-03-01' };

const day = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map((offset) => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10));

const deal = fc.record({
  amount: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 200_000 })),
  source: fc.constantFrom(null, 'Web', 'Partner', "O'Brien"),
  employees: fc.constantFrom(null, 10, 200, 5000),
  reason: fc.constantFrom('Price', 'Timing', 'Duplicate', undefined),
  created: day(0, 30),
  qualified: day(30, 40),
  closed: day(40, 75),
  end: fc.constantFrom('Won', 'Lost', 'S3'),
});

type Row = Readonly<Record<string, unknown>>;

function isAllowed(condition: Condition, value: unknown): boolean {
  return Array.isArray(condition) && condition.some((allowed) => allowed === value);
}

function byHand(rows: readonly Row[], measure: Ratio | Statistic, periodBy: string): number | null {
  const among = (where: Conditions): readonly Row[] =>
    rows.filter((row) => Object.entries(where).every(([name, allowed]) => isAllowed(allowed, row[name])) && typeof row[periodBy] === 'string' && row[periodBy] >= PERIOD.from && row[periodBy] < PERIOD.to);
  const numbers = (found: readonly Row[], name: string): number[] => found.flatMap((row) => (row[name] === null ? [] : [Number(row[name])])).toSorted((left, right) => left - right);
  const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
  const aggregated = (aggregate: Aggregate): number => {
    const found = among(aggregate.where ?? {});
    if (aggregate.count_distinct !== undefined) return new Set(found.map((row) => row[aggregate.count_distinct as string]).filter((value) => value !== null)).size;
    if (aggregate.sum === undefined) return found.length;
    return sum(numbers(found, aggregate.sum)) - (aggregate.minus ? sum(numbers(among(aggregate.minus.where ?? {}), aggregate.minus.sum)) : 0);
  };
  if ('numerator' in measure) {
    const denominator = aggregated(measure.denominator);
    return denominator > 0 ? aggregated(measure.numerator) / denominator : null;
  }
  const all = numbers(among(measure.where ?? {}), columnOf(measure).name);
  if (all.length === 0) return null;
  if ('mean' in measure) return sum(all) / all.length;
  const middle = (all.length - 1) / 2;
  return ((all[Math.floor(middle)] ?? 0) + (all[Math.ceil(middle)] ?? 0)) / 2;
}

test('every cell equals the count by hand, and its records are those counted', async () => {
  const playbook = playbookWith(METRICS);
  await fc.assert(
    fc.asyncProperty(fc.array(deal, { maxLength: 40 }), async (deals) => {
      const rows = dealRows(deals.map(({ reason, source, ...rest }, index): DealRow => ({ id: `D${index}`, amount: rest.amount, path: [['S1', rest.created], ['S2', rest.qualified], [rest.end, rest.closed]], ...(reason === undefined ? {} : { reason }), ...(source === null ? {} : { source }) })));
      const all: Rows = { ...rows, Account: deals.map(({ employees }, index) => ({ Id: `A-D${index}`, NumberOfEmployees: employees })) };
      const dir = await writeSnapshot(playbook, all);
      const options = { asOf: '2026-07-01T12:00:00Z', period: `${PERIOD.from}..2026-02-28` };
      const fact = await withSession(playbook, dir, options, async (session) => {
        await session.build(['outcome']);
        return rowsOf(session.db, 'SELECT * REPLACE (closed_on::VARCHAR AS closed_on, created_on::VARCHAR AS created_on) FROM fact_outcome');
      });
      const results = await computeMetrics(playbook, dir, { ...options, slice: 'all' });
      for (const result of results) {
        const { measure, where, periodBy } = METRICS.find(({ id }) => id === result.id) as Metric;
        const cell = fact.filter((row) => Object.entries(where).every(([name, allowed]) => isAllowed(allowed, row[name])) && Object.entries(result.slice).every(([name, value]) => row[name] === value));
        const expected = byHand(cell, measure as Ratio | Statistic, periodBy as string);
        const label = `${result.id} ${JSON.stringify(result.slice)}`;
        if (expected === null || result.value === null) assert.equal(result.value, expected, label);
        else assert.ok(Math.abs(result.value - expected) < 1e-6, `${label}: ${result.value} and ${expected} by hand`);
      }
      const cells = results.filter(({ id, slice }) => id === 'rate' && Object.keys(slice).length === 1);
      for (const { slice, n } of cells.slice(0, 2)) assert.equal((await recordsBehind(playbook, dir, 'rate', slice, options)).length, n);
    }),
    { seed: 20260601, numRuns: 12 },
  );
});

test('a metric that names a column wrongly says which metric, where and what', async () => {
  const broken = metric('broken', { median: 'cycle_dais' });
  const playbook = playbookWith([broken]);
  const dir = await writeSnapshot(playbookWith([]), {});
  await assert.rejects(computeMetrics(playbook, dir), /metric broken \(test\.yaml:1\).*no column cycle_dais/);
  const mixed = metric('mixed', { numerator: { count: 'rows', where: { outcome: [true] } }, denominator: { count: 'rows' } });
  await assert.rejects(computeMetrics(playbookWith([mixed]), dir), /metric mixed .*true is no text/);
});
