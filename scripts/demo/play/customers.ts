/** The opening balance, renewals, expansions, contractions, and what happens after a signature. */
import type { Engine, RecordInput } from '../../local-org/engine/types.ts';
import { addDays, firstOfNextMonth } from '../plan/calendar.ts';
import type { CompanyPlan } from '../plan/index.ts';
import type { InstalledDeal, OpeningDeal } from '../plan/model.ts';
import { domainOf } from '../plan/names.ts';
import { everything, lostFields, type Known } from './answers.ts';
import type { Cast } from './cast.ts';
import { firstId } from './people.ts';
import { contactsFor } from './newBusiness.ts';
import type { Timeline } from './timeline.ts';

const LOADER = 'Jordan Doe';
const FINANCE = 'Helen Brandt';
const SIGNED = { Handrail_Billing_Frequency__c: 'Yearly in advance', Handrail_Payment_Terms__c: 'Net 30', Handrail_Contract_Status__c: 'Signed', Handrail_Promises_Made__c: 'None made' };

/** Customers from before: accounts, people and won deals in one load, out of every sales metric. */
export function loadOpening(timeline: Timeline, { tables: { company }, customers }: CompanyPlan, cast: Cast, engine: Engine): void {
  const loaded = <T>(object: string, rows: readonly T[], record: (row: T) => RecordInput): string[] => {
    const results = engine.insert(cast.session(LOADER), object, rows.map(record));
    const failed = results.find(({ success }) => !success);
    if (failed) throw new Error(`${object}: ${failed.errors.map(({ message }) => message).join(' ')}`);
    return results.map(({ id }) => id ?? '');
  };
  timeline.do(`${company.history_from}T08:00`, 'the opening balance', () => {
    const keepers = company.people.filter(({ keeps }) => keeps === true).map(({ name }) => cast.userId(name));
    const { opening } = customers;
    const accounts = loaded('Account', opening, ({ account, id }: OpeningDeal) => ({ Name: account.name, NumberOfEmployees: account.employees, Website: `https://${domainOf(account.name)}`, Handrail_CSM__c: keepers[id % keepers.length], Handrail_Health__c: 'Green' }));
    for (const [index, deal] of opening.entries()) {
      const people = contactsFor(deal.account.name, company.segments[deal.account.segment].contacts, accounts[index] ?? '', deal.id);
      cast.keepAccount(deal.account.name, accounts[index] ?? '', loaded('Contact', people, (person) => person));
    }
    const deals = loaded('Opportunity', opening, (deal) => {
      const closed = addDays(deal.termStart, -20);
      const contacts = cast.contactsOf(deal.account.name);
      return {
        Name: `${deal.account.name}: Dispatch`, AccountId: cast.accountId(deal.account.name), StageName: 'Closed Won', CloseDate: closed, Amount: (deal.arr * deal.months) / 12, LeadSource: 'Other', Handrail_Exclude__c: 'Migration', Handrail_Motion__c: 'New Logo',
        ...everything(knownOf(deal.account.name, deal.id, deal.account.segment, deal.arr, contacts.ids), closed), ...SIGNED, Handrail_Billing_Contact__c: contacts.ids.at(-1), Handrail_Kickoff_Owner__c: keepers[deal.id % keepers.length],
        Handrail_ARR__c: deal.arr, Handrail_Term_Start__c: deal.termStart, Handrail_Term_Months__c: deal.months, Handrail_Tier__c: deal.tier, Handrail_Win_Reason__c: 'Product fit',
      };
    });
    for (const [index, id] of deals.entries()) cast.keepDeal('opening', opening[index]?.id ?? index, id);
  });
}

function knownOf(name: string, id: number, segment: string, amount: number, ids: readonly string[]): Known {
  return { name, id, segment, amount, contacts: { ids } };
}

