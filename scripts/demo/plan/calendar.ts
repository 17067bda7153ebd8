/** Days of the demo company: ISO dates, months, quarters, working days. */
import { addDays, daysBetween } from '../../shared/localTime.ts';

export { addDays, daysBetween };

/** `2025-04` and a number of months. */
export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** The first day of the month after. */
export function firstOfNextMonth(date: string): string {
  return `${addMonths(monthOf(date), 1)}-01`;
}

export function lastOfMonth(month: string): string {
  return addDays(`${addMonths(month, 1)}-01`, -1);
}

/** `2025-Q2` */
export function quarterOf(date: string): string {
  return `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}

export function quarterStart(quarter: string): string {
  return `${quarter.slice(0, 4)}-${String((Number(quarter.slice(6)) - 1) * 3 + 1).padStart(2, '0')}-01`;
}

export function nextQuarter(quarter: string): string {
  return quarterOf(`${addMonths(monthOf(quarterStart(quarter)), 3)}-01`);
}

export function quarterEnd(quarter: string): string {
  return addDays(quarterStart(nextQuarter(quarter)), -1);
}

/** Whether a date lies in a period: `2025-04` or `2025-Q2`. */
export function isIn(date: string, period: string): boolean {
  return period.includes('Q') ? quarterOf(date) === period : monthOf(date) === period;
}

export interface WorkingDays {
  is(date: string): boolean;
  /** The first working day from this one on. */
  from(date: string): string;
  /** The last working day up to this one. */
  until(date: string): string;
  /** So many working days later; earlier when negative. */
  add(date: string, days: number): string;
  within(from: string, to: string): string[];
}

export function workingDays(holidays: readonly string[]): WorkingDays {
  const free = new Set(holidays);
  const is = (date: string): boolean => !free.has(date) && ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  const walk = (date: string, step: number): string => {
    let day = date;
    while (!is(day)) day = addDays(day, step);
    return day;
  };
  return {
    is,
    from: (date) => walk(date, 1),
    until: (date) => walk(date, -1),
    add(date, days) {
      let day = date;
      for (let left = Math.abs(days); left > 0; left--) day = walk(addDays(day, Math.sign(days)), Math.sign(days));
      return day;
    },
    within(from, to) {
      return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index)).filter(is);
    },
  };
}
