/** Which rows of a fact any of its aggregates counts: what no number counts need not be grouped. */
import { both, either, type Expression } from './relational/expression.ts';

/** True of every row that at least one of the aggregates in the expressions counts; null: one of them counts all. */
export function countedByAny(expressions: readonly Expression[]): Expression | null {
  const filters = [...new Map(expressions.flatMap(filtersIn).map((parts) => [JSON.stringify(parts), parts])).values()];
  const [first = []] = filters;
  const keys = filters.map((parts) => new Set(parts.map((part) => JSON.stringify(part))));
  const shared = first.filter((part) => keys.every((key) => key.has(JSON.stringify(part))));
  const isShared = new Set(shared.map((part) => JSON.stringify(part)));
  const rest = filters.map((parts) => parts.filter((part) => !isShared.has(JSON.stringify(part))));
  const all = [...shared, ...(rest.some((parts) => parts.length === 0) ? [] : [either(...rest.map((parts) => both(...parts)))])];
  return all.length === 0 ? null : both(...all);
}

/** The conditions of each aggregate in an expression. */
function filtersIn(expression: Expression): (readonly Expression[])[] {
  switch (expression.kind) {
    case 'aggregate':
      return [expression.where === null ? [] : expression.where.kind === 'and' ? expression.where.all : [expression.where]];
    case 'coalesce':
      return expression.all.flatMap(filtersIn);
    case 'arithmetic':
      return [expression.left, expression.right].flatMap(filtersIn);
    case 'literal':
      return [];
    default:
      // Anything else may hold an aggregate in a place that is not looked at here.
      return [[]];
  }
}
