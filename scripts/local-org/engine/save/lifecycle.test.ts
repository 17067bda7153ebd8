/** Delete, undelete, upsert and lead conversion. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admin, openTestOrg, rule } from '../testOrg.ts';

const DEAL = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-03-31' };

test('a delete takes cascading children along, clears other lookups, and undelete brings the children back', () => {
  const org = openTestOrg();
  const account = org.create('Account', { Name: 'Acme' });
  const contact = org.create('Contact', { LastName: 'Hopper', AccountId: account });
  const gone = org.create('Contact', { LastName: 'Before', AccountId: account });
  const opportunity = org.create('Opportunity', { ...DEAL, AccountId: account });
  org.engine.delete(admin, 'Contact', [gone]);
  org.at('2026-02-01T10:00:00Z');
  assert.deepEqual(org.engine.delete(admin, 'Account', [account]), [{ id: account, success: true, created: false, errors: [] }]);
  assert.equal(org.records('SELECT Id FROM Contact').length, 0);
  assert.equal(org.engine.retrieve(admin, 'Opportunity', opportunity)['AccountId'], null);
  assert.equal(org.engine.query(admin, 'SELECT Id FROM Account', { includeDeleted: true }).totalSize, 1);
  assert.equal(org.engine.delete(admin, 'Account', [account])[0]?.errors[0]?.statusCode, 'ENTITY_IS_DELETED');

  org.at('2026-02-02T10:00:00Z');
  assert.equal(org.engine.undelete(admin, 'Account', [account])[0]?.success, true);
  assert.deepEqual(org.records('SELECT Id FROM Contact').map(({ Id }) => Id), [contact]);
  assert.equal(org.engine.retrieve(admin, 'Opportunity', opportunity)['AccountId'], account);
  assert.equal(org.engine.undelete(admin, 'Account', [account])[0]?.errors[0]?.statusCode, 'UNDELETE_FAILED');
});

test('what comes back from the recycle bin must still be unique', () => {
  const org = openTestOrg();
  const first = org.create('Account', { Name: 'First', Key__c: 'same' });
  org.engine.delete(admin, 'Account', [first]);
  const second = org.create('Account', { Name: 'Second', Key__c: 'same' });
  assert.equal(org.engine.undelete(admin, 'Account', [first])[0]?.errors[0]?.message, `duplicate value found: Key__c duplicates value on record with id: ${second.slice(0, 15)}`);
});

test('a restricting child refuses the delete', () => {
  const org = openTestOrg();
  const opportunity = org.create('Opportunity', DEAL);
  org.create('Handoff__c', { Opportunity__c: opportunity });
  const [result] = org.engine.delete(admin, 'Opportunity', [opportunity]);
  assert.deepEqual(result?.errors.map(({ statusCode, message }) => [statusCode, message]), [
    ['DELETE_FAILED', 'Your attempt to delete Deal could not be completed because it is associated with the following Handoffs.: HO-0001\n'],
  ]);
});

test('ids that are none or name nothing', () => {
  const org = openTestOrg();
  assert.deepEqual(org.engine.delete(admin, 'Account', ['x', '001000000000zzzAAA']).map(({ errors }) => errors[0]?.message), ['malformed id x', 'invalid cross reference id']);
});

test('upsert creates, then updates, by external id in any case', () => {
  const org = openTestOrg();
  const [created] = org.engine.upsert(admin, 'Account', 'Key__c', [{ Key__c: 'K-1', Name: 'Acme' }]);
  assert.equal(created?.created, true);
  assert.deepEqual(org.engine.upsert(admin, 'Account', 'key__c', [{ Key__c: 'k-1', Industry: 'Banking' }]), [{ id: created.id, success: true, created: false, errors: [] }]);
  assert.deepEqual(org.records('SELECT Name, Industry FROM Account').map(({ Name, Industry }) => [Name, Industry]), [['Acme', 'Banking']]);
});

test('upsert refuses a blank key, a key twice in a call, and a field that is no key', () => {
  const org = openTestOrg();
  const results = org.engine.upsert(admin, 'Account', 'Key__c', [{ Name: 'No key' }, { Key__c: 'a', Name: 'A' }, { Key__c: 'A', Name: 'A again' }]);
  assert.deepEqual(results.map(({ errors }) => errors.map(({ statusCode, message }) => `${statusCode}: ${message}`)), [
    ['MISSING_ARGUMENT: Key__c not specified'], [], ['DUPLICATE_VALUE: Duplicate external id specified: A'],
  ]);
  assert.throws(() => org.engine.upsert(admin, 'Account', 'Industry', [{}]), { errorCode: 'NOT_FOUND' });
});

test('upsert by Id updates, and creates without one', () => {
  const org = openTestOrg();
  const id = org.create('Account', { Name: 'Acme' });
  const results = org.engine.upsert(admin, 'Account', 'Id', [{ Id: id, Name: 'Acme 2' }, { Name: 'New' }]);
  assert.deepEqual(results.map(({ success, created }) => [success, created]), [[true, false], [true, true]]);
});

test('converting a lead makes account, contact and opportunity and closes the lead', () => {
  const org = openTestOrg();
  const lead = org.create('Lead', { FirstName: 'Grace', LastName: 'Hopper', Company: 'Navy', Email: 'grace@navy.example', Industry: 'Technology' });
  assert.throws(() => org.engine.convertLead(admin, { leadId: lead, convertedStatus: 'Open' }), { errorCode: 'INVALID_STATUS', message: 'invalid convertedStatus: Open' });

  const converted = org.engine.convertLead(admin, { leadId: lead, convertedStatus: 'Qualified', opportunityName: 'Compilers' });
  const read = (object: string, id: string | null, ...fields: string[]): unknown[] => {
    const record = org.engine.retrieve(admin, object, id ?? '');
    return fields.map((field) => record[field]);
  };
  assert.deepEqual(read('Account', converted.accountId, 'Name', 'Industry'), ['Navy', 'Technology']);
  assert.deepEqual(read('Contact', converted.contactId, 'Name', 'Email', 'AccountId'), ['Grace Hopper', 'grace@navy.example', converted.accountId]);
  assert.deepEqual(read('Opportunity', converted.opportunityId, 'Name', 'StageName', 'CloseDate', 'AccountId'), ['Compilers', 'Prospecting', '2026-03-31', converted.accountId]);
  assert.deepEqual(read('Lead', lead, 'IsConverted', 'Status', 'ConvertedDate', 'ConvertedAccountId', 'ConvertedContactId', 'ConvertedOpportunityId'), [
    true, 'Qualified', '2026-01-31', converted.accountId, converted.contactId, converted.opportunityId,
  ]);
  assert.throws(() => org.engine.convertLead(admin, { leadId: lead, convertedStatus: 'Qualified' }), { errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD' });
  assert.equal(org.engine.update(admin, 'Lead', [{ Id: lead, Company: 'x' }])[0]?.errors[0]?.statusCode, 'CANNOT_UPDATE_CONVERTED_LEAD');
});

test('a rule that refuses the opportunity refuses the whole conversion', () => {
  const org = openTestOrg({ rules: [rule('Next', 'ISBLANK(NextStep)', 'NextStep')] });
  const lead = org.create('Lead', { LastName: 'Hopper', Company: 'Navy' });
  assert.throws(() => org.engine.convertLead(admin, { leadId: lead, convertedStatus: 'Qualified' }), {
    errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[Next] refused', fields: ['NextStep'],
  });
  assert.equal(org.records('SELECT Id FROM Account').length, 0);
  assert.equal(org.engine.retrieve(admin, 'Lead', lead)['IsConverted'], false);
});

test('a lookup that was given another value meanwhile keeps it when the record comes back', () => {
  const org = openTestOrg();
  const [first, second] = [org.create('Account', { Name: 'First' }), org.create('Account', { Name: 'Second' })];
  const opportunity = org.create('Opportunity', { ...DEAL, AccountId: first });
  org.engine.delete(admin, 'Account', [first]);
  org.engine.update(admin, 'Opportunity', [{ Id: opportunity, AccountId: second }]);
  org.engine.undelete(admin, 'Account', [first]);
  assert.equal(org.engine.retrieve(admin, 'Opportunity', opportunity)['AccountId'], second);
});

test('a purge removes live and deleted records for good, with what hangs on them', () => {
  const org = openTestOrg();
  const [live, binned] = [org.create('Account', { Name: 'Live' }), org.create('Account', { Name: 'Binned' })];
  org.create('Contact', { LastName: 'Hopper', AccountId: live });
  org.engine.delete(admin, 'Account', [binned]);
  assert.deepEqual(org.engine.purge(admin, 'Account', [live, binned]).map(({ success }) => success), [true, true]);
  const all = { includeDeleted: true };
  assert.deepEqual([org.engine.query(admin, 'SELECT Id FROM Account', all).totalSize, org.engine.query(admin, 'SELECT Id FROM Contact', all).totalSize], [0, 0]);
  assert.equal(org.engine.undelete(admin, 'Account', [live])[0]?.errors[0]?.statusCode, 'INVALID_CROSS_REFERENCE_KEY');
  assert.equal(org.engine.purge(admin, 'Account', [live])[0]?.errors[0]?.statusCode, 'INVALID_CROSS_REFERENCE_KEY');
});
