/** What was expected, and what became of it: vectors worked out by hand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Playbook } from '../../playbook/model.ts';
import { computeMetrics } from '../compute.ts';
import { keptRows } from '../takeForecasts.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows, type Step } from '../testing/snapshot.ts';
import { among, compute, inputs, metric, values, valuesOf, type Said } from '../testing/vectors.ts';

const QUOTA = 'level,owner,motion,period_start,period_end,amount,basis,as_of\n';
const quota = (amount: number): Promise<string> => inputs({ 'quota.csv': `${QUOTA}company,,new,2026-04-01,2026-06-30,${amount},Amount,2026-04-01\n` });
const open = (id: string, amount: number, closes: string, category = 'Pipeline', more: Partial<DealRow> = {}): DealRow => ({ id, amount, path: [['S1', '2026-04-01', { closes, category }], ['S2', '2026-04-05']], ...more });
const won = (id: string, amount: number, on = '2026-04-10'): DealRow => ({ id, amount, path: [['S1', '2026-03-01'], ['Won', on]] });

describe('pipeline coverage', () => {
  test('quota 2.4M, won 0.8M, open 4.8M: 3.0x to go, 2.0x of the whole, 0.33 the other way; overdue pipeline is in none but its own', async () => {
    const rows = dealRows([won('W', 800_000), open('O', 4_800_000, '2026-06-20'), open('OLD', 1_600_000, '2026-04-30'), open('LATER', 9_000_000, '2026-07-20')]);
    const said = await values(['pipeline_coverage', 'attainment'], rows, { asOf: '2026-05-15T12:00:00Z', inputsDir: await quota(2_400_000) });
    assert.deepEqual(said, { pipeline_coverage: 3, 'pipeline_coverage/whole_quota': 2, 'pipeline_coverage/remaining_over_open': 0.333333, 'pipeline_coverage/with_overdue': 4, attainment: 0.333333 });
  });

  test('a username means the same person in any letter case', async () => {
    const rows = { ...dealRows([open('O', 300, '2026-06-20', 'Pipeline', { owner: 'U1' })]), User: [{ Id: 'U1', Name: 'Ann', Username: 'ann@X.example' }] };
    const inputsDir = await inputs({ 'quota.csv': `${QUOTA}user,Ann@x.example,new,2026-04-01,2026-06-30,100,Amount,2026-04-01\n` });
    const said = await values(['pipeline_coverage', 'attainment'], rows, { asOf: '2026-05-15T12:00:00Z', inputsDir, slice: 'owner' });
    // 300 / 100, and nothing won of 100; nobody of another name is there.
    assert.deepEqual(Object.entries(said).filter(([key]) => key.includes('@') && !key.includes('/')), [['pipeline_coverage@Ann', 3], ['attainment@Ann', 0]]);
  });

  test('needed: 1 / 22 % is 4.5x; with 30 % made and closed within the quarter 3.2x', async () => {
    const deals: DealRow[] = [
      ...Array.from({ length: 22 }, (_, index): DealRow => {
        // 6.6 of 22: by amount, since coverage is money.
        const inside = index < 6;
        return { id: `W${index}`, amount: inside ? 5 : 70 / 16, path: [['S1', inside ? '2026-04-02' : '2026-01-05'], ['Won', '2026-05-10']] };
      }),
      ...Array.from({ length: 78 }, (_, index): DealRow => ({ id: `L${index}`, reason: 'Price', path: [['S1', '2026-01-05'], ['Lost', '2026-05-10']] })),
    ];
    const said = await values(['required_coverage'], dealRows(deals), { period: '2026-Q2' });
    assert.deepEqual([said['required_coverage']?.toFixed(1), said['required_coverage/inverse']?.toFixed(1)], ['3.2', '4.5']);
  });

  test('below commit over the gap: 402 over 680 less 510 won and 108 committed is 6.5x', async () => {
    const rows = dealRows([won('W', 510), open('C', 108, '2026-06-20', 'Forecast'), open('B', 60, '2026-06-20', 'BestCase'), open('M', 48, '2026-06-20', 'MostLikely'), open('P', 294, '2026-06-20'), open('X', 50, '2026-06-20', 'Omitted')]);
    const said = await values(['forecast_coverage'], rows, { asOf: '2026-05-15T12:00:00Z', inputsDir: await quota(680) });
    assert.equal(said['forecast_coverage'], 6.483871);
  });
});

describe('pushed deals', () => {
  test('20 Mar to 5 Apr, back to 28 Mar, then 30 Jun: two pushes, two crossings, pushed once by the end, 102 days in all', async () => {
    const rows = dealRows([{ id: 'P', amount: 100, path: [['S2', '2025-12-01', { closes: '2026-03-20' }], ['S2', '2026-03-01', { closes: '2026-04-05' }], ['S2', '2026-03-05', { closes: '2026-03-28' }], ['S2', '2026-03-20', { closes: '2026-06-30' }]] }]);
    const said = await values(['close_date_moves', 'pushed_revenue'], rows, { period: '2026-Q1' });
    assert.deepEqual(said, {
      close_date_moves: 2, 'close_date_moves/crossings': 2, 'close_date_moves/deals': 1, 'close_date_moves/crossing_deals': 1, 'close_date_moves/earlier': 1, 'close_date_moves/net_days': 102, 'close_date_moves/not_in_bulk': 2,
      pushed_revenue: 100, 'pushed_revenue/share_of_due': 1, 'pushed_revenue/deals': 1,
    });
  });

  test('the date that conversion gives and the seller replaces in the same instant is no push; the next one is', async () => {
    const rows = dealRows([{ id: 'C', amount: 100, path: [['S1', '2026-01-10', { closes: '2026-03-31' }], ['S1', '2026-01-10', { closes: '2026-05-20' }], ['S1', '2026-02-10', { closes: '2026-07-20' }]] }]);
    const said = await values(['close_date_moves'], rows, { period: '2026-Q1' });
    assert.deepEqual([said['close_date_moves'], said['close_date_moves/crossings'], said['close_date_moves/net_days']], [1, 1, 61]);
  });

  test('due when the quarter began: made inside it, won early, lost with a new date and come back are no push', async () => {
    const due = (id: string, amount: number, ...rest: DealRow['path']): DealRow => ({ id, amount, reason: 'Price', path: [['S2', '2025-12-01', { closes: '2026-03-20' }], ...rest] });
    const rows = dealRows([
      due('WON', 10, ['Won', '2026-02-01', { closes: '2026-02-01' }]),
      due('LOST', 20, ['Lost', '2026-02-01', { closes: '2026-05-01' }]),
      due('BACK', 30, ['S2', '2026-02-01', { closes: '2026-05-01' }], ['S2', '2026-03-01', { closes: '2026-03-30' }]),
      // With the amount of the first day, not that of the push.
      due('PUSHED', 40, ['S2', '2026-02-01', { closes: '2026-05-01', amount: 90 }]),
      { id: 'INSIDE', amount: 50, path: [['S2', '2026-01-15', { closes: '2026-03-20' }], ['S2', '2026-02-01', { closes: '2026-05-01' }]] },
    ]);
    const said = await values(['pushed_revenue', 'close_date_moves'], rows, { period: '2026-Q1' });
    const wanted = { pushed_revenue: 40, 'pushed_revenue/share_of_due': 0.4, 'pushed_revenue/deals': 1, close_date_moves: 3, 'close_date_moves/crossings': 3 };
    assert.deepEqual(among(said, wanted), wanted);
    // On 15 February nothing had come back yet.
    assert.equal((await values(['pushed_revenue'], rows, { period: '2026-Q1', asOf: '2026-02-15T12:00:00Z' }))['pushed_revenue'], 70);
    // Of any other period: until 1 February, 15:00, PUSHED is due with 40 and INSIDE with 50; both are pushed beyond March.
    assert.equal((await values(['pushed_revenue'], rows, { period: '2026-02-01..2026-03-31' }))['pushed_revenue'], 90);
    // Until the end of May nothing is pushed out.
    assert.equal((await values(['pushed_revenue'], rows, { period: '2026-01-01..2026-05-31' }))['pushed_revenue'], 0);
    // Cut by month each month is asked for itself, beside the quarter: 1 March finds nothing due but BACK, which is due after it until the day it comes back.
    const months = await values(['pushed_revenue'], rows, { period: '2026-Q1', slice: 'month' });
    assert.deepEqual([months['pushed_revenue'], months['pushed_revenue@2026-03'] ?? 0], [40, 0]);
  });

  test('eleven dates moved by one person within a minute were moved as a lot; ten, or two people, were not', async () => {
    const moved = (id: string, at: string, by: string): DealRow => ({ id, path: [['S2', '2026-01-05', { closes: '2026-03-20' }], ['S2', at, { closes: '2026-05-01', by }]] });
    const second = (index: number): string => `2026-02-01T15:00:${String(index * 6).padStart(2, '0')}Z`;
    const lot = Array.from({ length: 11 }, (_, index) => moved(`A${index}`, index === 10 ? '2026-02-01T15:01:00Z' : second(index), 'U1'));
    const slow = Array.from({ length: 10 }, (_, index) => moved(`B${index}`, second(index), 'U2'));
    const said = await values(['close_date_moves'], dealRows([...lot, ...slow]), { period: '2026-Q1' });
    assert.deepEqual([said['close_date_moves'], said['close_date_moves/not_in_bulk']], [21, 10]);
  });
});

test('amounts: grown 30, shrunk 50; a first estimate and the change of the signature are neither', async () => {
  const rows = dealRows([{ id: 'A', path: [['S1', '2026-01-05', { amount: null }], ['S1', '2026-01-06', { amount: 100 }], ['S2', '2026-01-10', { amount: 130 }], ['S2', '2026-01-11', { closes: '2026-09-01' }], ['S3', '2026-02-01', { amount: 80 }], ['Won', '2026-02-10', { amount: 60 }]] }]);
  assert.deepEqual(await values(['amount_changes'], rows, { period: '2026-Q1' }), { amount_changes: -20, 'amount_changes/shrunk': -50, 'amount_changes/grown': 30 });
});

describe('forecast accuracy', () => {
  const commit = (id: string, owner: string, amount: number, ...rest: DealRow['path']): DealRow => ({ id, owner, amount, reason: 'Price', path: [['S2', '2025-12-01', { closes: '2026-03-20', category: 'Forecast' }], ...rest] });
  const wins = (at: string, said: Step = {}): DealRow['path'][number] => ['Won', at, { closes: at.slice(0, 10), category: 'Closed', ...said }];

  test('F 1.0M, A 0.8M: 75 % over the actual, 80 % over the forecast, bias +25 %', async () => {
    const rows = dealRows([commit('W', 'U1', 800_000, wins('2026-03-10')), commit('L', 'U1', 200_000, ['Lost', '2026-03-11'])]);
    const said = await values(['forecast_accuracy', 'forecast_bias'], rows, { period: '2026-Q1' });
    const wanted = { forecast_accuracy: 0.75, 'forecast_accuracy/of_forecast': 0.8, forecast_bias: 0.25 };
    assert.deepEqual(among(said, wanted), wanted);
  });

  test('two owners, F 100 and 100, A 150 and 50: 100 % for the company, 50 % by owner', async () => {
    const rows: Rows = {
      ...dealRows([commit('A', 'U1', 100, wins('2026-03-10', { amount: 150 })), commit('B', 'U2', 100, wins('2026-03-10', { amount: 50 }))]),
      User: [{ Id: 'U1', Name: 'Ann', Username: 'a@x' }, { Id: 'U2', Name: 'Bo', Username: 'b@x' }],
    };
    const said = await values(['forecast_accuracy', 'forecast_bias'], rows, { period: '2026-Q1', slice: 'owner' });
    const wanted = { forecast_accuracy: 1, 'forecast_accuracy/by_owner': 0.5, 'forecast_accuracy@Ann': 0.666667, 'forecast_accuracy@Bo': 0, 'forecast_accuracy/by_owner@Ann': 0.666667, 'forecast_bias@Ann': -0.333333, 'forecast_bias@Bo': 1 };
    assert.deepEqual(among(said, wanted), wanted);
  });

  const bridge: readonly DealRow[] = [
    // Won before the snapshot; grown while committed; lost; pushed; lost in the next quarter; won from below; made later; won and withdrawn.
    { id: 'EARLY', amount: 5, path: [['S1', '2025-12-01', { closes: '2026-01-10', category: 'Forecast' }], wins('2026-01-10')] },
    commit('GROWN', 'U1', 100, wins('2026-03-10', { amount: 120 })),
    commit('LOST', 'U1', 30, ['Lost', '2026-03-11', { category: 'Omitted' }]),
    commit('PUSHED', 'U1', 40, ['S2', '2026-03-01', { closes: '2026-05-01' }], wins('2026-05-01')),
    commit('LATE', 'U1', 7, ['S2', '2026-03-01', { closes: '2026-05-01' }], ['Lost', '2026-05-02']),
    { id: 'BELOW', amount: 60, path: [['S2', '2025-12-01', { closes: '2026-03-20', category: 'BestCase' }], wins('2026-03-15')] },
    { id: 'MADE', amount: 9, path: [['S1', '2026-02-01', { closes: '2026-03-20', category: 'Pipeline' }], wins('2026-03-20')] },
    { id: 'PULLED', amount: 11, path: [['S2', '2025-12-01', { closes: '2026-06-20', category: 'Forecast' }], ['S2', '2026-02-01', { closes: '2026-03-20' }], wins('2026-03-21')] },
    { id: 'GONE', amount: 13, reason: 'Price', path: [['S1', '2025-12-01', { closes: '2026-01-10', category: 'Forecast' }], wins('2026-01-10'), ['Lost', '2026-02-20']] },
    { id: 'NEVER', amount: 1000, reason: 'Price', path: [['S2', '2025-12-01', { closes: '2026-03-20', category: 'Pipeline' }], ['Lost', '2026-03-20']] },
  ];

  test('every deal stands in one line, and the lines lead from forecast to actual', async () => {
    const said = await values(['forecast_bridge', 'forecast_accuracy', 'forecast_bias'], dealRows(bridge), { period: '2026-Q1' });
    assert.deepEqual(among(said, { 'forecast_bridge@amount changed': 0, 'forecast_bridge@lost': 0, 'forecast_bridge@pushed': 0, 'forecast_bridge@won from below': 0, 'forecast_bridge@created or pulled in': 0, 'forecast_bridge@withdrawn': 0 }), {
      'forecast_bridge@amount changed': 20, 'forecast_bridge@lost': -30, 'forecast_bridge@pushed': -47, 'forecast_bridge@won from below': 60, 'forecast_bridge@created or pulled in': 20, 'forecast_bridge@withdrawn': -13,
    });
    // F = 5 + 100 + 30 + 40 + 7 + 13 = 195, A = 5 + 120 + 60 + 9 + 11 = 205, and the lines add up to 10.
    assert.equal(said['forecast_bias'], -0.04878);
    const lines = Object.entries(said).filter(([key]) => /^forecast_bridge@/.test(key)).reduce((sum, [, value]) => sum + (value ?? 0), 0);
    assert.equal(lines, 10);
    const parts = await values(['forecast_bridge'], dealRows(bridge), { period: '2026-Q1', slice: 'part' });
    assert.deepEqual(among(parts, { 'forecast_bridge@amount changed@grown': 0, 'forecast_bridge@pushed@slipped': 0, 'forecast_bridge@created or pulled in@created and closed': 0, 'forecast_bridge@created or pulled in@pulled in': 0, 'forecast_bridge/deals@amount changed@as expected': 0 }), {
      'forecast_bridge@amount changed@grown': 20, 'forecast_bridge@pushed@slipped': -47, 'forecast_bridge@created or pulled in@created and closed': 9, 'forecast_bridge@created or pulled in@pulled in': 11, 'forecast_bridge/deals@amount changed@as expected': 1,
    });
    // Best case counts BELOW too: F = 255. Of the first day nothing was won.
    assert.equal(said['forecast_bias/best_case'], 0.243902);
  });

  test('won in the quarter and cancelled after it: the win was withdrawn, and no date was pushed', async () => {
    const deals = [
      commit('LATER', 'U1', 100, wins('2026-03-10'), ['Lost', '2026-04-10']),
      commit('WITHIN', 'U1', 10, wins('2026-03-10'), ['Lost', '2026-03-20']),
      // Pushed out of the quarter first, then won and cancelled in the next.
      commit('PUSHED', 'U1', 1, ['S2', '2026-03-01', { closes: '2026-05-01' }], wins('2026-04-10'), ['Lost', '2026-05-10']),
    ];
    const said = await values(['forecast_bridge'], dealRows(deals), { period: '2026-Q1' });
    assert.deepEqual(said, { 'forecast_bridge@withdrawn': -100, 'forecast_bridge/deals@withdrawn': 1, 'forecast_bridge@lost': -10, 'forecast_bridge/deals@lost': 1, 'forecast_bridge@pushed': -1, 'forecast_bridge/deals@pushed': 1 });
  });

  test('a quarter that is not over is immature, a snapshot that has not come is no number, and history has a beginning', async () => {
    const rows = dealRows([commit('W', 'U1', 100, wins('2026-02-10'))]);
    const [running] = await compute(metric('forecast_accuracy'), rows, { period: '2026-Q1', asOf: '2026-02-15T12:00:00Z' });
    assert.deepEqual([running?.value, running?.state, running?.variants.find(({ id }) => id === 'day_71')?.value], [1, 'immature', null]);
    const [old] = await compute(metric('forecast_accuracy'), rows, { period: '2025-Q1' });
    assert.deepEqual([old?.value, old?.state, /no forecast/.test(old?.reason ?? '')], [null, 'undefined', true]);
  });

  test('before anybody ever said commit or best case there is no forecast, and after it one of nothing is one', async () => {
    const quiet = { id: 'OLD', amount: 500, path: [['S2', '2025-07-10', { closes: '2025-09-20', category: 'Pipeline' }], wins('2025-09-10')] } satisfies DealRow;
    // Said on 20 July: there was none on the 15th, and one on 15 August (day 46), when it was 100 of the 600 that came.
    const said = { id: 'SAID', amount: 100, path: [['S2', '2025-07-20', { closes: '2025-09-20', category: 'Forecast' }], wins('2025-09-11')] } satisfies DealRow;
    const [found] = await compute(metric('forecast_bias', { variants: [] }), dealRows([quiet, said]), { period: '2025-Q3', slice: 'snapshot' });
    assert.deepEqual([found?.value, found?.state], [null, 'undefined']);
    const by = await values(['forecast_bias'], dealRows([quiet, said]), { period: '2025-Q3', slice: 'snapshot' });
    const wanted = { 'forecast_bias@day 1': null, 'forecast_bias@day 46': -0.833333, 'forecast_bias@day 71': -0.833333, 'forecast_bias@week 3': null, 'forecast_bias@week 4': -0.833333 };
    // Monday 21 July is day 21, in the third week, and begins after the 20th: the first forecast.
    assert.deepEqual(among(by, wanted), { ...wanted, 'forecast_bias@week 3': -0.833333 });
    // Of the pipeline there is one as soon as there is history.
    assert.equal((await values(['forecast_bias'], dealRows([quiet, said]), { period: '2025-Q3' }))['forecast_bias/pipeline'], -0.166667);
  });

  test('by snapshot, by category, as of any day, and for a period that is no quarter', async () => {
    const rows = dealRows([
      commit('A', 'U1', 100, ['S3', '2026-02-03', { category: 'BestCase' }], wins('2026-03-10')),
      { id: 'B', amount: 40, path: [['S2', '2026-01-20', { closes: '2026-02-20', category: 'Forecast' }], wins('2026-02-10')] },
    ]);
    const by = await values(['forecast_snapshot'], rows, { period: '2026-Q1', slice: 'snapshot' });
    // Day 15 is 15 January, before B; Monday 26 January is day 26, week 4; on 15 February (day 46) B is won and A best case.
    const wanted = { 'forecast_snapshot@Commit@day 15': 100, 'forecast_snapshot@Commit@week 4': 140, 'forecast_snapshot@Commit@day 46': 40, 'forecast_snapshot@Best Case@day 46': 140, 'forecast_snapshot@Pipeline@day 71': 140 };
    assert.deepEqual(among(by, wanted), wanted);
    const categories = await values(['forecast_bias'], rows, { period: '2026-Q1', slice: 'category' });
    assert.deepEqual(among(categories, { 'forecast_bias@Commit': 0, 'forecast_bias@Best Case': 0 }), { 'forecast_bias@Commit': -0.285714, 'forecast_bias@Best Case': -0.285714 });
    const february = await values(['forecast_snapshot'], rows, { asOf: '2026-02-05T12:00:00Z' });
    assert.deepEqual([february['forecast_snapshot@Commit'], february['forecast_snapshot@Best Case']], [40, 140]);
    // Of February alone: B was due and won in it, and nothing else; on day 1 it was all there was.
    const month = await values(['forecast_accuracy', 'forecast_bias'], rows, { period: '2026-02' });
    assert.deepEqual([month['forecast_accuracy'], month['forecast_accuracy/day_1']], [1, 1]);
    // Until 10 March nothing was due on day 15, and both were won.
    assert.equal((await values(['forecast_bias'], rows, { period: '2026-01-01..2026-03-10' }))['forecast_bias'], -1);
  });

  test('a forecast that was kept counts as it was taken; before the first it is rebuilt, after it a missing one is none', async () => {
    const kept = (at: string, category: string, value: number, cut?: readonly [string, string]): Rows[string][number] => ({ Id: `M-${at}-${category}-${cut?.[1] ?? ''}`, Metric__c: 'forecast_kept', Series__c: 'kept', Slice__c: `category=${category}${cut ? `;${cut[0]}=${cut[1]}` : ''}`, Slice_Dimension__c: cut?.[0] ?? null, Slice_Value__c: cut?.[1] ?? null, Period_From__c: '2026-01-01', As_Of__c: at, Value__c: value });
    const rows: Rows = {
      ...dealRows([commit('A', 'U1', 100, wins('2026-03-10'))]),
      User: [{ Id: 'U1', Name: 'Ann', Username: 'a@x' }],
      // Day 15 was taken as 130, of which Ann had 100 and Bo 30: a deal of his has been deleted since.
      Handrail_Metric__c: [kept('2026-01-15T05:00:00Z', 'Commit', 130), kept('2026-01-15T05:00:00Z', 'Commit', 100, ['owner', 'Ann']), kept('2026-01-15T05:00:00Z', 'Commit', 30, ['owner', 'Bo'])],
    };
    const said = await values(['forecast_bias', 'forecast_accuracy', 'forecast_bridge'], rows, { period: '2026-Q1' });
    const wanted = { forecast_bias: 0.3, forecast_accuracy: 0.7, 'forecast_accuracy/by_owner': 0.7, 'forecast_bridge@amount changed': 0, 'forecast_bridge@taken otherwise': -30 };
    assert.deepEqual(among(said, wanted), wanted);
    const owners = await values(['forecast_bias', 'forecast_snapshot'], rows, { period: '2026-Q1', slice: 'owner' });
    assert.equal(owners['forecast_bias@Ann'], 0);
    const by = await values(['forecast_snapshot'], rows, { period: '2026-Q1', slice: 'snapshot' });
    assert.deepEqual(among(by, { 'forecast_snapshot@Commit@day 1': 0, 'forecast_snapshot@Commit@day 15': 0, 'forecast_snapshot@Commit@day 46': 0 }), { 'forecast_snapshot@Commit@day 1': 100, 'forecast_snapshot@Commit@day 15': 130, 'forecast_snapshot@Commit@day 46': null });
  });

  test('a forecast that is about to be kept counts as if it were, unless one is kept already', async () => {
    const rows: Rows = dealRows([commit('A', 'U1', 100, wins('2026-03-10'))]);
    const stored = (at: string, value: number): Rows[string][number] => ({ Id: `M-${at}`, Metric__c: 'forecast_kept', Series__c: 'kept', Slice__c: 'category=Commit', Slice_Dimension__c: null, Slice_Value__c: null, Period_From__c: '2026-01-01', As_Of__c: at, Value__c: value });
    const [day15, day46] = ['2026-01-15T05:00:00Z', '2026-02-15T05:00:00Z'];
    const [like] = await compute(metric('forecast_snapshot'), rows, { period: '2026-Q1', asOf: '2026-02-20T12:00:00Z' });
    assert.ok(like);
    const taken = [day15, day46].map((asOf) => ({ ...like, slice: { category: 'Commit' }, asOf, value: 140 }));
    const options = { period: '2026-Q1', slice: 'snapshot' };
    const asIfKept = await values(['forecast_snapshot'], { ...rows, Handrail_Metric__c: [stored(day15, 130)] }, { ...options, kept: keptRows(taken) });
    assert.deepEqual(asIfKept, await values(['forecast_snapshot'], { ...rows, Handrail_Metric__c: [stored(day15, 130), stored(day46, 140)] }, options));
    assert.deepEqual(among(asIfKept, { 'forecast_snapshot@Commit@day 15': 0, 'forecast_snapshot@Commit@day 46': 0 }), { 'forecast_snapshot@Commit@day 15': 130, 'forecast_snapshot@Commit@day 46': 140 });
  });

  test('the owner of a forecast is who had the deal when it was taken', async () => {
    const rows: Rows = {
      ...dealRows([commit('A', 'U2', 100, wins('2026-03-10'))]),
      User: [{ Id: 'U1', Name: 'Ann', Username: 'a@x' }, { Id: 'U2', Name: 'Bo', Username: 'b@x' }],
      OpportunityFieldHistory: [{ Id: 'F1', OpportunityId: 'A', Field: 'Owner', OldValue: 'U1', CreatedDate: '2026-02-01T15:00:00Z' }],
    };
    const said = await values(['forecast_snapshot'], rows, { period: '2026-Q1', slice: 'owner', asOf: '2026-02-20T12:00:00Z' });
    assert.equal(said['forecast_snapshot@Commit@Bo'], 100);
    const bias = await values(['forecast_bias'], rows, { period: '2026-Q1', slice: 'owner' });
    assert.deepEqual(among(bias, { 'forecast_bias@Ann': 0, 'forecast_bias@Bo': 0 }), { 'forecast_bias@Ann': 0, 'forecast_bias@Bo': null });
  });

  test('most likely is counted with best case and pipeline, and has a forecast of its own where a stage of the playbook has it', async () => {
    const due = (id: string, amount: number, category: string): DealRow => ({ id, amount, path: [['S2', '2026-04-01', { closes: '2026-06-20', category }]] });
    const rows = dealRows([due('C', 1, 'Forecast'), due('M', 2, 'MostLikely'), due('B', 4, 'BestCase'), due('P', 8, 'Pipeline'), due('O', 16, 'Omitted')]);
    const read = async (categories: Playbook['objects'][number]['stages'][number]['categories']): Promise<Said> => {
      const base = playbookWith([metric('forecast_snapshot', { variants: [] })]);
      const playbook = { ...base, objects: base.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, stages: object.stages.map((stage) => (stage.name === 'S2' ? { ...stage, categories } : stage)) } : object)) };
      return valuesOf(await computeMetrics(playbook, await writeSnapshot(playbook, rows), { asOf: '2026-05-15T12:00:00Z' }));
    };
    assert.deepEqual(await read(['Pipeline', 'Best Case', 'Commit']), { 'forecast_snapshot@Commit': 1, 'forecast_snapshot@Best Case': 7, 'forecast_snapshot@Pipeline': 15 });
    assert.deepEqual(await read(['Pipeline', 'Best Case', 'Most Likely', 'Commit']), { 'forecast_snapshot@Commit': 1, 'forecast_snapshot@Most Likely': 3, 'forecast_snapshot@Best Case': 7, 'forecast_snapshot@Pipeline': 15 });
  });

  test('booked after the quarter with a date inside it counts in the quarter of the booking', async () => {
    const rows = dealRows([commit('LATE', 'U1', 100, ['Won', '2026-04-02', { closes: '2026-03-31', category: 'Closed' }]), commit('W', 'U1', 100, wins('2026-03-10'))]);
    assert.deepEqual(valuesOf(await compute(metric('forecast_bias', { variants: [] }), rows, { period: '2026-Q1' })), { forecast_bias: 1 });
  });
});
