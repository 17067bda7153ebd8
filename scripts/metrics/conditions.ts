/** Which rows of a fact an aggregate counts: by their values, and by where they lie in time. */
import type { Aggregate, Conditions } from '../playbook/metricModel.ts';
import type { Fact } from './facts/index.ts';
import { addDays, isWholeQuarters, shiftMonths, type Period } from './period.ts';
import { boolean, column, compare, date, equal, isIn, number, type Expression } from './relational/expression.ts';

/** What a date is held against. */
export interface Placing {
  readonly fact: Fact;
  readonly period: Period;
  readonly periodBy: string | null;
  /** Local date of the as-of instant. */
  readonly today: string;
  readonly fiscalYearStart: number;
}

export function conditions(where: Conditions): Expression[] {
  return Object.entries(where).flatMap(([name, condition]) => {
    if (Array.isArray(condition)) return [isIn(column(name), condition)];
    const { at_least: low, below } = condition as Exclude<typeof condition, readonly unknown[]>;
    return [...(low === undefined ? [] : [compare(column(name), '>=', number(low))]), ...(below === undefined ? [] : [compare(column(name), '<', number(below))])];
  });
}

export function within({ fact, period: whole, periodBy, today, fiscalYearStart }: Placing, placed: Pick<Aggregate, 'period_by' | 'lag_months' | 'at' | 'any_time'>): Expression[] {
  const dated = placed.period_by ?? periodBy;
  if (dated === null || placed.any_time) return [];
  const period = placed.lag_months === undefined ? whole : shiftMonths(whole, -placed.lag_months);
  if (placed.at !== undefined) {
    const day = placed.at === 'end' ? monthEndBefore(lastMonthEnd(whole, today), placed.lag_months ?? 0) : addDays(period.from, -1);
    return [day === null ? boolean(false) : equal(column(dated), date(day))];
  }
  if (fact.spans !== undefined && fact.lastDay !== undefined && !(fact.spans === 'quarters' && isWholeQuarters(period, fiscalYearStart))) {
    return [equal(column(dated), date(period.from)), equal(column(fact.lastDay), date(addDays(period.to, -1)))];
  }
  const inside = [compare(column(dated), '>=', date(period.from)), compare(column(dated), '<', date(period.to))];
  const ofQuarters = fact.spans === undefined ? [] : [column('of_quarter')];
  return fact.lastDay === undefined ? inside : [...inside, compare(column(fact.lastDay), '<', date(period.to)), ...ofQuarters];
}

/** The month end so many months earlier: what is compared in a period that still runs are the same months of both years. */
function monthEndBefore(end: string | null, count: number): string | null {
  if (end === null) return null;
  const next = addDays(end, 1);
  return addDays(shiftMonths({ from: next, to: next }, -count).from, -1);
}

/** The last day of a month that lies in the period and is over; null: there is none. */
export function lastMonthEnd({ from, to }: Period, today: string): string | null {
  const before = to < today ? to : today;
  const end = addDays(`${before.slice(0, 8)}01`, -1);
  return end >= from ? end : null;
}
