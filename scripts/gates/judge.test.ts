/** What is told of a save from files alone: known, not known, and what the org adds by itself. Expectations by hand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GateInputError, judgesOf, readGateManifest, readPayload, savesOf, type GateManifest, type RecordVerdict } from './index.ts';

const criterion = (id: string, refusedWhen: string, more: Record<string, unknown> = {}) => ({
  id, label: id, decision: 'A decision', message: `[${id}] Mend it.`, mode: 'enforce', effectiveFrom: '2026-01-01', trigger: { kind: 'exit', stage: 'Open', rank: 10 }, holds: 'through_won',
  onUndo: 'block', decays: false, errorField: 'Amount', appliesWhen: null, metWhen: 'TRUE', refusedWhen, rule: `Handrail_${id}`, bypassPermission: 'Bypass', overridable: false, ...more,
});

const MANIFEST = {
  schema: 'handrail.gates/1', playbook: { name: 'A', version: '1' }, overridesField: 'Overrides__c',
  objects: [{
    apiName: 'Opportunity', label: 'Opportunity', stageField: 'StageName', categoryField: 'ForecastCategoryName', previousStageField: 'Before__c',
    stages: [{ name: 'Open', rank: 10, closed: false, won: false, forecastCategory: 'Pipeline' }, { name: 'Offer', rank: 20, closed: false, won: false, forecastCategory: 'Commit' }],
    fields: {
      Amount: { label: 'Amount', type: 'Currency' }, StageName: { label: 'Stage', type: 'Picklist', values: ['Open', 'Offer'] }, ForecastCategoryName: { label: 'Category', type: 'Picklist' },
      Before__c: { label: 'Before', type: 'Picklist' }, OwnerId: { label: 'Owner', type: 'Lookup' }, Double__c: { label: 'Double', type: 'Currency', formula: 'Amount * 2' }, 'Account.Industry': { label: 'Industry', type: 'Picklist' },
      Ok__c: { label: 'Ok', type: 'Checkbox' },
    },
    criteria: [
      criterion('AA-01', 'AND(NOT($Permission.Bypass), $CustomMetadata.Handrail_Criterion__mdt.AA_01.Enforced__c, ISPICKVAL(StageName, "Offer"), OR(ISNEW(), ISCHANGED(StageName), ISCHANGED(Amount)), Double__c < 100)'),
      criterion('BB-01', 'AND(ISPICKVAL(ForecastCategoryName, "Commit"), ISPICKVAL(Before__c, "Open"), NOT(Ok__c))', { errorField: null }),
      criterion('CC-01', 'AND(ISPICKVAL(StageName, "Offer"), ISPICKVAL(Account.Industry, "Energy"))'),
      criterion('DD-01', 'ISBLANK(Amount)', { mode: 'shadow' }),
    ],
  }],
};

const manifest: GateManifest = readGateManifest(JSON.stringify({ ...MANIFEST, added: 'later' }), 'm.json');

function judged(payload: string, { file = 'p.json', current = '[]', permissions = [] as string[], match = 'Id', by = manifest } = {}): RecordVerdict[] {
  const judge = judgesOf(by).get('opportunity') ?? assert.fail();
  return savesOf(readPayload(payload, file, 'Opportunity'), readPayload(current, file.endsWith('csv') && current !== '[]' ? 'c.csv' : 'c.json', 'Opportunity'), match).map((save) => judge(save, { permissions: new Set(permissions), userId: null, now: new Date('2026-06-01T12:00:00Z'), timeZone: 'UTC' }));
}

const codes = (verdicts: readonly RecordVerdict[]): unknown => verdicts.map(({ outcome, refused, undecided }) => [outcome, refused.map(({ criterion: id }) => id), undecided.map(({ needs }) => needs.join())]);

describe('created', () => {
  test('what is not given is blank; a formula field is computed; what a parent holds is not known', () => {
    assert.deepEqual(codes(judged('[{"StageName":"Offer","Amount":49.99},{"StageName":"Open"},{"StageName":"Offer","Amount":50,"Account":{"Industry":"Food"}},{"StageName":"Offer","Amount":50}]')), [
      ['blocked', ['AA-01'], ['Account.Industry']], ['passes', [], []], ['passes', [], []], ['undecided', [], ['Account.Industry']],
    ]);
  });
  test('a criterion in shadow is told and blocks nobody', () => {
    const [verdict] = judged('{"StageName":"Open"}');
    assert.deepEqual([verdict?.outcome, verdict?.shadow.map(({ criterion: id }) => id)], ['passes', ['DD-01']]);
  });
  test('holders of the bypass permission are not asked', () => {
    assert.deepEqual(codes(judged('{"StageName":"Offer","Amount":1,"Account":{"Industry":"Food"}}', { permissions: ['bypass'] })), [['passes', [], []]]);
  });
});

describe('with a parent that is not known', () => {
  const asks = (refusedWhen: string): GateManifest => readGateManifest(JSON.stringify({ ...MANIFEST, objects: MANIFEST.objects.map((object) => ({ ...object, criteria: [criterion('EE-01', refusedWhen)] })) }), 'm.json');
  const energy = 'ISPICKVAL(Account.Industry, "Energy")';
  const outcomeOf = (refusedWhen: string): unknown => codes(judged('{"StageName":"Offer","Amount":5}', { by: asks(refusedWhen) }));
  const [passes, blocked, undecided] = [[['passes', [], []]], [['blocked', ['EE-01'], []]], [['undecided', [], ['Account.Industry']]]];
  test('one operand that is false decides an AND, wherever it stands', () => {
    assert.deepEqual(outcomeOf(`AND(${energy}, ISPICKVAL(StageName, "Open"))`), passes);
    assert.deepEqual(outcomeOf(`AND(Amount < 10, AND(${energy}, Amount > 10))`), passes);
    assert.deepEqual(outcomeOf(`${energy} && Amount > 10`), passes);
    assert.deepEqual(outcomeOf(`AND(${energy}, Amount < 10)`), undecided);
    assert.deepEqual(outcomeOf(`AND(${energy}, VALUE("x") > 1)`), undecided);
  });
  test('one that is true decides an OR; NOT turns what is known and keeps what is not', () => {
    assert.deepEqual(outcomeOf(`OR(${energy}, Amount < 10)`), blocked);
    assert.deepEqual(outcomeOf(`OR(${energy}, Amount > 10)`), undecided);
    assert.deepEqual(outcomeOf(`NOT(OR(${energy}, Amount < 10))`), passes);
    assert.deepEqual(outcomeOf(`NOT(AND(${energy}, Amount > 10))`), blocked);
    assert.deepEqual(outcomeOf(`NOT(${energy})`), undecided);
  });
});

describe('changed', () => {
  const now = '{"records":[{"Id":"006000000000001AAA","StageName":"Open","Amount":10,"ForecastCategoryName":"Pipeline","Before__c":null,"Ok__c":true,"Account":{"Industry":"Food"}}]}';
  test('an id of 15 characters finds the record; the org writes category and stage before by itself', () => {
    assert.deepEqual(codes(judged('[{"Id":"006000000000001","StageName":"Offer","Ok__c":false}]', { current: now })), [['blocked', ['AA-01', 'BB-01'], []]]);
    assert.deepEqual(codes(judged('[{"Id":"006000000000001","StageName":"Offer","Amount":50}]', { current: now })), [['passes', [], []]]);
  });
  test('an unrelated edit is not asked', () => assert.deepEqual(codes(judged('[{"Id":"006000000000001","Ok__c":true}]', { current: now })), [['passes', [], []]]));
  test('without the record as it is, the fields that are needed are named', () => {
    assert.deepEqual(codes(judged('[{"Id":"006000000000009","StageName":"Offer","Amount":10}]')), [['undecided', [], ['StageName,Amount', 'ForecastCategoryName,Before__c,Ok__c', 'StageName,Account.Industry']]]);
  });
  test('pairs of before and after need no second file', () => {
    assert.deepEqual(codes(judged(JSON.stringify([{ before: { StageName: 'Open', Amount: 10, Account: { Industry: 'Food' } }, after: { StageName: 'Offer', ForecastCategoryName: 'Pipeline' } }]))), [['blocked', ['AA-01'], []]]);
  });
});

describe('CSV as Bulk API 2.0 reads it', () => {
  const current = 'Key__c,StageName,Amount,ForecastCategoryName,Before__c,Ok__c,Account.Industry\nk1,Offer,70,Pipeline,Open,TRUE,Food\n';
  test('an empty cell leaves the field alone, #N/A clears it; an external id that nobody has creates', () => {
    assert.deepEqual(codes(judged('Key__c,StageName,Amount\nK1,,\nk1,,#N/A\nk2,Offer,1\n', { file: 'p.csv', current, match: 'Key__c' })), [['passes', [], []], ['passes', [], []], ['blocked', ['AA-01'], ['Account.Industry']]]);
    assert.deepEqual(codes(judged('Key__c,Amount\nk1,49\n', { file: 'p.csv', current, match: 'Key__c' })), [['blocked', ['AA-01'], []]]);
  });
  test('a value that is none of its type is told, not guessed', () => {
    const [verdict] = judged('StageName,Amount\nOffer,many\n', { file: 'p.csv' });
    assert.match(verdict?.undecided[0]?.reason ?? '', /"many", which is not a Currency/);
  });
});

describe('files that cannot be used', () => {
  const refused: readonly (readonly [name: string, work: () => unknown, wanted: RegExp])[] = [
    ['no JSON', () => readGateManifest('{', 'm.json'), /m\.json is not JSON/],
    ['no manifest', () => readGateManifest('{"a":1}', 'm.json'), /is no gate manifest/],
    ['a newer one', () => readGateManifest('{"schema":"handrail.gates/2"}', 'm.json'), /version 2; this Handrail reads handrail\.gates\/1/],
    ['a damaged one', () => readGateManifest(JSON.stringify({ ...MANIFEST, objects: [{}] }), 'm.json'), /objects\.0\.apiName/],
    ['a record that is none', () => readPayload('[1]', 'p.json', null), /record 1 is no object/],
    ['a row that is too long', () => readPayload('a,b\n1,2,3\n', 'p.csv', null), /is not CSV/],
  ];
  for (const [name, work, wanted] of refused) test(name, () => assert.throws(work, (error) => error instanceof GateInputError && wanted.test(error.message)));
  test('a name that every object has is a field like others', () => {
    assert.deepEqual(codes(judged('[{"__proto__":{"StageName":"Offer"},"constructor":"x","StageName":"Open","Amount":1}]')), [['passes', [], []]]);
  });
});
