/**
 * Prints metadata the way Salesforce writes it: `fullName` first, then the elements in alphabetical order, four
 * spaces, LF, a final newline, no blank before `?>`, and quotes escaped in text. Byte equality with what a
 * retrieve returns is what keeps diffs empty.
 */
import type { Content, ContentTree, TypedValue } from '../metadataModel.ts';

const HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
/** Custom metadata values are typed, so that document declares the schema namespaces as well. */
const TYPED_NAMESPACES =
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;',
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A whole document, header and final newline included. */
export function printDocument(root: string, content: ContentTree): string {
  const attributes = root === 'CustomMetadata' ? `${NAMESPACE} ${TYPED_NAMESPACES}` : NAMESPACE;
  return `${HEADER}<${root} ${attributes}>\n${printChildren(content, '    ')}</${root}>\n`;
}

function printChildren(tree: ContentTree, indent: string): string {
  return Object.entries(tree)
    .sort(([left], [right]) => compareElements(left, right))
    .flatMap(([name, value]) => toList(value).map((item) => printElement(name, item, indent)))
    .join('');
}

function compareElements(left: string, right: string): number {
  const rank = (name: string): number => (name === 'fullName' ? 0 : 1);
  if (rank(left) !== rank(right)) {
    return rank(left) - rank(right);
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

function toList(value: Content | readonly Content[]): readonly Content[] {
  return isList(value) ? value : [value];
}

function isList(value: Content | readonly Content[]): value is readonly Content[] {
  return Array.isArray(value);
}

function printElement(name: string, value: Content, indent: string): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value !== 'object') {
    return `${indent}<${name}>${escapeXml(String(value))}</${name}>\n`;
  }
  if (isTypedValue(value)) {
    return `${indent}<${name} xsi:type="${value.xsdType}">${escapeXml(value.text)}</${name}>\n`;
  }
  return `${indent}<${name}>\n${printChildren(value, `${indent}    `)}${indent}</${name}>\n`;
}

function isTypedValue(value: TypedValue | ContentTree): value is TypedValue {
  return typeof value['xsdType'] === 'string';
}
