import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../http/testClient.ts';

let client: TestOrg;
let account: string;
before(async () => {
  client = await startTestOrg();
  account = await client.create('Account', { Name: "O'Hara & Sons" });
  const other = await client.create('Account', { Name: 'Other' });
  for (const [LastName, AccountId] of [['Berg', account], ['Abel', account], ['Cole', account], ['Dahl', other]]) {
    await client.create('Contact', { LastName, AccountId, Title: LastName === 'Abel' ? 'CFO' : null });
  }
  await client.create('Opportunity', { Name: 'One', StageName: 'Prospecting', CloseDate: '2026-03-01', Amount: 10, AccountId: account });
  await client.create('Opportunity', { Name: 'Two', StageName: 'Closed Won', CloseDate: '2026-04-01', Amount: 20 });
});
after(() => client.org.close());

interface Answer {
  readonly data: { readonly uiapi: { readonly query: Record<string, { edges: { node: Record<string, never>; cursor?: string }[]; totalCount?: number; pageInfo?: { hasNextPage: boolean; endCursor: string } }> } } | null;
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly ErrorType: string } }[];
}

async function ask(query: string, variables?: Record<string, unknown>): Promise<Answer> {
  const { status, json } = await client.call('POST', '/graphql', { query, variables });
  assert.equal(status, 200);
  return json as Answer;
}
const names = (answer: Answer, object: string): unknown[] => answer.data?.uiapi.query[object]?.edges.map(({ node }) => (node['Name'] as unknown as { value: string }).value) ?? [];
const within = (inner: string): string => `query { uiapi { query { ${inner} } } }`;

describe('a query of records', () => {
  const CONTACTS = 'query c($account: ID, $after: String) { uiapi { query { Contact(where: { AccountId: { eq: $account } }, orderBy: { Name: { order: ASC } }, first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { Id Name { value } Title { value displayValue } } } } } } }';

  test('filters by a variable, orders and pages', async () => {
    const first = await ask(CONTACTS, { account });
    assert.deepEqual(first.errors, []);
    assert.deepEqual(names(first, 'Contact'), ['Abel', 'Berg']);
    const page = first.data?.uiapi.query['Contact'];
    assert.deepEqual([page?.totalCount, page?.pageInfo?.hasNextPage], [3, true]);
    assert.deepEqual(page?.edges[0]?.node['Title'], { value: 'CFO', displayValue: null });
    assert.deepEqual(names(await ask(CONTACTS, { account, after: page?.pageInfo?.endCursor }), 'Contact'), ['Cole']);
  });

  test('quotes in a value stay in the value', async () => {
    const answer = await ask('query q($name: String) { uiapi { query { Account(where: { Name: { eq: $name } }) { edges { node { Name { value } } } } } } }', { name: "O'Hara & Sons" });
    assert.deepEqual(names(answer, 'Account'), ["O'Hara & Sons"]);
    assert.deepEqual(names(await ask('query q($name: String) { uiapi { query { Account(where: { Name: { eq: $name } }) { edges { node { Name { value } } } } } } }', { name: "x' OR Name != '" }), 'Account'), []);
  });

  test('and, or, not, in, dates, numbers and parents', async () => {
    const where = (condition: string): Promise<Answer> => ask(within(`Opportunity(where: ${condition}, orderBy: { Name: { order: DESC } }) { edges { node { Name { value } } } }`));
    assert.deepEqual(names(await where('{ or: [{ Amount: { gt: 15 } }, { Account: { Name: { like: "O%" } } }] }'), 'Opportunity'), ['Two', 'One']);
    assert.deepEqual(names(await where('{ and: [{ IsWon: { eq: true } }, { CloseDate: { gte: { value: "2026-04-01" } } }] }'), 'Opportunity'), ['Two']);
    assert.deepEqual(names(await where('{ not: { StageName: { in: ["Prospecting"] } } }'), 'Opportunity'), ['Two']);
    assert.deepEqual(names(await where('{ AccountId: { eq: null } }'), 'Opportunity'), ['Two']);
  });

  test('like: signs of the pattern, and the same as plain text', async () => {
    for (const Name of ['100% sure', '100 sure', 'a_b', 'acb', 'back\\slash']) {
      await client.create('Product2', { Name });
    }
    const like = async (pattern: string): Promise<unknown[]> => names(await ask('query q($p: String) { uiapi { query { Product2(where: { Name: { like: $p } }, orderBy: { Name: { order: ASC } }) { edges { node { Name { value } } } } } } }', { p: pattern }), 'Product2');
    assert.deepEqual(await like('100%'), ['100 sure', '100% sure']);
    assert.deepEqual(await like('100\\%%'), ['100% sure']);
    assert.deepEqual(await like('a_b'), ['a_b', 'acb']);
    assert.deepEqual(await like('a\\_b'), ['a_b']);
    assert.deepEqual(await like('%\\\\%'), ['back\\slash']);
    assert.deepEqual(await like("%' OR Name != '%"), []);
  });

  test('parents, aliases and @optional', async () => {
    const answer = await ask(within('deals: Opportunity(where: { Name: { eq: "One" } }) { edges { node { title: Name { value } Account { Name { value } } Nothing__c @optional { value } } } }'));
    assert.deepEqual(answer.errors, []);
    assert.deepEqual(answer.data?.uiapi.query['deals']?.edges[0]?.node, { title: { value: 'One' }, Account: { Name: { value: "O'Hara & Sons" } } });
  });

  test('fragments and @include', async () => {
    const answer = await ask('query f($with: Boolean = false) { uiapi { query { Account(first: 1, orderBy: { Name: { order: ASC } }) { edges { node { ...n Industry @include(if: $with) { value } } } } } } } fragment n on Account { Name { value } }');
    assert.deepEqual(answer.data?.uiapi.query['Account']?.edges[0]?.node, { Name: { value: "O'Hara & Sons" } });
  });

  test('the same field in two places is one, with the selections of both', async () => {
    const answer = await ask('query { uiapi { query { Account(first: 1, orderBy: { Name: { order: ASC } }) { edges { node { Name { value } } } ...n } } } } fragment n on AccountConnection { edges { node { Id Name { displayValue } } } }');
    assert.deepEqual(answer.errors, []);
    assert.deepEqual(answer.data?.uiapi.query['Account']?.edges[0]?.node, { Name: { value: "O'Hara & Sons", displayValue: null }, Id: account });
  });
});

