import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FormulaError } from '../evaluate/error.ts';
import { compilePattern } from './match.ts';

const CASES: readonly (readonly [string, string, boolean])[] = [
  ['[0-9]{3}-[0-9]{2}-[0-9]{4}', '123-45-6789', true],
  ['[0-9]{3}-[0-9]{2}-[0-9]{4}', 'x123-45-6789', false],
  [String.raw`\d{5}(-\d{4})?`, '94105-1234', true],
  [String.raw`[a-zA-Z0-9._|\\%#~` + '`' + String.raw`=?&/$^*!}{+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,4}`, 'a.b+c@example.com', true],
  ['(?:a|b)*?c', 'ababc', true],
  ['^abc$', 'abc', true],
  [String.raw`\p{Lu}\p{Ll}+`, 'Ärger', true],
  ['[^,]*', 'no comma', true],
  ['[]a]+', ']a]', true],
  ['[a-]+', 'a-a', true],
  [String.raw`.*\bdeal\b.*`, 'a deal here', true],
  [String.raw`.*\bdeal\b.*`, 'an ideal', false],
  ['', '', true],
  ['.', '😀', true],
];

for (const [pattern, subject, expected] of CASES) {
  test(`${pattern} ${expected ? 'fits' : 'does not fit'} ${JSON.stringify(subject)}`, () => {
    assert.equal(compilePattern(pattern)(subject), expected);
  });
}

test('agrees with the backtracking engine on random patterns', () => {
  const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', String.raw`\w`);
  const piece = fc.tuple(atom, fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '{2,}')).map((parts) => parts.join(''));
  const sequence = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
  const pattern = fc.tuple(sequence, sequence, fc.constantFrom('', '*', '+', '?')).map(([left, right, count]) => `(${left}|${right})${count}`);
  fc.assert(fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 8 }), (source, subject) => {
    assert.equal(compilePattern(source)(subject), new RegExp(`^(?:${source})$`).test(subject), `${source} on ${subject}`);
  }), { seed: 11, numRuns: 500 });
});

test('patterns that make backtracking engines hang are answered', () => {
  assert.equal(compilePattern('(a*)*b')('a'.repeat(2000)), false);
  assert.equal(compilePattern('(a|aa)+$')(`${'a'.repeat(2000)}b`), false);
  assert.equal(compilePattern('((a?){20}){20}c')('a'.repeat(400)), false);
});

for (const [pattern, code] of [
  ['(', 'invalid-pattern'], ['a)', 'invalid-pattern'], ['*a', 'invalid-pattern'], ['[z-a]', 'invalid-pattern'], ['[a', 'invalid-pattern'], ['a{2,1}', 'invalid-pattern'],
  ['(?=a)b', 'unsupported'], [String.raw`(a)\1`, 'unsupported'], ['a++', 'unsupported'], ['[a&&b]', 'unsupported'], ['(?i)a', 'unsupported'], [String.raw`\p{constructor}`, 'unsupported'],
  ['((((a{1000}){1000}){1000}){1000})', 'unsupported'], ['(((){1000}){1000}){1000}', 'unsupported'], ['('.repeat(500), 'unsupported'],
] as const) {
  test(`${pattern.slice(0, 40)} is refused: ${code}`, () => {
    assert.throws(() => compilePattern(pattern), (error: unknown) => error instanceof FormulaError && error.code === code);
  });
}
