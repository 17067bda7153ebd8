/** What a tree says counts, not how it is written: a smaller one of the trees of `npm run bench -- drift`, many times. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareFields } from './compare/fields.ts';
import { compareRules } from './compare/rules.ts';
import type { Difference } from './difference.ts';
import { parseComponents } from './parseComponents.ts';
import { noisyTree, randomFrom, sourceTree, type SourceFile } from './testing/tree.ts';

const SIZE = { objects: 4, fields: 60, rules: 20 };

function differences(declared: readonly SourceFile[], org: readonly SourceFile[]): Difference[] {
  const [left, right] = [parseComponents(declared), parseComponents(org)];
  assert.equal(left.fields.size + left.rules.size, SIZE.fields + SIZE.rules);
  return [...compareRules(left, right, () => undefined), ...compareFields(left, right, () => [])];
}

test('order, white space, defaults, added elements and other ways to write a character are no difference', () => {
  fc.assert(fc.property(fc.nat(), fc.nat(), (seed, noise) => {
    assert.deepEqual(differences(sourceTree(SIZE, randomFrom(seed)), noisyTree(SIZE, randomFrom(seed), randomFrom(noise))), []);
  }), { numRuns: 60, seed: 6 });
});

test('one change among the noise is found, and nothing else', () => {
  const changes: readonly (readonly [pattern: RegExp, to: string, kind: string])[] = [
    [/(<ValidationRule [\s\S]*)<active>true/, '$1<active>false', 'rule-off'],
    [/<errorMessage>/, '<errorMessage>Now: ', 'rule-message'],
    [/<errorConditionFormula>(?!<!)/, '<errorConditionFormula>Amount &lt; 1 || ', 'rule-formula'],
    [/<inlineHelpText>(?!<!)/, '<inlineHelpText>Now: ', 'help-changed'],
    [/(<CustomField [\s\S]*<description>)(?!<!)/, '$1Now: ', 'description-changed'],
    [/<type>Currency/, '<type>Number', 'field-changed'],
    [/<length>[0-9]+/, '<length>7000', 'field-changed'],
  ];
  for (const [seed, [pattern, to, kind]] of changes.entries()) {
    const org = noisyTree(SIZE, randomFrom(seed), randomFrom(seed + 100));
    const at = org.findIndex(([, xml]) => pattern.test(xml));
    const [path, xml] = org[at] ?? assert.fail(kind);
    const found = differences(sourceTree(SIZE, randomFrom(seed)), org.with(at, [path, xml.replace(pattern, to)]));
    assert.deepEqual(found.map((difference) => difference.kind), [kind]);
  }
});
