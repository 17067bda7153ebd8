/** The records behind every number, in one query: they must be those that `recordsBehind` finds one number at a time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { computeMetrics, recordsBehind } from './compute.ts';
import { dealRows, playbookWith, writeSnapshot, type DealRow } from './testing/snapshot.ts';
import { compute, metric } from './testing/vectors.ts';

const DEALS: readonly DealRow[] = [
  { id: 'W2', source: 'Web', path: [['S1', '2026-01-05'], ['Won', '2026-02-10']] },
  { id: 'W1', source: 'Web', path: [['S1', '2026-01-05'], ['S2', '2026-01-06', { closes: '2026-03-01' }], ['S3', '2026-01-20', { closes: '2026-04-02' }], ['Won', '2026-02-10']] },
  { id: 'L1', source: 'Partner', reason: 'Price', path: [['S1', '2026-01-05'], ['Lost', '2026-03-10']] },
  { id: 'O1', source: 'Partner', path: [['S1', '2026-01-05']] },
];
const Q1 = { period: '2026-Q1' };

test('a rate carries what it was counted from, in order, and so does each slice', async () => {
  const results = await compute(metric('win_rate'), dealRows(DEALS), { ...Q1, slice: 'source', records: {} });
  assert.deepEqual(results.map(({ slice, records }) => [slice['source'] ?? 'all', records]), [
    ['all', { object: 'Opportunity', ids: ['L1', 'W1', 'W2'], total: 3 }],
    ['Partner', { object: 'Opportunity', ids: ['L1'], total: 1 }],
    ['Web', { object: 'Opportunity', ids: ['W1', 'W2'], total: 2 }],
  ]);
});

test('a list ends at the limit and says how many there are', async () => {
  const [two] = await compute(metric('win_rate'), dealRows(DEALS), { ...Q1, records: { limit: 2 } });
  assert.deepEqual(two?.records, { object: 'Opportunity', ids: ['L1', 'W1'], total: 3 });
  const [none] = await compute(metric('win_rate'), dealRows(DEALS), { ...Q1, records: { limit: 0 } });
  assert.deepEqual(none?.records, { object: 'Opportunity', ids: [], total: 3 });
});

test('a deal that moved twice is one record, and a number of nothing has none', async () => {
  const [moved] = await compute(metric('close_date_moves'), dealRows(DEALS), { ...Q1, records: {} });
  assert.deepEqual([moved?.value, moved?.records?.ids, moved?.records?.total], [2, ['W1'], 1]);
  const [nothing] = await compute(metric('win_rate'), dealRows(DEALS), { period: '2025-Q1', records: {} });
  assert.deepEqual([nothing?.value, nothing?.records], [null, { object: 'Opportunity', ids: [], total: 0 }]);
});

test('names come with them when they are asked for, and without being asked for nothing does', async () => {
  const rows = dealRows(DEALS.map((deal) => ({ ...deal, more: { Name: `<b>${deal.id}</b>` } })));
  const [named] = await compute(metric('win_rate'), rows, { ...Q1, records: { names: true, limit: 1 } });
  assert.deepEqual(named?.records?.names, { L1: '<b>L1</b>' });
  const [plain] = await compute(metric('win_rate'), rows, Q1);
  assert.equal(plain?.records, undefined);
});

test('they are those that are found one number at a time', async () => {
  const metrics = ['win_rate', 'stage_conversion', 'time_in_stage', 'pipeline_coverage', 'amount_changes'].map((id) => metric(id));
  const playbook = playbookWith(metrics);
  const deal = fc.record({
    source: fc.constantFrom('Web', 'Partner', "O'Brien", null),
    reason: fc.constantFrom('Price', 'Timing', undefined),
    stages: fc.subarray(['S1', 'S2', 'S3', 'Won', 'Lost', 'S2'], { minLength: 1 }),
    day: fc.integer({ min: 1, max: 25 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(deal, { minLength: 1, maxLength: 8 }), async (deals) => {
      const rows = dealRows(deals.map(({ source, reason, stages, day }, index): DealRow => ({
        id: `D${index}`, amount: index * 10, path: stages.map((name, step) => [name, `2026-0${1 + (step % 3)}-${String(day).padStart(2, '0')}`, { amount: index * 10 + step }] as const).toSorted((left, right) => left[1].localeCompare(right[1])),
        ...(source === null ? {} : { source }), ...(reason === undefined ? {} : { reason }),
      })));
      const dir = await writeSnapshot(playbook, rows);
      const options = { asOf: '2026-07-01T12:00:00Z', ...Q1 };
      for (const { id, slice, records } of await computeMetrics(playbook, dir, { ...options, slice: 'source', records: { limit: 3 } })) {
        const found = [...new Set(await recordsBehind(playbook, dir, id, slice, options))];
        assert.deepEqual([records?.ids, records?.total], [found.slice(0, 3), found.length], `${id} ${JSON.stringify(slice)}`);
      }
    }),
    { seed: 5, numRuns: 3 },
  );
});
