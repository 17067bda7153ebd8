/** The text between FIND's braces: words, phrases, wildcards, AND, OR, AND NOT. Also how a text is cut into words. */
import { OrgError } from '../types.ts';

export type Terms =
  /** Words that follow each other; `*` and `?` stand for characters. */
  | { readonly kind: 'phrase'; readonly words: readonly string[] }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Terms[] }
  | { readonly kind: 'not'; readonly operand: Terms };

const MAX_NESTING = 100;
/** Beyond this length the platform drops the operators, which this engine does not. */
const MAX_LENGTH = 4_000;
/** Characters that have a meaning, or none, unless a backslash stands before them. */
const RESERVED = /[&|!{}[\]^~]/;

type Token = { readonly kind: 'word' | 'quoted' | '(' | ')'; readonly text: string };

function malformed(message: string): OrgError {
  return new OrgError('MALFORMED_SEARCH', message);
}

/** Words of a text, in lower case; punctuation separates. `*` and `?` stay when they are wildcards. */
export function wordsOf(text: string, wildcards = false): string[] {
  return text.toLowerCase().match(wildcards ? /[\p{L}\p{N}*?]+/gu : /[\p{L}\p{N}]+/gu) ?? [];
}

/** Splits at blanks, parentheses and quotation marks; an escaped character separates words, as punctuation does. */
function tokensOf(search: string, offset: number): Token[] {
  const tokens: Token[] = [];
  const pattern = /"((?:\\.|[^"\\])*)"|([()])|((?:\\.|[^\s()"\\])+)|\s+|(.)/gsu;
  for (const match of search.matchAll(pattern)) {
    const [, quoted, parenthesis, word, stray] = match;
    const bare = word?.replace(/\\./gsu, ' ') ?? '';
    const reserved = stray ?? RESERVED.exec(bare)?.[0];
    if (reserved !== undefined) {
      throw malformed(`line 1:${offset + match.index + match[0].indexOf(reserved)} mismatched character '${reserved}' expecting '}'`);
    }
    if (quoted !== undefined) {
      tokens.push({ kind: 'quoted', text: quoted.replace(/\\./gsu, ' ') });
    } else if (parenthesis === '(' || parenthesis === ')') {
      tokens.push({ kind: parenthesis, text: parenthesis });
    } else if (word !== undefined) {
      tokens.push({ kind: 'word', text: bare });
    }
  }
  return tokens;
}

function phrase({ text, kind }: Token): Terms {
  const words = wordsOf(text, kind === 'word');
  if (words.some((word) => /^[*?]/.test(word) && word.length > 1)) {
    throw new OrgError('UNSUPPORTED_BY_LOCAL_ORG', 'unsupported: the local org does not do a wildcard at the start of a search term.', 501);
  }
  if (words.join('').replace(/[*?]/g, '').length < 2) {
    throw malformed(`search term must be longer than one character: ${text}`);
  }
  return { kind: 'phrase', words };
}

class TermReader {
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  read(): Terms {
    const terms = this.either(0);
    if (this.index < this.tokens.length) {
      throw malformed(`unexpected token: '${this.tokens[this.index]?.text ?? ''}'`);
    }
    return terms;
  }

  private operator(word: string): boolean {
    const token = this.tokens[this.index];
    const isIt = token?.kind === 'word' && token.text.toUpperCase() === word;
    this.index += isIt ? 1 : 0;
    return isIt;
  }

  private either(depth: number): Terms {
    if (depth > MAX_NESTING) {
      throw malformed('The search is nested too deeply.');
    }
    const operands = [this.all(depth)];
    while (this.operator('OR')) {
      operands.push(this.all(depth));
    }
    return operands.length === 1 ? operands[0] as Terms : { kind: 'or', operands };
  }

  /** Words without an operator between them must all be there. */
  private all(depth: number): Terms {
    const operands = [this.operand(depth)];
    for (;;) {
      const token = this.tokens[this.index];
      if (token === undefined || token.kind === ')' || (token.kind === 'word' && token.text.toUpperCase() === 'OR')) {
        return operands.length === 1 ? operands[0] as Terms : { kind: 'and', operands };
      }
      const negated = this.operator('AND') && this.operator('NOT');
      const operand = this.operand(depth);
      operands.push(negated ? { kind: 'not', operand } : operand);
    }
  }

  private operand(depth: number): Terms {
    const token = this.tokens[this.index];
    this.index += 1;
    if (token === undefined || token.kind === ')') {
      throw malformed(`unexpected token: '${token?.text ?? '}'}'`);
    }
    if (token.kind !== '(') {
      return phrase(token);
    }
    const inner = this.either(depth + 1);
    if (this.tokens[this.index]?.kind !== ')') {
      throw malformed("unexpected token: '}'");
    }
    this.index += 1;
    return inner;
  }
}

/** Reads a search; `offset` is where it begins in the statement. @throws OrgError MALFORMED_SEARCH */
export function readTerms(search: string, offset: number): Terms {
  if (search.length > MAX_LENGTH) {
    throw new OrgError('UNSUPPORTED_BY_LOCAL_ORG', `unsupported: the local org does not do searches of more than ${MAX_LENGTH} characters.`, 501);
  }
  const tokens = tokensOf(search, offset);
  if (tokens.length === 0) {
    throw malformed('search term must be longer than one character: ');
  }
  const [only] = tokens;
  return tokens.length === 1 && only?.kind === 'word' ? phrase(only) : new TermReader(tokens).read();
}

type WordTest = (word: string) => boolean;

function wordTest(pattern: string): WordTest {
  if (!/[*?]/.test(pattern)) {
    return (word) => word === pattern;
  }
  const source = pattern.replace(/\*+/g, '*').replace(/[*?]/g, (wildcard) => (wildcard === '*' ? '.*' : '.'));
  const expression = new RegExp(`^${source}$`, 'su');
  return (word) => expression.test(word);
}

/** Whether the fields of a record hold the terms; a phrase must stand in one field. */
export function matcherOf(terms: Terms): (fields: readonly (readonly string[])[]) => boolean {
  switch (terms.kind) {
    case 'phrase': {
      const tests = terms.words.map(wordTest);
      return (fields) => fields.some((words) => words.some((_word, start) => tests.every((test, index) => test(words[start + index] ?? ''))));
    }
    case 'not': {
      const matches = matcherOf(terms.operand);
      return (fields) => !matches(fields);
    }
    default: {
      const operands = terms.operands.map(matcherOf);
      return terms.kind === 'and' ? (fields) => operands.every((matches) => matches(fields)) : (fields) => operands.some((matches) => matches(fields));
    }
  }
}
