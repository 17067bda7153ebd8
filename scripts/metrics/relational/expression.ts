/**
 * Typed expressions as plain data. Values enter only as literals, so that nothing from a record, a flag or a file can
 * become SQL text; the dialect prints them.
 */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'timestamp';
export type Columns = Readonly<Record<string, ColumnType>>;
export type Value = string | number | boolean | null;

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type AggregateFunction = 'count' | 'count_distinct' | 'sum' | 'median' | 'p90' | 'mean' | 'min' | 'max' | 'any';

export type Expression =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'literal'; readonly type: ColumnType; readonly value: Value }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
  /** Null-safe inequality. */
  | { readonly kind: 'differs'; readonly left: Expression; readonly right: Expression }
  /** The value at a place, which begin at 0; null beyond. */
  | { readonly kind: 'nth'; readonly of: Expression; readonly type: ColumnType; readonly values: readonly Value[] }
  | { readonly kind: 'in'; readonly of: Expression; readonly values: readonly Value[] }
  | { readonly kind: 'and' | 'or'; readonly all: readonly Expression[] }
  | { readonly kind: 'not' | 'is_null'; readonly of: Expression }
  | { readonly kind: 'case'; readonly branches: readonly (readonly [when: Expression, then: Expression])[]; readonly otherwise: Expression | null }
  | { readonly kind: 'coalesce'; readonly all: readonly Expression[] }
  | { readonly kind: 'arithmetic'; readonly operator: '+' | '-' | '*' | '/'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'concat'; readonly all: readonly Expression[] }
  /** Trimmed and in lower case, as placeholders are compared. */
  | { readonly kind: 'folded'; readonly of: Expression }
  /** Characters of a text. */
  | { readonly kind: 'length'; readonly of: Expression }
  /** Whether a text holds another, case and all. */
  | { readonly kind: 'contains'; readonly of: Expression; readonly part: Expression }
  /** An instant written as text; null where it is none. */
  | { readonly kind: 'instant_of'; readonly of: Expression }
  | { readonly kind: 'add_days'; readonly of: Expression; readonly days: Expression }
  /** Whole seconds from one instant to another. */
  | { readonly kind: 'seconds_between'; readonly from: Expression; readonly to: Expression }
  /** The day an instant falls on in an IANA zone. */
  | { readonly kind: 'local_date'; readonly of: Expression; readonly zone: string }
  /** First day of the quarter of a date; quarters begin `shift` months after those of the calendar. */
  | { readonly kind: 'quarter_start'; readonly of: Expression; readonly shift: 0 | 1 | 2 }
  /** Whole days from one date to another. */
  | { readonly kind: 'days_between'; readonly from: Expression; readonly to: Expression }
  /** Of the rows where `where` holds; only inside an aggregate node. `of` is absent when rows are counted. */
  | { readonly kind: 'aggregate'; readonly function: AggregateFunction; readonly of: Expression | null; readonly where: Expression | null };

export const column = (name: string): Expression => ({ kind: 'column', name });
export const text = (value: string | null): Expression => ({ kind: 'literal', type: 'text', value });
export const integer = (value: number | null): Expression => ({ kind: 'literal', type: 'integer', value });
export const date = (value: string | null): Expression => ({ kind: 'literal', type: 'date', value });
export const instant = (value: string | null): Expression => ({ kind: 'literal', type: 'timestamp', value });
export const boolean = (value: boolean | null): Expression => ({ kind: 'literal', type: 'boolean', value });
export const compare = (left: Expression, operator: Comparison, right: Expression): Expression => ({ kind: 'compare', operator, left, right });
export const equal = (left: Expression, right: Expression): Expression => compare(left, '=', right);
export const differs = (left: Expression, right: Expression): Expression => ({ kind: 'differs', left, right });
export const isIn = (of: Expression, values: readonly Value[]): Expression => ({ kind: 'in', of, values });
export const nth = (of: Expression, type: ColumnType, values: readonly Value[]): Expression => ({ kind: 'nth', of, type, values });
export const not = (of: Expression): Expression => ({ kind: 'not', of });
export const isNull = (of: Expression): Expression => ({ kind: 'is_null', of });
export const either = (...all: Expression[]): Expression => (all.length === 0 ? boolean(false) : all.length === 1 && all[0] ? all[0] : { kind: 'or', all });
export const both = (...all: Expression[]): Expression => (all.length === 0 ? boolean(true) : all.length === 1 && all[0] ? all[0] : { kind: 'and', all });
export const coalesce = (...all: Expression[]): Expression => ({ kind: 'coalesce', all });
export const when = (branches: readonly (readonly [Expression, Expression])[], otherwise: Expression | null = null): Expression => (branches.length === 0 && otherwise !== null ? otherwise : { kind: 'case', branches, otherwise });
export const minus = (left: Expression, right: Expression): Expression => ({ kind: 'arithmetic', operator: '-', left, right });
/** A quotient has 8 places; what is divided by zero is null. */
export const dividedBy = (left: Expression, right: Expression): Expression => ({ kind: 'arithmetic', operator: '/', left, right });
export const plus = (left: Expression, right: Expression): Expression => ({ kind: 'arithmetic', operator: '+', left, right });
export const times = (left: Expression, right: Expression): Expression => ({ kind: 'arithmetic', operator: '*', left, right });
/** The smaller and the larger of two that are known; engines do not agree on LEAST of a null. */
export const smaller = (left: Expression, right: Expression): Expression => when([[compare(left, '<=', right), left]], right);
export const larger = (left: Expression, right: Expression): Expression => when([[compare(left, '>=', right), left]], right);
export const addDays = (of: Expression, days: Expression): Expression => ({ kind: 'add_days', of, days });
export const secondsBetween = (from: Expression, to: Expression): Expression => ({ kind: 'seconds_between', from, to });
export const instantOf = (of: Expression): Expression => ({ kind: 'instant_of', of });
/** @param fiscalYearStart first month of the fiscal year */
export const quarterStart = (of: Expression, fiscalYearStart: number): Expression => ({ kind: 'quarter_start', of, shift: ((fiscalYearStart - 1) % 3) as 0 | 1 | 2 });
export const folded = (of: Expression): Expression => ({ kind: 'folded', of });
export const lengthOf = (of: Expression): Expression => ({ kind: 'length', of });
export const contains = (of: Expression, part: Expression): Expression => ({ kind: 'contains', of, part });
export const number = (value: number | null): Expression => ({ kind: 'literal', type: 'number', value });
export const isTrue = (of: Expression): Expression => coalesce(of, boolean(false));
export const concat = (...all: Expression[]): Expression => ({ kind: 'concat', all });
export const localDate = (of: Expression, zone: string): Expression => ({ kind: 'local_date', of, zone });
export const daysBetween = (from: Expression, to: Expression): Expression => ({ kind: 'days_between', from, to });
export const aggregate = (name: AggregateFunction, of: Expression | null = null, where: Expression | null = null): Expression => ({ kind: 'aggregate', function: name, of, where });

/** Names of the columns that expressions read, anywhere in plain data that holds them. */
export function columnsIn(data: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('kind' in value && value.kind === 'column' && 'name' in value) names.add(String(value.name));
    else for (const inner of Object.values(value)) visit(inner);
  };
  visit(data);
  return names;
}
