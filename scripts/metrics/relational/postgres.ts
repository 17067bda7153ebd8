/** PostgreSQL 12 and later. */
import type { Dialect } from './dialect.ts';
import type { ColumnType } from './expression.ts';
import { CALLS, doubled, filtering, nthByCase, nullsLast, valuesTable } from './standard.ts';

const TYPES: Readonly<Record<ColumnType, string>> = { text: 'text', integer: 'bigint', number: 'numeric(38,8)', boolean: 'boolean', date: 'date', timestamp: 'timestamptz' };

/** A longer name would be cut, and two could become one. */
const LONGEST = 63;

function identifier(name: string): string {
  if (Buffer.byteLength(name) > LONGEST) throw new RangeError(`"${name}" is longer than the ${LONGEST} bytes that a name of postgres may have.`);
  return doubled(name, '"');
}

/** There is no cast that gives null for what is none, so the text is looked at first: shape, then the days of its month. */
const SHAPE = String.raw`^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?( ?(Z|[+-]\d\d(:?\d\d)?))?)?$`;

function instantOf(text: string): string {
  const part = (from: number, length: number): string => `CAST(substr(${text}, ${from}, ${length}) AS integer)`;
  const lastDay = `extract(day FROM make_date(${part(1, 4)}, ${part(6, 2)}, 1) + interval '1 month' - interval '1 day')`;
  return `CASE WHEN ${text} ~ ${doubled(SHAPE)} THEN CASE WHEN ${part(9, 2)} <= ${lastDay} THEN CAST(${text} AS timestamptz) END END`;
}

/** The engine's own order of texts is that of a language. */
const byBytes = (text: string): string => `${text} COLLATE "C"`;

const seconds = (of: string): string => `floor(extract(epoch FROM ${of}))`;
const percentile = (share: number) => (of: string): string => `percentile_cont(${share}) WITHIN GROUP (ORDER BY CAST(${of} AS double precision))`;

export const postgres: Dialect = {
  name: 'postgres',
  identifier,
  type: (type) => TYPES[type],
  // Read as it stands with standard_conforming_strings, which has been the default since 9.1.
  text: (value) => doubled(value),
  date: (day) => `DATE ${doubled(day)}`,
  instant: (value) => `TIMESTAMPTZ ${doubled(value)}`,
  localDate: (instant, zone) => `CAST(${instant} AT TIME ZONE ${doubled(zone)} AS date)`,
  daysBetween: (from, to) => `(${to} - ${from})`,
  addDays: (day, days) => `(${day} + CAST(${days} AS integer))`,
  quarterStart: (day, shift) => (shift === 0 ? `CAST(date_trunc('quarter', CAST(${day} AS timestamp)) AS date)` : `CAST(date_trunc('quarter', CAST(${day} AS timestamp) - interval '${shift} month') + interval '${shift} month' AS date)`),
  secondsBetween: (from, to) => `CAST(${seconds(to)} - ${seconds(from)} AS bigint)`,
  instantOf,
  folded: (text) => `lower(trim(${text}))`,
  contains: (text, part) => `(strpos(${text}, ${part}) > 0)`,
  sum: (left, operator, right) => `(${left} ${operator} ${right})`,
  product: (left, right) => `round(CAST(${left} AS numeric) * CAST(${right} AS numeric), 8)`,
  quotient: (left, right) => `round(CAST(${left} AS numeric) / nullif(CAST(${right} AS numeric), 0), 8)`,
  differs: (left, right) => `${left} IS DISTINCT FROM ${right}`,
  nth: nthByCase,
  aggregate: filtering({ ...CALLS, median: percentile(0.5), p90: percentile(0.9) }),
  order: (of, type, descending) => nullsLast(type === 'text' ? byBytes(of) : of, descending),
  byBytes,
  rows: valuesTable(identifier),
  groupingSets: (sets) => `GROUPING SETS (${sets.join(', ')})`,
  createTable: (table, query, lasting) => `CREATE ${lasting ? '' : 'TEMP '}TABLE ${table} AS\n${query}`,
  analyse: (table) => `ANALYZE ${table}`,
  totalApart: false,
  leftJoinNeedsEquality: false,
  foldsCase: false,
};
