import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { printFormula } from './print/salesforce.ts';
import { sameFormula } from './normalise.ts';
import { sameFormulaText, sameTokens } from './sameText.ts';
import { parseFormula } from './syntax/parser.ts';

describe('the same by tokens', () => {
  test('blanks, comments and letter case', () => {
    assert.ok(sameTokens('AND(ISBLANK(Name), Amount>1)', ' and ( isblank(NAME)\r\n,\tAmount /* much */ > 1 ) '));
    assert.ok(sameTokens('"a /* b */ c"&Name', '"a /* b */ c" & name'));
  });

  test('what stands in a text counts to the letter', () => {
    for (const [left, right] of [['"a"', '"A"'], ['"a b"', '"a  b"'], ['"a"', '"a" & "b"'], ['"/* x */"', '""'], [String.raw`"a\"b"`, String.raw`"a\"B"`]] as const) assert.ok(!sameTokens(left, right), `${left} ${right}`);
  });

  test('a blank that parts two tokens is no blank', () => {
    for (const [left, right] of [['1 2', '12'], ['A B', 'AB'], ['a < = b', 'a <= b'], ['a & & b', 'a && b'], ['a / * b */ c', 'a /* b */ c']] as const) assert.ok(!sameTokens(left, right), `${left} ${right}`);
  });
});

test('brackets and identities are left to the trees', () => {
  assert.ok(sameFormulaText('AND(a, AND(b, c))', '(a && b) && c'));
  assert.ok(!sameFormulaText('a > 1', 'a >= 1'));
  assert.ok(!sameFormulaText('not a formula (', 'not a formula ['));
});

const leaf = fc.constantFrom('Name', 'Amount', '"x y"', "'It''s'", '12', '1.5', '$User.Title', 'Account.Name', 'TODAY()', '"a\\"b"');
const formula = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, leaf, fc.tuple(tie('any'), fc.constantFrom('+', '-', '&', '=', '<>', '<=', '&&', '||', '/', '*', '^'), tie('any')).map(([left, operator, right]) => `(${left}${operator}${right})`), fc.tuple(fc.constantFrom('AND', 'ISBLANK', 'if', 'Not'), fc.array(tie('any'), { minLength: 1, maxLength: 3 })).map(([name, args]) => `${name}(${args.join(',')})`), tie('any').map((operand) => `-${operand}`)),
})).any;

test('texts with the same tokens have the same tree, whatever stands between the characters', () => {
  fc.assert(
    fc.property(formula, fc.array(fc.tuple(fc.nat(), fc.constantFrom(' ', '\n', '/**/', '\t ')), { maxLength: 6 }), fc.boolean(), (text, blanks, upper) => {
      const changed = blanks.reduce((before, [at, blank]) => {
        const place = at % (before.length + 1);
        return `${before.slice(0, place)}${blank}${before.slice(place)}`;
      }, upper ? text.toUpperCase() : text);
      if (!sameTokens(text, changed)) return;
      const left = parseFormula(text).expression;
      const right = parseFormula(changed).expression;
      assert.equal(left === undefined, right === undefined, `${text} ~ ${changed}`);
      if (left && right) assert.ok(sameFormula(left, right), `${printFormula(left)} ~ ${printFormula(right)}`);
    }),
    { numRuns: 3000, seed: 6 },
  );
});
