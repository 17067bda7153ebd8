/** What a draft says of an org's rules: the same as the rules where it says nothing else, and never nothing. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compilePlaybook, compileRule, criterionPredicate } from '../compiler/index.ts';
import { checkFormula, compileFormula, parseFormula, type Evaluate, type FormulaContext, type RawValue } from '../formula/index.ts';
import { formulaContext, loadPlaybookTexts, type Playbook } from '../playbook/index.ts';
import { draftOf, writeDraft, type Draft } from './draft.ts';
import { facts, field, OPPORTUNITY, rule, stage, STAGES } from './testing/facts.ts';
import type { DraftCriterion, OrgFacts } from './types.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const TODAY = '2026-11-22';

const drafted = (...rules: Parameters<typeof rule>[]): Draft => draftOf(facts(rules.map((spec) => rule(...spec))), TODAY);

function only(...spec: Parameters<typeof rule>): DraftCriterion {
  const { criteria, notExpressed } = drafted(spec);
  const own = criteria.filter((criterion) => criterion.rule !== null);
  assert.equal(own.length, 1, JSON.stringify(notExpressed));
  return own[0] as DraftCriterion;
}

const reasons = (...spec: Parameters<typeof rule>): string[] => drafted(spec).notExpressed.map(({ reason }) => reason);

function loaded(draft: Draft): Playbook {
  const texts = writeDraft(draft, '../schema').filter(({ name }) => !name.includes('/'));
  const { playbook, problems } = loadPlaybookTexts('draft', texts.map(({ name, text }) => [name, text] as const));
  assert.deepEqual(problems, []);
  assert.ok(playbook);
  return playbook;
}

describe('a rule as a criterion', () => {
  test('a blank test is required at the gate before the first stage that asks', () => {
    const criterion = only('R', 'AND(ISPICKVAL(StageName, "Won"), ISBLANK(NextStep))');
    assert.deepEqual([criterion.id, criterion.place, criterion.require, criterion.appliesWhen, criterion.satisfiedWhen], ['OPP-WON-01', { kind: 'closed-won' }, 'NextStep', null, null]);
    const gate = only('R', 'AND(CASE(StageName, "Negotiation", 1, "Won", 1, 0) = 1, LEN(NextStep) = 0)');
    assert.deepEqual([gate.id, gate.place, gate.require, gate.openOnly], ['OPP-PROP-01', { kind: 'exit', stage: 'Proposal' }, 'NextStep', false]);
  });

  test('what is not a blank test says of which deals, or what must be true', () => {
    const big = only('R', 'AND(ISPICKVAL(StageName, "Negotiation"), Amount > 1000, NOT(Signed__c))');
    assert.deepEqual([big.require, big.appliesWhen, big.openOnly], ['Signed__c', 'Amount > 1000', true]);
    const direct = only('R', 'AND(IsWon, RecordType.DeveloperName = "Direct", ISBLANK(NextStep))');
    assert.deepEqual([direct.require, direct.appliesWhen], ['NextStep', 'RecordType.DeveloperName = "Direct"']);
    const either = only('R', 'AND(IsWon, OR(ISBLANK(Buyer__c), ISBLANK(Signed_On__c)))');
    assert.equal(either.satisfiedWhen, 'AND(NOT(ISBLANK(Buyer__c)), NOT(ISBLANK(Signed_On__c)))');
    const late = only('R', 'AND(IsWon, CloseDate > TODAY())');
    assert.equal(late.satisfiedWhen, 'NOT(CloseDate > TODAY())');
  });

  test('a computed field cannot be undone by an edit', () => {
    assert.equal(only('R', 'AND(IsWon, Score__c < 3)').reportOnly, true);
    assert.equal(only('R', 'AND(IsWon, Amount < 3)').reportOnly, false);
  });

  test('what no criterion can say has its reason', () => {
    assert.match(reasons('R', 'AND(ISPICKVAL(PRIORVALUE(StageName), "New"), ISBLANK(NextStep))')[0] ?? '', /PRIORVALUE.*before the save/);
    assert.match(reasons('R', 'ISBLANK(NextStep)')[0] ?? '', /on every save, not at a stage/);
    assert.match(reasons('R', 'AND(ISPICKVAL(StageName, "New"), ISBLANK(NextStep))')[0] ?? '', /New already, the first stage/);
    assert.match(reasons('R', 'AND(ISPICKVAL(StageName, "Gone"), ISBLANK(NextStep))')[0] ?? '', /no active stage/);
    assert.match(reasons('R', 'AND(ISPICKVAL(StageName, "Won"), ISBLANK(Elsewhere__c))')[0] ?? '', /cannot see Elsewhere__c/);
    assert.match(reasons('R', 'AND(ISPICKVAL(StageName, "Won"), NOT(ISPICKVAL(StageName, "Lost")))')[0] ?? '', /refuses the stage itself/);
    assert.match(reasons('R', 'AND(ISPICKVAL(StageName, "Won")')[0] ?? '', /cannot be read/);
    assert.match(reasons('R', 'AND(ISPICKVAL(StageName, "Won"), ISBLANK(NextStep))', { active: false })[0] ?? '', /switched off/);
    assert.match(reasons('pkg__R', 'AND(ISPICKVAL(StageName, "Won"), ISBLANK(NextStep))')[0] ?? '', /installed package/);
    assert.match(reasons('R', 'AND(ISPICKVAL(StageName, "Won"), VLOOKUP($ObjectType.Rate__c.Fields.Name, $ObjectType.Rate__c.Fields.Name, NextStep) = "x")')[0] ?? '', /Rate__c/);
  });

  test('what is refused at several gates for one reason is said once', () => {
    assert.deepEqual(reasons('R', 'AND(IsClosed, NOT(REGEX(NextStep, "[A-Z].*")))').filter((reason) => reason.includes('REGEX')).length, 1);
  });

  test('a message keeps to 255 plain characters with its code; one in another script is named by its rule', () => {
    const long = only('R', 'AND(IsWon, ISBLANK(NextStep))', { message: `[X-1] “Schritt” — ${'größer '.repeat(60)}` });
    assert.ok(`[${long.id}] ${long.message}`.length <= 255);
    assert.match(long.message, /^"Schritt" - grosser .*\.\.\.$/);
    assert.equal(only('Naechster', 'AND(IsWon, ISBLANK(NextStep))', { message: '次のステップを入力してください' }).message, 'The rule Naechster is not met.');
    assert.equal(only('Naechster', 'AND(IsWon, ISBLANK(NextStep))', { message: '次のステップを入力してください' }).said, '次のステップを入力してください');
    assert.equal(only('Umlaut', 'AND(IsWon, ISBLANK(NextStep))', { message: 'Nächsten Schritt eintragen' }).said, 'Nächsten Schritt eintragen');
    assert.equal(only('Plain', 'AND(IsWon, ISBLANK(NextStep))', { message: '[X-1] Enter the next step.' }).said, null);
  });

  test('codes are readable and each its own', () => {
    const stages = [stage('Closed', 10), stage('Closed Maybe', 20), stage('Öffnen', 30), stage('見積', 40), stage('Won', 100, 'won'), stage('Lost', 0, 'lost')];
    const own = { ...OPPORTUNITY, fields: OPPORTUNITY.fields };
    const rules = stages.slice(1, 5).map((at, index) => rule(`R${index}`, `AND(ISPICKVAL(StageName, "${at.name}"), ISBLANK(NextStep))`));
    const { criteria } = draftOf(facts(rules, { stages, objects: new Map([['opportunity', own]]) }), TODAY);
    assert.deepEqual(criteria.flatMap(({ id, rule: from }) => (from ? [id] : [])), ['OPP-CLOS-01', 'OPP-CM-01', 'OPP-OFFN-01', 'OPP-WON-01']);
  });
});

/** Rules whose criteria must refuse what they refuse when a deal is created at a stage. */
const GUARDING: readonly (readonly [formula: string, exact: boolean])[] = [
  ['AND(CASE(StageName, "Proposal", 1, "Negotiation", 1, "Won", 1, 0) = 1, ISBLANK(Amount))', true],
  ['AND(ISPICKVAL(StageName, "Lost"), ISPICKVAL(Loss_Reason__c, ""))', true],
  ['IF(IsClosed, IF(IsWon, ISBLANK(Signed_On__c), FALSE), FALSE)', true],
  ['(ISPICKVAL(StageName, "Negotiation") || IsWon) && Amount > 1000 && NOT(Signed__c)', true],
  ['AND(TEXT(StageName) = "Won", OR(ISBLANK(Amount), Amount <= 0))', true],
  ['AND(NOT(IsClosed), CASE(StageName, "New", 0, "Discovery", 0, 1) = 1, CloseDate < TODAY())', true],
  ['OR(AND(IsWon, ISBLANK(Amount)), AND(ISPICKVAL(StageName, "Lost"), ISPICKVAL(Loss_Reason__c, ""), Amount > 1000))', true],
  ['AND(ISPICKVAL(StageName, "Proposal"), ISBLANK(Amount))', false],
  ['AND(OR(ISNEW(), ISCHANGED(StageName)), ISPICKVAL(StageName, "Won"), ISBLANK(NextStep))', false],
];

