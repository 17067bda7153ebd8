import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admin, openTestOrg, rule } from '../testOrg.ts';
import { buildSchema, defineField } from '../schemaIndex.ts';

const DEAL = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-03-31' };

test('strings are read by the type of their field', () => {
  const org = openTestOrg();
  const id = org.create('Account', { name: '  Acme ', NumberOfEmployees: '12', AnnualRevenue: '1234.567', Regions__c: 'east;NORTH', Industry: 'banking' });
  const { Name, NumberOfEmployees, AnnualRevenue, Regions__c, Industry, Big__c } = org.engine.retrieve(admin, 'Account', id.slice(0, 15));
  assert.deepEqual([Name, NumberOfEmployees, AnnualRevenue, Regions__c, Industry, Big__c], ['Acme', 12, 1234.57, 'North;East', 'Banking', false]);
});

test('date-times are kept in UTC to the second', () => {
  const org = openTestOrg();
  const id = org.create('Handoff__c', { At__c: '2026-01-31T12:30:15.789+02:00', Score__c: 2.25 });
  assert.deepEqual(org.records(`SELECT At__c, Score__c FROM Handoff__c WHERE Id = '${id}'`).map((record) => [record['At__c'], record['Score__c']]), [['2026-01-31T10:30:15.000+0000', 2.3]]);
});

test('defaults fill what the request leaves out, and a null stays null', () => {
  const org = openTestOrg();
  org.create('Handoff__c', {});
  org.create('Handoff__c', { Due__c: null, Status__c: null });
  assert.deepEqual(
    org.records('SELECT Name, Due__c, Status__c, Urgent__c, OwnerId FROM Handoff__c ORDER BY Name').map(({ attributes: _attributes, ...record }) => record),
    [
      { Name: 'HO-0001', Due__c: '2026-02-07', Status__c: 'New', Urgent__c: false, OwnerId: admin.userId },
      { Name: 'HO-0002', Due__c: null, Status__c: null, Urgent__c: false, OwnerId: admin.userId },
    ],
  );
});

test('people are called by first and last name', () => {
  const org = openTestOrg();
  const id = org.create('Contact', { FirstName: 'Grace', LastName: 'Hopper' });
  org.engine.update(admin, 'Contact', [{ Id: id, FirstName: null }]);
  assert.equal(org.engine.retrieve(admin, 'Contact', id)['Name'], 'Hopper');
});

test('the stage decides probability, forecast category, closed and won', () => {
  const org = openTestOrg();
  const id = org.create('Opportunity', { ...DEAL, Amount: 1000 });
  const read = (): unknown[] => {
    const record = org.engine.retrieve(admin, 'Opportunity', id);
    return ['Probability', 'ForecastCategory', 'ForecastCategoryName', 'IsClosed', 'IsWon', 'ExpectedRevenue', 'Fiscal', 'LastStageChangeDate'].map((name) => record[name]);
  };
  assert.deepEqual(read(), [10, 'Pipeline', 'Pipeline', false, false, 100, '2026 1', null]);
  org.at('2026-02-03T08:00:00Z');
  org.engine.update(admin, 'Opportunity', [{ Id: id, StageName: 'Negotiation' }]);
  assert.deepEqual(read(), [90, 'BestCase', 'Best Case', false, false, 900, '2026 1', '2026-02-03T08:00:00.000+0000']);
  org.engine.update(admin, 'Opportunity', [{ Id: id, StageName: 'Qualification', Probability: 33 }]);
  assert.deepEqual(read().slice(0, 3), [33, 'Pipeline', 'Pipeline']);
  org.engine.update(admin, 'Opportunity', [{ Id: id, StageName: 'Closed Won' }]);
  assert.deepEqual(read().slice(0, 6), [100, 'Closed', 'Closed', true, true, 1000]);
});

test('the push count rises when the close date moves to a later month, and never falls', () => {
  const org = openTestOrg();
  const id = org.create('Opportunity', DEAL);
  const pushed = (CloseDate: string): unknown => {
    org.engine.update(admin, 'Opportunity', [{ Id: id, CloseDate }]);
    return org.engine.retrieve(admin, 'Opportunity', id)['PushCount'];
  };
  assert.deepEqual([pushed('2026-03-01'), pushed('2026-04-01'), pushed('2026-04-30'), pushed('2026-03-01'), pushed('2026-12-01')], [0, 1, 1, 1, 2]);
});

