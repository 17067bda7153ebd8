import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { literal } from '../http/soqlLiteral.ts';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';

const TOTAL = 450;
let client: TestOrg;
before(async () => {
  client = await startTestOrg();
  const { engine } = client.org;
  const results = engine.insert(client.org.session('admin@handrail.local'), 'Account', Array.from({ length: TOTAL }, (_, index) => ({ Name: `Account ${String(index).padStart(4, '0')}` })));
  assert.ok(results.every((result) => result.success));
});
after(() => client.org.close());

interface Page {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly { readonly Name: string; readonly attributes: { readonly url: string } }[];
}

const get = (soql: string, headers: Readonly<Record<string, string>> = {}, door = 'query') => client.call('GET', `/${door}?q=${encodeURIComponent(soql)}`, undefined, { headers });
const errorCode = (json: unknown): string => (json as [{ errorCode: string }])[0].errorCode;

describe('query', () => {
  test('answers in batches that hold every record once', async () => {
    const soql = 'SELECT Name FROM Account ORDER BY Name';
    let page = (await get(soql, { 'Sforce-Query-Options': 'batchSize=200' })).json as Page;
    const names: string[] = [];
    const sizes: number[] = [];
    for (;;) {
      assert.equal(page.totalSize, TOTAL);
      names.push(...page.records.map((record) => record.Name));
      sizes.push(page.records.length);
      if (page.done) {
        break;
      }
      assert.match(page.nextRecordsUrl ?? '', /^\/services\/data\/v67\.0\/query\/0r8\w+-\d+$/);
      page = (await client.call('GET', page.nextRecordsUrl ?? '', undefined, { headers: { 'Sforce-Query-Options': 'batchSize=200' } })).json as Page;
    }
    assert.deepEqual(sizes, [200, 200, 50]);
    assert.deepEqual(names, Array.from({ length: TOTAL }, (_, index) => `Account ${String(index).padStart(4, '0')}`));
    assert.equal(page.nextRecordsUrl, undefined);
  });

  test('a locator is its user’s own', async () => {
    const page = (await get('SELECT Name FROM Account', { 'Sforce-Query-Options': 'batchSize=200' })).json as Page;
    const { status, json } = await client.call('GET', page.nextRecordsUrl ?? '', undefined, { as: 'rep@handrail.local' });
    assert.equal(status, 400);
    assert.equal(errorCode(json), 'INVALID_QUERY_LOCATOR');
  });

  for (const locator of ['nonsense', '0r8000000000zzzAAA-200', '0r8000000000zzzAAA-']) {
    test(`${locator} is no locator`, async () => {
      const { status, json } = await client.call('GET', `/query/${locator}`);
      assert.equal(status, 400);
      assert.equal(errorCode(json), 'INVALID_QUERY_LOCATOR');
    });
  }

  test('a literal finds exactly its own text, whatever stands in it', async () => {
    const character = fc.constantFrom('a', "'", '\\', '"', '%', '_', '\n', '\t', 'é', '😀', ')', ';', '-', 'OR ');
    const name = fc.array(character, { minLength: 1, maxLength: 8 }).map((parts) => `x${parts.join('')}x`);
    await fc.assert(fc.asyncProperty(name, async (value) => {
      const id = await client.create('Contact', { LastName: value });
      await client.create('Contact', { LastName: `${value}!` });
      const found = await client.query(`SELECT Id, LastName FROM Contact WHERE LastName = ${literal(value)}`);
      assert.ok(found.some((row) => row['Id'] === id));
      assert.ok(found.every((row) => String(row['LastName']).toLowerCase() === value.toLowerCase()));
    }), { seed: 11, numRuns: 40 });
  });

  test('needs a query that can be read', async () => {
    assert.equal(errorCode((await client.call('GET', '/query')).json), 'MALFORMED_QUERY');
    assert.equal(errorCode((await get('SELECT Name FORM Account')).json), 'MALFORMED_QUERY');
    assert.equal(errorCode((await get('SELECT Nope FROM Account')).json), 'INVALID_FIELD');
    assert.equal(errorCode((await get('SELECT Id FROM ScratchOrgInfo LIMIT 1')).json), 'INVALID_TYPE');
    assert.equal((await client.call('GET', '/query?explain=SELECT+Id+FROM+Account')).status, 501);
  });

  test('tells its columns when asked', async () => {
    const { json } = await client.call('GET', `/query?q=${encodeURIComponent('SELECT Id, Name, Owner.Name FROM Account')}&columns=true`);
    const { columnMetadata, entityName, idSelected, keyPrefix, groupBy } = json as { columnMetadata: { columnName: string }[]; entityName: string; idSelected: boolean; keyPrefix: string; groupBy: boolean };
    assert.deepEqual([entityName, idSelected, keyPrefix, groupBy], ['Account', true, '001', false]);
    assert.deepEqual(columnMetadata.map((column) => column.columnName), ['Id', 'Name', 'Owner']);
  });

  test('queryAll has the deleted records too', async () => {
    const id = await client.create('Account', { Name: 'Gone' });
    await client.call('DELETE', `/sobjects/Account/${id}`);
    const soql = `SELECT Id, IsDeleted FROM Account WHERE Name = 'Gone'`;
    assert.equal(((await get(soql)).json as Page).totalSize, 0);
    assert.equal(((await get(soql, {}, 'queryAll')).json as Page).totalSize, 1);
  });

  test('the Tooling API has its own objects', async () => {
    assert.equal((await get('SELECT Id, ValidationName FROM ValidationRule', {}, 'tooling/query')).status, 200);
    assert.equal(errorCode((await get('SELECT Id, ValidationName FROM ValidationRule')).json), 'INVALID_TYPE');
    const { json } = await get("SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName = 'Account'", {}, 'tooling/query');
    assert.equal((json as { entityTypeName: string }).entityTypeName, 'EntityDefinition');
  });

  // Tooling API guide, "SOQL Operation Limitations".
  test('the metadata catalogue answers few operations, and ignores LIMIT', async () => {
    const ask = (rest: string, fields = 'QualifiedApiName') => get(`SELECT ${fields} FROM EntityDefinition ${rest}`, {}, 'tooling/query');
    const all = ((await ask('')).json as Page).totalSize;
    assert.ok(all > 5);
    assert.equal(((await ask('LIMIT 2')).json as Page).totalSize, all);
    assert.equal(((await ask("WHERE QualifiedApiName IN ('Account', 'Lead')")).json as Page).totalSize, 2);
    for (const [rest, fields, message] of [
      ["WHERE QualifiedApiName != 'Account'", 'QualifiedApiName', 'Only equals comparisons permitted'],
      ["WHERE QualifiedApiName = 'Account' OR Label = 'Lead'", 'QualifiedApiName', 'Disjunctions not supported'],
      ['', 'COUNT()', 'The requested operation is not yet supported by this SObject storage type, contact salesforce.com support for more information.'],
      ['GROUP BY Label', 'Label', 'The requested operation is not yet supported by this SObject storage type, contact salesforce.com support for more information.'],
    ] as const) {
      const { status, json } = await ask(rest, fields);
      assert.deepEqual([status, (json as [{ message: string }])[0].message], [400, message]);
    }
  });
});
