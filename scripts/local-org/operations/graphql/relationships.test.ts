import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { getIntrospectionQuery } from 'graphql';
import { startTestOrg, type TestOrg } from '../../http/testClient.ts';
import { deployDeals } from '../uiApi/testing/dealPackage.ts';

let client: TestOrg;
let account: string;
let contact: string;
let opportunity: string;
before(async () => {
  client = await startTestOrg({ clock: { now: () => new Date('2026-11-10T15:00:00Z') } });
  deployDeals(client.org);
  account = await client.create('Account', { Name: 'Acme', Industry: 'Banking', NumberOfEmployees: 5000 });
  await client.create('Account', { Name: 'Beta' });
  contact = await client.create('Contact', { LastName: 'Berg', AccountId: account });
  await client.create('Contact', { LastName: 'Abel', AccountId: account });
  await client.create('Contact', { LastName: 'Cole', AccountId: account });
  opportunity = await client.create('Opportunity', { Name: 'One', StageName: 'Prospecting', CloseDate: '2026-10-20', Amount: 10, AccountId: account });
  await client.create('Opportunity', { Name: 'Two', StageName: 'Closed Won', CloseDate: '2026-04-01', Amount: 20.5, AccountId: account });
  await client.create('Task', { Subject: 'Call', WhoId: contact, WhatId: opportunity });
  await client.create('Task', { Subject: 'Mail', WhatId: account });
});
after(() => client.org.close());

interface Answer {
  readonly data: { readonly uiapi: { readonly query: Record<string, { edges: { node: unknown }[]; totalCount: number }>; readonly [part: string]: unknown } };
  readonly errors: readonly { readonly message: string }[];
}
async function ask(query: string, as?: string): Promise<Answer> {
  const { status, json } = await client.call('POST', '/graphql', { query }, as === undefined ? {} : { as });
  assert.equal(status, 200);
  return json as Answer;
}
const nodes = async (inner: string, object: string): Promise<unknown[]> => {
  const { data, errors } = await ask(`query { uiapi { query { ${inner} } } }`);
  assert.deepEqual(errors, []);
  return data.uiapi.query[object]?.edges.map(({ node }) => node) ?? [];
};

describe('relationships', () => {
  test('children: their own page, order, filter and count; one relationship twice', async () => {
    const [acme, beta] = await nodes(`Account(orderBy: { Name: { order: ASC } }) { edges { node {
      page: Contacts(first: 2, orderBy: { LastName: { order: ASC } }) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { LastName { value } } } }
      next: Contacts(first: 2, after: "djE6MQ==", orderBy: { LastName: { order: ASC } }) { pageInfo { hasNextPage hasPreviousPage } edges { node { LastName { value } } } }
      b: Contacts(where: { LastName: { like: "B%" } }) { totalCount pageResultCount }
    } } }`, 'Account');
    const last = (name: string): unknown => ({ node: { LastName: { value: name } } });
    assert.deepEqual(acme, {
      page: { totalCount: 3, pageInfo: { hasNextPage: true, endCursor: 'djE6MQ==' }, edges: [{ cursor: 'djE6MA==', ...(last('Abel') as object) }, { cursor: 'djE6MQ==', ...(last('Berg') as object) }] },
      next: { pageInfo: { hasNextPage: false, hasPreviousPage: true }, edges: [last('Cole')] },
      b: { totalCount: 1, pageResultCount: 1 },
    });
    assert.deepEqual((beta as { page: unknown }).page, { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, edges: [] });
  });

  test('lookups to several objects by inline fragments', async () => {
    assert.deepEqual(await nodes('Task(orderBy: { Subject: { order: ASC } }) { edges { node { Who { __typename ... on Contact { LastName { value } } } What { ... on Account { Name { value } } ... on Opportunity { Amount { value } } } } } }', 'Task'), [
      { Who: { __typename: 'Contact', LastName: { value: 'Berg' } }, What: { Amount: { value: 10 } } },
      { Who: null, What: { Name: { value: 'Acme' } } },
    ]);
    assert.equal((await nodes('Task(where: { Who: { Contact: { LastName: { eq: "Berg" } } } }) { edges { node { Id } } }', 'Task')).length, 1);
  });

  test('what every record has, through the interface', async () => {
    const [record] = await nodes(`Account(where: { Id: { eq: "${account}" } }) { edges { node { ... on Record { Id ApiName DisplayValue WeakEtag LastModifiedDate { value displayValue } RecordTypeId(fallback: true) { value } } } } }`, 'Account');
    assert.deepEqual(record, { Id: account, ApiName: 'Account', DisplayValue: 'Acme', WeakEtag: 1794322800000, LastModifiedDate: { value: '2026-11-10T15:00:00.000Z', displayValue: '11/10/2026, 10:00 AM' }, RecordTypeId: { value: '012000000000000AAA' } });
  });

  test('display values: currency, date, percent and numbers in the locale, labels of picklists', async () => {
    assert.deepEqual(await nodes('Opportunity(where: { Name: { eq: "Two" } }) { edges { node { Amount { displayValue format } CloseDate { displayValue } Probability { value displayValue } StageName { value label } Account { NumberOfEmployees { displayValue } } } } }', 'Opportunity'), [{
      Amount: { displayValue: '$20.50', format: '$20.50' }, CloseDate: { displayValue: '4/1/2026' }, Probability: { value: 100, displayValue: '100' }, StageName: { value: 'Closed Won', label: 'Closed Won' },
      Account: { NumberOfEmployees: { displayValue: '5,000' } },
    }]);
  });
});

