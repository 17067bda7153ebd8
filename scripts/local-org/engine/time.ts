/** Dates and times in the platform's forms. Inside: `YYYY-MM-DD`, `YYYY-MM-DDTHH:mm:ss.SSSZ`, `HH:mm:ss.SSSZ`, all UTC. */
import { DateTime } from 'luxon';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?Z?$/;

/** The instant as kept: whole seconds, as an org keeps them. */
export function toInstant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}.000Z`;
}

function realDay(year: string, month: string, day: string): boolean {
  return DateTime.utc(Number(year), Number(month), Number(day)).isValid && Number(year) >= 1700 && Number(year) <= 4000;
}

/** A date, or the date part of a date-time; null when the text is neither. */
export function parseDate(text: string): string | null {
  const match = DATE.exec(text.length > 10 && DATE_TIME.test(text) ? text.slice(0, 10) : text);
  if (match === null) {
    return null;
  }
  const [, year = '', month = '', day = ''] = match;
  return realDay(year, month, day) ? `${year}-${month}-${day}` : null;
}

/** A date-time in any offset, or a date (its midnight in UTC), as an instant of whole seconds; null when it is neither. */
export function parseDateTime(text: string): string | null {
  if (DATE.test(text)) {
    const date = parseDate(text);
    return date === null ? null : `${date}T00:00:00.000Z`;
  }
  const match = DATE_TIME.exec(text);
  if (match === null) {
    return null;
  }
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00', , zone = 'Z'] = match;
  if (!realDay(year, month, day)) {
    return null;
  }
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const millis = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(millis) ? null : toInstant(new Date(millis));
}

/** A time of day, or null. */
export function parseTime(text: string): string | null {
  const match = TIME.exec(text);
  if (match === null) {
    return null;
  }
  const [, hour = '', minute = '', second = '00', millis = '0'] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return null;
  }
  return `${hour}:${minute}:${second}.${millis.padEnd(3, '0')}Z`;
}

/** `2026-01-31T10:00:00.000+0000`, the form of the REST API. */
export function toRestDateTime(instant: string): string {
  return instant.endsWith('Z') ? `${instant.slice(0, -1)}+0000` : instant;
}

/** The day it is in a time zone. */
export function todayIn(now: Date, timeZone: string): DateTime {
  return DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
}
