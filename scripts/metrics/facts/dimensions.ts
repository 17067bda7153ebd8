/** Dimensions that are steps of a number. */
import type { Playbook } from '../../playbook/model.ts';
import { column, compare, integer, isNull, text, when, type Expression } from '../relational/expression.ts';

/** Shown where a record does not say. */
export const UNKNOWN = 'Unknown';

/** From small to large. */
export const BANDS = [
  { name: '<25k', from: 0 },
  { name: '25k-100k', from: 25_000 },
  { name: '100k+', from: 100_000 },
] as const;

/** Employees of the company; the same bounds for accounts and leads. */
export function segmentOf(employees: string, { segments }: Playbook): Expression {
  return steps(employees, segments.map(({ name, fromEmployees }) => ({ name, from: fromEmployees })));
}

/** Size of the deal; one without an amount is not a small one. */
export function bandOf(amount: string): Expression {
  return steps(amount, BANDS);
}

function steps(of: string, bounds: readonly { readonly name: string; readonly from: number }[]): Expression {
  const fromTop = bounds.toSorted((left, right) => right.from - left.from);
  return when([[isNull(column(of)), text(UNKNOWN)], ...fromTop.map(({ name, from }) => [compare(column(of), '>=', integer(from)), text(name)] as const)], text(fromTop.at(-1)?.name ?? UNKNOWN));
}
