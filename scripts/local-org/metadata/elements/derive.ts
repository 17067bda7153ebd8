/**
 * Derives `elements.json` (known elements and enumerations per metadata type) from an XML schema of the
 * Metadata API: `node derive.ts <strict.xsd> > elements.json`. The schema used was assembled from the metadata
 * reference in forcedotcom/sf-skills (Apache License 2.0).
 *
 * An element is written `name:type` with a mark at the end: `!` required, `*` repeated, none optional.
 */
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

interface Node {
  readonly [name: string]: string | Node | readonly Node[] | undefined;
}

const asArray = (value: Node[string]): readonly Node[] => (value === undefined || typeof value === 'string' ? [] : Array.isArray(value) ? value as readonly Node[] : [value as Node]);
function text(node: Node, name: string): string {
  const value = node[name];
  return typeof value === 'string' ? value : '';
}
const bare = (type: string): string => type.replace(/^(tns|xsd):/, '');

function elements(sequence: Node[string]): string[] {
  return asArray(asArray(sequence)[0]?.['xsd:element']).map((element) => {
    const mark = element['maxOccurs'] === 'unbounded' ? '*' : element['minOccurs'] === '0' ? '' : '!';
    return `${text(element, 'name')}:${bare(text(element, 'type'))}${mark}`;
  });
}

const path = process.argv[2];
if (path === undefined) throw new Error('Usage: node derive.ts <metadata.xsd>');
const document = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false })
  .parse(readFileSync(path, 'utf8')) as Node;

const [schema = {}] = asArray(document['xsd:schema']);
const types: Record<string, { base?: string; elements: string[] }> = {};
for (const type of asArray(schema['xsd:complexType'])) {
  const [extension] = asArray(asArray(type['xsd:complexContent'])[0]?.['xsd:extension']);
  types[text(type, 'name')] = extension === undefined
    ? { elements: elements(type['xsd:sequence']) }
    : { base: bare(text(extension, 'base')), elements: elements(extension['xsd:sequence']) };
}
const enums: Record<string, string[]> = {};
for (const type of asArray(schema['xsd:simpleType'])) {
  enums[text(type, 'name')] = asArray(asArray(type['xsd:restriction'])[0]?.['xsd:enumeration']).map((value) => text(value, 'value'));
}

const lines = (entries: [string, unknown][]): string => entries
  .sort(([left], [right]) => (left < right ? -1 : 1))
  .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n');
const notice = 'Derived from the Metadata API reference in github.com/forcedotcom/sf-skills, Copyright (c) Salesforce, Inc., licensed under the Apache License, Version 2.0 (http://www.apache.org/licenses/LICENSE-2.0). Changed: reduced to element names, types and enumerations by derive.ts.';
process.stdout.write(`{\n  "notice": ${JSON.stringify(notice)},\n  "types": {\n${lines(Object.entries(types))}\n  },\n  "enums": {\n${lines(Object.entries(enums))}\n  }\n}\n`);
