/** Which rows of a fact any of its aggregates counts: what no number counts need not be grouped. */
import { both, either, type Expression } from './relational/expression.ts';

/** Conditions of which one must hold, each as the parts that must hold together. */
export type Alternatives = readonly (readonly Expression[])[];

/** What the aggregates in some expressions count: true of every row that at least one of them does. */
export function countedByAny(expressions: readonly Expression[]): Alternatives {
  return expressions.flatMap(filtersIn);
}

export function partsOf(condition: Expression): readonly Expression[] {
  return condition.kind === 'and' ? condition.all : [condition];
}

/** What all aggregates in an expression ask for is left out of each, where the rows are kept by it already. */
export function withoutParts(expression: Expression, asked: readonly Expression[]): Expression {
  const keys = new Set(asked.map((part) => JSON.stringify(part)));
  const bare = (of: Expression): Expression => {
    if (of.kind === 'coalesce') return { ...of, all: of.all.map(bare) };
    if (of.kind === 'arithmetic') return { ...of, left: bare(of.left), right: bare(of.right) };
    if (of.kind !== 'aggregate' || of.where === null) return of;
    const rest = partsOf(of.where).filter((part) => !keys.has(JSON.stringify(part)));
    return { ...of, where: rest.length === 0 ? null : both(...rest) };
  };
  return asked.length === 0 ? expression : bare(expression);
}

/** The parts that every one of some conditions asks for. */
export function sharedParts([first = [], ...rest]: Alternatives): readonly Expression[] {
  const others = rest.map((all) => new Set(all.map((part) => JSON.stringify(part))));
  return first.filter((part) => others.every((keys) => keys.has(JSON.stringify(part))));
}

/** One condition in place of several: what all ask for once, and without those that ask for more than another does. Null: one of them asks for nothing. */
export function anyOf(alternatives: Alternatives): Expression | null {
  const parts = new Map(alternatives.flat().map((part) => [JSON.stringify(part), part]));
  const asked = new Map(alternatives.map((all) => all.map((part) => JSON.stringify(part)).toSorted()).map((keys) => [keys.join(), new Set(keys)]));
  const least = [...asked.values()].filter((keys, _, all) => !all.some((other) => other.size < keys.size && other.isSubsetOf(keys)));
  const [first = new Set<string>()] = least;
  const shared = least.reduce((found, keys) => found.intersection(keys), first);
  const rest = least.map((keys) => keys.difference(shared));
  const of = (keys: Iterable<string>): Expression[] => [...keys].flatMap((key) => parts.get(key) ?? []);
  const all = [...of(shared), ...(rest.some((keys) => keys.size === 0) ? [] : [either(...rest.map((keys) => both(...of(keys))))])];
  return all.length === 0 ? null : both(...all);
}

/** The conditions of each aggregate in an expression. */
function filtersIn(expression: Expression): (readonly Expression[])[] {
  switch (expression.kind) {
    case 'aggregate':
      return [expression.where === null ? [] : partsOf(expression.where)];
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
