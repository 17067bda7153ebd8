/** Whether a criterion asks for less than it did, as far as the shape of its formulas tells. Pure. */
import { normaliseFormula, parseFormula, printFormula, type Expression } from '../../formula/index.ts';
import type { Criterion } from '../../playbook/index.ts';

/**
 * Whatever passed before passes now. False says nothing: it may ask for more, for less, or for something else.
 * @param was and `is`: two versions of one criterion
 */
export function asksLess(was: Criterion, is: Criterion): boolean {
  const sameElse = (['for', 'holds', 'onUndo', 'effectiveFrom', 'reservedTo', 'mode', 'family'] as const).every((name) => was[name] === is[name]) && JSON.stringify([was.trigger, was.arm]) === JSON.stringify([is.trigger, is.arm]);
  const lessFilled = is.require === null || (was.require?.field === is.require.field && is.require.min <= was.require.min);
  return sameElse && lessFilled && follows(was.satisfiedWhen, is.satisfiedWhen) && follows(is.appliesWhen, was.appliesWhen);
}

/** Whether the other formula is true wherever the one is; null is a formula that is always true. */
function follows(one: string | null, other: string | null): boolean {
  if (other === null || one === other) return true;
  const [from, to] = [one, other].map((source) => (source === null ? undefined : parseFormula(source).expression));
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
  return boundImplies(one, other);
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
