import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
});
after(() => client.org.close());

const RULE = { active: true, errorConditionFormula: 'ISBLANK(CloseDate)', errorMessage: 'No date.' };
const ask = async (soql: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  ((await client.call('GET', `/tooling/query?q=${encodeURIComponent(soql)}`)).json as { readonly records: readonly Readonly<Record<string, unknown>>[] }).records;

test('a component is created, read, changed and deleted by its id', async () => {
  const created = await client.call('POST', '/tooling/sobjects/ValidationRule', { FullName: 'Opportunity.Dated', Metadata: { ...RULE, description: null } });
  assert.equal(created.status, 201, created.text);
  const { id } = created.json as { readonly id: string };
  assert.match(id, /^03d/);
  const read = await client.call('GET', `/tooling/sobjects/ValidationRule/${id}`);
  assert.deepEqual((read.json as { readonly Metadata: unknown }).Metadata, RULE);
  assert.equal((await client.call('PATCH', `/tooling/sobjects/ValidationRule/${id}`, { Metadata: { ...RULE, active: false } })).status, 204);
  assert.deepEqual((await ask('SELECT ValidationName, Active FROM ValidationRule')).map((row) => [row['ValidationName'], row['Active']]), [['Dated', false]]);
  assert.equal((await client.call('DELETE', `/tooling/sobjects/ValidationRule/${id}`)).status, 204);
  assert.equal((await client.call('GET', `/tooling/sobjects/ValidationRule/${id}`)).status, 404);
});

test('a custom field is there for records as soon as it is created', async () => {
  const created = await client.call('POST', '/tooling/sobjects/CustomField', { FullName: 'Account.Tier__c', Metadata: { type: 'Picklist', label: 'Tier', valueSet: { restricted: true, valueSetDefinition: { sorted: false, value: [{ fullName: 'Gold', default: false, label: 'Gold' }] } } } });
  assert.equal(created.status, 201, created.text);
  assert.deepEqual(client.org.engine.schema.field('Account', 'Tier__c')?.picklistValues.map((value) => value.value), ['Gold']);
});

test('what is wrong is said in the words of a deploy, and changes nothing', async () => {
  const call = (body: unknown, path = '/tooling/sobjects/ValidationRule'): Promise<string> => client.call('POST', path, body).then((answer) => `${answer.status} ${answer.text}`);
  assert.match(await call({ FullName: 'Opportunity.Bad', Metadata: { ...RULE, errorConditionFormula: 'ISBLANK(Nope__c)' } }), /^400 .*Field Nope__c does not exist/);
  assert.match(await call({ FullName: 'Opportunity.Bad', Metadata: { ...RULE, colour: 'red' } }), /^400 .*colour invalid at this location in type ValidationRule/);
  assert.match(await call({ FullName: 'Opportunity.Bad' }), /^400 .*REQUIRED_FIELD_MISSING/);
  assert.match(await call({ Metadata: RULE }), /^400 .*REQUIRED_FIELD_MISSING/);
  assert.match(await call({ FullName: 'Opportunity.Bad', Metadata: RULE, Active: true }), /^501 .*unsupported/);
  assert.match(await call({}, '/tooling/sobjects/ApexClass'), /^501 .*ApexClass/);
  assert.match(await call({}, '/tooling/sobjects/StandardValueSet'), /^400 .*FIELD_INTEGRITY_EXCEPTION/);
  assert.match(await call([], '/tooling/sobjects/SourceMember'), /^404/);
  assert.deepEqual(await ask("SELECT Id FROM ValidationRule WHERE ValidationName = 'Bad'"), []);
});

test('only who may modify metadata writes', async () => {
  const answer = await client.call('POST', '/tooling/sobjects/ValidationRule', { FullName: 'Opportunity.Mine', Metadata: RULE }, { as: 'rep@handrail.local' });
  assert.match(`${answer.status} ${answer.text}`, /^403 .*INSUFFICIENT_ACCESS/);
});
