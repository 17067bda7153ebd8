/** REST resources beside the plain record: relationship URLs, replication, conditional requests, limits, describe of a user. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { simulatedClock } from '../clock.ts';
import { buildSchema, defineField } from '../engine/schemaIndex.ts';
import { addFields, startTestOrg, type TestOrg } from '../http/testClient.ts';

const clock = simulatedClock(new Date('2026-03-10T12:00:30Z'));
let client: TestOrg;
before(async () => {
  client = await startTestOrg({ clock });
});
after(() => client.org.close());

const codes = (json: unknown): readonly string[] => (json as { errorCode: string }[]).map((error) => error.errorCode);

describe('relationship URLs', () => {
  test('lead to the parent, to the children, and change them', async () => {
    const account = await client.create('Account', { Name: 'Parent' });
    const contact = await client.create('Contact', { LastName: 'Child', AccountId: account });
    const parent = await client.call('GET', `/sobjects/Contact/${contact}/Account?fields=Name`);
    assert.deepEqual([parent.status, (parent.json as Record<string, unknown>)['Name'], (parent.json as Record<string, unknown>)['Id']], [200, 'Parent', account]);
    const children = (await client.call('GET', `/sobjects/Account/${account.slice(0, 15)}/contacts?fields=Id,LastName`)).json as { totalSize: number; done: boolean; records: Record<string, unknown>[] };
    assert.deepEqual([children.totalSize, children.done, children.records[0]?.['LastName']], [1, true, 'Child']);
    const all = (await client.call('GET', `/sobjects/Account/${account}/Contacts`)).json as { records: Record<string, unknown>[] };
    assert.equal(all.records[0]?.['AccountId'], account);
    assert.equal((await client.call('PATCH', `/sobjects/Contact/${contact}/Account`, { Site: 'North' })).status, 204);
    assert.deepEqual((await client.query(`SELECT Site FROM Account WHERE Id = '${account}'`)).map((row) => row['Site']), ['North']);
    assert.equal((await client.call('DELETE', `/sobjects/Contact/${contact}/Account`)).status, 204);
    assert.deepEqual(await client.query(`SELECT Id FROM Account WHERE Id = '${account}'`), []);
  });

  test('without a parent, or without such a relationship: 404', async () => {
    const contact = await client.create('Contact', { LastName: 'Alone' });
    for (const path of [`${contact}/Account`, `${contact}/Nonsense`, '003000000000000AAA/Account']) {
      const answer = await client.call('GET', `/sobjects/Contact/${path}`);
      assert.deepEqual([answer.status, codes(answer.json)], [404, ['NOT_FOUND']], path);
    }
  });
});

describe('recent records', () => {
  test('are those that were looked at in pages, as long as they are there', async () => {
    assert.deepEqual((await client.call('GET', '/recent')).json, []);
    const [one, two] = [await client.create('Account', { Name: 'Seen 1' }), await client.create('Contact', { LastName: 'Seen 2' })];
    for (const id of [one, two]) {
      assert.equal((await client.call('GET', `/ui-api/records/${id}?layoutTypes=Full&modes=View&updateMru=true`)).status, 200);
    }
    const names = async (path: string): Promise<readonly unknown[]> => ((await client.call('GET', path)).json as Record<string, unknown>[]).map((row) => row['Name']);
    assert.deepEqual(await names('/recent'), ['Seen 2', 'Seen 1']);
    assert.deepEqual(await names('/recent?limit=1'), ['Seen 2']);
    const { recentItems } = (await client.call('GET', '/sobjects/Account')).json as { recentItems: { Id: string }[] };
    assert.deepEqual(recentItems.map((item) => item.Id), [one]);
    await client.call('DELETE', `/sobjects/Contact/${two}`);
    assert.deepEqual(await names('/recent'), ['Seen 1']);
    assert.equal((await client.call('GET', '/recent?limit=all')).status, 400);
  });
});

describe('upsert', () => {
  test('updateOnly creates nothing; Id without an id does', async () => {
    addFields(client.org, 'Account', [defineField({ apiName: 'Code__c', type: 'string', length: 20, externalId: true })]);
    assert.equal((await client.call('PATCH', '/sobjects/Account/Code__c/none?updateOnly=true', { Name: 'No' })).status, 404);
    const made = await client.call('POST', '/sobjects/Account/Id', { Name: 'By Id', Code__c: 'twice' });
    assert.equal(made.status, 201);
    await client.create('Account', { Name: 'Again', Code__c: 'twice' });
    const several = await client.call('PATCH', '/sobjects/Account/Code__c/twice', { Name: 'Which' });
    assert.equal(several.status, 300);
    assert.match((several.json as string[])[0] ?? '', /^\/services\/data\/v67\.0\/sobjects\/Account\/001/);
  });

  test('POST with _HttpMethod is PATCH', async () => {
    const id = await client.create('Account', { Name: 'Before' });
    assert.equal((await client.call('POST', `/sobjects/Account/${id}?_HttpMethod=PATCH`, { Name: 'After' })).status, 204);
    assert.deepEqual((await client.query(`SELECT Name FROM Account WHERE Id = '${id}'`)).map((row) => row['Name']), ['After']);
    assert.equal((await client.call('GET', `/sobjects/Account/${id}?_HttpMethod=DELETE`)).status, 200);
    assert.equal((await client.call('POST', `/sobjects/Account/${id}?_HttpMethod=BREW`, {})).status, 405);
  });
});

describe('replication', () => {
  test('tells what was changed and deleted in a span', async () => {
    const kept = await client.create('Lead', { LastName: 'Kept', Company: 'C' });
    const gone = await client.create('Lead', { LastName: 'Gone', Company: 'C' });
    clock.advance(10 * 60_000);
    await client.call('DELETE', `/sobjects/Lead/${gone}`);
    const span = (start: string, end: string): string => `?start=${encodeURIComponent(start)}&end=${encodeURIComponent(end)}`;
    const updated = (await client.call('GET', `/sobjects/Lead/updated${span('2026-03-10T12:00:00+00:00', '2026-03-10T12:05:00+00:00')}`)).json as { ids: string[]; latestDateCovered: string };
    assert.deepEqual(updated, { ids: [kept], latestDateCovered: '2026-03-10T12:05:00.000+0000' });
    const deleted = (await client.call('GET', `/sobjects/Lead/deleted${span('2026-03-10T12:05:00Z', '2026-03-10T12:15:59Z')}`)).json as { deletedRecords: unknown[]; latestDateCovered: string };
    assert.deepEqual(deleted.deletedRecords, [{ deletedDate: '2026-03-10T12:10:30.000+0000', id: gone }]);
    assert.equal(deleted.latestDateCovered, '2026-03-10T12:15:00.000+0000');
    for (const bad of ['', span('now', 'then'), span('2026-03-10T12:05:00Z', '2026-03-10T12:05:30Z'), span('2020-01-01T00:00:00Z', '2026-03-10T12:05:00Z')]) {
      assert.equal((await client.call('GET', `/sobjects/Lead/updated${bad}`)).status, 400, bad);
    }
  });
});

describe('conditional requests', () => {
  test('describe is 304 until a deploy changes it', async () => {
    const first = await client.call('GET', '/sobjects/Contact/describe');
    const modified = first.headers.get('last-modified') ?? '';
    assert.ok(Date.parse(modified) > 0);
    const seen = { headers: { 'If-Modified-Since': modified } };
    const again = await client.call('GET', '/sobjects/Contact/describe', undefined, seen);
    assert.deepEqual([again.status, again.text], [304, '']);
    addFields(client.org, 'Contact', [defineField({ apiName: 'New__c', type: 'string', length: 20 })]);
    assert.equal((await client.call('GET', '/sobjects/Contact/describe', undefined, seen)).status, 200);
  });

  test('a record is 304 when it has not changed, and is not overwritten when it has', async () => {
    const id = await client.create('Account', { Name: 'Conditional' });
    const before = new Date(clock.now().getTime() - 60_000).toUTCString();
    const since = (header: string, date: string) => ({ headers: { [header]: date } });
    assert.equal((await client.call('GET', `/sobjects/Account/${id}`, undefined, since('If-Modified-Since', clock.now().toUTCString()))).status, 304);
    assert.equal((await client.call('GET', `/sobjects/Account/${id}`, undefined, since('If-Modified-Since', before))).status, 200);
    assert.equal((await client.call('PATCH', `/sobjects/Account/${id}`, { Name: 'X' }, since('If-Unmodified-Since', before))).status, 412);
    assert.equal((await client.call('PATCH', `/sobjects/Account/${id}`, { Name: 'X' }, since('If-Unmodified-Since', clock.now().toUTCString()))).status, 204);
    assert.equal((await client.call('PATCH', `/sobjects/Account/${id}`, { Name: 'Y' }, since('If-Unmodified-Since', 'no date'))).status, 412);
  });
});

describe('duplicate rules', () => {
  test('an alert is passed with the header that allows it', async () => {
    const { engine } = client.org;
    const account = engine.schema.object('Account');
    assert.ok(account !== undefined);
    const items = [{ field: 'Name', matchField: 'Name', method: 'Exact', blank: 'NullNotAllowed' }] as const;
    const rule = {
      fullName: 'Account.Twins', label: 'Twins', onInsert: 'Allow', onUpdate: 'Allow', alertOn: ['insert'], alertText: 'There is one like it.', matches: [{ matchObject: 'Account', items, booleanFilter: null }],
    } as const;
    engine.replaceSchema(buildSchema([...engine.schema.objects.filter((other) => other !== account), { ...account, duplicateRules: [rule] }]));
    await client.create('Account', { Name: 'Twin' });
    const again = (headers: Readonly<Record<string, string>>) => client.call('POST', '/sobjects/Account', { Name: 'Twin' }, { headers });
    assert.deepEqual(codes((await again({})).json), ['DUPLICATES_DETECTED']);
    assert.equal((await again({ 'Sforce-Duplicate-Rule-Header': 'allowSave=true' })).status, 201);
    const records = [{ attributes: { type: 'Account' }, Name: 'Twin' }];
    const many = await client.call('POST', '/composite/sobjects', { records }, { headers: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } });
    assert.equal((many.json as { success: boolean }[])[0]?.success, true);
    engine.replaceSchema(buildSchema([...engine.schema.objects.filter((other) => other.apiName !== 'Account'), account]));
  });
});

describe('limits', () => {
  test('count what was used', async () => {
    const used = async (): Promise<number> => {
      const { DailyApiRequests: calls } = (await client.call('GET', '/limits')).json as Record<string, { Max: number; Remaining: number }>;
      return (calls?.Max ?? 0) - (calls?.Remaining ?? 0);
    };
    const before = await used();
    await client.call('POST', '/composite/batch', { batchRequests: [{ method: 'GET', url: 'v67.0/limits' }, { method: 'GET', url: 'v67.0/limits' }] });
    assert.equal(await used() - before, 3, 'each request of a batch counts, and the question itself');
  });

  test('record counts', async () => {
    const { sObjects } = (await client.call('GET', '/limits/recordCount?sObjects=Organization,Nonsense')).json as { sObjects: unknown[] };
    assert.deepEqual(sObjects, [{ count: 1, name: 'Organization' }]);
  });
});

describe('describe of a user with fewer rights', () => {
  test('shows no object and no field that may not be read, and no right that is not there', async () => {
    addFields(client.org, 'Lead', [defineField({ apiName: 'Open__c', type: 'string', length: 20 })]);
    const { engine } = client.org;
    const lead = engine.schema.object('Lead');
    assert.ok(lead !== undefined);
    const [permission] = engine.query(client.org.session('admin@handrail.local'), "SELECT Id, ParentId FROM FieldPermissions WHERE Field = 'Lead.Open__c' AND Parent.Profile.Name = 'Standard User'").records;
    engine.deleteSystemRows('FieldPermissions', { Id: String(permission?.['Id']) });
    const fieldsOf = async (as: string): Promise<readonly string[]> => ((await client.call('GET', '/sobjects/Lead/describe', undefined, { as })).json as { fields: { name: string }[] }).fields.map((field) => field.name);
    assert.ok((await fieldsOf('admin@handrail.local')).includes('Open__c'));
    assert.ok(!(await fieldsOf('rep@handrail.local')).includes('Open__c'));
    const rights = engine.query(client.org.session('admin@handrail.local'), "SELECT Id FROM ObjectPermissions WHERE SobjectType = 'Lead' AND Parent.Profile.Name = 'Standard User'").records;
    rights.forEach((row) => engine.deleteSystemRows('ObjectPermissions', { Id: String(row['Id']) }));
    assert.equal((await client.call('GET', '/sobjects/Lead/describe', undefined, { as: 'rep@handrail.local' })).status, 404);
    const { sobjects } = (await client.call('GET', '/sobjects', undefined, { as: 'rep@handrail.local' })).json as { sobjects: { name: string }[] };
    assert.ok(sobjects.some((object) => object.name === 'Account') && !sobjects.some((object) => object.name === 'Lead'));
    assert.deepEqual(codes((await client.call('POST', '/sobjects/Lead', { LastName: 'L', Company: 'C' }, { as: 'rep@handrail.local' })).json), ['NOT_FOUND']);
  });
});

test('dependent picklists tell the controlling values as bits', async () => {
  const value = (name: string, validFor?: readonly string[]) => ({ value: name, label: name, active: true, isDefault: false, ...(validFor === undefined ? {} : { validFor }) });
  addFields(client.org, 'Account', [
    defineField({ apiName: 'Region__c', type: 'picklist', picklistValues: ['North', 'South', 'East'].map((name) => value(name)) }),
    defineField({ apiName: 'City__c', type: 'picklist', controllerName: 'Region__c', picklistValues: [value('Oslo', ['North']), value('Rome', ['South', 'East'])] }),
  ]);
  const { fields } = (await client.call('GET', '/sobjects/Account/describe')).json as { fields: { name: string; dependentPicklist: boolean; controllerName: string | null; picklistValues: { validFor: string | null }[] }[] };
  const city = fields.find((field) => field.name === 'City__c');
  assert.deepEqual([city?.dependentPicklist, city?.controllerName, city?.picklistValues.map((entry) => entry.validFor)], [true, 'Region__c', ['gAAA', 'YAAA']]);
});
