/** What the numbers were at the end of each period. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { computeMetrics } from './compute.ts';
import { computeWithPast } from './past.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow } from './testing/snapshot.ts';
import { inputs, metric } from './testing/vectors.ts';

const IDS = ['win_rate', 'pipeline_coverage', 'lead_to_opportunity', 'mql_volume', 'loss_mix', 'stage_conversion'];
const playbook = playbookWith(IDS.map((id) => metric(id)));
const AS_OF = '2026-06-15T12:00:00Z';

const DEALS: readonly DealRow[] = [
  { id: 'A', amount: 100, closes: '2026-03-20', path: [['S2', '2026-01-05'], ['Won', '2026-02-10']] },
  { id: 'B', amount: 300, closes: '2026-03-31', reason: 'Price', path: [['S2', '2026-01-05'], ['Lost', '2026-03-10']] },
  // Lost in March, won in May: at the end of the first quarter it was lost.
  { id: 'C', amount: 200, closes: '2026-03-20', reason: 'Price', path: [['S2', '2026-01-05'], ['Lost', '2026-03-11'], ['S2', '2026-04-02'], ['Won', '2026-05-10']] },
];

test('a closed quarter says what was printed at its end, oldest first, and nothing of quarters without anything', async () => {
  const dir = await writeSnapshot(playbook, dealRows(DEALS));
  const { metrics, past } = await computeWithPast(playbook, dir, { asOf: AS_OF, metrics: ['win_rate'] });
  assert.deepEqual(past.map(({ period, value, numerator, denominator, asOf }) => [period.from, period.to, value, numerator, denominator, asOf]), [
    // New York leaves the winter behind in March: midnight is at four.
    ['2026-01-01', '2026-04-01', 1 / 3, 1, 3, '2026-04-01T04:00:00.000Z'],
  ]);
  assert.deepEqual(metrics, await computeMetrics(playbook, dir, { asOf: AS_OF, metrics: ['win_rate'] }));
  assert.equal(metrics[0]?.value, 2 / 3);
});

test('each point is the number that --as-of gives for that day', async () => {
  const dir = await writeSnapshot(playbook, dealRows(DEALS));
  const inputsDir = await inputs({ 'quota.csv': 'level,owner,motion,period_start,period_end,amount,basis,as_of\ncompany,,new,2026-01-01,2026-03-31,1000,Amount,2026-01-01\n' });
  const { past } = await computeWithPast(playbook, dir, { asOf: AS_OF, inputsDir, records: {} });
  assert.ok(past.length > 0);
  for (const { id, period, asOf, ...rest } of past) {
    const last = new Date(Date.parse(`${period.to}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    const answers = await computeMetrics(playbook, dir, { asOf, inputsDir, metrics: [id], period: `${period.from}..${last}`, records: {} });
    const then = answers.find(({ slice }) => isDeepStrictEqual(slice, rest.slice));
    assert.deepEqual({ id, period, asOf, ...rest }, then);
  }
});

test('a cohort is told as it stands today, by the quarter; what is always split has no trend', async () => {
  const lead = (Id: string, created: string, opportunity: string | null): Record<string, string | boolean | null> => ({ Id, CreatedDate: `${created}T15:00:00Z`, IsConverted: opportunity !== null, ConvertedOpportunityId: opportunity, ConvertedDate: opportunity === null ? null : '2026-05-01', LeadSource: 'Web', Status: opportunity === null ? 'Closed' : 'Converted' });
  const dir = await writeSnapshot(playbook, { ...dealRows(DEALS), Lead: [lead('a', '2026-03-10', 'A'), lead('b', '2026-03-20', null)] });
  const { past } = await computeWithPast(playbook, dir, { asOf: AS_OF, metrics: ['lead_to_opportunity', 'loss_mix'] });
  // Converted in May: at the end of March nobody had been.
  assert.deepEqual(past.map(({ id, period, value, asOf }) => [id, period.from, value, asOf]), [['lead_to_opportunity', '2026-01-01', 0.5, '2026-06-15T12:00:00.000Z']]);
});

test('closed periods are told by the parts that the playbook names', async () => {
  const dir = await writeSnapshot(playbook, dealRows(DEALS));
  const { past } = await computeWithPast(playbook, dir, { asOf: AS_OF, metrics: ['stage_conversion'] });
  // All three reached S2 in the first quarter; A and, in May, C went on to be won.
  assert.deepEqual(past.filter(({ slice }) => slice['stage'] === 'S2').map(({ slice, period, numerator, denominator }) => [slice, period.from, numerator, denominator]), [[{ stage: 'S2' }, '2026-01-01', 2, 3]]);
  assert.ok(past.every(({ slice }) => Object.keys(slice).join() === 'stage'));
});
