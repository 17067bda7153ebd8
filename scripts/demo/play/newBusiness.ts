/** Deals of new business, from creation to their end, and the leads that some of them were. */
import type { Engine, RecordInput, Session } from '../../local-org/engine/types.ts';
import { addDays } from '../plan/calendar.ts';
import type { CompanyPlan } from '../plan/index.ts';
import type { Draft } from '../plan/deals.ts';
import { STAGES, type Stage, type StageEntry } from '../plan/model.ts';
import { personName, domainOf } from '../plan/names.ts';
import { answersBetween, commitEvidence, departures, lostFields, wonFields, type Known } from './answers.ts';
import type { Cast } from './cast.ts';
import type { Timeline } from './timeline.ts';

/** The lowest rank at which a category is allowed. */
const ALLOWED_FROM: Readonly<Record<string, Stage>> = { Commit: 'Proposal/Price Quote', 'Best Case': 'Value Proposition' };
const COUNTED_TWICE = 'Decision Maker';
const NEXT_STEPS = ['Working session', 'Site visit', 'Call with finance', 'Demo for the dispatchers', 'Review of the offer'];

export function scheduleDeals(timeline: Timeline, plan: CompanyPlan, cast: Cast, engine: Engine): void {
  for (const draft of [...plan.deals].sort((one, other) => one.created.localeCompare(other.created))) new DealPlay(timeline, plan, cast, engine, draft).schedule();
}

class DealPlay {
  readonly #timeline: Timeline;
  readonly #plan: CompanyPlan;
  readonly #cast: Cast;
  readonly #engine: Engine;
  readonly #draft: Draft;

  constructor(timeline: Timeline, plan: CompanyPlan, cast: Cast, engine: Engine, draft: Draft) {
    this.#timeline = timeline;
    this.#plan = plan;
    this.#cast = cast;
    this.#engine = engine;
    this.#draft = draft;
  }

