/** Splits a query into tokens. */
import { queryErrors } from '../errors.ts';

export type TokenKind = 'name' | 'text' | 'number' | 'date' | 'datetime' | 'time' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** In capitals, for keywords. */
  readonly word: string;
  readonly offset: number;
  /** Offset behind the last character. */
  readonly end: number;
}

const ZONE = '(?:Z|[+-]\\d{2}:?\\d{2})';
const CLOCK = '\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?';
/** Longest first: a date-time begins like a date, a date like a number. */
const PATTERNS: readonly (readonly [TokenKind, string])[] = [
  ['datetime', `\\d{4}-\\d{2}-\\d{2}T${CLOCK}${ZONE}`],
  ['date', '\\d{4}-\\d{2}-\\d{2}(?![\\dT])'],
  ['time', `${CLOCK}${ZONE}`],
  ['number', '[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?'],
  ['name', '[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*'],
  ['symbol', '<>|!=|<=|>=|[(),=<>:]'],
];
const TOKEN = new RegExp(PATTERNS.map(([, pattern]) => `(${pattern})`).join('|'), 'y');
const SPACE = /[ \t\r\n\f]*/y;
/** A text up to its end, an unknown escape, or the end of the query. */
const TEXT = /'[^'\\]*(?:\\(?:[nrtbfNRTBF"'\\_%]|u[0-9a-fA-F]{4})[^'\\]*)*/y;

function textToken(soql: string, offset: number): Token {
  TEXT.lastIndex = offset;
  TEXT.exec(soql);
  const end = TEXT.lastIndex;
  if (end >= soql.length) {
    throw queryErrors.unclosedText(soql);
  }
  if (soql[end] !== "'") {
    throw queryErrors.strangeCharacter(soql, end);
  }
  return { kind: 'text', text: soql.slice(offset, end + 1), word: '', offset, end: end + 1 };
}

/** All tokens from an offset on, the last one of kind `end`. @throws OrgError MALFORMED_QUERY */
export function tokensOf(soql: string, from: number): Token[] {
  const tokens: Token[] = [];
  let offset = from;
  for (;;) {
    SPACE.lastIndex = offset;
    SPACE.exec(soql);
    offset = SPACE.lastIndex;
    if (offset >= soql.length) {
      tokens.push({ kind: 'end', text: '<EOF>', word: '', offset: soql.length, end: soql.length });
      return tokens;
    }
    const token = soql[offset] === "'" ? textToken(soql, offset) : plainToken(soql, offset);
    tokens.push(token);
    offset = token.end;
  }
}

function plainToken(soql: string, offset: number): Token {
  TOKEN.lastIndex = offset;
  const match = TOKEN.exec(soql);
  if (match === null) {
    throw queryErrors.strangeCharacter(soql, offset);
  }
  const [text] = match;
  const kind = PATTERNS[match.findIndex((group, index) => index > 0 && group !== undefined) - 1]?.[0] ?? 'symbol';
  return { kind, text, word: kind === 'name' ? text.toUpperCase() : text, offset, end: offset + text.length };
}
