/** Whatever the document: an answer with status 200, data and errors, never a failure of the org. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';

let client: TestOrg;
before(async () => {
  client = await startTestOrg();
  const account = await client.create('Account', { Name: 'Acme', Industry: 'Banking' });
  await client.create('Contact', { LastName: 'Berg', AccountId: account });
});
after(() => client.org.close());

const DOCUMENTS = [
  'query q($n: Int = 2, $name: String) { uiapi { query { Account(first: $n, where: { or: [{ Name: { like: $name } }, { Industry: { in: ["Banking", null] } }] }, orderBy: { Name: { order: DESC, nulls: LAST } }) { totalCount edges { cursor node { Id Name { value displayValue } Contacts(first: 1) { edges { node { ...c } } } Owner { Name { value } } } } } } } } fragment c on Contact { LastName { value } Account { Name { value } } }',
  'query { uiapi { aggregate { Opportunity(groupBy: { type: CUBE, StageName: { group: true }, CloseDate: { function: FISCAL_YEAR } }, where: { CloseDate: { gte: { range: { n_days_ago: 3 } } } }, orderBy: { Amount: { function: AVG } }) { edges { node { aggregate { StageName { value grouping { value } } Amount { avg { value } } CloseDate { fiscalYear { value } } } } } } } } }',
  'mutation { uiapi(input: { allOrNone: false }) { a: ContactCreate(input: { Contact: { LastName: "x", AccountId: "@{b}" } }) { Record { Id } } d: ContactDelete(input: { Id: "@{a}" }) { Id } } }',
  'query { uiapi { query { Task(where: { Who: { Lead: { Company: { eq: "x" } } } }) { edges { node { Who { __typename ... on Contact { Name { value } } } Subject @optional { value } Nothing__c @optional { value } } } } } objectInfos(apiNames: ["Account"]) { ApiName fields { ApiName } } } }',
];
const TOKENS = ['{', '}', '(', ')', '[', ']', ':', '$', '!', '@', '...', '"', '"""', '\\', '\u0000', '\ud800', 'null', '-1', '1e999', '99999999999999999999', 'true', 'Id', 'Name', 'value', 'where', 'not', 'and', '{}', '[]', 'Account', 'User', '__typename', '__schema', 'query', 'mutation', 'first', "'", '%', '@{a}', '2026-13-45', 'a'.repeat(300)];

/** A document with a few of its words cut, doubled, exchanged or replaced. */
const mutated = fc.tuple(fc.constantFrom(...DOCUMENTS), fc.array(fc.tuple(fc.nat(400), fc.nat(400), fc.constantFrom('cut', 'double', 'replace', 'insert', 'swap'), fc.constantFrom(...TOKENS)), { minLength: 1, maxLength: 4 }))
  .map(([document, edits]) => {
    const words = document.split(/(\s+|[{}()[\]:,])/).filter((word) => word !== '');
    for (const [one, other, edit, token] of edits) {
      const [at, to] = [one % words.length, other % words.length];
      const word = words[at] ?? '';
      switch (edit) {
        case 'cut': words.splice(at, 1 + (other % 3)); break;
        case 'double': words.splice(at, 0, word, ' '); break;
        case 'replace': words[at] = token; break;
        case 'insert': words.splice(at, 0, ` ${token} `); break;
        case 'swap': [words[at], words[to]] = [words[to] ?? '', word]; break;
      }
      if (words.length === 0) {
        words.push(token);
      }
    }
    return words.join('');
  });

const VARIABLES = fc.oneof(fc.constant(undefined), fc.dictionary(fc.constantFrom('n', 'name', '__proto__', 'x'), fc.jsonValue({ maxDepth: 2 })), fc.jsonValue({ maxDepth: 1 }));

test('mutated documents', async () => {
  await fc.assert(fc.asyncProperty(mutated, VARIABLES, async (query, variables) => {
    const { status, json } = await client.call('POST', '/graphql', { query, variables });
    assert.equal(status, 200);
    const { data, errors } = json as { data: unknown; errors: { message: string; extensions: { ErrorType: string } }[] };
    assert.ok(typeof data === 'object' && Array.isArray(errors));
    assert.ok(errors.every(({ message, extensions }) => message.length > 0 && !/\bat .*\.ts:\d/.test(message) && extensions.ErrorType !== ''));
  }), { seed: 20261110, numRuns: 400 });
});

test('any text at all', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ maxLength: 60, unit: 'binary' }), async (query) => {
    assert.equal((await client.call('POST', '/graphql', { query })).status, 200);
  }), { seed: 7, numRuns: 100 });
});

test('brackets within brackets, as many as a document may have', async () => {
  for (const open of ['{', '[', '{ a(b: [', '{ a(b: {c: ']) {
    const { status, json } = await client.call('POST', '/graphql', { query: `query ${open.repeat(3_000)}` });
    assert.equal(status, 200);
    assert.match(JSON.stringify(json), /InvalidSyntax/);
  }
});
