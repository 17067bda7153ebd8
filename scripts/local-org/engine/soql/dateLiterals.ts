/** Date literals as half-open ranges of days in the user's time zone. Weeks start on Sunday (en_US). */
import type { DateTime } from 'luxon';
import { fiscalCalendar } from '../fiscalYear.ts';
import type { SetupRows } from '../setupRows.ts';
import { todayIn } from '../time.ts';

/** First day, and the day after the last. */
export interface DayRange {
  readonly from: DateTime;
  readonly to: DateTime;
}

type PeriodName = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'FISCAL_QUARTER' | 'FISCAL_YEAR';

interface Period {
  /** Start of the period a day lies in. */
  start(day: DateTime, fiscalStartMonth: number): DateTime;
  plus(start: DateTime, count: number): DateTime;
  readonly perYear: number;
}

/** Farther away there are neither records nor dates that compare as text. */
const MAX_YEARS = 5_000;

function fiscalMonths(day: DateTime, startMonth: number): number {
  return (day.month - startMonth + 12) % 12;
}

const PERIODS: Readonly<Record<PeriodName, Period>> = {
  DAY: { start: (day) => day, plus: (start, count) => start.plus({ days: count }), perYear: 366 },
  WEEK: { start: (day) => day.minus({ days: day.weekday % 7 }), plus: (start, count) => start.plus({ weeks: count }), perYear: 53 },
  MONTH: { start: (day) => day.startOf('month'), plus: (start, count) => start.plus({ months: count }), perYear: 12 },
  QUARTER: { start: (day) => day.startOf('quarter'), plus: (start, count) => start.plus({ months: 3 * count }), perYear: 4 },
  YEAR: { start: (day) => day.startOf('year'), plus: (start, count) => start.plus({ years: count }), perYear: 1 },
  FISCAL_QUARTER: {
    start: (day, month) => day.startOf('month').minus({ months: fiscalMonths(day, month) % 3 }),
    plus: (start, count) => start.plus({ months: 3 * count }),
    perYear: 4,
  },
  FISCAL_YEAR: {
    start: (day, month) => day.startOf('month').minus({ months: fiscalMonths(day, month) }),
    plus: (start, count) => start.plus({ years: count }),
    perYear: 1,
  },
};

const NAMED_DAYS: Readonly<Record<string, number>> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 };
const OFFSETS: Readonly<Record<string, number>> = { LAST: -1, THIS: 0, NEXT: 1 };

function isPeriod(name: string): name is PeriodName {
  return name in PERIODS;
}

/** `LAST_N_WEEKS:3`: whole periods before or after the current one; days count from today, which LAST_N_DAYS includes. */
function counted(direction: string, period: PeriodName, count: number, current: DateTime): DayRange {
  const { plus } = PERIODS[period];
  if (period === 'DAY') {
    return direction === 'LAST' ? { from: plus(current, -count), to: plus(current, 1) } : { from: plus(current, 1), to: plus(current, count + 1) };
  }
  return direction === 'LAST' ? { from: plus(current, -count), to: current } : { from: plus(current, 1), to: plus(current, count + 1) };
}

/**
 * The days a literal such as `THIS_FISCAL_QUARTER` or `N_DAYS_AGO:7` means; undefined for an unknown one.
 */
export function dateLiteralRange(text: string, now: Date, timeZone: string, setup: SetupRows): DayRange | undefined {
  const [name = '', argument] = text.toUpperCase().split(':');
  const today = todayIn(now, timeZone);
  const { startMonth } = fiscalCalendar(setup);
  const namedDay = NAMED_DAYS[name];
  if (namedDay !== undefined) {
    const from = today.plus({ days: namedDay });
    return { from, to: from.plus({ days: 1 }) };
  }
  if (name === 'LAST_90_DAYS' || name === 'NEXT_90_DAYS') {
    return counted(name.slice(0, 4), 'DAY', 90, today);
  }
  const many = /^(LAST|NEXT)_N_(\w+)S$/.exec(name);
  const ago = /^N_(\w+)S_AGO$/.exec(name);
  const single = /^(LAST|THIS|NEXT)_(\w+)$/.exec(name);
  const [direction, periodName] = many !== null ? [many[1], many[2]] : ago !== null ? ['AGO', ago[1]] : [single?.[1], single?.[2]];
  if (direction === undefined || periodName === undefined || !isPeriod(periodName) || (argument !== undefined && !Number.isInteger(Number(argument)))) {
    return undefined;
  }
  const period = PERIODS[periodName];
  const count = Math.min(Number(argument), MAX_YEARS * period.perYear);
  const current = period.start(today, startMonth);
  if (many !== null) {
    return counted(direction, periodName, count, current);
  }
  const from = period.plus(current, ago === null ? OFFSETS[direction] ?? 0 : -count);
  return { from, to: period.plus(from, 1) };
}
