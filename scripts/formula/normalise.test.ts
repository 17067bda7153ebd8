import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkFormula } from './check/check.ts';
import { compileFormula } from './evaluate/compile.ts';
import { formulaHash, normaliseFormula, sameFormula } from './normalise.ts';
import { printFormula } from './print/salesforce.ts';
import { parseFormula } from './syntax/parser.ts';
import { contextOf, record, typed } from './testing/arbitrary.ts';
import type { Expression, RawValue } from './types.ts';

function read(source: string): Expression {
  const { expression } = parseFormula(source);
  assert.ok(expression, source);
  return expression;
}

const SAME: readonly (readonly [string, string])[] = [
  ['AND(A, B)', 'and( a ,\n\tB )'],
  ['AND(A, B, C)', 'A && B && C'],
  ['AND(A, B, C)', 'AND(A, AND(B, C))'],
  ['OR(A, B && C)', 'A || AND(B, C)'],
  ['NOT(A)', '!A'],
  ['NOT(A)', 'NOT (A)'],
  ['NOT(A)', 'NOT A'],
  ['A', 'NOT(!A)'],
  ['A = 1', '(A) == ((1))'],
  ['A <> 1', 'A != 01'],
  ['A + 1', '+A + 1 /* why */'],
  ['LEN(Name) > 2', 'Len(NAME)>2'],
  ["Name = 'x'", 'Name = "x"'],
  ['$Record.StageName', '{!$Record.StageName}'],
];

const DIFFERENT: readonly (readonly [string, string])[] = [
  ['AND(A, B)', 'AND(B, A)'],
  ['AND(A, B)', 'OR(A, B)'],
  ['A <> 1', 'NOT(A = 1)'],
  ['IF(A, TRUE, FALSE)', 'A'],
  ['Name = "x"', 'Name = "X"'],
  ['A - (B - C)', 'A - B - C'],
  ['2 * 3 ^ 2', '2 * (3 ^ 2)'],
  ['ISPICKVAL(S, "Closed Won")', 'ISPICKVAL(S, "Closed  Won")'],
];

for (const [left, right] of SAME) {
  test(`${left} and ${JSON.stringify(right)} mean the same`, () => {
    assert.equal(sameFormula(read(left), read(right)), true);
    assert.equal(formulaHash(left), formulaHash(read(right)));
  });
}

for (const [left, right] of DIFFERENT) {
  test(`${left} and ${right} differ`, () => {
    assert.equal(sameFormula(read(left), read(right)), false);
    assert.notEqual(formulaHash(left), formulaHash(right));
  });
}

test('a formula and its normal form give the same answer for every record, blank values included', () => {
  const context = contextOf('formulaField');
  const answer = (expression: Expression, values: Record<string, RawValue>, blanks: 'zero' | 'blank'): RawValue => {
    const { formula, problems } = checkFormula(expression, context);
    assert.ok(formula, `${printFormula(expression)}: ${problems.map(({ message }) => message).join(' ')}`);
    return compileFormula(formula)({ record: ([name = '']) => Object.entries(values).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1], now: new Date('2026-01-31T10:00:00Z'), timeZone: 'UTC', blanks });
  };
  fc.assert(fc.property(typed.boolean, record, fc.constantFrom<'zero' | 'blank'>('zero', 'blank'), (expression, values, blanks) => {
    assert.deepEqual(answer(normaliseFormula(expression), values, blanks), answer(expression, values, blanks));
  }), { seed: 9, numRuns: 400 });
});

test('normalising twice changes nothing', () => {
  fc.assert(fc.property(typed.boolean, (expression) => {
    const once = normaliseFormula(expression);
    assert.equal(printFormula(normaliseFormula(once)), printFormula(once));
  }), { seed: 10, numRuns: 300 });
});

test('text that is no formula still has a hash of its own', () => {
  assert.equal(formulaHash('AND('), formulaHash(' AND( '));
  assert.notEqual(formulaHash('AND('), formulaHash('OR('));
});
