/** Periods: half-open ranges of local dates. */

export interface Period {
  /** First day that counts. */
  readonly from: string;
  /** First day that no longer counts. */
  readonly to: string;
}

/**
 * `2026`, `2026-Q3` (of the fiscal year), `2026-09`, or `2026-01-01..2026-03-31`, whose last day counts.
 * @throws RangeError in one sentence
 */
export function parsePeriod(text: string, fiscalYearStart: number): Period {
  const range = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(text);
  if (range?.[1] && range[2]) {
    const period = { from: validDay(range[1]), to: addDays(validDay(range[2]), 1) };
    if (period.from >= period.to) throw new RangeError(`The period ${text} ends before it begins.`);
    return period;
  }
  const [, year, quarter, month] = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/.exec(text) ?? [];
  if (year === undefined) throw new RangeError(`"${text}" is no period: write 2026, 2026-Q3, 2026-09 or 2026-01-01..2026-03-31.`);
  if (month !== undefined) return months(Number(year), Number(month), 1);
  return quarter === undefined ? months(Number(year), fiscalYearStart, 12) : months(Number(year), fiscalYearStart + (Number(quarter) - 1) * 3, 3);
}

/** The period of a metric that was asked for none. @param today local date of the as-of instant */
export function windowOf(window: 'quarter' | 'trailing_year' | 'all', today: string, fiscalYearStart: number): Period {
  if (window === 'all') return { from: '0001-01-01', to: addDays(today, 1) };
  const [year = 0, month = 1] = today.split('-').map(Number);
  if (window === 'quarter') {
    const intoFiscalYear = (month - fiscalYearStart + 12) % 12;
    return months(year, month - (intoFiscalYear % 3), 3);
  }
  // Full months up to the last one that has ended, so that the number does not depend on the day of the month.
  return months(year - 1, month, 12);
}

/** `month` may lie outside 1 to 12. */
function months(year: number, month: number, count: number): Period {
  const day = (offset: number): string => new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 10);
  return { from: day(0), to: day(count) };
}

function validDay(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) throw new RangeError(`${text} is no day of the calendar.`);
  return text;
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
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

/** Whether a period is made of whole months. */
export function isWholeMonths({ from, to }: Period): boolean {
  return from.endsWith('-01') && to.endsWith('-01');
}
