import type { Dialect } from './dialect.ts';
import type { ColumnType } from './expression.ts';
import { CALLS, choosing, doubled, nthByCase, nullsLast, valuesTable, withoutNul } from './standard.ts';

const TYPES: Readonly<Record<ColumnType, string>> = { text: 'VARCHAR', integer: 'NUMBER(38,0)', number: 'NUMBER(38,8)', boolean: 'BOOLEAN', date: 'DATE', timestamp: 'TIMESTAMP_LTZ' };

/** Quoted, so that it is not read in upper case. */
const identifier = (name: string): string => doubled(name, '"');
/** A backslash begins an escape between single quotes. */
const text = (value: string): string => `'${withoutNul(value).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
const percentile = (share: number) => (of: string): string => `PERCENTILE_CONT(${share}) WITHIN GROUP (ORDER BY CAST(${of} AS DOUBLE))`;

export const snowflake: Dialect = {
  name: 'snowflake',
  identifier,
  type: (type) => TYPES[type],
  text,
  date: (day) => `DATE ${text(day)}`,
  instant: (value) => `CAST(${text(value)} AS TIMESTAMP_LTZ)`,
  localDate: (instant, zone) => `CAST(CONVERT_TIMEZONE(${text(zone)}, ${instant}) AS DATE)`,
  daysBetween: (from, to) => `DATEDIFF('day', ${from}, ${to})`,
  addDays: (day, days) => `DATEADD('day', ${days}, ${day})`,
  quarterStart: (day, shift) => (shift === 0 ? `DATE_TRUNC('quarter', ${day})` : `DATEADD('month', ${shift}, DATE_TRUNC('quarter', DATEADD('month', -${shift}, ${day})))`),
  secondsBetween: (from, to) => `DATEDIFF('second', ${from}, ${to})`,
  // Digits alone would be read as seconds since 1970.
  instantOf: (of) => `CASE WHEN LENGTH(${of}) >= 10 AND SUBSTR(${of}, 5, 1) = '-' THEN CAST(TRY_TO_TIMESTAMP_TZ(${of}) AS TIMESTAMP_LTZ) END`,
  folded: (of) => `LOWER(TRIM(${of}, ' '))`,
  contains: (text, part) => `CONTAINS(${text}, ${part})`,
  sum: (left, operator, right) => `(${left} ${operator} ${right})`,
  product: (left, right) => `CAST(ROUND(CAST(${left} AS DOUBLE) * CAST(${right} AS DOUBLE), 8) AS NUMBER(38,8))`,
  quotient: (left, right) => `CAST(ROUND(CAST(${left} AS DOUBLE) / NULLIF(CAST(${right} AS DOUBLE), 0), 8) AS NUMBER(38,8))`,
  differs: (left, right) => `${left} IS DISTINCT FROM ${right}`,
  nth: nthByCase,
  aggregate: choosing({ ...CALLS, mean: (of) => `AVG(CAST(${of} AS DOUBLE))`, any: (of) => `BOOLOR_AGG(${of})`, median: percentile(0.5), p90: percentile(0.9) }),
  order: (of, _, descending) => nullsLast(of, descending),
  byBytes: (of) => of,
  rows: valuesTable(identifier),
  groupingSets: (sets) => `GROUPING SETS (${sets.join(', ')})`,
  createTable: (table, query, lasting) => `CREATE ${lasting ? '' : 'TRANSIENT '}TABLE ${table} AS\n${query}`,
  analyse: () => null,
  totalApart: true,
  leftJoinNeedsEquality: false,
  foldsCase: false,
};
