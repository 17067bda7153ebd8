import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fieldOf, formulaContext, loadPlaybook, objectOf } from './index.ts';

const { playbook } = await loadPlaybook(join(import.meta.dirname, '../../config/playbook'));
assert.ok(playbook);
const context = formulaContext(playbook, 'Opportunity');

test('names compare without regard to case', () => {
  assert.equal(fieldOf(playbook, 'OPPORTUNITY', 'closedate')?.apiName, 'CloseDate');
  assert.equal(objectOf(playbook, 'handrail_handoff__C')?.label, 'Handoff');
  assert.equal(context.resolve(['amount'])?.type, 'Currency');
});

test('types, picklist values and sizes come with a field', () => {
  assert.deepEqual(context.resolve(['Handrail_Renewal_Risk__c']), { type: 'Picklist', picklistValues: ['None', 'Low', 'High'] });
  assert.equal(context.resolve(['Handrail_Discount__c'])?.type, 'Percent');
  assert.equal(context.resolve(['Handrail_Discount__c'])?.scale, 2);
});

test('a value that nobody chooses anew is still a value of the picklist: records of before carry it', () => {
  const objects = playbook.objects.map((object) => ({ ...object, fields: object.fields.map((field) => (field.apiName === 'Handrail_Renewal_Risk__c' ? { ...field, inactiveValues: ['Medium'] } : field)) }));
  assert.deepEqual(formulaContext({ ...playbook, objects }, 'Opportunity').resolve(['Handrail_Renewal_Risk__c'])?.picklistValues, ['None', 'Low', 'High', 'Medium']);
});

test('fields of parents, through standard and custom lookups', () => {
  assert.equal(context.resolve(['Account', 'NumberOfEmployees'])?.type, 'Number');
  assert.equal(context.resolve(['Account', 'handrail_health__c'])?.type, 'Picklist');
  assert.equal(context.resolve(['Handrail_Base_Deal__r', 'Handrail_Base_Deal__r', 'Account', 'NumberOfEmployees'])?.type, 'Number');
  assert.equal(formulaContext(playbook, 'Handrail_Handoff__c').resolve(['Opportunity__r', 'Amount'])?.type, 'Currency');
  assert.equal(context.resolve(['Handrail_Champion__r', 'Anything']), undefined);
});

test('globals and record types', () => {
  assert.equal(context.resolve(['$Permission', 'Handrail_Bypass_Opportunity_Gates'])?.type, 'Boolean');
  assert.equal(context.resolve(['$CustomMetadata', 'Handrail_Criterion__mdt', 'OPP_QUAL_01', 'Enforced__c'])?.type, 'Boolean');
  assert.equal(context.resolve(['$User', 'Id'])?.type, 'Id');
  assert.equal(context.resolve(['$User', 'IsActive'])?.type, 'Boolean');
  assert.equal(context.resolve(['RecordType', 'DeveloperName'])?.type, 'Text');
});

test('what nobody knows is undefined, whatever JavaScript has by that name', () => {
  for (const path of [['$User'], ['$User', 'constructor'], ['$User', 'Manager', 'Name'], ['RecordType', 'toString'], ['__proto__'], ['constructor'], ['$Nothing', 'X'], ['Account', 'constructor'], []]) {
    assert.equal(context.resolve(path), undefined, path.join('.'));
  }
});

test('a near name is suggested with its path', () => {
  assert.equal(context.suggest?.(['Amuont']), 'Amount');
  assert.equal(context.suggest?.(['Account', 'NumberOfEmploees']), 'Account.NumberOfEmployees');
  assert.equal(context.suggest?.(['Nowhere', 'Amuont']), undefined);
});