describe('filters', () => {
  const found = async (object: string, where: string): Promise<number> => (await ask(`query { uiapi { query { ${object}(where: ${where}) { totalCount } } } }`)).data.uiapi.query[object]?.totalCount ?? -1;

  test('joins: ids in and not in another query', async () => {
    assert.equal(await found('Account', '{ Id: { inq: { Opportunity: { StageName: { eq: "Closed Won" } }, ApiName: "AccountId" } } }'), 1);
    assert.equal(await found('Account', '{ Id: { ninq: { Opportunity: {}, ApiName: "AccountId" } } }'), 1);
    assert.equal(await found('Contact', '{ AccountId: { inq: { Account: { Industry: { eq: "Banking" } }, ApiName: "Id" } } }'), 3);
  });

  test('dates: literals, ranges, functions', async () => {
    assert.equal(await found('Opportunity', '{ CloseDate: { eq: { literal: LAST_MONTH } } }'), 1);
    assert.equal(await found('Opportunity', '{ CloseDate: { gte: { range: { last_n_months: 8 } } } }'), 2);
    assert.equal(await found('Opportunity', '{ CloseDate: { CALENDAR_MONTH: { value: { in: [4, 5] } } } }'), 1);
    assert.equal(await found('Opportunity', '{ CreatedDate: { HOUR_IN_DAY: { convertTimezoneValue: { eq: 10 } } } }'), 2);
  });

  test('lists, the empty one too, and the scope of one owner', async () => {
    assert.equal(await found('Account', '{ Name: { in: [] } }'), 0);
    assert.equal(await found('Account', '{ Name: { nin: [] } }'), 2);
    assert.equal(await found('Account', '{ not: {}, or: [], and: [{ NumberOfEmployees: { gt: 10, lt: 10000 } }] }'), 1);
    const mine = await ask('query { uiapi { query { Account(scope: MINE) { totalCount } } } }', 'rep@handrail.local');
    assert.equal(mine.data.uiapi.query['Account']?.totalCount, 0);
  });

  test('the order of keys in orderBy counts', async () => {
    const names = async (orderBy: string): Promise<unknown[]> => (await nodes(`Opportunity(orderBy: ${orderBy}) { edges { node { Name { value } } } }`, 'Opportunity')).map((node) => (node as { Name: { value: string } }).Name.value);
    assert.deepEqual(await names('{ IsPrivate: { order: ASC }, Amount: { order: DESC } }'), ['Two', 'One']);
    assert.deepEqual(await names('{ Account: { Name: { order: ASC } }, StageName: { order: ASC } }'), ['One', 'Two']);
  });
});

describe('aggregates', () => {
  const groups = async (object: string, args: string, fields: string): Promise<unknown[]> => {
    const { data, errors } = await ask(`query { uiapi { aggregate { ${object}${args} { edges { node { aggregate { ${fields} } } } } } } }`);
    assert.deepEqual(errors, []);
    return ((data.uiapi as unknown as { aggregate: Record<string, { edges: { node: { aggregate: unknown } }[] }> }).aggregate[object]?.edges ?? []).map(({ node }) => node.aggregate);
  };

  test('functions over all records', async () => {
    assert.deepEqual(await groups('Opportunity', '', 'Id { count { value } } Amount { sum { value displayValue } avg { value } min { value } max { value } } AccountId { countDistinct { value } }'), [
      { Id: { count: { value: 2 } }, Amount: { sum: { value: 30.5, displayValue: '$30.50' }, avg: { value: 15.25 }, min: { value: 10 }, max: { value: 20.5 } }, AccountId: { countDistinct: { value: 1 } } },
    ]);
  });

  test('groups in an order of their own', async () => {
    assert.deepEqual(await groups('Opportunity', '(groupBy: { StageName: { group: true } }, orderBy: { Amount: { function: SUM, order: DESC } })', 'StageName { value label } Amount { sum { value } }'), [
      { StageName: { value: 'Closed Won', label: 'Closed Won' }, Amount: { sum: { value: 20.5 } } },
      { StageName: { value: 'Prospecting', label: 'Prospecting' }, Amount: { sum: { value: 10 } } },
    ]);
  });

  test('by a function of a date, by a parent, with a filter', async () => {
    assert.deepEqual(await groups('Opportunity', '(where: { Amount: { gt: 15 } }, groupBy: { CloseDate: { function: CALENDAR_MONTH }, Account: { Industry: { group: true } } })', 'CloseDate { calendarMonth { value } } Account { Industry { value } } Id { count { value } }'), [
      { CloseDate: { calendarMonth: { value: 4 } }, Account: { Industry: { value: 'Banking' } }, Id: { count: { value: 1 } } },
    ]);
  });

  test('subtotals', async () => {
    assert.deepEqual(await groups('Opportunity', '(groupBy: { type: ROLLUP, StageName: { group: true } })', 'StageName { value grouping { value } } Amount { sum { value } }'), [
      { StageName: { value: 'Closed Won', grouping: { value: 0 } }, Amount: { sum: { value: 20.5 } } },
      { StageName: { value: 'Prospecting', grouping: { value: 0 } }, Amount: { sum: { value: 10 } } },
      { StageName: { value: null, grouping: { value: 1 } }, Amount: { sum: { value: 30.5 } } },
    ]);
  });

  test('a field that is neither grouped nor aggregated is refused', async () => {
    const { errors } = await ask('query { uiapi { aggregate { Opportunity(groupBy: { StageName: { group: true } }) { edges { node { aggregate { Name { value } } } } } } } }');
    assert.match(errors[0]?.message ?? '', /Name/);
  });
});

