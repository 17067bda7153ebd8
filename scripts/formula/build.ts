import { NO_SPAN } from './position.ts';
import type { BinaryOperator, Expression } from './types.ts';

/**
 * A call; the name is stored in upper case, as the parser does.
 * @throws RangeError when the name could not be read back
 */
export function call(name: string, ...args: readonly Expression[]): Expression {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
    throw new RangeError(`"${name}" is not the name of a function.`);
  }
  return { kind: 'call', name: name.toUpperCase(), args, span: NO_SPAN };
}

// Owner:User.Name is a step through a polymorphic lookup.
const STEP = /^[A-Za-z0-9_:]+$/;
const FIRST_STEP = /^(?!(?:true|false|null|not)$)[A-Za-z$][A-Za-z0-9_:]*$/i;

/**
 * A reference, from a dotted name (`ref('Account.Industry')`) or from its steps.
 * @throws RangeError when it could not be read back
 */
export function ref(...names: readonly string[]): Expression {
  const path = names.flatMap((step) => step.split('.'));
  const [first = '', ...rest] = path;
  if (!FIRST_STEP.test(first) || !rest.every((step) => STEP.test(step))) {
    throw new RangeError(`"${path.join('.')}" is not the name of a field.`);
  }
  return { kind: 'reference', path, span: NO_SPAN };
}

/**
 * A text literal.
 * @throws RangeError for a line break, which no Salesforce text literal can hold
 */
export function text(value: string): Expression {
  if (/[\r\n]/.test(value)) {
    throw new RangeError('A Salesforce text literal cannot hold a line break; join the lines with BR().');
  }
  return { kind: 'text', value, span: NO_SPAN };
}

/**
 * A number literal; negative ones become a sign and a literal.
 * @throws RangeError when the value is not a plain finite decimal
 */
export function num(value: number | string): Expression {
  const digits = typeof value === 'number' && Number.isFinite(value) ? plain(value) : String(value);
  const match = /^(-?)([0-9]+(?:\.[0-9]+)?)$/.exec(digits);
  if (match === null) {
    throw new RangeError(`"${String(value)}" is not a plain decimal number.`);
  }
  const literal: Expression = { kind: 'number', text: match[2] as string, span: NO_SPAN };
  return match[1] === '-' ? { kind: 'unary', operator: '-', operand: literal, span: NO_SPAN } : literal;
}

function plain(value: number): string {
  const digits = String(value);
  return digits.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 17 }) : digits;
}

/** TRUE or FALSE. */
export function bool(value: boolean): Expression {
  return { kind: 'boolean', value, span: NO_SPAN };
}

/** NULL. */
export function nothing(): Expression {
  return { kind: 'null', span: NO_SPAN };
}

/** One operator between two operands. */
export function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right, span: NO_SPAN };
}

/** `NOT(operand)`. */
export function not(operand: Expression): Expression {
  return call('NOT', operand);
}

/** `AND(…)`, flattened: nothing is TRUE, one operand stands alone. */
export function and(...operands: readonly Expression[]): Expression {
  return junction('AND', true, operands);
}

/** `OR(…)`, flattened: nothing is FALSE, one operand stands alone. */
export function or(...operands: readonly Expression[]): Expression {
  return junction('OR', false, operands);
}

function junction(name: 'AND' | 'OR', neutral: boolean, operands: readonly Expression[]): Expression {
  const flat = operands.flatMap((operand) => (operand.kind === 'call' && operand.name === name ? operand.args : [operand]));
  const first = flat[0];
  if (first === undefined) {
    return bool(neutral);
  }
  return flat.length === 1 ? first : call(name, ...flat);
}
