/**
 * One compiled gate on the standard org: the rule of an exit criterion, case by case. The expectations are those of
 * Salesforce's own formula engine.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standardObjects } from '../standard/index.ts';
import { seed } from '../standard/seed.ts';
import { openStore } from '../store/store.ts';
import { createEngine } from './createEngine.ts';
import { buildSchema, defineField, defineObject } from './schemaIndex.ts';
import type { Engine, Session } from './types.ts';

const STAGES = [
  'Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote',
  'Negotiation/Review', 'Closed Won',
];
const RANKS = STAGES.map((stage, index) => `"${stage}", ${index + 1}`).join(', ');
const RULE = `AND(
  NOT($Permission.Handrail_Bypass_Opportunity_Gates),
  $CustomMetadata.Handrail_Criterion__mdt.OPP_QUAL_01.Enforced__c,
  TODAY() >= DATE(2026, 1, 1),
  CASE(StageName, ${RANKS}, 0) > 2,
  OR(
    ISNEW(),
    AND(ISCHANGED(StageName), CASE(StageName, ${RANKS}, 0) > CASE(PRIORVALUE(StageName), ${RANKS}, 0)),
    ISCHANGED(Handrail_Economic_Buyer__c)),
  ISBLANK(Handrail_Economic_Buyer__c))`;
const MESSAGE = '[OPP-QUAL-01] Name the economic buyer: the person who can sign. Set Economic Buyer on this opportunity.';

const criterionType = defineObject({
  apiName: 'Handrail_Criterion__mdt', keyPrefix: 'm00',
  fields: [
    defineField({ apiName: 'Id', type: 'id' }),
    defineField({ apiName: 'DeveloperName', type: 'string', custom: false }),
    defineField({ apiName: 'Enforced__c', type: 'boolean' }),
  ],
});

function openGatedOrg(): { readonly engine: Engine; readonly rep: Session; enforce(on: boolean): void } {
  const objects = standardObjects.map((object) => (object.apiName !== 'Opportunity' ? object : {
    ...object,
    fields: [...object.fields, defineField({ apiName: 'Handrail_Economic_Buyer__c', type: 'string', label: 'Economic Buyer' })],
    validationRules: [{
      fullName: 'Handrail_OPP_QUAL_01', active: true, description: null, errorConditionFormula: RULE, errorDisplayField: 'Handrail_Economic_Buyer__c', errorMessage: MESSAGE,
    }],
  }));
  const engine = createEngine({
    schema: buildSchema([...objects, criterionType]), clock: { now: () => new Date('2026-05-03T10:12:00Z') }, store: openStore(), organizationId: '00D000000000001EAA',
  });
  seed(engine);
  const anybody: Session = { userId: '', username: '', profileName: 'Standard User', customPermissions: new Set(), timeZone: 'America/Los_Angeles' };
  const userId = String(engine.query(anybody, 'SELECT Id FROM User LIMIT 1').records[0]?.['Id']);
  const mode = engine.writeSystemRow('Handrail_Criterion__mdt', { DeveloperName: 'OPP_QUAL_01', Enforced__c: true });
  return {
    engine,
    rep: { ...anybody, userId },
    enforce: (on) => {
      engine.writeSystemRow('Handrail_Criterion__mdt', { Id: mode, Enforced__c: on });
    },
  };
}

interface Case {
  readonly name: string;
  /** Null: the record is new. */
  readonly from: string | null;
  readonly to: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly refused: boolean;
  readonly bypass?: boolean;
  readonly shadow?: boolean;
}