test('all failing active rules are reported, at their field or at the top of the page', () => {
  const org = openTestOrg({
    rules: [
      rule('A', 'ISBLANK(NextStep)', 'nextstep'), rule('B', 'Amount > 100'), rule('Off', 'TRUE', null, false),
      rule('C', 'ISBLANK(NextStep)', 'Not_On_The_Object__c'), rule('D', 'Amount < 0'),
    ],
  });
  assert.deepEqual(org.engine.insert(admin, 'Opportunity', [{ ...DEAL, Amount: 500 }])[0]?.errors, [
    { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[A] refused', fields: ['NextStep'] },
    { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[B] refused', fields: [] },
    { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[C] refused', fields: [] },
  ]);
});

test('a rule that divides by zero blocks with the name of the rule', () => {
  const org = openTestOrg({ rules: [rule('Ratio', '100 / Amount > 5')] });
  assert.deepEqual(org.engine.insert(admin, 'Opportunity', [{ ...DEAL, Amount: 0 }])[0]?.errors, [
    { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Validation Formula "Ratio" Invalid (Division by zero)', fields: [] },
  ]);
});

test('rules see parents, the user, permissions, custom metadata, formula fields, old and new values', () => {
  const org = openTestOrg({
    rules: [
      rule('Parent', 'ISPICKVAL(Account.Industry, "Banking")'),
      rule('Permission', 'AND($Permission.Bypass, NextStep = "bypass")'),
      rule('User', '$User.Title = NextStep'),
      rule('Profile', 'AND($Profile.Name = "System Administrator", NextStep = "profile")'),
      rule('Metadata', 'AND($CustomMetadata.Criterion__mdt.Gate.Enforced__c, NextStep = "gate")'),
      rule('Formula', 'AND(Account.Big__c, Ten_Percent__c > 50)'),
      rule('Back', 'AND(ISCHANGED(StageName), ISPICKVAL(PRIORVALUE(StageName), "Negotiation"))'),
    ],
    opportunityFields: [defineField({ apiName: 'Ten_Percent__c', type: 'currency', formula: 'Amount / 10' })],
  });
  const { engine } = org;
  const failing = (record: Record<string, unknown>, session = admin): unknown => {
    const [result] = engine.insert(session, 'Opportunity', [{ ...DEAL, ...record }]);
    return result?.errors.map(({ message }) => message);
  };
  const bank = org.create('Account', { Name: 'Bank', Industry: 'Banking', NumberOfEmployees: 101 });
  assert.deepEqual(failing({}), []);
  assert.deepEqual(failing({ AccountId: bank }), ['[Parent] refused']);
  assert.deepEqual(failing({ AccountId: bank, Amount: 501 }), ['[Parent] refused', '[Formula] refused']);
  assert.deepEqual(failing({ NextStep: 'bypass' }), []);
  assert.deepEqual(failing({ NextStep: 'bypass' }, { ...admin, customPermissions: new Set(['Bypass']) }), ['[Permission] refused']);
  assert.deepEqual(failing({ NextStep: 'RevOps' }), ['[User] refused']);
  assert.deepEqual(failing({ NextStep: 'profile' }), ['[Profile] refused']);

  assert.deepEqual(failing({ NextStep: 'gate' }), []);
  const gate = engine.writeSystemRow('Criterion__mdt', { DeveloperName: 'Gate', MasterLabel: 'Gate', Enforced__c: true });
  assert.deepEqual(failing({ NextStep: 'gate' }), ['[Metadata] refused']);
  engine.writeSystemRow('Criterion__mdt', { Id: gate, Enforced__c: false });
  assert.deepEqual(failing({ NextStep: 'gate' }), []);

  const id = org.create('Opportunity', { ...DEAL, StageName: 'Negotiation' });
  assert.deepEqual(engine.update(admin, 'Opportunity', [{ Id: id, NextStep: 'x' }])[0]?.errors, []);
  assert.deepEqual(engine.update(admin, 'Opportunity', [{ Id: id, StageName: 'Prospecting' }])[0]?.errors.map(({ message }) => message), ['[Back] refused']);
});

test('a change of custom metadata that is undone is undone for the rules too', () => {
  const org = openTestOrg({ rules: [rule('Metadata', '$CustomMetadata.Criterion__mdt.Gate.Enforced__c')] });
  org.engine.writeSystemRow('Criterion__mdt', { DeveloperName: 'Gate', Enforced__c: false });
  assert.throws(() => {
    org.engine.transaction(() => {
      org.engine.writeSystemRow('Criterion__mdt', { Id: String(org.records('SELECT Id FROM Criterion__mdt')[0]?.['Id']), Enforced__c: true });
      assert.equal(org.engine.insert(admin, 'Opportunity', [DEAL])[0]?.success, false);
      throw new Error('deploy failed');
    });
  });
  assert.equal(org.engine.insert(admin, 'Opportunity', [DEAL])[0]?.success, true);
});

test('before-save steps run in order, before the rules, which see what they stamp', () => {
  const ran: string[] = [];
  const org = openTestOrg({
    rules: [rule('Stamped', 'ISBLANK(NextStep)')],
    beforeSaveSteps: [
      { name: 'stamp', object: 'Opportunity', on: 'create', run: ({ row, given }) => { ran.push('stamp'); row['NextStep'] = 'Call'; given.add('NextStep'); return undefined; } },
      { name: 'never', object: 'Opportunity', on: 'update', run: () => { ran.push('never'); return undefined; } },
      { name: 'second', object: 'Opportunity', on: 'createOrUpdate', run: ({ row }) => { ran.push(`second ${String(row['NextStep'])}`); return undefined; } },
    ],
  });
  assert.equal(org.engine.insert(admin, 'Opportunity', [DEAL])[0]?.success, true);
  assert.deepEqual(ran, ['stamp', 'second Call']);
});

test('system validation comes before the rules', () => {
  const org = openTestOrg({ rules: [rule('Always', 'TRUE')] });
  assert.deepEqual(org.engine.insert(admin, 'Opportunity', [{ ...DEAL, Name: null }])[0]?.errors.map(({ statusCode }) => statusCode), ['REQUIRED_FIELD_MISSING']);
});

test('records of a call stand for themselves, unless it is all or none', () => {
  const org = openTestOrg();
  const batch = [{ Name: 'One' }, { Name: 'Two', Key__c: 'same' }, { Name: 'Three', Key__c: 'same' }];
  const each = org.engine.insert(admin, 'Account', batch);
  assert.deepEqual(each.map(({ success }) => success), [true, true, false]);

  const together = org.engine.insert(admin, 'Account', [{ Name: 'Four' }, { Name: 'Five', Key__c: 'same' }], { allOrNone: true });
  assert.deepEqual(together.map(({ id, errors }) => [id, errors[0]?.statusCode]), [[null, 'ALL_OR_NONE_OPERATION_ROLLED_BACK'], [null, 'DUPLICATE_VALUE']]);
  assert.equal(together[0]?.errors[0]?.message, 'Record rolled back because not all records were valid and the request was using AllOrNone header');
  assert.deepEqual(org.records('SELECT Name FROM Account ORDER BY Name').map(({ Name }) => Name), ['One', 'Two']);
});

test('a load may set the audit fields of new records', () => {
  const org = openTestOrg();
  const [result] = org.engine.insert(admin, 'Account', [{ Name: 'Old', CreatedDate: '2024-05-01T08:00:00Z' }], { setAuditFields: true });
  const record = org.engine.retrieve(admin, 'Account', result?.id ?? '');
  assert.deepEqual([record['CreatedDate'], record['SystemModstamp'], record['CreatedById']], ['2024-05-01T08:00:00.000+0000', '2026-01-31T10:00:00.000+0000', admin.userId]);
});

test('parents may be named by their external id', () => {
  const org = openTestOrg();
  const account = org.create('Account', { Name: 'Acme', Key__c: 'K-1' });
  const nested = org.create('Contact', { LastName: 'A', Account: { attributes: { type: 'Account' }, Key__c: 'k-1' } });
  const dotted = org.create('Contact', { LastName: 'B', 'Account.Key__c': 'K-1' });
  assert.deepEqual([nested, dotted].map((id) => org.engine.retrieve(admin, 'Contact', id)['AccountId']), [account, account]);
});

test('a new schema adds and removes fields and keeps the records', () => {
  const org = openTestOrg();
  const id = org.create('Account', { Name: 'Acme', Description: 'old' });
  const account = org.engine.schema.object('Account');
  assert.ok(account);
  const others = org.engine.schema.objects.filter((object) => object !== account);
  const added = defineField({ apiName: 'Tier__c', type: 'string' });
  const withTier = { ...account, fields: [...account.fields.filter(({ apiName }) => apiName !== 'Description'), added] };
  assert.throws(() => {
    org.engine.transaction(() => {
      org.engine.replaceSchema(buildSchema([...others, withTier]));
      throw new Error('deploy failed');
    });
  }, /deploy failed/);
  assert.equal(org.engine.retrieve(admin, 'Account', id)['Description'], 'old');

  org.engine.replaceSchema(buildSchema([...others, withTier]));
  assert.equal(org.engine.update(admin, 'Account', [{ Id: id, Tier__c: 'Gold' }])[0]?.success, true);
  const record = org.engine.retrieve(admin, 'Account', id);
  assert.deepEqual([record['Name'], record['Tier__c'], 'Description' in record], ['Acme', 'Gold', false]);

  org.engine.replaceSchema(buildSchema([...others, account]));
  assert.equal(org.engine.retrieve(admin, 'Account', id)['Description'], null);
});
