/** Walks the tokens of a query; the mistakes it finds are named by the token they stand at. */
import type { OrgError } from '../../types.ts';
import { queryErrors } from '../errors.ts';
import { tokensOf, type Token, type TokenKind } from './tokens.ts';

/** Parentheses, NOT and queries inside each other. */
const MAX_NESTING = 100;

export class Cursor {
  readonly soql: string;
  private readonly tokens: readonly Token[];
  private index = 0;
  private depth = 0;
  private ids = 0;

  /** `from`: where the text begins that has tokens. */
  constructor(soql: string, from = 0) {
    this.soql = soql;
    this.tokens = tokensOf(soql, from);
  }

  get current(): Token {
    return this.tokens[this.index] as Token;
  }

  /** The token `distance` places ahead; the last one beyond the end. */
  ahead(distance: number): Token {
    return (this.tokens[this.index + distance] ?? this.tokens.at(-1)) as Token;
  }

  /** End of the token before the current one. */
  get behind(): number {
    return this.tokens[this.index - 1]?.end ?? 0;
  }

  take(): Token {
    const token = this.current;
    if (token.kind !== 'end') {
      this.index += 1;
    }
    return token;
  }

  is(...words: readonly string[]): boolean {
    return words.every((word, distance) => this.ahead(distance).word === word);
  }

  /** Takes these words when they come next. */
  accept(...words: readonly string[]): boolean {
    if (!this.is(...words)) {
      return false;
    }
    this.index += words.length;
    return true;
  }

  expect(...words: readonly string[]): void {
    for (const word of words) {
      if (!this.accept(word)) {
        throw this.unexpected();
      }
    }
  }

  expectKind(kind: TokenKind): Token {
    if (this.current.kind !== kind) {
      throw this.unexpected();
    }
    return this.take();
  }

  unexpected(token: Token = this.current): OrgError {
    return queryErrors.unexpectedToken(this.soql, token);
  }

  /** Number of the id-like literal that was just read. */
  countId(): number {
    this.ids += 1;
    return this.ids - 1;
  }

  /** Runs one level deeper. */
  nested<T>(work: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_NESTING) {
      throw queryErrors.tooComplicated();
    }
    const result = work();
    this.depth -= 1;
    return result;
  }

  /** One or more, with commas between. */
  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.accept(',')) {
      items.push(item());
    }
    return items;
  }
}
