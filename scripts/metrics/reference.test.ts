/** The engine against metrics written out once more over lists, on random histories; and what must not change a number. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { computeMetrics } from './compute.ts';
import { rowsOf as query } from './duckdb.ts';
import { withSession } from './session.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows } from './testing/snapshot.ts';
import { referenceNumbers, type Deal } from './testing/reference.ts';
import { referenceAcquisition, type Margin, type Spend, type Win } from './testing/referenceAcquisition.ts';
import { referenceForecasts } from './testing/referenceForecasts.ts';
import { inputs, metric, valuesOf, type Said } from './testing/vectors.ts';
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
  owner: fc.constantFrom('U1', 'U2', 'U3'),
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
  return dealRows(deals.map(({ id, source, owner, lossClass, steps }): DealRow => ({ id, source, ...(owner === undefined ? {} : { owner }), reason: REASONS[lossClass], path: steps.map(({ stage, at, ...said }) => [stage, at, said]) })));
}

const named = (deals: readonly Omit<Deal, 'id'>[]): Deal[] => deals.map((found, index) => ({ ...found, id: `D${String(index).padStart(3, '0')}` }));
const rounded = (value: number | null | undefined): number | null => (value === null || value === undefined ? null : Math.round(value * 1e6) / 1e6);

async function results(rows: Rows, options: { slice?: string; timeZone?: string } = {}): Promise<MetricResult[]> {
  return computeMetrics(PLAYBOOK, await writeSnapshot(PLAYBOOK, rows), { asOf: AS_OF, period: '2026-Q1', ...(options.slice === undefined ? {} : { slice: options.slice }) });
}

test('ten metrics are what their definitions say, on any history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.array(deal, { minLength: 1, maxLength: 10 }), fc.array(deal, { minLength: 50, maxLength: 90, size: 'max' })), async (found) => {
      const deals = named(found);
      const said = valuesOf(await results(rowsOf(deals)));
      for (const [name, expected] of Object.entries(referenceNumbers(deals, QUARTER))) assert.equal(said[name] ?? null, rounded(expected), name);
    }),
    // Not shrunk: each try is a database, and the names of deals are short enough to follow.
    { seed: 20260603, numRuns: 8, endOnFailure: true },
  );
});

/** Both ways: what the list says is what the engine says, and the engine says nothing beside it. */
function assertSame(said: Said, expected: Said): void {
  for (const [name, value] of Object.entries(expected)) assert.equal(said[name] ?? null, rounded(value), name);
  assert.deepEqual(Object.keys(said).filter((name) => !(name in expected)), []);
}

test('forecast accuracy with its bias is what its definition says at every snapshot and in every category, of a quarter and of two', async () => {
  const playbook = { ...PLAYBOOK, metrics: ['forecast_accuracy', 'forecast_bias'].map((id) => metric(id)) };
  const users = ['U1', 'U2', 'U3'].map((id) => ({ Id: id, Name: `Name ${id}`, Username: `${id}@x` }));
  const second = { from: '2026-04-01', to: '2026-07-01' };
  const cases: [period: string, quarters: readonly (typeof QUARTER)[]][] = [['2026-Q1', [QUARTER]], ['2026-01-01..2026-06-30', [QUARTER, second]]];
  const telling = new Set<string>();
  await fc.assert(
    // Enough of them that quarters have wins and owners miss in both directions.
    fc.asyncProperty(fc.array(deal, { minLength: 50, maxLength: 90, size: 'max' }), async (found) => {
      const deals = named(found);
      const dir = await writeSnapshot(playbook, { ...rowsOf(deals), User: users });
      for (const [period, quarters] of cases) {
        const expected = referenceForecasts(deals, quarters);
        for (const [name, value] of Object.entries(expected)) if (value !== null && value !== 1) telling.add(`${name} ${value < 0 ? 'below' : 'above'} zero`);
        const said = (slice: string): Promise<Said> => computeMetrics(playbook, dir, { asOf: '2027-01-01T12:00:00Z', period, slice }).then(valuesOf);
        const all = { ...(await said('snapshot')), ...(await said('category')) };
        assertSame(Object.fromEntries(Object.entries(all).filter(([name]) => !/\/(best_case|pipeline|day_\d+)@/.test(name) && !/bias\/.*@/.test(name))), expected);
      }
    }),
    { seed: 20260604, numRuns: 6, endOnFailure: true },
  );
  for (const cut of ['', '/by_owner', '@week 1', '@week 7', '@week 13', '@day 71', '@Best Case', '@Pipeline']) assert.ok(telling.has(`forecast_accuracy${cut} above zero`) || telling.has(`forecast_accuracy${cut} below zero`), `accuracy${cut} said something`);
  for (const side of ['above', 'below']) assert.ok(telling.has(`forecast_bias@week 3 ${side} zero`), `a bias ${side} zero`);
});

