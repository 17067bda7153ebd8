/** Trino, and what is built on it: Athena, Starburst. */
import type { Dialect } from './dialect.ts';
import type { ColumnType } from './expression.ts';
import { CALLS, doubled, nthByCase, nullsLast, valuesTable } from './standard.ts';

const TYPES: Readonly<Record<ColumnType, string>> = { text: 'varchar', integer: 'bigint', number: 'decimal(38,8)', boolean: 'boolean', date: 'date', timestamp: 'timestamp(6) with time zone' };

const identifier = (name: string): string => doubled(name, '"');
const seconds = (of: string): string => `floor(to_unixtime(${of}))`;

/** The engine's own percentile is an estimate; this one sorts the values of the group and is exact. */
function percentile(share: number, of: string, where: string | null): string {
  const kept = [...(where === null ? [] : [where]), `(${of} IS NOT NULL)`].join(' AND ');
  const values = `array_sort(array_agg(CAST(${of} AS double)) FILTER (WHERE ${kept}))`;
  const place = `(cardinality(a) - 1) * ${share}e0`;
  const at = (rounded: string): string => `element_at(a, 1 + CAST(${rounded} AS integer))`;
  return `element_at(transform(ARRAY[${values}], a -> ${at(`floor(${place})`)} + (${at(`ceil(${place})`)} - ${at(`floor(${place})`)}) * (${place} - floor(${place}))), 1)`;
}

export const trino: Dialect = {
  name: 'trino',
  identifier,
  type: (type) => TYPES[type],
  text: (value) => doubled(value),
  date: (day) => `DATE ${doubled(day)}`,
  instant: (value) => `TIMESTAMP ${doubled(value.replace('T', ' ').replace('Z', ' UTC'))}`,
  localDate: (instant, zone) => `CAST(${instant} AT TIME ZONE ${doubled(zone)} AS date)`,
  daysBetween: (from, to) => `date_diff('day', ${from}, ${to})`,
  addDays: (day, days) => `date_add('day', ${days}, ${day})`,
  quarterStart: (day, shift) => (shift === 0 ? `date_trunc('quarter', ${day})` : `date_add('month', ${shift}, date_trunc('quarter', date_add('month', -${shift}, ${day})))`),
  secondsBetween: (from, to) => `CAST(${seconds(to)} - ${seconds(from)} AS bigint)`,
  instantOf: (text) => `TRY(CAST(from_iso8601_timestamp(replace(${text}, ' ', 'T')) AS timestamp(6) with time zone))`,
  folded: (text) => `lower(trim(BOTH ' ' FROM ${text}))`,
  contains: (text, part) => `(strpos(${text}, ${part}) > 0)`,
  sum: (left, operator, right) => `(${left} ${operator} ${right})`,
  product: (left, right) => `CAST(CAST(${left} AS double) * CAST(${right} AS double) AS decimal(38,8))`,
  quotient: (left, right) => `CAST(CAST(${left} AS double) / nullif(CAST(${right} AS double), 0e0) AS decimal(38,8))`,
  differs: (left, right) => `${left} IS DISTINCT FROM ${right}`,
  nth: nthByCase,
  aggregate({ function: name, of, where }) {
    if (name === 'median' || name === 'p90') return percentile(name === 'median' ? 0.5 : 0.9, of ?? '', where);
    // An average of decimals would have their 8 places only.
    const called = name === 'mean' ? `avg(CAST(${of ?? ''} AS double))` : name === 'count' ? `count(${of ?? '*'})` : CALLS[name](of ?? '');
    return `${called}${where === null ? '' : ` FILTER (WHERE ${where})`}`;
  },
  order: (of, _, descending) => nullsLast(of, descending),
  byBytes: (text) => text,
  rows: valuesTable(identifier),
  groupingSets: (sets) => `GROUPING SETS (${sets.join(', ')})`,
  createTable: (table, query) => `CREATE TABLE ${table} AS\n${query}`,
  analyse: () => null,
  totalApart: false,
  leftJoinNeedsEquality: false,
  foldsCase: true,
};
