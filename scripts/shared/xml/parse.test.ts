/** The reader against the well-known parser on whatever both take, and alone on what it has to refuse. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { XmlElement } from './element.ts';
import { parseXml, XmlError } from './parse.ts';

const FORCE_APP = fileURLToPath(new URL('../../../force-app', import.meta.url));
const reference = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false, processEntities: true, htmlEntities: true, removeNSPrefix: true, ignoreDeclaration: true, ignorePiTags: true });

/** Both trees in one form: name, text, children, attributes. */
type Plain = readonly [name: string, content: string | readonly Plain[], attributes: Readonly<Record<string, string>>];

function ours({ name, text, children, attributes }: XmlElement): Plain {
  return [name, children.length > 0 ? children.map(ours) : text, Object.fromEntries(attributes ?? [])];
}

type Raw = Readonly<Record<string, unknown>>;

function theirs(xml: string): Plain {
  const plain = (node: Raw): Plain => {
    const name = Object.keys(node).find((key) => key !== ':@') ?? '';
    const items = node[name] as readonly Raw[];
    const elements = items.filter((item) => !('#text' in item));
    const attributes = Object.fromEntries(Object.entries((node[':@'] ?? {}) as Record<string, string>).filter(([key]) => key !== 'xmlns' && !NAMESPACES.has(key)));
    return [name, elements.length > 0 ? elements.map(plain) : items.map((item) => String(item['#text'])).join(''), attributes];
  };
  const [root] = (reference.parse(xml) as readonly Raw[]).filter((node) => !('#text' in node));
  assert.ok(root);
  return plain(root);
}

/** `xmlns:xsi` without its prefix. */
const NAMESPACES: ReadonlySet<string> = new Set(['xsi', 'xsd', 'soapenv']);