test('what a customer costs, and the months until it has paid that back, are what their definitions say', async () => {
  const playbook = { ...PLAYBOOK, metrics: ['cac', 'cac_payback'].map((id) => metric(id)) };
  const months = ['2025-09-01', '2025-10-01', '2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'];
  const win = fc.record<Omit<Win, 'id'>>({
    account: fc.constantFrom('A1', 'A2', 'A3', 'A4', 'A5', 'A6'),
    on: fc.integer({ min: -30, max: 150 }).map(day),
    arr: fc.constantFrom(null, 0, 12_000, 30_000, 99.5),
    motion: fc.constantFrom('New Logo', 'Win-back', null),
    exclude: fc.constantFrom(null, null, null, 'Migration', 'Test'),
  });
  const spent = fc.record<Spend>({ month: fc.constantFrom(...months), kind: fc.constantFrom('programme', 'people', 'tools', 'overhead'), amount: fc.constantFrom(0, 1000, 2500.25, 40_000) });
  const margins = fc.uniqueArray(fc.record<Margin>({ month: fc.constantFrom(...months), rate: fc.constantFrom(0, 0.4, 0.75, 1) }), { selector: ({ month }) => month });
  const history = fc.record({ wins: fc.array(win, { maxLength: 20 }), spend: fc.array(spent, { maxLength: 12 }), margins });
  const fileOf = (head: string, rows: readonly (readonly (string | number)[])[]): string => [head, ...rows.map((row) => row.join(','))].join('\n');
  const known = new Set<string>();
  await fc.assert(
    fc.asyncProperty(history, async ({ wins: found, spend, margins: rates }) => {
      const wins = found.map((one, index): Win => ({ ...one, id: `W${String(index).padStart(2, '0')}` }));
      const rows = dealRows(wins.map(({ id, account, on, arr, motion, exclude }): DealRow => ({ id, account, ...(motion === null ? {} : { motion }), ...(exclude === null ? {} : { exclude }), more: { Handrail_ARR__c: arr }, path: [['S1', '2025-10-01'], ['Won', on]] })));
      const dir = await writeSnapshot(playbook, rows);
      const inputsDir = await inputs({
        'gtm_cost.csv': fileOf('month,function,kind,channel,amount,currency,source_system,as_of', spend.map(({ month, kind, amount }) => [month, 'sales', kind, '', amount, 'USD', 'ledger', '2026-06-30'])),
        'gross_margin.csv': fileOf('month,gross_margin,as_of', rates.map(({ month, rate }) => [month, rate, '2026-06-30'])),
      });
      for (const [period, ofPeriod] of [['2026-Q1', months.slice(4, 7)], ['2025-11-01..2026-02-28', months.slice(2, 6)]] as const) {
        const expected = referenceAcquisition(wins, spend, rates, ofPeriod);
        for (const [name, value] of Object.entries(expected)) if (value !== null && value > 0) known.add(name);
        assertSame(valuesOf(await computeMetrics(playbook, dir, { asOf: AS_OF, period, inputsDir })), expected);
      }
    }),
    { seed: 20260605, numRuns: 15, endOnFailure: true },
  );
  assert.equal(known.size, 6, 'every number was more than nothing once');
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
