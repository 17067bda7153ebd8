/**
 * Lets the plan happen: every record is saved through the org's own save pipeline on its simulated day, so
 * that history rows, stamps and refusals are the engine's own. What a seller fills in before each stage is
 * what the playbook's criteria ask for; nothing here bypasses a gate.
 */
import { DateTime } from 'luxon';
import type { Engine, RecordInput, SaveResult, Session } from '../local-org/engine/types.ts';
import type { Company } from './company.ts';
import { addDays, type Deal, type LoneLead, type Plan } from './plan.ts';

export interface SettableClock {
  now(): Date;
  set(instant: Date): void;
}

export interface Players {
  readonly sellers: readonly [Session, Session];
  readonly marketing: Session;
  /** User id of the person in customer success who runs kickoffs. */
  readonly kickoffOwnerId: string;
}

interface Happening {
  readonly at: Date;
  readonly order: number;
  readonly happen: () => void;
}

export interface PlayCounts {
  readonly accounts: number;
  readonly leads: number;
  readonly opportunities: number;
  readonly saves: number;
}

/** @throws Error naming the deal and the rule when the org refuses what the plan says happened */
export function playCompany(engine: Engine, clock: SettableClock, company: Company, plan: Plan, players: Players, onProgress: (text: string) => void): PlayCounts {
  const happenings: Happening[] = [];
  const counts = { accounts: 0, leads: 0, opportunities: 0, saves: 0 };
  /** Local wall time on a date; the order breaks ties on the same instant. */
  const at = (date: string, hour: number, happen: () => void): void => {
    const instant = DateTime.fromISO(`${date}T${String(hour).padStart(2, '0')}:00`, { zone: company.time_zone }).toJSDate();
    happenings.push({ at: instant, order: happenings.length, happen });
  };
  const save = (what: string, results: readonly SaveResult[]): string => {
    counts.saves += results.length;
    const failed = results.find((result) => !result.success);
    if (failed) throw new Error(`The demo company could not happen: ${what} was refused. ${failed.errors.map((error) => error.message).join(' ')}`);
    return results[0]?.id ?? '';
  };
  const insert = (session: Session, object: string, record: RecordInput): string => save(`a new ${object}`, engine.insert(session, object, [record]));

  for (const lead of plan.leads) scheduleLead(lead);
  for (const deal of plan.deals) scheduleDeal(deal);
  happenings.sort((left, right) => left.at.getTime() - right.at.getTime() || left.order - right.order);
  for (const [index, happening] of happenings.entries()) {
    clock.set(happening.at);
    engine.transaction(happening.happen);
    if (index % 50 === 0) onProgress(`${happening.at.toISOString().slice(0, 10)}  ${counts.leads} leads, ${counts.opportunities} deals, ${counts.saves} saves`);
  }
  clock.set(new Date(company.as_of));
  return counts;

  function scheduleLead(lead: LoneLead): void {
    let id = '';
    at(lead.on, 9, () => {
      counts.leads++;
      id = insert(players.marketing, 'Lead', leadRecord(lead.source, `Prospect ${counts.leads}`, players.sellers[counts.leads % 2]?.userId));
    });
    if (lead.disqualifiedOn !== null) {
      at(lead.disqualifiedOn, 11, () => void save('a disqualified lead', engine.update(players.sellers[0], 'Lead', [{ Id: id, Status: 'Closed - Not Converted', Handrail_Disqualify_Reason__c: lead.reason }])));
    }
  }

  function scheduleDeal(deal: Deal): void {
    const seller = players.sellers[deal.owner] ?? players.sellers[0];
    const state: DealState = { dealId: '', accountId: '', buyerId: '', purchaserId: '' };
    const [first, ...later] = deal.stages;
    if (!first) return;
    if (deal.leadOn !== undefined) {
      let leadId = '';
      at(deal.leadOn, 9, () => {
        counts.leads++;
        leadId = insert(players.marketing, 'Lead', leadRecord(deal.source, deal.account, seller.userId));
      });
      at(addDays(deal.leadOn, 1), 10, () => void save('a lead in work', engine.update(seller, 'Lead', [{ Id: leadId, Status: 'Working - Contacted' }])));
      at(addDays(deal.leadOn, 4), 10, () => void save('an accepted lead', engine.update(seller, 'Lead', [{ Id: leadId, ...acceptance(deal.leadOn ?? first.on) }])));
      at(first.on, 10, () => {
        const converted = engine.convertLead(seller, { leadId, convertedStatus: 'Closed - Converted', opportunityName: deal.name });
        state.accountId = converted.accountId;
        state.buyerId = converted.contactId;
        state.dealId = converted.opportunityId ?? '';
        counts.accounts++;
        counts.opportunities++;
        save('a converted account', engine.update(seller, 'Account', [{ Id: state.accountId, NumberOfEmployees: segmentOf(deal).employees }]));
        save('a converted deal', engine.update(seller, 'Opportunity', [{ Id: state.dealId, CloseDate: deal.closes, Amount: amountOf(deal) }]));
      });
    } else {
      at(first.on, 10, () => {
        counts.accounts++;
        counts.opportunities++;
        state.accountId = insert(seller, 'Account', { Name: deal.account, NumberOfEmployees: segmentOf(deal).employees });
        state.buyerId = insert(seller, 'Contact', { FirstName: 'Robin', LastName: lastNameOf(deal), AccountId: state.accountId, Title: 'Head of Operations' });
        state.dealId = insert(seller, 'Opportunity', { Name: deal.name, AccountId: state.accountId, StageName: first.stage, CloseDate: deal.closes, LeadSource: deal.source, Amount: amountOf(deal) });
      });
    }
    at(first.on, 11, () => {
      state.purchaserId = insert(seller, 'Contact', { FirstName: 'Kim', LastName: lastNameOf(deal), AccountId: state.accountId, Title: 'Purchasing' });
    });
    for (const [index, entry] of later.entries()) {
      const left = deal.stages[index]?.stage ?? first.stage;
      at(entry.on, 15, () => {
        const move: RecordInput = entry.stage === 'Closed Lost' ? loss(deal) : { ...answersFor(left, entry.on, deal, state), ...(entry.stage === 'Closed Won' ? win(entry.on, deal, state) : {}) };
        save(`${deal.name} entering ${entry.stage}`, engine.update(seller, 'Opportunity', [{ Id: state.dealId, StageName: entry.stage, ...move }]));
      });
    }
  }

  function segmentOf(deal: Deal): Company['segments'][string] {
    const segment = company.segments[deal.segment];
    if (!segment) throw new Error(`The sample names a segment "${deal.segment}" that it does not describe.`);
    return segment;
  }

  function amountOf(deal: Deal): number {
    const { arr, one_off: oneOff } = segmentOf(deal);
    return arr + oneOff;
  }

  /** What a seller knows and writes down before a deal leaves a stage. */
  function answersFor(stage: string, on: string, deal: Deal, state: DealState): RecordInput {
    const nextStep = { NextStep: 'Working session with the buying team', Handrail_Next_Step_Date__c: addDays(on, 7) };
    return { ...nextStep, ...(ANSWERS[stage]?.({ on, state, amount: amountOf(deal), arr: segmentOf(deal).arr, oneOff: segmentOf(deal).one_off }) ?? {}) };
  }

  function win(on: string, deal: Deal, state: DealState): RecordInput {
    return {
      CloseDate: on,
      Handrail_Billing_Contact__c: state.purchaserId,
      Handrail_Billing_Frequency__c: 'Yearly in advance',
      Handrail_Payment_Terms__c: 'Net 30',
      Handrail_Contract_Status__c: 'Signed',
      Handrail_Promises_Made__c: 'None made',
      Handrail_Kickoff_Owner__c: players.kickoffOwnerId,
      Handrail_Win_Reason__c: deal.segment === 'SMB' ? 'Speed' : 'Product fit',
    };
  }
}

