/** Reads an XML file without entities, document types or surprises in size. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { lookUp } from '../lookUp.ts';
import type { XmlElement } from './element.ts';

const MAX_BYTES = 20 * 1024 * 1024;
const MAX_NODES = 200_000;
const MAX_DEPTH = 64;

export class XmlError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, line = 1, column = 1) {
    super(message);
    this.name = 'XmlError';
    this.line = line;
    this.column = column;
  }
}

export interface XmlDocument {
  readonly root: XmlElement;
  /** 1-based line and column of a character position. */
  readonly locate: (offset: number) => { readonly line: number; readonly column: number };
}

type RawNode = Readonly<Record<string, unknown>>;
const META: symbol = XMLParser.getMetaDataSymbol() as symbol;

const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  attributesGroupName: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: '#cdata',
  removeNSPrefix: false,
});

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five named references and numeric ones; anything else would need a document type, which is refused. */
function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]*);/g, (whole, name: string) => {
    if (name.startsWith('#')) {
      const point = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
      const allowed = point === 9 || point === 10 || point === 13 || (point >= 32 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff));
      if (!allowed) throw new XmlError(`Character reference ${whole} is not an XML character.`);
      return String.fromCodePoint(point);
    }
    const character = lookUp(NAMED, name);
    if (character === undefined) throw new XmlError(`The entity "${name}" was referenced, but not declared.`);
    return character;
  });
}

function lineIndex(text: string): XmlDocument['locate'] {
  let starts: number[] | undefined;
  return (offset) => {
    if (starts === undefined) {
      starts = [0];
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function checkSize(text: string): void {
  let nodes = 0;
  let depth = 0;
  for (const match of text.matchAll(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<([/?!]?)[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>/g)) {
    if (match[1] === undefined || match[1] === '?' || match[1] === '!') continue;
    if (match[1] === '/') depth -= 1;
    else {
      nodes += 1;
      if (!match[0].endsWith('/>')) depth += 1;
    }
    if (depth > MAX_DEPTH) throw new XmlError(`Elements are nested deeper than ${MAX_DEPTH} levels.`);
    if (nodes > MAX_NODES) throw new XmlError(`The file has more than ${MAX_NODES.toLocaleString('en-US')} elements.`);
  }
}

function convert(raw: RawNode, name: string, text: string): XmlElement {
  const children: XmlElement[] = [];
  let content = '';
  for (const item of raw[name] as readonly RawNode[]) {
    const key = Object.keys(item).find((candidate) => candidate !== ':@') ?? '';
    if (key === '#text') content += decodeReferences(String(item[key]));
    else if (key === '#cdata') content += (item[key] as readonly { readonly '#text'?: string }[]).map((part) => part['#text'] ?? '').join('');
    else if (key !== '') children.push(convert(item, key, text));
  }
  if (children.length > 0 && content.trim() !== '') throw new XmlError(`Element ${name} mixes text and elements.`);
  const start = (raw as { readonly [META]?: { readonly startIndex?: number } })[META as never] as { readonly startIndex?: number } | undefined;
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries((raw[':@'] as RawNode | undefined) ?? {})) {
    if (!key.startsWith('xmlns')) attributes[key] = decodeReferences(String(value));
  }
  const open = start?.startIndex ?? 0;
  return {
    name,
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    text: children.length > 0 ? '' : content,
    children,
    offset: text.indexOf('>', open) + 1,
  };
}

/** Name without its namespace prefix: SOAP clients choose prefixes as they like. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The library refuses names that JavaScript objects have already (`constructor`). */
function parseNodes(text: string): readonly RawNode[] {
  try {
    return parser.parse(text) as readonly RawNode[];
  } catch (error) {
    throw new XmlError(error instanceof Error ? error.message : 'The file cannot be read.');
  }
}

/**
 * Parses one document.
 * @param maxBytes larger input is refused; a SOAP request carries a whole zip
 * @throws XmlError with line and column when the text is not well formed, has a document type or is too large.
 */
export function parseXml(input: Uint8Array | string, maxBytes = MAX_BYTES): XmlDocument {
  if (input.length > maxBytes) throw new XmlError(`The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`);
  let text: string;
  if (typeof input === 'string') text = input;
  else {
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(input);
    } catch {
      throw new XmlError('The file is not UTF-8 text.');
    }
  }
  const locate = lineIndex(text);
  const doctype = /<!(?:DOCTYPE|ENTITY)/i.exec(text);
  if (doctype !== null) {
    const place = locate(doctype.index);
    throw new XmlError('A document type or entity declaration is not allowed.', place.line, place.column);
  }
  checkSize(text);
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new XmlError(valid.err.msg, valid.err.line, valid.err.col);
  const nodes = parseNodes(text).filter((node) => Object.keys(node).some((key) => key !== ':@' && !key.startsWith('#')));
  const first = nodes[0];
  if (first === undefined || nodes.length > 1) throw new XmlError('The file must have exactly one root element.');
  const name = Object.keys(first).find((key) => key !== ':@') ?? '';
  return { root: convert(first, name, text), locate };
}
