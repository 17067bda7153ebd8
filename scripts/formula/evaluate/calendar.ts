import { DateTime } from 'luxon';
import { FormulaError, unsupported } from './error.ts';

export const DAY = 86_400_000;

/**
 * 1582-10-15, the day after 1582-10-04: Salesforce counts as Java does, by the Julian calendar before it and by the Gregorian from it on
 * (org probe cutover_gap, 2026-07-28).
 */
const GREGORIAN_START = -141_427;

/** 0001-01-01. Earlier days have no era in what Salesforce shows (DATE(1, 1, 1) - 5 is 0001-12-27), so they are not computed. */
const FIRST_DAY = -719_164;

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year < 1582 || year % 100 !== 0 || year % 400 === 0);
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days in a month, 1 to 12. */
function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (MONTH_DAYS[month - 1] ?? 31);
}

/** The day a date stands for, or undefined when there is no such day. */
export function dayOf(year: number, month: number, day: number): number | undefined {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    return undefined;
  }
  return dayNumber(year, month, day);
}

/** Day number of a Julian date (Richards, in the Explanatory Supplement to the Astronomical Almanac). */
function julianDayNumber(year: number, month: number, day: number): number {
  const shift = Math.floor((14 - month) / 12);
  const [years, months] = [year + 4800 - shift, month + 12 * shift - 3];
  return day + Math.floor((153 * months + 2) / 5) + 365 * years + Math.floor(years / 4) - 2_472_671;
}

function julianPartsOf(day: number): DateParts {
  const days = day + 2_472_670;
  const years = Math.floor((4 * days + 3) / 1461);
  const rest = days - Math.floor((1461 * years) / 4);
  const months = Math.floor((5 * rest + 2) / 153);
  return { year: years - 4800 + Math.floor(months / 10), month: months + 3 - 12 * Math.floor(months / 10), day: rest - Math.floor((153 * months + 2) / 5) + 1 };
}

function gregorianDayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / DAY;
}

/** @throws FormulaError for the ten days that the calendar left out: what Salesforce computes from them is not known */
function dayNumber(year: number, month: number, day: number): number {
  if (year > 1582) {
    return gregorianDayNumber(year, month, day);
  }
  const gregorian = gregorianDayNumber(year, month, day);
  if (gregorian >= GREGORIAN_START) {
    return gregorian;
  }
  const julian = julianDayNumber(year, month, day);
  if (julian >= GREGORIAN_START) {
    throw unsupported('A date from 1582-10-05 to 1582-10-14', 'the calendar has no such day.');
  }
  return julian;
}

