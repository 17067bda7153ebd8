import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buildSchema, defineField, defineObject } from '../engine/schemaIndex.ts';
import { addFields, startTestOrg, type TestOrg } from '../http/testClient.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
});
after(() => client.org.close());

const opportunity = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2027-03-31' };

describe('malformed input', () => {
  for (const body of ['[]', '"x"', '1', 'null']) {
    test(`${body} is no record`, async () => {
      const { status, json } = await client.call('POST', '/sobjects/Account', body, { headers: { 'Content-Type': 'application/json' } });
      assert.equal(status, 400);
      assert.equal((json as [{ errorCode: string }])[0].errorCode, 'JSON_PARSER_ERROR');
    });
  }

  test('a field that is not there is named', async () => {
    for (const name of ['Nope__c', '__proto__', 'constructor']) {
      const { status, json } = await client.call('POST', '/sobjects/Account', `{"Name":"A","${name}":1}`, { headers: { 'Content-Type': 'application/json' } });
      assert.equal(status, 400);
      const [error] = json as [{ errorCode: string; message: string }];
      assert.equal(error.errorCode, 'INVALID_FIELD');
      assert.match(error.message, new RegExp(name));
    }
  });

  test('an unknown object is not found; a tooling object is none of the data API', async () => {
    assert.equal((await client.call('POST', '/sobjects/Nope', {})).status, 404);
    assert.equal((await client.call('POST', '/sobjects/ValidationRule', {})).status, 404);
  });
});

describe('validation', () => {
  test('a missing required field', async () => {
    const { status, json } = await client.call('POST', '/sobjects/Account', {});
    assert.equal(status, 400);
    assert.deepEqual(json, [{ message: 'Required fields are missing: [Name]', errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }]);
  });

  test('the id belongs in the path', async () => {
    const id = await client.create('Account', { Name: 'A' });
    const { status, json } = await client.call('PATCH', `/sobjects/Account/${id}`, { Id: id, Name: 'B' });
    assert.equal(status, 400);
    assert.equal((json as [{ errorCode: string }])[0].errorCode, 'INVALID_FIELD');
  });

  test('a record that is not there', async () => {
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const { status } = await client.call(method, '/sobjects/Account/001000000000zzzAAA', method === 'PATCH' ? { Name: 'x' } : undefined);
      assert.equal(status, 404, method);
    }
  });
});

