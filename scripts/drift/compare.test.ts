import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ruleHash } from '../compiler/index.ts';
import { compareFields } from './compare/fields.ts';
import { comparePaths } from './compare/paths.ts';
import { compareRecords } from './compare/records.ts';
import { compareRules } from './compare/rules.ts';
import { compareStages } from './compare/stages.ts';
import { compareVersion } from './compare/version.ts';
import type { Difference } from './difference.ts';
import { unreadFindings } from './judge.ts';
import type { Components, RuleState } from './orgState.ts';
import { parseComponents } from './parseComponents.ts';
import { criterion, declared, inOrg, orgFiles, stage, STAGED } from './testing/fixtures.ts';

const criterionOf = (): ReturnType<typeof criterion> => criterion();

function differences(edit?: (text: string) => string, of = criterionOf): Difference[] {
  const org = parseComponents(orgFiles(edit));
  return [...compareRules(declared(), org, of), ...compareRecords(declared(), org, of), ...compareFields(declared(), org, () => ['OPP-LOST-01'])];
}

function only(found: readonly Difference[]): Difference {
  assert.equal(found.length, 1, JSON.stringify(found, null, 1));
  return found[0] as Difference;
}

describe('rules, fields and records', () => {
  test('an org that has what was declared differs in nothing', () => {
    assert.deepEqual(differences(), []);
  });

  test('white space, letter case of functions and redundant parentheses are no difference', () => {
    assert.deepEqual(differences((text) => text.replace(/<errorConditionFormula>[^<]*</, '<errorConditionFormula>and( (isChanged(StageName)) /* moved */ , isblank( Handrail_Economic_Buyer__c ) )<')), []);
  });

  test('a rule switched off is critical when it is enforced, and only then', () => {
    const off = (text: string): string => text.replace('<active>true</active>', '<active>false</active>');
    const found = only(differences(off));
    assert.equal(found.kind, 'rule-off');
    assert.equal(found.severity, 'critical');
    assert.equal(found.summary, 'Deals can leave Qualification without "Economic buyer named": rule OPP-QUAL-01 was switched off.');
    assert.equal(only(differences(off, () => criterion({ mode: 'shadow' }))).severity, 'medium');
  });

  test('a rule switched off and edited says both, once: to put it back takes more than the tick in Setup', () => {
    const found = only(differences((text) => text.replace('<active>true</active>', '<active>false</active>').replace('ISBLANK(Handrail_Economic_Buyer__c)', 'AND(ISBLANK(Handrail_Economic_Buyer__c), Amount > 100000)')));
    assert.deepEqual([found.kind, found.actual], ['rule-off', 'inactive, with another formula']);
    assert.match(found.summary, /: rule OPP-QUAL-01 was switched off, and its formula was edited\.$/);
  });

  test('a rule that asks less is seen by meaning', () => {
    const found = only(differences((text) => text.replace('ISBLANK(Handrail_Economic_Buyer__c)', 'AND(ISBLANK(Handrail_Economic_Buyer__c), Amount > 100000)')));
    assert.equal(found.kind, 'rule-formula');
    assert.equal(found.severity, 'critical');
    assert.equal(found.summary, 'Rule OPP-QUAL-01 asks for less than "Economic buyer named": its formula was edited.');
  });

  test('a rule that asks more lets no deal past; of one whose shape tells neither, neither is said', () => {
    const edited = (formula: string): Difference => only(differences((text) => text.replace(/<errorConditionFormula>([^<]*)</, (_, own: string) => `<errorConditionFormula>${formula.replace('own', own)}<`)));
    const more = edited('OR(own, ISBLANK(NextStep))');
    assert.deepEqual([more.kind, more.severity], ['rule-formula', 'high']);
    assert.equal(more.summary, 'Rule OPP-QUAL-01 asks for more than "Economic buyer named": its formula was edited.');
    const untold = edited('IF(own, TRUE, FALSE)');
    assert.deepEqual([untold.kind, untold.severity], ['rule-formula', 'critical']);
    assert.equal(untold.summary, 'Rule OPP-QUAL-01 asks something else than "Economic buyer named", as far as can be told: its formula was edited.');
  });

  test('another message, another field, another description', () => {
    assert.equal(only(differences((text) => text.replace('Who can say yes to the money?', 'Buyer missing'))).kind, 'rule-message');
    assert.equal(only(differences((text) => text.replace('<errorDisplayField>Handrail_Economic_Buyer__c', '<errorDisplayField>StageName'))).severity, 'low');
    assert.equal(only(differences((text) => text.replace('handrail: Economic buyer named', ''))).kind, 'rule-description');
  });

  test('a missing rule, and a rule nobody declared', () => {
    const found = differences((text) => text.replace('<fullName>Handrail_OPP_QUAL_01', '<fullName>Handrail_OPP_QUAL_99'));
    assert.deepEqual(found.map(({ kind }) => kind), ['rule-missing', 'rule-undeclared']);
  });

  test("rules that are not Handrail's are left alone", () => {
    const found = differences((text) => text.replace('</CustomObject>', '<validationRules><fullName>Their_Rule</fullName><active>true</active><errorConditionFormula>TRUE</errorConditionFormula><errorMessage>x</errorMessage></validationRules></CustomObject>'));
    assert.deepEqual(found, []);
  });

  test('a mode set to shadow in the org', () => {
    const found = only(differences((text) => text.replace('xsd:boolean">true', 'xsd:boolean">false')));
    assert.equal(found.kind, 'mode-changed');
    assert.equal(found.severity, 'critical');
    assert.deepEqual([found.expected, found.actual], ['enforce', 'shadow']);
  });

  test('picklist values added, removed, deactivated', () => {
    assert.equal(only(differences((text) => text.replace('<value><fullName>Timing', '<value><fullName>Lost - other</fullName></value><value><fullName>Timing'))).kind, 'value-undeclared');
    assert.equal(only(differences((text) => text.replace('<label>Timing</label>', '<isActive>false</isActive><label>Timing</label>'))).kind, 'value-missing');
  });

  test('a value that nobody chooses anew: inactive or gone from the org is as declared, offered is not', () => {
    const deprecate = (text: string): string => text.replace('<label>Timing</label>', '<isActive>false</isActive><label>Timing</label>');
    const against = (org: readonly (readonly [string, string])[]): Difference[] => compareFields(parseComponents(orgFiles(deprecate)), parseComponents(org), () => ['OPP-LOST-01']);
    assert.deepEqual(against(orgFiles(deprecate)), []);
    assert.deepEqual(against(orgFiles((text) => text.replace(/<value><fullName>Timing.*/, ''))), []);
    const offered = only(against(orgFiles()));
    assert.deepEqual([offered.kind, offered.id, offered.summary], ['value-undeclared', 'FIELD-Opportunity-Handrail_Loss_Reason__c-Timing', 'Loss Reason on Opportunity still offers "Timing", which the playbook has deprecated.']);
    assert.deepEqual([offered.expected, offered.actual], ['Price', 'Price; Timing']);
  });

  test('a field of another type, label or help, and one that is required', () => {
    assert.equal(only(differences((text) => text.replace('<label>Loss Reason</label>', '<label>Why lost</label>'))).severity, 'low');
    const required = only(differences((text) => text.replace('<type>Picklist</type>', '<required>true</required><type>Picklist</type>')));
    assert.equal(required.severity, 'high');
    assert.deepEqual(required.criteria, ['OPP-LOST-01']);
  });

  test('a document type in what an org sends is refused', () => {
    assert.throws(() => parseComponents([['objects/Opportunity.object', '<!DOCTYPE x [<!ENTITY a "b">]><CustomObject>&a;</CustomObject>']]), /document type/);
  });
});

