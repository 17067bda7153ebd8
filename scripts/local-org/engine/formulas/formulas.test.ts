import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineField, defineObject, systemFields } from '../schemaIndex.ts';
import { admin, openTestOrg, rule } from '../testOrg.ts';

const DEAL = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-03-31' };

function orgWith(...fields: Parameters<typeof defineField>[0][]): ReturnType<typeof openTestOrg> {
  return openTestOrg({ opportunityFields: fields.map((field) => defineField(field)) });
}

test('a formula field is computed at each read, through parents and other formula fields', () => {
  const org = orgWith(
    { apiName: 'Half__c', type: 'currency', formula: 'Amount / 2' },
    { apiName: 'Quarter__c', type: 'currency', formula: 'Half__c / 2' },
    { apiName: 'Path__c', type: 'string', formula: 'Account.Parent.Name & "/" & Account.Name & "/" & Owner.FirstName' },
    { apiName: 'Days__c', type: 'double', scale: 0, formula: 'CloseDate - TODAY()' },
    { apiName: 'Late__c', type: 'boolean', formula: 'CloseDate < TODAY()' },
  );
  const top = org.create('Account', { Name: 'Top' });
  const account = org.create('Account', { Name: 'Acme', ParentId: top });
  const id = org.create('Opportunity', { ...DEAL, Amount: 10.1, AccountId: account });
  const read = (): unknown[] => {
    const record = org.engine.retrieve(admin, 'Opportunity', id);
    return ['Half__c', 'Quarter__c', 'Path__c', 'Days__c', 'Late__c'].map((name) => record[name]);
  };
  assert.deepEqual(read(), [5.05, 2.53, 'Top/Acme/', 59, false]);
  org.at('2026-04-02T00:00:00Z');
  org.engine.update(admin, 'Account', [{ Id: top, Name: 'Peak' }]);
  assert.deepEqual(read(), [5.05, 2.53, 'Peak/Acme/', -2, true]);
  assert.deepEqual(org.records("SELECT Id FROM Opportunity WHERE Path__c LIKE 'peak/%' AND Late__c = true ORDER BY Days__c").map(({ Id }) => Id), [id]);
});

test('an error in a formula field reads as blank', () => {
  const org = orgWith({ apiName: 'Ratio__c', type: 'double', scale: 2, formula: '1 / Amount' });
  const id = org.create('Opportunity', { ...DEAL, Amount: 0 });
  assert.equal(org.engine.retrieve(admin, 'Opportunity', id)['Ratio__c'], null);
});

test('blank numbers are zero or blank as the field says', () => {
  const org = orgWith(
    { apiName: 'Zero__c', type: 'double', formula: 'Amount + 1', formulaTreatBlanksAs: 'zero' },
    { apiName: 'Blank__c', type: 'double', formula: 'Amount + 1', formulaTreatBlanksAs: 'blank' },
  );
  const id = org.create('Opportunity', DEAL);
  const record = org.engine.retrieve(admin, 'Opportunity', id);
  assert.deepEqual([record['Zero__c'], record['Blank__c']], [1, null]);
});

test('a formula field that cannot be compiled, or that reads itself, is refused by name', () => {
  const org = orgWith({ apiName: 'Broken__c', type: 'string', formula: 'Nowhere__c' }, { apiName: 'Loop__c', type: 'double', formula: 'Loop__c + 1' });
  org.create('Opportunity', DEAL);
  assert.throws(() => org.records('SELECT Broken__c FROM Opportunity'), { errorCode: 'INVALID_FIELD', message: /^formula field Opportunity\.Broken__c cannot be computed: .*Nowhere__c/ });
  assert.throws(() => org.records('SELECT Loop__c FROM Opportunity'), { errorCode: 'INVALID_FIELD', message: 'formula field Opportunity.Loop__c refers to itself' });
  assert.equal(org.records('SELECT Id FROM Opportunity').length, 1);
});

test('the user of a formula is the one who asks', () => {
  const org = orgWith({ apiName: 'Mine__c', type: 'boolean', formula: 'OwnerId = $User.Id' });
  const other = org.engine.writeSystemRow('User', { Username: 'rep@handrail.local', LastName: 'Rep', Name: 'Rep' });
  org.create('Opportunity', DEAL);
  const seen = (userId: string): unknown => org.engine.query({ ...admin, userId }, 'SELECT Mine__c FROM Opportunity').records[0]?.['Mine__c'];
  assert.deepEqual([seen(admin.userId), seen(other)], [true, false]);
});

