/** Whether a criterion asks for less than it did, as far as the shape of its formulas tells. Pure. */
import { impliesFormula } from '../../formula/index.ts';
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
  return other === null || one === other || (one !== null && impliesFormula(one, other));
}
