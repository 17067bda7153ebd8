/** Whatever the address and the body: an answer of an org, never a failure of ours. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';
import { deployDeals } from './testing/dealPackage.ts';

let client: TestOrg;
let words: string[];
before(async () => {
  client = await startTestOrg();
  deployDeals(client.org);
  const account = await client.create('Account', { Name: 'Acme' });
  const deal = await client.create('Deal__c', { Score__c: 60, Account__c: account });
  words = [account, deal, '001000000009999AAA', '012000000000000AAA', '00B000000000001EAA', 'Account', 'Deal__c', 'User', 'Profile', 'Good', 'AllAccounts', 'Deals__r', 'Contacts', 'Account__c', 'Nothing', '..', '%00', "'", '__proto__', 'constructor', `${account},${deal},x`];
});
after(() => client.org.close());

const ROOTS = ['object-info', 'object-info/batch', 'records', 'records/batch', 'record-ui', 'record-defaults/create', 'record-defaults/clone', 'record-defaults/template/create', 'layout', 'related-list-info', 'related-list-records', 'related-list-records/batch', 'related-list-count', 'related-list-count/batch', 'list-ui', 'list-info', 'list-records', 'mru-list-records', 'lookups', 'actions/record', ''];
const NAMES = ['fields', 'optionalFields', 'layoutTypes', 'modes', 'layoutType', 'mode', 'recordTypeId', 'pageSize', 'pageToken', 'page', 'sortBy', 'q', 'searchType', 'childRelationships', 'updateMru', 'maxCount', 'where'];
const VALUES = ['{ Score__c: { gt: 1 } }', '{ Name: { like: "%\'" } }', '{ and: [{', 'Account.Name', 'Deal__c.Score__c', 'Name', 'Account__r.Name', 'Full', 'Compact', 'Edit', '-1', '0', '2', '99999999999', '1e3', '-Score__c', 'Account.Contacts', 'ab', "%_\\'", 'TypeAhead', 'Recent', 'true', '', ',', '.', 'Account..Name', '\u0000', 'a.b.c.d.e.f.g.h'];

const address = fc.record({ root: fc.constantFrom(...ROOTS), parts: fc.array(fc.nat(20), { maxLength: 3 }), parameters: fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES)), { maxLength: 4 }) });

test('any address', async () => {
  await fc.assert(fc.asyncProperty(address, fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'), fc.jsonValue({ maxDepth: 2 }), async ({ root, parts, parameters }, method, body) => {
    const path = ['/ui-api', root, ...parts.map((part) => encodeURIComponent(words[part] ?? ''))].join('/');
    const { status, text } = await client.call(method, `${path}?${new URLSearchParams(parameters).toString()}`, method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
    assert.ok(status < 500 || status === 501, `${method} ${path} ${JSON.stringify(parameters)}: ${status} ${text}`);
    assert.ok(!/\bat .*\.ts:\d/.test(text));
  }), { seed: 20261110, numRuns: 400 });
});
