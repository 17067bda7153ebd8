import { problem } from '../problems.ts';
import type { FormulaProblem, Span } from '../types.ts';

export type TokenKind = 'number' | 'text' | 'name' | 'merge' | 'operator' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written; for `text` the decoded value, for `merge` the path between `{!` and `}`. */
  readonly text: string;
  readonly span: Span;
}

export interface Lexed {
  readonly tokens: readonly Token[];
  /** The first thing that is not a token; reading stops there. */
  readonly problem?: FormulaProblem;
}

// Character classes of Salesforce's published lexer (salesforce/formula-engine, LexerRules.g4): a name runs on over dots, so
// `Account . Name` is no reference, and a number has digits on both sides of its point.
const SPACE = /[ \t\f\r\n]+/y;
const COMMENT = /\/\*[^]*?\*\//y;
const NUMBER = /[0-9]+(?:\.[0-9]+)?/y;
const NAME = /[A-Za-z$][A-Za-z0-9_$:.#]*/y;
const MERGE = /\{!\s*([A-Za-z$_][A-Za-z0-9_$:.#]*)\s*\}/y;
const OPERATOR = /&&|\|\||<=|>=|<>|!=|==|[-+*/^&=<>!(),]/y;
const ESCAPE = /^\\(?:[nrtNRT'"\\])$/;

function matchAt(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

type TextRead = { readonly value: string; readonly end: number } | { readonly problem: FormulaProblem };

/**
 * Reads a text literal. Nine escapes are accepted, and only `\\` and `\"` are collapsed: every other pair keeps its backslash,
 * as the real engine does (LEN("a\nb") is 4 in an org).
 */
function readText(text: string, start: number): TextRead {
  const quote = text[start];
  let value = '';
  let offset = start + 1;
  while (offset < text.length) {
    const char = text[offset] as string;
    if (char === quote) {
      return { value, end: offset + 1 };
    }
    if (char === '\n' || char === '\r') {
      return { problem: problem('syntax', 'Syntax error. A text literal cannot run over a line break.', { start, end: offset }, 'Close the quote on the same line and join the parts with & BR() &.') };
    }
    if (char === '\\') {
      const pair = text.slice(offset, offset + 2);
      if (!ESCAPE.test(pair)) {
        return { problem: problem('syntax', `Syntax error.  Found '${pair}' in a text literal.`, { start: offset, end: offset + pair.length }, 'Write \\\\ for a backslash.') };
      }
      value += pair === '\\\\' ? '\\' : pair === '\\"' ? '"' : pair;
      offset += 2;
    } else {
      value += char;
      offset++;
    }
  }
  return { problem: problem('syntax', `Syntax error.  Missing '${quote ?? ''}'`, { start, end: text.length }) };
}

/** Splits a formula into tokens, dropping white space and comments (which do not nest). */
export function lex(text: string): Lexed {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const skipped = matchAt(SPACE, text, offset) ?? matchAt(COMMENT, text, offset);
    if (skipped !== null) {
      offset += skipped[0].length;
      continue;
    }
    const char = text[offset] as string;
    if (text.startsWith('/*', offset)) {
      return { tokens, problem: problem('syntax', "Syntax error.  Missing '*/'", { start: offset, end: text.length }) };
    }
    if (char === '"' || char === "'") {
      const read = readText(text, offset);
      if ('problem' in read) {
        return { tokens, problem: read.problem };
      }
      tokens.push({ kind: 'text', text: read.value, span: { start: offset, end: read.end } });
      offset = read.end;
      continue;
    }
    const token = readToken(text, offset);
    if (token === undefined) {
      return { tokens, problem: strayCharacter(text, offset) };
    }
    tokens.push(token);
    offset = token.span.end;
  }
  tokens.push({ kind: 'end', text: '', span: { start: text.length, end: text.length } });
  return { tokens };
}

const TOKENS: readonly (readonly [TokenKind, RegExp])[] = [['name', NAME], ['operator', OPERATOR], ['number', NUMBER], ['merge', MERGE]];

function readToken(text: string, start: number): Token | undefined {
  for (const [kind, pattern] of TOKENS) {
    const match = matchAt(pattern, text, start);
    if (match !== null) {
      return { kind, text: match[1] ?? match[0], span: { start, end: start + match[0].length } };
    }
  }
  return undefined;
}

function strayCharacter(text: string, start: number): FormulaProblem {
  const char = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const span = { start, end: start + char.length };
  const code = (text.codePointAt(start) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const named = /[\s\p{C}]/u.test(char) ? `U+${code}` : char;
  const hint = /[\u201C\u201D\u2018\u2019]/.test(char) ? 'Use straight quotes.' : char === '\u00A0' ? 'Replace the no-break space with an ordinary one.' : undefined;
  return problem('syntax', `Syntax error.  Found '${named}'`, span, hint);
}
