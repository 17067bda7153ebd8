import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, num, ref, text } from './build.ts';
import { printFormula } from './print/salesforce.ts';
import { parseFormula } from './syntax/parser.ts';
import { fieldsOf } from './walk.ts';

test('the fields of a formula are listed once, as first written', () => {
  const { expression } = parseFormula('AND(Amount > 1, ISCHANGED(AMOUNT), ISPICKVAL(Account.Industry, "x"), $Permission.Bypass)');
  assert.ok(expression);
  assert.deepEqual(fieldsOf(expression), [['Amount'], ['Account', 'Industry'], ['$Permission', 'Bypass']]);
});

test('what cannot be read back cannot be built', () => {
  assert.throws(() => ref('Not a name'), RangeError);
  assert.throws(() => ref('Null'), RangeError);
  assert.throws(() => ref('A)+(B'), RangeError);
  assert.throws(() => text('two\nlines'), RangeError);
  assert.throws(() => num(Number.NaN), RangeError);
  assert.throws(() => call('X(', num(1)), RangeError);
});

test('numbers are written plainly', () => {
  assert.deepEqual([2, -3, 0.1, 1e21, 1e-7, '0.10'].map((value) => printFormula(num(value))), ['2', '-3', '0.1', '1000000000000000000000', '0.0000001', '0.10']);
});
