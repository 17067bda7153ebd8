import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { field, FRAGMENT, OPPORTUNITY, OPPORTUNITY_CRITERIA } from '../compiler/fixtures/fragment.ts';
import { comparePresets } from '../drift/compare/presets.ts';
import type { Difference, DriftKind } from '../drift/difference.ts';
import { NO_COMPONENTS, type OrgState, type RuleState } from '../drift/orgState.ts';
import { criterionTest, type OrgRecord } from '../scan/index.ts';
import { plannedChanges } from './changes.ts';
import { distinctRecords, impactOf } from './impact.ts';
import { asksAnew } from './index.ts';
import { planMarkdown } from './report/markdown.ts';
import { doubtsOf, ruleCounts } from './limits.ts';
import { formatPlan } from './report/terminal.ts';
import type { Impact, PlanReport } from './types.ts';

function difference(kind: DriftKind, facts: Partial<Difference> = {}): Difference {
  return {
    id: 'OPP-QUAL-01', kind, severity: 'critical', object: 'Opportunity', component: 'Handrail_OPP_QUAL_01', summary: 'Drift says so.', expected: null, actual: null,
    changed: { kind: 'rule', key: 'Opportunity.Handrail_OPP_QUAL_01' }, criteria: ['OPP-QUAL-01'], touches: {}, revertible: true, ...facts,
  };
}

const record = (kind: DriftKind, facts: Partial<Difference> = {}): Difference => difference(kind, { changed: { kind: 'record', key: 'Handrail_Criterion.OPP_QUAL_01' }, ...facts });
const criterionOf = (id: string): (typeof OPPORTUNITY_CRITERIA)[number] | undefined => OPPORTUNITY_CRITERIA.find((criterion) => criterion.id === id);

describe('changes', () => {
  test('one per component, with what it means', () => {
    const changes = plannedChanges([difference('rule-formula'), difference('rule-message'), record('mode-changed', { expected: 'enforce', actual: 'shadow' })], criterionOf);
    assert.deepEqual(changes, [
      { action: 'change', type: 'ValidationRule', fullName: 'Opportunity.Handrail_OPP_QUAL_01', meaning: 'risky', summary: 'Economic buyer named: asks something else, another message', criterion: 'OPP-QUAL-01' },
      { action: 'change', type: 'CustomMetadata', fullName: 'Handrail_Criterion.OPP_QUAL_01', meaning: 'risky', summary: 'Economic buyer named: shadow -> enforce', criterion: 'OPP-QUAL-01' },
    ]);
  });

  test('words alone are safe, a new rule in shadow too', () => {
    assert.equal(plannedChanges([difference('rule-message')], criterionOf)[0]?.meaning, 'safe');
    assert.equal(plannedChanges([difference('rule-missing', { criteria: ['OPP-NEED-02'] })], criterionOf)[0]?.meaning, 'safe');
    assert.equal(plannedChanges([difference('rule-missing')], criterionOf)[0]?.meaning, 'risky');
  });

  test('a leftover rule is a removal; stages and undeclared values of the org\'s own picklists are no change of a deploy', () => {
    const changes = plannedChanges(
      [difference('rule-undeclared', { criteria: [] }), difference('stage-undeclared', { changed: { kind: 'stage', key: 'Verbal' } }), difference('value-undeclared', { changed: { kind: 'ownField', key: 'Opportunity.LeadSource' } })],
      criterionOf,
    );
    assert.deepEqual(changes.map(({ action, meaning }) => [action, meaning]), [['remove', 'risky']]);
  });

  test('of a field of the playbook, a value that it does not list is deactivated by any deploy, and one that it lists comes back', () => {
    const of = (kind: 'value-missing' | 'value-undeclared', value: string): Difference =>
      difference(kind, { id: `FIELD-Opportunity-Handrail_Win_Reason__c-${value}`, component: 'Handrail_Win_Reason__c', changed: { kind: 'field', key: 'Opportunity.Handrail_Win_Reason__c' }, expected: 'A; B', actual: 'A; Luck', criteria: [] });
    assert.deepEqual(plannedChanges([of('value-missing', 'B'), of('value-undeclared', 'Luck')], criterionOf).map(({ action, meaning, summary }) => [action, meaning, summary]), [
      ['change', 'risky', '"B" offered again, "Luck" deactivated'],
    ]);
  });

  test("a default of the org's own field is no change of a deploy", () => {
    const own = field('Opportunity', 'Their_Region__c', 'Text', { existing: true, default: 'North' });
    const state = { object: 'Opportunity', apiName: own.apiName, type: 'Text', label: own.label, help: null, description: null, formula: null, required: false, restricted: false, values: null, referenceTo: null, businessStatus: 'Active', tracksHistory: false, defaultValue: '"South"', dimensions: '' };
    const found = comparePresets(new Map([['Opportunity.Their_Region__c', own]]), { ...NO_COMPONENTS, fields: new Map([['Opportunity.Their_Region__c', state]]) }, () => []);
    assert.deepEqual(found.map(({ kind }) => kind), ['field-changed']);
    assert.deepEqual(plannedChanges(found, criterionOf), []);
  });

  test('criteria that ask anew', () => {
    const asked = asksAnew([difference('rule-message'), difference('rule-off', { criteria: ['OPP-LOST-01'] }), record('mode-changed', { criteria: ['OPP-WON-01'], expected: 'shadow', actual: 'enforce' }), record('mode-changed', { criteria: ['OPP-PROP-02'], expected: 'enforce', actual: 'shadow' })], FRAGMENT);
    assert.deepEqual([...asked].map(([{ id }, change]) => [id, change]), [['OPP-PROP-02', 'shadow -> enforce'], ['OPP-LOST-01', 'switched on']]);
  });
});

