/** What several dialects say alike. */
import type { AggregateCall, Dialect } from './dialect.ts';
import type { AggregateFunction } from './expression.ts';

/** A NUL cannot stand in SQL text; no record or flag has one for a good reason. */
export function withoutNul(value: string): string {
  if (value.includes('\0')) throw new RangeError('A text with a NUL character cannot be looked for.');
  return value;
}

/** A text between quotes that are doubled inside. */
export function doubled(value: string, quote: "'" | '"' | '`' = "'"): string {
  return `${quote}${withoutNul(value).replaceAll(quote, quote + quote)}${quote}`;
}

/** A text for engines that read a backslash as the begin of an escape. */
export function backslashed(value: string): string {
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r' };
  return `'${withoutNul(value).replaceAll(/[\\'\n\r]/g, (found) => escapes[found] ?? found)}'`;
}

type Calls = Readonly<Record<Exclude<AggregateFunction, 'count'>, (of: string) => string>>;

/** Names that all engines share. */
export const CALLS = {
  count_distinct: (of: string) => `count(DISTINCT ${of})`,
  sum: (of: string) => `sum(${of})`,
  mean: (of: string) => `avg(${of})`,
  min: (of: string) => `min(${of})`,
  max: (of: string) => `max(${of})`,
  any: (of: string) => `bool_or(${of})`,
} as const;

function call(calls: Calls, name: AggregateFunction, of: string): string {
  return name === 'count' ? `count(${of})` : calls[name](of);
}

/** `sum(x) FILTER (WHERE ...)` */
export function filtering(calls: Calls): Dialect['aggregate'] {
  return ({ function: name, of, where }: AggregateCall) => `${call(calls, name, of ?? '*')}${where === null ? '' : ` FILTER (WHERE ${where})`}`;
}

/** `sum(CASE WHEN ... THEN x END)`: aggregates pass over null. */
export function choosing(calls: Calls): Dialect['aggregate'] {
  return ({ function: name, of, where }: AggregateCall) => call(calls, name, where === null ? (of ?? '*') : `CASE WHEN ${where} THEN ${of ?? '1'} END`);
}

/** Rows as `(VALUES ...) AS t(...)`. */
export function valuesTable(identifier: (name: string) => string): Dialect['rows'] {
  return (columns, rows, literal) => {
    const printed = rows.map((row) => `(${columns.map(([, type], index) => literal(row[index] ?? null, type)).join(', ')})`);
    return `(VALUES ${printed.join(', ')}) AS ${identifier('t')}(${columns.map(([name]) => identifier(name)).join(', ')})`;
  };
}

/** Orders with missing values last, where the engine would put them elsewhere. */
export function nullsLast(of: string, descending: boolean): string {
  return `${of}${descending ? ' DESC' : ''} NULLS LAST`;
}

/** The value at a place, asked for one after the other. */
export function nthByCase(place: string, values: readonly string[]): string {
  return values.length === 0 ? 'NULL' : `CASE ${place} ${values.map((value, index) => `WHEN ${index} THEN ${value}`).join(' ')} END`;
}
