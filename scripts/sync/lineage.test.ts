/** What is kept of each metric for its page: by labels, and never longer than its field takes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPlaybook } from '../playbook/index.ts';
import { lineageJson } from './lineage.ts';

const { playbook } = await loadPlaybook('config/playbook');
assert.ok(playbook);
const of = lineageJson(playbook);

test('fields and criteria are called as people call them', () => {
  const { fields } = JSON.parse(of('pipeline_coverage') ?? '{}') as { fields: { field: string; label: string; criteria: string[] }[] };
  const amount = fields.find(({ field }) => field === 'Opportunity.Amount');
  assert.equal(amount?.label, 'Opportunity: Amount');
  assert.ok(amount.criteria.some((name) => /^\S.+ \(OPP-QUAL-04\)$/.test(name)), amount.criteria.join());
});

test('every metric of the playbook has one that its field takes, others have none', () => {
  // Length of Handrail_Metric__c.Lineage__c.
  for (const { id } of playbook.metrics) assert.ok((of(id) ?? '').length < 32_768 && of(id)?.startsWith('{'), id);
  assert.equal(of('no_such_metric'), null);
});
