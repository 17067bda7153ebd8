/** The Path: what a step shows, and what it leaves to other places. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FieldDefinition, Playbook } from '../../playbook/model.ts';
import { FRAGMENT, OPPORTUNITY, criterion, field, withCriteria } from '../fixtures/fragment.ts';
import { compilePlaybook } from '../index.ts';

interface Step {
  readonly fields: readonly string[];
  readonly info: string;
}

/** Steps of the one Path of a playbook, read from its file. */
function stepsOf(playbook: Playbook, object = 'Opportunity'): ReadonlyMap<string, Step> {
  const { files, problems } = compilePlaybook(playbook);
  assert.deepEqual(problems, []);
  const path = files.find((file) => file.path.endsWith(`pathAssistants/Handrail_${object}.pathAssistant-meta.xml`));
  assert.ok(path);
  return new Map([...path.contents.matchAll(/<pathAssistantSteps>([\s\S]*?)<\/pathAssistantSteps>/g)].map(([, step = '']) => [
    /<picklistValueName>(.*)<\/picklistValueName>/.exec(step)?.[1] ?? '',
    { fields: [...step.matchAll(/<fieldNames>(.*)<\/fieldNames>/g)].map(([, name = '']) => name), info: /<info>(.*)<\/info>/.exec(step)?.[1] ?? '' },
  ]));
}

test('a step asks for the fields of its own criteria, in their order', () => {
  const steps = stepsOf(FRAGMENT);
  assert.deepEqual(steps.get('Qualification')?.fields, ['Handrail_Economic_Buyer__c', 'NextStep', 'Handrail_Next_Step_Date__c']);
  assert.deepEqual(steps.get('Closed Lost')?.fields, ['Handrail_Loss_Reason__c']);
  assert.deepEqual(steps.get('Closed Won')?.fields, ['Amount', 'Handrail_ARR__c', 'Handrail_Term_Months__c', 'Handrail_Signed__c']);
  assert.deepEqual(steps.get('Value Proposition')?.fields, [], 'a stage without criteria of its own asks for nothing');
});

test('what nobody fills in there is not a key field', () => {
  assert.deepEqual(stepsOf(FRAGMENT).get('Needs Analysis')?.fields, ['Amount'], 'a counter is written by a flow');
  assert.deepEqual(stepsOf(FRAGMENT).get('Proposal/Price Quote')?.fields, ['Handrail_Discount_Approver__c', 'Handrail_Discount__c'], 'the owner is changed elsewhere');
});

test('a step shows five fields at most', () => {
  const extra: FieldDefinition[] = Array.from({ length: 7 }, (_, n) => field('Opportunity', `Handrail_Extra_${n}__c`, 'Date'));
  const criteria = extra.map(({ apiName }, n) => criterion(`OPP-EXTR-0${n}`, { require: { field: apiName, min: 3 }, errorField: apiName }));
  const playbook = { ...FRAGMENT, objects: [{ ...OPPORTUNITY, fields: [...OPPORTUNITY.fields, ...extra], criteria }] };
  assert.deepEqual(stepsOf(playbook).get('Qualification')?.fields, [0, 1, 2, 3, 4].map((n) => `Handrail_Extra_${n}__c`));
});

test('guidance is the buyer action and the labels, as text', () => {
  const playbook = withCriteria(criterion('OPP-QUAL-01', { label: 'R&D <em>buys</em>', satisfiedWhen: 'Amount > 1', errorField: 'Amount' }));
  assert.equal(stepsOf(playbook).get('Qualification')?.info, '&lt;p&gt;Ends Qualification&lt;/p&gt;&lt;ul&gt;&lt;li&gt;R&amp;amp;D &amp;lt;em&amp;gt;buys&amp;lt;/em&amp;gt;&lt;/li&gt;&lt;/ul&gt;');
});

test('guidance beyond what Salesforce takes is refused at its stage', () => {
  const stages = OPPORTUNITY.stages.map((stage) => (stage.name === 'Prospecting' ? { ...stage, buyerAction: 'x'.repeat(995) } : stage));
  const { files, problems } = compilePlaybook({ ...FRAGMENT, objects: [{ ...OPPORTUNITY, stages }] });
  assert.deepEqual(files, []);
  assert.deepEqual(problems.map(({ code, line, message }) => ({ code, line, message })), [
    { code: 'HR660', line: 10, message: 'The Path guidance of Prospecting has 1002 characters; Salesforce takes at most 1000.' },
  ]);
});

test('a lead is converted by its own dialog, which has no step', () => {
  const lead = { ...OPPORTUNITY, apiName: 'Lead', label: 'Lead', stageField: 'Status', criteria: [], fields: [] };
  const steps = stepsOf({ ...FRAGMENT, objects: [OPPORTUNITY, lead] }, 'Lead');
  assert.equal(steps.has('Closed Won'), false);
  assert.equal(steps.has('Closed Lost'), true);
});