test('a formula that reads another sees what was computed, not what is shown', () => {
  const org = orgWith(
    { apiName: 'Third__c', type: 'double', scale: 2, formula: 'Amount / 3' },
    { apiName: 'Whole__c', type: 'double', scale: 0, formula: 'Third__c * 3' },
    { apiName: 'Rounded__c', type: 'double', scale: 0, formula: 'Amount / 3' },
    { apiName: 'Long__c', type: 'string', formula: 'RPAD(Name, 1400, "x")' },
    { apiName: 'Length__c', type: 'double', scale: 0, formula: 'LEN(Long__c)' },
    { apiName: 'Link__c', type: 'string', formula: 'HYPERLINK("/" & Id, Name)' },
    { apiName: 'Marked__c', type: 'string', formula: '"> " & Link__c' },
  );
  const id = org.create('Opportunity', { ...DEAL, Amount: 10 });
  const record = org.engine.retrieve(admin, 'Opportunity', id);
  assert.deepEqual([record['Third__c'], record['Whole__c'], record['Rounded__c'], record['Length__c']], [3.33, 10, 3, 1400]);
  assert.equal(String(record['Long__c']).length, 1300);
  assert.equal(record['Marked__c'], `> <a href="/${id.slice(0, 15)}" target="_blank">Deal</a>`);
});

test('an error in a formula field is an error in what reads it', () => {
  const fields = [{ apiName: 'Ratio__c', type: 'double', scale: 2, formula: '1 / Amount' }, { apiName: 'Empty__c', type: 'string', formula: 'IF(ISBLANK(Ratio__c), "blank", "not blank")' }] as const;
  const org = openTestOrg({ opportunityFields: fields.map((field) => defineField(field)), rules: [rule('R1', 'AND(NextStep = "check", ISBLANK(Ratio__c))')] });
  const id = org.create('Opportunity', { ...DEAL, Amount: 0 });
  assert.equal(org.engine.retrieve(admin, 'Opportunity', id)['Empty__c'], null);
  assert.throws(() => org.create('Opportunity', { ...DEAL, Amount: 0, NextStep: 'check' }), /Division by zero/);
});

test('a rule looks values up in another object by its record name', () => {
  const rate = defineObject({
    apiName: 'Rate__c', keyPrefix: 'a09',
    fields: [
      ...systemFields(),
      defineField({ apiName: 'Name', type: 'string', nameField: true }),
      defineField({ apiName: 'Limit__c', type: 'double', scale: 0 }),
      defineField({ apiName: 'Price__c', type: 'currency' }),
    ],
  });
  const condition = 'Amount > VLOOKUP($ObjectType.Rate__c.Fields.Limit__c, $ObjectType.Rate__c.Fields.Name, NextStep)';
  const org = openTestOrg({ objects: [rate], rules: [rule('LIMIT', condition)] });
  org.create('Rate__c', { Name: 'EMEA', Limit__c: 100 });
  const first = org.create('Rate__c', { Name: 'apac', Limit__c: 50 });
  org.create('Rate__c', { Name: 'APAC', Limit__c: 500 });
  const save = (step: string | null, amount: number): boolean => org.engine.insert(admin, 'Opportunity', [{ ...DEAL, NextStep: step, Amount: amount }])[0]?.success === true;
  assert.deepEqual([save('EMEA', 100), save('emea', 101), save('APAC', 51), save('LATAM', 9e9), save(null, 9e9)], [true, false, false, true, true]);
  org.engine.delete(admin, 'Rate__c', [first]);
  assert.equal(save('APAC', 51), true);
});

test('a polymorphic owner is read as the type that is named', () => {
  const org = orgWith(
    { apiName: 'User__c', type: 'string', formula: 'Owner:User.LastName' },
    { apiName: 'Wrong__c', type: 'string', formula: 'Owner:Account.Name' },
  );
  const id = org.create('Opportunity', DEAL);
  assert.equal(org.records(`SELECT User__c FROM Opportunity WHERE Id = '${id}'`)[0]?.['User__c'], org.records('SELECT Owner.LastName FROM Opportunity')[0]?.['Owner'] === null ? null : org.engine.retrieve(admin, 'User', admin.userId)['LastName']);
  assert.throws(() => org.records('SELECT Wrong__c FROM Opportunity'), { message: /Account is an invalid object type for the Owner field\. Check spelling\./ });
});

