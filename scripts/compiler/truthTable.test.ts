/** The truth table of the product's first criterion, copied by hand; Salesforce's own open formula engine gave these verdicts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRAGMENT, OPPORTUNITY_CRITERIA } from './fixtures/fragment.ts';
import { ruleOf, type Save } from './fixtures/faces.ts';

const BUYER = '003000000000001AAA';
const NEW = null;

interface Case {
  readonly name: string;
  readonly from: string | typeof NEW;
  readonly to: string;
  readonly buyer: readonly [string | null, string | null];
  readonly refused: boolean;
  readonly facts?: Partial<Save>;
}

const CASES: readonly Case[] = [
  { name: 'forward, unmet', from: 'Qualification', to: 'Needs Analysis', buyer: [null, null], refused: true },
  { name: 'forward, met', from: 'Qualification', to: 'Needs Analysis', buyer: [BUYER, BUYER], refused: false },
  { name: 'skip', from: 'Prospecting', to: 'Negotiation/Review', buyer: [null, null], refused: true },
  { name: 'created late', from: NEW, to: 'Value Proposition', buyer: [null, null], refused: true },
  { name: 'created first', from: NEW, to: 'Prospecting', buyer: [null, null], refused: false },
  { name: 'backward', from: 'Value Proposition', to: 'Needs Analysis', buyer: [null, null], refused: false },
  { name: 'unrelated edit of an old record', from: 'Value Proposition', to: 'Value Proposition', buyer: [null, null], refused: false },
  { name: 'undone', from: 'Value Proposition', to: 'Value Proposition', buyer: [BUYER, null], refused: true },
  { name: 'lost', from: 'Value Proposition', to: 'Closed Lost', buyer: [null, null], refused: false },
  { name: 'reopened', from: 'Closed Lost', to: 'Needs Analysis', buyer: [null, null], refused: true },
  { name: 'bypass permission', from: 'Prospecting', to: 'Negotiation/Review', buyer: [null, null], refused: false, facts: { bypassed: true } },
  { name: 'shadow', from: 'Prospecting', to: 'Negotiation/Review', buyer: [null, null], refused: false, facts: { enforced: false } },
  { name: 'the day before it takes effect', from: 'Prospecting', to: 'Negotiation/Review', buyer: [null, null], refused: false, facts: { today: '2025-12-31' } },
  { name: 'the day it takes effect', from: 'Prospecting', to: 'Negotiation/Review', buyer: [null, null], refused: true, facts: { today: '2026-01-01' } },
  { name: 'won without it', from: 'Negotiation/Review', to: 'Closed Won', buyer: [null, null], refused: true },
];

const [criterion] = OPPORTUNITY_CRITERIA;
assert.ok(criterion);
const refuses = ruleOf(FRAGMENT, criterion);

for (const { name, from, to, buyer, refused, facts } of CASES) {
  test(`${name}: ${refused ? 'refused' : 'saved'}`, () => {
    const record = (stage: string, person: string | null): Record<string, string | null> => ({ StageName: stage, Handrail_Economic_Buyer__c: person });
    const save: Save = {
      before: from === NEW ? null : record(from, buyer[0]), after: record(to, buyer[1]), today: '2026-05-03', enforced: true, bypassed: false, ...facts,
    };
    assert.equal(refuses(save), refused);
  });
}
