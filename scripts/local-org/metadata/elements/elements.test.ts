import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { element, fingerprint, type XmlElement } from '../xml/element.ts';
import { METADATA_TYPES } from '../registry.ts';
import { parseXml } from '../xml/parse.ts';
import { printDocument } from '../xml/print.ts';
import { fromObject } from './fromObject.ts';
import { checkElements, elementsOf, isKnownType, normalize, type ElementDefinition } from './index.ts';
import { toObject } from './toObject.ts';
import table from './elements.json' with { type: 'json' };

const enums = table.enums as Readonly<Record<string, readonly string[]>>;
const SCALARS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  string: fc.constantFrom('a', 'b c', '<&>', '"x"'), boolean: fc.constantFrom('true', 'false'), int: fc.integer({ min: 0, max: 999 }).map(String), double: fc.constantFrom('1.0', '2.5'),
  date: fc.constant('2026-01-31'), dateTime: fc.constant('2026-01-31T10:00:00Z'), time: fc.constant('10:00:00'),
};

/** A valid element of a definition. */
function nodeOf(definition: ElementDefinition, depth: number): fc.Arbitrary<XmlElement> {
  const scalar = SCALARS[definition.type];
  if (scalar !== undefined) return scalar.map((text) => element(definition.name, text));
  const values = enums[definition.type];
  if (values !== undefined) return fc.constantFrom(...values).map((text) => element(definition.name, text));
  return treeOf(definition.type, definition.name, depth - 1);
}

/** A valid tree of a type, in WSDL order. */
function treeOf(type: string, name: string, depth: number): fc.Arbitrary<XmlElement> {
  const definitions = [...elementsOf(type).values()].filter((definition) => definition.type !== 'base64Binary' && definition.type !== 'anyType'
    && (definition.required || !isKnownType(definition.type) || depth > 0));
  const parts = definitions.map((definition) => fc.array(nodeOf(definition, depth), { minLength: definition.required ? 1 : 0, maxLength: definition.repeated ? 2 : 1 }));
  return fc.tuple(...parts).map((lists) => element(name, lists.flat()));
}

const problemsOf = (tree: XmlElement, type: string): string[] => {
  const problems: string[] = [];
  checkElements(tree, type, (message) => problems.push(message));
  return problems;
};

for (const type of ['ValidationRule', 'CustomField', 'PermissionSet', 'CustomObject', 'PathAssistant', 'FlexiPage']) {
  test(`${type}: what the table allows is accepted, and its normal form does not depend on order`, () => {
    fc.assert(fc.property(treeOf(type, type, 1), fc.array(fc.nat(), { minLength: 80, maxLength: 80 }), (tree, keys) => {
      assert.deepEqual(problemsOf(tree, type), []);
      const normal = normalize(tree, type);
      assert.equal(fingerprint(normalize(normal, type)), fingerprint(normal));
      // Elements of one name keep their order; the names may come in any.
      const groups = [...Map.groupBy(tree.children, (child) => child.name).values()].map((group, index) => ({ group, key: keys[index] ?? 0 }));
      const shuffled = groups.sort((left, right) => left.key - right.key).flatMap(({ group }) => group);
      assert.equal(fingerprint(normalize({ ...tree, children: shuffled }, type)), fingerprint(normal));
      assert.ok(problemsOf({ ...tree, children: [...tree.children, element('colour', 'red')] }, type).some((message) => message.endsWith(`colour invalid at this location in type ${type}`)));
    }), { seed: 4, numRuns: 40 });
  });
}

/** Beside types of screens and flows, whose trees are large: a few of each registered type. */
test('what is printed of any type is read back as it was, and prints the same again', () => {
  for (const { xmlName } of METADATA_TYPES) {
    if (xmlName === 'Settings') continue;
    fc.assert(fc.property(treeOf(xmlName, xmlName, 0), (tree) => {
      const stored = normalize(tree, xmlName);
      const text = printDocument(stored);
      const { root } = parseXml(text);
      assert.deepEqual(problemsOf(root, xmlName), [], xmlName);
      assert.equal(fingerprint(normalize(root, xmlName)), fingerprint(stored));
      assert.equal(printDocument(normalize(root, xmlName)), text);
    }), { seed: 11, numRuns: 5 });
  }
});

test('data of a component becomes the component again', () => {
  for (const type of ['ValidationRule', 'CustomField', 'FlexiPage', 'Layout', 'PathAssistant']) {
    fc.assert(fc.property(treeOf(type, type, 1), (tree) => {
      const stored = normalize(tree, type);
      assert.equal(fingerprint(normalize(element(type, fromObject(toObject(stored, type), type)), type)), fingerprint(stored));
    }), { seed: 12, numRuns: 20 });
  }
});
