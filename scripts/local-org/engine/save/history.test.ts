import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admin, openTestOrg } from '../testOrg.ts';

const DEAL = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-03-31', Amount: 100 };

function pick(records: readonly Record<string, unknown>[], ...names: string[]): unknown[][] {
  return records.map((record) => names.map((name) => record[name]));
}

test('stage history: a row at creation and at each change of amount, probability, stage, close date, forecast category', () => {
  const org = openTestOrg();
  const id = org.create('Opportunity', DEAL);
  const update = (instant: string, changes: Record<string, unknown>): void => {
    org.at(instant);
    assert.equal(org.engine.update(admin, 'Opportunity', [{ Id: id, ...changes }])[0]?.success, true);
  };
  update('2026-02-01T10:00:00Z', { Amount: 250 });
  update('2026-02-02T10:00:00Z', { NextStep: 'no row for this' });
  update('2026-02-03T10:00:00Z', { StageName: 'Qualification' });
  update('2026-02-04T10:00:00Z', { CloseDate: '2026-04-30' });
  update('2026-02-05T10:00:00Z', { Amount: 250 });
  update('2026-02-06T10:00:00Z', { ForecastCategoryName: 'Best Case' });

  const rows = org.records('SELECT CreatedDate, StageName, Amount, PrevAmount, CloseDate, PrevCloseDate, Probability, ExpectedRevenue, ForecastCategory FROM OpportunityHistory ORDER BY CreatedDate');
  assert.deepEqual(pick(rows, 'CreatedDate', 'StageName', 'Amount', 'PrevAmount', 'CloseDate', 'PrevCloseDate', 'Probability', 'ExpectedRevenue', 'ForecastCategory'), [
    ['2026-01-31T10:00:00.000+0000', 'Prospecting', 100, null, '2026-03-31', null, 10, 10, 'Pipeline'],
    ['2026-02-01T10:00:00.000+0000', 'Prospecting', 250, 100, '2026-03-31', '2026-03-31', 10, 25, 'Pipeline'],
    ['2026-02-03T10:00:00.000+0000', 'Qualification', 250, 250, '2026-03-31', '2026-03-31', 20, 50, 'Pipeline'],
    ['2026-02-04T10:00:00.000+0000', 'Qualification', 250, 250, '2026-04-30', '2026-03-31', 20, 50, 'Pipeline'],
    ['2026-02-06T10:00:00.000+0000', 'Qualification', 250, 250, '2026-04-30', '2026-04-30', 20, 50, 'BestCase'],
  ]);
  const [second] = org.records('SELECT Id FROM OpportunityHistory WHERE PrevAmount = 100');
  assert.equal(org.engine.retrieve(admin, 'Opportunity', id)['LastAmountChangedHistoryId'], second?.['Id']);
});

test('field history: one row a tracked field, with values of their own type; lookups by name and by id', () => {
  const org = openTestOrg();
  const acme = org.create('Account', { Name: 'Acme' });
  const id = org.create('Opportunity', DEAL);
  org.engine.update(admin, 'Opportunity', [{ Id: id, Amount: 99.5, StageName: 'Qualification', AccountId: acme, NextStep: 'not tracked' }]);
  org.engine.update(admin, 'Opportunity', [{ Id: id, Amount: null }]);
  const rows = org.records('SELECT Field, DataType, OldValue, NewValue, CreatedById FROM OpportunityFieldHistory ORDER BY Id');
  assert.deepEqual(pick(rows, 'Field', 'DataType', 'OldValue', 'NewValue'), [
    ['created', 'Text', null, null],
    ['Account', 'Text', null, 'Acme'],
    ['Account', 'EntityId', null, acme],
    ['StageName', 'DynamicEnum', 'Prospecting', 'Qualification'],
    ['Amount', 'Currency', 100, 99.5],
    ['Amount', 'Currency', 99.5, null],
  ]);
});

test('field history of a custom object hangs on ParentId', () => {
  const org = openTestOrg();
  const id = org.create('Handoff__c', {});
  org.engine.update(admin, 'Handoff__c', [{ Id: id, Status__c: 'Done', Urgent__c: true }]);
  assert.deepEqual(pick(org.records('SELECT ParentId, Field, OldValue, NewValue FROM Handoff__History ORDER BY Id'), 'ParentId', 'Field', 'OldValue', 'NewValue'), [
    [id, 'created', null, null],
    [id, 'Status__c', 'New', 'Done'],
  ]);
});

test('a refused save leaves no history', () => {
  const org = openTestOrg();
  const id = org.create('Opportunity', DEAL);
  org.engine.update(admin, 'Opportunity', [{ Id: id, Amount: 5 }, { Id: id, Nope: 1 }], { allOrNone: true });
  assert.equal(org.records('SELECT Id FROM OpportunityHistory').length, 1);
  assert.equal(org.engine.retrieve(admin, 'Opportunity', id)['Amount'], 100);
});
