/** Instants of local times. A zone is asked for its offset by the week, since asking takes longer than all else. */
import { DateTime, IANAZone } from 'luxon';

const DAY = 86_400_000;
/** `2026-01-31` */
const DAY_LENGTH = 10;
const WEEK = 7 * DAY;
const MINUTE = 60_000;

/** Offsets of a zone in milliseconds, a day before a week and a day after it. Nowhere are clocks changed twice in between. */
type Offsets = readonly [before: number, after: number];

const known = new Map<string, Offsets>();

function offsetsOf(week: number, zone: string): Offsets {
  const key = `${week} ${zone}`;
  const found = known.get(key) ?? [offsetAt(week * WEEK - DAY, zone), offsetAt((week + 1) * WEEK + DAY, zone)];
  known.set(key, found);
  return found;
}

function offsetAt(instant: number, zone: string): number {
  return IANAZone.create(zone).offset(instant) * MINUTE;
}

/**
 * The instant at which the clocks of a zone show a time. One that they skip is as much later; of one that they show twice it is
 * the first.
 * @param local `2026-03-01T09:00`; the end of a day may be written 24:00
 * @returns milliseconds
 */
export function instantOfLocal(local: string, zone: string): number {
  const shown = Date.parse(`${local}Z`);
  const [before, after] = offsetsOf(Math.floor(shown / WEEK), zone);
  const isAfter = before !== after && offsetAt(shown - before, zone) === after && offsetAt(shown - after, zone) === after;
  return shown - (isAfter ? after : before);
}

/** The instant at which a local day begins; ISO, UTC. */
export function startOfDay(day: string, zone: string): string {
  return new Date(instantOfLocal(`${day}T00:00`, zone)).toISOString();
}

/**
 * The instant that somebody wrote: a day is its first moment, a time without an offset one of the clocks of the zone. Neither may depend
 * on where this machine stands.
 * @returns ISO, UTC
 * @throws RangeError for what is neither
 */
export function instantOf(text: string, zone: string): string {
  const time = DateTime.fromISO(text, { zone });
  if (!time.isValid || !/^\d{4}-\d{2}-\d{2}/.test(text)) throw new RangeError(`"${text}" is no date or time: write 2026-01-31 or 2026-01-31T10:00:00Z.`);
  return text.length === DAY_LENGTH ? startOfDay(text, zone) : time.toUTC().toJSDate().toISOString();
}

/** The day that the clocks of a zone show at an instant. */
export function localDay(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((found) => found.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** The day so many days later, or earlier; days are counted by the calendar, whatever the clocks do. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, DAY_LENGTH);
}

/** Days from one day to another by the calendar. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** The same time of day so many days earlier, though clocks were changed in between. @returns ISO, UTC */
export function sameTimeBefore(instant: string, days: number, zone: string): string {
  return DateTime.fromISO(instant, { zone }).minus({ days }).toUTC().toJSDate().toISOString();
}

/** An instant with the day that it is by the clocks of a zone. */
export interface LocalMoment {
  /** ISO, UTC. */
  readonly instant: string;
  /** IANA zone. */
  readonly timeZone: string;
  /** ISO date. */
  readonly today: string;
}

/**
 * The moment that somebody asks about, by the clocks of a zone.
 * @param asOf what was written: a day is its first moment; absent: now
 * @throws RangeError as `instantOf`
 */
export function momentIn(timeZone: string, asOf?: string | Date, now: Date = new Date()): LocalMoment {
  const instant = typeof asOf === 'string' ? instantOf(asOf, timeZone) : (asOf ?? now).toISOString();
  return { instant, timeZone, today: localDay(instant, timeZone) };
}

/** Whether it names a zone. */
export function isZone(said: string): boolean {
  return IANAZone.isValidZone(said);
}

/** What somebody calls a zone where it is one, else the other. */
export function zoneOr(said: string | null | undefined, otherwise: string): string {
  return said && isZone(said) ? said : otherwise;
}
