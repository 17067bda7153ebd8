import type { Dialect } from './dialect.ts';
import type { ColumnType } from './expression.ts';
import { CALLS, doubled, filtering, nullsLast, valuesTable } from './standard.ts';
import { SLOT_BITS, zoneSlots } from './zoneSlots.ts';

/** Amounts keep 8 places, as DECIMAL: sums of money are exact. */
const TYPES: Readonly<Record<ColumnType, string>> = { text: 'VARCHAR', integer: 'BIGINT', number: 'DECIMAL(38,8)', boolean: 'BOOLEAN', date: 'DATE', timestamp: 'TIMESTAMPTZ' };

const identifier = (name: string): string => doubled(name, '"');

/** Milliseconds as DuckDB counts them. */
const micros = (milliseconds: readonly (number | null)[]): string => `CAST('[${milliseconds.map((of) => (of === null ? 'NULL' : of * 1000)).join()}]' AS BIGINT[])`;

/** `timezone` takes ten times as long as a look into lists, which hold the years that nearly all instants lie in. */
function localDate(instant: string, zone: string): string {
  const asked = `CAST(timezone(${doubled(zone)}, ${instant}) AS DATE)`;
  // Anything but a column would be computed again wherever it stands.
  if (!/^"\w+"$/.test(instant)) return asked;
  const { first, changes, offsets } = zoneSlots(zone);
  const at = `epoch_us(${instant})`;
  // There is nothing at 0; a number below would be counted from the end.
  const slot = `greatest((${at} >> ${SLOT_BITS}) - ${first - 1}, 0)`;
  return `coalesce(CAST(make_timestamp(${at} + ${micros(offsets)}[${slot} + CAST(${at} >= ${micros(changes)}[${slot}] AS INTEGER)]) AS DATE), ${asked})`;
}

export const duckdb: Dialect = {
  name: 'duckdb',
  identifier,
  type: (type) => TYPES[type],
  text: (value) => doubled(value),
  date: (day) => `DATE ${doubled(day)}`,
  instant: (value) => `TIMESTAMPTZ ${doubled(value)}`,
  localDate,
  daysBetween: (from, to) => `date_diff('day', ${from}, ${to})`,
  addDays: (day, days) => `(${day} + CAST(${days} AS INTEGER))`,
  quarterStart: (day, shift) => (shift === 0 ? `CAST(date_trunc('quarter', ${day}) AS DATE)` : `CAST(date_trunc('quarter', ${day} - INTERVAL ${shift} MONTH) + INTERVAL ${shift} MONTH AS DATE)`),
  secondsBetween: (from, to) => `date_diff('second', ${from}, ${to})`,
  instantOf: (text) => `TRY_CAST(${text} AS TIMESTAMPTZ)`,
  folded: (text) => `lower(trim(${text}))`,
  contains: (text, part) => `contains(${text}, ${part})`,
  sum: (left, operator, right) => `(${left} ${operator} ${right})`,
  // Two wide decimals have no room for the places of their product.
  product: (left, right) => `CAST(CAST(${left} AS DOUBLE) * CAST(${right} AS DOUBLE) AS DECIMAL(38,8))`,
  quotient: (left, right) => `CAST(CAST(${left} AS DOUBLE) / nullif(CAST(${right} AS DOUBLE), 0) AS DECIMAL(38,8))`,
  differs: (left, right) => `${left} IS DISTINCT FROM ${right}`,
  // One constant, however many values: branches are planned and asked one by one.
  nth: (place, values, type) => `CAST([${values.join(', ')}] AS ${TYPES[type]}[])[${place} + 1]`,
  aggregate: filtering({ ...CALLS, median: (of) => `median(${of})`, p90: (of) => `quantile_cont(${of}, 0.9)` }),
  order: (of, _, descending) => nullsLast(of, descending),
  byBytes: (text) => text,
  rows: valuesTable(identifier),
  groupingSets: (sets) => `GROUPING SETS (${sets.join(', ')})`,
  createTable: (table, query, lasting) => `CREATE ${lasting ? '' : 'TEMP '}TABLE ${table} AS\n${query}`,
  analyse: () => null,
  totalApart: false,
  leftJoinNeedsEquality: false,
  foldsCase: true,
};
