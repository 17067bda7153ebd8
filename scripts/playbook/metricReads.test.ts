/** Which gates stand behind a number, by the default playbook: worked out from what each fact reads and each criterion asks for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadPlaybook } from './index.ts';
import { gatesBehind } from './metricReads.ts';

const { playbook } = await loadPlaybook(fileURLToPath(new URL('../../config/playbook', import.meta.url)));
assert.ok(playbook);
const { metrics, objects } = playbook;

function behind(id: string, of = { objects }): [criteria: readonly string[], objects: readonly string[]] {
  const metric = metrics.find((one) => one.id === id);
  assert.ok(metric, id);
  const { criteria, objects: whole } = gatesBehind(metric, of);
  return [criteria.map((criterion) => criterion.id), whole];
}

test('recurring revenue stands on who asks for the value, the term and the deal it renews', () => {
  // Of a term it reads motion, ARR, begin and end, base deal; OPP-NEGO-02 asks for the term, whose end carries the message.
  assert.deepEqual(behind('arr'), [['OPP-RENW-01', 'OPP-NEGO-01', 'OPP-NEGO-02', 'OPP-NEGO-03'], []]);
});

test('a funnel counts how far records came: every gate of theirs is behind it', () => {
  assert.deepEqual(behind('stage_conversion')[1], ['Opportunity']);
  assert.deepEqual(behind('sla_attainment')[1], ['Lead']);
});

test('what it sums up counts, what it may be cut by does not', () => {
  const amounts = objects.flatMap(({ criteria }) => criteria).filter(({ object, require, errorField }) => object === 'Opportunity' && [require?.field, errorField].includes('Amount')).map(({ id }) => id);
  assert.ok(amounts.includes('OPP-QUAL-04'));
  for (const id of amounts) assert.ok(behind('pipeline_coverage')[0].includes(id), id);
  assert.ok(metrics.find(({ id }) => id === 'win_rate')?.slices.includes('source'));
  assert.ok(!behind('win_rate')[0].includes('OPP-PROS-03'));
});

test('a criterion that is off keeps nothing, and a file is behind no gate', () => {
  const off = objects.map((object) => ({ ...object, criteria: object.criteria.map((criterion) => (criterion.id === 'OPP-NEGO-01' ? { ...criterion, mode: 'off' as const } : criterion)) }));
  assert.deepEqual(behind('arr', { objects: off })[0], ['OPP-RENW-01', 'OPP-NEGO-02', 'OPP-NEGO-03']);
  assert.deepEqual(behind('customer_health'), [[], []]);
});
