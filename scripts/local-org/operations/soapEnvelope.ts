/** SOAP 1.1: reading a call, printing an answer or a fault. */
import { randomUUID } from 'node:crypto';
import { OrgError } from '../engine/types.ts';
import type { Reply } from '../http/operation.ts';
import { element, type XmlElement } from '../metadata/xml/element.ts';
import { localName, parseXml, XmlError } from '../metadata/xml/parse.ts';
import { escapeXml, printFragment, XSD_NAMESPACE, XSI_NAMESPACE } from '../metadata/xml/print.ts';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
/** 39 MB of zip in base64, and room for the rest. */
export const MAX_SOAP_BYTES = 56 * 1024 * 1024;
const XML = { 'Content-Type': 'text/xml; charset=UTF-8' } as const;

/** `code` without prefix: `INVALID_SESSION_ID`; `Client` for what is not even a call. */
export class SoapFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'SoapFault';
    this.code = code;
  }
}

export interface SoapCall {
  /** Name of the operation: `deploy`. */
  readonly operation: string;
  readonly body: XmlElement;
  readonly sessionId: string;
}

const ENVELOPE_NAMES: ReadonlySet<string> = new Set(['Envelope', 'Header', 'Body', 'SessionHeader', 'sessionId']);

function find(parent: XmlElement, name: string): XmlElement | undefined {
  return parent.children.find((node) => localName(node.name) === name);
}

/** Text of this length without references is content: the parser need not look at every character of a zip. */
const LONG_CONTENT = 4096;

/** The document without its long contents, and what puts them back. */
function setContentsAside(text: string): { readonly text: string; readonly restore: (placeholder: string) => string } {
  const contents = new Map<string, string>();
  const prefix = randomUUID();
  const parts: string[] = [];
  let copied = 0;
  for (let open = text.indexOf('>'), end = 0; open >= 0; open = text.indexOf('>', end)) {
    end = text.indexOf('<', open);
    if (end < 0) break;
    const content = end - open > LONG_CONTENT ? text.slice(open + 1, end) : '';
    if (content !== '' && !content.includes('&')) {
      const placeholder = `${prefix}.${contents.size}`;
      contents.set(placeholder, content);
      parts.push(text.slice(copied, open + 1), placeholder);
      copied = end;
    }
  }
  return { text: parts.join('') + text.slice(copied), restore: (placeholder) => contents.get(placeholder) ?? placeholder };
}

/** Element names without prefixes; attribute names keep theirs (`xsi:type`). */
function withoutPrefixes(node: XmlElement, restore: (text: string) => string): XmlElement {
  return { ...node, name: localName(node.name), text: restore(node.text), children: node.children.map((child) => withoutPrefixes(child, restore)) };
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new SoapFault('Client', 'The request is not UTF-8 text.');
  }
}

/** @throws SoapFault when the text is no SOAP call */
export function readCall(body: Uint8Array): SoapCall {
  let root: XmlElement;
  const { text, restore } = setContentsAside(decode(body));
  try {
    root = parseXml(text, MAX_SOAP_BYTES).root;
  } catch (error) {
    if (error instanceof XmlError) throw new SoapFault('Client', `The request is not well-formed XML: ${error.message}`);
    throw error;
  }
  const content = localName(root.name) === 'Envelope' ? find(root, 'Body')?.children[0] : undefined;
  if (content === undefined) throw new SoapFault('Client', `The request must be a SOAP envelope with a body (${[...ENVELOPE_NAMES].slice(0, 3).join(', ')}).`);
  const header = find(root, 'Header');
  const session = header === undefined ? undefined : find(header, 'SessionHeader');
  const sessionId = session === undefined ? '' : find(session, 'sessionId')?.text.trim() ?? '';
  return { operation: localName(content.name), body: withoutPrefixes(content, restore), sessionId };
}

/** `<deployResponse><result>…</result></deployResponse>`: one `result` per entry. */
export function answer(namespace: string, operation: string, results: readonly XmlElement[]): Reply {
  const body = results.map(printFragment).join('');
  return {
    status: 200,
    headers: XML,
    body: `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${ENVELOPE}" xmlns="${namespace}" xmlns:xsi="${XSI_NAMESPACE}" xmlns:xsd="${XSD_NAMESPACE}"><soapenv:Body><${operation}Response>${body}</${operation}Response></soapenv:Body></soapenv:Envelope>`,
  };
}

/** An org answers every fault with HTTP 500. Its own codes stand in the `sf` namespace. */
export function fault(namespace: string, error: unknown): Reply {
  const { code, message } = describe(error);
  const name = code === 'Client' ? 'soapenv:Client' : `sf:${code}`;
  const text = code === 'Client' || message.startsWith(`${code}:`) ? message : `${code}: ${message}`;
  return {
    status: 500,
    headers: XML,
    body: `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${ENVELOPE}" xmlns:sf="${namespace}"><soapenv:Body><soapenv:Fault><faultcode>${escapeXml(name)}</faultcode><faultstring>${escapeXml(text)}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
  };
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof SoapFault) return error;
  if (error instanceof OrgError) return { code: error.errorCode, message: error.message };
  throw error;
}

const plainText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');

/** `{a: 1, b: [2, 3], c: null}` as elements; null and undefined are left out. */
function toElements(value: Readonly<Record<string, unknown>>): XmlElement[] {
  return Object.entries(value).flatMap(([name, item]) => (Array.isArray(item) ? item : [item]).flatMap((one: unknown): XmlElement[] => {
    if (one === null || one === undefined) return [];
    return [typeof one === 'object' ? element(name, toElements(one as Record<string, unknown>)) : element(name, plainText(one))];
  }));
}

export const result = (value: Readonly<Record<string, unknown>>): XmlElement => element('result', toElements(value));
