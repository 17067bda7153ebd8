/** Calendars as relations: fiscal quarters, month ends, and working time by business hours, zone and holidays. */
import { addDays } from '../period.ts';
import { column, compare, equal, integer, localDate, minus, plus, secondsBetween, when, type Columns, type Expression } from '../relational/expression.ts';
import { extend, join, project, scan, values, type Relation } from '../relational/relation.ts';
import { once } from './fact.ts';
import { instantOfLocal } from '../../shared/localTime.ts';
import { prefixed } from './passages.ts';

export interface Quarter {
  readonly from: string;
  /** Last day. */
  readonly last: string;
  /** First day of the next. */
  readonly to: string;
}

const YEARS_BACK = 15;
/** The last day of the week, as ISO counts. */
const SUNDAY = 7;

/** Fiscal quarters of the last years, the one of the day included. */
export function fiscalQuarters(fiscalYearStart: number, today: string): Quarter[] {
  const year = Number(today.slice(0, 4));
  const day = (offset: number): string => new Date(Date.UTC(year - YEARS_BACK, fiscalYearStart - 1 + offset, 1)).toISOString().slice(0, 10);
  // One more year on both sides: a fiscal year begins in one calendar year and ends in another.
  return Array.from({ length: 4 * (YEARS_BACK + 2) }, (_, index) => ({ from: day(3 * index), last: addDays(day(3 * index + 3), -1), to: day(3 * index + 3) })).filter(({ from }) => from <= today);
}

/** Months that are over on the day: `month_start`, `month_end`, and the end of the same month a year later, `year_later`. */
export function monthEnds(today: string): Relation {
  const [year = 0, month = 1] = today.split('-').map(Number);
  // Day 0 of a month is the last day of the one before it.
  const end = (offset: number): string => new Date(Date.UTC(year, month - 1 + offset, 0)).toISOString().slice(0, 10);
  return values({ month_start: 'date', month_end: 'date', year_later: 'date' }, Array.from({ length: 12 * YEARS_BACK }, (_, index) => [`${end(-index).slice(0, 8)}01`, end(-index), end(12 - index)]));
}

const WORKING_DAY: Columns = { day: 'date', opens_at: 'timestamp', closes_at: 'timestamp', before: 'integer' };

/** The table of `workingDays`. */
const workingDay: Relation = scan('working_day', WORKING_DAY);

/**
 * Days with their working time, a step that all facts with clocks share: `day`, `opens_at`, `closes_at`, and the working
 * seconds of all days `before`. A day that is shorter or longer because the clocks are changed has the working time that it had.
 */
export const workingDays = once<void>(({ playbook, timeZone: zone, firstDay, lastDay }) => {
  const { days, holidays } = playbook.businessHours;
  const closed = new Set(holidays);
  const rows: (string | number)[][] = [];
  let before = 0;
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    const hours = closed.has(day) ? undefined : days[new Date(day).getUTCDay() || SUNDAY];
    const opens = instantOfLocal(`${day}T${hours?.from ?? '00:00'}`, zone);
    const closes = hours === undefined ? opens : instantOfLocal(`${day}T${hours.to}`, zone);
    rows.push([day, new Date(opens).toISOString(), new Date(closes).toISOString(), before]);
    before += (closes - opens) / 1000;
  }
  return ['working_day', values(WORKING_DAY, rows)];
});

/** Adds, under each name, the working seconds from the calendar's first day up to an instant. */
export function withWorkingTime(rows: Relation, instants: Readonly<Record<string, string>>, zone: string): Relation {
  return Object.entries(instants).reduce((found, [name, at]) => {
    const prefix = `${name}_calendar_`;
    const local = extend(found, { [`${prefix}on`]: localDate(column(at), zone) });
    const joined = join('left', local, prefixed(workingDay, prefix), equal(column(`${prefix}day`), column(`${prefix}on`)));
    const opens = column(`${prefix}opens_at`);
    const closes = column(`${prefix}closes_at`);
    const today = when([[compare(column(at), '<=', opens), integer(0)], [compare(column(at), '>=', closes), secondsBetween(opens, closes)]], secondsBetween(opens, column(at)));
    return project(joined, { ...columnsOf(found), [name]: plus(column(`${prefix}before`), today) });
  }, rows);
}

/** Working seconds between two instants that `withWorkingTime` has named; none where the second comes first. */
export function workingSeconds(from: string, to: string): Expression {
  return when([[compare(column(to), '<=', column(from)), integer(0)]], minus(column(to), column(from)));
}

function columnsOf({ columns }: Relation): Record<string, Expression> {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, column(name)]));
}
