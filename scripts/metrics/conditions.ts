/** Which rows of a fact an aggregate counts: by their values, and by where they lie in time. */
import type { Aggregate, Conditions } from '../playbook/metricModel.ts';
import type { Fact } from './facts/index.ts';
import { addDays, shiftMonths, type Period } from './period.ts';
import { boolean, column, compare, date, equal, isIn, number, type Expression } from './relational/expression.ts';

/** What a date is held against. */
export interface Placing {
  readonly fact: Fact;
  readonly period: Period;
  readonly periodBy: string | null;
  /** Local date of the as-of instant. */
  readonly today: string;
}

export function conditions(where: Conditions): Expression[] {
  return Object.entries(where).flatMap(([name, condition]) => {
    if (Array.isArray(condition)) return [isIn(column(name), condition)];
    const { at_least: low, below } = condition as Exclude<typeof condition, readonly unknown[]>;
    return [...(low === undefined ? [] : [compare(column(name), '>=', number(low))]), ...(below === undefined ? [] : [compare(column(name), '<', number(below))])];
  });
}

export function within({ fact, period: whole, periodBy, today }: Placing, placed: Pick<Aggregate, 'period_by' | 'lag_months' | 'at' | 'any_time'>): Expression[] {
  const dated = placed.period_by ?? periodBy;
  if (dated === null || placed.any_time) return [];
  const period = placed.lag_months === undefined ? whole : shiftMonths(whole, -placed.lag_months);
  if (placed.at !== undefined) {
    const day = placed.at === 'end' ? lastMonthEnd(period, today) : addDays(period.from, -1);
    return [day === null ? boolean(false) : equal(column(dated), date(day))];
  }
  const inside = [compare(column(dated), '>=', date(period.from)), compare(column(dated), '<', date(period.to))];
  return fact.lastDay === undefined ? inside : [...inside, compare(column(fact.lastDay), '<', date(period.to))];
}

/** The last day of a month that lies in the period and is over; null: there is none. */
export function lastMonthEnd({ from, to }: Period, today: string): string | null {
  const before = to < today ? to : today;
  const end = addDays(`${before.slice(0, 8)}01`, -1);
  return end >= from ? end : null;
}
