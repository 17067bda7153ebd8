/** By how much a number changes with a definition: counted by hand. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { dealRows, playbookWith, writeSnapshot, type DealRow } from '../metrics/testing/snapshot.ts';
import { metric } from '../metrics/testing/vectors.ts';
import type { Playbook } from '../playbook/index.ts';
import { metricChanges } from './metricChanges.ts';

const closed = (id: string, stage: 'Won' | 'Lost', reason?: string): DealRow => ({ id, amount: 100, ...(reason === undefined ? {} : { reason }), path: [['S1', '2026-01-05'], ['S2', '2026-02-01'], [stage, '2026-03-10']] });
const DEALS = [closed('W1', 'Won'), closed('W2', 'Won'), closed('L1', 'Lost', 'Price'), closed('L2', 'Lost', 'Timing'), closed('L3', 'Lost', 'Timing')];

test('a reason counted as lost lowers the narrow win rate; a metric that reads no reason stays; one that is new or gone says so', async () => {
  const before = playbookWith([metric('win_rate'), metric('amount_changes')]);
  const after: Playbook = { ...before, lossReasons: before.lossReasons.map((reason) => (reason.name === 'Timing' ? { ...reason, outcomeClass: 'lost' } : reason)) };
  const dir = await writeSnapshot(before, dealRows(DEALS));
  try {
    const options = { asOf: '2026-04-01T12:00:00Z' };
    const changes = await metricChanges(before, after, dir, options);
    // 2 won of 3 decided; with the two of Timing 2 of 5.
    assert.deepEqual(changes.map(({ id, before: was, after: is }) => [id, was?.value?.toFixed(6), was?.n, is?.value?.toFixed(6), is?.n]), [['win_rate', '0.666667', 3, '0.400000', 5]]);
    assert.equal(changes[0]?.difference?.toFixed(6), '-0.266667');
    assert.deepEqual(await metricChanges(before, before, dir, options), []);
    const only = (id: string): Playbook => ({ ...before, metrics: before.metrics.filter((found) => found.id === id) });
    const both = await metricChanges(only('win_rate'), only('amount_changes'), dir, options);
    assert.deepEqual(both.map(({ id, before: was, after: is, difference }) => [id, was === null, is === null, difference]), [['amount_changes', true, false, null], ['win_rate', false, true, null]]);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
