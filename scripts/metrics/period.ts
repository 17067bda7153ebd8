/** Periods: half-open ranges of local dates. */
import type { Metric } from '../playbook/metricModel.ts';
import type { TIME_SLICES } from '../playbook/metricSchema.ts';
import { addDays, daysBetween } from '../shared/localTime.ts';

export { addDays } from '../shared/localTime.ts';

export interface Period {
  /** First day that counts. */
  readonly from: string;
  /** First day that no longer counts. */
  readonly to: string;
}

/** Standard fiscal years: twelve months each. */
export interface FiscalYear {
  /** First month, 1 to 12. */
  readonly start: number;
  /** A year has the name of the calendar year it ends in, and not of the one it begins in; from January on they are one. */
  readonly namedByEnd: boolean;
}

/**
 * `2026`, `2026-Q3` (of the fiscal year), `2026-09`, or `2026-01-01..2026-03-31`, whose last day counts.
 * @throws RangeError in one sentence
 */
export function parsePeriod(text: string, fiscalYear: FiscalYear): Period {
  const range = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(text);
  if (range?.[1] && range[2]) {
    const period = { from: validDay(range[1]), to: addDays(validDay(range[2]), 1) };
    if (period.from >= period.to) throw new RangeError(`The period ${text} ends before it begins.`);
    return period;
  }
  const [, year, quarter, month] = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/.exec(text) ?? [];
  if (year === undefined) throw new RangeError(`"${text}" is no period: write 2026, 2026-Q3, 2026-09 or 2026-01-01..2026-03-31.${meantBy(text)}`);
  if (month !== undefined) return months(Number(year), Number(month), 1);
  const begins = Number(year) - yearsAhead(fiscalYear);
  return quarter === undefined ? months(begins, fiscalYear.start, 12) : months(begins, fiscalYear.start + (Number(quarter) - 1) * 3, 3);
}

/** How far the name of a fiscal year is ahead of the calendar year it begins in. */
function yearsAhead({ start, namedByEnd }: FiscalYear): 0 | 1 {
  return namedByEnd && start > 1 ? 1 : 0;
}

/** What is nearly one of them. */
function meantBy(text: string): string {
  const [, year, quarter] = /^(?:FY)?\s*(\d{4})[-\s]?(?:F?Q([1-4]))?$/i.exec(text.trim()) ?? [];
  const [, other, ofYear] = /^F?Q([1-4])[-\s/]?(?:FY)?(\d{4})$/i.exec(text.trim()) ?? [];
  const [found, part] = [year ?? ofYear, quarter ?? other];
  return found === undefined ? '' : ` Did you mean ${found}${part === undefined ? '' : `-Q${part}`}?`;
}

/** The period of a metric that was asked for none. @param today local date of the as-of instant */
export function windowOf(window: Metric['window'], today: string, fiscalYearStart: number): Period {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const intoQuarter = ((month - fiscalYearStart + 12) % 12) % 3;
  const monday = addDays(today, -((weekday(today) + 6) % 7));
  const windows: Readonly<Record<Metric['window'], () => Period>> = {
    all: () => ({ from: '0001-01-01', to: addDays(today, 1) }),
    // Full weeks and months up to the last one that has ended, so that the number does not depend on the day.
    week: () => ({ from: addDays(monday, -7), to: monday }),
    four_weeks: () => ({ from: addDays(monday, -28), to: monday }),
    month: () => months(year, month - 1, 1),
    quarter: () => months(year, month - intoQuarter, 3),
    last_quarter: () => months(year, month - intoQuarter - 3, 3),
    four_quarters: () => months(year, month - intoQuarter - 12, 12),
    trailing_year: () => months(year - 1, month, 12),
    next_90_days: () => ({ from: today, to: addDays(today, 90) }),
    next_120_days: () => ({ from: today, to: addDays(today, 120) }),
  };
  return windows[window]();
}

/** The last months or fiscal quarters that are over on a day, oldest first. */
export function closedPeriods(length: 'month' | 'quarter', count: number, today: string, fiscalYearStart: number): Period[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const size = MONTHS_OF[length];
  const begun = month - (length === 'month' ? 0 : ((month - fiscalYearStart + 12) % 12) % size);
  return Array.from({ length: count }, (_, index) => months(year, begun - (count - index) * size, size));
}

