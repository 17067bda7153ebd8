/** Forecasts that are computed, worked out by hand; and that none of them knows what came later. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { rowsOf } from '../duckdb.ts';
import type { Period } from '../period.ts';
import { withSession } from '../session.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows } from '../testing/snapshot.ts';
import { among, compute, metric, values } from '../testing/vectors.ts';

type Path = DealRow['path'];
const deal = (id: string, amount: number, path: Path, owner?: string): DealRow => ({ id, amount, path, reason: 'Price', ...(owner === undefined ? {} : { owner }) });
/** Open and committed on day 15, made 13 days before. */
const commit = (id: string, amount: number, quarter: readonly [string, string, string], end: 'Won' | 'Lost' | null, owner?: string): DealRow => {
  const [first, month, last] = quarter;
  return deal(id, amount, [['S2', `${first}-02`, { closes: `${last}-20`, category: 'Forecast' }], ...(end === null ? [] : [[end, `${end === 'Won' ? last : month}-10`, end === 'Won' ? { closes: `${last}-10` } : {}] as const])], owner);
};
const won = (id: string, amount: number, made: string, on: string, owner?: string): DealRow => deal(id, amount, [['S1', made, { closes: on, category: 'Pipeline' }], ['Won', on]], owner);

const Q = [['2025-01', '2025-02', '2025-03'], ['2025-04', '2025-05', '2025-06'], ['2025-07', '2025-08', '2025-09'], ['2025-10', '2025-11', '2025-12']] as const;
/** Each quarter: 10 won before day 15; 100 committed on it, that is won every other time; 30 made and won later. */
const past = Q.flatMap((quarter, index) => [
  won(`EARLY${index}`, 10, `${quarter[0]}-01`, `${quarter[0]}-05`),
  commit(`COMMIT${index}`, 100, quarter, index % 2 === 0 ? 'Won' : 'Lost'),
  won(`NEW${index}`, 30, `${quarter[1]}-01`, `${quarter[1]}-20`),
]);
const before = deal('BEFORE', 1, [['S1', '2024-12-02'], ['Lost', '2024-12-20']]);
const now = [
  won('EARLY', 20, '2026-01-01', '2026-01-05'),
  commit('COMMIT', 200, ['2026-01', '2026-02', '2026-03'], 'Won'),
  deal('PIPELINE', 60, [['S2', '2026-01-03', { closes: '2026-03-20', category: 'Pipeline' }], ['Lost', '2026-03-01']]),
];
const all = [before, ...past, ...now];
const at = (said: Readonly<Record<string, number | null>>, id: string): (number | null)[] => ['commit', 'judged commit', 'stage and age', 'history'].map((method) => said[`${id}@${method}`] ?? null);

