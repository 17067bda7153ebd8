/**
 * Derives `elements.json` (elements and enumerations per metadata type) from two publications of Salesforce:
 * `node derive.ts <strict.xsd> <metadata.d.ts> > elements.json`.
 *
 * - An XML schema assembled from the metadata reference in forcedotcom/sf-skills (Apache License 2.0): exact simple
 *   types, but not of every metadata type.
 * - `@salesforce/types/lib/metadata.d.ts` (BSD 3-Clause): every type, with `number` and `string` for all simple ones.
 *
 * The schema wins where both know an element. Only types that the registry or a settings file can reach are kept. An
 * element is written `name:type` with a mark at the end: `!` required, `*` repeated, none optional.
 */
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { CHILD_TYPES, FOLDER_TYPES, METADATA_TYPES } from '../registry.ts';
import { additionalTypes } from './additional.ts';

interface Type {
  base?: string;
  elements: string[];
}

interface Table {
  readonly types: Map<string, Type>;
  readonly enums: Map<string, string[]>;
}

interface Node {
  readonly [name: string]: string | Node | readonly Node[] | undefined;
}

const asArray = (value: Node[string]): readonly Node[] => (value === undefined || typeof value === 'string' ? [] : Array.isArray(value) ? value as readonly Node[] : [value as Node]);
function text(node: Node, name: string): string {
  const value = node[name];
  return typeof value === 'string' ? value : '';
}
const bare = (type: string): string => type.replace(/^(tns|xsd):/, '');
const nameOf = (element: string): string => element.slice(0, element.indexOf(':'));

function schemaElements(sequence: Node[string]): string[] {
  return asArray(asArray(sequence)[0]?.['xsd:element']).map((element) => {
    const mark = element['maxOccurs'] === 'unbounded' ? '*' : element['minOccurs'] === '0' ? '' : '!';
    return `${text(element, 'name')}:${bare(text(element, 'type'))}${mark}`;
  });
}

function readSchema(path: string): Table {
  const document = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false }).parse(readFileSync(path, 'utf8')) as Node;
  const [schema = {}] = asArray(document['xsd:schema']);
  const types = new Map(asArray(schema['xsd:complexType']).map((type): [string, Type] => {
    const [extension] = asArray(asArray(type['xsd:complexContent'])[0]?.['xsd:extension']);
    return [text(type, 'name'), extension === undefined
      ? { elements: schemaElements(type['xsd:sequence']) }
      : { base: bare(text(extension, 'base')), elements: schemaElements(extension['xsd:sequence']) }];
  }));
  const enums = new Map(asArray(schema['xsd:simpleType']).map((type): [string, string[]] =>
    [text(type, 'name'), asArray(asArray(type['xsd:restriction'])[0]?.['xsd:enumeration']).map((value) => text(value, 'value'))]));
  return { types, enums };
}

const SIMPLE: Readonly<Record<string, string>> = { string: 'string', boolean: 'boolean', number: 'double', Date: 'dateTime', any: 'anyType' };

function declaredElement([, name = '', optional, declared = '']: RegExpMatchArray): string {
  const repeated = declared.endsWith('[]');
  const type = declared.replace(/\[\]$/, '');
  return `${name}:${SIMPLE[type] ?? type}${repeated ? '*' : optional === '?' ? '' : '!'}`;
}

/** The file is generated, one declaration per line or block. */
function readDeclarations(path: string): Table {
  const types = new Map<string, Type>();
  const enums = new Map<string, string[]>();
  for (const [, name = '', head = '', body = ''] of readFileSync(path, 'utf8').matchAll(/^export type (\w+) = ([^\n]*)((?:\n {4}[^\n]*)*)/gm)) {
    if (head.startsWith("'")) enums.set(name, [...head.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? ''));
    if (!head.endsWith('{')) continue;
    const base = /^(\w+) & \{/.exec(head)?.[1];
    const elements = [...body.matchAll(/^ {4}(\w+)(\?)?: ([^;]+);/gm)].map(declaredElement);
    types.set(name, base === undefined ? { elements } : { base, elements });
  }
  return { types, enums };
}

/** Elements that only the other publication knows go after their neighbour there. */
function mergeElements(exact: readonly string[], wide: readonly string[]): string[] {
  const merged = [...exact];
  wide.forEach((element, index) => {
    if (merged.some((known) => nameOf(known) === nameOf(element))) return;
    const before = wide[index - 1];
    merged.splice(before === undefined ? 0 : merged.findIndex((known) => nameOf(known) === nameOf(before)) + 1, 0, element);
  });
  return merged;
}

function merge(exact: Table, wide: Table): Table {
  const types = new Map(wide.types);
  for (const [name, type] of exact.types) types.set(name, { ...type, elements: mergeElements(type.elements, wide.types.get(name)?.elements ?? []) });
  const enums = new Map(wide.enums);
  for (const [name, values] of exact.enums) enums.set(name, [...new Set([...values, ...wide.enums.get(name) ?? []])]);
  return { types, enums };
}

/** Types and enumerations that can stand in a file of these types. */
function reachable({ types, enums }: Table, roots: readonly string[]): Table {
  const kept = new Map<string, Type>();
  const used = new Map<string, string[]>();
  const visit = (name: string): void => {
    const values = enums.get(name);
    if (values !== undefined) used.set(name, values);
    const type = additionalTypes[name] ?? types.get(name);
    if (type === undefined || kept.has(name)) return;
    kept.set(name, { ...type, elements: [...type.elements] });
    if (type.base !== undefined) visit(type.base);
    for (const element of type.elements) visit(element.slice(element.indexOf(':') + 1).replace(/[!*]$/, ''));
  };
  for (const root of roots) visit(root);
  for (const name of Object.keys(additionalTypes)) kept.delete(name);
  return { types: kept, enums: used };
}

const [schemaPath, declarationsPath] = process.argv.slice(2);
if (schemaPath === undefined || declarationsPath === undefined) throw new Error('Usage: node derive.ts <metadata.xsd> <metadata.d.ts>');
const all = merge(readSchema(schemaPath), readDeclarations(declarationsPath));
const roots = [...METADATA_TYPES, ...CHILD_TYPES].map((type) => type.xmlName).concat(Object.keys(FOLDER_TYPES), 'Package', [...all.types.keys()].filter((name) => name.endsWith('Settings')));
const { types, enums } = reachable(all, roots);

const lines = (entries: Iterable<[string, unknown]>): string => [...entries]
  .sort(([left], [right]) => (left < right ? -1 : 1))
  .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n');
const notice = 'Derived by derive.ts, reduced to element names, types and enumerations, from the Metadata API reference in github.com/forcedotcom/sf-skills, Copyright (c) Salesforce, Inc., licensed under the Apache License, Version 2.0 (http://www.apache.org/licenses/LICENSE-2.0), and from @salesforce/types, Copyright (c) 2024, Salesforce.com, Inc., licensed under the BSD 3-Clause License.';
process.stdout.write(`{\n  "notice": ${JSON.stringify(notice)},\n  "types": {\n${lines(types)}\n  },\n  "enums": {\n${lines(enums)}\n  }\n}\n`);
