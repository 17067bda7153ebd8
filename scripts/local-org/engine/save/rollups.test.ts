import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildSchema, defineField, defineObject, systemFields } from '../schemaIndex.ts';
import type { FieldSchema, RollupSummary } from '../schema.ts';
import { admin, openTestOrg, rule, type TestOrg } from '../testOrg.ts';

function summary(apiName: string, operation: RollupSummary['operation'], summarizedField: string | null, filters: RollupSummary['filters'] = [], type: FieldSchema['type'] = 'double'): FieldSchema {
  return defineField({
    apiName, type, scale: 2, createable: false, updateable: false,
    summary: { childObject: 'Visit__c', childField: 'Account__c', operation, summarizedField, filters },
  });
}

const visit = defineObject({
  apiName: 'Visit__c', keyPrefix: 'a0V',
  fields: [
    ...systemFields(),
    defineField({ apiName: 'Name', type: 'string', nameField: true, custom: false }),
    defineField({
      apiName: 'Account__c', type: 'reference', nillable: false, referenceTo: ['Account'], relationshipName: 'Account__r', childRelationshipName: 'Visits__r',
      deleteConstraint: 'Cascade', masterDetail: { reparentable: true, writeRequiresMasterRead: false },
    }),
    defineField({ apiName: 'Cost__c', type: 'currency' }),
    defineField({ apiName: 'Day__c', type: 'date' }),
    defineField({ apiName: 'Kind__c', type: 'picklist' }),
    defineField({ apiName: 'Twice__c', type: 'currency', formula: 'Cost__c * 2' }),
  ],
});

const SUMMARIES = [
  summary('Visits__c', 'count', null),
  summary('Cost__c', 'sum', 'Cost__c', [], 'currency'),
  summary('Twice__c', 'sum', 'Twice__c', [], 'currency'),
  summary('First__c', 'min', 'Day__c', [], 'date'),
  summary('Dearest__c', 'max', 'Cost__c', [{ field: 'Kind__c', operation: 'equals', value: 'Call, Dinner' }], 'currency'),
];

function open(rules = [rule('LIMIT', 'Cost__c > 1000', 'Cost__c')]): TestOrg {
  const org = openTestOrg();
  const account = org.engine.schema.object('Account');
  assert.ok(account !== undefined);
  org.engine.replaceSchema(buildSchema([...org.engine.schema.objects, visit, { ...account, fields: [...account.fields, ...SUMMARIES], validationRules: rules }]));
  return org;
}

const read = (org: TestOrg, id: string): unknown[] => {
  const row = org.engine.retrieve(admin, 'Account', id);
  return SUMMARIES.map((field) => row[field.apiName]);
};

describe('roll-up summaries', () => {
  test('count and sum are zero, minimum and maximum blank on a master without details', () => {
    const org = open();
    assert.deepEqual(read(org, org.create('Account', { Name: 'A' })), [0, 0, 0, null, null]);
  });

  test('follow inserts, updates, deletes, undeletes and a change of the master; cents add up', () => {
    const org = open();
    const [a, b] = [org.create('Account', { Name: 'A' }), org.create('Account', { Name: 'B' })];
    const first = org.create('Visit__c', { Account__c: a, Cost__c: 0.1, Day__c: '2026-02-01', Kind__c: 'Call' });
    org.create('Visit__c', { Account__c: a, Cost__c: 0.2, Day__c: '2026-01-01', Kind__c: 'Other' });
    assert.deepEqual(read(org, a), [2, 0.3, 0.6, '2026-01-01', 0.1]);
    org.engine.update(admin, 'Visit__c', [{ Id: first, Cost__c: 5, Kind__c: 'dinner' }]);
    assert.deepEqual(read(org, a), [2, 5.2, 10.4, '2026-01-01', 5]);
    org.engine.update(admin, 'Visit__c', [{ Id: first, Account__c: b }]);
    assert.deepEqual([read(org, a), read(org, b)], [[1, 0.2, 0.4, '2026-01-01', null], [1, 5, 10, '2026-02-01', 5]]);
    org.engine.delete(admin, 'Visit__c', [first]);
    assert.deepEqual(read(org, b), [0, 0, 0, null, null]);
    org.engine.undelete(admin, 'Visit__c', [first]);
    assert.deepEqual(read(org, b), [1, 5, 10, '2026-02-01', 5]);
  });

  test('the master is saved: its rules may refuse the detail, and nothing of it stays', () => {
    const org = open();
    const a = org.create('Account', { Name: 'A' });
    const [result] = org.engine.insert(admin, 'Visit__c', [{ Account__c: a, Cost__c: 1001 }]);
    assert.deepEqual(result?.errors.map((error) => error.statusCode), ['FIELD_CUSTOM_VALIDATION_EXCEPTION']);
    assert.deepEqual([read(org, a)[0], org.records('SELECT Id FROM Visit__c').length], [0, 0]);
  });

  test('a master takes its details to the recycle bin and brings them back with their sums', () => {
    const org = open();
    const a = org.create('Account', { Name: 'A' });
    org.create('Visit__c', { Account__c: a, Cost__c: 7 });
    assert.equal(org.engine.delete(admin, 'Account', [a])[0]?.success, true);
    assert.equal(org.records('SELECT Id FROM Visit__c').length, 0);
    assert.equal(org.engine.undelete(admin, 'Account', [a])[0]?.success, true);
    assert.deepEqual(read(org, a).slice(0, 2), [1, 7]);
  });

  test('a detail is written by who may edit the master, and its sum reaches a master the user may not write', () => {
    const org = open();
    const a = org.create('Account', { Name: 'A' });
    const visitBy = (edit: boolean): unknown => {
      const session = { ...admin, access: { object: (object: string, right: string) => object !== 'Account' || right === 'read' || edit, field: (_object: string, field: string) => field !== 'Cost__c' || edit } };
      return org.engine.insert(session, 'Visit__c', [{ Account__c: a, ...(edit ? { Cost__c: 4 } : {}) }])[0]?.errors[0]?.statusCode;
    };
    assert.deepEqual([visitBy(false), visitBy(true)], ['INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', undefined]);
    assert.deepEqual(read(org, a).slice(0, 2), [1, 4]);
  });

  test('a summary that is deployed later counts what is there, past the rules', () => {
    const org = open();
    const a = org.create('Account', { Name: 'A' });
    org.create('Visit__c', { Account__c: a, Cost__c: 3, Kind__c: 'Other' });
    const account = org.engine.schema.object('Account');
    assert.ok(account !== undefined);
    const added = summary('Others__c', 'sum', 'Cost__c', [{ field: 'Kind__c', operation: 'notEqual', value: 'Call' }], 'currency');
    org.engine.replaceSchema(buildSchema([...org.engine.schema.objects, { ...account, fields: [...account.fields, added], validationRules: [rule('NEVER', 'TRUE')] }]));
    assert.equal(org.engine.retrieve(admin, 'Account', a)['Others__c'], 3);
  });
});
