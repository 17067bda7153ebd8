/** A plan that is used again must answer as a fresh one; and queries by key must not walk through the table. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import fc from 'fast-check';
import { buildSchema, defineField } from '../schemaIndex.ts';
import { ADMIN_ID, admin, openTestOrg } from '../testOrg.ts';
import type { Access } from '../types.ts';

test('other ids in the same query find other records', () => {
  const org = openTestOrg();
  const ids = ['A', 'B', 'C'].map((Name) => org.create('Account', { Name, Key__c: `${Name}${'x'.repeat(14)}` }));
  ids.forEach((AccountId, index) => org.create('Contact', { LastName: `L${index}`, AccountId }));
  const id = fc.constantFrom(...ids.flatMap((full) => [full, full.slice(0, 15)]), ADMIN_ID, 'Axxxxxxxxxxxxxx', 'abcdefghijklmno');
  const texts = [
    (one: string) => `SELECT Name FROM Account WHERE Id = '${one}'`,
    (one: string, other: string) => `SELECT Name FROM Account WHERE Id = '${one}' OR Id = '${other}'`,
    (one: string) => `SELECT Name FROM Account WHERE Key__c = '${one}'`,
    (one: string, other: string) => `SELECT Name FROM Account WHERE Id IN ('${one}', '${other}')`,
    (one: string, other: string) => `SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE AccountId = '${one}') AND OwnerId = '${other}'`,
    (one: string, other: string) => `SELECT Name, (SELECT LastName FROM Contacts WHERE AccountId = '${one}') FROM Account WHERE Id = '${other}'`,
    (one: string) => `SELECT Name FROM Account USING SCOPE mine WHERE OwnerId = '${one}'`,
  ] as const;
  const answer = (where: typeof org, soql: string): unknown => {
    try {
      return where.engine.query(admin, soql).records;
    } catch (error) {
      return String(error);
    }
  };
  fc.assert(fc.property(fc.constantFrom(...texts), id, id, (text, one, other) => {
    const soql = text(one, other);
    // A blank before the query is another text, whose plan nobody has.
    const fresh = `${' '.repeat(freshCount())}${soql}`;
    const [cached, compiled] = [answer(org, soql), answer(org, fresh)];
    assert.deepEqual(typeof cached === 'string' ? cached.split('\n').at(-1) : cached, typeof compiled === 'string' ? compiled.split('\n').at(-1) : compiled);
  }), { seed: 2026, numRuns: 300 });
});

let count = 0;
function freshCount(): number {
  count += 1;
  return count;
}

test('a plan is good for one access, one schema, one user and one day', () => {
  const org = openTestOrg();
  const id = org.create('Account', { Name: 'A', AnnualRevenue: 5 });
  const soql = `SELECT AnnualRevenue FROM Account WHERE Id = '${id}'`;
  assert.equal(org.records(soql).length, 1);
  const access: Access = { object: () => true, field: (_object, field) => field !== 'AnnualRevenue' };
  assert.throws(() => org.engine.query({ ...admin, access }, soql), { errorCode: 'INVALID_FIELD' });
  const today = 'SELECT Name FROM Account WHERE CreatedDate = TODAY';
  assert.equal(org.records(today).length, 1);
  org.at('2026-02-03T10:00:00Z');
  assert.equal(org.records(today).length, 0);
  const mine = 'SELECT Name FROM Account USING SCOPE mine';
  assert.equal(org.records(mine).length, 1);
  assert.equal(org.engine.query({ ...admin, userId: '005000000000002AAA' }, mine).totalSize, 0);
  const { schema } = org.engine;
  org.engine.replaceSchema(buildSchema(schema.objects.map((object) => (object.apiName === 'Account' ? { ...object, fields: [...object.fields.filter(({ apiName }) => apiName !== 'AnnualRevenue'), defineField({ apiName: 'New__c', type: 'int' })] } : object))));
  assert.throws(() => org.records(soql), { errorCode: 'INVALID_FIELD' });
});

test('queries by id, parent, owner, name and external id use an index', () => {
  const org = openTestOrg();
  const asked: string[] = [];
  const { prepare } = org.store;
  mock.method(org.store, 'prepare', (sql: string) => {
    asked.push(sql);
    return prepare(sql);
  });
  for (const [from, where] of [
    ['Account', `Id = '${ADMIN_ID}'`], ['Contact', `AccountId = '${ADMIN_ID}'`], ['Contact', `AccountId IN ('${ADMIN_ID}')`], ['Account', `OwnerId = '${ADMIN_ID}'`],
    ['Account', "Name = 'x'"], ['Account', "Name LIKE 'x%'"], ['Account', "Key__c IN ('x', 'y')"], ['Account', 'Id IN (SELECT AccountId FROM Contact)'],
  ] as const) {
    org.records(`SELECT Id FROM ${from} WHERE ${where} LIMIT 10`);
    const plan = org.store.database.prepare(`EXPLAIN QUERY PLAN ${asked.at(-1) ?? ''}`).all().map(({ detail }) => String(detail));
    assert.match(plan[0] ?? '', /^SEARCH t1 USING/, `${where}: ${plan.join('; ')}`);
  }
});
