/** The engine against ten metrics written out once more over lists, on random histories; and what must not change a number. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { computeMetrics } from './compute.ts';
import { rowsOf as query } from './duckdb.ts';
import { withSession } from './session.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows } from './testing/snapshot.ts';
import { referenceNumbers, type Deal } from './testing/reference.ts';
import { metric, valuesOf } from './testing/vectors.ts';
import type { MetricResult } from './types.ts';

const IDS = ['win_rate', 'sales_cycle', 'pipeline_created', 'average_deal_value', 'stage_conversion', 'time_in_stage', 'close_date_moves', 'pushed_revenue', 'forecast_bias', 'forecast_bridge'];
const METRICS = IDS.map((id) => metric(id));
const QUARTER = { from: '2026-01-01', to: '2026-04-01' };
const AS_OF = '2026-09-01T12:00:00Z';
const PLAYBOOK = { ...playbookWith(METRICS), businessHours: { timeZone: 'UTC', days: {}, holidays: [] } };

const day = (offset: number): string => new Date(Date.UTC(2025, 11, 1) + offset * 86_400_000).toISOString().slice(0, 10);

/** Any path through the stages, skipping, going back, closing, reopening, standing still; several steps on a day, at one instant even. */
const deal = fc.record({
  source: fc.constantFrom('Web', 'Partner'),
  lossClass: fc.constantFrom('lost', 'derail', 'void'),
  steps: fc.array(
    fc.record({
      stage: fc.constantFrom('S1', 'S2', 'S3', 'S1', 'S2', 'S3', 'Won', 'Lost'),
      after: fc.constantFrom(0, 0, 5, 11, 20, 40),
      amount: fc.constantFrom(null, 0, 10, 25.5, 100),
      closes: fc.integer({ min: 0, max: 190 }),
      category: fc.constantFrom('Pipeline', 'BestCase', 'Forecast', 'Omitted'),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  begins: fc.integer({ min: 0, max: 120 }),
  hour: fc.integer({ min: 0, max: 23 }),
}).map(({ steps, begins, hour, ...rest }): Omit<Deal, 'id'> => {
  let at = begins;
  return {
    ...rest,
    steps: steps.map(({ after, closes, ...step }) => {
      at += after;
      return { ...step, at: `${day(at)}T${String(hour).padStart(2, '0')}:00:00.000Z`, closes: day(closes) };
    }),
  };
});

const REASONS = { lost: 'Price', derail: 'Timing', void: 'Duplicate' } as const;

function rowsOf(deals: readonly Deal[]): Rows {
  return dealRows(deals.map(({ id, source, lossClass, steps }): DealRow => ({ id, source, reason: REASONS[lossClass], path: steps.map(({ stage, at, ...said }) => [stage, at, said]) })));
}

const named = (deals: readonly Omit<Deal, 'id'>[]): Deal[] => deals.map((found, index) => ({ ...found, id: `D${String(index).padStart(3, '0')}` }));
const rounded = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : Math.round(value * 1e6) / 1e6);

async function results(rows: Rows, options: { slice?: string; timeZone?: string } = {}): Promise<MetricResult[]> {
  return computeMetrics(PLAYBOOK, await writeSnapshot(PLAYBOOK, rows), { asOf: AS_OF, period: '2026-Q1', ...(options.slice === undefined ? {} : { slice: options.slice }) });
}

test('ten metrics are what their definitions say, on any history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deal, { minLength: 1, maxLength: 60 }), async (found) => {
      const deals = named(found);
      const said = valuesOf(await results(rowsOf(deals)));
      for (const [name, expected] of Object.entries(referenceNumbers(deals, QUARTER))) assert.equal(said[name] ?? null, rounded(expected), name);
    }),
    // Not shrunk: each try is a database, and the names of deals are short enough to follow.
    { seed: 20260603, numRuns: 8, endOnFailure: true },
  );
});

describe('on one large history', () => {
  const deals = named(fc.sample(deal, { seed: 7, numRuns: 150 }));
  const rows = rowsOf(deals);

  test('what slices count adds up to the whole, and money too', async () => {
    const all = await results(rows, { slice: 'source' });
    for (const id of ['win_rate', 'pipeline_created', 'pushed_revenue', 'close_date_moves']) {
      const own = all.filter((result) => result.id === id);
      const parts = own.filter(({ slice }) => Object.keys(slice).length === 1);
      const [whole] = own;
      const added = (pick: (result: MetricResult) => number | null): number | null => rounded(parts.reduce((sum, part) => sum + (pick(part) ?? 0), 0));
      assert.ok(parts.length > 1 || id === 'pushed_revenue' || id === 'close_date_moves', `${id} is cut`);
      if (parts.length === 0) continue;
      assert.equal(added(({ n }) => n), whole?.n, id);
      if (whole?.numerator !== null) assert.deepEqual([added(({ numerator }) => numerator), added(({ denominator }) => denominator)], [whole?.numerator, whole?.denominator], id);
      else assert.equal(added(({ value }) => value), rounded(whole.value), id);
    }
  });

  test('at every snapshot and in every category the lines of the bridge add up to actual less forecast, each deal in one', async () => {
    const dir = await writeSnapshot(PLAYBOOK, rows);
    await withSession(PLAYBOOK, dir, { asOf: AS_OF }, async (session) => {
      await session.build(['forecast'], new Map([['forecast', [QUARTER, { from: '2026-04-01', to: '2026-07-01' }]]]));
      const sums = await query(session.db, "SELECT on_date, snapshot, category, sum(change) AS lines, sum(actual) - sum(forecast) AS apart, count(*) AS rows, count(DISTINCT opportunity_id) AS deals, sum(actual) AS won FROM fact_forecast WHERE kind = 'deal' GROUP BY ALL");
      assert.ok(sums.length > 80);
      for (const row of sums) assert.deepEqual([row['lines'], row['rows']], [row['apart'], row['deals']]);
      // What came of a quarter is the same whenever it was forecast.
      for (const [, own] of Map.groupBy(sums, (row) => row['on_date'])) assert.equal(new Set(own.map((row) => row['won'])).size, 1);
    });
  });

  test('months add up to the quarter', async () => {
    const own = (await results(rows, { slice: 'month' })).filter(({ id }) => id === 'pipeline_created');
    const [whole, ...months] = own;
    assert.ok(months.length >= 2);
    assert.equal(rounded(months.reduce((sum, { value }) => sum + (value ?? 0), 0)), rounded(whole?.value));
  });

  test('the order of the rows and the zone of the machine change nothing', async () => {
    const expected = valuesOf(await results(rows, { slice: 'source' }));
    const backwards: Rows = Object.fromEntries(Object.entries(rows).map(([object, found]) => [object, found.toReversed()]));
    assert.deepEqual(valuesOf(await results(backwards, { slice: 'source' })), expected);
    const zone = process.env['TZ'];
    try {
      process.env['TZ'] = 'Pacific/Kiritimati';
      assert.deepEqual(valuesOf(await results(rows, { slice: 'source' })), expected);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});
