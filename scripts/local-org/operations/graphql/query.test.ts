import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';

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

describe('refused', () => {
  const cases: readonly [what: string, query: string, message: string, errorType: string][] = [
    ['no GraphQL', 'query {', "Invalid syntax with offending token '<EOF>' at line 1 column 8", 'InvalidSyntax'],
    ['an unknown object', within('Nothing { edges { node { Id } } }'), "Validation error (FieldUndefined@[uiapi/query/Nothing]) : Field 'Nothing' in type 'RecordQuery' is undefined", 'ValidationError'],
    ['an unknown field', within('Account { edges { node { Nothing { value } } } }'), "Validation error (FieldUndefined@[uiapi/query/Account/edges/node/Nothing]) : Field 'Nothing' in type 'Account' is undefined", 'ValidationError'],
    ['a bare field', within('Account { edges { node { Name } } }'), "Validation error (SubselectionRequired@[uiapi/query/Account/edges/node/Name]) : Subselection required for type 'StringValue' of field 'Name'", 'ValidationError'],
    ['an unknown operator', within('Account(where: { Name: { sounds: "x" } }) { totalCount }'), "Validation error (WrongType@[uiapi/query/Account]) : argument 'where.Name.sounds' contains a field not defined in its type: 'sounds'", 'ValidationError'],
    ['a value of another type', within('Opportunity(where: { Amount: { gt: "many" } }) { totalCount }'), "Validation error (WrongType@[uiapi/query/Opportunity]) : argument 'where.Amount.gt' with value '\"many\"' is not a valid 'Currency'", 'ValidationError'],
    ['one key for two fields', within('Account { edges { node { Name { value } Name: Industry { value } } } }'), "Validation error (FieldsConflict@[uiapi/query/Account/edges/node/Name]) : 'Name' : 'Name' and 'Industry' are different fields", 'ValidationError'],
    ['an unknown argument', within('Account(last: 3) { totalCount }'), "Validation error (UnknownArgument@[uiapi/query/Account]) : Unknown field argument 'last'", 'ValidationError'],
    ['a document that refers to itself', 'query { uiapi { query { ...a } } } fragment a on RecordQuery { ...a }', 'Validation error (FragmentCycle) : Fragment cycles not allowed', 'ValidationError'],
    ['a subscription', 'subscription { uiapi { query { Account { totalCount } } } }', 'Schema is not configured for subscriptions.', 'OperationNotSupported'],
    ['two operations and no name', 'query a { uiapi { query { Account { totalCount } } } } query b { uiapi { query { Account { totalCount } } } }', 'Must provide operation name if query contains multiple operations.', 'OperationNotSupported'],
    ['a variable that is missing', 'query q($n: Int!) { uiapi { query { Account(first: $n) { totalCount } } } }', "Variable 'n' has an invalid value: Variable 'n' has coerced Null value for NonNull type 'Int!'", 'ValidationError'],
    ['more than ten subqueries', within(Array.from({ length: 11 }, (_unused, index) => `a${index}: Account { totalCount }`).join(' ')), 'A request can contain 10 subqueries at most; this one has 11.', 'ExecutionAborted'],
  ];
  for (const [what, query, message, errorType] of cases) {
    test(what, async () => {
      const { data, errors } = await ask(query);
      assert.deepEqual(data, {});
      assert.deepEqual([errors[0]?.message, errors[0]?.extensions.ErrorType], [message, errorType]);
    });
  }

  const atExecution: readonly [what: string, inner: string, message: RegExp][] = [
    ['a cursor of its own making', 'Account(after: "x") { totalCount }', /cursor/],
    ['too large a page', 'Account(first: 5000) { totalCount }', /between 1 and 2000/],
    ['too small a page with upperBound', 'Account(first: 10, upperBound: 1000) { totalCount }', /between 200 and 2000/],
    ['children of children', 'Account { edges { node { Contacts { edges { node { Account { Contacts { totalCount } } } } } } } }', /one level from parent to child/],
    ['six levels of parents', 'Account { edges { node { Parent { Parent { Parent { Parent { Parent { Parent { Id } } } } } } } } }', /5 levels/],
    ['two conditions in one', 'Opportunity(where: { CloseDate: { eq: { literal: TODAY, value: "2026-01-01" } } }) { totalCount }', /one of value, literal and range/],
  ];
  for (const [what, inner, message] of atExecution) {
    test(what, async () => {
      const { data, errors } = await ask(within(`${inner} Product2 { totalCount }`));
      assert.match(errors[0]?.message ?? '', message);
      assert.equal(typeof data?.uiapi.query['Product2']?.totalCount, 'number', 'the rest of the request is answered');
    });
  }

  test('fragments that multiply end', async () => {
    const chain = Array.from({ length: 12 }, (_, level) => `fragment f${level} on RecordQuery { ...f${level + 1} ...f${level + 1} ...f${level + 1} }`).join(' ');
    const { errors } = await ask(`query { uiapi { query { ...f0 } } } ${chain} fragment f12 on RecordQuery { Account { totalCount } }`);
    assert.match(errors[0]?.message ?? '', /more than 5000 fields/);
  });

  test('a body that is no request', async () => {
    assert.equal((await client.call('POST', '/graphql', '[1]', { headers: { 'Content-Type': 'application/json' } })).status, 400);
    const { json } = await client.call('POST', '/graphql', { query: 5, variables: 'x' });
    assert.equal((json as Answer).errors[0]?.extensions.ErrorType, 'InvalidSyntax');
  });
});