describe('the same tree as fast-xml-parser', () => {
  test('on every metadata file of the project', async () => {
    const entries = await readdir(FORCE_APP, { recursive: true });
    const files = entries.filter((entry) => entry.endsWith('-meta.xml'));
    assert.ok(files.length > 100);
    for (const file of files) {
      const xml = await readFile(join(FORCE_APP, file), 'utf8');
      assert.deepEqual(ours(parseXml(xml)), theirs(xml), file);
    }
  });

  const name = fc.constantFrom('fullName', 'label', 'valueSet', 'a', 'x-1', '_b.c', 'xsi:value');
  const words = fc.stringMatching(/^[\w &<>"'.,;\n\tÄ€😀/*{}()=-]{0,30}$/u).filter((text) => !text.includes(']]>'));
  const printed = (text: string): string => text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '');
  const node: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.tuple(name, words).map(([tag, text]) => `<${tag}>${printed(text)}</${tag}>`),
      fc.tuple(name, words).map(([tag, text]) => `<${tag} type="${printed(text).replaceAll('"', '&quot;').replace(/\s/g, ' ')}"/>`),
      fc.tuple(name, fc.array(tie('node'), { maxLength: 4 }), fc.constantFrom('', '\n  ', '<!-- a -->', ' \t')).map(([tag, parts, space]) => `<${tag}>${space}${parts.join(space)}${parts.length > 0 ? space : ''}</${tag} >`),
    ),
  })).node;

  test('on generated trees', () => {
    fc.assert(fc.property(fc.array(node, { maxLength: 5 }), (parts) => {
      const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<!-- head --><Root xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="x">${parts.join('\n')}</Root>\n`;
      assert.deepEqual(ours(parseXml(xml)), theirs(xml));
    }), { numRuns: 400, seed: 6 });
  });

  test('damaged text is refused with a place inside it, or is as well formed to both', () => {
    const sound = '<?xml version="1.0"?>\n<A xmlns="m"><b x="1">t &amp; &#65; <![CDATA[<c>]]></b>\n<!-- n --><b xsi:nil="true"/></A>';
    fc.assert(fc.property(fc.nat(sound.length - 1), fc.nat(3), fc.constantFrom('', '<', '>', '&', '"', '/', '\u0000', ' ', ']]>', '<!DOCTYPE a>', '--', 'é'), (at, gone, put) => {
      const text = sound.slice(0, at) + put + sound.slice(at + gone);
      try {
        parseXml(text);
      } catch (error) {
        assert.ok(error instanceof XmlError, String(error));
        const line = text.split('\n')[error.line - 1];
        assert.ok(line !== undefined && error.column >= 1 && error.column <= line.length + 1, `${error.message} in ${JSON.stringify(text)}`);
        return;
      }
      assert.equal(XMLValidator.validate(text), true, JSON.stringify(text));
    }), { numRuns: 3000, seed: 7 });
  });
});

test('text as XML has it: references, sections, ends of line, a mark at the front', () => {
  const { text } = parseXml('\uFEFF<a>1 &lt; 2 &#x41;&#66; &quot;&apos;<![CDATA[&lt;]]>\r\nx\ry</a>');
  assert.equal(text, '1 < 2 AB "\'&lt;\nx\ny');
  assert.equal(parseXml('<a v="x&#10;y\nz"/>').attributes?.get('v'), 'x\ny z');
  assert.deepEqual(parseXml('<s:a xmlns:s="n" s:nil="true"/>'), { name: 'a', attributes: new Map([['nil', 'true']]), text: '', children: [] });
});

describe('refused, with the place', () => {
  const refusals: readonly (readonly [what: string, xml: string, message: RegExp])[] = [
    ['a document type', '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><a/>', /^2:1 .*document type/],
    ['an entity of one\'s own', '<a>\n &b;</a>', /^2:2 .*&b;/],
    ['an ampersand', '<a>R & D</a>', /^1:6 .*ampersand/],
    ['a reference to no character', '<a>&#0;</a>', /^1:4 .*&#0;/],
    ['a reference to half a character', '<a>&#xD800;</a>', /^1:4 /],
    ['a control character', '<a>\u0001</a>', /^1:4 .*no place/],
    ['half a character', '<a>\uD800</a>', /lone surrogate/],
    ['a control character in a comment', '<a><!--\u0001--></a>', /no place/],
    ['text beside elements', '<a>\n<b/>\n x</a>', /^3:2 .*both text and elements/],
    ['text before elements', '<a>x<b/></a>', /both text and elements/],
    ['text outside', '<a/>x', /^1:5 .*outside/],
    ['two roots', '<a/><b/>', /^1:5 .*second/],
    ['none', '<!-- a -->', /no element/],
    ['nothing', '', /no element/],
    ['an open element', '<a><b></b>', /<a> is not closed/],
    ['another end', '<a>\n</b>', /^2:1 .*<a> is closed by another/],
    ['a longer end', '<a></ab>', /closed by another/],
    ['an end alone', '</a>', /without a start/],
    ['an attribute twice', '<a b="1" b="2"/>', /^1:10 .*twice/],
    ['an attribute without quotes', '<a b=1/>', /no value in quotes/],
    ['a < in an attribute', '<a b="<"/>', /^1:7 /],
    ['a late declaration', ' <?xml version="1.0"?><a/>', /does not stand first/],
    ['two dashes in a comment', '<a><!-- a -- b --></a>', /^1:11 .*dashes/],
    ['the end of a section', '<a>]]></a>', /^1:4 .*never began/],
    ['a name of other letters', '<ä/>', /^1:2 /],
  ];
  for (const [what, xml, message] of refusals) test(what, () => assert.throws(() => parseXml(xml), (error) => error instanceof XmlError && message.test(error.message), what));

  test('more than the limits', () => {
    assert.throws(() => parseXml('<a>'.repeat(65) + '</a>'.repeat(65)), /deeper than 64/);
    assert.throws(() => parseXml(`<a>${'<b/>'.repeat(10)}</a>`, { maxElements: 10 }), /more than 10 elements/);
    assert.throws(() => parseXml('<a>12345</a>', { maxLength: 10 }), /longer than 10/);
    assert.throws(() => parseXml(`<a${Array.from({ length: 200 }, (_, index) => ` a${index}="1"`).join('')}/>`), /more than 100 attributes/);
  });
});

test('names that fall on one another are told apart', () => {
  const names = ['constructor', '__proto__', ...Array.from({ length: 5000 }, (_, index) => `n${index}`)];
  assert.deepEqual(parseXml(`<a>${names.map((name) => `<${name}/>`).join('')}</a>`).children.map(({ name }) => name), names);
});
