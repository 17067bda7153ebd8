/** Whether one formula is true only where another is, as far as their shape tells. Pure. */
import { normaliseFormula } from './normalise.ts';
import { printFormula } from './print/salesforce.ts';
import { parseFormula } from './syntax/parser.ts';
import type { Expression } from './types.ts';

/** Whether the other is true wherever the one is. False says nothing: it may be so in a way the shape does not show, or one of them does not parse. */
export function impliesFormula(one: string, other: string): boolean {
  const [from, to] = [one, other].map((source) => parseFormula(source).expression);
  return from !== undefined && to !== undefined && implies(normaliseFormula(from), normaliseFormula(to));
}

function implies(one: Expression, other: Expression): boolean {
  if (printFormula(one) === printFormula(other)) return true;
  const every = operandsOf('AND', other);
  if (every !== null) return every.every((part) => implies(one, part));
  const either = operandsOf('OR', one);
  if (either !== null) return either.every((part) => implies(part, other));
  if (operandsOf('AND', one)?.some((part) => implies(part, other)) === true) return true;
  if (operandsOf('OR', other)?.some((part) => implies(one, part)) === true) return true;
  const [not, butNot] = [negatedBy(one), negatedBy(other)];
  if (not !== null && butNot !== null) return implies(butNot, not);
  return boundImplies(one, other);
}

function negatedBy(node: Expression): Expression | null {
  return node.kind === 'call' && node.name === 'NOT' ? (node.args[0] ?? null) : null;
}

function operandsOf(name: 'AND' | 'OR', node: Expression): readonly Expression[] | null {
  return node.kind === 'call' && node.name === name ? node.args : null;
}

/** `x >= 1000` and `x >= 500`; the number stands on the right. */
function boundImplies(one: Expression, other: Expression): boolean {
  if (one.kind !== 'binary' || other.kind !== 'binary' || one.operator !== other.operator || one.right.kind !== 'number' || other.right.kind !== 'number') return false;
  if (printFormula(one.left) !== printFormula(other.left)) return false;
  const [from, to] = [Number(one.right.text), Number(other.right.text)];
  if (one.operator === '>' || one.operator === '>=') return to <= from;
  return (one.operator === '<' || one.operator === '<=') && to >= from;
}