describe('forecasts that are computed', () => {
  test('commit 220; judged at 0.8 of it, 180; half of what is open and 30 not yet due, 180; 80 still to come, 100', async () => {
    // Earlier quarters still won 130, 30, 130 and 30 after day 15: 80 on average, 320 for 400 of commit, and 2 of 4 open deals.
    const said = await values(['forecast_model'], dealRows(all), { asOf: '2026-01-15T05:00:00Z', slice: 'part' });
    assert.deepEqual(at(said, 'forecast_model'), [220, 180, 180, 100]);
    const parts = { 'forecast_model@stage and age@won so far': 20, 'forecast_model@stage and age@open': 130, 'forecast_model@stage and age@not due yet': 30, 'forecast_model@judged commit@open': 160, 'forecast_model@history@still to come': 80 };
    assert.deepEqual(among(said, parts), parts);
    // Variances: 50 squared, four times, over 3, is 3,333; for another quarter around the mean 1.25 times that; half of 200 and half of 60.
    const range = (variance: number): number => 1.2816 * Math.sqrt(variance);
    const wanted = [null, 180 - range(10_000 / 3), 180 - range(0.25 * (200 ** 2 + 60 ** 2)), 100 - range((10_000 / 3) * 1.25)];
    assert.deepEqual(at(said, 'forecast_model/low').map((value) => value?.toFixed(3)), wanted.map((value) => value?.toFixed(3)));
    assert.equal(said['forecast_model/high@history']?.toFixed(3), (100 + range((10_000 / 3) * 1.25)).toFixed(3));
  });

  test('what is expected as a sum is no deal: of each method the deals that it adds up are counted', async () => {
    const results = await compute(metric('forecast_model'), dealRows(all), { asOf: '2026-01-15T05:00:00Z' });
    // One is won; one more is committed, and a third is open below commit.
    assert.deepEqual(results.map(({ slice, n }) => [slice['method'], n]), [['commit', 2], ['history', 1], ['judged commit', 2], ['stage and age', 3]]);
    // On the first day nothing is won and nothing open: no deal, and still a forecast; of commit nobody ever had any on such a day.
    const first = await compute(metric('forecast_model'), dealRows([before, ...past]), { asOf: '2026-01-01T05:00:00Z' });
    assert.deepEqual(first.map(({ slice, value, n }) => [slice['method'], value, n]), [['commit', 0, 0], ['history', 90, 0], ['stage and age', 90, 0]]);
  });

  test('each method beside what was won, 220, and whether it came within the range', async () => {
    const said = await values(['forecast_backtest'], dealRows(all), { period: '2026-Q1' });
    assert.deepEqual(at(said, 'forecast_backtest'), [1, 0.818182, 0.818182, 0.454545]);
    assert.deepEqual(at(said, 'forecast_backtest/bias'), [0, -0.181818, -0.181818, -0.545455]);
    assert.deepEqual(at(said, 'forecast_backtest/comparable'), [1, 0.818182, 0.818182, 0.454545]);
    // The first of four has one quarter to learn from, which is too little; the commit needs none.
    const longer = await values(['forecast_backtest'], dealRows(all), { period: '2025-04-01..2026-03-31' });
    assert.deepEqual(at(longer, 'forecast_backtest/quarters'), [4, 3, 3, 3]);
    // 120 off with a range of 83.
    assert.deepEqual(at(said, 'forecast_backtest/inside'), [null, 1, 1, 0]);
    const weeks = await values(['forecast_backtest'], dealRows(all), { period: '2026-Q1', slice: 'snapshot' });
    // Nothing is won on day 1, and 90 is what earlier quarters brought on average. Day 71 is 12 March: 220 are won, and of
    // four quarters one still won 100, on 10 September, which is day 72 of its own.
    assert.deepEqual([weeks['forecast_backtest/expected@history@day 1'], weeks['forecast_backtest/expected@history@day 71']], [90, 245]);
  });

  test('before anybody ever said commit there is none to be judged, and after it one of nothing is one', async () => {
    // Won without a word in the first quarter of 2025; the first commit stands on day 15 of the second.
    const silent = won('SILENT', 500, '2025-02-01', '2025-03-10');
    const rows = dealRows([before, silent, commit('FIRST', 100, Q[1], 'Won')]);
    const said = await values(['forecast_backtest'], rows, { period: '2025-01-01..2025-06-30' });
    assert.deepEqual([said['forecast_backtest@commit'], said['forecast_backtest/quarters@commit'], said['forecast_backtest/actual@commit']], [1, 1, 100]);
    const first = await values(['forecast_model'], rows, { asOf: '2025-03-01T12:00:00Z' });
    assert.equal('forecast_model@commit' in first, false);
    // On 20 July nothing is committed any more, which is said.
    assert.equal((await values(['forecast_model'], rows, { asOf: '2025-07-20T12:00:00Z' }))['forecast_model@commit'], 0);
  });

  test('of owners whose commit is known each has a ratio of his own, the others that of all', async () => {
    const users = { User: ['ANN', 'BO', 'CY'].map((id) => ({ Id: id, Name: id, Username: id })) };
    const twice = Q.flatMap((quarter, index) => [commit(`A${index}`, 100, quarter, 'Won', 'ANN'), commit(`B${index}`, 100, quarter, 'Lost', 'BO')]);
    const open = ['ANN', 'BO', 'CY'].map((owner) => commit(`NOW-${owner}`, 10, ['2026-01', '2026-02', '2026-03'], null, owner));
    const said = await values(['forecast_model'], { ...dealRows([before, ...twice, ...open]), ...users }, { asOf: '2026-01-15T05:00:00Z' });
    // 10 x 1 + 10 x 0 + 10 x 0.5
    assert.deepEqual(at(said, 'forecast_model'), [30, 15, 15, 100]);
  });

  test('with ten of its like a deal is judged by stage, age and segment', async () => {
    const like = Array.from({ length: 12 }, (_, index) => ({ ...commit(`L${index}`, 10, Q[2 + (index % 2)] ?? Q[2], index < 9 ? 'Won' : 'Lost'), account: 'BIG' }));
    const others = Array.from({ length: 12 }, (_, index) => ({ ...commit(`O${index}`, 10, Q[2 + (index % 2)] ?? Q[2], 'Lost'), account: 'SMALL' }));
    const rows: Rows = { ...dealRows([before, ...like, ...others, { ...commit('NOW', 100, ['2026-01', '2026-02', '2026-03'], null), account: 'BIG' }]), Account: [{ Id: 'BIG', NumberOfEmployees: 5000 }, { Id: 'SMALL', NumberOfEmployees: 10 }] };
    const said = await values(['forecast_model'], rows, { asOf: '2026-01-15T05:00:00Z', slice: 'part' });
    assert.equal(said['forecast_model@stage and age@open'], 75);
  });

  test('with one earlier quarter there is no forecast but the commit, and none for half a quarter', async () => {
    const rows = dealRows([deal('B', 1, [['S1', '2025-09-20']]), ...past.slice(-3), ...now]);
    const said = await values(['forecast_model'], rows, { asOf: '2026-01-15T05:00:00Z' });
    assert.deepEqual(at(said, 'forecast_model'), [220, null, null, null]);
    const [half] = await compute(metric('forecast_model'), rows, { period: '2026-01-01..2026-02-15' });
    assert.deepEqual([half?.slice, half?.value, half?.state], [{}, null, 'undefined']);
  });
});

