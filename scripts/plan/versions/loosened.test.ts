/** Which change of a criterion asks for less: told by hand, and held against random values. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileText, type FormulaContext } from '../../formula/index.ts';
import type { Criterion } from '../../playbook/index.ts';
import { asksLess } from './loosened.ts';

const criterion = (changes: Partial<Criterion>): Criterion => ({ id: 'A', require: null, satisfiedWhen: null, appliesWhen: null, for: 'all', holds: 'through_won', onUndo: 'block', effectiveFrom: '2026-01-01', mode: 'enforce', family: 'Opportunity', trigger: { kind: 'exit' }, ...changes }) as unknown as Criterion;
const met = (was: string | null, is: string | null): boolean => asksLess(criterion({ satisfiedWhen: was }), criterion({ satisfiedWhen: is }));

const LESS: readonly (readonly [string, string | null, string | null])[] = [
  ['a condition dropped', 'AND(A > 1, B > 2)', 'A > 1'],
  ['one of several dropped', 'AND(A > 1, AND(B > 2, C > 3))', 'AND(A > 1, C > 3)'],
  ['one alternative more', 'OR(A > 1, B > 2)', 'OR(A > 1, B > 2, C > 3)'],
  ['an alternative inside', 'AND(A > 1, B > 2)', 'AND(A > 1, OR(B > 2, C > 3))'],
  ['a lower threshold', 'AND(A >= 1000, B > 2)', 'AND(A >= 500, B > 2)'],
  ['a higher ceiling', 'A < 5', 'A < 10'],
  ['an exception dropped', 'AND(A > 1, NOT(OR(B > 2, C > 3)))', 'AND(A > 1, NOT(B > 2))'],
  ['an exception that asks more', 'NOT(A > 1)', 'NOT(AND(A > 1, B > 2))'],
  ['nothing left', 'A > 1', null],
];
for (const [what, was, is] of LESS) {
  test(`less: ${what}, and the other way round not`, () => {
    assert.equal(met(was, is), true);
    assert.equal(met(is, was), false);
  });
}

const UNTOLD: readonly (readonly [string, string, string])[] = [
  ['something else', 'A > 1', 'B > 1'],
  ['a bound of another side', 'A > 1', 'A < 1'],
  ['what is negated', 'NOT(AND(A > 1, B > 2))', 'NOT(A > 1)'],
  ['a part that is stricter and one that is looser', 'AND(A > 1, B > 2)', 'AND(A > 2, B > 1)'],
];
for (const [what, was, is] of UNTOLD) test(`not told: ${what}`, () => assert.equal(met(was, is), false));

test('asked of fewer records is less, of more it is not; so is a shorter text', () => {
  const asked = (appliesWhen: string | null): Criterion => criterion({ satisfiedWhen: 'A > 1', appliesWhen });
  assert.deepEqual([asksLess(asked(null), asked('B > 2')), asksLess(asked('B > 2'), asked(null)), asksLess(asked('B > 2'), asked('AND(B > 2, C > 3)'))], [true, false, true]);
  const filled = (min: number): Criterion => criterion({ require: { field: 'Note__c', min } });
  assert.deepEqual([asksLess(filled(40), filled(20)), asksLess(filled(20), filled(40)), asksLess(filled(20), criterion({})), asksLess(criterion({}), filled(20))], [true, false, true, false]);
  assert.equal(asksLess(criterion({ satisfiedWhen: 'AND(A > 1, B > 2)' }), criterion({ satisfiedWhen: 'A > 1', for: 'new' })), false);
});

test('what is said to be less lets everything pass that passed', () => {
  const bound = fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('>', '>=', '<', '<='), fc.integer({ min: 0, max: 3 })).map(([name, operator, value]) => `${name} ${operator} ${value}`);
  const formula = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, bound, fc.tuple(fc.constantFrom('AND', 'OR'), fc.array(tie('node'), { minLength: 2, maxLength: 3 })).map(([name, parts]) => `${name}(${parts.join(', ')})`), tie('node').map((inner) => `NOT(${inner})`)),
  })).node;
  const value = fc.option(fc.integer({ min: -1, max: 4 }), { nil: null });
  let told = 0;
  fc.assert(fc.property(formula, formula, fc.record({ A: value, B: value, C: value }), (was, is, record) => {
    // Half of the pairs are made so that something can be told.
    for (const other of [is, `OR(${was}, ${is})`]) {
      if (!met(was, other)) continue;
      told++;
      if (holds(was, record)) assert.ok(holds(other, record), `${was} is true of ${JSON.stringify(record)}, ${other} is not`);
    }
  }), { numRuns: 300 });
  assert.ok(told >= 300);
});

const CONTEXT: FormulaContext = { kind: 'validationRule', unrestricted: true, resolve: () => ({ type: 'Number' }) };

function holds(source: string, record: Readonly<Record<string, number | null>>): boolean {
  const { evaluate, problems } = compileText(source, CONTEXT);
  assert.ok(evaluate, `${source}: ${problems[0]?.message ?? ''}`);
  return evaluate({ record: ([name]) => record[name ?? ''] ?? null, now: new Date('2026-03-01T04:30:00Z'), timeZone: 'UTC' }) === true;
}
