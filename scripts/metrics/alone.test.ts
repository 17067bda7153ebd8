/** Tables hold only what is read of them: a number must not depend on what else is asked. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadPlaybook } from '../playbook/index.ts';
import { computeMetrics } from './compute.ts';
import { company } from './engines/testing/company.ts';
import { writeSnapshot } from './testing/snapshot.ts';
import type { MetricResult } from './types.ts';

/** The verdict on a criterion is made of metrics of several facts. */
const counted = ({ verdict: _, ...rest }: MetricResult): Omit<MetricResult, 'verdict'> => rest;

test('metrics of one fact alone have the numbers they have among all', async (context) => {
  const { playbook } = await loadPlaybook(join(import.meta.dirname, '../../config/playbook'));
  assert.ok(playbook);
  const dir = await writeSnapshot(playbook, company(playbook, 150));
  const options = { asOf: '2026-06-15T12:00:00Z', slice: 'all' };
  const all = Map.groupBy(await computeMetrics(playbook, dir, options), ({ id }) => id);
  for (const [fact, metrics] of Map.groupBy(playbook.metrics, (metric) => metric.fact)) {
    const ids = metrics.map(({ id }) => id);
    await context.test(fact, async () => {
      const alone = Map.groupBy(await computeMetrics(playbook, dir, { ...options, metrics: ids }), ({ id }) => id);
      for (const id of ids) assert.deepEqual(alone.get(id)?.map(counted), all.get(id)?.map(counted), id);
    });
  }
});
