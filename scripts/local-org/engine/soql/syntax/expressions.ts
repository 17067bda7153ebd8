/** Reads fields, functions and literals. */
import { queryErrors } from '../errors.ts';
import { isIdLiteral } from '../planCache.ts';
import type { Cursor } from './cursor.ts';
import type { Token, TokenKind } from './tokens.ts';
import type { Expression, FieldNode, LiteralKind, LiteralNode } from './tree.ts';

const LITERAL_TOKENS: Readonly<Partial<Record<TokenKind, LiteralKind>>> = {
  text: 'text', number: 'number', date: 'date', datetime: 'datetime', time: 'time',
};
const LITERAL_WORDS: Readonly<Record<string, LiteralKind>> = { TRUE: 'boolean', FALSE: 'boolean', NULL: 'null' };
const CURRENCY = /^[A-Z]{3}\d+$/;
const DATE_LITERAL = /^(YESTERDAY|TODAY|TOMORROW|(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR|90_DAYS))$/;
const COUNTED_DATE_LITERAL = /^((LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)S|N_(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)S_AGO)$/;

/** Words of the language that are the name of no field and no function. */
const RESERVED: ReadonlySet<string> = new Set([
  'AND', 'ASC', 'DESC', 'EXCLUDES', 'FROM', 'GROUP', 'HAVING', 'IN', 'INCLUDES', 'LIKE', 'LIMIT', 'NOT', 'NULL', 'NULLS', 'OR', 'SELECT', 'USING', 'WHERE', 'WITH',
]);

export function readField(cursor: Cursor): FieldNode {
  if (RESERVED.has(cursor.current.word)) {
    throw cursor.unexpected();
  }
  const { text, offset } = cursor.expectKind('name');
  return { kind: 'field', path: text, offset };
}

/** `Name`, `Account.Name`, `CALENDAR_YEAR(convertTimezone(CreatedDate))`. */
export function readExpression(cursor: Cursor): Expression {
  if (cursor.current.kind !== 'name' || RESERVED.has(cursor.current.word) || cursor.ahead(1).text !== '(') {
    return readField(cursor);
  }
  const name = cursor.take();
  cursor.expect('(');
  const values = cursor.is(')') ? [] : cursor.nested(() => cursor.list(() => readArgument(cursor)));
  cursor.expect(')');
  return { kind: 'function', name: name.text, arguments: values, text: cursor.soql.slice(name.offset, cursor.behind), offset: name.offset };
}

function readArgument(cursor: Cursor): Expression | LiteralNode {
  return LITERAL_TOKENS[cursor.current.kind] === undefined ? readExpression(cursor) : readLiteral(cursor);
}

function node(type: LiteralKind, token: Token, text = token.text): LiteralNode {
  return { kind: 'literal', type, text, offset: token.offset };
}

/** A value of a comparison. */
export function readLiteral(cursor: Cursor): LiteralNode {
  const token = cursor.current;
  const type = LITERAL_TOKENS[token.kind] ?? LITERAL_WORDS[token.word];
  if (type !== undefined) {
    const literal = node(type, cursor.take());
    return type === 'text' && isIdLiteral(token.text) ? { ...literal, id: cursor.countId() } : literal;
  }
  if (token.text === ':') {
    throw queryErrors.bindVariable(cursor.soql, token.offset);
  }
  if (COUNTED_DATE_LITERAL.test(token.word)) {
    cursor.take();
    cursor.expect(':');
    const count = cursor.expectKind('number');
    if (!/^\d{1,6}$/.test(count.text)) {
      throw cursor.unexpected(count);
    }
    return node('dateLiteral', token, `${token.word}:${count.text}`);
  }
  if (DATE_LITERAL.test(token.word) && token.word !== 'THIS_90_DAYS') {
    return node('dateLiteral', cursor.take(), token.word);
  }
  if (CURRENCY.test(token.word)) {
    return node('currency', cursor.take());
  }
  throw cursor.unexpected();
}
