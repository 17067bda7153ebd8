import type { BinaryOperator, Expression } from '../types.ts';

export interface PrintOptions {
  /** Breaks calls over lines of about 100 characters, two spaces a level. Default: one line. */
  readonly indent?: boolean;
}

const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  '||': 1, '&&': 2, '=': 3, '<>': 3, '<': 4, '<=': 4, '>': 4, '>=': 4, '+': 5, '-': 5, '&': 5, '^': 6, '*': 7, '/': 7,
};
const UNARY = 8;
const ATOM = 9;
const WIDTH = 100;

function strength(expression: Expression): number {
  return expression.kind === 'binary' ? PRECEDENCE[expression.operator] : expression.kind === 'unary' ? UNARY : ATOM;
}

function literal(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function atLeast(expression: Expression, minimum: number): string {
  const printed = flat(expression);
  return strength(expression) < minimum ? `(${printed})` : printed;
}

function flat(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return expression.text;
    case 'text':
      return literal(expression.value);
    case 'boolean':
      return expression.value ? 'TRUE' : 'FALSE';
    case 'null':
      return 'NULL';
    case 'reference':
      return expression.merge === true ? `{!${expression.path.join('.')}}` : expression.path.join('.');
    case 'call':
      return `${expression.name}(${expression.args.map(flat).join(', ')})`;
    case 'unary':
      return expression.operator + atLeast(expression.operand, UNARY);
    case 'binary': {
      const own = PRECEDENCE[expression.operator];
      return `${atLeast(expression.left, own)} ${expression.operator} ${atLeast(expression.right, own + 1)}`;
    }
  }
}

function broken(expression: Expression, level: number): string {
  const line = flat(expression);
  const margin = '  '.repeat(level);
  if (margin.length + line.length <= WIDTH) {
    return line;
  }
  switch (expression.kind) {
    case 'call': {
      const lines = groups(expression).map((group) => group.map((argument) => broken(argument, level + 1)).join(', '));
      return lines.length === 0 ? line : `${expression.name}(\n${lines.map((part) => `${margin}  ${part}`).join(',\n')})`;
    }
    case 'unary':
      return expression.operator + bracketed(expression.operand, UNARY, level);
    case 'binary': {
      const own = PRECEDENCE[expression.operator];
      return `${bracketed(expression.left, own, level)}\n${margin}${expression.operator} ${bracketed(expression.right, own + 1, level)}`;
    }
    default:
      return line;
  }
}

function bracketed(expression: Expression, minimum: number, level: number): string {
  const printed = broken(expression, level);
  return strength(expression) < minimum ? `(${printed})` : printed;
}

/** What stands together on a line: CASE's matches with their results, otherwise each argument by itself. */
function groups({ name, args }: Expression & { readonly kind: 'call' }): readonly (readonly Expression[])[] {
  if (name !== 'CASE' || args.length < 4 || args.length % 2 !== 0) {
    return args.map((argument) => [argument]);
  }
  const lines: Expression[][] = [args.slice(0, 1)];
  for (let index = 1; index < args.length - 1; index += 2) {
    lines.push(args.slice(index, index + 2));
  }
  return [...lines, args.slice(-1)];
}

/**
 * Writes a tree as a Salesforce formula. The text depends on nothing but the tree, has only the brackets it needs, and reads back
 * as the same tree, on one line or indented.
 */
export function printFormula(expression: Expression, options: PrintOptions = {}): string {
  return options.indent === true ? broken(expression, 0) : flat(expression);
}
