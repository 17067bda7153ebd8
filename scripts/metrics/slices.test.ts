/** Which slices are there: those of which the number, or a variant of it, says something. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dealRows, type DealRow } from './testing/snapshot.ts';
import { compute, metric } from './testing/vectors.ts';

const ended = (id: string, source: string, reason: string, year: number): DealRow => ({ id, amount: 10, source, reason, path: [['S1', `${year}-01-05`], ['Lost', `${year}-02-10`]] });

test('a slice that only a variant speaks of is there, and its number says that there is none', async () => {
  const deals = [ended('L', 'Web', 'Price', 2026), ended('D', 'Other', 'Timing', 2026), ended('OLD', 'Fair', 'Price', 2025)];
  const results = await compute(metric('win_rate'), dealRows(deals), { period: '2026-Q1', slice: 'source' });
  const said = results.map(({ slice, value, state, variants }) => [slice['source'] ?? 'all', value, state, variants.find(({ id }) => id === 'broad')?.value]);
  // Derails are in the broad rate alone; of the Fair nothing ended in the quarter, nor began.
  assert.deepEqual(said, [['all', 0, 'ok', 0], ['Other', null, 'undefined', 0], ['Web', 0, 'ok', 0]]);
});

test('dates that were only moved earlier are there beside none that was moved later', async () => {
  const [, stage] = await compute(metric('close_date_moves'), dealRows([{ id: 'A', path: [['S2', '2026-04-01', { closes: '2026-06-20' }], ['S2', '2026-05-01', { closes: '2026-06-10' }]] }]), { period: '2026-Q2', slice: 'stage' });
  assert.deepEqual([stage?.slice, stage?.value, stage?.variants.find(({ id }) => id === 'earlier')?.value], [{ stage: 'S2' }, 0, 1]);
});

test('a tier whose customers have all gone has an ARR of nothing and has shrunk by all of it', async () => {
  const term = { Handrail_ARR__c: 100, Handrail_Term_Start__c: '2025-01-01', Handrail_Term_End__c: '2025-12-31', Handrail_Tier__c: 'Starter' };
  const [, tier] = await compute(metric('arr'), dealRows([{ id: 'A', motion: 'New Logo', more: term, path: [['S1', '2024-12-01'], ['Won', '2024-12-20']] }]), { asOf: '2026-06-01T10:00:00Z', slice: 'tier' });
  assert.deepEqual([tier?.slice, tier?.value, tier?.variants.find(({ id }) => id === 'growth')?.value], [{ tier: 'Starter' }, 0, -1]);
});