describe('refused by name', () => {
  const cases: readonly [string, string, RegExp][] = [
    ['no GraphQL', 'query {', /Syntax Error/],
    ['an unknown object', within('Nothing { edges { node { Id } } }'), /Nothing/],
    ['an unknown field', within('Account { edges { node { Nothing { value } } } }'), /Nothing/],
    ['a bare field', within('Account { edges { node { Name } } }'), /selection/],
    ['a mutation', 'mutation { uiapi { AccountDelete(input: {}) { Id } } }', /mutation/],
    ['aggregates', 'query { uiapi { aggregate { Account { totalCount } } } }', /aggregate/],
    ['an unknown operator', within('Account(where: { Name: { sounds: "x" } }) { totalCount }'), /sounds/],
    ['a value of another type', within('Opportunity(where: { Amount: { gt: "many" } }) { totalCount }'), /Amount/],
    ['a cursor of its own making', within('Account(after: "x") { totalCount }'), /cursor/],
    ['too large a page', within('Account(first: 5000) { totalCount }'), /2000/],
    ['one key for two fields', within('Account { edges { node { Name { value } Name: Industry { value } } } }'), /alias/],
    ['child relationships', within('Account { edges { node { Contacts { totalCount } } } }'), /Contacts/],
  ];
  for (const [what, query, message] of cases) {
    test(what, async () => {
      const { data, errors } = await ask(query);
      assert.equal(data, null);
      assert.match(errors[0]?.message ?? '', message);
    });
  }

  test('a document that refers to itself ends', async () => {
    const { errors } = await ask('query { uiapi { query { ...a } } } fragment a on RecordQuery { ...a }');
    assert.match(errors[0]?.message ?? '', /nested/);
  });

  test('fragments that multiply end', async () => {
    const chain = Array.from({ length: 12 }, (_, level) => `fragment f${level} on RecordQuery { ...f${level + 1} ...f${level + 1} ...f${level + 1} }`).join(' ');
    const { errors } = await ask(`query { uiapi { query { ...f0 } } } ${chain} fragment f12 on RecordQuery { Account { totalCount } }`);
    assert.match(errors[0]?.message ?? '', /more than 5000 fields/);
  });
});
