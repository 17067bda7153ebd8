import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildSchema, defineField } from '../schemaIndex.ts';
import type { PicklistValue } from '../schema.ts';
import { admin, openTestOrg, type TestOrg } from '../testOrg.ts';

const TYPE = '012000000000001AAA';
const values = (...names: string[]): PicklistValue[] => names.map((value) => ({ value, label: value, active: true, isDefault: value === 'One' }));

function open(): TestOrg {
  const org = openTestOrg();
  const account = org.engine.schema.object('Account');
  assert.ok(account !== undefined);
  const picklists = new Map(['Strict__c', 'Loose__c', 'Many__c'].map((name) => [name, { values: ['Two', 'Three'], defaultValue: name === 'Strict__c' ? 'Three' : null }]));
  org.engine.replaceSchema(buildSchema([...org.engine.schema.objects, {
    ...account,
    recordTypes: [{ id: TYPE, developerName: 'Partner', label: 'Partner', active: true, picklists }],
    fields: [
      ...account.fields,
      defineField({ apiName: 'RecordTypeId', type: 'reference', label: 'Record Type ID', referenceTo: ['RecordType'], relationshipName: 'RecordType', custom: false }),
      defineField({ apiName: 'Strict__c', label: 'Strict', type: 'picklist', restrictedPicklist: true, picklistValues: values('One', 'Two', 'Three') }),
      defineField({ apiName: 'Loose__c', type: 'picklist', picklistValues: values('One', 'Two', 'Three') }),
      defineField({ apiName: 'Many__c', label: 'Many', type: 'multipicklist', restrictedPicklist: true, picklistValues: values('One', 'Two', 'Three') }),
      defineField({ apiName: 'Exact__c', type: 'string', unique: true, externalId: true, caseSensitive: true }),
    ],
  }]));
  return org;
}

describe('record types', () => {
  test('narrow restricted picklists, and only those', () => {
    const { engine } = open();
    const errors = engine.insert(admin, 'Account', [{ Name: 'A', RecordTypeId: TYPE, Strict__c: 'One', Loose__c: 'One', Many__c: 'Two;One' }])[0]?.errors;
    assert.deepEqual(errors?.map((error) => [error.statusCode, error.message]), [
      ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'Strict: bad value for restricted picklist field: One'],
      ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'Many: bad value for restricted picklist field: One'],
    ]);
    assert.equal(engine.insert(admin, 'Account', [{ Name: 'A', RecordTypeId: TYPE, Strict__c: 'Two', Loose__c: 'One', Many__c: 'Three' }])[0]?.success, true);
    assert.equal(engine.insert(admin, 'Account', [{ Name: 'A', Strict__c: 'One', Many__c: 'One' }])[0]?.success, true);
  });

  test('bring their own default, and an unknown one is refused in Salesforce’s words', () => {
    const org = open();
    assert.equal(org.engine.retrieve(admin, 'Account', org.create('Account', { Name: 'A', RecordTypeId: TYPE }))['Strict__c'], 'Three');
    assert.equal(org.engine.retrieve(admin, 'Account', org.create('Account', { Name: 'A' }))['Strict__c'], 'One');
    const [error] = org.engine.insert(admin, 'Account', [{ Name: 'A', RecordTypeId: '012000000000009AAA' }])[0]?.errors ?? [];
    assert.deepEqual([error?.statusCode, error?.message, error?.fields], [
      'INVALID_CROSS_REFERENCE_KEY', "Record Type ID: this ID value isn't valid for the user: 012000000000009AAA", ['RecordTypeId'],
    ]);
  });

  test('a value that stood there before stays when something else is edited', () => {
    const org = open();
    const id = org.create('Account', { Name: 'A', Strict__c: 'One' });
    assert.equal(org.engine.update(admin, 'Account', [{ Id: id, RecordTypeId: TYPE }])[0]?.success, true);
    assert.equal(org.engine.update(admin, 'Account', [{ Id: id, Strict__c: 'One', Name: 'B' }])[0]?.success, true);
  });
});

test('a case-sensitive key tells a from A, on insert and on upsert', () => {
  const org = open();
  org.create('Account', { Name: 'A', Exact__c: 'key' });
  const upper = org.create('Account', { Name: 'B', Exact__c: 'KEY' });
  assert.equal(org.engine.insert(admin, 'Account', [{ Name: 'C', Exact__c: 'KEY' }])[0]?.errors[0]?.statusCode, 'DUPLICATE_VALUE');
  const [result] = org.engine.upsert(admin, 'Account', 'Exact__c', [{ Exact__c: 'KEY', Name: 'B2' }]);
  assert.deepEqual([result?.id, result?.created], [upper, false]);
});