const record = fc.record({
  StageName: fc.constantFrom(...STAGES.map(({ name }) => name)),
  Amount: fc.constantFrom(null, 0, -5, 900, 5000),
  CloseDate: fc.constantFrom('2020-01-31', '2030-01-31'),
  NextStep: fc.constantFrom(null, 'tbd', 'Call Ada on Monday'),
  Signed__c: fc.boolean(),
  Signed_On__c: fc.constantFrom(null, '2026-01-31'),
  Loss_Reason__c: fc.constantFrom(null, 'Price'),
});
type Deal = typeof record extends fc.Arbitrary<infer T> ? T : never;

function evaluator(formula: string, context: FormulaContext): Evaluate {
  const { expression } = parseFormula(formula);
  assert.ok(expression);
  const checked = checkFormula(expression, context);
  assert.ok(checked.formula, JSON.stringify(checked.problems));
  return compileFormula(checked.formula);
}

function fires(evaluate: Evaluate, deal: Deal): boolean {
  const at = STAGES.find(({ name }) => name === deal.StageName);
  const values = new Map<string, RawValue>(Object.entries({ ...deal, IsClosed: at?.closed === true, IsWon: at?.won === true }).map(([name, value]) => [name.toLowerCase(), value]));
  // Nobody holds a bypass, and every criterion is enforced.
  const read = (path: readonly string[]): RawValue => (path[0]?.toLowerCase() === '$custommetadata' ? true : path[0]?.startsWith('$') ? false : (values.get(path[0]?.toLowerCase() ?? '') ?? null));
  return evaluate({ record: read, isNew: true, now: NOW, timeZone: 'UTC', blanks: 'blank' }) === true;
}

