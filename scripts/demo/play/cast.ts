/** Who and what of the plan is which user and record of the org. */
import type { Session } from '../../local-org/engine/types.ts';
import type { BaseRef } from '../plan/model.ts';
import type { CompanyPlan } from '../plan/index.ts';
import type { Contacts } from './answers.ts';
import type { People } from './people.ts';

export class Cast {
  readonly #people: People;
  readonly #open: (username: string) => Session;
  readonly #sessions = new Map<string, Session>();
  readonly #accounts = new Map<string, { readonly id: string; readonly contacts: readonly string[] }>();
  readonly #deals = new Map<string, string>();
  readonly #leads = new Map<number, string>();
  readonly #leadOfDeal = new Map<number, number>();
  readonly #csms: Map<number, string>;
  readonly #keeper: string;
  #seconds = 0;

  constructor(plan: CompanyPlan, people: People, open: (username: string) => Session) {
    this.#people = people;
    this.#open = open;
    this.#csms = new Map(plan.handoffs.map(({ deal, csm }) => [deal, csm]));
    this.#keeper = plan.tables.company.people.find(({ keeps }) => keeps === true)?.name ?? '';
    for (const lead of plan.leads) if (lead.deal !== undefined) this.#leadOfDeal.set(lead.deal, lead.id);
  }

  /** The session of a person, by name; kept until permissions change. */
  session(name: string): Session {
    const known = this.#sessions.get(name);
    if (known) return known;
    const session = this.#open(this.#people.usernameOf(name));
    this.#sessions.set(name, session);
    return session;
  }

  /** Permissions have changed. */
  forget(): void {
    this.#sessions.clear();
  }

  userId(name: string): string {
    return this.#people.idOf(name);
  }

  /** Seconds after the minute for what one person changes in a row. */
  nextSecond(): number {
    return this.#seconds++ * 4 % 60;
  }

  keepAccount(name: string, id: string, contacts: readonly string[]): void {
    this.#accounts.set(name, { id, contacts });
  }

  accountId(name: string): string | undefined {
    return this.#accounts.get(name)?.id;
  }

  contactsOf(name: string): Contacts {
    return { ids: this.#accounts.get(name)?.contacts ?? [] };
  }

  keepDeal(kind: BaseRef['kind'], id: number, recordId: string): void {
    this.#deals.set(`${kind} ${id}`, recordId);
  }

  dealId(kind: BaseRef['kind'], id: number): string {
    const found = this.#deals.get(`${kind} ${id}`);
    if (found === undefined) throw new Error(`The plan speaks of the ${kind} deal ${id} before it is there.`);
    return found;
  }

  keepLead(id: number, recordId: string): void {
    this.#leads.set(id, recordId);
  }

  leadId(id: number): string {
    return this.#leads.get(id) ?? '';
  }

  leadOfDeal(deal: number): string {
    return this.leadId(this.#leadOfDeal.get(deal) ?? -1);
  }

  csmOfDeal(deal: number): string {
    return this.#csms.get(deal) ?? this.#keeper;
  }

  accounts(): ReadonlyMap<string, { readonly id: string }> {
    return this.#accounts;
  }
}