describe('objects and related lists', () => {
  test('object infos, picklists by record type', async () => {
    const { data, errors } = await ask('query { uiapi { objectInfos(objectInfoInputs: [{ apiName: "Deal__c", recordTypeIds: ["012000000000000AAA"], fieldNames: ["City__c", "Score__c"] }]) { ApiName label keyPrefix fields { ApiName dataType ... on PicklistField { picklistValuesByRecordTypeIDs { recordTypeID controllerValues { key value } picklistValues { value validFor } } } } } } }');
    assert.deepEqual(errors, []);
    const [info] = (data.uiapi as unknown as { objectInfos: { ApiName: string; fields: { ApiName: string; dataType: string }[] }[] }).objectInfos;
    assert.deepEqual([info?.ApiName, info?.fields.find(({ ApiName }) => ApiName === 'Score__c')], ['Deal__c', { ApiName: 'Score__c', dataType: 'DOUBLE' }]);
    assert.deepEqual(info?.fields.find(({ ApiName }) => ApiName === 'City__c'), { ApiName: 'City__c', dataType: 'PICKLIST', picklistValuesByRecordTypeIDs: [{
      recordTypeID: '012000000000000AAA', controllerValues: [{ key: 'North', value: 0 }, { key: 'South', value: 1 }],
      picklistValues: [{ value: 'Oslo', validFor: [0] }, { value: 'Rome', validFor: [1] }, { value: 'Both', validFor: [0, 1] }],
    }] });
  });

  test('a related list', async () => {
    const { data } = await ask('query { uiapi { relatedListByName(parentApiName: "Account", relatedListName: "Deals__r") { label childApiName displayColumns { fieldApiName } orderedByInfo { fieldApiName sortDirection } } } }');
    assert.deepEqual(data.uiapi['relatedListByName'], { label: 'Deals', childApiName: 'Deal__c', displayColumns: [{ fieldApiName: 'Name' }, { fieldApiName: 'Score__c' }], orderedByInfo: [{ fieldApiName: 'Score__c', sortDirection: 'DESC' }] });
  });

  test('an unknown object or list is an error of its field', async () => {
    const { data, errors } = await ask('query { uiapi { objectInfos(apiNames: ["Nope"]) { ApiName } query { Account { totalCount } } } }');
    assert.deepEqual([data.uiapi['objectInfos'], data.uiapi.query['Account']?.totalCount], [null, 2]);
    assert.match(errors[0]?.message ?? '', /Nope/);
  });
});

describe('the schema is the user\'s own', () => {
  test('introspection names the types that documents use', async () => {
    const { json } = await client.call('POST', '/graphql', { query: getIntrospectionQuery() });
    const names = new Set((json as { data: { __schema: { types: { name: string }[] } } }).data.__schema.types.map(({ name }) => name));
    for (const name of ['RecordQuery', 'Account_Filter', 'Account_OrderBy', 'Account_GroupBy', 'AccountConnection', 'AccountAggregate', 'AccountCreateInput', 'Deal__c_Filter', 'Record', 'FieldValue', 'CurrencyValue', 'IdOrRef']) {
      assert.ok(names.has(name), name);
    }
  });

  test('an object without permission is not in it; with @optional it is left out', async () => {
    const hidden = await ask('query { uiapi { query { Deal__c { totalCount } } } }', 'rep@handrail.local');
    assert.match(hidden.errors[0]?.message ?? '', /Field 'Deal__c' in type 'RecordQuery' is undefined/);
    const left = await ask('query { uiapi { query { Account { totalCount } Deal__c @optional { totalCount } } } }', 'rep@handrail.local');
    assert.deepEqual([left.errors, left.data.uiapi.query], [[], { Account: { totalCount: 2 } }]);
  });
});