test('a deal created at a stage is refused by the criteria when the rule refuses it, and only then unless the draft says so', () => {
  for (const [formula, exact] of GUARDING) {
    const draft = drafted(['R', formula]);
    const playbook = loaded(draft);
    const known = formulaContext(playbook, 'Opportunity');
    const own = evaluator(formula, { ...known, resolve: (path) => known.resolve(path) ?? (/^is(?:won|closed)$/i.test(path[0] ?? '') ? { type: 'Boolean' } : undefined) });
    const fromRule = new Set(draft.criteria.flatMap(({ id, rule: from }) => (from ? [id] : [])));
    const criteria = playbook.objects.flatMap((object) => object.criteria).filter(({ id }) => fromRule.has(id));
    assert.ok(criteria.length > 0, `${formula}: ${JSON.stringify(draft.notExpressed)}`);
    assert.equal(draft.criteria.every(({ rule: from, differs }) => from === null || differs.length === 0), exact, formula);
    const compiled = criteria.map((criterion) => evaluator(compileRule(playbook, criterion, criterionPredicate(playbook, criterion)).rule.formula, formulaContext(playbook, 'Opportunity')));
    fc.assert(
      fc.property(record, (deal) => {
        const refused = fires(own, deal);
        const blocked = compiled.some((evaluate) => fires(evaluate, deal));
        assert.ok(exact ? refused === blocked : !refused || blocked, `${formula} ${JSON.stringify(deal)}: rule ${refused}, criteria ${blocked}`);
      }),
      { seed: 6, numRuns: 300 },
    );
  }
});

test('whatever an org calls its things, the draft is a sound playbook, twice the same', () => {
  const name = fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(...`aZ9 #:"'{}[]|>&*!%@\\,-?é日→/`) }).map((text) => text.trim()).filter((text) => text !== '');
  const names = fc.uniqueArray(name, { minLength: 3, maxLength: 8, selector: (text) => text.toLowerCase() });
  fc.assert(
    fc.property(names, name, name, (stages, label, message) => {
      const own = stages.map((text, index) => (index === stages.length - 1 ? stage(text, 0, 'lost') : index === stages.length - 2 ? stage(text, 100, 'won') : stage(text, index)));
      const formula = `AND(IsWon, ISBLANK(Odd__c))`;
      const object = { ...OPPORTUNITY, label, fields: [...OPPORTUNITY.fields, field('Odd__c', 'string', { label }), field('Why_lost__c', 'picklist', { label, picklistValues: stages.map((value) => ({ value, active: true })) })] };
      const org: OrgFacts = facts([rule('R', formula, { message, description: label })], { name: label, stages: own, objects: new Map([['opportunity', object]]) });
      const draft = draftOf(org, TODAY);
      const playbook = loaded(draft);
      assert.deepEqual(compilePlaybook(playbook).problems, []);
      assert.deepEqual(playbook.objects[0]?.stages.map((one) => one.name).toSorted(), [...stages].toSorted());
      assert.deepEqual(writeDraft(draftOf(org, TODAY), '.'), writeDraft(draft, '.'));
    }),
    { seed: 6, numRuns: 25 },
  );
});
