import type { ColumnType } from './expression.ts';
import type { Dialect } from './dialect.ts';

/** Amounts keep 8 places, as DECIMAL: sums of money are exact. */
const TYPES: Readonly<Record<ColumnType, string>> = { text: 'VARCHAR', integer: 'BIGINT', number: 'DECIMAL(38,8)', boolean: 'BOOLEAN', date: 'DATE', timestamp: 'TIMESTAMPTZ' };

const quoted = (value: string): string => {
  // A NUL cannot stand in SQL text; no record or flag has one for a good reason.
  if (value.includes('\0')) throw new RangeError('A text with a NUL character cannot be looked for.');
  return `'${value.replaceAll("'", "''")}'`;
};

export const duckdb: Dialect = {
  name: 'duckdb',
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  type: (type) => TYPES[type],
  text: quoted,
  date: (day) => `DATE ${quoted(day)}`,
  instant: (value) => `TIMESTAMPTZ ${quoted(value)}`,
  localDate: (instant, zone) => `CAST(timezone(${zone}, ${instant}) AS DATE)`,
  daysBetween: (from, to) => `date_diff('day', ${from}, ${to})`,
  addDays: (day, days) => `(${day} + CAST(${days} AS INTEGER))`,
  quarterStart: (day, shift) => (shift === 0 ? `CAST(date_trunc('quarter', ${day}) AS DATE)` : `CAST(date_trunc('quarter', ${day} - INTERVAL ${shift} MONTH) + INTERVAL ${shift} MONTH AS DATE)`),
  secondsBetween: (from, to) => `date_diff('second', ${from}, ${to})`,
  instantOf: (text) => `TRY_CAST(${text} AS TIMESTAMPTZ)`,
  // Two wide decimals have no room for the places of their product.
  product: (left, right) => `CAST(CAST(${left} AS DOUBLE) * CAST(${right} AS DOUBLE) AS DECIMAL(38,8))`,
  quotient: (left, right) => `CAST(CAST(${left} AS DOUBLE) / nullif(CAST(${right} AS DOUBLE), 0) AS DECIMAL(38,8))`,
  differs: (left, right) => `${left} IS DISTINCT FROM ${right}`,
  median: (value) => `median(${value})`,
  p90: (value) => `quantile_cont(${value}, 0.9)`,
  any: (condition) => `bool_or(${condition})`,
  filtered: (aggregate, where) => `${aggregate} FILTER (WHERE ${where})`,
  groupingSets: (sets) => `GROUPING SETS (${sets.join(', ')})`,
};