test('what is written after a snapshot changes no forecast of it, nor of any before', async () => {
  const day = (offset: number): string => new Date(Date.UTC(2024, 9, 1) + offset * 86_400_000).toISOString().slice(0, 10);
  const random = fc.record({
    owner: fc.constantFrom('ANN', 'BO'),
    begins: fc.integer({ min: 0, max: 560 }),
    steps: fc.array(fc.record({ stage: fc.constantFrom('S1', 'S2', 'S3', 'S2', 'Won', 'Lost'), after: fc.integer({ min: 1, max: 60 }), amount: fc.constantFrom(null, 10, 25.5, 100), closes: fc.integer({ min: 0, max: 700 }), category: fc.constantFrom('Pipeline', 'BestCase', 'Forecast') }), { minLength: 1, maxLength: 6 }),
  }).map(({ owner, begins, steps }) => {
    let on = begins;
    return { owner, path: steps.map(({ stage, after, amount, closes, category }, index): Path[number] => [stage, `${day(index === 0 ? on : (on += after))}T12:00:00Z`, { amount, closes: day(closes), category }]) };
  });
  const cut = '2026-02-15T00:00:00Z';
  const quarters: Period[] = [{ from: '2025-07-01', to: '2025-10-01' }, { from: '2025-10-01', to: '2026-01-01' }, { from: '2026-01-01', to: '2026-04-01' }];
  const playbook = { ...playbookWith([metric('forecast_model')]), businessHours: { timeZone: 'UTC', days: {}, holidays: [] } };
  const told = async (deals: readonly DealRow[], asOf: string): Promise<string[]> =>
    withSession(playbook, await writeSnapshot(playbook, { ...dealRows(deals), User: ['ANN', 'BO'].map((id) => ({ Id: id, Name: id, Username: id })) }), { asOf }, async (session) => {
      await session.build(['forecast_method'], new Map([['forecast_method', quarters]]));
      // Day 46 of the quarter is the day of the cut; 16 February is the Monday of week 7.
      const rows = await rowsOf(session.db, "SELECT on_date, snapshot, method, part, sum(expected) AS expected, sum(variance) AS variance FROM fact_forecast_method WHERE kind = 'expected' AND snapshot <> 'today' AND NOT (on_date = DATE '2026-01-01' AND snapshot IN ('day 71', 'week 7', 'week 8', 'week 9', 'week 10', 'week 11', 'week 12', 'week 13')) GROUP BY ALL HAVING sum(expected) <> 0 OR sum(variance) <> 0 ORDER BY ALL");
      return rows.map((row) => JSON.stringify(row));
    });
  await fc.assert(
    fc.asyncProperty(fc.array(random, { minLength: 40, maxLength: 80 }), async (found) => {
      const deals = found.map((one, index): DealRow => ({ ...one, id: `D${String(index).padStart(3, '0')}`, reason: 'Price' }));
      const known = deals.map((one) => ({ ...one, path: one.path.filter(([, at]) => at < cut) })).filter(({ path }) => path.length > 0);
      const full = await told(deals, '2026-09-01T12:00:00Z');
      assert.ok(full.length > 100, 'there are forecasts to compare');
      const apart = (rows: readonly string[]): string[] => [...rows.filter((row) => !full.includes(row)).map((row) => `now ${row}`), ...full.filter((row) => !rows.includes(row)).map((row) => `full ${row}`)];
      assert.deepEqual(apart(await told(known, '2026-09-01T12:00:00Z')), []);
      assert.deepEqual(apart(await told(deals, cut)), []);
    }),
    { seed: 20260801, numRuns: 4, endOnFailure: true, verbose: 0 },
  );
});
