import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { positionOf } from '../position.ts';
import { printFormula } from '../print/salesforce.ts';
import type { Expression } from '../types.ts';
import { parseFormula } from './parser.ts';

function read(source: string): Expression {
  const { expression, problems } = parseFormula(source);
  assert.deepEqual(problems, []);
  assert.ok(expression);
  return expression;
}

/** The tree with every operation in brackets. */
function shape(node: Expression): string {
  switch (node.kind) {
    case 'binary':
      return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`;
    case 'unary':
      return `(${node.operator}${shape(node.operand)})`;
    case 'call':
      return `${node.name}(${node.args.map(shape).join(', ')})`;
    default:
      return printFormula(node);
  }
}

// Precedence and associativity as Formula.g4 of Salesforce's engine has them, probed in an org: 2 * 3 ^ 2 is 36, 2 ^ 3 ^ 2 is 64, -2 ^ 2 is 4.
const SHAPES: readonly (readonly [string, string])[] = [
  ['2 * 3 ^ 2', '((2 * 3) ^ 2)'],
  ['2 ^ 3 ^ 2', '((2 ^ 3) ^ 2)'],
  ['-2 ^ 2', '((-2) ^ 2)'],
  ['a - b - c', '((a - b) - c)'],
  ['a + b & c - d', '(((a + b) & c) - d)'],
  ['a + b > c = d < e', '(((a + b) > c) = (d < e))'],
  ['a || b && c = d', '(a || (b && (c = d)))'],
  ['!a && NOT b', '((!a) && (!b))'],
  ['not(a)', 'NOT(a)'],
  ['a == b != c', '((a = b) <> c)'],
  ['x -- 2', '(x - (-2))'],
  ['TRUE && False || nULL = 1', '((TRUE && FALSE) || (NULL = 1))'],
  ['Null_Check__c', 'Null_Check__c'],
  ['Account.Owner.Name', 'Account.Owner.Name'],
  ['1 /* a /* b */ + 2', '(1 + 2)'],
  ['{! $Record.StageName }', '{!$Record.StageName}'],
  ['now()', 'NOW()'],
];

for (const [source, expected] of SHAPES) {
  test(`${source} is read as ${expected}`, () => {
    assert.equal(shape(read(source)), expected);
  });
}

// LEN of each literal in an org: only \\ and \" are collapsed.
const ESCAPES: readonly (readonly [string, string])[] = [
  [String.raw`"\\"`, '\\'],
  [String.raw`"a\"b"`, 'a"b'],
  [String.raw`'a\"b'`, 'a"b'],
  [String.raw`'a\'b'`, String.raw`a\'b`],
  [String.raw`"a\nb"`, String.raw`a\nb`],
  [`'say "x"'`, 'say "x"'],
];

for (const [source, expected] of ESCAPES) {
  test(`the literal ${source} stands for ${JSON.stringify(expected)}`, () => {
    const node = read(source);
    assert.equal(node.kind === 'text' && node.value, expected);
  });
}

const FAULTS: readonly (readonly [string, string, number])[] = [
  ['', "Syntax error.  Found 'end of formula'", 0],
  ['AND(a', "Syntax error.  Missing ')'", 5],
  ['AND(a))', "Syntax error. Extra ')'", 6],
  ['AND(a,, b)', "Syntax error. Extra ','", 6],
  ['a b', "Syntax error.  Found 'b'", 2],
  ['a +', "Syntax error.  Found 'end of formula'", 3],
  ['* a', "Syntax error.  Found '*'", 0],
  ['"abc', "Syntax error.  Missing '\"'", 0],
  [String.raw`"a\qb"`, String.raw`Syntax error.  Found '\q' in a text literal.`, 2],
  ['1 /* never closed', "Syntax error.  Missing '*/'", 2],
  ['a // b', "Syntax error.  Found '/'", 3],
  ['.5', "Syntax error.  Found '.'", 0],
  ['a ; b', "Syntax error.  Found ';'", 2],
  ['a \u00A0= b', "Syntax error.  Found 'U+00A0'", 2],
  ['TRUE()', "Syntax error.  Found '('", 4],
];

for (const [source, message, start] of FAULTS) {
  test(`${JSON.stringify(source)} is refused where it is wrong`, () => {
    const { expression, problems } = parseFormula(source);
    assert.equal(expression, undefined);
    assert.deepEqual(problems.map((found) => [found.code, found.message, found.span.start]), [['syntax', message, start]]);
  });
}

test('spans cover exactly what was written', () => {
  const source = 'AND( Amount > 1 ,  ISBLANK(NextStep) )';
  const node = read(source);
  assert.ok(node.kind === 'call');
  assert.deepEqual(node.args.map(({ span }) => source.slice(span.start, span.end)), ['Amount > 1', 'ISBLANK(NextStep)']);
});

test('an offset becomes line and column, whatever the line breaks', () => {
  assert.deepEqual(positionOf('a\r\nbc\nd\re', 4), { line: 2, column: 2 });
  assert.deepEqual(positionOf('a\r\nbc\nd\re', 8), { line: 4, column: 1 });
  assert.deepEqual(positionOf('abc', 99), { line: 1, column: 4 });
});

test('hostile nesting is refused, not a stack overflow', () => {
  for (const source of ['('.repeat(50_000), '!'.repeat(50_000) + 'a', 'NOT('.repeat(20_000), `1${'+1'.repeat(40_000)}`, '-'.repeat(99_000), 'a'.repeat(200_000)]) {
    const { problems, expression } = parseFormula(source);
    assert.equal(expression, undefined);
    assert.equal(problems.length, 1);
  }
});

test('no text makes the parser throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('(', ')', 'A', '"', "'", '\\', '/', '*', '1', '.', '{', '!', '}', ',', '&', '=', ' ') })), (source) => {
    const { expression, problems } = parseFormula(source);
    assert.equal(expression === undefined, problems.length > 0);
  }), { seed: 3, numRuns: 500 });
});
