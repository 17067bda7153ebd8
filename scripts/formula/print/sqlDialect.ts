/** The few points where the engines differ. Every function answers NULL for NULL unless it says otherwise. */
export interface SqlDialect {
  readonly name: 'duckdb' | 'sqlite';
  /** A column as text; the caller turns empty text into NULL. */
  text(column: string): string;
  /** A number column times ten to the `scale`, as an exact integer. */
  scaled(column: string, scale: number): string;
  checkbox(column: string): string;
  date(column: string): string;
  /** Milliseconds since 1970. */
  instant(column: string): string;
  dateLiteral(isoDate: string): string;
  addDays(date: string, days: number): string;
  /** Whole days. */
  daysBetween(later: string, earlier: string): string;
  /** UTF-16 code units, as Salesforce counts. */
  length(text: string): string;
  lower(text: string): string;
  upper(text: string): string;
  /** Without the characters up to the space at both ends. */
  trim(text: string): string;
  /** The first UTF-16 code unit. Half of a pair is no text that a database holds: it is the replacement character, which no half equals. */
  first(text: string): string;
  contains(text: string, part: string): string;
  begins(text: string, start: string): string;
  /** The extreme of non-null values. */
  greatest(values: readonly string[]): string;
  least(values: readonly string[]): string;
}

const DUCKDB: SqlDialect = {
  name: 'duckdb',
  text: (column) => `CAST(${column} AS VARCHAR)`,
  scaled(column, scale) {
    const of = (decimal: string): string => `CAST(${decimal} * ${10n ** BigInt(scale)} AS HUGEINT)`;
    // 28 digits leave room for the factor; HUGEINT has 38, so products of two amounts stay exact.
    const wide = of(`CAST(${column} AS DECIMAL(28, ${scale}))`);
    // A decimal of more than 18 digits takes fifty times as long to round; nearly all numbers have fewer.
    return scale > 8 ? wide : `coalesce(${of(`CAST(TRY_CAST(${column} AS DECIMAL(18, 8)) AS DECIMAL(18, ${scale}))`)}, ${wide})`;
  },
  checkbox: (column) => `coalesce(CAST(${column} AS BOOLEAN), false)`,
  date: (column) => `CAST(${column} AS DATE)`,
  instant: (column) => `CAST(epoch_ms(CAST(${column} AS TIMESTAMP)) AS HUGEINT)`,
  dateLiteral: (isoDate) => `DATE '${isoDate}'`,
  addDays: (date, days) => `(${date} + ${days})`,
  daysBetween: (later, earlier) => `CAST(${later} - ${earlier} AS HUGEINT)`,
  // length() counts code points; those beyond the first plane are two units each, and text of as many bytes has none.
  length: (text) => `CAST(CASE WHEN strlen(${text}) = length(${text}) THEN length(${text}) ELSE length(${text}) + length(regexp_replace(${text}, '[^\\x{10000}-\\x{10FFFF}]', '', 'g')) END AS HUGEINT)`,
  lower: (text) => `lower(${text})`,
  upper: (text) => `upper(${text})`,
  trim: (text) => `regexp_replace(${text}, '^[\\x00-\\x20]+|[\\x00-\\x20]+$', '', 'g')`,
  first: (text) => `CASE WHEN unicode(NULLIF(${text}, '')) > 65535 THEN chr(65533) ELSE left(NULLIF(${text}, ''), 1) END`,
  contains: (text, part) => `contains(${text}, ${part})`,
  begins: (text, start) => `starts_with(${text}, ${start})`,
  greatest: (values) => `greatest(${values.join(', ')})`,
  least: (values) => `least(${values.join(', ')})`,
};

/** Needs the functions of sqliteFunctions.ts: SQLite's own lower() knows ASCII only. Numbers are exact up to 2^53. */
const SQLITE: SqlDialect = {
  name: 'sqlite',
  text: (column) => `CAST(${column} AS TEXT)`,
  scaled: (column, scale) => `CAST(ROUND(NULLIF(${column}, '') * ${10n ** BigInt(scale)}) AS INTEGER)`,
  checkbox: (column) => `coalesce(${column} IN (1, 'true'), false)`,
  date: (column) => `substr(NULLIF(${column}, ''), 1, 10)`,
  instant: (column) => `formula_instant(NULLIF(${column}, ''))`,
  dateLiteral: (isoDate) => `'${isoDate}'`,
  addDays: (date, days) => `date(${date}, '${days} days')`,
  daysBetween: (later, earlier) => `CAST(ROUND(julianday(${later}) - julianday(${earlier})) AS INTEGER)`,
  length: (text) => `formula_length(${text})`,
  lower: (text) => `formula_lower(${text})`,
  upper: (text) => `formula_upper(${text})`,
  trim: (text) => `formula_trim(${text})`,
  first: (text) => `formula_first(NULLIF(${text}, ''))`,
  contains: (text, part) => `(instr(${text}, ${part}) > 0)`,
  begins: (text, start) => `(substr(${text}, 1, length(${start})) = ${start})`,
  greatest: (values) => `max(${values.join(', ')})`,
  least: (values) => `min(${values.join(', ')})`,
};

export const SQL_DIALECTS: Readonly<Record<SqlDialect['name'], SqlDialect>> = { duckdb: DUCKDB, sqlite: SQLITE };

/** The conversions that cost. */
const SHARED = ['scaled', 'instant', 'length', 'lower', 'upper', 'trim', 'first'] as const;

/** The dialect with each costly conversion put away by `share`, which answers what to write in its place. */
export function sharing(dialect: SqlDialect, share: (sql: string) => string): SqlDialect {
  const shared = Object.fromEntries(SHARED.map((name) => [name, (...args: readonly [string, number]) => share(dialect[name](...args))]));
  return { ...dialect, ...shared };
}