const CASES: readonly Case[] = [
  { name: 'forward, unmet', from: 'Qualification', to: 'Needs Analysis', before: null, after: null, refused: true },
  { name: 'forward, met', from: 'Qualification', to: 'Needs Analysis', before: 'Ada', after: 'Ada', refused: false },
  { name: 'skip', from: 'Prospecting', to: 'Negotiation/Review', before: null, after: null, refused: true },
  { name: 'created late', from: null, to: 'Value Proposition', before: null, after: null, refused: true },
  { name: 'created first', from: null, to: 'Prospecting', before: null, after: null, refused: false },
  { name: 'backward', from: 'Value Proposition', to: 'Needs Analysis', before: null, after: null, refused: false },
  { name: 'unrelated edit of an old record', from: 'Value Proposition', to: 'Value Proposition', before: null, after: null, refused: false },
  { name: 'undone', from: 'Value Proposition', to: 'Value Proposition', before: 'Ada', after: null, refused: true },
  { name: 'lost', from: 'Value Proposition', to: 'Closed Lost', before: null, after: null, refused: false },
  { name: 'reopened', from: 'Closed Lost', to: 'Needs Analysis', before: null, after: null, refused: true },
  { name: 'bypass permission', from: 'Prospecting', to: 'Negotiation/Review', before: null, after: null, refused: false, bypass: true },
  { name: 'shadow', from: 'Prospecting', to: 'Negotiation/Review', before: null, after: null, refused: false, shadow: true },
];

const org = openGatedOrg();

for (const { name, from, to, before, after, refused, bypass = false, shadow = false } of CASES) {
  test(`gate: ${name}`, () => {
    const { engine, rep, enforce } = org;
    const record = (stage: string, buyer: string | null): Record<string, unknown> => ({ StageName: stage, Handrail_Economic_Buyer__c: buyer, NextStep: `for ${name}` });
    const created = { Name: name, CloseDate: '2026-06-30' };
    enforce(false);
    const id = from === null ? null : engine.insert(rep, 'Opportunity', [{ ...created, ...record(from, before) }])[0]?.id;
    enforce(!shadow);
    const session = bypass ? { ...rep, customPermissions: new Set(['Handrail_Bypass_Opportunity_Gates']) } : rep;
    const [result] = id === null
      ? engine.insert(session, 'Opportunity', [{ ...created, ...record(to, after) }])
      : engine.update(session, 'Opportunity', [{ Id: id, ...record(to, after), NextStep: 'changed' }]);
    assert.deepEqual(result?.errors, refused ? [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: MESSAGE, fields: ['Handrail_Economic_Buyer__c'] }] : []);
  });
}

test('products move the amount of their opportunity past its rules, with history (T19)', () => {
  const { engine, rep } = org;
  const create = (object: string, record: Record<string, unknown>): string => {
    const [result] = engine.insert(rep, object, [record]);
    assert.deepEqual(result?.errors, []);
    return String(result?.id);
  };
  const opportunity = create('Opportunity', { Name: 'With products', StageName: 'Prospecting', CloseDate: '2026-06-30', Amount: 5 });
  const product = create('Product2', { Name: 'Rail', ProductCode: 'R-1' });
  const pricebook = create('Pricebook2', { Name: 'Book', IsActive: true });
  const entry = create('PricebookEntry', { Product2Id: product, Pricebook2Id: pricebook, UnitPrice: 12.5, IsActive: true });
  const line = create('OpportunityLineItem', { OpportunityId: opportunity, PricebookEntryId: entry, Quantity: 4 });
  const read = (): unknown[] => {
    const record = engine.retrieve(rep, 'Opportunity', opportunity);
    return [record['Amount'], record['ExpectedRevenue'], record['HasOpportunityLineItem'], engine.query(rep, `SELECT COUNT() FROM OpportunityHistory WHERE OpportunityId = '${opportunity}'`).totalSize];
  };
  assert.deepEqual(read(), [50, 5, true, 2]);
  assert.deepEqual(engine.update(rep, 'OpportunityLineItem', [{ Id: line, Quantity: 2 }])[0]?.errors, []);
  assert.deepEqual(read(), [25, 2.5, true, 3]);
  engine.delete(rep, 'OpportunityLineItem', [line]);
  assert.deepEqual(read(), [25, 2.5, false, 3]);
});
