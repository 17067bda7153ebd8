/** How far the clocks of a zone are from UTC, as lists that an instant finds its place in by arithmetic alone. */
import { IANAZone } from 'luxon';

/** A slot is so many bits of microseconds, about 100 days: in most zones clocks change at most once in it. */
export const SLOT_BITS = 43;
const SLOT = 2 ** SLOT_BITS / 1000;
/** Nearly all records of a CRM lie in these years. */
const [FIRST, END] = [Date.UTC(2010, 0, 1), Date.UTC(2038, 0, 1)].map((instant) => Math.floor(instant / SLOT)) as [number, number];

/** Nowhere are clocks changed twice within it. */
const WEEK = 7 * 86_400_000;
const MINUTE = 60_000;

export interface ZoneSlots {
  /** Number of the first slot, counted from 1970. */
  readonly first: number;
  /** By slot, when clocks change in it, in milliseconds: 0 where they do not, null where they do more than once. */
  readonly changes: readonly (number | null)[];
  /** In milliseconds: at the begin of each slot, and at the end of the last. */
  readonly offsets: readonly number[];
}

const known = new Map<string, ZoneSlots>();

/** @param name of an IANA zone */
export function zoneSlots(name: string): ZoneSlots {
  const found = known.get(name) ?? slotsOf(IANAZone.create(name));
  known.set(name, found);
  return found;
}

function slotsOf(zone: IANAZone): ZoneSlots {
  const offsetAt = (instant: number): number => zone.offset(instant) * MINUTE;
  const slots = Array.from({ length: END - FIRST }, (_, index) => (FIRST + index) * SLOT);
  const changes = slots.map((begin) => {
    const [change = 0, ...more] = changesIn(begin, begin + SLOT, offsetAt);
    return more.length > 0 ? null : change;
  });
  return { first: FIRST, changes, offsets: [...slots, END * SLOT].map(offsetAt) };
}

/** The instants after `from` up to `to` from which on another offset holds. */
function changesIn(from: number, to: number, offsetAt: (instant: number) => number): number[] {
  if (to - from <= WEEK) return offsetAt(from) === offsetAt(to) ? [] : [changeIn(from, to, offsetAt)];
  return [...changesIn(from, from + WEEK, offsetAt), ...changesIn(from + WEEK, to, offsetAt)];
}

function changeIn(from: number, to: number, offsetAt: (instant: number) => number): number {
  // Clocks change with a minute.
  const middle = Math.floor((from + to) / 2 / MINUTE) * MINUTE;
  if (middle <= from) return Math.floor(to / MINUTE) * MINUTE;
  return offsetAt(middle) === offsetAt(from) ? changeIn(middle, to, offsetAt) : changeIn(from, middle, offsetAt);
}
