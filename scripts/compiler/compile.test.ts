import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePlaybook, handEdited, manifestOf, planWrites } from './index.ts';
import { FRAGMENT, OPPORTUNITY, criterion, field, withCriteria } from './fixtures/fragment.ts';
import { ruleHash } from './hash.ts';
import { COMPILER_CODES } from './problems.ts';
import type { Criterion } from '../playbook/model.ts';

const buyer = { require: { field: 'Handrail_Economic_Buyer__c', min: 3 }, errorField: 'Handrail_Economic_Buyer__c' };

function nameOf(code: string): string {
  return Object.entries(COMPILER_CODES).find(([, number]) => number === code)?.[0] ?? code;
}

function codes(...criteria: readonly Criterion[]): string[] {
  return compilePlaybook(withCriteria(...criteria)).problems.map(({ code }) => nameOf(code));
}

test('the same playbook gives the same bytes', () => {
  assert.deepEqual(compilePlaybook(structuredClone(FRAGMENT)), compilePlaybook(FRAGMENT));
});

test('a problem stops the whole build and stands at its criterion', () => {
  const { files, problems } = compilePlaybook(withCriteria(
    criterion('OPP-A-01', { ...buyer, message: `[OPP-A-01] ${'x'.repeat(250)}`, position: { file: 'config/playbook/opportunity.yaml', line: 31, column: 7 } }),
    criterion('OPP-A-02', buyer),
  ));
  assert.deepEqual(files, []);
  assert.deepEqual(problems, [{
    code: 'HR653', severity: 'error', file: 'config/playbook/opportunity.yaml', line: 31, column: 7,
    message: 'OPP-A-01 needs 261 characters of message; Salesforce takes at most 255.',
    hint: 'Shorten the message; say what is missing and where to put it.',
  }]);
});

test('limits of the platform are counted', () => {
  const wide = (length: number, letter = 'a'): string => `NextStep <> "${letter.repeat(length)}"`;
  assert.deepEqual(codes(criterion('OPP-A-01', { satisfiedWhen: wide(2400) })), []);
  assert.deepEqual(codes(criterion('OPP-A-01', { satisfiedWhen: wide(3900) })), ['formula-too-long', 'formula-too-big']);
  assert.deepEqual(codes(criterion('OPP-A-01', { satisfiedWhen: wide(1900, 'ä') })), ['formula-too-big']);
  assert.deepEqual(codes(criterion(`OPP-${'A'.repeat(30)}`, buyer)), ['rule-name']);
  assert.deepEqual(codes(criterion('OPP-A-01', buyer), criterion('opp_a-01', buyer)), ['rule-name-collision']);
});

test('rules per object are counted against the budget', () => {
  const criteria = [1, 2, 3].map((n) => criterion(`OPP-A-0${n}`, buyer));
  assert.equal(compilePlaybook(withCriteria(...criteria), { ruleBudget: 3 }).problems.length, 0);
  assert.match(compilePlaybook(withCriteria(...criteria), { ruleBudget: 2 }).problems[0]?.message ?? '', /Opportunity has 3 criteria; 2 active validation rules is the budget/);
});

test('a criterion that cannot be compiled says why', () => {
  assert.deepEqual(codes(criterion('OPP-A-01', {})), ['criterion-empty']);
  assert.deepEqual(codes(criterion('OPP-A-01', { require: { field: 'Handrail_Nothing__c', min: 3 } })), ['unknown-field']);
  assert.deepEqual(codes(criterion('OPP-A-01', { satisfiedWhen: 'ISCHANGED(Amount)' })), ['not-at-rest']);
  assert.deepEqual(codes(criterion('OPP-A-01', { satisfiedWhen: 'AND(Amount > 1' })), ['formula']);
  assert.deepEqual(codes(criterion('OPP-A-01', { satisfiedWhen: 'Amount > "1"' })), ['formula']);
  assert.deepEqual(codes(criterion('OPP-A-01', { satisfiedWhen: 'SQRT(Amount) > 3' })), ['not-in-component']);
  assert.deepEqual(codes(criterion('OPP-A-01', { satisfiedWhen: 'Amount / Handrail_ARR__c > 3' })), ['not-in-component']);
});

test('an incomplete field is refused where it is declared', () => {
  const lookup = field('Opportunity', 'Handrail_Friend__c', 'Lookup', { position: { file: 'f.yaml', line: 2, column: 3 } });
  const { problems } = compilePlaybook({ ...FRAGMENT, objects: [{ ...OPPORTUNITY, fields: [...OPPORTUNITY.fields, lookup] }] });
  assert.deepEqual(problems.map(({ code, line }) => ({ code, line })), [{ code: 'HR608', line: 2 }]);
});

test('a component module beyond what Salesforce takes is refused', () => {
  const many = Array.from({ length: 300 }, (_, n) => field('Opportunity', `Handrail_Extra_${n}__c`, 'Date', { help: 'x'.repeat(400) }));
  const { problems } = compilePlaybook({ ...FRAGMENT, objects: [{ ...OPPORTUNITY, fields: [...OPPORTUNITY.fields, ...many] }] });
  assert.deepEqual(problems.map(({ code }) => nameOf(code)), ['module-too-big']);
});

test('the hash follows meaning, not layout', () => {
  const rule = { formula: 'AND(ISNEW(), ISBLANK(NextStep))', message: '[A] x', errorField: 'NextStep' };
  assert.equal(ruleHash({ ...rule, formula: 'AND(\n  isnew(), /* new */ ISBLANK(nextstep))' }), ruleHash(rule));
  for (const change of [{ formula: 'AND(ISNEW(), NOT(ISBLANK(NextStep)))' }, { message: '[A] y' }, { errorField: null }]) {
    assert.notEqual(ruleHash({ ...rule, ...change }), ruleHash(rule));
  }
});

test('the description carries gate, version and hash, however long the label', () => {
  const { files } = compilePlaybook(withCriteria(criterion('OPP-A-01', { ...buyer, label: 'long '.repeat(80).trim() })));
  const rule = files.find(({ path }) => path.endsWith('Handrail_OPP_A_01.validationRule-meta.xml'));
  const description = /<description>(.*)<\/description>/.exec(rule?.contents ?? '')?.[1] ?? '';
  assert.match(description, /^handrail: long .* gate=Qualification; playbook=2026\.4\.0; hash=[0-9a-f]{16}$/);
  assert.equal(description.length, 255);
});

test('planWrites writes what differs, deletes what is no longer generated and leaves the rest', () => {
  const files = [{ path: 'a', contents: '1' }, { path: 'b', contents: '2' }, { path: 'c', contents: '3' }];
  assert.deepEqual(planWrites(files, new Map([['a', '1'], ['b', 'old'], ['gone', 'x']])), {
    write: [{ path: 'b', contents: '2' }, { path: 'c', contents: '3' }], delete: ['gone'], unchanged: ['a'],
  });
});

test('the manifest tells a hand edit from a generated file', () => {
  const manifest = manifestOf([{ path: 'b', contents: '2' }, { path: 'a', contents: '1' }]);
  assert.equal(manifest.path, 'config/generated.json');
  assert.deepEqual(handEdited(manifest.contents, new Map([['a', '1'], ['b', '2']])), []);
  assert.deepEqual(handEdited(manifest.contents, new Map([['a', 'edited']])), ['a', 'b']);
});
