import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admin, openTestOrg } from './testOrg.ts';
import type { Session } from './types.ts';

const org = openTestOrg();
const id = org.create('Account', { Name: 'Acme', AnnualRevenue: 5, NumberOfEmployees: 200 });
const contact = org.create('Contact', { LastName: 'Hopper', AccountId: id });

/** Reads accounts without their revenue, changes nothing but the name, sees no contacts. */
const reader: Session = {
  ...admin,
  access: {
    object: (object, right) => object !== 'Contact' && (right === 'read' || (object === 'Account' && right === 'edit')),
    field: (_object, field, right) => field !== 'AnnualRevenue' && field !== 'NumberOfEmployees' && (right === 'read' || field === 'Name'),
  },
};

test('a field without read permission does not exist', () => {
  assert.throws(() => org.engine.query(reader, 'SELECT AnnualRevenue FROM Account'), { errorCode: 'INVALID_FIELD' });
  assert.throws(() => org.engine.query(reader, 'SELECT Id FROM Account WHERE AnnualRevenue > 1'), { errorCode: 'INVALID_FIELD' });
  assert.throws(() => org.engine.query(reader, 'SELECT Id FROM Account ORDER BY AnnualRevenue'), { errorCode: 'INVALID_FIELD' });
  assert.throws(() => org.engine.query(reader, 'SELECT Id FROM Account WHERE Parent.AnnualRevenue > 1'), { errorCode: 'INVALID_FIELD' });
  assert.equal('AnnualRevenue' in org.engine.retrieve(reader, 'Account', id), false);
  assert.equal(org.engine.update(reader, 'Account', [{ Id: id, AnnualRevenue: 6 }])[0]?.errors[0]?.message, "No such column 'AnnualRevenue' on sobject of type Account");
});

test('formula fields see what the user does not', () => {
  assert.equal(org.engine.retrieve(reader, 'Account', id)['Double__c'], 400);
});

test('an object without read permission does not exist', () => {
  assert.throws(() => org.engine.query(reader, 'SELECT Id FROM Contact'), { errorCode: 'INVALID_TYPE' });
  assert.throws(() => org.engine.query(reader, 'SELECT Id, (SELECT Id FROM Contacts) FROM Account'), { errorCode: 'INVALID_TYPE' });
  assert.throws(() => org.engine.query(reader, 'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)'), { errorCode: 'INVALID_TYPE' });
});

test('a child relationship over a field without read permission does not exist', () => {
  const blind: Session = { ...admin, access: { object: () => true, field: (_object, field) => field !== 'AccountId' } };
  assert.throws(() => org.engine.query(blind, 'SELECT Id, (SELECT Id FROM Contacts) FROM Account'), { errorCode: 'INVALID_TYPE' });
});

test('rights to create, edit and delete are asked', () => {
  const codes = (results: readonly { readonly errors: readonly { readonly statusCode: string }[] }[]): unknown => results[0]?.errors[0]?.statusCode;
  assert.equal(codes(org.engine.insert(reader, 'Account', [{ Name: 'x' }])), 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
  assert.equal(codes(org.engine.delete(reader, 'Account', [id])), 'INSUFFICIENT_ACCESS_OR_READONLY');
  assert.equal(codes(org.engine.update(reader, 'Contact', [{ Id: contact, LastName: 'x' }])), 'INSUFFICIENT_ACCESS_OR_READONLY');
  assert.equal(codes(org.engine.update(reader, 'Account', [{ Id: id, Industry: 'Banking' }])), 'INVALID_FIELD_FOR_INSERT_UPDATE');
  assert.equal(org.engine.update(reader, 'Account', [{ Id: id, Name: 'New' }])[0]?.success, true);
  assert.equal(codes(org.engine.upsert(reader, 'Account', 'Key__c', [{ Key__c: 'new', Name: 'x' }])), 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
  assert.equal(codes(org.engine.upsert(reader, 'Contact', 'Id', [{ Id: contact, LastName: 'x' }])), 'INSUFFICIENT_ACCESS_OR_READONLY');
  assert.equal(codes(org.engine.purge(reader, 'Account', [id])), 'INSUFFICIENT_ACCESS_OR_READONLY');
  assert.equal(codes(org.engine.undelete(reader, 'Account', [id])), 'INSUFFICIENT_ACCESS_OR_READONLY');
});

test('a lead is converted by whoever may create what it becomes, fields the user may not write included', () => {
  const lead = org.create('Lead', { LastName: 'Hopper', Company: 'Navy', Industry: 'Technology' });
  const request = { leadId: lead, convertedStatus: 'Qualified' };
  assert.throws(() => org.engine.convertLead(reader, request), { errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' });
  const converter: Session = { ...admin, access: { object: () => true, field: (_object, field) => field !== 'Industry' } };
  const { accountId } = org.engine.convertLead(converter, request);
  assert.equal(org.engine.retrieve(admin, 'Account', accountId)['Industry'], 'Technology');
});
