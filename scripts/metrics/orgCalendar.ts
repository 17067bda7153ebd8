/** Working time as the org has it: its default business hours and its holidays, where an admin has set them. */
import type { BusinessHours } from '../playbook/model.ts';
import type { Engine } from './engines/engine.ts';
import { sourceColumns } from './facts/sources.ts';
import { both, column, isNull, not } from './relational/expression.ts';
import { aggregated, filter, scan, sort } from './relational/relation.ts';

export interface WorkingCalendar {
  readonly hours: BusinessHours;
  /** Whose it is, in one sentence, for those who check a clock by hand. */
  readonly said: string;
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MIDNIGHT = '00:00';

/**
 * The org's hours where somebody has set them; a new org works around the clock, which says nothing. Days off are those of the
 * org where it has any, else those of the playbook: which holidays go with which hours, and how they recur, no API tells.
 * @param zone of the org, in which all days are counted
 */
export async function workingCalendar(engine: Pick<Engine, 'rows'>, playbook: BusinessHours, zone: string): Promise<WorkingCalendar> {
  const [row] = await engine.rows(sort(filter(scan('BusinessHours', sourceColumns('BusinessHours')), both(column('IsDefault'), column('IsActive'))), ['Id']));
  const days = row === undefined ? null : daysOf(row);
  const daysOff = filter(scan('Holiday', sourceColumns('Holiday')), both(not(isNull(column('ActivityDate'))), column('IsAllDay'), not(column('IsRecurrence'))));
  const holidays = (await engine.rows(sort(aggregated(daysOff, ['ActivityDate'], {}), ['ActivityDate']))).map((holiday) => String(holiday['ActivityDate']));
  const off = holidays.length > 0 ? holidays : playbook.holidays;
  const holidayWords = holidays.length > 0 ? 'the holidays of the org' : 'the holidays of the playbook';
  if (days === null) return { hours: { ...playbook, holidays: off }, said: `Working time by the hours of the playbook, ${zone}, with ${holidayWords}.` };
  // Days are counted in one zone; hours of another would move with it.
  const own = typeof row?.['TimeZoneSidKey'] === 'string' ? row['TimeZoneSidKey'] : '';
  if (own !== zone) return { hours: { ...playbook, holidays: off }, said: `Working time by the hours of the playbook, ${zone}, with ${holidayWords}; the business hours of the org are in ${own || 'no zone'}.` };
  return { hours: { timeZone: zone, days, holidays: off }, said: `Working time by the default business hours of the org, ${zone}, with ${holidayWords}.` };
}

/** Null: around the clock every day, no day at all, or more than can be read. */
function daysOf(row: Readonly<Record<string, unknown>>): BusinessHours['days'] | null {
  const times = DAYS.map((day) => [timeOf(row[`${day}StartTime`]), timeOf(row[`${day}EndTime`])] as const);
  const days = times.flatMap(([from, to], index): [number, { from: string; to: string }][] => (from === null || to === null ? [] : [[index + 1, { from, to: to === MIDNIGHT ? '24:00' : to }]]));
  const isRound = days.length === DAYS.length && days.every(([, { from, to }]) => from === MIDNIGHT && to === '24:00');
  return days.length === 0 || isRound || days.some(([, { from, to }]) => from >= to) ? null : Object.fromEntries(days);
}

/** `09:00:00.000Z`, which is a time of day and in no zone. */
function timeOf(value: unknown): string | null {
  return typeof value === 'string' ? (/^(\d\d:\d\d)/.exec(value)?.[1] ?? null) : null;
}
