/** The standard fiscal year of the organization: twelve months from its start month, named as the organization says. */
import type { SetupRows } from './setupRows.ts';

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
export function fiscalPeriod(date: string, setup: SetupRows): FiscalPeriod {
  const { startMonth, namedAfterEnd } = fiscalCalendar(setup);
  const month = Number(date.slice(5, 7));
  const startYear = Number(date.slice(0, 4)) - (month < startMonth ? 1 : 0);
  const year = startMonth === 1 || !namedAfterEnd ? startYear : startYear + 1;
  const quarter = Math.floor(((month - startMonth + 12) % 12) / 3) + 1;
  return { year, quarter, label: `${year} ${quarter}` };
}