  schedule(): void {
    const draft = this.#draft;
    this.#create();
    for (const [index, entry] of draft.stages.entries()) if (index > 0) this.#move(entry, index);
    for (const push of draft.pushes) {
      // Within one minute: a second each.
      const isBulk = push.by !== undefined;
      const second = String(isBulk ? this.#cast.nextSecond() : 0).padStart(2, '0');
      this.#timeline.update(`${push.on}T${isBulk ? '16:00' : '12:00'}:${second}`, push.by ?? this.#owner(push.on), 'Opportunity', `a push of ${draft.name}`, () => ({
        ...this.#id(), CloseDate: push.to, ...(push.reason === undefined ? {} : { Handrail_Push_Reason__c: push.reason }),
      }));
    }
    for (const { on, category } of draft.categories) if (!draft.stages.some((entry, index) => index > 0 && entry.on === on)) this.#categorise(on, category);
    if (draft.handedTo) {
      const { on, owner } = draft.handedTo;
      this.#timeline.update(`${on}T12:30`, 'Ingrid Halvorsen', 'Opportunity', `${draft.name} handed over`, () => ({ ...this.#id(), OwnerId: this.#cast.userId(owner) }));
    }
    if (draft.outcome === 'open' && !draft.stale) this.#call();
  }

  #owner(on: string): string {
    const { handedTo, owner } = this.#draft;
    return handedTo !== undefined && on > handedTo.on ? handedTo.owner : owner;
  }

  #id(): { readonly Id: string } {
    return { Id: this.#cast.dealId('new', this.#draft.id) };
  }

  #known(): Known {
    const { account, id, segment, amount } = this.#draft;
    return { name: account.name, id, segment, amount, contacts: this.#cast.contactsOf(account.name) };
  }

  #create(): void {
    const { account, name, created, amount, blankAmount, firstCloseDate, source, fromLead, id, owner } = this.#draft;
    const when = `${created}T10:00`;
    const first = { CloseDate: firstCloseDate, ...(blankAmount ? {} : { Amount: amount }) };
    if (fromLead) {
      this.#timeline.do(when, `${name} from its lead`, () => {
        const seller = this.#cast.session(owner);
        const known = this.#cast.accountId(account.name);
        const converted = this.#engine.convertLead(seller, {
          leadId: this.#cast.leadOfDeal(id), convertedStatus: 'Closed - Converted', opportunityName: name, ownerId: this.#cast.userId(owner),
          ...(known === undefined ? {} : { accountId: known, contactId: this.#cast.contactsOf(account.name).ids[0] ?? '' }),
        });
        this.#cast.keepDeal('new', id, converted.opportunityId ?? '');
        if (known === undefined) this.#cast.keepAccount(account.name, converted.accountId, [converted.contactId]);
        this.#must(this.#engine.update(seller, 'Opportunity', [{ ...this.#id(), ...first }]));
        if (known === undefined) this.#addContacts(seller, 1);
        this.#addRoles(seller, 1);
      });
      return;
    }
    this.#timeline.do(when, name, () => {
      const seller = this.#cast.session(owner);
      if (this.#cast.accountId(account.name) === undefined) {
        const [made] = this.#must(this.#engine.insert(seller, 'Account', [{ Name: account.name, NumberOfEmployees: account.employees, Website: `https://${domainOf(account.name)}` }]));
        this.#cast.keepAccount(account.name, made ?? '', []);
        this.#addContacts(seller, 0);
      }
      const [deal] = this.#must(this.#engine.insert(seller, 'Opportunity', [{ Name: name, AccountId: this.#cast.accountId(account.name), StageName: STAGES[0], LeadSource: source, ...first }]));
      this.#cast.keepDeal('new', id, deal ?? '');
      this.#addRoles(seller, 0);
    });
  }

  #must(results: ReturnType<Engine['insert']>): string[] {
    const failed = results.find(({ success }) => !success);
    if (failed) throw new Error(failed.errors.map(({ message }) => message).join(' '));
    return results.map(({ id }) => id ?? '');
  }

  #addContacts(seller: Session, have: number): void {
    const { account } = this.#draft;
    const accountId = this.#cast.accountId(account.name);
    const people = contactsFor(account.name, this.#plan.tables.company.segments[account.segment].contacts, accountId ?? '', this.#draft.id).slice(have);
    this.#cast.keepAccount(account.name, accountId ?? '', [...this.#cast.contactsOf(account.name).ids, ...this.#must(this.#engine.insert(seller, 'Contact', people))]);
  }

  /** @param have roles that conversion made */
  #addRoles(seller: Session, have: number): void {
    const { contactRoles, duplicateRole } = this.#draft;
    const { ids } = this.#known().contacts;
    const roles = ids.slice(have, contactRoles).map((ContactId, index) => ({ OpportunityId: this.#id().Id, ContactId, IsPrimary: have + index === 0 }));
    const twice = duplicateRole ? [{ OpportunityId: this.#id().Id, ContactId: ids[0], Role: COUNTED_TWICE, IsPrimary: false }] : [];
    if (roles.length + twice.length > 0) this.#must(this.#engine.insert(seller, 'OpportunityContactRole', [...roles, ...twice]));
  }

  #move(entry: StageEntry, index: number): void {
    const draft = this.#draft;
    const { stage, on } = entry;
    const before = draft.stages[index - 1]?.stage ?? '';
    const isLast = index === draft.stages.length - 1;
    // What went around the gates was done by somebody who may.
    const bypassing = draft.bypassed && STAGES.indexOf(stage as Stage) >= STAGES.indexOf('Negotiation/Review');
    const who = entry.by ?? (bypassing || draft.bypassed && draft.segment === 'SMB' && stage === 'Proposal/Price Quote' ? this.#plan.tables.deals.bypass.who : stage.startsWith('Closed') && draft.closedBy !== undefined ? draft.closedBy : this.#owner(on));
    const record = (): RecordInput => {
      const known = this.#known();
      if (stage === 'Closed Lost') return { ...this.#id(), StageName: stage, ...lostFields(draft, draft.account.name, on) };
      const to = stage === 'Closed Won' ? STAGES.length : STAGES.indexOf(stage as Stage);
      const answers = departures(draft, answersBetween(known, STAGES.indexOf(before as Stage), to, on));
      const category = this.#categoryOn(on, stage);
      return {
        ...this.#id(), StageName: stage, ...this.#nextStep(on, isLast), ...answers,
        ...(stage === 'Closed Won' ? wonFields(draft, known, on, this.#cast.userId(this.#cast.csmOfDeal(draft.id))) : {}),
        ...(category === undefined || stage === 'Closed Won' ? {} : { ForecastCategoryName: category, ...(category === 'Commit' && !draft.bypassed ? commitEvidence(known, on) : {}) }),
      };
    };
    this.#timeline.update(`${on}T15:00`, who, 'Opportunity', `${draft.name} entering ${stage}`, record);
    // Said in a second saving, as whoever may does it.
    if (bypassing && draft.row?.category !== undefined && isLast) this.#timeline.update(`${on}T15:20`, who, 'Opportunity', `${draft.name} in ${draft.row.category}`, () => ({ ...this.#id(), ForecastCategoryName: draft.row?.category }));
  }

  /** The category that a move keeps or brings: what was said last, where the stage allows it and nobody forgets to say it. */
  #categoryOn(on: string, stage: string): string | undefined {
    const { categories, categoryReset, bypassed } = this.#draft;
    const said = categories.filter((one) => one.on <= on).at(-1)?.category;
    if (said === undefined || stage === categoryReset || bypassed) return undefined;
    const isAllowed = on < this.#plan.tables.company.gates_from || STAGES.indexOf(stage as Stage) >= STAGES.indexOf(ALLOWED_FROM[said] ?? 'Prospecting');
    return isAllowed ? said : undefined;
  }

  #categorise(on: string, category: string): void {
    this.#timeline.update(`${on}T16:00`, this.#owner(on), 'Opportunity', `${this.#draft.name} in ${category}`, () => ({ ...this.#id(), ForecastCategoryName: category, ...(category === 'Commit' ? commitEvidence(this.#known(), on) : {}) }));
  }

  #nextStep(on: string, isLast: boolean): RecordInput {
    const { outcome, nextStepMissing, account, id } = this.#draft;
    const ahead = outcome === 'open' && isLast && !nextStepMissing;
    const date = ahead ? addDays(this.#plan.today, 2 + (id % 12)) : addDays(on, outcome === 'open' && isLast ? 2 : 7);
    return { NextStep: `${NEXT_STEPS[id % NEXT_STEPS.length] ?? ''} at ${account.name}`, Handrail_Next_Step_Date__c: date };
  }

  /** A call in the last two weeks: the deal is not stale. */
  #call(): void {
    const on = addDays(this.#plan.today, -(3 + (this.#draft.id % 9)));
    if (on <= this.#draft.created) return;
    const who = this.#draft.leftBehind ? 'Ingrid Halvorsen' : this.#owner(on);
    this.#timeline.insert(`${on}T11:30`, who, 'Task', `a call about ${this.#draft.name}`, () => ({ WhatId: this.#id().Id, WhoId: this.#known().contacts.ids[0], Subject: 'Call', Status: 'Completed', Priority: 'Normal', ActivityDate: on }));
  }
}

/** People of an account, the same whenever they are made. */
export function contactsFor(account: string, count: number, accountId: string, seed: number): RecordInput[] {
  return Array.from({ length: count }, (_, index) => {
    const { first, last } = personName(seed * 7 + index * 5 + 1);
    return { AccountId: accountId, FirstName: first, LastName: last, Title: ['Head of Operations', 'Purchasing', 'Finance', 'IT'][index] ?? 'Dispatch', Email: `${first}.${last}.${index}@${domainOf(account)}`.toLowerCase() };
  });
}
