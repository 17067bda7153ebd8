/**
 * Reads the XML that Salesforce's metadata and SOAP answers are written in, strictly and within limits: no document type, no
 * entities but the five of XML and numeric ones, no text beside elements, ASCII names. Whatever else there is, is refused with its
 * place. Dedicated, since drift reads ten thousand files and a general parser takes most of that time.
 */
import type { XmlElement } from './element.ts';
import { isNamePart, isNameStart, nameAt, standsAt } from './names.ts';
import { decodeReferences } from './references.ts';

export interface XmlLimits {
  /** Longest text, in UTF-16 code units. */
  readonly maxLength: number;
  readonly maxElements: number;
  readonly maxDepth: number;
}

const LIMITS: XmlLimits = { maxLength: 20 * 1024 * 1024, maxElements: 1_000_000, maxDepth: 64 };

/** Why a text was not read, and where; line and column count from 1. */
export class XmlError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(`${line}:${column} ${message}`);
    this.name = 'XmlError';
    this.line = line;
    this.column = column;
  }
}

/** An element while it is read. */
interface Open {
  readonly name: string;
  readonly attributes: XmlElement['attributes'];
  text: string;
  children: XmlElement[];
}

/** Characters that XML 1.0 has no place for; lone surrogates are looked for apart. */
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
/** Metadata has three at most. */
const MOST_ATTRIBUTES = 100;
/** Shared by all leaves, which most elements are; never added to. */
const NO_CHILDREN: XmlElement[] = [];

/** @throws XmlError for anything that is not one well-formed element within the limits */
export function parseXml(text: string, limits: Partial<XmlLimits> = {}): XmlElement {
  return new Reader(text, { ...LIMITS, ...limits }).read();
}

class Reader {
  readonly #text: string;
  readonly #limits: XmlLimits;
  /** Elements that are open, and their names with prefix, as the end tags have to repeat them. */
  readonly #stack: Open[] = [];
  readonly #tags: string[] = [];
  #current: Open | undefined;
  #root: XmlElement | undefined;
  #elements = 0;
  /** Of the characters scanned last: where the first stands that is no white space, -1 for none, and whether they hold more than plain text. */
  #ink = -1;
  #special = false;

  constructor(text: string, limits: XmlLimits) {
    this.#text = text;
    this.#limits = limits;
    if (text.length > limits.maxLength) this.#refuse(0, `The text is longer than ${limits.maxLength.toLocaleString('en-US')} characters`);
    if (!text.isWellFormed()) this.#refuse(0, 'Half a character (a lone surrogate)');
  }

