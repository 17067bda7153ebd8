/** The org as jsforce sees it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import jsforce from 'jsforce';
import { defineField } from '../engine/schemaIndex.ts';
import { addFields, startTestOrg, type TestOrg } from '../http/testClient.ts';

let client: TestOrg;
let connection: InstanceType<typeof jsforce.Connection>;
before(async () => {
  client = await startTestOrg();
  connection = new jsforce.Connection({ instanceUrl: client.org.url, accessToken: client.org.accessToken, version: '67.0' });
});
after(() => client.org.close());

describe('jsforce', () => {
  test('identity', async () => {
    const identity = await connection.identity();
    assert.equal(identity.username, 'admin@handrail.local');
    assert.equal(identity.organization_id, client.org.engine.organizationId);
  });

  test('create, retrieve, update, destroy: one and many', async () => {
    const created = await connection.sobject('Account').create({ Name: 'J1' });
    assert.equal(created.success, true);
    const id = created.id ?? '';
    assert.equal((await connection.sobject('Account').retrieve(id))['Name'], 'J1');
    assert.deepEqual(await connection.sobject('Account').update({ Id: id, Name: 'J2' }), { id, success: true, errors: [] });
    const many = await connection.sobject('Account').create([{ Name: 'J3' }, { Name: 'J4' }, {}], { allOrNone: false });
    assert.deepEqual(many.map((result) => result.success), [true, true, false]);
    const ids = many.flatMap((result) => (result.success ? [result.id] : []));
    assert.ok((await connection.sobject('Account').update(ids.map((Id) => ({ Id, Site: 'S' })))).every((result) => result.success));
    assert.ok((await connection.sobject('Account').destroy([id, ...ids])).every((result) => result.success));
    assert.equal((await connection.query("SELECT Id FROM Account WHERE Name LIKE 'J%'")).totalSize, 0);
  });

  test('search', async () => {
    const id = await client.create('Account', { Name: 'Searched Works' });
    const { searchRecords } = await connection.search('FIND {"searched works"} RETURNING Account(Name)');
    assert.deepEqual(searchRecords.map((record) => String(record['Name'])), ['Searched Works']);
    await connection.sobject('Account').destroy(id);
  });

  test('upsert by an external id', async () => {
    addFields(client.org, 'Account', [defineField({ apiName: 'Key__c', type: 'string', length: 40, externalId: true, unique: true })]);
    const one = await connection.sobject('Account').upsert({ Key__c: 'k1', Name: 'U1' }, 'Key__c');
    assert.equal(one.success, true);
    const many = await connection.sobject('Account').upsert([{ Key__c: 'k1', Name: 'U1b' }, { Key__c: 'k2', Name: 'U2' }], 'Key__c');
    assert.deepEqual(many.map((result) => result.success), [true, true]);
    assert.deepEqual((await connection.query<{ Name: string }>('SELECT Name FROM Account WHERE Key__c != null ORDER BY Key__c')).records.map((record) => record.Name), ['U1b', 'U2']);
  });

  test('a refused save is an error with its code', async () => {
    await assert.rejects(connection.sobject('Account').create({}), (error: Error & { errorCode?: string }) => error.errorCode === 'REQUIRED_FIELD_MISSING');
  });

  test('query over several batches', async () => {
    const admin = client.org.session('admin@handrail.local');
    client.org.engine.insert(admin, 'Contact', Array.from({ length: 2_001 }, (_, index) => ({ LastName: `N${index}` })));
    const first = await connection.query('SELECT Id FROM Contact');
    assert.deepEqual([first.records.length, first.done], [2_000, false]);
    const all = await connection.query('SELECT Id FROM Contact', { autoFetch: true, maxFetch: 10_000 });
    assert.equal(all.records.length, 2_001);
  });

  test('describe', async () => {
    const global = await connection.describeGlobal();
    assert.ok(global.sobjects.some((object) => object.name === 'Opportunity'));
    const account = await connection.sobject('Account').describe();
    assert.ok(account.fields.some((field) => field.name === 'Industry' && field.type === 'picklist'));
  });

  test('bulk load and bulk query', async () => {
    const loaded = await connection.bulk2.loadAndWaitForResults({ object: 'Lead', operation: 'insert', input: [{ LastName: 'B1', Company: 'C' }, { LastName: 'B2' }], pollInterval: 50, pollTimeout: 10_000 });
    assert.deepEqual([loaded.successfulResults.length, loaded.failedResults.length], [1, 1]);
    assert.match(loaded.failedResults[0]?.sf__Error ?? '', /^REQUIRED_FIELD_MISSING:/);
    const stream = await connection.bulk2.query('SELECT LastName, Company FROM Lead', { pollInterval: 50, pollTimeout: 10_000 });
    const rows: unknown[] = await stream.toArray();
    assert.deepEqual(rows.map((row) => Object.assign({}, row)), [{ LastName: 'B1', Company: 'C' }]);
  });

  test('limits and tooling query', async () => {
    const limits = await connection.limits();
    assert.equal(limits['DailyApiRequests']?.Max, 15_000);
    assert.equal((await connection.tooling.query('SELECT Id FROM ApexClass')).totalSize, 0);
  });

  test('bulk: upsert with failures, hard delete without the permission, an aborted query', async () => {
    const [account] = await connection.sobject('Account').create([{ Name: 'Bulk parent' }]);
    const done = await connection.bulk2.loadAndWaitForResults({ object: 'Account', operation: 'update', input: [{ Id: account?.id ?? '', Site: 'HQ' }, { Id: '001000000000zzzAAA', Site: 'X' }], pollInterval: 50, pollTimeout: 10_000 });
    assert.deepEqual([done.successfulResults.length, done.failedResults.length], [1, 1]);
    await assert.rejects(connection.bulk2.loadAndWaitForResults({ object: 'Account', operation: 'hardDelete', input: [{ Id: account?.id ?? '' }], pollInterval: 50, pollTimeout: 10_000 }), (error: Error) => error.name === 'FEATURENOTENABLED');
    const job = connection.bulk2.createJob({ operation: 'insert', object: 'Account' });
    await job.open();
    await job.uploadData('Name\nNever\n');
    await job.abort();
    assert.equal((await job.check()).state, 'Aborted');
  });

  test('composite, tree, graph and batch over plain requests', async () => {
    const post = <Body>(path: string, body: unknown): Promise<Body> => connection.requestPost<Body>(`/services/data/v67.0/composite${path}`, body as object);
    const { compositeResponse } = await post<{ compositeResponse: { httpStatusCode: number }[] }>('', { compositeRequest: [{ method: 'GET', url: '/services/data/v67.0/limits', referenceId: 'l' }] });
    assert.deepEqual(compositeResponse.map((answer) => answer.httpStatusCode), [200]);
    const tree = await post<{ hasErrors: boolean }>('/tree/Account', { records: [{ attributes: { type: 'Account', referenceId: 'a' }, Name: 'J tree' }] });
    assert.equal(tree.hasErrors, false);
    const graph = await post<{ graphs: { isSuccessful: boolean }[] }>('/graph', { graphs: [{ graphId: '1', compositeRequest: [{ method: 'POST', url: '/services/data/v67.0/sobjects/Account', referenceId: 'a', body: { Name: 'J graph' } }] }] });
    assert.equal(graph.graphs[0]?.isSuccessful, true);
    const batch = await post<{ results: { statusCode: number }[] }>('/batch', { batchRequests: [{ method: 'GET', url: 'v67.0/sobjects/Account/describe' }] });
    assert.deepEqual(batch.results.map((result) => result.statusCode), [200]);
  });

  test('updated, deleted and recent', async () => {
    const [start, end] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 120_000)];
    const id = (await connection.sobject('Account').create({ Name: 'Replicated' })).id ?? '';
    assert.ok((await connection.sobject('Account').updated(start, end)).ids.includes(id));
    await connection.sobject('Account').destroy(id);
    assert.ok((await connection.sobject('Account').deleted(start, end)).deletedRecords.some((row) => row.id === id));
    assert.deepEqual(await connection.recent(), []);
  });

  test('an expired session is refreshed with the refresh token', async () => {
    const org = await startTestOrg({ connectedApps: [{ clientId: 'app', clientSecret: 's' }], faults: [{ operation: 'query', times: 1, fault: { kind: 'session', forGood: true } }] });
    try {
      const own = new jsforce.Connection({ instanceUrl: org.org.url, accessToken: org.org.accessToken, refreshToken: org.org.refreshToken('rep@handrail.local', 'app'), oauth2: { clientId: 'app', clientSecret: 's', loginUrl: org.org.url }, version: '67.0' });
      assert.equal((await own.query('SELECT Id FROM Organization')).totalSize, 1);
      assert.equal((await own.identity()).username, 'rep@handrail.local');
    } finally {
      await org.org.close();
    }
  });

  test('with its own default version', async () => {
    const old = new jsforce.Connection({ instanceUrl: client.org.url, accessToken: client.org.accessToken });
    assert.equal((await old.query('SELECT Id FROM Organization')).totalSize, 1);
  });
});