/** Deals around the gate of Qualification, written down with what the rule would say at their next move. */
const DEALS: readonly OrgRecord[] = [
  deal('Prospecting', 'Priya', 10, null), // not yet at the gate
  deal('Qualification', 'Priya', 20, null), // at it: leaving will ask
  deal('Qualification', 'Jonas', 30, '003A'), // meets it
  deal('Needs Analysis', 'Priya', 40, null), // beyond it: the next move asks
  deal('Proposal/Price Quote', 'Jonas', 50, null, 'Commit'),
  deal('Proposal/Price Quote', null, null, null),
  deal('Closed Won', 'Priya', 1000, null), // closed: never asked again
  deal('Closed Lost', 'Priya', 1000, null),
];

function deal(StageName: string, owner: string | null, Amount: number | null, Handrail_Economic_Buyer__c: string | null, ForecastCategoryName = 'Pipeline'): OrgRecord {
  return { Id: '006', StageName, Owner: owner === null ? null : { Name: owner }, Amount, Handrail_Economic_Buyer__c, ForecastCategoryName };
}

function impact(today = '2026-06-15'): Impact {
  const criterion = criterionOf('OPP-QUAL-01');
  assert.ok(criterion);
  const test = criterionTest(FRAGMENT, criterion);
  return impactOf(OPPORTUNITY, { records: DEALS, tests: [test], unread: [], assumedBlank: [], currency: 'USD' }, test, 'new', { now: new Date('2026-06-15T12:00:00Z'), timeZone: 'America/New_York' }, today);
}

describe('impact', () => {
  test('open deals at or beyond the gate that do not meet it', () => {
    assert.deepEqual(impact(), {
      criterion: 'OPP-QUAL-01', label: 'Economic buyer named', object: 'Opportunity', change: 'new', blocks: true,
      blockedRecords: 4, openRecords: 6, amount: 110,
      byOwner: [{ name: 'Priya', records: 2, amount: 60 }, { name: 'Jonas', records: 1, amount: 50 }, { name: 'nobody', records: 1, amount: 0 }],
      byStage: [{ name: 'Proposal/Price Quote', records: 2, amount: 50 }, { name: 'Needs Analysis', records: 1, amount: 40 }, { name: 'Qualification', records: 1, amount: 20 }],
      byCategory: [{ name: 'Pipeline', records: 3, amount: 60 }, { name: 'Commit', records: 1, amount: 50 }],
      inCommit: { records: 1, amount: 50 },
      topFields: [{ field: 'Handrail_Economic_Buyer__c', records: 4, share: 1 }],
      writers: [],
      assumedBlank: [],
    });
  });

  test('before it takes effect it blocks nobody', () => {
    assert.equal(impact('2025-12-31').blocks, false);
  });
});

test('a record that two criteria stop is one record, and one in shadow stops none', () => {
  const of = (criterion: string, ...ids: string[]): { criterion: string; records: { Id: string }[] } => ({ criterion, records: ids.map((Id) => ({ Id })) });
  const impacts = [{ ...impact(), criterion: 'A', blocks: true }, { ...impact(), criterion: 'B', blocks: true }, { ...impact(), criterion: 'C', blocks: false }];
  assert.equal(distinctRecords([of('A', '1', '2'), of('B', '2', '3'), of('C', '4')], impacts), 3);
});

test('the terminal, line by line', () => {
  const report: PlanReport = {
    budget: { calls: 23, dailyLimit: 15_000, remaining: 14_000 },
    changes: plannedChanges([difference('rule-missing'), record('criterion-record'), difference('rule-missing', { criteria: ['OPP-NEED-02'], changed: { kind: 'rule', key: 'Opportunity.Handrail_OPP_NEED_02' } })], criterionOf),
    impact: [impact()],
    blockedRecords: 4,
    definitions: { since: null, changes: [], metrics: null },
    rules: [{ object: 'Opportunity', rules: 31, limit: 100, longest: null, compiled: null }],
    refusals: [],
    doubts: [],
    decided: [],
    expired: [],
    notDeployed: ['"Verbal" was added as a stage.'],
    coverage: { read: [], unread: [], apiCalls: 9 },
  };
  // What a person copies, and the columns of facts, stay as they are.
  assert.deepEqual(formatPlan(report, { color: false, width: 60, playbook: FRAGMENT, org: 'uat' }).split('\n').filter((line) => line.length > 60 && !/sf project deploy|^Budget|^ {6}\S|^Plan:/.test(line)), []);
  assert.equal(
    formatPlan(report, { color: false, playbook: FRAGMENT, org: 'uat' }),
    `Playbook 2026.4.0 against org uat
Budget 23 API calls of 15,000 a day (14,000 left). Nothing will be written.

Gates
  + OPP-QUAL-01  Economic buyer named                new rule, enforce from 2026-01-01
      would block today        4 of 6 open deals   $110
      in Commit                1 deal   $50
      by owner                 Priya 2   Jonas 1   nobody 1
      one field causes 100%    Handrail_Economic_Buyer__c
  + OPP-NEED-02  More than one contact               new rule, shadow from 2026-01-01

Not deployed
  "Verbal" was added as a stage.

Deploy    2 rules (2 new), 0 fields, 1 record (1 new).
          Rules after it: Opportunity 31 of 100.
          sf project deploy start --source-dir force-app --target-org uat --dry-run

Plan: 3 to add, 0 to change, 0 to retire. 4 open records need attention first.
9 of 23 API calls made.`,
  );
});

