/** Prints a tree in the byte form an org gives: declaration, four blanks, LF, all five characters escaped. */
import type { XmlElement } from './element.ts';

export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
export const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';
export const XSD_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

function attributesText(node: XmlElement): string {
  return Object.entries(node.attributes ?? {}).map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join('');
}

function printNode(node: XmlElement, indent: string, out: string[]): void {
  const open = `${indent}<${node.name}${attributesText(node)}`;
  if (node.children.length > 0) {
    out.push(`${open}>`);
    for (const child of node.children) printNode(child, `${indent}    `, out);
    out.push(`${indent}</${node.name}>`);
  } else if (node.text === '') out.push(`${open}/>`);
  else out.push(`${open}>${escapeXml(node.text)}</${node.name}>`);
}

const usesInstanceAttributes = (node: XmlElement): boolean =>
  Object.keys(node.attributes ?? {}).some((name) => name.startsWith('xsi:')) || node.children.some(usesInstanceAttributes);

/** One element per line without a declaration: the body of a SOAP answer. */
export function printFragment(node: XmlElement): string {
  if (node.children.length > 0) return `<${node.name}${attributesText(node)}>${node.children.map(printFragment).join('')}</${node.name}>`;
  return node.text === '' ? `<${node.name}${attributesText(node)}/>` : `<${node.name}${attributesText(node)}>${escapeXml(node.text)}</${node.name}>`;
}

/** A metadata file. */
export function printDocument(root: XmlElement): string {
  const instance = usesInstanceAttributes(root) ? ` xmlns:xsi="${XSI_NAMESPACE}" xmlns:xsd="${XSD_NAMESPACE}"` : '';
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  const open = `<${root.name} xmlns="${METADATA_NAMESPACE}"${instance}`;
  if (root.children.length === 0) lines.push(`${open}/>`);
  else {
    lines.push(`${open}>`);
    for (const child of root.children) printNode(child, '    ', lines);
    lines.push(`</${root.name}>`);
  }
  return `${lines.join('\n')}\n`;
}
