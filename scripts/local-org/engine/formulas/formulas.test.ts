import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineField } from '../schemaIndex.ts';
import { admin, openTestOrg } from '../testOrg.ts';

const DEAL = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-03-31' };

function orgWith(...fields: Parameters<typeof defineField>[0][]): ReturnType<typeof openTestOrg> {
  return openTestOrg({ opportunityFields: fields.map((field) => defineField(field)) });
}

test('a formula field is computed at each read, through parents and other formula fields', () => {
  const org = orgWith(
    { apiName: 'Half__c', type: 'currency', formula: 'Amount / 2' },
    { apiName: 'Quarter__c', type: 'currency', formula: 'Half__c / 2' },
    { apiName: 'Path__c', type: 'string', formula: 'Account.Parent.Name & "/" & Account.Name & "/" & Owner.FirstName' },
    { apiName: 'Days__c', type: 'double', scale: 0, formula: 'CloseDate - TODAY()' },
    { apiName: 'Late__c', type: 'boolean', formula: 'CloseDate < TODAY()' },
  );
  const top = org.create('Account', { Name: 'Top' });
  const account = org.create('Account', { Name: 'Acme', ParentId: top });
  const id = org.create('Opportunity', { ...DEAL, Amount: 10.1, AccountId: account });
  const read = (): unknown[] => {
    const record = org.engine.retrieve(admin, 'Opportunity', id);
    return ['Half__c', 'Quarter__c', 'Path__c', 'Days__c', 'Late__c'].map((name) => record[name]);
  };
  assert.deepEqual(read(), [5.05, 2.53, 'Top/Acme/', 59, false]);
  org.at('2026-04-02T00:00:00Z');
  org.engine.update(admin, 'Account', [{ Id: top, Name: 'Peak' }]);
  assert.deepEqual(read(), [5.05, 2.53, 'Peak/Acme/', -2, true]);
  assert.deepEqual(org.records("SELECT Id FROM Opportunity WHERE Path__c LIKE 'peak/%' AND Late__c = true ORDER BY Days__c").map(({ Id }) => Id), [id]);
});

test('an error in a formula field reads as blank', () => {
  const org = orgWith({ apiName: 'Ratio__c', type: 'double', scale: 2, formula: '1 / Amount' });
  const id = org.create('Opportunity', { ...DEAL, Amount: 0 });
  assert.equal(org.engine.retrieve(admin, 'Opportunity', id)['Ratio__c'], null);
});

test('blank numbers are zero or blank as the field says', () => {
  const org = orgWith(
    { apiName: 'Zero__c', type: 'double', formula: 'Amount + 1', formulaTreatBlanksAs: 'zero' },
    { apiName: 'Blank__c', type: 'double', formula: 'Amount + 1', formulaTreatBlanksAs: 'blank' },
  );
  const id = org.create('Opportunity', DEAL);
  const record = org.engine.retrieve(admin, 'Opportunity', id);
  assert.deepEqual([record['Zero__c'], record['Blank__c']], [1, null]);
});

test('a formula field that cannot be compiled, or that reads itself, is refused by name', () => {
  const org = orgWith({ apiName: 'Broken__c', type: 'string', formula: 'Nowhere__c' }, { apiName: 'Loop__c', type: 'double', formula: 'Loop__c + 1' });
  org.create('Opportunity', DEAL);
  assert.throws(() => org.records('SELECT Broken__c FROM Opportunity'), { errorCode: 'INVALID_FIELD', message: /^formula field Opportunity\.Broken__c cannot be computed: .*Nowhere__c/ });
  assert.throws(() => org.records('SELECT Loop__c FROM Opportunity'), { errorCode: 'INVALID_FIELD', message: 'formula field Opportunity.Loop__c refers to itself' });
  assert.equal(org.records('SELECT Id FROM Opportunity').length, 1);
});

test('the user of a formula is the one who asks', () => {
  const org = orgWith({ apiName: 'Mine__c', type: 'boolean', formula: 'OwnerId = $User.Id' });
  const other = org.engine.writeSystemRow('User', { Username: 'rep@handrail.local', LastName: 'Rep', Name: 'Rep' });
  org.create('Opportunity', DEAL);
  const seen = (userId: string): unknown => org.engine.query({ ...admin, userId }, 'SELECT Mine__c FROM Opportunity').records[0]?.['Mine__c'];
  assert.deepEqual([seen(admin.userId), seen(other)], [true, false]);
});