/** Year, month and day of a day number. */
export function partsOf(day: number): DateParts {
  if (day < GREGORIAN_START) {
    return julianPartsOf(day);
  }
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Refuses days before the year 1 and those outside JavaScript's range. */
export function checkedDay(day: number, subject: string): number {
  if (day < FIRST_DAY) {
    throw unsupported(subject, 'days before the year 1 are shown without their era.');
  }
  if (!(day <= 100_000_000)) {
    throw new FormulaError('out-of-range', 'The date is out of range');
  }
  return day;
}

/** Refuses the Julian calendar, where week and day of the year were not probed. */
function gregorianDay(day: number, subject: string): number {
  if (day < GREGORIAN_START) {
    throw unsupported(`${subject} of a date before 1582-10-15`, 'how Salesforce counts in the Julian calendar is not known.');
  }
  return checkedDay(day, subject);
}

const QUARTER = 15 * 60_000;
const MAX_OFFSETS = 5000;
const offsets = new Map<string, number>();

/**
 * How far a zone is ahead of UTC at an instant, in milliseconds. Zones change on the quarter of an hour, so the answer is
 * remembered per quarter: asking the runtime costs more than the rest of a formula.
 */
function offsetAt(instant: number, zone: string): number {
  const key = `${zone} ${Math.floor(instant / QUARTER)}`;
  const known = offsets.get(key);
  if (known !== undefined) {
    return known;
  }
  const local = DateTime.fromMillis(instant, { zone });
  if (!local.isValid) {
    throw new FormulaError('invalid-date', `"${zone}" is not a time zone`);
  }
  if (offsets.size >= MAX_OFFSETS) {
    offsets.clear();
  }
  offsets.set(key, local.offset * 60_000);
  return local.offset * 60_000;
}

/** The day of an instant in a zone. */
export function dayIn(instant: number, zone: string): number {
  return Math.floor((instant + offsetAt(instant, zone)) / DAY);
}

/** Moves a day by whole months; the last day of a month stays the last day: Feb 28 + 1 is Mar 31. */
export function addMonths(day: number, months: number): number {
  const { year, month, day: dayOfMonth } = partsOf(checkedDay(day, 'ADDMONTHS'));
  const target = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(target / 12);
  const targetMonth = (target % 12 + 12) % 12 + 1;
  if (!(Math.abs(targetYear) < 200_000)) {
    throw new FormulaError('out-of-range', 'The date is out of range');
  }
  const last = daysIn(targetYear, targetMonth);
  const targetDay = dayOfMonth === daysIn(year, month) ? last : Math.min(dayOfMonth, last);
  return checkedDay(dayNumber(targetYear, targetMonth, targetDay), 'ADDMONTHS');
}

/** ISO 8601 week and the year it belongs to. */
export function isoWeek(day: number): { readonly week: number; readonly year: number } {
  gregorianDay(day, 'ISOWEEK');
  const weekday = (((day + 3) % 7) + 7) % 7;
  const thursday = day - weekday + 3;
  const { year } = partsOf(thursday);
  return { week: Math.floor((thursday - dayNumber(year, 1, 1)) / 7) + 1, year };
}

/** 1 for Sunday to 7 for Saturday. */
export function weekday(day: number): number {
  return ((((checkedDay(day, 'WEEKDAY') + 4) % 7) + 7) % 7) + 1;
}

/** Days since the year began, from 1. */
export function dayOfYear(day: number): number {
  const { year } = partsOf(gregorianDay(day, 'DAYOFYEAR'));
  return day - dayNumber(year, 1, 1) + 1;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** `2026-01-31` */
export function formatDay(day: number): string {
  const { year, month, day: dayOfMonth } = partsOf(day);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`;
}

/** `17:30:45.125` */
export function formatTime(time: number): string {
  return `${pad(Math.floor(time / 3_600_000), 2)}:${pad(Math.floor(time / 60_000) % 60, 2)}:${pad(Math.floor(time / 1000) % 60, 2)}.${pad(time % 1000, 3)}`;
}

/** `2013-12-31 01:02:03Z`, as TEXT() writes a date-time. */
export function formatInstant(instant: number): string {
  const day = Math.floor(instant / DAY);
  return `${formatDay(day)} ${formatTime(instant - day * DAY).slice(0, 8)}Z`;
}

const invalidDate = (text: string): FormulaError => new FormulaError('invalid-date', `"${text.slice(0, 40)}" is not a valid date`);

/** `DATEVALUE("2026-1-31")`: four digits of year; what follows the day is not looked at, as Java's parser does. */
export function parseDay(text: string): number {
  const match = /^(\d{4})-(\d{1,2})-(\d+)/.exec(text);
  const day = match === null ? undefined : dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (day === undefined) {
    throw invalidDate(text);
  }
  return day;
}

/** `DATETIMEVALUE("2026-01-31 17:00:00")`, in GMT. */
export function parseInstant(text: string): number {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})/.exec(text);
  const day = match === null ? undefined : dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (match === null || day === undefined) {
    throw invalidDate(text);
  }
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])];
  if (hour > 23 || minute > 59 || second > 59) {
    throw invalidDate(text);
  }
  return day * DAY + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** `TIMEVALUE("17:30:45.125")`. */
export function parseTime(text: string): number {
  const match = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,3}))?$/.exec(text.trim());
  const [hour, minute, second] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  if (match === null || hour > 23 || minute > 59 || second > 59) {
    throw new FormulaError('invalid-date', `"${text.slice(0, 40)}" is not a valid time`);
  }
  return ((hour * 60 + minute) * 60 + second) * 1000 + Number((match[4] ?? '0').padEnd(3, '0'));
}