interface DealState {
  dealId: string;
  accountId: string;
  buyerId: string;
  purchaserId: string;
}

interface Situation {
  readonly on: string;
  readonly state: DealState;
  readonly amount: number;
  readonly arr: number;
  readonly oneOff: number;
}

/** By the stage that is left: the fields its exit criteria read. */
const ANSWERS: Readonly<Record<string, (situation: Situation) => RecordInput>> = {
  Prospecting: ({ on }) => ({ Handrail_Discovery_Held__c: addDays(on, -1) }),
  Qualification: ({ state }) => ({ Handrail_Economic_Buyer__c: state.buyerId, Handrail_Pain__c: 'Dispatchers plan by phone and lose two hours a day.' }),
  'Needs Analysis': () => ({ Handrail_Success_Criteria__c: 'Ten percent more visits a day within one quarter.' }),
  'Value Proposition': ({ on, amount }) => ({ Handrail_Tech_Eval__c: 'Scheduled', Handrail_Tech_Eval_On__c: addDays(on, 5), Handrail_Business_Value__c: amount * 2, Handrail_Competitor__c: 'None known' }),
  'Id. Decision Makers': ({ on, state }) => ({ Handrail_Champion__c: state.buyerId, Handrail_Economic_Buyer_Met__c: addDays(on, -1), Handrail_Decision_Process__c: 'Operations proposes, finance checks, the board signs.' }),
  'Perception Analysis': () => ({ Handrail_Tech_Eval__c: 'Passed', Handrail_Buyer_Verdict__c: 'Shortlisted' }),
  'Proposal/Price Quote': ({ on, state }) => ({ Handrail_Scope_Agreed_On__c: addDays(on, -1), Handrail_Scope_Link__c: 'https://example.com/scope', Handrail_Procurement_Contact__c: state.purchaserId }),
  'Negotiation/Review': ({ on, arr, oneOff }) => ({ Handrail_ARR__c: arr, Handrail_One_Off__c: oneOff, Handrail_Term_Start__c: firstOfNextMonth(on), Handrail_Term_Months__c: 12, Handrail_Motion__c: 'New Logo' }),
};

function loss(deal: Deal): RecordInput {
  return {
    Handrail_Loss_Reason__c: deal.reason ?? null,
    Handrail_Loss_Detail__c: deal.detail ?? null,
    Handrail_Loss_Note__c: `The buyer told us themselves: ${deal.detail ?? ''}.`,
    ...(deal.reason === 'Competitor' ? { Handrail_Competitor__c: 'Orrery' } : {}),
    ...(deal.reason === 'Timing' ? { Handrail_Revisit_On__c: addDays(deal.closes, 120) } : {}),
  };
}

function leadRecord(source: string, company: string, ownerId: string | undefined): RecordInput {
  const mailbox = company.toLowerCase().replace(/[^a-z0-9]+/g, '.');
  return { FirstName: 'Robin', LastName: company.split(' ')[0] ?? company, Company: company, LeadSource: source, Email: `robin@${mailbox}.example.com`, Handrail_Request__c: 'Demo', ...(ownerId === undefined ? {} : { OwnerId: ownerId }) };
}

function acceptance(leadOn: string): RecordInput {
  return { Handrail_Sales_Decision__c: 'Accepted', Handrail_Need__c: 'They want to stop planning visits by phone.', Handrail_Timeframe__c: 'This quarter', Handrail_Meeting_Held__c: addDays(leadOn, 3) };
}

function lastNameOf(deal: Deal): string {
  return deal.account.split(' ')[0] ?? deal.account;
}

function firstOfNextMonth(date: string): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}