describe('behaviour', () => {
  test('create, read, update, delete', async () => {
    const made = await client.call('POST', '/sobjects/Account', { Name: 'New Co', AnnualRevenue: '5' });
    assert.equal(made.status, 201);
    const { id, ...rest } = made.json as { id: string };
    assert.deepEqual(rest, { success: true, errors: [] });
    assert.match(id, /^001[0-9A-Za-z]{15}$/);

    const read = await client.call('GET', `/sobjects/Account/${id}?fields=Name,AnnualRevenue`);
    assert.deepEqual(read.json, { attributes: { type: 'Account', url: `/services/data/v67.0/sobjects/Account/${id}` }, Name: 'New Co', AnnualRevenue: 5, Id: id });

    const changed = await client.call('PATCH', `/sobjects/Account/${id.slice(0, 15)}`, { Name: 'Newer Co' });
    assert.deepEqual([changed.status, changed.text], [204, '']);
    assert.deepEqual((await client.query(`SELECT Name FROM Account WHERE Id = '${id}'`)).map((row) => row['Name']), ['Newer Co']);

    assert.equal((await client.call('DELETE', `/sobjects/Account/${id}`)).status, 204);
    assert.equal((await client.call('GET', `/sobjects/Account/${id}`)).status, 404);
    assert.equal((await client.call('DELETE', `/sobjects/Account/${id}`)).status, 404);
  });

  test('a stage brings its probability and forecast category, and who saved it', async () => {
    const response = await client.call('POST', '/sobjects/Opportunity', { ...opportunity, StageName: 'Closed Won' }, { as: 'rep@handrail.local' });
    const { id } = response.json as { id: string };
    const [row] = await client.query(`SELECT Probability, ForecastCategoryName, IsClosed, IsWon, CreatedBy.Username, Owner.Name FROM Opportunity WHERE Id = '${id}'`);
    assert.deepEqual([row?.['Probability'], row?.['ForecastCategoryName'], row?.['IsClosed'], row?.['IsWon']], [100, 'Closed', true, true]);
    assert.equal((row?.['CreatedBy'] as { Username: string }).Username, 'rep@handrail.local');
    assert.equal((row?.['Owner'] as { Name: string }).Name, 'Rosa Rep');
  });

  test('by an external id that does not exist', async () => {
    const { status, json } = await client.call('PATCH', '/sobjects/Account/Nope__c/k1', { Name: 'x' });
    assert.equal(status, 404);
    assert.deepEqual(json, [{ message: 'Provided external ID field does not exist or is not accessible: Nope__c', errorCode: 'NOT_FOUND' }]);
  });

  test('upserts, reads and deletes by an external id', async () => {
    const keys = [
      defineField({ apiName: 'Key__c', type: 'string', length: 40, externalId: true, unique: true }),
      defineField({ apiName: 'Number__c', type: 'double', precision: 18, scale: 0, externalId: true }),
    ];
    addFields(client.org, 'Account', keys);
    const path = `/sobjects/Account/Key__c/${encodeURIComponent("o'hara/1")}`;
    const first = await client.call('PATCH', path, { Name: 'By key' });
    const { id, ...rest } = first.json as { id: string };
    assert.deepEqual([first.status, rest], [201, { success: true, errors: [], created: true }]);
    const second = await client.call('PATCH', path, { Name: 'By key again' });
    assert.deepEqual([second.status, second.json], [200, { id, success: true, errors: [], created: false }]);
    assert.equal(((await client.call('GET', path)).json as { Name: string }).Name, 'By key again');
    assert.equal((await client.call('PATCH', path, { Key__c: 'other' })).status, 400, 'the key belongs in the path');
    assert.equal((await client.call('DELETE', path)).status, 204);
    assert.equal((await client.call('GET', path)).status, 404);
    await client.create('Account', { Name: 'Twin', Number__c: 7 });
    await client.create('Account', { Name: 'Twin', Number__c: 7 });
    const several = await client.call('PATCH', '/sobjects/Account/Number__c/7', { Name: 'Which?' });
    assert.equal(several.status, 300);
    assert.equal((several.json as string[]).length, 2);
  });

  test('a permission set cannot be assigned twice', async () => {
    const set = client.org.engine.writeSystemRow('PermissionSet', { Name: 'Once', Label: 'Once', IsCustom: true, Type: 'Regular' });
    const assignment = { AssigneeId: client.org.session('manager@handrail.local').userId, PermissionSetId: set };
    assert.equal((await client.call('POST', '/sobjects/PermissionSetAssignment', assignment)).status, 201);
    const again = await client.call('POST', '/sobjects/PermissionSetAssignment', assignment);
    assert.deepEqual([again.status, (again.json as [{ errorCode: string }])[0].errorCode], [400, 'DUPLICATE_VALUE']);
  });

  test('an assignment is an administrator’s to make, and is noted', async () => {
    const { engine } = client.org;
    const set = engine.writeSystemRow('PermissionSet', { Name: 'Noted', Label: 'Noted set', IsCustom: true, Type: 'Regular' });
    const assignment = { AssigneeId: client.org.session('manager@handrail.local').userId, PermissionSetId: set };
    const refused = await client.call('POST', '/sobjects/PermissionSetAssignment', assignment, { as: 'rep@handrail.local' });
    assert.deepEqual([refused.status, (refused.json as [{ errorCode: string }])[0].errorCode], [403, 'INSUFFICIENT_ACCESS_OR_READONLY']);
    assert.equal((await client.call('POST', '/sobjects/PermissionSetAssignment', assignment)).status, 201);
    const rows = await client.query("SELECT Display, CreatedBy.Username FROM SetupAuditTrail WHERE Action = 'PermSetAssign' ORDER BY CreatedDate");
    const noted = rows.filter((row) => String(row['Display']).startsWith('Permission set Noted set: assigned to user Mira Manager (UserID: [005'));
    assert.deepEqual(noted.map((row) => (row['CreatedBy'] as { Username: string }).Username), ['admin@handrail.local']);
  });

  test('every failing validation rule has its entry', async () => {
    const { engine } = client.org;
    const lead = engine.schema.object('Lead');
    assert.ok(lead !== undefined);
    const rule = (fullName: string, errorDisplayField: string | null) => ({ fullName, active: true, description: null, errorConditionFormula: `ISBLANK(Title)`, errorDisplayField, errorMessage: `[${fullName}] Give a title.` });
    engine.replaceSchema(buildSchema([...engine.schema.objects, { ...lead, validationRules: [rule('ONE', 'Title'), rule('TWO', null)] }]));
    const { status, json } = await client.call('POST', '/sobjects/Lead', { LastName: 'L', Company: 'C' });
    assert.equal(status, 400);
    assert.deepEqual(json, [
      { message: '[ONE] Give a title.', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Title'] },
      { message: '[TWO] Give a title.', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: [] },
    ]);
    const collection = await client.call('POST', '/composite/sobjects', { records: [{ attributes: { type: 'Lead' }, LastName: 'L', Company: 'C' }] });
    assert.equal(collection.status, 200);
    assert.deepEqual((collection.json as [{ errors: { statusCode: string; fields: string[] }[] }])[0].errors.map((error) => [error.statusCode, error.fields]), [
      ['FIELD_CUSTOM_VALIDATION_EXCEPTION', ['Title']],
      ['FIELD_CUSTOM_VALIDATION_EXCEPTION', []],
    ]);
  });

  test('an assigned permission set gives its custom permissions at once', async () => {
    const { engine } = client.org;
    const permission = engine.writeSystemRow('CustomPermission', { DeveloperName: 'May_Skip', MasterLabel: 'May skip' });
    const set = engine.writeSystemRow('PermissionSet', { Name: 'Skippers', Label: 'Skippers', IsCustom: true, Type: 'Regular' });
    engine.writeSystemRow('SetupEntityAccess', { ParentId: set, SetupEntityId: permission, SetupEntityType: 'CustomPermission' });
    assert.deepEqual([...client.org.session('rep@handrail.local').customPermissions], []);
    const assignee = client.org.session('rep@handrail.local').userId;
    const { status, json } = await client.call('POST', '/sobjects/PermissionSetAssignment', { AssigneeId: assignee, PermissionSetId: set });
    assert.equal(status, 201);
    assert.deepEqual([...client.org.session('rep@handrail.local').customPermissions], ['May_Skip']);
    assert.deepEqual(client.org.users.find((user) => user.username === 'rep@handrail.local')?.permissionSets, ['Skippers']);
    assert.equal((await client.call('DELETE', `/sobjects/PermissionSetAssignment/${(json as { id: string }).id}`)).status, 204);
    assert.deepEqual([...client.org.session('rep@handrail.local').customPermissions], []);
  });

  test('limits answer a user who may not read every object', async () => {
    const { engine } = client.org;
    engine.replaceSchema(buildSchema([...engine.schema.objects, defineObject({ apiName: 'Hidden__c', keyPrefix: 'a0Z', fields: [defineField({ apiName: 'Id', type: 'id' })] })]));
    assert.equal(client.org.session('rep@handrail.local').access?.object('Hidden__c', 'read'), false);
    const [admin, rep] = await Promise.all([undefined, 'rep@handrail.local'].map(async (as) => (await client.call('GET', '/limits', undefined, as === undefined ? {} : { as })) as { status: number; json: { DataStorageMB: unknown } }));
    assert.deepEqual([rep?.status, rep?.json.DataStorageMB], [200, admin?.json.DataStorageMB]);
    assert.equal((await client.call('GET', '/limits/recordCount', undefined, { as: 'rep@handrail.local' })).status, 200);
  });

  test('a deactivated user’s token opens nothing', async () => {
    const { userId } = client.org.session('cs@handrail.local');
    assert.equal((await client.call('GET', '/limits', undefined, { as: 'cs@handrail.local' })).status, 200);
    assert.equal((await client.call('PATCH', `/sobjects/User/${userId}`, { IsActive: false })).status, 204);
    assert.equal((await client.call('GET', '/limits', undefined, { as: 'cs@handrail.local' })).status, 401);
  });
});
