import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRAGMENT, OPPORTUNITY } from '../compiler/fixtures/fragment.ts';
import type { LossReason, Playbook } from '../playbook/model.ts';
import type { OrgRecord } from './index.ts';
import { lossBudgets } from './lossBudget.ts';

const MOMENT = { now: new Date('2026-06-15T12:00:00Z'), timeZone: 'America/New_York' };
const reason = (name: string, more: Partial<LossReason> = {}): LossReason => ({ name, outcomeClass: 'lost', for: 'all', details: [], replacedBy: null, atMost: null, position: { file: 'closed-lost.yaml', line: 1, column: 1 }, ...more });
const PLAYBOOK: Playbook = { ...FRAGMENT, fiscalYearStart: 1, lossReasons: [reason('Price'), reason('Other', { atMost: { ofQuarter: 10, ofOwner: 25 } }), reason('Misc', { replacedBy: 'Other' })] };

const losses = (count: number, facts: Readonly<Record<string, unknown>>): OrgRecord[] =>
  Array.from({ length: count }, () => ({ Id: '006000000000001AAA', StageName: 'Closed Lost', Owner: { Name: 'Priya' }, LastStageChangeDate: '2026-05-04T12:00:00.000+0000', Handrail_Loss_Reason__c: 'Price', ...facts }));
const exceeded = (records: readonly OrgRecord[], playbook = PLAYBOOK): readonly string[] =>
  lossBudgets(playbook, OPPORTUNITY, records, MOMENT).map(({ reason: name, owner, given, losses: of }) => `${name} ${owner ?? 'all'} ${given}/${of}`);

test('at the budget is allowed, above it is not', () => {
  assert.deepEqual(exceeded([...losses(18, {}), ...losses(2, { Handrail_Loss_Reason__c: 'Other' })]), []);
  assert.deepEqual(exceeded([...losses(17, {}), ...losses(3, { Handrail_Loss_Reason__c: 'Other' })]), ['Other all 3/20']);
});

test('an owner has a budget of their own', () => {
  const records = [...losses(26, {}), ...losses(2, {}), ...losses(1, { Owner: { Name: 'Holt' } }), ...losses(2, { Owner: { Name: 'Holt' }, Handrail_Loss_Reason__c: 'Other' })];
  assert.deepEqual(exceeded(records), ['Other Holt 2/3']);
});

test('once is never too often', () => {
  assert.deepEqual(exceeded(losses(1, { Handrail_Loss_Reason__c: 'Other' })), []);
});

test('a deprecated reason counts as the one in its place', () => {
  assert.deepEqual(exceeded(losses(2, { Handrail_Loss_Reason__c: 'Misc' })), ['Other all 2/2', 'Other Priya 2/2']);
});

test('deals that are not lost, and losses of another quarter, do not count', () => {
  const other = { Handrail_Loss_Reason__c: 'Other' };
  assert.deepEqual(exceeded([...losses(2, { ...other, StageName: 'Qualification' }), ...losses(2, { ...other, LastStageChangeDate: '2026-04-01T03:00:00.000+0000' })]), [], 'in New York it was still March');
  // From February on a quarter begins in May.
  assert.deepEqual(exceeded(losses(2, { ...other, LastStageChangeDate: '2026-04-30T12:00:00.000+0000' }), { ...PLAYBOOK, fiscalYearStart: 2 }), []);
  assert.deepEqual(exceeded(losses(2, { ...other, LastStageChangeDate: '2026-05-01T12:00:00.000+0000' }), { ...PLAYBOOK, fiscalYearStart: 2 }), ['Other all 2/2', 'Other Priya 2/2']);
});