describe('stages', () => {
  test('the same stages differ in nothing, the lost one standing last in the org', () => {
    assert.deepEqual(compareStages(STAGED, inOrg()), []);
  });

  test('added, missing, renamed', () => {
    const added = only(compareStages(STAGED, [...inOrg().slice(0, 2), ...inOrg([stage('Verbal', 90)]), ...inOrg().slice(2)]));
    assert.equal(added.kind, 'stage-undeclared');
    assert.equal(added.summary, '"Verbal" was added as a stage of Opportunity after Qualification. No gate knows it.');
    const renamed = compareStages(STAGED, inOrg().map((state) => (state.name === 'Qualification' ? { ...state, name: 'Qualified' } : state)));
    assert.deepEqual(renamed.map(({ kind }) => kind), ['stage-missing', 'stage-undeclared']);
    assert.match(renamed[0]?.summary ?? '', /may be the one now called "Qualified"/);
    assert.deepEqual(renamed[0]?.criteria, ['OPP-QUAL-01']);
  });

  test('order, probability, forecast category, outcome', () => {
    const swap = inOrg();
    assert.equal(only(compareStages(STAGED, [swap[1], swap[0], ...swap.slice(2)].filter((state) => state !== undefined))).kind, 'stage-order');
    const edited = (change: object): Difference => only(compareStages(STAGED, inOrg().map((state) => (state.name === 'Qualification' ? { ...state, ...change } : state))));
    assert.equal(edited({ probability: 35 }).kind, 'stage-probability');
    assert.equal(edited({ forecastCategory: 'Commit' }).severity, 'high');
    assert.equal(edited({ closed: true, won: true }).severity, 'critical');
    const labelled = edited({ label: 'Qualified' });
    assert.deepEqual([labelled.kind, labelled.severity, labelled.expected, labelled.actual], ['stage-label', 'low', 'Qualification', 'Qualified']);
  });
});

