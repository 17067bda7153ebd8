import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildSchema } from '../schemaIndex.ts';
import type { DuplicateRuleSchema } from '../schema.ts';
import { admin, openTestOrg, type TestOrg } from '../testOrg.ts';

const RULE: DuplicateRuleSchema = {
  fullName: 'Lead.Same_Person', label: 'Same person', onInsert: 'Block', onUpdate: 'Block', alertOn: [], alertText: 'Use one of these records?',
  matches: [{
    matchObject: 'Contact', matchingRule: 'Same_Names', booleanFilter: '1 OR (2 AND 3)',
    items: [
      { field: 'Email', matchField: 'Email', method: 'Exact', blank: 'NullNotAllowed' },
      { field: 'LastName', matchField: 'LastName', method: 'Exact', blank: 'NullNotAllowed' },
      { field: 'FirstName', matchField: 'FirstName', method: 'Exact', blank: 'MatchBlanks' },
    ],
  }],
};

function open(change: Partial<DuplicateRuleSchema> = {}): TestOrg {
  const org = openTestOrg();
  const lead = org.engine.schema.object('Lead');
  assert.ok(lead !== undefined);
  org.engine.replaceSchema(buildSchema([...org.engine.schema.objects, { ...lead, duplicateRules: [{ ...RULE, ...change }] }]));
  return org;
}

const codes = (results: ReturnType<TestOrg['engine']['insert']>): unknown[] => results.map((result) => result.errors[0]?.statusCode ?? result.success);

describe('duplicate rules', () => {
  test('block what matches by the filter: the same address in any case, or the same names, both first names blank', () => {
    const org = open();
    const contact = org.create('Contact', { LastName: 'Hopper', Email: 'grace@example.com' });
    const lead = (fields: Record<string, string>): unknown => codes(org.engine.insert(admin, 'Lead', [{ Company: 'C', LastName: 'L', ...fields }], { allowSave: true }))[0];
    assert.equal(lead({ Email: 'GRACE@example.com' }), 'DUPLICATES_DETECTED');
    assert.equal(lead({ LastName: 'hopper' }), 'DUPLICATES_DETECTED');
    assert.equal(lead({ LastName: 'Hopper', FirstName: 'Grace' }), true);
    assert.equal(lead({}), true);
    const [error] = org.engine.insert(admin, 'Lead', [{ Company: 'C', LastName: 'Hopper' }])[0]?.errors ?? [];
    assert.deepEqual([error?.message, error?.duplicateResult], ['Use one of these records?', {
      allowSave: false, duplicateRule: 'Same_Person', duplicateRuleEntityType: 'Lead', errorMessage: 'Use one of these records?', matches: [{ entityType: 'Contact', rule: 'Same_Names', ids: [contact] }],
    }]);
    org.engine.delete(admin, 'Contact', [contact]);
    assert.equal(lead({ LastName: 'Hopper' }), true);
  });

  test('an alert refuses the save unless the request allows it; without an alert it is saved', () => {
    const alerting = open({ onInsert: 'Allow', alertOn: ['insert'] });
    alerting.create('Contact', { LastName: 'Hopper' });
    const input = [{ Company: 'C', LastName: 'Hopper' }];
    assert.deepEqual(codes(alerting.engine.insert(admin, 'Lead', input)), ['DUPLICATES_DETECTED']);
    assert.deepEqual(codes(alerting.engine.insert(admin, 'Lead', input, { allowSave: true })), [true]);
    const silent = open({ onInsert: 'Allow' });
    silent.create('Contact', { LastName: 'Hopper' });
    assert.deepEqual(codes(silent.engine.insert(admin, 'Lead', input)), [true]);
  });

  test('an edit is looked at only when it changes a compared field; a record is not its own duplicate', () => {
    const org = open({ onInsert: 'Allow' });
    org.create('Contact', { LastName: 'Hopper' });
    const id = org.create('Lead', { Company: 'C', LastName: 'Hopper' });
    assert.deepEqual(codes(org.engine.update(admin, 'Lead', [{ Id: id, Company: 'D' }])), [true]);
    assert.deepEqual(codes(org.engine.update(admin, 'Lead', [{ Id: id, LastName: 'HOPPER' }])), ['DUPLICATES_DETECTED']);
    const own = open({ matches: [{ matchObject: 'Lead', booleanFilter: null, items: [{ field: 'LastName', matchField: 'LastName', method: 'Exact', blank: 'NullNotAllowed' }] }] });
    const lead = own.create('Lead', { Company: 'C', LastName: 'Hopper' });
    assert.deepEqual(codes(own.engine.update(admin, 'Lead', [{ Id: lead, LastName: 'HOPPER' }])), [true]);
    assert.deepEqual(codes(own.engine.insert(admin, 'Lead', [{ Company: 'C', LastName: 'Hopper' }])), ['DUPLICATES_DETECTED']);
  });
});
