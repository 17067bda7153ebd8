import { problem } from '../problems.ts';
import type { BinaryOperator, Expression, FormulaProblem, Span, UnaryOperator } from '../types.ts';
import { lex } from './lexer.ts';
import type { Token } from './lexer.ts';

export interface ParseResult {
  readonly expression: Expression | undefined;
  readonly problems: readonly FormulaProblem[];
}

/**
 * Binding strength of the binary operators, all left-associative. `*` and `/` bind tighter than `^`: Salesforce's own grammar
 * (Formula.g4) says so and an org confirms it, 2 * 3 ^ 2 = 36.
 */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1, '&&': 2,
  '=': 3, '==': 3, '<>': 3, '!=': 3,
  '<': 4, '<=': 4, '>': 4, '>=': 4,
  '+': 5, '-': 5, '&': 5,
  '^': 6,
  '*': 7, '/': 7,
};

const CANONICAL: Readonly<Record<string, BinaryOperator>> = { '==': '=', '!=': '<>' };
const PREFIX: ReadonlySet<string> = new Set(['-', '+', '!']);

/** Well above the 3,900 characters a formula may have, so that a long one is still read and reported as too long. */
const MAX_TEXT = 100_000;
const MAX_NESTING = 250;
const MAX_DEPTH = 2_000;

class SyntaxFault extends Error {
  readonly problem: FormulaProblem;
  constructor(found: FormulaProblem) {
    super(found.message);
    this.problem = found;
  }
}

class Parser {
  private readonly tokens: readonly Token[];
  private readonly depths = new Map<Expression, number>();
  private index = 0;
  private nesting = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Expression {
    const expression = this.expression(1);
    const next = this.peek();
    if (next.kind !== 'end') {
      throw fault(next.text === ')' || next.text === ',' ? `Syntax error. Extra '${next.text}'` : `Syntax error.  Found '${shown(next)}'`, next.span);
    }
    return expression;
  }

  private expression(minimum: number): Expression {
    if (++this.nesting > MAX_NESTING) {
      throw fault(`Syntax error. The formula nests more than ${MAX_NESTING} levels deep.`, this.peek().span);
    }
    let left = this.prefix();
    for (;;) {
      const token = this.peek();
      const strength = token.kind === 'operator' ? PRECEDENCE[token.text] : undefined;
      if (strength === undefined || strength < minimum) {
        break;
      }
      this.index++;
      const right = this.expression(strength + 1);
      const operator = CANONICAL[token.text] ?? (token.text as BinaryOperator);
      left = this.made({ kind: 'binary', operator, left, right, span: { start: left.span.start, end: right.span.end } }, [left, right]);
    }
    this.nesting--;
    return left;
  }

  private prefix(): Expression {
    const token = this.peek();
    if (token.kind === 'operator' && PREFIX.has(token.text)) {
      this.index++;
      return this.unary(token.text as UnaryOperator, token.span);
    }
    // `NOT x` without brackets is in the grammar, and binds like the other signs.
    if (token.kind === 'name' && token.text.toUpperCase() === 'NOT' && this.tokens[this.index + 1]?.text !== '(') {
      this.index++;
      return this.unary('!', token.span);
    }
    return this.primary();
  }

  private unary(operator: UnaryOperator, sign: Span): Expression {
    if (++this.nesting > MAX_NESTING) {
      throw fault(`Syntax error. The formula nests more than ${MAX_NESTING} levels deep.`, sign);
    }
    const operand = this.prefix();
    this.nesting--;
    return this.made({ kind: 'unary', operator, operand, span: { start: sign.start, end: operand.span.end } }, [operand]);
  }

  private primary(): Expression {
    const token = this.peek();
    switch (token.kind) {
      case 'number':
        this.index++;
        return { kind: 'number', text: token.text, span: token.span };
      case 'text':
        this.index++;
        return { kind: 'text', value: token.text, span: token.span };
      case 'merge':
        this.index++;
        return { kind: 'reference', path: token.text.split('.'), merge: true, span: token.span };
      case 'name':
        this.index++;
        return this.named(token);
      case 'operator':
        if (token.text === '(') {
          this.index++;
          const inner = this.expression(1);
          this.expect(')');
          return inner;
        }
        throw fault(token.text === ')' || token.text === ',' ? `Syntax error. Extra '${token.text}'` : `Syntax error.  Found '${token.text}'`, token.span);
      case 'end':
        throw fault("Syntax error.  Found 'end of formula'", token.span);
    }
  }

  private named(token: Token): Expression {
    const upper = token.text.toUpperCase();
    if (upper === 'TRUE' || upper === 'FALSE') {
      return { kind: 'boolean', value: upper === 'TRUE', span: token.span };
    }
    if (upper === 'NULL') {
      return { kind: 'null', span: token.span };
    }
    if (this.peek().text !== '(' || this.peek().kind !== 'operator') {
      return { kind: 'reference', path: token.text.split('.'), span: token.span };
    }
    this.index++;
    const args: Expression[] = [];
    if (!this.at(')')) {
      do {
        args.push(this.expression(1));
      } while (this.take(','));
    }
    const end = this.expect(')');
    return this.made({ kind: 'call', name: upper, args, span: { start: token.span.start, end: end.span.end } }, args);
  }

  private made(node: Expression, children: readonly Expression[]): Expression {
    const depth = 1 + children.reduce((deepest, child) => Math.max(deepest, this.depths.get(child) ?? 1), 0);
    if (depth > MAX_DEPTH) {
      throw fault(`Syntax error. The formula nests more than ${MAX_DEPTH} operations.`, node.span);
    }
    this.depths.set(node, depth);
    return node;
  }

  private peek(): Token {
    return this.tokens[this.index] as Token;
  }

  private at(operator: string): boolean {
    return this.peek().kind === 'operator' && this.peek().text === operator;
  }

  private take(operator: string): boolean {
    if (!this.at(operator)) {
      return false;
    }
    this.index++;
    return true;
  }

  private expect(operator: string): Token {
    const token = this.peek();
    if (!this.take(operator)) {
      throw fault(`Syntax error.  Missing '${operator}'`, token.span);
    }
    return token;
  }
}

function shown(token: Token): string {
  return token.kind === 'text' ? `"${token.text}"` : token.text;
}

function fault(message: string, span: Span): SyntaxFault {
  return new SyntaxFault(problem('syntax', message, span));
}

/** Reads a formula. The first syntax error ends the reading; `expression` is then undefined. Never throws. */
export function parseFormula(text: string): ParseResult {
  if (text.length > MAX_TEXT) {
    const message = `Formula is too long (${text.length.toLocaleString('en-US')} characters).`;
    return { expression: undefined, problems: [problem('too-long', message, { start: 0, end: text.length })] };
  }
  const lexed = lex(text);
  if (lexed.problem !== undefined) {
    return { expression: undefined, problems: [lexed.problem] };
  }
  try {
    return { expression: new Parser(lexed.tokens).whole(), problems: [] };
  } catch (error) {
    if (error instanceof SyntaxFault) {
      return { expression: undefined, problems: [error.problem] };
    }
    throw error;
  }
}
