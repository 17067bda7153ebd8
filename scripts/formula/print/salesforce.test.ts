import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { binary, bool, call, not, num, ref, text } from '../build.ts';
import { parseFormula } from '../syntax/parser.ts';
import { bare, typed } from '../testing/arbitrary.ts';
import type { Expression } from '../types.ts';
import { printFormula } from './salesforce.ts';

const any: fc.Arbitrary<Expression> = fc.oneof(typed.boolean, typed.number, typed.text);

function reread(printed: string): Expression {
  const { expression, problems } = parseFormula(printed);
  assert.deepEqual(problems, [], printed);
  assert.ok(expression);
  return expression;
}

test('what is printed on one line reads back as the same tree', () => {
  fc.assert(fc.property(any, (expression) => {
    assert.deepEqual(bare(reread(printFormula(expression))), bare(expression));
  }), { seed: 7, numRuns: 400 });
});

test('what is printed indented reads back as the same tree', () => {
  fc.assert(fc.property(any, (expression) => {
    assert.deepEqual(bare(reread(printFormula(expression, { indent: true }))), bare(expression));
  }), { seed: 8, numRuns: 400 });
});

test('brackets stand only where the tree needs them', () => {
  const [a, b, c] = [ref('A'), ref('B'), ref('C')];
  assert.equal(printFormula(binary('-', a, binary('-', b, c))), 'A - (B - C)');
  assert.equal(printFormula(binary('-', binary('-', a, b), c)), 'A - B - C');
  assert.equal(printFormula(binary('^', a, binary('*', b, c))), 'A ^ B * C');
  assert.equal(printFormula(binary('*', a, binary('^', b, c))), 'A * (B ^ C)');
  assert.equal(printFormula(binary('=', binary('>', a, b), bool(true))), 'A > B = TRUE');
});

test('text is quoted so that quotes and backslashes survive', () => {
  assert.equal(printFormula(text('say "hi" \\ bye')), '"say \\"hi\\" \\\\ bye"');
});

test('a long call is broken over lines, CASE with each match beside its result', () => {
  const stages = ['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Closed Won'];
  const rank = call('CASE', ref('StageName'), ...stages.flatMap((stage, index) => [text(stage), num(index + 1)]), num(0));
  const rule = call('AND', not(ref('$Permission.Bypass')), binary('>', rank, num(2)));
  assert.equal(printFormula(rule, { indent: true }), [
    'AND(',
    '  NOT($Permission.Bypass),',
    '  CASE(',
    '    StageName,',
    '    "Prospecting", 1,',
    '    "Qualification", 2,',
    '    "Needs Analysis", 3,',
    '    "Value Proposition", 4,',
    '    "Closed Won", 5,',
    '    0)',
    '  > 2)',
  ].join('\n'));
});
