/** GoogleSQL of BigQuery. */
import type { AggregateCall, Dialect } from './dialect.ts';
import type { ColumnType } from './expression.ts';
import { backslashed, CALLS, choosing, nthByCase, nullsLast, withoutNul } from './standard.ts';

const TYPES: Readonly<Record<ColumnType, string>> = { text: 'STRING', integer: 'INT64', number: 'NUMERIC', boolean: 'BOOL', date: 'DATE', timestamp: 'TIMESTAMP' };

const identifier = (name: string): string => `\`${withoutNul(name).replaceAll(/[\\`]/g, (found) => `\\${found}`)}\``;
/** NUMERIC has 9 places; the 8 of a product need more room on the way. */
const wide = (of: string): string => `CAST(${of} AS BIGNUMERIC)`;

/** The engine's own aggregate is an estimate; this one takes the two values around the place in the sorted group. */
function percentile(share: number, { of, where }: AggregateCall): string {
  const kept = where === null ? (of ?? '') : `CASE WHEN ${where} THEN ${of ?? ''} END`;
  const value = `CAST(${kept} AS FLOAT64)`;
  const place = `(COUNT(${kept}) - 1) * ${share}`;
  const at = (rounded: string): string => `ARRAY_AGG(${value} IGNORE NULLS ORDER BY ${value})[SAFE_OFFSET(CAST(${rounded} AS INT64))]`;
  return `(${at(`FLOOR(${place})`)} + (${at(`CEIL(${place})`)} - ${at(`FLOOR(${place})`)}) * (${place} - FLOOR(${place})))`;
}

const simple = choosing({ ...CALLS, mean: (of) => `AVG(CAST(${of} AS FLOAT64))`, any: (of) => `LOGICAL_OR(${of})`, median: (of) => of, p90: (of) => of });

export const bigquery: Dialect = {
  name: 'bigquery',
  identifier,
  type: (type) => TYPES[type],
  text: backslashed,
  date: (day) => `DATE ${backslashed(day)}`,
  instant: (value) => `TIMESTAMP ${backslashed(value)}`,
  localDate: (instant, zone) => `DATE(${instant}, ${backslashed(zone)})`,
  daysBetween: (from, to) => `DATE_DIFF(${to}, ${from}, DAY)`,
  addDays: (day, days) => `DATE_ADD(${day}, INTERVAL ${days} DAY)`,
  quarterStart: (day, shift) => (shift === 0 ? `DATE_TRUNC(${day}, QUARTER)` : `DATE_ADD(DATE_TRUNC(DATE_SUB(${day}, INTERVAL ${shift} MONTH), QUARTER), INTERVAL ${shift} MONTH)`),
  secondsBetween: (from, to) => `(UNIX_SECONDS(${to}) - UNIX_SECONDS(${from}))`,
  instantOf: (text) => `SAFE_CAST(${text} AS TIMESTAMP)`,
  folded: (text) => `LOWER(TRIM(${text}, ' '))`,
  contains: (text, part) => `(STRPOS(${text}, ${part}) > 0)`,
  sum: (left, operator, right) => `(${left} ${operator} ${right})`,
  product: (left, right) => `CAST(ROUND(${wide(left)} * ${wide(right)}, 8) AS NUMERIC)`,
  quotient: (left, right) => `CAST(ROUND(${wide(left)} / NULLIF(${wide(right)}, 0), 8) AS NUMERIC)`,
  differs: (left, right) => `${left} IS DISTINCT FROM ${right}`,
  nth: nthByCase,
  aggregate: (call) => (call.function === 'median' || call.function === 'p90' ? percentile(call.function === 'median' ? 0.5 : 0.9, call) : simple(call)),
  order: (of, _, descending) => nullsLast(of, descending),
  byBytes: (text) => text,
  // There are no VALUES after FROM.
  rows(columns, rows, literal) {
    const fields = columns.map(([name, type]) => `${identifier(name)} ${TYPES[type]}`).join(', ');
    const printed = rows.map((row) => `(${columns.map(([, type], index) => literal(row[index] ?? null, type)).join(', ')})`);
    return `UNNEST(ARRAY<STRUCT<${fields}>>[${printed.join(', ')}])`;
  },
  groupingSets: (sets) => `GROUPING SETS (${sets.join(', ')})`,
  createTable: (table, query, lasting) => `CREATE TABLE ${table}${lasting ? '' : ' OPTIONS (expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 1 DAY))'} AS\n${query}`,
  analyse: () => null,
  totalApart: true,
  leftJoinNeedsEquality: true,
  foldsCase: true,
};
