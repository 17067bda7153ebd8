/** The standard fiscal year of the organization: twelve months from its start month, named as the organization says. */
import type { SetupRows } from './setupRows.ts';
import type { Scalar } from './types.ts';

export interface FiscalCalendar {
  /** 1 to 12. */
  readonly startMonth: number;
  /** Named after the calendar year it ends in; otherwise after the one it starts in. */
  readonly namedAfterEnd: boolean;
}

/** Read from the Organization row; a calendar year when there is none. */
export function fiscalCalendar(setup: SetupRows): FiscalCalendar {
  const organization = setup.all('Organization')[0];
  return {
    startMonth: Number(organization?.['FiscalYearStartMonth'] ?? 1),
    namedAfterEnd: organization?.['UsesStartDateAsFiscalYearName'] === false,
  };
}

export interface FiscalPeriod {
  readonly year: number;
  readonly quarter: number;
  /** `2026 3`, the form of `Opportunity.Fiscal`. */
  readonly label: string;
}

/** The fiscal period of a date `YYYY-MM-DD`. */
export function fiscalPeriod(date: string, { startMonth, namedAfterEnd }: FiscalCalendar): FiscalPeriod {
  const month = Number(date.slice(5, 7));
  const startYear = Number(date.slice(0, 4)) - (month < startMonth ? 1 : 0);
  const year = startMonth === 1 || !namedAfterEnd ? startYear : startYear + 1;
  const quarter = Math.floor(((month - startMonth + 12) % 12) / 3) + 1;
  return { year, quarter, label: `${year} ${quarter}` };
}

interface FiscalYearRows {
  /** Of FiscalYearSettings, without its period. */
  readonly settings: Readonly<Record<string, Scalar>>;
  /** Of Period, without its settings: twelve months, four quarters, one year; the year is the last. */
  readonly periods: readonly Readonly<Record<string, Scalar>>[];
}

/** Rows of the standard fiscal year that begins in a calendar year. */
function fiscalYearRows(beginsIn: number, { startMonth, namedAfterEnd }: FiscalCalendar): FiscalYearRows {
  const day = (month: number, date: number): string => new Date(Date.UTC(beginsIn, startMonth - 1 + month, date)).toISOString().slice(0, 10);
  const period = (type: string, number: number, firstMonth: number, months: number): Record<string, Scalar> => ({ Type: type, Number: number, StartDate: day(firstMonth, 1), EndDate: day(firstMonth + months, 0), IsForecastPeriod: type === 'Month' });
  const { year } = fiscalPeriod(day(0, 1), { startMonth, namedAfterEnd });
  return {
    settings: { Name: String(year), StartDate: day(0, 1), EndDate: day(12, 0), IsStandardYear: true, YearType: 'Standard', WeekStartDay: 1 },
    periods: [...Array.from({ length: 12 }, (_, month) => period('Month', month + 1, month, 1)), ...Array.from({ length: 4 }, (_, quarter) => period('Quarter', quarter + 1, quarter * 3, 3)), period('Year', 1, 0, 12)],
  };
}

/** Calendar years in which the fiscal years of an org begin: some before the clock's year to some after. */
const YEARS = { before: 4, after: 2 };

/** Writes the fiscal years around a day of the clock. */
export function writeFiscalYears(write: (object: string, row: Readonly<Record<string, Scalar>>) => string, now: Date, calendar: FiscalCalendar): void {
  for (let year = now.getUTCFullYear() - YEARS.before; year <= now.getUTCFullYear() + YEARS.after; year += 1) {
    const { settings, periods } = fiscalYearRows(year, calendar);
    const settingsId = write('FiscalYearSettings', settings);
    const ids = periods.map((period) => write('Period', { ...period, FiscalYearSettingsId: settingsId }));
    write('FiscalYearSettings', { Id: settingsId, PeriodId: ids.at(-1) ?? null });
  }
}
