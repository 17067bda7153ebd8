/** The few things that SQL engines say differently. Everything else is printed the same for all. */
import type { AggregateFunction, ColumnType, Value } from './expression.ts';

export type DialectName = 'duckdb' | 'postgres' | 'spark' | 'trino' | 'snowflake' | 'bigquery';

export interface Dialect {
  readonly name: DialectName;
  identifier(name: string): string;
  type(type: ColumnType): string;
  text(value: string): string;
  date(isoDay: string): string;
  instant(isoUtc: string): string;
  /** @param zone its IANA name */
  localDate(instant: string, zone: string): string;
  daysBetween(from: string, to: string): string;
  addDays(day: string, days: string): string;
  /** @param shift months by which quarters begin later than those of the calendar */
  quarterStart(day: string, shift: number): string;
  /** Whole seconds; fractions of both are cut off first. */
  secondsBetween(from: string, to: string): string;
  /** Null where the text is no instant. Without a zone it is in UTC. */
  instantOf(text: string): string;
  /** Without blanks at both ends and in lower case. */
  folded(text: string): string;
  /** Whether a text holds another. */
  contains(text: string, part: string): string;
  /** Of two numbers with 8 places, to 8 places. */
  sum(left: string, operator: '+' | '-', right: string): string;
  /** To 8 places. */
  product(left: string, right: string): string;
  /** To 8 places; null when the divisor is zero. */
  quotient(left: string, right: string): string;
  differs(left: string, right: string): string;
  /** The value at a place, which begin at 0; null beyond. @param values literals of the type */
  nth(place: string, values: readonly string[], type: ColumnType): string;
  /** Of the rows where the condition holds, or of all. */
  aggregate(call: AggregateCall): string;
  /** Something to order by: missing values come last, texts by their bytes. */
  order(of: string, type: ColumnType, descending: boolean): string;
  /** A text as it is compared with < and >, and by min and max: by its bytes. */
  byBytes(text: string): string;
  /** Relation of rows under these names, to stand after FROM; types are cast around it. */
  rows(columns: readonly (readonly [name: string, type: ColumnType])[], rows: readonly (readonly Value[])[], literal: (value: Value, type: ColumnType) => string): string;
  groupingSets(sets: readonly string[]): string;
  /** @param table as it stands after FROM @param lasting false: nobody needs it after the session */
  createTable(table: string, query: string, lasting: boolean): string;
  /** What to run after a table was filled, so that queries are planned well; null: nothing. */
  analyse(table: string): string | null;
  /** The whole needs a query of its own: as a grouping set it is missing, or not allowed, where there are no rows. */
  readonly totalApart: boolean;
  /** A left join is refused unless columns of both sides are set equal. */
  readonly leftJoinNeedsEquality: boolean;
  /** Names that differ only in case are one name. */
  readonly foldsCase: boolean;
}

export interface AggregateCall {
  readonly function: AggregateFunction;
  /** Null: rows are counted. */
  readonly of: string | null;
  readonly type: ColumnType | null;
  readonly where: string | null;
}

/** What an engine cannot say; it is refused by name, never replaced by something like it. */
export class UnsupportedError extends Error {
  override name = 'UnsupportedError';
  constructor(dialect: DialectName, what: string) {
    super(`${dialect} cannot express ${what}.`);
  }
}