describe('which playbook the org was deployed from', () => {
  const described = (rule: RuleState, version: string): RuleState => ({ ...rule, description: `handrail: Economic buyer named. gate=Qualification; playbook=${version}; hash=${ruleHash(rule)}` });
  const withRule = (rule: RuleState): Components => ({ ...declared(), rules: new Map([[KEY, rule]]) });
  const KEY = 'Opportunity.Handrail_OPP_QUAL_01';
  const now = declared().rules.get(KEY) as RuleState;
  const older = described({ ...now, formula: 'ISBLANK(Handrail_Economic_Buyer__c)' }, '2026.3.0');

  test('a rule as an earlier playbook made it is behind; the same rule edited by hand was tampered with', () => {
    const mine = withRule(described(now, '2026.4.0'));
    const behind = only(compareRules(mine, withRule(older), criterionOf));
    assert.deepEqual([behind.kind, behind.severity], ['rule-behind', 'medium']);
    assert.match(behind.summary, /is asked as playbook 2026\.3\.0 has it/);
    assert.equal(only(compareRules(mine, withRule({ ...older, formula: 'AND(ISBLANK(Handrail_Economic_Buyer__c), Amount > 1)' }), criterionOf)).kind, 'rule-formula');
  });

  test('version and hash alone are one finding for the whole org, and none of the rule', () => {
    const mine = withRule(described(now, '2026.4.0'));
    const org = withRule(described(now, '2026.3.0'));
    assert.deepEqual(compareRules(mine, org, criterionOf), []);
    const found = only(compareVersion(mine, org, '2026.4.0'));
    assert.deepEqual([found.kind, found.expected, found.actual], ['playbook-version', '2026.4.0', '2026.3.0 (1)']);
    assert.deepEqual(compareVersion(mine, mine, '2026.4.0'), []);
  });
});

test("another Path over the stages that guides to one the playbook does not have; one over another field is nobody's business", () => {
  const path = (name: string, field: string): Components => ({ ...declared(), paths: new Map([[name, { name, active: true, object: 'Opportunity', field, steps: new Map([['Qualification', ''], ['Verbal', 'Call them']]) }]]) });
  assert.equal(only(comparePaths(declared(), path('Theirs', 'StageName'), [STAGED])).id, 'PATH-Theirs-Verbal');
  assert.deepEqual(comparePaths(declared(), path('Theirs', 'Type'), [STAGED]), []);
});

test('ids tell findings of one kind apart: what is called the same on two objects, and what is said twice of one part', () => {
  const leads = { ...STAGED, apiName: 'Lead', label: 'Lead', stageField: 'Status', criteria: [] };
  const added = [STAGED, leads].map((object) => only(compareStages(object, inOrg().toSpliced(2, 0, ...inOrg([stage('Verbal', 90)])))).id);
  assert.deepEqual(added, ['STAGE-Verbal', 'STATUS-Verbal']);
  const copy = (object: string): RuleState => ({ object, fullName: 'Handrail_OLD_01', active: true, formula: 'TRUE', message: 'no', errorField: null, description: null });
  const rules = new Map(['Lead', 'Opportunity'].map((object) => [`${object}.Handrail_OLD_01`, copy(object)] as const));
  assert.deepEqual(compareRules({ ...declared(), rules: new Map() }, { ...declared(), rules }, () => undefined).map(({ id }) => id), ['RULE-Lead-Handrail_OLD_01', 'RULE-Opportunity-Handrail_OLD_01']);
  assert.deepEqual(unreadFindings(['dashboards: only the 200 changed last', 'flows: no access', 'dashboards: no definition of "A"']).map(({ id, summary }) => [id, summary]), [
    ['UNREAD-dashboards', 'Could not be read, so it was not compared: dashboards: only the 200 changed last; no definition of "A"'],
    ['UNREAD-flows', 'Could not be read, so it was not compared: flows: no access'],
  ]);
});
