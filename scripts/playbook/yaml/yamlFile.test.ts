/** YAML that was written to do harm, and places in YAML that was written well. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Document, Scalar } from 'yaml';
import type { Position } from '../model.ts';
import { readYaml } from './yamlFile.ts';

function codes(text: string): string[] {
  const { yaml, problems } = readYaml('a.yaml', text);
  assert.equal(yaml === undefined, problems.length > 0);
  return problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

const HOSTILE: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['nested without end', `a: ${'['.repeat(100_000)}`, ['HR104 1:44']],
  ['nested too deep and closed again', `a: ${'['.repeat(3000)}${']'.repeat(3000)}`, ['HR104 1:44']],
  ['nested as a block', '- '.repeat(50_000) + 'x', ['HR104 1:83']],
  ['larger than the limit', `a: "${'x'.repeat(1024 * 1024)}"`, ['HR103 1:1']],
  ['an alias bomb', ['a: &a [x, x, x, x, x, x, x, x, x]', ...[...'bcdefghi'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(', ')}]`)].join('\n'), ['HR113 2:8']],
  ['more aliases than anyone writes', `a: &a x\nb: [${Array(101).fill('*a').join(', ')}]`, ['HR113 2:5']],
  ['an alias of nothing', 'a: *b', ['HR101 1:4']],
  ['a tag', 'a: !!js/function "return 1"', ['HR112 1:18']],
  ['a tag of one\'s own', 'a: !mine {b: c}', ['HR112 1:10']],
  ['binary', 'a: !!binary aGVsbG8=', ['HR112 1:13']],
  ['a key twice', 'a: 1\nb:\n  c: 1\n  c: 2', ['HR110 4:3']],
  ['a prototype', '__proto__: { polluted: true }', ['HR105 1:1']],
  ['a constructor, deep inside', 'a:\n  - b: { constructor: x }', ['HR105 2:10']],
  ['a list as a key', '? [a, b]\n: c', ['HR111 1:3']],
  ['two documents', 'a: 1\n---\na: 2', ['HR101 2:1']],
  ['a control character', 'a: "x\u0007y"', ['HR102 1:6']],
  ['a control character as an escape', 'a: "x\\u0007y"', ['HR102 1:4']],
  ['text that turns round', 'a: abc\u202Edef\nb: \u2066', ['HR102 1:7', 'HR102 2:4']],
  ['a space that is none', 'a: b\u200Bc', ['HR102 1:5']],
  ['a key with a direction mark', 'a\u200E: b', ['HR102 1:2']],
  ['an open quote', 'a: "b', ['HR101 1:6']],
  ['a tab for indentation', 'a:\n\t- b', ['HR101 2:1']],
];

for (const [name, text, expected] of HOSTILE) {
  test(`refuses ${name}`, () => assert.deepEqual(codes(text), expected));
}

const MENDED: readonly (readonly [text: string, hint: string])[] = [
  ['a:\n\t- b', 'Indent with spaces.'],
  ['a: 1\na: 2', 'Take one of the two out.'],
  ['a: !!js/function "x"', 'Take the tag out; a text stands in quotes.'],
];

for (const [text, hint] of MENDED) {
  test(`says how to mend ${JSON.stringify(text)}`, () => assert.deepEqual(readYaml('a.yaml', text).problems.map((found) => found.hint), [hint]));
}

test('many keys, all of them twice, are reported in part and at once', () => {
  const found = codes(Array.from({ length: 60_000 }, (_, index) => `key${index >> 1}: 1`).join('\n'));
  assert.equal(found.length, 20);
});

test('reading an own key does not reach the prototype', () => {
  assert.deepEqual(codes('__proto__: { polluted: true }'), ['HR105 1:1']);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test('a byte order mark, Windows line ends, other languages and emoji are read', () => {
  const { yaml, problems } = readYaml('a.yaml', '\uFEFFa: Größe 📈\r\nb: 東京\r\nc: سعر\r\n');
  assert.deepEqual(problems, []);
  assert.deepEqual(yaml?.value, { a: 'Größe 📈', b: '東京', c: 'سعر' });
  assert.deepEqual(yaml?.locate(['b']), { file: 'a.yaml', line: 2, column: 4 });
});

test('what is not there is placed at the nearest parent', () => {
  const { yaml } = readYaml('a.yaml', 'a:\n  - b: 1\n    c: 2\n');
  assert.deepEqual(yaml?.locate(['a', 0, 'd']), { file: 'a.yaml', line: 2, column: 5 });
  assert.deepEqual(yaml?.locateKey(['a', 0, 'c']), { file: 'a.yaml', line: 3, column: 5 });
  assert.deepEqual(yaml?.locate(['x', 'y']), { file: 'a.yaml', line: 1, column: 1 });
});

/** Words as formulas have them, with everything that YAML writes in another way. */
const word = fc.stringMatching(/^[A-Za-z0-9_"'\\(),<>=&|.:#{}$-]{1,12}$/).filter((text) => !/^[-?:]$/.test(text));
const formula = fc.array(fc.tuple(word, fc.constantFrom(' ', '  ', '\n', '\n  ')), { minLength: 1, maxLength: 20 }).map((parts) => parts.map(([text, space]) => text + space).join('').trimEnd());
const STYLES = [Scalar.BLOCK_FOLDED, Scalar.BLOCK_LITERAL, Scalar.QUOTE_DOUBLE, Scalar.QUOTE_SINGLE, Scalar.PLAIN] as const;

test('a character of a formula is found again in the file, however YAML writes the formula', () => {
  fc.assert(
    fc.property(formula, fc.constantFrom(...STYLES), fc.boolean(), (value, style, folded) => {
      const scalar = new Scalar(value);
      scalar.type = style;
      const text = new Document({ a: [{ satisfied_when: scalar }] }).toString({ lineWidth: folded ? 30 : 0 });
      const { yaml } = readYaml('a.yaml', text);
      // The writer of the library makes a plain text of `0:` and a line end, which is a key to every reader.
      fc.pre(yaml !== undefined);
      const read = (yaml.value as { a: { satisfied_when: string }[] }).a[0]?.satisfied_when ?? '';
      const lines = text.split('\n');
      for (let offset = 0; offset < read.length; offset++) {
        if (/\s/.test(read[offset] ?? '')) continue;
        const { line, column }: Position = yaml.locateIn(['a', 0, 'satisfied_when'], offset);
        const there: string = lines[line - 1]?.slice(column - 1) ?? '';
        // In double quotes an escape stands for the character.
        const shown: string | undefined = there.startsWith('\\') && scalarIsDouble(text) ? there[1] : there[0];
        assert.equal(shown, read[offset], `offset ${offset} of ${JSON.stringify(read)} in\n${text}`);
      }
    }),
    { seed: 20260401, numRuns: 400 },
  );
});

function scalarIsDouble(text: string): boolean {
  return /satisfied_when:\s*"/.test(text);
}

test('behind the last character is where something is missing', () => {
  const { yaml } = readYaml('a.yaml', 'a: >-\n  AND(b,\n  c\n\nd: 1\n');
  assert.deepEqual(yaml?.locateIn(['a'], 'AND(b, c'.length), { file: 'a.yaml', line: 3, column: 4 });
});
