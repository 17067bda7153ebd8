/** What a seller writes down before a deal leaves a stage: the fields that the criteria of the playbook read. */
import type { RecordInput } from '../../local-org/engine/types.ts';
import { addDays, firstOfNextMonth } from '../plan/calendar.ts';
import type { Draft } from '../plan/deals.ts';
import { NEGOTIATION, STAGES, type Stage } from '../plan/model.ts';

export interface Contacts {
  /** Ids, the first is who was met first. */
  readonly ids: readonly string[];
}

/** What was written where the rule no longer asked for more. */
const FILLER = ['TBD', 'n/a', 'ok', 'later', 'more'];
const BOILERPLATE = 'Standard process: the team evaluates, management decides, purchasing signs.';

export interface Known {
  readonly name: string;
  readonly id: number;
  readonly segment: string;
  readonly amount: number;
  readonly contacts: Contacts;
}

/** By the stage that is left. @param on the local date of leaving */
const ANSWERS: Readonly<Record<Stage, (known: Known, on: string) => RecordInput>> = {
  Prospecting: (_, on) => ({ Handrail_Discovery_Held__c: addDays(on, -1) }),
  Qualification: ({ name, id, contacts }) => ({ Handrail_Economic_Buyer__c: contacts.ids[0], Handrail_Pain__c: `${name} plans its visits by phone and loses ${1 + (id % 4)} hours a day on each desk.` }),
  'Needs Analysis': ({ name, id }) => ({ Handrail_Success_Criteria__c: `${8 + (id % 9)} percent more visits a day at ${name} within one quarter.` }),
  'Value Proposition': ({ amount }, on) => ({ Handrail_Tech_Eval__c: 'Scheduled', Handrail_Tech_Eval_On__c: addDays(on, 5), Handrail_Business_Value__c: amount * 2 }),
  'Id. Decision Makers': ({ name, contacts }, on) => ({ Handrail_Champion__c: contacts.ids.at(-1), Handrail_Economic_Buyer_Met__c: addDays(on, -1), Handrail_Decision_Process__c: `${name}: operations proposes, finance checks, the board signs.` }),
  'Perception Analysis': () => ({ Handrail_Tech_Eval__c: 'Passed', Handrail_Buyer_Verdict__c: 'Shortlisted' }),
  'Proposal/Price Quote': ({ name, contacts }, on) => ({ Handrail_Scope_Agreed_On__c: addDays(on, -1), Handrail_Scope_Link__c: `https://docs.fernhollow.example/scope/${encodeURIComponent(name)}`, Handrail_Procurement_Contact__c: contacts.ids.at(-1) }),
  'Negotiation/Review': () => ({}),
};

/** Everything that is asked between two stages. @param to index of the stage entered, or past the last one */
export function answersBetween(known: Known, from: number, to: number, on: string): RecordInput {
  return Object.assign({}, ...STAGES.slice(Math.max(0, from), Math.min(to, STAGES.length)).map((stage) => ANSWERS[stage](known, on))) as RecordInput;
}

/** What a deal of new business departs from, by what sellers leave out. */
export function departures(draft: Draft, answers: RecordInput): RecordInput {
  const out: Record<string, unknown> = { ...answers };
  if ('Handrail_Success_Criteria__c' in out && draft.fillerCriteria) out['Handrail_Success_Criteria__c'] = FILLER[draft.id % FILLER.length];
  if ('Handrail_Decision_Process__c' in out && draft.boilerplate) out['Handrail_Decision_Process__c'] = BOILERPLATE;
  if ('Handrail_Business_Value__c' in out && draft.competitorKnown && draft.competitor !== undefined && draft.reason !== 'Competitor') out['Handrail_Competitor__c'] = draft.competitor;
  if (draft.grandfathered !== undefined) delete out[draft.grandfathered];
  if (draft.noProcurement) delete out['Handrail_Procurement_Contact__c'];
  if (draft.bypassed) {
    delete out['Handrail_Scope_Agreed_On__c'];
    delete out['Handrail_Scope_Link__c'];
  }
  return out;
}

/** A commit rests on these facts, whatever stage the deal is in. */
export function commitEvidence({ contacts }: Known, on: string): RecordInput {
  return { Handrail_Economic_Buyer_Met__c: addDays(on, -2), Handrail_Scope_Agreed_On__c: addDays(on, -1), Handrail_Procurement_Contact__c: contacts.ids.at(-1) };
}

export function wonFields(draft: Draft, { contacts }: Known, on: string, kickoffOwnerId: string): RecordInput {
  const fields: Record<string, unknown> = {
    CloseDate: on,
    Handrail_Motion__c: draft.winBack ? 'Win-back' : 'New Logo',
    Handrail_ARR__c: draft.arr, Handrail_One_Off__c: draft.oneOff, Handrail_Term_Start__c: firstOfNextMonth(on), Handrail_Term_Months__c: 12,
    Handrail_Tier__c: draft.tier,
    Handrail_Billing_Contact__c: contacts.ids.at(-1), Handrail_Billing_Frequency__c: 'Yearly in advance', Handrail_Payment_Terms__c: 'Net 30', Handrail_Contract_Status__c: 'Signed',
    Handrail_Promises_Made__c: 'None made', Handrail_Kickoff_Owner__c: kickoffOwnerId, Handrail_Win_Reason__c: draft.segment === 'SMB' ? 'Speed' : 'Product fit',
  };
  if (draft.noBillingContact) delete fields['Handrail_Billing_Contact__c'];
  return fields;
}

export function lostFields({ reason = '', detail = '', competitor }: { readonly reason?: string; readonly detail?: string; readonly competitor?: string }, name: string, on: string): RecordInput {
  return {
    CloseDate: on,
    Handrail_Loss_Reason__c: reason,
    Handrail_Loss_Detail__c: detail,
    Handrail_Loss_Note__c: `${name} told us themselves: ${detail || 'it was entered twice'}.`,
    ...(reason === 'Competitor' ? { Handrail_Competitor__c: competitor } : {}),
    ...(reason === 'Timing' ? { Handrail_Revisit_On__c: addDays(on, 120) } : {}),
  };
}

/** All answers at once, for what was loaded or concerns a customer. */
export function everything(known: Known, on: string): RecordInput {
  return { ...answersBetween(known, 0, NEGOTIATION + 1, on), Handrail_Tech_Eval_On__c: addDays(on, -1), Handrail_Competitor__c: 'None known' };
}