export function scheduleInstalled(timeline: Timeline, { customers, today }: CompanyPlan, cast: Cast): void {
  for (const deal of customers.installed) {
    const [first, ...moves] = deal.stages;
    if (!first) continue;
    const id = (): { readonly Id: string } => ({ Id: cast.dealId('installed', deal.id) });
    const nextStep = (on: string): RecordInput => ({ NextStep: `Talk about the term with ${deal.account.name}`, Handrail_Next_Step_Date__c: deal.outcome === 'open' ? addDays(today, 3 + (deal.id % 15)) : addDays(on, 14) });
    timeline.insert(`${first.on}T10:15`, deal.owner, 'Opportunity', deal.name, () => {
      const { ids } = cast.contactsOf(deal.account.name);
      const { Handrail_Competitor__c: _rival, ...answers } = everything(knownOf(deal.account.name, deal.id, deal.account.segment, Math.abs(deal.amount), ids), first.on);
      return {
        Name: deal.name, AccountId: cast.accountId(deal.account.name), StageName: first.stage, CloseDate: deal.closeDate, Amount: deal.amount, Handrail_Motion__c: deal.motion, Handrail_Base_Deal__c: cast.dealId(deal.base.kind, deal.base.id),
        ...answers, ...nextStep(first.on), Handrail_ARR__c: deal.arr, Handrail_Term_Start__c: deal.termStart, Handrail_Term_Months__c: deal.months, Handrail_Tier__c: deal.tier, Handrail_Renewal_Risk__c: deal.risk,
        ...(deal.riskReason === undefined ? {} : { Handrail_Risk_Reason__c: deal.riskReason }),
      };
    }, (recordId) => cast.keepDeal('installed', deal.id, recordId));
    for (const entry of moves) timeline.update(`${entry.on}T15:10`, deal.owner, 'Opportunity', `${deal.name} entering ${entry.stage}`, () => ({ ...id(), StageName: entry.stage, ...ending(deal, entry.stage, entry.on, cast), ...(entry.stage.startsWith('Closed') ? {} : nextStep(entry.on)) }));
  }
}

function ending(deal: InstalledDeal, stage: string, on: string, cast: Cast): RecordInput {
  const { ids } = cast.contactsOf(deal.account.name);
  if (stage === 'Closed Won') return { CloseDate: on, ...SIGNED, Handrail_Billing_Contact__c: ids.at(-1), ...(deal.motion === 'Expansion' ? { Handrail_Kickoff_Owner__c: cast.userId('Ruth Amsel') } : {}) };
  if (stage === 'Closed Lost') return lostFields({ ...(deal.reason === undefined ? {} : { reason: deal.reason }), ...(deal.detail === undefined ? {} : { detail: deal.detail }), competitor: 'Basalt' }, deal.account.name, on);
  return {};
}

/** Customer success answers, kicks off and sees value; finance invoices. */
export function scheduleHandoffs(timeline: Timeline, { deals, handoffs }: CompanyPlan, cast: Cast, engine: Engine): void {
  for (const handoff of handoffs) {
    const draft = deals.find(({ id }) => id === handoff.deal);
    const closed = draft?.closedOn ?? '';
    let found = '';
    const id = (): { readonly Id: string } => {
      if (found === '') found = firstId(engine, cast.session(LOADER), `SELECT Id FROM Handrail_Handoff__c WHERE Opportunity__c = '${cast.dealId('new', handoff.deal)}'`);
      return { Id: found };
    };
    const what = `the handoff of ${draft?.name ?? ''}`;
    const change = (at: string, who: string, fields: RecordInput): void => timeline.update(at, who, 'Handrail_Handoff__c', what, () => ({ ...id(), ...fields }));
    timeline.update(`${closed}T15:40`, handoff.csm, 'Account', draft?.account.name ?? '', () => ({ Id: cast.accountId(draft?.account.name ?? ''), Handrail_CSM__c: cast.userId(handoff.csm), Handrail_Health__c: 'Green' }));
    if (handoff.answer === 'accepted') change(handoff.answeredAt ?? '', handoff.csm, { Status__c: 'Accepted' });
    if (handoff.answer === 'rejected') change(handoff.answeredAt ?? '', handoff.csm, { Status__c: 'Rejected', Reject_Reason__c: 'Billing details missing' });
    if (handoff.kickoffAt !== undefined) timeline.update(handoff.kickoffAt, handoff.csm, 'Handrail_Handoff__c', what, () => ({ ...id(), Status__c: 'Kicked Off', Kickoff_Held_At__c: engine.clock.now().toISOString() }));
    if (handoff.liveOn !== undefined && handoff.liveOn >= (handoff.kickoffAt?.slice(0, 10) ?? '')) change(`${handoff.liveOn}T16:30`, handoff.csm, { Status__c: 'Live', Go_Live_On__c: handoff.liveOn, Blocker__c: 'None' });
    if (handoff.firstValueOn !== undefined) change(`${handoff.firstValueOn}T17:00`, handoff.csm, { Status__c: 'Value Reached', First_Value_On__c: handoff.firstValueOn, Value_Evidence__c: `${draft?.account.name ?? ''} counts more visits a day than before.` });
    if (handoff.invoiceOn !== undefined) change(`${handoff.invoiceOn}T17:30`, FINANCE, { Ordered_On__c: addDays(closed, 1), First_Invoice_On__c: handoff.invoiceOn, Live_Billing_On__c: addDays(firstOfNextMonth(closed), 2) });
  }
}
