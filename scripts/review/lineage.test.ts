import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsTouchedBy, touchedBy } from '../drift/breaks.ts';
import { isAsked } from '../playbook/asked.ts';
import { loadPlaybook } from '../playbook/index.ts';
import type { Playbook } from '../playbook/model.ts';
import { lineageLines, lineageOf } from './lineage.ts';

const { playbook } = (await loadPlaybook(new URL('../../config/playbook', import.meta.url).pathname)) as { playbook: Playbook };
const of = (id: string): ReturnType<typeof lineageOf> => {
  const metric = playbook.metrics.find((one) => one.id === id);
  assert.ok(metric, id);
  return lineageOf(metric, playbook);
};
const askedFor = (id: string, field: string): readonly string[] | undefined => of(id).fields.find((one) => one.field === field)?.criteria;

test('a number names its fields, and each field the criteria that answer for it', () => {
  // OPP-LOST-01 is the criterion of closed-lost.yaml that wants the reason of a loss.
  assert.ok(askedFor('win_rate', 'Opportunity.Handrail_Loss_Reason__c')?.includes('OPP-LOST-01'));
  assert.deepEqual(askedFor('win_rate', 'Opportunity.Handrail_Exclude__c'), []);
  assert.ok(askedFor('average_deal_value', 'Opportunity.Amount')?.includes('OPP-QUAL-04'));
});

test('the cuts and conventions beside a number are no part of it', () => {
  // Only the variants of the win rate weigh amounts, and only its cut by source reads where a deal came from.
  assert.equal(askedFor('win_rate', 'Opportunity.Amount'), undefined);
  assert.equal(askedFor('win_rate', 'Opportunity.LeadSource'), undefined);
});

test('what counts how far records came stands on all gates of the object', () => {
  assert.deepEqual(of('win_rate').gates, []);
  const [gates] = of('win_rate_by_stage').gates;
  assert.equal(gates?.object, 'Opportunity');
  assert.ok(gates.criteria.includes('OPP-QUAL-01'));
});

test('whatever drift says a criterion breaks has that criterion behind it, and the other way round for what decides the fact', () => {
  for (const criterion of playbook.objects.flatMap(({ criteria }) => criteria).filter(isAsked)) {
    for (const id of metricsTouchedBy(touchedBy([criterion]), playbook).metrics) {
      const { fields, gates } = of(id);
      const slices = playbook.metrics.find((metric) => metric.id === id)?.slices ?? [];
      const behind = [...fields, ...gates].some(({ criteria }) => criteria.includes(criterion.id));
      // A cut by source hangs on its field too, and is no part of the whole number.
      assert.ok(behind || slices.some((slice) => ['source', 'channel'].includes(slice)), `${criterion.id} breaks ${id}`);
    }
  }
  assert.ok(metricsTouchedBy({ fields: ['Opportunity.Handrail_Loss_Reason__c'] }, playbook).metrics.includes('win_rate'));
});

test('duplicates: what counts people counts them twice, what counts customers by account counts two, by what the playbook matches', () => {
  assert.deepEqual(of('mql_to_sql').duplicates, ['a person entered as two leads (the same e-mail address) counts twice']);
  assert.deepEqual(of('win_rate').duplicates, ['a deal entered twice counts twice until it is excluded from metrics']);
  assert.ok(of('logo_churn').duplicates.includes('a customer kept as two accounts (the same web domain) counts as two'));
  assert.deepEqual(of('duplicate_rate').duplicates, []);
});

test('in words: gates of many criteria are counted', () => {
  const criteria = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
  assert.deepEqual(lineageLines({ fields: [{ field: 'Lead.Email', criteria: ['A', 'B'] }, { field: 'Lead.Status', criteria: [] }], gates: [{ object: 'Lead', criteria }], inputs: ['quota'], duplicates: ['a person entered as two leads counts twice'] }), [
    'Gated fields: Lead.Email (A, B)',
    'Other fields: Lead.Status',
    'Gates of Lead: how far records came, past 7 criteria, A to G',
    'Duplicates: a person entered as two leads counts twice',
    'Files: quota.csv',
  ]);
  assert.deepEqual(lineageLines({ fields: [], gates: [], inputs: [], duplicates: [] }), []);
});
