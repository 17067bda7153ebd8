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
  differs(left: string, right: string): string;
  median(value: string): string;
  any(condition: string): string;
  /** An aggregate over the rows where the condition holds. */
  filtered(aggregate: string, where: string): string;
  groupingSets(sets: readonly string[]): string;
}
