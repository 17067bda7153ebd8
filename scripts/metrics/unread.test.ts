/** Which asked fields nothing reads: a small playbook, each field with another reader. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Criterion, Experiment, FieldDefinition, HandoffDefinition, Playbook } from '../playbook/model.ts';
import { playbookWith } from './testing/snapshot.ts';
import { metric } from './testing/vectors.ts';
import { unreadFields } from './unread.ts';

const NOWHERE = { file: 'test.yaml', line: 1, column: 1 };
const field = (apiName: string, formula?: string): FieldDefinition => ({ object: 'Opportunity', apiName, label: apiName, type: 'Text', help: '', existing: true, automatic: false, position: NOWHERE, ...(formula === undefined ? {} : { formula }) });
// What is not read of a criterion is left out.
const criterion = (id: string, more: Partial<Criterion>): Criterion => ({ id, decision: `Why ${id}?`, mode: 'enforce', require: null, satisfiedWhen: null, appliesWhen: null, position: NOWHERE, ...more }) as Criterion;
const requires = (id: string, name: string, more: Partial<Criterion> = {}): Criterion => criterion(id, { require: { field: name, min: 3 }, ...more });
// Of an experiment only what it is of is read.
const experiment = { id: 'X', subject: { kind: 'criterion', id: 'AA-06', label: '' } } as Experiment;

const FIELDS = ['Alone__c', 'Twice__c', 'LeadSource', 'Sent__c', 'Listed__c', 'Input__c', 'Tried__c', 'Applies__c'].map((name) => field(name)).concat(field('Sum__c', 'Input__c & "x"'));
const CRITERIA = [
  requires('AA-01', 'Alone__c'),
  requires('AA-02', 'Twice__c'), criterion('AA-03', { satisfiedWhen: 'LEN(twice__c) > 9' }),
  requires('AA-04', 'LeadSource'), requires('AA-05', 'Sent__c'), requires('AA-08', 'Listed__c'), requires('AA-09', 'Input__c'),
  requires('AA-06', 'Tried__c', { arm: { experiment, holder: false } }), requires('AA-06-V', 'Tried__c', { mode: 'shadow', arm: { experiment, holder: true } }),
  // To say to whom something applies is to read a field, and asks nobody for it.
  criterion('AA-07', { satisfiedWhen: 'LEN(Alone__c) > 0', appliesWhen: 'ISBLANK(Applies__c)', id: 'AA-01' }),
];

function unread(pages: readonly string[]): readonly string[] {
  const base = playbookWith([metric('win_rate')]);
  const handoff = { required: { criteria: [], fields: [{ object: 'Opportunity', field: 'Sent__c' }], also: [] } } as unknown as HandoffDefinition;
  const playbook: Playbook = { ...base, handoffs: [handoff], objects: base.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, fields: FIELDS, criteria: CRITERIA } : object)) };
  return unreadFields(playbook, pages).map(({ field: name, criterion: id, decision }) => `${name} ${id} ${decision}`);
}

test('a metric, a second criterion, a handoff, a formula and a page are readers; the arms of an experiment are one', () => {
  assert.deepEqual(unread(['<field>Opportunity.Listed__c</field>']), ['Alone__c AA-01 Why AA-01?', 'Tried__c AA-06 Why AA-06?']);
});

test('a longer name is another field', () => {
  assert.deepEqual(unread(['<field>Not_Listed__c</field> <field>Listed__c2</field>']).length, 3);
});
