import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestOrg } from './testing/org.ts';
import { parseXml } from './xml/parse.ts';
import type { MetadataItem } from './types.ts';

const item = (type: string, body: string): MetadataItem => ({ type, content: parseXml(`<${type}>${body}</${type}>`).root });
const field = (length: number): MetadataItem => item('CustomField', `<fullName>Opportunity.Buyer__c</fullName><label>Buyer</label><length>${length}</length><type>Text</type>`);

test('components are created, updated, upserted and deleted one by one', () => {
  const org = createTestOrg();
  const { metadata, session } = org;
  assert.deepEqual(metadata.create(session, [field(80), item('ValidationRule', '<fullName>Opportunity.R</fullName><active>true</active><errorConditionFormula>ISBLANK(Bayer__c)</errorConditionFormula><errorMessage>x</errorMessage>')]).map(({ success, errors }) => [success, errors[0]?.statusCode]), [[true, undefined], [false, 'FIELD_INTEGRITY_EXCEPTION']]);
  assert.equal(org.schema().field('Opportunity', 'Buyer__c')?.length, 80);
  assert.equal(metadata.create(session, [field(80)])[0]?.errors[0]?.statusCode, 'DUPLICATE_DEVELOPER_NAME');
  assert.equal(metadata.update(session, [field(90)])[0]?.success, true);
  assert.equal(org.schema().field('Opportunity', 'Buyer__c')?.length, 90);
  assert.deepEqual(metadata.upsert(session, [field(100), item('CustomPermission', '<fullName>P</fullName><isLicensed>false</isLicensed><label>P</label>')]).map(({ success, created }) => [success, created]), [[true, false], [true, true]]);
  assert.equal(metadata.update(session, [item('CustomPermission', '<fullName>Q</fullName><label>Q</label>')])[0]?.errors[0]?.message, 'In field: fullName - no CustomPermission named Q found');
  assert.deepEqual(metadata.delete(session, 'CustomField', ['Opportunity.Buyer__c', 'Opportunity.None__c']).map(({ success }) => success), [true, false]);
  assert.equal(org.schema().field('Opportunity', 'Buyer__c'), undefined);
});

test('an object comes with its parts, and goes with them', () => {
  const org = createTestOrg();
  const object = item('CustomObject', '<fullName>Thing__c</fullName><deploymentStatus>Deployed</deploymentStatus><fields><fullName>A__c</fullName><label>A</label><length>10</length><type>Text</type></fields><label>Thing</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>Things</pluralLabel><sharingModel>ReadWrite</sharingModel>');
  assert.deepEqual(org.metadata.upsert(org.session, [object])[0], { fullName: 'Thing__c', success: true, created: true, errors: [] });
  assert.equal(org.schema().field('Thing__c', 'A__c')?.length, 10);
  assert.equal(org.metadata.delete(org.session, 'CustomObject', ['Thing__c'])[0]?.success, true);
  assert.equal(org.schema().object('Thing__c'), undefined);
  assert.deepEqual(org.rows('CustomField'), []);
});
