/** How deals move and end: vectors worked out by hand, each variant with its own number. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { computeMetrics, recordsBehind } from '../compute.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows } from '../testing/snapshot.ts';
import { among, compute, metric, values, valuesOf } from '../testing/vectors.ts';

describe('win rate', () => {
  // Closed in the quarter: won 10k, 20k, 30k; lost seven totalling 240k, three of them derails; 90 of the January cohort are open.
  const deals: DealRow[] = [
    ...[10_000, 20_000, 30_000].map((amount, index): DealRow => ({ id: `W${index}`, amount, path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] })),
    ...[50_000, 50_000, 50_000, 50_000].map((amount, index): DealRow => ({ id: `L${index}`, amount, reason: 'Price', path: [['S1', '2026-01-05'], ['Lost', '2026-02-12']] })),
    ...[10_000, 10_000, 20_000].map((amount, index): DealRow => ({ id: `D${index}`, amount, reason: 'Timing', path: [['S1', '2026-01-05'], ['Lost', '2026-02-14']] })),
    ...Array.from({ length: 90 }, (_, index): DealRow => ({ id: `O${index}`, amount: 1, closes: index < 10 ? '2026-03-01' : '2026-12-01', path: [['S1', '2026-01-05']] })),
  ];

  test('3 of 10 are 30 %, by amount 20 %, of the cohort 3 %, narrow 42.9 %', async () => {
    const wanted = { win_rate: 0.428571, 'win_rate/broad': 0.3, 'win_rate/amount': 0.230769, 'win_rate/amount_broad': 0.2, 'win_rate/cohort': 0.03, 'win_rate/overdue_as_lost': 0.15 };
    assert.deepEqual(await values(['win_rate'], dealRows(deals), { period: '2026-Q1', asOf: '2026-06-01T12:00:00Z' }), wanted);
  });

  test('won and then cancelled is a loss of the day it was cancelled, and marked (T10)', async () => {
    const rows = dealRows([{ id: 'C', reason: 'Price', path: [['S1', '2026-01-05'], ['Won', '2026-02-10'], ['Lost', '2026-04-02']] }]);
    const withdrawn = metric('win_rate', { measure: { total: { count: 'rows', where: { withdrawn: [true] } } }, variants: [] });
    assert.deepEqual(valuesOf(await compute(withdrawn, rows, { period: '2026-Q2' })), { win_rate: 1 });
    assert.deepEqual((await compute(metric('win_rate'), rows, { period: '2026-Q1' }))[0]?.denominator, 0);
  });

  test('a yes in the last days of March that is signed on 2 April is a win of the second quarter (T09)', async () => {
    const rows = dealRows([{ id: 'Y', amount: 100, closes: '2026-03-30', path: [['S1', '2026-01-05'], ['S3', '2026-03-30', { category: 'Forecast' }], ['Won', '2026-04-02', { closes: '2026-04-02' }]] }]);
    const won = metric('win_rate', { variants: [] });
    assert.deepEqual([(await compute(won, rows, { period: '2026-Q1' }))[0]?.numerator, (await compute(won, rows, { period: '2026-Q2' }))[0]?.numerator], [0, 1]);
  });

  test('no amount counts in the rate and adds nothing to the weighted one', async () => {
    const rows = dealRows([{ id: 'N', amount: null, path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] }, { id: 'P', amount: 100, reason: 'Price', path: [['S1', '2026-01-05'], ['Lost', '2026-02-10']] }]);
    assert.deepEqual(among(await values(['win_rate'], rows, { period: '2026-Q1' }), { win_rate: 0.5, 'win_rate/amount': 0 }), { win_rate: 0.5, 'win_rate/amount': 0 });
  });

  test('by month and by quarter: each part is the number of that period alone', async () => {
    const rows = dealRows([{ id: 'A', path: [['S1', '2025-12-05'], ['Won', '2026-01-10']] }, { id: 'B', reason: 'Price', path: [['S1', '2026-01-05'], ['Lost', '2026-01-20']] }, { id: 'C', path: [['S1', '2026-01-05'], ['Won', '2026-05-10']] }]);
    const narrow = metric('win_rate', { variants: [] });
    assert.deepEqual(valuesOf(await compute(narrow, rows, { period: '2026', slice: 'month' })), { win_rate: 0.666667, 'win_rate@2026-01': 0.5, 'win_rate@2026-05': 1 });
    assert.deepEqual(valuesOf(await compute(narrow, rows, { period: '2026', slice: 'quarter' })), { win_rate: 0.666667, 'win_rate@2026-Q1': 0.5, 'win_rate@2026-Q2': 1 });
  });
});

test('a win belongs to the person who had the deal when it closed; without field history the cut says so', async () => {
  const rows: Rows = {
    ...dealRows([{ id: 'A', owner: 'U2', path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] }]),
    User: [{ Id: 'U1', Name: 'Ann', Username: 'a@x' }, { Id: 'U2', Name: 'Bo', Username: 'b@x' }, { Id: 'U3', Name: 'Cy', Username: 'c@x' }],
    OpportunityFieldHistory: [
      { Id: 'f0', OpportunityId: 'A', Field: 'Owner', OldValue: 'U3', CreatedDate: '2026-02-01T15:00:00Z' },
      { Id: 'f1', OpportunityId: 'A', Field: 'Owner', OldValue: 'U1', CreatedDate: '2026-03-01T15:00:00Z' },
    ],
  };
  const narrow = metric('win_rate', { variants: [] });
  assert.deepEqual(valuesOf(await compute(narrow, rows, { period: '2026-Q1', slice: 'owner' })), { win_rate: 1, 'win_rate@Ann': 1 });
  const blind = await compute(narrow, rows, { period: '2026-Q1', slice: 'owner' }, ['Id', 'OpportunityId', 'Field', 'OldValue', 'CreatedDate'].map((name) => `OpportunityFieldHistory.${name}`));
  assert.deepEqual(blind.map(({ slice, state }) => [slice['owner'] ?? 'all', state]), [['all', 'ok'], ['Bo', 'partial_access']]);
});

describe('stage conversion with skips and backward moves', () => {
  const deals: DealRow[] = [
    { id: 'D1', path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], ['S3', '2026-01-15'], ['Won', '2026-02-10']] },
    { id: 'D2', path: [['S1', '2026-01-05'], ['S3', '2026-01-15'], ['Won', '2026-02-10']] },
    { id: 'D3', reason: 'Price', path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], ['S1', '2026-01-12'], ['S2', '2026-01-14'], ['Lost', '2026-02-11']] },
    { id: 'D4', reason: 'Price', path: [['S1', '2026-01-05'], ['Lost', '2026-02-12']] },
    { id: 'D5', path: [['S2', '2026-01-05'], ['S3', '2026-01-10']] },
  ];

  test('reached at least 80, 75, 66.7 %; strict 50, 50, 100 %; any 75, 100, 66.7 %', async () => {
    const results = await compute(metric('stage_conversion'), dealRows(deals), { period: '2026-Q1' });
    assert.deepEqual(valuesOf(results), {
      'stage_conversion@S1': 0.8, 'stage_conversion@S2': 0.75, 'stage_conversion@S3': 0.666667,
      'stage_conversion/strict@S1': 0.5, 'stage_conversion/strict@S2': 0.5, 'stage_conversion/strict@S3': 1,
      'stage_conversion/any@S1': 0.75, 'stage_conversion/any@S2': 1, 'stage_conversion/any@S3': 0.666667,
    });
    // One of the three in S3 is undecided.
    assert.deepEqual(results.map(({ state }) => state), ['ok', 'ok', 'immature']);
  });

  test('created in the middle is marked', async () => {
    const created = metric('win_rate', { periodBy: 'created_on', measure: { total: { count: 'rows', where: { mid_funnel: [true] } } }, variants: [] });
    assert.deepEqual(valuesOf(await compute(created, dealRows(deals), { period: '2026-Q1' })), { win_rate: 1 });
  });
});

test('cycle length: 89 as Salesforce counts, 73 from creation to winning, 54 from qualification', async () => {
  const rows = dealRows([{ id: 'C', closes: '2026-03-31', path: [['S1', '2026-01-01'], ['S2', '2026-01-20'], ['Won', '2026-03-15']] }]);
  assert.deepEqual(await values(['sales_cycle'], rows, { period: '2026-Q1' }), { sales_cycle: 54, 'sales_cycle/mean': 54, 'sales_cycle/p90': 54, 'sales_cycle/created_to_won': 73, 'sales_cycle/created_to_close': 89 });
});

test('a backdated close is no cycle of negative days; a reopened deal runs from its first qualification to its last win', async () => {
  const rows = dealRows([
    { id: 'BACK', closes: '2026-01-01', path: [['S1', '2026-02-01'], ['S2', '2026-02-02'], ['Won', '2026-02-12']] },
    { id: 'AGAIN', path: [['S2', '2026-01-01'], ['Lost', '2026-01-10'], ['S2', '2026-02-01'], ['Won', '2026-03-02']] },
  ]);
  // 10 and 60 days.
  const said = await values(['sales_cycle'], rows, { period: '2026-Q1' });
  assert.deepEqual(among(said, { sales_cycle: 35, 'sales_cycle/created_to_close': 60 }), { sales_cycle: 35, 'sales_cycle/created_to_close': 60 });
});

describe('time in stage', () => {
  const deals: DealRow[] = [
    // S1 5 + 2, S2 3 + 10; the change of the clocks on 8 March makes no day shorter.
    { id: 'A', path: [['S1', '2026-03-01'], ['S2', '2026-03-06'], ['S1', '2026-03-09T14:00:00Z'], ['S2', '2026-03-11'], ['Won', '2026-03-21']] },
    { id: 'B', path: [['S1', '2026-03-01'], ['S2', '2026-03-12']] },
  ];

  test('stays are added up, one that goes on lasts to the day', async () => {
    const said = await values(['time_in_stage'], dealRows(deals), { period: '2026-Q1', asOf: '2026-04-01T12:00:00Z' });
    const wanted = { 'time_in_stage@S1': 9, 'time_in_stage@S2': 16.5, 'time_in_stage/won@S2': 13, 'time_in_stage/ended@S2': 13, 'time_in_stage/p90@S2': 19.3 };
    assert.deepEqual(among(said, wanted), wanted);
  });
});

test('velocity: 100 deals x 25 % x 50k / 60 days = 20,833 per day, with all four', async () => {
  const open = Array.from({ length: 100 }, (_, index): DealRow => ({ id: `O${index}`, amount: 1, closes: '2026-12-01', path: [['S2', '2026-01-05']] }));
  const won: DealRow = { id: 'W', amount: 50_000, path: [['S1', '2026-01-01'], ['S2', '2026-01-05'], ['Won', '2026-03-06']] };
  const lost = Array.from({ length: 3 }, (_, index): DealRow => ({ id: `L${index}`, amount: 1, reason: 'Price', path: [['S1', '2026-01-01'], ['Lost', '2026-03-06']] }));
  const early: DealRow = { id: 'E', amount: 1, path: [['S1', '2026-01-05']] };
  const [result] = await compute(metric('pipeline_velocity'), dealRows([...open, won, ...lost, early]), { period: '2026-Q1' });
  assert.equal(Math.round(result?.value ?? 0), 20_833);
  assert.deepEqual(result?.parts, { open_deals: 100, win_rate: 0.25, won_amount: 50_000, cycle_days: 60 });
});

test('deal value and contract value: 42,000 with 4,000 once for 12 months is 38,000 a year (T17)', async () => {
  const rows = dealRows([
    { id: 'A', amount: 42_000, more: { Handrail_One_Off__c: 4000, Handrail_Term_Months__c: 12 }, path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] },
    { id: 'B', amount: 60_000, more: { Handrail_Term_Months__c: 36 }, path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] },
    { id: 'C', amount: 12_000, more: {}, path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] },
  ]);
  assert.deepEqual(await values(['average_deal_value', 'acv'], rows, { period: '2026-Q1' }), { average_deal_value: 38_000, 'average_deal_value/median': 42_000, acv: 29_000, 'acv/median': 29_000 });
});

test('a reason that was replaced counts as the one in its place, with its class', async () => {
  const rows = dealRows([{ id: 'O', reason: 'Too dear', path: [['S1', '2026-01-05'], ['Lost', '2026-02-10']] }]);
  const wanted = { win_rate: 0, 'loss_mix@Price': 1 };
  assert.deepEqual(among(await values(['win_rate', 'loss_mix'], rows, { period: '2026-Q1' }), wanted), wanted);
});

test('losses by reason, of the whole and of a slice; by competitor', async () => {
  const lost = (id: string, reason: string, source: string, competitor: string | null = null): DealRow => ({ id, reason, source, more: { Handrail_Competitor__c: competitor }, path: [['S1', '2026-01-05'], ['S3', '2026-01-06'], ['Lost', '2026-02-10']] });
  const rows = dealRows([lost('1', 'Price', 'Web'), lost('2', 'Price', 'Web'), lost('3', 'Timing', 'Web'), lost('4', 'Competitor', 'Partner', 'Orrery'), lost('5', 'Duplicate', 'Web'), { id: 'W', path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] }]);
  const said = valuesOf(await compute([metric('loss_mix', { slices: ['source', 'stage_group', 'loss_stage'] }), metric('competitor_losses')], rows, { period: '2026-Q1', slice: 'source' }));
  const wanted = { 'loss_mix@Price': 0.5, 'loss_mix@Timing': 0.25, 'loss_mix@Competitor': 0.25, 'loss_mix@Price@Web': 0.666667, 'loss_mix@Competitor@Partner': 1, 'competitor_losses@Orrery': 1 };
  assert.deepEqual(among(said, wanted), wanted);
  assert.ok(!Object.keys(said).some((key) => key.includes('Duplicate')), 'a deal that never was is in no share');
});

test('the records behind a number of every kind are as many as it was counted from', async () => {
  const rows: Rows = {
    ...dealRows([
      { id: 'W', amount: 5, more: { Handrail_ARR__c: 5, Handrail_Term_Start__c: '2026-03-01', Handrail_Term_End__c: '2027-02-28' }, path: [['S1', '2026-01-05'], ['S2', '2026-01-06'], ['Won', '2026-02-10']] },
      { id: 'L', amount: 5, reason: 'Price', path: [['S1', '2026-01-05'], ['Lost', '2026-02-10']] },
      { id: 'O', amount: 5, closes: '2026-12-01', path: [['S2', '2026-01-05']] },
    ]),
    Handrail_Handoff__c: [{ Id: 'H', Opportunity__c: 'W', Sent_At__c: '2026-02-11T15:00:00Z' }],
  };
  const expected: Readonly<Record<string, readonly string[]>> = { win_rate: ['L', 'W'], sales_cycle: ['W'], pipeline_velocity: ['O'], loss_mix: ['L'], pipeline_created: ['O', 'W'], arr: ['W'], time_to_first_value: ['H'] };
  const playbook = playbookWith(Object.keys(expected).map((id) => metric(id)));
  const dir = await writeSnapshot(playbook, rows);
  const options = { asOf: '2026-04-01T12:00:00Z', period: '2026-Q1' };
  const results = await computeMetrics(playbook, dir, options);
  for (const [id, records] of Object.entries(expected)) {
    const found = results.find((result) => result.id === id);
    assert.deepEqual(await recordsBehind(playbook, dir, id, found?.slice ?? {}, options), records, id);
    assert.equal(found?.n, records.length, id);
  }
});
