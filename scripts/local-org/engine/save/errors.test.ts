/** What a save refuses, word for word. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admin, openTestOrg } from '../testOrg.ts';

const org = openTestOrg();
const account = org.create('Account', { Name: 'Acme', Key__c: 'K-1' });
const deleted = org.create('Account', { Name: 'Gone' });
org.engine.delete(admin, 'Account', [deleted]);

const OPPORTUNITY = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-03-31' };

interface Case {
  readonly name: string;
  readonly object: string;
  readonly record: Record<string, unknown>;
  readonly statusCode: string;
  readonly message: string;
  readonly fields?: readonly string[];
}

const CASES: readonly Case[] = [
  { name: 'unknown field', object: 'Account', record: { Name: 'x', Foo__c: 1 }, statusCode: 'INVALID_FIELD', message: "No such column 'Foo__c' on sobject of type Account" },
  { name: 'required fields', object: 'Opportunity', record: { StageName: 'Prospecting' }, statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name, CloseDate]', fields: ['Name', 'CloseDate'] },
  { name: 'required field sent blank', object: 'Account', record: { Name: '' }, statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'] },
  {
    name: 'read-only field', object: 'Opportunity', record: { ...OPPORTUNITY, IsWon: true, CreatedDate: '2020-01-01T00:00:00Z' }, statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    message: 'Unable to create/update fields: IsWon, CreatedDate. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
    fields: ['IsWon', 'CreatedDate'],
  },
  { name: 'id in an insert', object: 'Account', record: { Id: account, Name: 'x' }, statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: 'cannot specify Id in an insert call', fields: ['Id'] },
  { name: 'text too long', object: 'Contact', record: { LastName: 'x'.repeat(81) }, statusCode: 'STRING_TOO_LONG', message: `Last Name: data value too large: ${'x'.repeat(81)} (max length=80)`, fields: ['LastName'] },
  { name: 'no number', object: 'Account', record: { Name: 'x', AnnualRevenue: 'a lot' }, statusCode: 'JSON_PARSER_ERROR', message: 'Cannot deserialize instance of double from VALUE_STRING value a lot or request may be missing a required field' },
  { name: 'fraction for a whole number', object: 'Account', record: { Name: 'x', NumberOfEmployees: 1.5 }, statusCode: 'JSON_PARSER_ERROR', message: 'Cannot deserialize instance of int from VALUE_STRING value 1.5 or request may be missing a required field' },
  { name: 'number too large', object: 'Handoff__c', record: { Score__c: 10000 }, statusCode: 'NUMBER_OUTSIDE_VALID_RANGE', message: 'Score: value outside of valid range on numeric field: 10000', fields: ['Score__c'] },
  { name: 'no date', object: 'Opportunity', record: { ...OPPORTUNITY, CloseDate: '31.3.2026' }, statusCode: 'JSON_PARSER_ERROR', message: 'Cannot deserialize instance of date from VALUE_STRING value 31.3.2026 or request may be missing a required field' },
  { name: 'a day that is not', object: 'Opportunity', record: { ...OPPORTUNITY, CloseDate: '2026-02-30' }, statusCode: 'JSON_PARSER_ERROR', message: 'Cannot deserialize instance of date from VALUE_STRING value 2026-02-30 or request may be missing a required field' },
  { name: 'no checkbox', object: 'Handoff__c', record: { Urgent__c: 'maybe' }, statusCode: 'JSON_PARSER_ERROR', message: 'Cannot deserialize instance of boolean from VALUE_STRING value maybe or request may be missing a required field' },
  { name: 'email', object: 'Contact', record: { LastName: 'x', Email: 'not an email' }, statusCode: 'INVALID_EMAIL_ADDRESS', message: 'Email: invalid email address: not an email', fields: ['Email'] },
  { name: 'restricted picklist', object: 'Handoff__c', record: { Status__c: 'Maybe' }, statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message: 'Status: bad value for restricted picklist field: Maybe', fields: ['Status__c'] },
  { name: 'inactive picklist value', object: 'Handoff__c', record: { Status__c: 'Retired' }, statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message: 'Status: bad value for restricted picklist field: Retired', fields: ['Status__c'] },
  { name: 'restricted multi-select', object: 'Account', record: { Name: 'x', Regions__c: 'North;Moon' }, statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message: 'Regions: bad value for restricted picklist field: Moon', fields: ['Regions__c'] },
  { name: 'id of another object', object: 'Contact', record: { LastName: 'x', AccountId: '003000000000001AAA' }, statusCode: 'MALFORMED_ID', message: 'Account ID: id value of incorrect type: 003000000000001AAA', fields: ['AccountId'] },
  { name: 'no id', object: 'Contact', record: { LastName: 'x', AccountId: 'Acme' }, statusCode: 'MALFORMED_ID', message: 'Account ID: id value of incorrect type: Acme', fields: ['AccountId'] },
  { name: 'parent that is not', object: 'Contact', record: { LastName: 'x', AccountId: '001000000000zzzAAA' }, statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: ['AccountId'] },
  { name: 'deleted parent', object: 'Contact', record: { LastName: 'x', AccountId: deleted }, statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' },
  { name: 'unique field', object: 'Account', record: { Name: 'x', Key__c: 'k-1' }, statusCode: 'DUPLICATE_VALUE', message: `duplicate value found: Key__c duplicates value on record with id: ${account.slice(0, 15)}` },
  { name: 'foreign key by external id that is not', object: 'Contact', record: { LastName: 'x', Account: { Key__c: 'None' } }, statusCode: 'INVALID_FIELD', message: 'Foreign key external ID: none not found for field Key__c in entity Account' },
  { name: 'history is not written by users', object: 'OpportunityHistory', record: {}, statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: 'entity type cannot be inserted: OpportunityHistory' },
  { name: 'object for a text', object: 'Account', record: { Name: { a: 1 } }, statusCode: 'JSON_PARSER_ERROR', message: 'Cannot deserialize instance of string from START_OBJECT value { or request may be missing a required field' },
];

for (const { name, object, record, statusCode, message, fields } of CASES) {
  test(`insert refuses: ${name}`, () => {
    const before = org.engine.query(admin, `SELECT COUNT() FROM ${object}`).totalSize;
    assert.deepEqual(org.engine.insert(admin, object, [record]), [
      { id: null, success: false, created: false, errors: [{ statusCode, message, fields: fields ?? [] }] },
    ]);
    assert.equal(org.engine.query(admin, `SELECT COUNT() FROM ${object}`).totalSize, before);
  });
}

const UPDATES: readonly (Omit<Case, 'object'>)[] = [
  { name: 'no id', record: { Name: 'x' }, statusCode: 'MISSING_ARGUMENT', message: 'Id not specified in an update call' },
  { name: 'malformed id', record: { Id: '12', Name: 'x' }, statusCode: 'MALFORMED_ID', message: 'malformed id 12' },
  { name: 'id of another object', record: { Id: '003000000000001AAA' }, statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id' },
  { name: 'unknown record', record: { Id: '001000000000zzzAAA' }, statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id' },
  { name: 'deleted record', record: { Id: deleted, Name: 'x' }, statusCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' },
  { name: 'required field cleared', record: { Id: account, Name: null }, statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'] },
  { name: 'its own parent', record: { Id: account, ParentId: account }, statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: ['ParentId'] },
];

for (const { name, record, statusCode, message, fields } of UPDATES) {
  test(`update refuses: ${name}`, () => {
    assert.deepEqual(org.engine.update(admin, 'Account', [record])[0]?.errors, [{ statusCode, message, fields: fields ?? [] }]);
  });
}

test('an object that does not exist is not found', () => {
  assert.throws(() => org.engine.insert(admin, 'Nope__c', [{}]), { errorCode: 'NOT_FOUND', status: 404, message: 'The requested resource does not exist' });
});
