import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { childOf, element, fingerprint, type XmlElement } from './element.ts';
import { parseXml, XmlError } from './parse.ts';
import { printDocument } from './print.ts';

const refuses = (text: string | Uint8Array, message: RegExp, line?: number): void => {
  assert.throws(() => parseXml(text), (error: unknown) => error instanceof XmlError && message.test(error.message) && (line === undefined || error.line === line));
};

const printable = fc.string({ unit: fc.constantFrom('a', 'Z', '0', ' ', '<', '>', '&', '"', "'", ';', 'ä', '€', '😀', '\n', ']') , maxLength: 12 }).filter((text) => text.trim() !== '');
const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,6}$/);
const tree: fc.Memo<XmlElement> = fc.memo((depth) => fc.tuple(name, depth <= 1 ? printable : fc.oneof(printable, fc.array(tree(depth - 1), { maxLength: 4 }))).map(([tag, content]) => element(tag, content)));

describe('XML', () => {
  test('printed and read again is the same tree', () => {
    fc.assert(fc.property(tree(3), (root) => {
      assert.equal(fingerprint(parseXml(printDocument(element('Root', [root]))).root), fingerprint(element('Root', [root])));
    }), { seed: 3, numRuns: 200 });
  });

  test('positions are those behind the start tag', () => {
    const text = '<?xml version="1.0" encoding="UTF-8"?>\n<CustomObject xmlns="x">\n    <fields>\n        <label>A</label>\n    </fields>\n</CustomObject>\n';
    const document = parseXml(text);
    const fields = childOf(document.root, 'fields');
    assert.deepEqual(document.locate(fields?.offset ?? 0), { line: 3, column: 13 });
    assert.deepEqual(document.locate(fields?.children[0]?.offset ?? 0), { line: 4, column: 16 });
  });

  test('references are decoded, CDATA taken as text, comments dropped, type attributes kept', () => {
    const { root } = parseXml('<a xmlns:xsi="y"><b xsi:type="xsd:string">&lt;&#65;&#x42;&amp;<![CDATA[<x>&amp;]]></b><!-- <c> --></a>');
    assert.deepEqual(root.children.map(({ text, attributes }) => [text, attributes]), [['<AB&<x>&amp;', { 'xsi:type': 'xsd:string' }]]);
  });

  test('document types, entities, depth, size and damage are refused with a place', () => {
    refuses('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>', /document type/, 2);
    refuses('<a>&nbsp;</a>', /entity "nbsp"/);
    refuses('<a>&constructor;</a>', /entity "constructor"/);
    refuses('<a>&#0;</a>', /not an XML character/);
    refuses('<a>\n<b></a>', /b/, 2);
    refuses('<a/><b/>', /./);
    refuses('', /./);
    refuses('no xml', /./);
    refuses(`${'<a>'.repeat(70)}${'</a>'.repeat(70)}`, /nested deeper/);
    refuses(`<a>${'<b/>'.repeat(200_001)}</a>`, /more than 200,000 elements/);
    refuses('<a>text<b/></a>', /mixes text and elements/);
    refuses(new Uint8Array([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]), /not UTF-8/);
  });
});
