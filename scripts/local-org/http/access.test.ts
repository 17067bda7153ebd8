import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buildSchema, defineField, defineObject, systemFields } from '../engine/schemaIndex.ts';
import { startTestOrg, type TestOrg } from './testClient.ts';

const REP = 'rep@handrail.local';
const ADMIN = 'admin@handrail.local';

const visit = defineObject({
  apiName: 'Visit__c', keyPrefix: 'a0V',
  fields: [
    ...systemFields({ owner: true }),
    defineField({ apiName: 'Name', type: 'string', nameField: true, custom: false }),
    defineField({ apiName: 'Secret__c', type: 'string' }),
    defineField({ apiName: 'Required__c', type: 'string', nillable: false }),
  ],
});

describe('permissions over HTTP', () => {
  let client: TestOrg;
  let permissionSet: string;
  before(async () => {
    client = await startTestOrg();
    const { engine } = client.org;
    engine.replaceSchema(buildSchema([...engine.schema.objects, visit]));
    permissionSet = engine.writeSystemRow('PermissionSet', { Name: 'Visits', Label: 'Visits', IsCustom: true, Type: 'Regular' });
  });
  after(() => client.org.close());

  const grant = (object: string, row: Readonly<Record<string, string | boolean>>): string => client.org.engine.writeSystemRow(object, { ParentId: permissionSet, SobjectType: 'Visit__c', ...row });
  const code = async (method: string, path: string, body: unknown, as: string): Promise<unknown> => {
    const { status, json } = await client.call(method, path, body, { as });
    return status < 300 ? status : (json as readonly { readonly errorCode: string }[])[0]?.errorCode;
  };

  test('a standard user works accounts and deletes no leads, and a custom object is nobody’s until it is granted', async () => {
    const account = (await client.call('POST', '/sobjects/Account', { Name: 'Mine' }, { as: REP })).json as { readonly id: string };
    assert.equal(await code('DELETE', `/sobjects/Account/${account.id}`, undefined, REP), 204);
    const lead = await client.create('Lead', { LastName: 'L', Company: 'C' });
    assert.equal(await code('PATCH', `/sobjects/Lead/${lead}`, { Title: 'T' }, REP), 204);
    assert.equal(await code('DELETE', `/sobjects/Lead/${lead}`, undefined, REP), 'INSUFFICIENT_ACCESS_OR_READONLY');
    assert.equal(await code('POST', '/sobjects/Campaign', { Name: 'C' }, REP), 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
    assert.equal(await code('GET', '/query?q=SELECT+Id+FROM+Visit__c', undefined, REP), 'INVALID_TYPE');
    assert.equal(await code('GET', '/query?q=SELECT+Id+FROM+Visit__c', undefined, ADMIN), 200);
  });

  test('Modify All Data opens objects, not fields; a required field is open to whoever reads the object', async () => {
    assert.equal(await code('POST', '/sobjects/Visit__c', { Required__c: 'r' }, ADMIN), 201);
    assert.equal(await code('POST', '/sobjects/Visit__c', { Required__c: 'r', Secret__c: 's' }, ADMIN), 'INVALID_FIELD');
    assert.equal(await code('GET', '/query?q=SELECT+Secret__c+FROM+Visit__c', undefined, ADMIN), 'INVALID_FIELD');
  });

  test('a permission set gives what it says from the moment it is assigned until it is taken away', async () => {
    grant('ObjectPermissions', { PermissionsRead: true, PermissionsCreate: true });
    const field = grant('FieldPermissions', { Field: 'Visit__c.Secret__c', PermissionsRead: true });
    const rep = client.org.session(REP).userId;
    const assignment = await client.create('PermissionSetAssignment', { AssigneeId: rep, PermissionSetId: permissionSet });
    assert.equal(await code('GET', '/query?q=SELECT+Secret__c+FROM+Visit__c', undefined, REP), 200);
    const { json } = await client.call('POST', '/sobjects/Visit__c', { Required__c: 'r', Secret__c: 's' }, { as: REP });
    assert.deepEqual(json, [{
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Secret__c'],
      message: 'Unable to create/update fields: Secret__c. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
    }]);
    client.org.engine.writeSystemRow('FieldPermissions', { Id: field, PermissionsEdit: true });
    const made = (await client.call('POST', '/sobjects/Visit__c', { Required__c: 'r', Secret__c: 's' }, { as: REP })).json as { readonly id: string };
    assert.equal(await code('PATCH', `/sobjects/Visit__c/${made.id}`, { Secret__c: 't' }, REP), 'INSUFFICIENT_ACCESS_OR_READONLY');
    assert.equal(await code('DELETE', `/sobjects/PermissionSetAssignment/${assignment}`, undefined, ADMIN), 204);
    assert.equal(await code('GET', '/query?q=SELECT+Id+FROM+Visit__c', undefined, REP), 'INVALID_TYPE');
  });

  test('who may not view Setup sees no assignments of permission sets', async () => {
    const { engine } = client.org;
    const query = (as: string): Promise<unknown> => code('GET', '/query?q=SELECT+Id+FROM+PermissionSetAssignment', undefined, as);
    assert.equal(await query(REP), 200);
    const profile = engine.writeSystemRow('Profile', { Name: 'No Setup', UserType: 'Standard' });
    engine.writeSystemRow('PermissionSet', { Name: 'X', Label: 'X', ProfileId: profile, IsOwnedByProfile: true, Type: 'Profile', PermissionsApiEnabled: true });
    const rep = client.org.session(REP).userId;
    const [before] = engine.query(client.org.session(ADMIN), `SELECT ProfileId FROM User WHERE Id = '${rep}'`).records;
    assert.equal(await code('PATCH', `/sobjects/User/${rep}`, { ProfileId: profile }, ADMIN), 204);
    assert.deepEqual([await query(REP), await query(ADMIN)], ['INVALID_TYPE', 200]);
    assert.equal(await code('PATCH', `/sobjects/User/${rep}`, { ProfileId: before?.['ProfileId'] }, ADMIN), 204);
    assert.equal(await query(REP), 200);
  });

  test('the permission set that a profile owns is no assigned one', () => {
    assert.deepEqual(client.org.users.find((user) => user.username === REP)?.permissionSets, []);
  });
});

test('a duplicate is refused as Salesforce does over REST, and saved when the header says so', async () => {
  const client = await startTestOrg();
  try {
    const { engine } = client.org;
    const contact = engine.schema.object('Contact');
    assert.ok(contact !== undefined);
    engine.replaceSchema(buildSchema([...engine.schema.objects, {
      ...contact,
      duplicateRules: [{
        fullName: 'Contact.Same_Mail', label: 'Same mail', onInsert: 'Allow', onUpdate: 'Allow', alertOn: ['insert'], alertText: 'Use one of these records?',
        matches: [{ matchObject: 'Contact', matchingRule: 'Mail', booleanFilter: null, items: [{ field: 'Email', matchField: 'Email', method: 'Exact', blank: 'NullNotAllowed' }] }],
      }],
    }]));
    const first = await client.create('Contact', { LastName: 'A', Email: 'a@example.com' });
    const { status, json } = await client.call('POST', '/sobjects/Contact', { LastName: 'B', Email: 'a@example.com' });
    const [error] = json as readonly [{ readonly errorCode: string; readonly message: string; readonly duplicateResut: { readonly matchResults: readonly [{ readonly matchRecords: readonly [{ readonly record: { readonly Id: string } }] }] } }];
    assert.deepEqual([status, error.errorCode, error.message, error.duplicateResut.matchResults[0].matchRecords[0].record.Id], [400, 'DUPLICATES_DETECTED', 'Use one of these records?', first]);
    const allowed = await client.call('POST', '/sobjects/Contact', { LastName: 'B', Email: 'a@example.com' }, { headers: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } });
    assert.equal(allowed.status, 201);
  } finally {
    await client.org.close();
  }
});