test('a rule that the playbook no longer has stays in the org, and the terminal says whose work that is', () => {
  const report: PlanReport = {
    budget: { calls: 23, dailyLimit: null, remaining: null }, changes: plannedChanges([difference('rule-undeclared', { criteria: [], component: 'ValidationRule Opportunity.Handrail_OPP_OLD_01' })], criterionOf), impact: [], blockedRecords: 0,
    definitions: { since: null, changes: [], metrics: null }, rules: [], refusals: [], doubts: [], decided: [], expired: [], notDeployed: [], coverage: { read: [], unread: [], apiCalls: 9 },
  };
  const text = formatPlan(report, { color: false, playbook: FRAGMENT, org: 'uat' });
  assert.match(text, /\n {2}- \S+ +retire by hand: a deploy leaves it\n/);
  assert.match(text, /\nPlan: 0 to add, 0 to change, 1 to retire\./);
});

test('a comment on a pull request: whom it would stop first, and what an org says is text', () => {
  const blocked = { ...impact(), byOwner: [{ name: '@all <b>|', records: 3, amount: 1 }] };
  const report: PlanReport = {
    budget: { calls: 23, dailyLimit: null, remaining: null },
    changes: plannedChanges([difference('rule-missing')], criterionOf),
    impact: [blocked],
    blockedRecords: 4,
    definitions: { since: null, changes: [], metrics: null },
    rules: [{ object: 'Opportunity', rules: 31, limit: 100, longest: null, compiled: null }],
    refusals: [],
    doubts: [],
    decided: [],
    expired: [],
    notDeployed: ['"Verbal" was added as a stage.'],
    coverage: { read: [], unread: [], apiCalls: 9 },
  };
  const text = planMarkdown(report, { playbookVersion: '2026.4.0', currency: 'USD' });
  assert.match(text, /^## Plan: 1 risky\n/);
  assert.match(text, /4 would be blocked, each counted once\./);
  assert.ok(text.includes('| <code>OPP-QUAL-01</code> Economic buyer named | new | **would block** 4 of 6 | $110 | &#64;all &#60;b&#62;&#124; 3 | <code>Handrail&#95;Economic&#95;Buyer&#95;&#95;c</code> |  |'), text);
  assert.match(text, /- "Verbal" was added as a stage\./);
});

test('the compiled size of a rule counts a formula field where it is read, is called an estimate, and refuses nothing', () => {
  const long = `AND(${Array.from({ length: 60 }, (_, index) => `LEN(TRIM(NextStep)) > ${index}`).join(', ')})`;
  const fields = [...OPPORTUNITY.fields, { ...field('Opportunity', 'Handrail_Long__c', 'Checkbox'), formula: long }];
  const playbook = { ...FRAGMENT, objects: [{ ...OPPORTUNITY, fields }] };
  const rule = (formula: string): RuleState => ({ object: 'Opportunity', fullName: 'Handrail_X', active: true, formula, message: '', errorField: null, description: null });
  const count = (formula: string): ReturnType<typeof ruleCounts>[number] | undefined => ruleCounts(playbook, { ...NO_COMPONENTS, rules: new Map([['Opportunity.Handrail_X', rule(formula)]]) }, { components: NO_COMPONENTS } as OrgState, new Map())[0];
  const [plain, once, often] = ['ISBLANK(NextStep)', 'Handrail_Long__c', `OR(${Array.from({ length: 12 }, () => 'Handrail_Long__c').join(', ')})`].map(count);
  // 60 comparisons of more than 20 characters each.
  assert.ok((plain?.compiled?.characters ?? 0) < 50 && (once?.compiled?.characters ?? 0) > 60 * 20, JSON.stringify([plain, once]));
  assert.deepEqual([plain, once].flatMap((each) => doubtsOf(each ? [each] : [])), []);
  assert.match(doubtsOf(often ? [often] : [])[0] ?? '', /^Handrail_X on Opportunity is about [\d,]+ characters when compiled \(an estimate\), and an org takes 15,000/);
});
