import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Session } from '../../engine/types.ts';
import { startLocalOrg, type LocalOrg } from '../../index.ts';
import { DEPLOY, file, manifest, problemsOf, zipOf } from '../testing/org.ts';
import { everything } from '../testing/packageOfEverything.ts';

let org: LocalOrg;
before(async () => {
  org = await startLocalOrg();
  assert.deepEqual(problemsOf(org.metadata.deploy(admin(), zipOf(everything()), DEPLOY)), []);
});
after(() => org.close());

const admin = (): Session => org.session('admin@handrail.local');
const rep = (): Session => org.session('rep@handrail.local');
const profile = (name: string, body: string): Uint8Array => zipOf({ 'package.xml': manifest({ Profile: [name] }), [`profiles/${name}.profile`]: file('Profile', body) });
const fieldAccess = (field: string, readable: boolean, editable: boolean): string => `<fieldPermissions><editable>${editable}</editable><field>${field}</field><readable>${readable}</readable></fieldPermissions>`;

test('a deployed profile gives its users access, and a later one takes it away', () => {
  assert.equal(admin().access?.field('Deal__c', 'Score__c', 'edit'), true);
  assert.equal(rep().access?.field('Deal__c', 'Score__c', 'read'), false);
  org.metadata.deploy(admin(), profile('Standard', `<custom>false</custom>${fieldAccess('Deal__c.Score__c', true, false)}<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Deal__c</object><viewAllRecords>false</viewAllRecords></objectPermissions>`), DEPLOY);
  assert.deepEqual([rep().access?.object('Deal__c', 'read'), rep().access?.object('Deal__c', 'edit')], [true, false]);
  assert.deepEqual([rep().access?.field('Deal__c', 'Score__c', 'read'), rep().access?.field('Deal__c', 'Score__c', 'edit')], [true, false]);
  assert.equal(rep().access?.object('Opportunity', 'create'), true);
  org.metadata.deploy(admin(), profile('Standard', `<custom>false</custom>${fieldAccess('Deal__c.Score__c', false, false)}`), DEPLOY);
  assert.deepEqual([rep().access?.object('Deal__c', 'read'), rep().access?.field('Deal__c', 'Score__c', 'read')], [true, false]);
});

test('a custom profile comes with the permission set that it owns, and goes with it', () => {
  const rows = (): readonly unknown[] => org.engine.query(admin(), "SELECT Name, (SELECT Id FROM Users) FROM Profile WHERE Name = 'Sales Desk'").records;
  assert.deepEqual(problemsOf(org.metadata.deploy(admin(), profile('Sales Desk', '<custom>true</custom><userLicense>Salesforce</userLicense>'), DEPLOY)), []);
  assert.equal(rows().length, 1);
  assert.equal(org.engine.query(admin(), "SELECT Id FROM PermissionSet WHERE Profile.Name = 'Sales Desk' AND IsOwnedByProfile = true").records.length, 1);
  const removed = org.metadata.deploy(admin(), zipOf({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ Profile: ['Sales Desk'] }) }), DEPLOY);
  assert.deepEqual(problemsOf(removed), []);
  assert.equal(rows().length, 0);
});

test('a queue is a group that owns records of its objects', () => {
  assert.deepEqual(org.engine.query(admin(), "SELECT DeveloperName, Type FROM Group WHERE Type = 'Queue'").records.map((row) => row['DeveloperName']), ['Deal_Desk']);
  assert.deepEqual(org.engine.query(admin(), "SELECT SobjectType FROM QueueSobject WHERE Queue.DeveloperName = 'Deal_Desk'").records.map((row) => row['SobjectType']), ['Lead']);
  const refused = org.metadata.deploy(admin(), zipOf({
    'package.xml': manifest({ Queue: ['Nobody'] }),
    'queues/Nobody.queue': file('Queue', '<name>Nobody</name><queueMembers><users><user>nobody@example.com</user></users></queueMembers><queueSobject><sobjectType>Lead</sobjectType></queueSobject>'),
  }), DEPLOY);
  assert.deepEqual(problemsOf(refused), ['Queue Nobody: In field: users - no User named nobody@example.com found']);
});

test('what is standard, or has people, records or a type of record on it, stays', () => {
  const remove = (members: Readonly<Record<string, readonly string[]>>): readonly string[] =>
    problemsOf(org.metadata.deploy(admin(), zipOf({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest(members) }), DEPLOY));
  assert.deepEqual(remove({ Profile: ['Admin'] }), ["Profile Admin: The Profile called 'Admin' is standard and cannot be deleted"]);
  assert.deepEqual(remove({ Settings: ['LeadConfig'] }), ["Settings LeadConfig: The Settings called 'LeadConfig' is standard and cannot be deleted"]);
  assert.deepEqual(remove({ RecordType: ['Opportunity.New_Business'] }), ['RecordType Opportunity.New_Business: Cannot delete record type through API']);
  const queue = org.engine.query(admin(), "SELECT Id FROM Group WHERE DeveloperName = 'Deal_Desk'").records[0]?.['Id'];
  assert.deepEqual(org.engine.insert(admin(), 'Lead', [{ LastName: 'Kay', Company: 'Acme', OwnerId: queue }])[0]?.errors, []);
  assert.deepEqual(remove({ Queue: ['Deal_Desk'] }), ["Queue Deal_Desk: The Queue called 'Deal_Desk' is assigned to records and cannot be deleted"]);
});
