import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFormula } from '../../formula/index.ts';
import { requiredFields } from './requiredFields.ts';

const cases: readonly (readonly [string, readonly string[], string])[] = [
  ['NOT(ISBLANK(A))', ['A'], 'one that is asked for'],
  ['NOT(ISBLANK(TRIM(A)))', ['A'], 'spaces are no answer'],
  ['AND(NOT(ISBLANK(A)), NOT(ISBLANK(B)), B >= 1)', ['A', 'B'], 'each of several'],
  ['NOT(ISBLANK(A)) && NOT(ISBLANK(B))', ['A', 'B'], 'the same with operators'],
  ['OR(NOT(ISBLANK(A)), NOT(ISBLANK(B)))', [], 'one of two: neither alone'],
  ['OR(AND(NOT(ISBLANK(A)), NOT(ISBLANK(B))), AND(NOT(ISBLANK(A)), C = 1))', ['A'], 'what both ways ask for'],
  ['NOT(OR(ISBLANK(A), ISBLANK(B)))', ['A', 'B'], 'none of them blank'],
  ['NOT(AND(ISBLANK(A), ISBLANK(B)))', [], 'not both blank'],
  ['ISPICKVAL(A, "Signed")', ['A'], 'a value of a picklist'],
  ['NOT(ISPICKVAL(A, ""))', ['A'], 'any value of a picklist'],
  ['NOT(ISPICKVAL(A, "Signed"))', [], 'any but one, blank among them'],
  ['ISBLANK(A)', [], 'what has to be blank'],
  ['AND(NOT(ISPICKVAL(A, "")), OR(NOT(ISPICKVAL(A, "Listed")), NOT(ISBLANK(B))))', ['A'], 'a text only for one of the values'],
];

for (const [formula, expected, name] of cases) {
  test(name, () => {
    const { expression } = parseFormula(formula);
    assert.ok(expression);
    assert.deepEqual([...requiredFields(expression)].sort(), expected);
  });
}
