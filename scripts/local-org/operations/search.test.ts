/** Search and children's pages, over HTTP. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';

let client: TestOrg;
let now = new Date('2026-02-01T10:00:00Z');
before(async () => {
  client = await startTestOrg({ clock: { now: () => now } });
  const parent = await client.create('Account', { Name: 'Needle Works', Phone: '+49 221 12345' });
  await client.create('Account', { Name: 'Haystack' });
  const session = client.org.session('admin@handrail.local');
  const contacts = Array.from({ length: 450 }, (_unused, index) => ({ LastName: `Needle ${String(index).padStart(3, '0')}`, AccountId: parent }));
  assert.ok(client.org.engine.insert(session, 'Contact', contacts).every(({ success }) => success));
});
after(() => client.org.close());

interface Found {
  readonly searchRecords: readonly { readonly Id?: string; readonly Name?: string; readonly attributes: { readonly type: string; readonly url: string } }[];
}

const names = (json: unknown): unknown[] => (json as Found).searchRecords.map(({ Name }) => Name);

test('SOSL answers the records object by object', async () => {
  const { status, json } = await client.call('GET', `/search?q=${encodeURIComponent('FIND {needle} IN NAME FIELDS RETURNING Account(Id, Name), Contact(Name ORDER BY Name LIMIT 1)')}`);
  assert.equal(status, 200);
  assert.deepEqual(names(json), ['Needle Works', 'Needle 000']);
  const [account] = (json as Found).searchRecords;
  assert.deepEqual(account?.attributes, { type: 'Account', url: `/services/data/v67.0/sobjects/Account/${account?.Id ?? ''}` });
});

test('parameters stand for a statement', async () => {
  assert.deepEqual(names((await client.call('GET', '/parameterizedSearch?q=needle&sobject=Account&Account.fields=id,name&sobject=Contact&Contact.fields=name&Contact.limit=2&in=NAME')).json).length, 3);
  const { json } = await client.call('POST', '/parameterizedSearch', {
    q: 'needle OR haystack', fields: ['id', 'name'], sobjects: [{ name: 'Account', where: "Name LIKE 'N%'" }, { name: 'Contact', fields: ['name'], limit: 1 }], in: 'ALL', overallLimit: 10,
  });
  assert.deepEqual((json as Found).searchRecords.map(({ attributes: { type } }) => type), ['Account', 'Contact']);
  assert.equal((await client.call('GET', '/parameterizedSearch?q=needle&snippet=20')).status, 501);
  for (const path of ['/search', '/parameterizedSearch', `/search?q=${encodeURIComponent('needle')}`]) {
    assert.deepEqual((await client.call('GET', path)).json, [{ message: 'No search term found. The search term must be enclosed in braces.', errorCode: 'MALFORMED_SEARCH' }]);
  }
});

interface Page {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly { readonly LastName: string }[];
}

test('children that do not fit into a batch have pages of their own, for two days', async () => {
  const headers = { 'Sforce-Query-Options': 'batchSize=200' };
  const { json } = await client.call('GET', `/query?q=${encodeURIComponent("SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Name = 'Needle Works'")}`, undefined, { headers });
  let page = (json as { records: [{ Contacts: Page }] }).records[0].Contacts;
  const found = [...page.records];
  assert.deepEqual([page.totalSize, page.done, page.records.length], [450, false, 200]);
  const first = page.nextRecordsUrl ?? '';
  while (page.nextRecordsUrl !== undefined) {
    page = (await client.call('GET', page.nextRecordsUrl, undefined, { headers })).json as Page;
    found.push(...page.records);
  }
  assert.deepEqual(found.map(({ LastName }) => LastName), Array.from({ length: 450 }, (_unused, index) => `Needle ${String(index).padStart(3, '0')}`));
  now = new Date('2026-02-03T10:00:01Z');
  const late = await client.call('GET', first);
  assert.deepEqual([late.status, (late.json as [{ errorCode: string }])[0].errorCode], [400, 'INVALID_QUERY_LOCATOR']);
});
