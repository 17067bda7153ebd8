/** Spark SQL 3.4 and later, and Databricks. The session must be in UTC. */
import type { Dialect } from './dialect.ts';
import type { ColumnType } from './expression.ts';
import { backslashed, CALLS, doubled, filtering, nthByCase, nullsLast, valuesTable } from './standard.ts';

const TYPES: Readonly<Record<ColumnType, string>> = { text: 'STRING', integer: 'BIGINT', number: 'DECIMAL(38,8)', boolean: 'BOOLEAN', date: 'DATE', timestamp: 'TIMESTAMP' };

const identifier = (name: string): string => doubled(name, '`');
/** A sum of two decimals of full width loses a place. */
const narrow = (of: string): string => `CAST(${of} AS DECIMAL(36,8))`;

export const spark: Dialect = {
  name: 'spark',
  identifier,
  type: (type) => TYPES[type],
  text: backslashed,
  date: (day) => `DATE ${backslashed(day)}`,
  instant: (value) => `TIMESTAMP ${backslashed(value)}`,
  localDate: (instant, zone) => `CAST(from_utc_timestamp(${instant}, ${backslashed(zone)}) AS DATE)`,
  daysBetween: (from, to) => `datediff(${to}, ${from})`,
  addDays: (day, days) => `date_add(${day}, CAST(${days} AS INT))`,
  quarterStart: (day, shift) => (shift === 0 ? `trunc(${day}, 'QUARTER')` : `add_months(trunc(add_months(${day}, -${shift}), 'QUARTER'), ${shift})`),
  secondsBetween: (from, to) => `(unix_seconds(${to}) - unix_seconds(${from}))`,
  // Elsewhere half a timestamp, such as a year, is none.
  instantOf: (text) => `CASE WHEN length(${text}) >= 10 THEN TRY_CAST(${text} AS TIMESTAMP) END`,
  folded: (text) => `lower(trim(${text}))`,
  contains: (text, part) => `(instr(${text}, ${part}) > 0)`,
  sum: (left, operator, right) => `CAST(${narrow(left)} ${operator} ${narrow(right)} AS DECIMAL(38,8))`,
  product: (left, right) => `CAST(CAST(${left} AS DOUBLE) * CAST(${right} AS DOUBLE) AS DECIMAL(38,8))`,
  quotient: (left, right) => `CAST(CAST(${left} AS DOUBLE) / nullif(CAST(${right} AS DOUBLE), 0D) AS DECIMAL(38,8))`,
  differs: (left, right) => `NOT (${left} <=> ${right})`,
  nth: nthByCase,
  aggregate: filtering({ ...CALLS, mean: (of) => `avg(CAST(${of} AS DOUBLE))`, median: (of) => `percentile(CAST(${of} AS DOUBLE), 0.5D)`, p90: (of) => `percentile(CAST(${of} AS DOUBLE), 0.9D)` }),
  order: (of, _, descending) => nullsLast(of, descending),
  byBytes: (text) => text,
  rows: valuesTable(identifier),
  groupingSets: (sets) => `GROUPING SETS (${sets.join(', ')})`,
  createTable: (table, query) => `CREATE TABLE ${table} AS\n${query}`,
  analyse: () => null,
  // Of no rows it makes no row, not even that of the whole.
  totalApart: true,
  leftJoinNeedsEquality: false,
  foldsCase: true,
};
