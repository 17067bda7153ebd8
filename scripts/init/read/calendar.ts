/** The org's default business hours and its holidays. */
import type { OrgConnection } from '../../org/index.ts';
import type { OrgCalendar } from '../types.ts';
import type { Reader } from './reader.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

type HoursRow = Readonly<Record<string, unknown>> & { readonly TimeZoneSidKey: string };

interface HolidayRow {
  readonly ActivityDate: string | null;
}

export async function readCalendar(connection: OrgConnection, reader: Reader): Promise<OrgCalendar | null> {
  const columns = DAYS.flatMap((day) => [`${day}StartTime`, `${day}EndTime`]).join(', ');
  const [row] = await reader.part('business hours', [], () => connection.query<HoursRow>(`SELECT TimeZoneSidKey, ${columns} FROM BusinessHours WHERE IsActive = true AND IsDefault = true`));
  if (!row) return null;
  // A holiday that comes again has a pattern, which a playbook's list of days does not hold.
  const holidays = await reader.part('holidays', [], () => connection.query<HolidayRow>('SELECT ActivityDate FROM Holiday WHERE IsRecurrence = false ORDER BY ActivityDate'));
  const days = DAYS.flatMap((day) => {
    const hours = openingHours(row[`${day}StartTime`], row[`${day}EndTime`]);
    return hours === null ? [] : [[day, hours] as const];
  });
  return { timeZone: row.TimeZoneSidKey, days: Object.fromEntries(days), holidays: [...new Set(holidays.flatMap(({ ActivityDate: day }) => day ?? []))] };
}

/** Midnight to midnight is the whole day (BusinessHours in the Object Reference); a closed day has no times. */
export function openingHours(start: unknown, end: unknown): string | null {
  const from = typeof start === 'string' ? start.slice(0, 5) : null;
  const until = typeof end === 'string' ? end.slice(0, 5) : null;
  if (from === null || until === null) return null;
  const to = until === '00:00' ? '24:00' : until;
  return from < to ? `${from}-${to}` : null;
}
