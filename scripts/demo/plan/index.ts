/** The demo company from its tables: everything that happens, in days, before anything is saved. Pure. */
import { DateTime } from 'luxon';
import type { Tables } from '../tables/schema.ts';
import { Chance } from './arithmetic.ts';
import { workingDays } from './calendar.ts';
import { giveCategories, giveCloseDates } from './closeDates.ts';
import { leaversOf, planCustomers, planOpening, type Customers } from './customers.ts';
import { giveDays, type Setting } from './days.ts';
import { draftDeals, type Draft } from './deals.ts';
import { giveEvidence } from './evidence.ts';
import { planHandoffs } from './handoffs.ts';
import { planLeads } from './leads.ts';
import type { Account, Handoff, Lead } from './model.ts';
import { giveAccounts, giveOwners } from './people.ts';

export interface CompanyPlan {
  readonly tables: Tables;
  /** Local date of the as-of day. */
  readonly today: string;
  readonly accounts: readonly Account[];
  readonly deals: readonly Draft[];
  readonly leads: readonly Lead[];
  readonly customers: Customers;
  readonly handoffs: readonly Handoff[];
}

/** @throws ConstraintError naming the constraint that cannot be met */
export function planCompany(tables: Tables): CompanyPlan {
  const chance = new Chance(tables.company.seed);
  const today = DateTime.fromISO(tables.company.as_of, { zone: tables.company.time_zone }).toISODate() ?? '';
  const setting: Setting = { tables, chance, working: workingDays(tables.company.holidays), today };
  const deals = draftDeals(tables, chance);
  giveDays(deals, setting);
  giveCloseDates(deals, setting);
  giveCategories(deals, setting);
  giveOwners(deals, setting);
  giveEvidence(deals, setting);
  const opening = planOpening(setting);
  const joined = giveAccounts(deals, opening, leaversOf(opening, setting), setting);
  const won = deals.filter(({ outcome }) => outcome === 'won').toSorted((one, other) => (one.closedOn ?? '').localeCompare(other.closedOn ?? ''));
  const customers = planCustomers(opening, won, setting);
  const leads = planLeads(deals, setting);
  const handoffs = planHandoffs(won, setting);
  return { tables, today, accounts: [...opening.map(({ account }) => account), ...joined], deals, leads, customers, handoffs };
}