  read(): XmlElement {
    const text = this.#text;
    let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    if (text.startsWith('<?xml', at) && isSpace(text.charCodeAt(at + 5))) at = this.#past('?>', at + 5, at, 'The XML declaration does not end');
    for (;;) {
      const open = this.#scan(at);
      this.#characters(at, open);
      if (open === text.length) break;
      const next = text.charCodeAt(open + 1);
      if (next === SLASH) at = this.#endTag(open);
      else if (next === BANG) at = this.#declaration(open);
      else if (next === QUESTION) at = this.#instruction(open);
      else at = this.#startTag(open);
    }
    if (this.#current) this.#refuse(text.length, `<${this.#tag()}> is not closed`);
    return this.#root ?? this.#refuse(0, 'There is no element');
  }

  /** Where the next mark stands, or the end. Looks at every character once and keeps what it saw for {@link Reader.#piece}. */
  #scan(from: number): number {
    const text = this.#text;
    let ink = -1;
    let special = false;
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > SPACE) {
        if (code === LESS) break;
        if (ink < 0) ink = at;
        if (code === AMPERSAND || code === BRACKET) special = true;
        else if (code >= 0xfffe) this.#refuse(at, NO_CHARACTER);
      } else if (code !== SPACE && code !== LINE_FEED && code !== TAB) {
        if (code !== RETURN) this.#refuse(at, NO_CHARACTER);
        special = true;
      }
    }
    this.#ink = ink;
    this.#special = special;
    return at;
  }

  /** Text between two marks that was scanned last. Between elements only white space may stand. */
  #characters(from: number, to: number): void {
    const current = this.#current;
    if (current === undefined || current.children.length > 0) {
      if (this.#ink >= 0) this.#refuse(this.#ink, current === undefined ? 'Text outside the element' : `<${this.#tag()}> has both text and elements`);
      return;
    }
    // Indentation before a child, which is what most text is, is not cut out first.
    if (from === to || (this.#ink < 0 && isNameStart(this.#text.charCodeAt(to + 1)))) return;
    const piece = this.#piece(from, to);
    current.text = current.text === '' ? piece : current.text + piece;
  }

  /** The text that was scanned last, with its references resolved. */
  #piece(from: number, to: number): string {
    const piece = this.#text.slice(from, to);
    return this.#special ? this.#decoded(this.#unsectioned(piece, from), from) : piece;
  }

  #unsectioned(piece: string, from: number): string {
    const end = piece.indexOf(']]>');
    return end < 0 ? piece : this.#refuse(from + end, 'The end of a CDATA section that never began');
  }

  /** References resolved, and lines ended as XML has it. Positions are those before that. */
  #decoded(piece: string, from: number): string {
    const decoded = piece.includes('&') ? decodeReferences(piece.includes('\r') ? piece.replace(/\r\n?/g, '\n') : piece, (offset, why) => this.#refuse(from + offset, `There is ${why}`)) : null;
    return decoded ?? (piece.includes('\r') ? piece.replace(/\r\n?/g, '\n') : piece);
  }

  /** What stands in attributes, comments and sections. */
  #checked(piece: string, from: number): string {
    const forbidden = FORBIDDEN.exec(piece);
    return forbidden === null ? piece : this.#refuse(from + forbidden.index, NO_CHARACTER);
  }

  #tag(): string {
    return this.#tags.at(-1) ?? '';
  }

  #startTag(open: number): number {
    const text = this.#text;
    if (!isNameStart(text.charCodeAt(open + 1))) this.#refuse(open + 1, NO_NAME);
    const { tag, local } = nameAt(text, open + 1);
    const nameEnd = open + 1 + tag.length;
    let at = nameEnd;
    let attributes: Map<string, string> | null = null;
    // Nearly all start tags end with their name.
    if (text.charCodeAt(at) !== GREATER) ({ at, attributes } = this.#attributes(nameEnd, tag));
    const isEmpty = text.charCodeAt(at) === SLASH;
    if (isEmpty) at++;
    if (text.charCodeAt(at) !== GREATER) this.#refuse(at, `The tag <${tag}> does not end`);
    if (++this.#elements > this.#limits.maxElements) this.#refuse(open, `There are more than ${this.#limits.maxElements.toLocaleString('en-US')} elements`);
    const element: Open = { name: local, attributes, text: '', children: NO_CHILDREN };
    this.#attach(element, open);
    if (isEmpty) return at + 1;
    if (this.#stack.length >= this.#limits.maxDepth) this.#refuse(open, `Elements are nested deeper than ${this.#limits.maxDepth} levels`);
    // Most elements hold text alone and are closed at once; they never become the current one.
    const end = this.#scan(at + 1);
    if (text.charCodeAt(end + 1) === SLASH && standsAt(text, tag, end + 2) && text.charCodeAt(end + 2 + tag.length) === GREATER) {
      if (end > at + 1) element.text = this.#piece(at + 1, end);
      return end + 3 + tag.length;
    }
    this.#current = element;
    this.#stack.push(element);
    this.#tags.push(tag);
    return at + 1;
  }

  #attach(element: XmlElement, open: number): void {
    const parent = this.#current;
    if (parent) {
      if (parent.text !== '') {
        if (parent.text.trim() !== '') this.#refuse(open, `<${this.#tag()}> has both text and elements`);
        parent.text = '';
      }
      if (parent.children.length === 0) parent.children = [element];
      else parent.children.push(element);
      return;
    }
    if (this.#root) this.#refuse(open, 'A second element beside the first');
    this.#root = element;
  }

  #attributes(from: number, tag: string): { at: number; attributes: Map<string, string> | null } {
    const text = this.#text;
    const seen: string[] = [];
    let attributes: Map<string, string> | null = null;
    let at = from;
    for (;;) {
      const next = this.#pastSpace(at);
      const code = text.charCodeAt(next);
      if (code === GREATER || code === SLASH) return { at: next, attributes };
      if (next === at) this.#refuse(at, `The tag <${tag}> is not well formed`);
      const end = this.#nameEnd(next);
      const name = text.slice(next, end);
      const equals = this.#pastSpace(end);
      const quoteAt = this.#pastSpace(equals + 1);
      const quote = text[quoteAt];
      if (text[equals] !== '=' || (quote !== '"' && quote !== "'")) this.#refuse(end, `Attribute ${name} has no value in quotes`);
      const close = text.indexOf(quote, quoteAt + 1);
      if (close < 0) this.#refuse(quoteAt, `The value of attribute ${name} does not end`);
      const value = this.#checked(text.slice(quoteAt + 1, close), quoteAt + 1);
      if (value.includes('<')) this.#refuse(quoteAt + 1 + value.indexOf('<'), `A < in the value of attribute ${name}`);
      if (seen.includes(name)) this.#refuse(next, `Attribute ${name} stands twice`);
      if (seen.push(name) > MOST_ATTRIBUTES) this.#refuse(next, `The tag <${tag}> has more than ${MOST_ATTRIBUTES} attributes`);
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) (attributes ??= new Map()).set(name.slice(name.indexOf(':') + 1), this.#decoded(value.replace(/\r\n|[\t\r\n]/g, ' '), quoteAt + 1));
      at = close + 1;
    }
  }

  #endTag(open: number): number {
    const text = this.#text;
    if (this.#current === undefined) this.#refuse(open, 'An end tag without a start tag');
    const tag = this.#tag();
    let at = open + 2 + tag.length;
    if (!standsAt(text, tag, open + 2)) this.#refuse(open, `<${tag}> is closed by another end tag`);
    if (text.charCodeAt(at) !== GREATER) {
      at = this.#pastSpace(at);
      if (text.charCodeAt(at) !== GREATER) this.#refuse(open, `<${tag}> is closed by another end tag`);
    }
    this.#stack.pop();
    this.#tags.pop();
    this.#current = this.#stack.at(-1);
    return at + 1;
  }

  /** Comments and CDATA sections. */
  #declaration(open: number): number {
    const text = this.#text;
    if (text.startsWith('<!--', open)) {
      const dashes = text.indexOf('--', open + 4);
      if (dashes < 0) this.#refuse(open, 'A comment that does not end');
      if (text.charCodeAt(dashes + 2) !== GREATER) this.#refuse(dashes, 'Two dashes inside a comment');
      this.#checked(text.slice(open, dashes), open);
      return dashes + 3;
    }
    if (!text.startsWith('<![CDATA[', open)) this.#refuse(open, 'A document type or another declaration, which metadata never has');
    const end = text.indexOf(']]>', open);
    const current = this.#current;
    if (end < 0) this.#refuse(open, 'A CDATA section that does not end');
    if (current === undefined || current.children.length > 0) this.#refuse(open, 'Text beside elements');
    current.text += this.#checked(text.slice(open + 9, end), open + 9).replace(/\r\n?/g, '\n');
    return end + 3;
  }

  #instruction(open: number): number {
    const text = this.#text;
    const end = this.#nameEnd(open + 2);
    if (text.slice(open + 2, end).toLowerCase() === 'xml') this.#refuse(open, 'An XML declaration that does not stand first');
    const past = this.#past('?>', end, open, 'A processing instruction that does not end');
    this.#checked(text.slice(open, past), open);
    return past;
  }

  #past(mark: string, from: number, open: number, message: string): number {
    const end = this.#text.indexOf(mark, from);
    return end < 0 ? this.#refuse(open, message) : end + mark.length;
  }

  #nameEnd(from: number): number {
    const text = this.#text;
    if (!isNameStart(text.charCodeAt(from))) this.#refuse(from, NO_NAME);
    let at = from + 1;
    while (isNamePart(text.charCodeAt(at))) at++;
    return at;
  }

  #pastSpace(from: number): number {
    let at = from;
    while (isSpace(this.#text.charCodeAt(at))) at++;
    return at;
  }

  #refuse(offset: number, message: string): never {
    const before = this.#text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    throw new XmlError(`${message}.`, before.split('\n').length, offset - lineStart + 1);
  }
}

const NO_NAME = 'No name where one has to stand; a < in text is written &lt;';
const NO_CHARACTER = 'A character that XML has no place for';
const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const AMPERSAND = 0x26;
const BRACKET = 0x5d;
const SLASH = 0x2f;
const LESS = 0x3c;
const BANG = 0x21;
const QUESTION = 0x3f;
const GREATER = 0x3e;

function isSpace(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === TAB || code === RETURN;
}
