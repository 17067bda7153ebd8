/** The few things that SQL engines say differently. Everything else is printed the same for all. */
import type { ColumnType } from './expression.ts';

export interface Dialect {
  readonly name: string;
  identifier(name: string): string;
  type(type: ColumnType): string;
  text(value: string): string;
  date(isoDay: string): string;
  instant(isoUtc: string): string;
  /** @param zone printed by `text` */
  localDate(instant: string, zone: string): string;
  daysBetween(from: string, to: string): string;
  addDays(day: string, days: string): string;
  /** @param shift months by which quarters begin later than those of the calendar */
  quarterStart(day: string, shift: number): string;
  /** Whole seconds. */
  secondsBetween(from: string, to: string): string;
  /** Null where the text is no instant. */
  instantOf(text: string): string;
  /** To 8 places. */
  product(left: string, right: string): string;
  /** To 8 places; null when the divisor is zero. */
  quotient(left: string, right: string): string;
  differs(left: string, right: string): string;
  median(value: string): string;
  /** The 90th percentile, interpolated between two values. */
  p90(value: string): string;
  any(condition: string): string;
  /** An aggregate over the rows where the condition holds. */
  filtered(aggregate: string, where: string): string;
  groupingSets(sets: readonly string[]): string;
}
