/** Reads WHERE and HAVING. */
import type { Cursor } from './cursor.ts';
import { readExpression, readLiteral } from './expressions.ts';
import type { Condition, LiteralNode, Operator, Select } from './tree.ts';

const SCALAR: Readonly<Record<string, Operator>> = { '=': '=', '!=': '!=', '<>': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=', LIKE: 'LIKE' };

/** `readQuery` reads the query of a semi-join. */
export function readCondition(cursor: Cursor, readQuery: () => Select): Condition {
  const operand = (): Condition => {
    if (cursor.accept('(')) {
      const inner = cursor.nested(chain);
      cursor.expect(')');
      return inner;
    }
    return readComparison(cursor, readQuery);
  };
  /** AND and OR side by side need parentheses: the platform refuses to choose. NOT stands before one operand, alone. */
  const chain = (): Condition => {
    if (cursor.accept('NOT')) {
      return { kind: 'not', operand: cursor.nested(() => (cursor.is('NOT') ? chain() : operand())) };
    }
    const operands = [operand()];
    const operator = cursor.current.word;
    if (operator !== 'AND' && operator !== 'OR') {
      return operands[0] as Condition;
    }
    while (cursor.accept(operator)) {
      operands.push(operand());
    }
    return { kind: operator === 'AND' ? 'and' : 'or', operands };
  };
  return chain();
}

function readComparison(cursor: Cursor, readQuery: () => Select): Condition {
  const left = readExpression(cursor);
  const operator = readOperator(cursor);
  if (operator === 'IN' || operator === 'NOT IN') {
    if (cursor.is('(', 'SELECT')) {
      cursor.expect('(');
      const query = cursor.nested(readQuery);
      cursor.expect(')');
      return { kind: 'comparison', left, operator, values: [], query };
    }
    return { kind: 'comparison', left, operator, values: readList(cursor), query: undefined };
  }
  const values = operator === 'INCLUDES' || operator === 'EXCLUDES' ? readList(cursor) : [readLiteral(cursor)];
  return { kind: 'comparison', left, operator, values, query: undefined };
}

function readOperator(cursor: Cursor): Operator {
  const { word } = cursor.current;
  if (cursor.accept('NOT', 'IN')) {
    return 'NOT IN';
  }
  if (word === 'IN' || word === 'INCLUDES' || word === 'EXCLUDES') {
    cursor.take();
    return word;
  }
  const operator = SCALAR[word];
  if (operator === undefined) {
    throw cursor.unexpected();
  }
  cursor.take();
  return operator;
}

function readList(cursor: Cursor): LiteralNode[] {
  if (cursor.is(':')) {
    readLiteral(cursor);
  }
  cursor.expect('(');
  const values = cursor.list(() => readLiteral(cursor));
  cursor.expect(')');
  return values;
}
