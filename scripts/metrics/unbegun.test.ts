/** A period that has not begun has no number of what happens in it; what is already due in it has one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dealRows } from './testing/snapshot.ts';
import { compute, inputs, metric } from './testing/vectors.ts';

const rows = dealRows([
  { id: 'O', amount: 300, closes: '2026-05-20', path: [['S2', '2026-01-05']] },
  { id: 'T', amount: 100, path: [['S1', '2025-05-01'], ['Won', '2025-05-20']], more: { Handrail_ARR__c: 100, Handrail_Term_Start__c: '2025-06-01', Handrail_Term_End__c: '2026-05-31' } },
]);

test('what has not begun is not nothing', async () => {
  const happening = ['new_business_won', 'pipeline_created', 'win_rate', 'close_date_moves', 'pushed_revenue', 'mql_volume', 'lapsed_arr'].map((id) => metric(id));
  // The last instant of the quarter before in New York, and the first one of this quarter.
  const before = await compute(happening, rows, { asOf: '2026-04-01T03:59:59Z', period: '2026-Q2' });
  assert.deepEqual(before.map(({ value, state, reason }) => [value, state, reason]), happening.map(() => [null, 'undefined', 'The period has not begun.']));
  const begun = await compute(happening, rows, { asOf: '2026-04-01T04:00:00Z', period: '2026-Q2' });
  assert.deepEqual(begun.map(({ id, value }) => [id, value]), happening.map(({ id }) => [id, id === 'win_rate' ? null : 0]));
});

test('what is due in it is known today', async () => {
  const inputsDir = await inputs({ 'quota.csv': 'level,owner,motion,period_start,period_end,amount,basis,as_of\ncompany,,new,2026-04-01,2026-06-30,100,Amount,2026-03-01\n' });
  const found = await compute(['pipeline_coverage', 'renewal_coverage', 'renewals_on_time'].map((id) => metric(id)), rows, { asOf: '2026-03-15T12:00:00Z', period: '2026-Q2', inputsDir });
  assert.deepEqual(found.map(({ value, state }) => [value, state]), [[3, 'ok'], [0, 'ok'], [0, 'ok']]);
});

test('what is always split says so once when there is nothing to split', async () => {
  const found = await compute(['loss_mix', 'win_rate_by_stage', 'forecast_snapshot'].map((id) => metric(id)), rows, { period: '2024-Q1' });
  assert.deepEqual(found.map(({ slice, value, state, reason }) => [slice, value, state, reason]), [
    [{}, null, 'undefined', 'Nothing in this period counts.'],
    [{}, null, 'undefined', 'Nothing in this period counts.'],
    [{}, null, 'undefined', 'Today is not in this period: cut it by snapshot, or ask as of a day in it.'],
  ]);
});

test('what is placed in no time is of no period, whatever was asked for', async () => {
  const [asked] = await compute(metric('rep_activity'), rows, { period: '2024-Q1' });
  const [plain] = await compute(metric('rep_activity'), rows, {});
  assert.ok(asked && plain && asked.n > 0);
  assert.deepEqual(asked, plain);
});
