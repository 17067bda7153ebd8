/** The hand-worked vectors of the conventions: each number below was worked out on paper. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { temporaryFolder } from '../shared/testing/folder.ts';
import type { Metric } from '../playbook/metricModel.ts';
import { loadPlaybook } from '../playbook/index.ts';
import { computeMetrics } from './compute.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow, type Rows } from './testing/snapshot.ts';
import type { MetricResult } from './types.ts';

const shipped = (await loadPlaybook('config/playbook')).playbook?.metrics ?? [];

function metric(id: string, changes: Partial<Metric> = {}): Metric {
  const found = shipped.find((candidate) => candidate.id === id);
  assert.ok(found, `the playbook ships ${id}`);
  // Vectors are smaller than what a rate may be believed from; the states have tests of their own.
  return { ...found, minN: 0, ...changes };
}

async function compute(one: Metric, rows: Rows, options: Parameters<typeof computeMetrics>[2] = {}): Promise<MetricResult[]> {
  const playbook = playbookWith([one]);
  return computeMetrics(playbook, await writeSnapshot(playbook, rows), { asOf: '2026-07-01T12:00:00Z', ...options });
}

const total = (results: readonly MetricResult[]): MetricResult => results[0] as MetricResult;
const variant = (result: MetricResult, id: string): number | null | undefined => result.variants.find((candidate) => candidate.id === id)?.value;

async function inputs(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await temporaryFolder('inputs');
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return dir;
}

describe('win rate', () => {
  // Closed in Q1: won 10k, 20k, 30k; lost seven deals totalling 240k, three of them derails of 40k; 90 of the cohort still open.
  const closed: DealRow[] = [
    ...[10_000, 20_000, 30_000].map((amount, index): DealRow => ({ id: `W${index}`, amount, path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] })),
    ...[50_000, 50_000, 50_000, 50_000].map((amount, index): DealRow => ({ id: `L${index}`, amount, reason: 'Price', path: [['S1', '2026-01-05'], ['Lost', '2026-02-12']] })),
    ...[10_000, 10_000, 20_000].map((amount, index): DealRow => ({ id: `D${index}`, amount, reason: 'Timing', path: [['S1', '2026-01-05'], ['Lost', '2026-02-14']] })),
  ];
  const open = Array.from({ length: 90 }, (_, index): DealRow => ({ id: `O${index}`, amount: 1, path: [['S1', '2026-01-05']] }));

  test('narrow leaves derails out, broad counts them, cohort keeps the open ones, amount weighs', async () => {
    const result = total(await compute(metric('win_rate'), dealRows([...closed, ...open]), { period: '2026-Q1' }));
    assert.equal(result.value, 3 / 7);
    assert.deepEqual([result.numerator, result.denominator, result.n], [3, 7, 7]);
    assert.equal(variant(result, 'broad'), 0.3);
    assert.equal(variant(result, 'cohort'), 0.03);
    // Narrow by amount: 60k of 60k + 200k; all ten deals would be 60 of 300.
    assert.equal(variant(result, 'amount'), 60_000 / 260_000);
  });

  test('no closed deal is no number, and zero wins are zero', async () => {
    const none = total(await compute(metric('win_rate'), dealRows(open), { period: '2026-Q1' }));
    assert.deepEqual([none.value, none.state], [null, 'undefined']);
    const lost = total(await compute(metric('win_rate'), dealRows(closed.slice(3, 7)), { period: '2026-Q1' }));
    assert.deepEqual([lost.value, lost.state], [0, 'ok']);
  });

  test('a deal reopened and won counts once, at its last closing (T11); a void deal is in no rate (T18)', async () => {
    const rows = dealRows([
      { id: 'R', amount: 1, path: [['S1', '2026-01-05'], ['Lost', '2026-02-01'], ['S2', '2026-03-01'], ['Won', '2026-04-10']] },
      { id: 'V', amount: 1, reason: 'Duplicate', path: [['S1', '2026-04-05'], ['Lost', '2026-04-06']] },
    ]);
    const first = total(await compute(metric('win_rate'), rows, { period: '2026-Q1' }));
    const second = total(await compute(metric('win_rate'), rows, { period: '2026-Q2' }));
    assert.deepEqual([first.denominator, second.numerator, second.denominator], [0, 1, 1]);
    assert.equal(variant(second, 'broad'), 1);
  });

  test('as of a past day only what was known then is counted', async () => {
    const rows = dealRows(closed);
    const then = total(await compute(metric('win_rate'), rows, { period: '2026-Q1', asOf: '2026-02-11T12:00:00Z' }));
    // Three won by then, nothing lost yet.
    assert.deepEqual([then.numerator, then.denominator], [3, 3]);
  });

  test('renewals are no new business', async () => {
    const rows = dealRows([{ id: 'N', motion: 'Renewal', path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] }]);
    assert.equal(total(await compute(metric('win_rate'), rows, { period: '2026-Q1' })).denominator, 0);
  });
});

test('win rate by stage: skipped stages count as reached', async () => {
  const rows = dealRows([
    { id: 'D1', path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], ['S3', '2026-01-15'], ['Won', '2026-02-10']] },
    { id: 'D2', path: [['S1', '2026-01-05'], ['S3', '2026-01-15'], ['Won', '2026-02-10']] },
    { id: 'D3', reason: 'Price', path: [['S1', '2026-01-05'], ['S2', '2026-01-10'], ['S1', '2026-01-12'], ['S2', '2026-01-14'], ['Lost', '2026-02-11']] },
    { id: 'D4', reason: 'Price', path: [['S1', '2026-01-05'], ['Lost', '2026-02-12']] },
    { id: 'D5', path: [['S2', '2026-01-05'], ['S3', '2026-01-10']] },
  ]);
  const results = await compute(metric('win_rate_by_stage'), rows, { period: '2026-Q1' });
  // D5 is open and in no rate; of the closed, four reached S1, three S2, two S3.
  assert.deepEqual(results.map(({ slice, numerator, denominator }) => [slice['stage'], numerator, denominator]), [['S1', 2, 4], ['S2', 2, 3], ['S3', 2, 2]]);
});

describe('sales cycle', () => {
  test('qualified to won; created to close date as Salesforce counts stands beside it', async () => {
    // Created 1 Jan, qualified 20 Jan, won 15 Mar, close date 31 Mar 2026: 54 and 89 days.
    const rows = dealRows([{ id: 'C', closes: '2026-03-31', path: [['S1', '2026-01-01'], ['S2', '2026-01-20'], ['Won', '2026-03-15']] }]);
    const result = total(await compute(metric('sales_cycle'), rows, { period: '2026-Q1' }));
    assert.equal(result.value, 54);
    assert.equal(variant(result, 'created_to_close'), 89);
  });

  test('median of an even number, and a skip over the qualified stage begins at the stage after it', async () => {
    const rows = dealRows([
      { id: 'A', path: [['S1', '2026-01-01'], ['S2', '2026-01-11'], ['Won', '2026-01-21']] },
      { id: 'B', path: [['S1', '2026-01-01'], ['S3', '2026-01-05'], ['Won', '2026-02-04']] },
    ]);
    // 10 and 30 days.
    assert.equal(total(await compute(metric('sales_cycle'), rows, { period: '2026-Q1' })).value, 20);
  });
});

describe('pipeline coverage', () => {
  const QUOTA = 'level,owner,motion,period_start,period_end,amount,basis,as_of\ncompany,,new,2026-04-01,2026-06-30,2400000,Amount,2026-04-01\n';
  const deals: DealRow[] = [
    { id: 'WON', amount: 800_000, path: [['S1', '2026-03-01'], ['Won', '2026-04-10']] },
    { id: 'OPEN', amount: 4_800_000, closes: '2026-06-20', path: [['S1', '2026-04-01'], ['S2', '2026-04-05']] },
    { id: 'OVERDUE', amount: 9_000_000, closes: '2026-04-30', path: [['S1', '2026-04-01'], ['S2', '2026-04-05']] },
    { id: 'EARLY', amount: 7_000_000, closes: '2026-06-20', path: [['S1', '2026-04-01']] },
    { id: 'LATER', amount: 6_000_000, closes: '2026-07-20', path: [['S1', '2026-04-01'], ['S2', '2026-04-05']] },
  ];

  test('quota 2.4M, won 0.8M, open 4.8M: 3.0x to go, 2.0x of the whole, 0.33 the other way round', async () => {
    const result = total(await compute(metric('pipeline_coverage'), dealRows(deals), { asOf: '2026-05-15T12:00:00Z', inputsDir: await inputs({ 'quota.csv': QUOTA }) }));
    assert.deepEqual([result.value, result.state], [3, 'ok']);
    assert.equal(variant(result, 'whole_quota'), 2);
    assert.equal(variant(result, 'remaining_over_open'), 1_600_000 / 4_800_000);
  });

  test('without a quota, and with it attained, there is no number', async () => {
    const none = total(await compute(metric('pipeline_coverage'), dealRows(deals), { asOf: '2026-05-15T12:00:00Z' }));
    assert.deepEqual([none.value, none.state, none.reason], [null, 'undefined', 'It needs the file quota.csv.']);
    const attained = total(await compute(metric('pipeline_coverage'), dealRows(deals), { asOf: '2026-05-15T12:00:00Z', inputsDir: await inputs({ 'quota.csv': QUOTA.replace('2400000', '800000') }) }));
    assert.deepEqual([attained.value, attained.state], [null, 'undefined']);
    assert.match(attained.reason ?? '', /attained/);
  });
});

test('lead to opportunity: 100 March leads, 12 converted to opportunities of 14 converted, 15 conversions dated March (T06)', async () => {
  const lead = (id: string, created: string, converted: string | null, opportunity: boolean): Record<string, string | boolean | null> => ({ Id: id, LeadSource: 'Web', Status: 'Closed', CreatedDate: `${created}T15:00:00Z`, IsConverted: converted !== null, ConvertedDate: converted, ConvertedOpportunityId: opportunity ? `OPP-${id}` : null });
  const rows: Rows = {
    Lead: [
      ...Array.from({ length: 10 }, (_, index) => lead(`a${index}`, '2026-03-05', '2026-03-20', true)),
      ...Array.from({ length: 2 }, (_, index) => lead(`b${index}`, '2026-03-05', '2026-04-20', true)),
      ...Array.from({ length: 2 }, (_, index) => lead(`c${index}`, '2026-03-05', '2026-03-21', false)),
      ...Array.from({ length: 86 }, (_, index) => lead(`d${index}`, '2026-03-06', null, false)),
      ...Array.from({ length: 5 }, (_, index) => lead(`e${index}`, '2026-02-06', '2026-03-03', true)),
    ],
  };
  const result = total(await compute(metric('lead_to_opportunity'), rows, { period: '2026-03' }));
  assert.equal(result.value, 0.12);
  assert.equal(variant(result, 'in_period'), 0.15);
  assert.equal(variant(result, 'is_converted'), 0.14);
});

test('CAC: spend 500k, paid 120k, 20 logos make 25k loaded and 6k paid; two deals of one customer are one logo', async () => {
  const deals = Array.from({ length: 20 }, (_, index): DealRow => ({ id: `W${index}`, source: 'Web', path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] }));
  const rows = dealRows([...deals, { id: 'AGAIN', source: 'Web', account: 'A-W0', path: [['S1', '2026-01-06'], ['Won', '2026-03-10']] }]);
  const dir = await inputs({ 'gtm_cost.csv': 'month,function,kind,channel,amount,currency,source_system,as_of\n2026-01-01,marketing,programme,Web,120000,USD,ledger,2026-06-30\n2026-02-01,sales,people,,380000,USD,ledger,2026-06-30\n' });
  assert.equal(total(await compute(metric('cac'), rows, { period: '2026-Q1', inputsDir: dir })).value, 25_000);
  const paid = await compute(metric('paid_cac'), rows, { period: '2026-Q1', inputsDir: dir });
  assert.deepEqual(paid.filter(({ value }) => value !== null).map(({ slice, value }) => [slice['channel'], value]), [['Web', 6000]]);
});

describe('states', () => {
  const wins = (count: number): DealRow[] => Array.from({ length: count }, (_, index): DealRow => ({ id: `W${index}`, path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] }));

  test('low_n below ten, ok from ten', async () => {
    assert.equal(total(await compute(metric('win_rate', { minN: 10 }), dealRows(wins(9)), { period: '2026-Q1' })).state, 'low_n');
    assert.equal(total(await compute(metric('win_rate', { minN: 10 }), dealRows(wins(10)), { period: '2026-Q1' })).state, 'ok');
  });

  test('immature below 80 percent resolved', async () => {
    const lead = (id: string, status: string): Record<string, string | boolean> => ({ Id: id, Status: status, CreatedDate: '2026-03-05T15:00:00Z', IsConverted: false });
    const rows = (closed: number): Rows => ({ Lead: Array.from({ length: 10 }, (_, index) => lead(`l${index}`, index < closed ? 'Closed' : 'Open')) });
    assert.equal(total(await compute(metric('lead_to_opportunity'), rows(7), { period: '2026-03' })).state, 'immature');
    assert.equal(total(await compute(metric('lead_to_opportunity'), rows(8), { period: '2026-03' })).state, 'ok');
  });

  test('a field nobody may read shows in the number', async () => {
    const playbook = playbookWith([metric('win_rate')]);
    const dir = await writeSnapshot(playbook, dealRows(wins(3)), ['Opportunity.Handrail_Loss_Reason__c']);
    const result = total(await computeMetrics(playbook, dir, { period: '2026-Q1', asOf: '2026-07-01T12:00:00Z' }));
    assert.equal(result.state, 'partial_access');
    assert.match(result.reason ?? '', /Opportunity\.Handrail_Loss_Reason__c/);
  });

  test('an input older than its fresh days is stale', async () => {
    const dir = await inputs({ 'gtm_cost.csv': 'month,function,kind,channel,amount,currency,source_system,as_of\n2026-01-01,marketing,programme,Web,100,USD,ledger,2026-04-01\n' });
    assert.equal(total(await compute(metric('cac'), dealRows(wins(3)), { period: '2026-Q1', inputsDir: dir })).state, 'stale');
  });

  test('a malformed input says which file and which columns', async () => {
    const dir = await inputs({ 'gtm_cost.csv': 'month,amount\nyesterday,lots\n' });
    await assert.rejects(compute(metric('cac'), dealRows(wins(3)), { inputsDir: dir }), /gtm_cost\.csv cannot be read as gtm_cost/);
  });
});

test('periods are half-open in the local zone: 23:30 on 31 March in New York is April in UTC and March here', async () => {
  const rows = dealRows([{ id: 'EDGE', path: [['S1', '2026-01-05'], ['Won', '2026-04-01T03:30:00Z']] }]);
  assert.equal(total(await compute(metric('win_rate'), rows, { period: '2026-03' })).numerator, 1);
  assert.equal(total(await compute(metric('win_rate'), rows, { period: '2026-04' })).numerator, 0);
});

test('as of a day is its first moment in the zone of the org, wherever this machine stands', async () => {
  const rows = dealRows([{ id: 'A', path: [['S1', '2026-03-01'], ['Won', '2026-03-31T23:30:00-04:00']] }]);
  const said = async (asOf: string): Promise<unknown[]> => {
    const result = total(await compute(metric('attainment'), rows, { asOf, inputsDir: await inputs({}) }));
    return [result.asOf, result.period.from];
  };
  const zone = process.env['TZ'];
  try {
    for (const machine of ['UTC', 'Pacific/Auckland']) {
      process.env['TZ'] = machine;
      assert.deepEqual(await said('2026-04-01'), ['2026-04-01T04:00:00.000Z', '2026-04-01']);
      assert.deepEqual(await said('2026-04-01T09:00'), ['2026-04-01T13:00:00.000Z', '2026-04-01']);
      assert.deepEqual(await said('2026-04-01T03:00:00Z'), ['2026-04-01T03:00:00.000Z', '2026-01-01']);
    }
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
  await assert.rejects(said('2026-02-29'), /"2026-02-29" is no date or time/);
});

test('unknown metric, slice and period are said in one sentence', async () => {
  const rows = dealRows([]);
  await assert.rejects(compute(metric('win_rate'), rows, { metrics: ['win_rat'] }), /The playbook has no metric "win_rat"/);
  await assert.rejects(compute(metric('win_rate'), rows, { slice: 'moon' }), /can be cut by "moon"/);
  await assert.rejects(compute(metric('win_rate'), rows, { period: '2026-Q5' }), /"2026-Q5" is no period/);
  await assert.rejects(compute(metric('win_rate'), rows, { period: '2026-02-30..2026-03-01' }), /no day of the calendar/);
});

