/**
 * Lets the plan happen: every record is saved through the org's own save pipeline on its simulated day, by the person
 * who did it, so that history rows, stamps and refusals are the engine's own.
 */
import type { LocalOrg } from '../../local-org/index.ts';
import type { CompanyPlan } from '../plan/index.ts';
import { Cast } from './cast.ts';
import { loadOpening, scheduleHandoffs, scheduleInstalled } from './customers.ts';
import { scheduleLeads } from './leads.ts';
import { scheduleDeals } from './newBusiness.ts';
import { hirePeople, openQueue, usernameOf } from './people.ts';
import { scheduleDrift, scheduleSetup } from './setup.ts';
import { Timeline, type SettableClock } from './timeline.ts';

export type { SettableClock } from './timeline.ts';

export interface PlayCounts {
  readonly accounts: number;
  readonly leads: number;
  readonly opportunities: number;
  readonly saves: number;
  /** Record ids of accounts by name, for inputs that name them. */
  readonly accountIds: ReadonlyMap<string, string>;
}

/**
 * @param options.drift false: nobody changes a definition or is given a bypass
 * @throws Error naming the record and the rule when the org refuses what the plan says happened
 */
export function playCompany(org: LocalOrg, clock: SettableClock, plan: CompanyPlan, { drift, onProgress }: { readonly drift: boolean; readonly onProgress: (text: string) => void }): PlayCounts {
  const { company, leads } = plan.tables;
  clock.set(new Date(`${company.history_from}T04:00:00Z`));
  const admin = org.session(usernameOf(company, 'Jordan Doe'));
  const people = hirePeople(org.engine, admin, company);
  const cast = new Cast(plan, people, (username) => org.session(username));
  const sdrs = company.people.filter(({ qualifies }) => qualifies === true).map(({ name }) => people.idOf(name));
  const queue = openQueue(org.engine, admin, leads.queue, sdrs);
  const timeline = new Timeline(company.time_zone);
  scheduleSetup(timeline, plan.tables, org, cast);
  if (drift) scheduleDrift(timeline, plan.tables, org, cast);
  loadOpening(timeline, plan, cast, org.engine);
  scheduleLeads(timeline, plan, cast, org.engine, () => queue);
  scheduleDeals(timeline, plan, cast, org.engine);
  scheduleInstalled(timeline, plan, cast);
  scheduleHandoffs(timeline, plan, cast, org.engine);
  const saves = timeline.play(org.engine, clock, (name) => cast.session(name), ({ day, saves: done }) => {
    if (day.endsWith('-01') || day.endsWith('-15')) onProgress(`${company.name}: ${day}, ${done} saves`);
  });
  clock.set(new Date(company.as_of));
  const installed = plan.customers.installed.length + plan.customers.opening.length;
  return { accounts: cast.accounts().size, leads: plan.leads.length, opportunities: plan.deals.length + installed, saves, accountIds: new Map([...cast.accounts()].map(([name, { id }]) => [name, id])) };
}
