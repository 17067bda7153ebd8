/** Where renewals have to be, and expansions that have to wait for them: each case by hand. Today is Monday 1 June 2026. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Criterion, FieldDefinition, Playbook } from '../../playbook/model.ts';
import type { PostSale } from '../../playbook/practiceModel.ts';
import { computeMetrics } from '../compute.ts';
import { dealRows, NOWHERE, playbookWith, writeSnapshot, type DealRow, type Rows } from '../testing/snapshot.ts';
import { metric, valuesOf, type Said } from '../testing/vectors.ts';
import type { MetricResult } from '../types.ts';

const field = (apiName: string): FieldDefinition => ({ object: 'Opportunity', apiName, label: apiName, type: 'Picklist', help: '', existing: true, automatic: false, position: NOWHERE });
const JUDGED: Criterion = {
  id: 'OPP-RENW-02', label: 'Risk judged', object: 'Opportunity', family: 'Opportunity', trigger: { kind: 'exit', stage: 'S2', rank: 20 }, for: 'renewal', require: null, satisfiedWhen: 'NOT(ISPICKVAL(Handrail_Renewal_Risk__c, ""))', appliesWhen: null,
  holds: 'through_won', onUndo: 'block', decays: false, overridable: true, errorField: null, message: '', decision: '', mode: 'enforce', effectiveFrom: '2026-01-01', position: NOWHERE, formulaPositions: {},
};
const step = (name: string, daysBefore: number, stage: string | null = null, criteria: readonly string[] = []): PostSale['renewal'][number] => ({ name, daysBefore, stage, criteria, position: NOWHERE });
const POST_SALE: PostSale = {
  milestones: [], ownership: [], expansionSignals: [],
  renewal: [step('open', 120), step('worked', 90, 'S2', ['OPP-RENW-02']), step('quoted', 45, 'S3')],
  expansionWaits: { stage: 'S2', withinDays: 120, risk: ['High'], health: ['Red'] },
};

async function results(ids: readonly string[], rows: Rows, options: Parameters<typeof computeMetrics>[2] = {}, postSale: PostSale | null = POST_SALE): Promise<MetricResult[]> {
  const base = playbookWith(ids.map((id) => metric(id)));
  const playbook: Playbook = { ...base, postSale, objects: base.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, fields: [field('Handrail_Motion__c'), field('Handrail_Renewal_Risk__c')], criteria: [JUDGED] } : object)) };
  return computeMetrics(playbook, await writeSnapshot(playbook, rows), { asOf: '2026-06-01T12:00:00Z', ...options });
}

const said = async (...of: Parameters<typeof results>): Promise<Said> => valuesOf(await results(...of));

const term = (id: string, until: string, arr = 100): DealRow => ({ id, account: id, amount: arr, motion: 'New Logo', path: [['S1', '2025-01-02'], ['Won', '2025-06-01']], more: { Handrail_ARR__c: arr, Handrail_Term_Start__c: '2025-06-10', Handrail_Term_End__c: until } });
const renewal = (base: string, stage: string, risk: string | null = null): DealRow => ({ id: `R-${base}`, account: base, amount: 100, motion: 'Renewal', path: [['S1', '2026-01-02'], ...(stage === 'S1' ? [] : [[stage, '2026-05-01'] as const])], more: { Handrail_Base_Deal__c: base, Handrail_Renewal_Risk__c: risk } });

describe('where renewals have to be', () => {
  test('each step that is due, from its own day on; a term is worth its revenue once, at the first step that is late', async () => {
    const rows = dealRows([
      // 30 days: all three are due. Quoted and judged.
      term('done', '2026-07-01', 1), renewal('done', 'S3', 'None'),
      // Quoted, and nobody judged its risk: worked it is not.
      term('unjudged', '2026-07-01', 2), renewal('unjudged', 'S3'),
      // 60 days: two are due. Opened and no more.
      term('idle', '2026-07-31', 4), renewal('idle', 'S1'),
      // 120 days on the day: opened it must be, and is not. Nobody has begun one that ends in 121.
      term('on the day', '2026-09-29', 8), term('has time', '2026-09-30', 16),
      // Won ahead of its days: it has reached all.
      term('won', '2026-07-01', 32), { ...renewal('won', 'Won'), more: { Handrail_Base_Deal__c: 'won', Handrail_ARR__c: 32, Handrail_Term_Start__c: '2026-07-02', Handrail_Term_End__c: '2027-07-01' } },
      // A lost one reaches nothing.
      term('lost', '2026-09-01', 64), renewal('lost', 'Lost'),
      // It is over.
      term('over', '2026-05-31', 128),
    ]);
    // Due: done 3, unjudged 3, idle 2, on the day 1, won 3, lost 1 (92 days ahead): 13. Reached: 3 + 2 + 1 + 0 + 3 + 0 = 9.
    const found = await said(['renewal_readiness'], rows, { slice: 'step' });
    // Late: unjudged worked, idle worked, on the day open, lost open. Their revenue: 2 + 4 + 8 + 64.
    assert.deepEqual(found, {
      renewal_readiness: 0.692308, 'renewal_readiness/late': 4, 'renewal_readiness/late_arr': 78,
      // done, unjudged, idle and won of six.
      'renewal_readiness@open': 0.666667, 'renewal_readiness/late@open': 2, 'renewal_readiness/late_arr@open': 72,
      // done and won of four.
      'renewal_readiness@worked': 0.5, 'renewal_readiness/late@worked': 2, 'renewal_readiness/late_arr@worked': 6,
      'renewal_readiness@quoted': 1, 'renewal_readiness/late@quoted': 0, 'renewal_readiness/late_arr@quoted': 0,
    });
  });

  test('a term late at two steps is worth its revenue at the earlier', async () => {
    const found = await said(['renewal_readiness'], dealRows([term('A', '2026-07-01', 100)]), { slice: 'step' });
    assert.deepEqual([found['renewal_readiness/late'], found['renewal_readiness/late_arr'], found['renewal_readiness/late_arr@open'], found['renewal_readiness/late_arr@quoted']], [3, 100, 100, 0]);
  });

  test('a playbook without steps has nothing that is due', async () => {
    const [found] = await results(['renewal_readiness'], dealRows([term('A', '2026-07-01')]), {}, null);
    assert.deepEqual([found?.value, found?.state], [null, 'undefined']);
  });
});

describe('expansions ahead of a customer in doubt', () => {
  const expansion = (account: string, stage: string, amount = 50): DealRow => ({ id: `E-${account}`, account, amount, motion: 'Expansion', path: [['S1', '2026-04-01'], [stage, '2026-05-01']], more: { Handrail_Base_Deal__c: account } });

  test('past the stage, where a renewal that is due soon is at risk, or the customer is not well', async () => {
    const accounts = ['risk', 'red', 'both', 'early', 'far', 'low', 'fine', 'lost'];
    const rows: Rows = {
      ...dealRows([
        term('risk', '2026-09-29'), renewal('risk', 'S1', 'High'), expansion('risk', 'S3', 1),
        expansion('red', 'S3', 2),
        term('both', '2026-07-01'), renewal('both', 'S1', 'High'), expansion('both', 'S3', 4),
        // At the stage, not past it.
        term('early', '2026-07-01'), renewal('early', 'S1', 'High'), expansion('early', 'S2'),
        // In 121 days.
        term('far', '2026-09-30'), renewal('far', 'S1', 'High'), expansion('far', 'S3'),
        term('low', '2026-07-01'), renewal('low', 'S1', 'Low'), expansion('low', 'S3'),
        expansion('fine', 'S3'),
        term('lost', '2026-07-01'), renewal('lost', 'S1', 'High'), expansion('lost', 'Lost'),
      ]),
      Account: accounts.map((Id) => ({ Id, Handrail_Health__c: Id === 'red' || Id === 'both' || Id === 'early' ? 'Red' : 'Green' })),
    };
    const found = await said(['expansion_before_renewal'], rows, { slice: 'doubt' });
    assert.deepEqual(found, {
      expansion_before_renewal: 3, 'expansion_before_renewal/amount': 7,
      'expansion_before_renewal@health': 1, 'expansion_before_renewal/amount@health': 2,
      'expansion_before_renewal@renewal': 1, 'expansion_before_renewal/amount@renewal': 1,
      'expansion_before_renewal@renewal and health': 1, 'expansion_before_renewal/amount@renewal and health': 4,
    });
    const without = await said(['expansion_before_renewal'], rows, {}, { ...POST_SALE, expansionWaits: null });
    assert.equal(without['expansion_before_renewal'], 0);
  });
});