/** 0 is Sunday. */
function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

export type TimeSlice = (typeof TIME_SLICES)[number];

const MONTHS_OF: Readonly<Record<TimeSlice, number>> = { month: 1, quarter: 3, year: 12 };
/** More would be a slip of the hand: all time has no months. */
const MOST_PARTS = 120;

/**
 * The months, fiscal quarters or fiscal years of a period; a part that the period cuts is as long as what lies inside.
 * @throws RangeError in one sentence for a period that is too long
 */
export function partsOfPeriod({ from, to }: Period, slice: TimeSlice, fiscalYearStart: number): Period[] {
  const count = MONTHS_OF[slice];
  const [year = 0, month = 1] = from.split('-').map(Number);
  const into = slice === 'month' ? 0 : ((month - fiscalYearStart + 12) % 12) % count;
  const parts: Period[] = [];
  for (let first = month - into; ; first += count) {
    const part = months(year, first, count);
    if (part.from >= to) return parts;
    if (parts.length === MOST_PARTS) throw new RangeError(`A period from ${from} to before ${to} has too many parts to cut by ${slice}: ask for a shorter one with --period.`);
    parts.push({ from: part.from < from ? from : part.from, to: part.to > to ? to : part.to });
  }
}

/** The name of the month, fiscal quarter or fiscal year that a day lies in, as `parsePeriod` reads it. */
export function nameOfPart(day: string, slice: TimeSlice, fiscalYear: FiscalYear): string {
  const { start } = fiscalYear;
  const [year = 0, month = 1] = day.split('-').map(Number);
  if (slice === 'month') return day.slice(0, 7);
  const named = year - (month < start ? 1 : 0) + yearsAhead(fiscalYear);
  return slice === 'year' ? String(named) : `${named}-Q${1 + Math.floor(((month - start + 12) % 12) / 3)}`;
}

/** The name of a period that is one fiscal quarter or one fiscal year; null for any other, and where calendar and fiscal year are one. */
export function fiscalNameOf(period: Period, fiscalYear: FiscalYear): string | null {
  const { start } = fiscalYear;
  if (start === 1 || !isWholeQuarters(period, start)) return null;
  const { from, to } = period;
  const ends = (count: number): boolean => shiftMonths({ from, to: from }, count).to === to;
  if (ends(3)) return nameOfPart(from, 'quarter', fiscalYear);
  return ends(12) && Number(from.slice(5, 7)) === start ? nameOfPart(from, 'year', fiscalYear) : null;
}

/** `month` may lie outside 1 to 12. */
function months(year: number, month: number, count: number): Period {
  const day = (offset: number): string => new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 10);
  return { from: day(0), to: day(count) };
}

function validDay(text: string): string {
  if (!isDay(text)) throw new RangeError(`${text} is no day of the calendar.`);
  return text;
}

/** Whether a text such as `2026-02-29` is a day of the calendar. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

export function daysOf({ from, to }: Period): number {
  return daysBetween(from, to);
}

/** The same stretch some months earlier or later; a day that its month lacks becomes the last one it has. */
export function shiftMonths({ from, to }: Period, count: number): Period {
  const shifted = (day: string): string => {
    const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
    const lastDay = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
    return new Date(Date.UTC(year, month - 1 + count, Math.min(dayOfMonth, lastDay))).toISOString().slice(0, 10);
  };
  return { from: shifted(from), to: shifted(to) };
}

/** Whether a period is made of whole fiscal quarters. */
export function isWholeQuarters(period: Period, fiscalYearStart: number): boolean {
  const begins = (day: string): boolean => (Number(day.slice(5, 7)) - fiscalYearStart + 12) % 3 === 0;
  return isWholeMonths(period) && begins(period.from) && begins(period.to);
}

/** Whether a period is made of whole months. */
export function isWholeMonths({ from, to }: Period): boolean {
  return from.endsWith('-01') && to.endsWith('-01');
}

/** The months of a period that is made of whole ones. */
export function monthsOf({ from, to }: Period): Period[] {
  const found: Period[] = [];
  for (let month: Period = { from, to: shiftMonths({ from, to: from }, 1).to }; month.from < to; month = { from: month.to, to: shiftMonths({ from, to: month.to }, 1).to }) found.push(month);
  return found;
}