test('what only the org knows: its key prefixes and its one currency', () => {
  const org = orgWith(
    { apiName: 'Safe__c', type: 'string', formula: 'CASESAFEID(NextStep)' },
    { apiName: 'Rate__c', type: 'double', scale: 2, formula: 'CURRENCYRATE("EUR")' },
  );
  const id = org.create('Opportunity', { ...DEAL, NextStep: '001D000000IRFma' });
  const other = org.create('Opportunity', { ...DEAL, NextStep: 'zzzD000000IRFma' });
  const read = (record: string): unknown[] => ['Safe__c', 'Rate__c'].map((name) => org.engine.retrieve(admin, 'Opportunity', record)[name]);
  assert.deepEqual([read(id), read(other)], [['001D000000IRFmaIAH', 1], ['zzzD000000IRFma', 1]]);
});

test('ten relationships are the most', () => {
  const path = (steps: number): string => `ISBLANK(${'Account.'.repeat(1)}${'Parent.'.repeat(steps - 1)}Name)`;
  const org = openTestOrg({ rules: [rule('TEN', path(10)), rule('ELEVEN', path(11))] });
  const result = org.engine.insert(admin, 'Opportunity', [DEAL])[0];
  assert.deepEqual(result?.errors.map(({ message }) => /TEN\]|ELEVEN/.exec(message)?.[0]), ['TEN]', 'ELEVEN']);
});

test('formula fields that double in each other are refused before they are computed', () => {
  const doubled = Array.from({ length: 30 }, (_, index) => ({ apiName: `F${index + 1}__c`, type: 'double' as const, scale: 0, formula: `F${index}__c + F${index}__c` }));
  const org = orgWith({ apiName: 'F0__c', type: 'double', scale: 0, formula: 'Amount + 1' }, ...doubled);
  org.create('Opportunity', { ...DEAL, Amount: 1 });
  assert.deepEqual(org.records('SELECT F8__c FROM Opportunity').map((record) => record['F8__c']), [512]);
  assert.throws(() => org.records('SELECT F30__c FROM Opportunity'), { errorCode: 'INVALID_FIELD', message: /Compiled formula is too big to execute/ });
});

test('what this org cannot compute is refused as such, not answered as an error of the rule', () => {
  const org = openTestOrg({
    rules: [rule('PATTERN', 'REGEX("a", NextStep)')],
    opportunityFields: [defineField({ apiName: 'Share__c', type: 'double', scale: 2, defaultValueFormula: '1 / Amount' })],
  });
  const save = (record: Record<string, unknown>): unknown => org.engine.insert(admin, 'Opportunity', [{ ...DEAL, Share__c: 1, ...record }])[0]?.success;
  assert.equal(save({ NextStep: 'b' }), true);
  assert.throws(() => save({ NextStep: '(?=a)' }), { errorCode: 'UNSUPPORTED_BY_LOCAL_ORG', message: /^unsupported: validation rule PATTERN: / });
  assert.throws(() => org.create('Opportunity', { ...DEAL, Amount: 0 }), { errorCode: 'UNSUPPORTED_BY_LOCAL_ORG', message: 'unsupported: default of Opportunity.Share__c: Division by zero' });
});

test('the record type is read through the relationship and through its global', () => {
  const ticket = defineObject({
    apiName: 'Ticket__c', keyPrefix: 'a08', recordTypes: [{ id: '012000000000001AAA', developerName: 'New_Business', label: 'New business', active: true }],
    fields: [
      ...systemFields(),
      defineField({ apiName: 'Name', type: 'string', nameField: true }),
      defineField({ apiName: 'RecordTypeId', type: 'reference', referenceTo: ['RecordType'], relationshipName: 'RecordType' }),
      defineField({ apiName: 'Kind__c', type: 'string', formula: 'RecordType.DeveloperName & "/" & $RecordType.Name & "/" & TEXT(LEN($RecordType.Id))' }),
    ],
  });
  const org = openTestOrg({ objects: [ticket] });
  org.create('Ticket__c', { Name: 'T', RecordTypeId: '012000000000001AAA' });
  assert.deepEqual(org.records('SELECT Kind__c FROM Ticket__c').map((record) => record['Kind__c']), ['New_Business/New business/15']);
});
