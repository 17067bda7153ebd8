/**
 * Every case in which a gate is asked, or is not: one row each, with the codes that Salesforce has to answer. The expectations are written from
 * docs/gates.md by hand; nothing here is computed from the playbook.
 */
import { CAST } from '../demo/cast.ts';

export type Fields = Readonly<Record<string, string | number | boolean | null>>;

export interface EnforcementCase {
  readonly name: string;
  readonly object: 'Opportunity' | 'Lead' | 'Handrail_Handoff__c';
  /** Who saves. */
  readonly user: string;
  /** The day of the save. */
  readonly today: string;
  /** The record as it is, made past the gates; null when the save creates it. */
  readonly before: Fields | null;
  /** `clone` makes a new record of the one before, as the form for a clone is filled, with these changes. */
  readonly kind: 'save' | 'clone';
  readonly save: Fields;
  /** What was asked for and decided before the save. */
  readonly requests?: readonly Request[];
  /** Codes in the order of the alphabet; empty when the save goes through. */
  readonly refused: readonly string[];
}

/** An override of the deal: asked for by the representative, decided by the manager. */
export interface Request {
  readonly criterion: string;
  /** Last day. */
  readonly until: string;
  readonly status: 'Requested' | 'Granted' | 'Refused' | 'Withdrawn';
  /** The day of request and decision; TODAY where nothing is said. */
  readonly askedOn?: string;
}

/** Ids that the rows refer to. */
export interface World {
  readonly account: string;
  /** A customer with 5,000 employees. */
  readonly enterprise: string;
  /** A record type with criteria of its own, see ownCriteria.ts. */
  readonly partnerType: string;
  readonly contact: string;
  readonly repUser: string;
  readonly managerUser: string;
  readonly wonDeal: string;
}

/** The day of most rows. The default playbook is in force since the first day of 2026. */
export const TODAY = '2026-06-01';
/** Criteria that the test switches before it runs the rows: enforced in the playbook, in shadow in this org; and the other way round. */
export const SWITCHED_TO_SHADOW = 'OPP-NEED-03';
export const SWITCHED_TO_ENFORCE = 'OPP-VALU-03';
/** Users that hold the bypass of one family each; the manager's ends. */
export const BYPASS: Readonly<Record<string, { readonly family: string; readonly until: string | null }>> = {
  [CAST.revops]: { family: 'Opportunity', until: null },
  [CAST.customerSuccess]: { family: 'Forecast', until: null },
  [CAST.manager]: { family: 'Closing', until: '2026-06-02T12:00:00Z' },
};
/** The manager's bypass has ended: a day's cases are saved at 15:00 UTC. */
const AFTER_BYPASS = '2026-06-02';
/** Who holds the permission to reopen won deals. */
export const REOPENERS: ReadonlySet<string> = new Set([CAST.revops, CAST.admin]);
export const REOPEN_PERMISSION = 'Handrail_Reopen_Deals';
/** An integration has no right of its own to pass: it loads as the sync user does. */
export const INTEGRATION = CAST.sync;

export function enforcementCases(world: World): readonly EnforcementCase[] {
  const prospecting: Fields = { Name: 'Aldermoor platform', StageName: 'Prospecting', CloseDate: '2026-09-30', AccountId: world.account };
  const qualification: Fields = { ...prospecting, StageName: 'Qualification', Handrail_Discovery_Held__c: '2026-05-20', LeadSource: 'Web' };
  const qualified: Fields = { Handrail_Economic_Buyer__c: world.contact, NextStep: 'Working session', Handrail_Next_Step_Date__c: '2026-08-30', Amount: 50_000 };
  const needs: Fields = { ...qualification, ...qualified, StageName: 'Needs Analysis' };
  const needed: Fields = { Handrail_Success_Criteria__c: 'Invoices leave within a day of delivery.' };
  const value: Fields = { ...needs, ...needed, StageName: 'Value Proposition' };
  const valued: Fields = { Handrail_Tech_Eval__c: 'Scheduled', Handrail_Tech_Eval_On__c: '2026-06-08' };
  const perception: Fields = { ...value, ...valued, StageName: 'Perception Analysis', Handrail_Economic_Buyer_Met__c: '2026-05-28', Handrail_Competitor__c: 'Kestrel', ForecastCategoryName: 'Pipeline' };
  const proposal: Fields = { ...perception, StageName: 'Proposal/Price Quote', Handrail_Tech_Eval__c: 'Passed', Handrail_Tech_Eval_On__c: '2026-05-28' };
  const negotiation: Fields = {
    ...proposal, StageName: 'Negotiation/Review', Handrail_Scope_Agreed_On__c: '2026-05-29', Handrail_Scope_Link__c: 'https://files.example.com/scope', Handrail_Procurement_Contact__c: world.contact,
  };
  const closing: Fields = {
    Handrail_ARR__c: 50_000, Handrail_Term_Start__c: '2026-07-01', Handrail_Term_Months__c: 12, Handrail_Motion__c: 'New Logo', Handrail_Billing_Contact__c: world.contact,
    Handrail_Billing_Frequency__c: 'Monthly', Handrail_Payment_Terms__c: 'Net 30', Handrail_Contract_Status__c: 'Signed', Handrail_Promises_Made__c: 'None made',
    Handrail_Kickoff_Owner__c: world.managerUser, CloseDate: TODAY,
  };
  const won: Fields = { ...negotiation, ...closing, StageName: 'Closed Won', ForecastCategoryName: 'Closed' };
  const lost: Fields = { ...needs, StageName: 'Closed Lost', Handrail_Loss_Reason__c: 'Price', Handrail_Loss_Detail__c: 'Price: over budget', ForecastCategoryName: 'Omitted' };
  const excused: Fields = { ...qualification, ...qualified, Handrail_Economic_Buyer__c: null };
  const renewal: Fields = { ...prospecting, Handrail_Motion__c: 'Renewal', Handrail_Base_Deal__c: world.wonDeal };

  const row = (object: EnforcementCase['object'], name: string, before: Fields | null, save: Fields, refused: readonly string[], more: Partial<EnforcementCase> = {}): EnforcementCase =>
    ({ object, name, before, save, refused, user: CAST.rep, today: TODAY, kind: 'save', ...more });
  const deal = (name: string, before: Fields | null, save: Fields, refused: readonly string[], more: Partial<EnforcementCase> = {}): EnforcementCase => row('Opportunity', name, before, save, refused, more);
  const PROSPECTING_GATE = ['OPP-PROS-01', 'OPP-PROS-02', 'OPP-PROS-03'];
  const QUALIFICATION_GATE = ['OPP-QUAL-01', 'OPP-QUAL-02', 'OPP-QUAL-04'];

  return [
    deal('forward, nothing answered', { ...prospecting, AccountId: null }, { StageName: 'Qualification' }, PROSPECTING_GATE),
    deal('the meeting is booked for next week (T03)', { ...prospecting, LeadSource: 'Web' }, { StageName: 'Qualification', Handrail_Discovery_Held__c: '2026-06-09' }, ['OPP-PROS-02']),
    deal('forward, one answer missing', qualification, { ...qualified, Handrail_Economic_Buyer__c: null, StageName: 'Needs Analysis' }, ['OPP-QUAL-01']),
    deal('forward, answers in the same save', qualification, { ...qualified, StageName: 'Needs Analysis' }, []),
    deal('forward, answers before', { ...qualification, ...qualified }, { StageName: 'Needs Analysis' }, []),
    deal('skip: every gate on the way', { ...prospecting, AccountId: null }, { StageName: 'Value Proposition' }, ['OPP-NEED-01', ...PROSPECTING_GATE, ...QUALIFICATION_GATE]),
    deal('skip: one gate of three is open', { ...qualification, ...needed }, { StageName: 'Value Proposition' }, QUALIFICATION_GATE),
    deal('skip to won: every gate on the way, without those of open deals', qualification, { ...closing, Amount: 50_000, StageName: 'Closed Won' },
      ['OPP-IDDM-02', 'OPP-NEED-01', 'OPP-PERC-01', 'OPP-PROP-01', 'OPP-PROP-03', 'OPP-QUAL-01', 'OPP-VALU-01', 'OPP-VALU-03']),
    deal('backward', { ...value, Handrail_Economic_Buyer__c: null, Handrail_Success_Criteria__c: null }, { StageName: 'Qualification' }, []),
    deal('backward, to where a gate below is open', { ...value, Handrail_Discovery_Held__c: null }, { StageName: 'Needs Analysis' }, []),

    deal('created at the first stage', null, { ...prospecting, AccountId: null }, []),
    deal('created at a later stage', null, { ...prospecting, StageName: 'Needs Analysis' }, ['OPP-PROS-02', 'OPP-PROS-03', ...QUALIFICATION_GATE]),
    deal('created at a later stage, complete', null, needs, []),
    deal('created as lost without a reason', null, { ...prospecting, StageName: 'Closed Lost' }, ['OPP-LOST-01']),
    deal('cloned, complete', value, { Name: 'Aldermoor platform, second site' }, [], { kind: 'clone' }),
    deal('cloned at a later stage from an old record', { ...value, Handrail_Economic_Buyer__c: null }, { Name: 'Aldermoor platform, second site' }, ['OPP-QUAL-01'], { kind: 'clone' }),

    deal('lost: open exit criteria are not asked', { ...prospecting, AccountId: null }, { StageName: 'Closed Lost', Handrail_Loss_Reason__c: 'Price', Handrail_Loss_Detail__c: 'Price: over budget' }, []),
    deal('lost without a reason', prospecting, { StageName: 'Closed Lost' }, ['OPP-LOST-01']),
    deal('lost, the detail of another reason', prospecting, { StageName: 'Closed Lost', Handrail_Loss_Reason__c: 'Price', Handrail_Loss_Detail__c: 'Product: missing feature' }, ['OPP-LOST-02']),
    deal('lost to nobody in particular', prospecting,
      { StageName: 'Closed Lost', Handrail_Loss_Reason__c: 'Competitor', Handrail_Loss_Detail__c: 'Competitor: lower price', Handrail_Competitor__c: 'None known' }, ['OPP-LOST-03']),
    deal('lost late, without what happened', proposal, { StageName: 'Closed Lost', Handrail_Loss_Reason__c: 'Price', Handrail_Loss_Detail__c: 'Price: over budget' }, ['OPP-LOST-04']),
    deal('Other without its story', prospecting, { StageName: 'Closed Lost', Handrail_Loss_Reason__c: 'Other', Handrail_Loss_Detail__c: 'Other: explained in note', Handrail_Loss_Note__c: 'They stopped.' }, ['OPP-LOST-05']),
    deal('a lost deal loses its reason', lost, { Handrail_Loss_Reason__c: null }, ['OPP-LOST-01']),
    deal('reopened to where it was, incomplete', { ...lost, Handrail_Economic_Buyer__c: null }, { StageName: 'Needs Analysis' }, ['OPP-QUAL-01']),
    deal('reopened, complete', lost, { StageName: 'Needs Analysis' }, []),
    deal('reopened at the first stage', lost, { StageName: 'Prospecting' }, []),
    deal('a won deal is reopened', won, { StageName: 'Negotiation/Review' }, ['OPP-REOP-01']),
    deal('a won deal is reopened by a manager', won, { StageName: 'Negotiation/Review' }, ['OPP-REOP-01'], { user: CAST.manager, today: AFTER_BYPASS }),
    deal('a won deal is reopened by RevOps, who hold the permission', won, { StageName: 'Negotiation/Review' }, [], { user: CAST.revops }),
    deal('a won deal is reopened by an administrator', won, { StageName: 'Prospecting' }, [], { user: CAST.admin }),
    deal('a won deal is lost after all: both are asked', won, { StageName: 'Closed Lost', Handrail_Loss_Note__c: 'They never paid, and the contract was void.' }, ['OPP-LOST-01', 'OPP-REOP-01']),
    deal('a won deal is edited and stays won', won, { Description: 'Invoice sent.' }, []),
    deal('a won deal is reopened the day before that is reserved', won, { StageName: 'Negotiation/Review' }, [], { today: '2025-12-31' }),
    deal('created as won: nothing is reopened', null, { ...won, CloseDate: TODAY }, []),
    deal('cloned as an open deal: nothing is reopened', won, { Name: 'Aldermoor platform, second site', StageName: 'Prospecting', ForecastCategoryName: 'Pipeline' }, [], { kind: 'clone' }),
    deal('won, nothing that finance needs', negotiation, { StageName: 'Closed Won' },
      ['OPP-NEGO-01', 'OPP-NEGO-02', 'OPP-NEGO-03', 'OPP-WON-01', 'OPP-WON-02', 'OPP-WON-03', 'OPP-WON-04', 'OPP-WON-05', 'OPP-WON-06']),
    deal('won, complete', negotiation, { ...closing, StageName: 'Closed Won' }, []),

    deal('a passed criterion is undone', value, { Handrail_Economic_Buyer__c: null }, ['OPP-QUAL-01']),
    deal('a passed criterion is answered otherwise', value, { Handrail_Success_Criteria__c: 'Drivers see their route before they start.' }, []),
    deal('a passed criterion is spoiled by a placeholder', value, { Handrail_Success_Criteria__c: 'n/a' }, ['OPP-NEED-01']),
    deal('undone before the gate', { ...qualification, ...qualified }, { Handrail_Economic_Buyer__c: null }, []),
    deal('an old record that breaks the gates is edited elsewhere', { ...value, Handrail_Economic_Buyer__c: null, Amount: null }, { Description: 'Called again.' }, []),
    deal('an old record moves on: its old gates are asked', { ...needs, Handrail_Discovery_Held__c: null, ...needed }, { StageName: 'Value Proposition' }, ['OPP-PROS-02']),

    deal('the day before the criteria take effect', { ...prospecting, AccountId: null }, { StageName: 'Value Proposition' }, [], { today: '2025-12-31' }),
    deal('the day they take effect', { ...prospecting, AccountId: null }, { StageName: 'Qualification' }, PROSPECTING_GATE, { today: '2026-01-01' }),

    deal('a renewal is not asked for a source', { ...renewal, Handrail_Base_Deal__c: null }, { StageName: 'Qualification' }, ['OPP-RENW-01']),
    deal('a renewal with its base deal', renewal, { StageName: 'Qualification' }, []),
    deal('new business is not asked for a base deal', { ...prospecting, ...qualification, StageName: 'Prospecting' }, { StageName: 'Qualification' }, []),
    deal('a contraction is asked for its base deal only', { ...prospecting, AccountId: null, Handrail_Motion__c: 'Contraction' }, { StageName: 'Needs Analysis' }, ['OPP-RENW-01']),
    deal('the motion changes and with it what is asked', prospecting, { Handrail_Motion__c: 'Renewal', StageName: 'Qualification' }, ['OPP-RENW-01']),

    deal('a record type has criteria of its own', { ...qualification, StageName: 'Prospecting', RecordTypeId: world.partnerType }, { StageName: 'Qualification' }, ['OPP-PROS-90', 'OPP-PROS-92']),
    deal('a record type, complete', { ...qualification, StageName: 'Prospecting', RecordTypeId: world.partnerType }, { StageName: 'Qualification', Handrail_Pain__c: 'Their drivers wait for papers.', NextStep: 'Working session' }, []),
    deal('created at a later stage with a record type', null, { ...qualification, RecordTypeId: world.partnerType }, ['OPP-PROS-90', 'OPP-PROS-92']),
    deal('the record type changes behind the gate: asked when the deal moves on', qualification, { RecordTypeId: world.partnerType }, []),
    deal('a record type that came behind the gate, moving on', { ...qualification, ...qualified, RecordTypeId: world.partnerType }, { StageName: 'Needs Analysis' }, ['OPP-PROS-90']),
    deal('a passed criterion of a record type is undone', { ...qualification, RecordTypeId: world.partnerType, Handrail_Pain__c: 'Their drivers wait for papers.' }, { Handrail_Pain__c: null }, ['OPP-PROS-90']),
    deal('undone, where the playbook says report', { ...qualification, RecordTypeId: world.partnerType, Handrail_Pain__c: 'Their drivers wait for papers.', NextStep: 'Working session' }, { NextStep: null }, []),
    deal('a segment has criteria of its own', { ...qualification, StageName: 'Prospecting', AccountId: world.enterprise }, { StageName: 'Qualification' }, ['OPP-PROS-91']),
    deal('a segment, complete', { ...qualification, StageName: 'Prospecting', AccountId: world.enterprise }, { StageName: 'Qualification', Amount: 250_000 }, []),
    deal('the deal goes to a customer of another segment: asked when it moves on', qualification, { AccountId: world.enterprise }, []),

    deal('not needed is an answer below the amount', { ...perception, Amount: 24_999, Handrail_Tech_Eval__c: 'Not Needed' }, { StageName: 'Proposal/Price Quote' }, []),
    deal('not needed is none from the amount on', { ...perception, Amount: 25_000, Handrail_Tech_Eval__c: 'Not Needed' }, { StageName: 'Proposal/Price Quote' }, ['OPP-PERC-01', 'OPP-VALU-01']),
    deal('the amount rises past the threshold behind the gate', { ...proposal, Amount: 20_000, Handrail_Tech_Eval__c: 'Not Needed' }, { Amount: 30_000 }, ['OPP-PERC-01', 'OPP-VALU-01']),
    deal('a discount that nobody approved', proposal, { ...negotiation, Handrail_Discount__c: 15.5 }, ['OPP-PROP-02']),
    deal('a discount the owner approved', proposal, { ...negotiation, Handrail_Discount__c: 15.5, Handrail_Discount_Approver__c: world.repUser }, ['OPP-PROP-02']),
    deal('a discount that somebody else approved', proposal, { ...negotiation, Handrail_Discount__c: 15.5, Handrail_Discount_Approver__c: world.managerUser }, []),
    deal('a discount at the limit', proposal, { ...negotiation, Handrail_Discount__c: 15 }, []),

    ...['n/a', 'TBD', '.', '---', 'x'.repeat(25), 'Success Criteria', ' success criteria '].map((text) =>
      deal(`placeholder: ${text.trim()}`, needs, { Handrail_Success_Criteria__c: text, StageName: 'Value Proposition' }, ['OPP-NEED-01'])),
    ...['....................', 'Next Step', 'aaaaaa', 'Later'].map((text) => deal(`placeholder: ${text} as a next step`, qualification, { ...qualified, NextStep: text, StageName: 'Needs Analysis' }, ['OPP-QUAL-02'])),
    deal('a sentence that holds a placeholder is an answer', qualification, { ...qualified, NextStep: 'Send the n/a list', StageName: 'Needs Analysis' }, []),
    deal('a sentence that holds the label is an answer', needs, { Handrail_Success_Criteria__c: 'The success criteria of the pilot hold.', StageName: 'Value Proposition' }, []),

    deal('a category above its stage', qualification, { ForecastCategoryName: 'Commit' }, ['OPP-FCST-01', 'OPP-FCST-02']),
    deal('commit without its evidence', { ...negotiation, Handrail_Scope_Agreed_On__c: null }, { ForecastCategoryName: 'Commit' }, ['OPP-FCST-02']),
    deal('commit with its evidence', negotiation, { ForecastCategoryName: 'Commit' }, []),
    deal('the category is lowered', { ...negotiation, ForecastCategoryName: 'Commit', Handrail_Scope_Agreed_On__c: null }, { ForecastCategoryName: 'Pipeline' }, []),
    deal('the evidence of a commit goes, the category stays', { ...negotiation, ForecastCategoryName: 'Commit' }, { Handrail_Procurement_Contact__c: null }, ['OPP-PROP-03']),

    deal('in shadow in the playbook: nobody is blocked', { ...value, ...valued, Handrail_Business_Value__c: null, Handrail_Competitor__c: 'Kestrel' }, { StageName: 'Id. Decision Makers' }, []),
    deal('switched to enforce in the org', { ...value, ...valued }, { StageName: 'Id. Decision Makers' }, ['OPP-VALU-03']),
    deal('switched to shadow in the org', { ...needs, ...needed, CloseDate: '2026-05-01' }, { StageName: 'Value Proposition' }, []),

    deal('bypass of its family', { ...prospecting, AccountId: null }, { StageName: 'Value Proposition' }, [], { user: CAST.revops }),
    deal('bypass of one family is none of another: closing', prospecting, { StageName: 'Closed Lost' }, ['OPP-LOST-01'], { user: CAST.revops }),
    deal('bypass of one family is none of another: forecast', qualification, { ForecastCategoryName: 'Commit' }, ['OPP-FCST-01', 'OPP-FCST-02'], { user: CAST.revops }),
    deal('bypass of the forecast family', qualification, { ForecastCategoryName: 'Commit' }, [], { user: CAST.customerSuccess }),
    deal('bypass of the forecast family is none of the gates', qualification, { StageName: 'Needs Analysis' }, QUALIFICATION_GATE, { user: CAST.customerSuccess }),
    deal('bypass that has not ended', prospecting, { StageName: 'Closed Lost' }, [], { user: CAST.manager }),
    deal('bypass that has ended', prospecting, { StageName: 'Closed Lost' }, ['OPP-LOST-01'], { user: CAST.manager, today: AFTER_BYPASS }),
    deal('an integration user is asked like everybody', { ...prospecting, AccountId: null }, { StageName: 'Qualification' }, PROSPECTING_GATE, { user: INTEGRATION }),

    deal('override that runs', { ...qualification, ...qualified, Handrail_Economic_Buyer__c: null, Handrail_Overrides__c: '|OPP-QUAL-01:2026-06-10|' }, { StageName: 'Needs Analysis' }, []),
    deal('override on its last day', { ...qualification, ...qualified, Handrail_Economic_Buyer__c: null, Handrail_Overrides__c: `|OPP-QUAL-01:${TODAY}|` }, { StageName: 'Needs Analysis' }, []),
    deal('override that is over', { ...qualification, ...qualified, Handrail_Economic_Buyer__c: null, Handrail_Overrides__c: '|OPP-QUAL-01:2026-05-31|' }, { StageName: 'Needs Analysis' }, ['OPP-QUAL-01']),
    deal('override of one criterion excuses from no other', { ...qualification, Handrail_Overrides__c: '|OPP-QUAL-01:2026-06-10|' }, { StageName: 'Needs Analysis' }, ['OPP-QUAL-02', 'OPP-QUAL-04']),

    ...(['Requested', 'Refused', 'Withdrawn'] as const).map((status) =>
      deal(`override ${status.toLowerCase()}`, excused, { StageName: 'Needs Analysis' }, ['OPP-QUAL-01'], { requests: [{ criterion: 'OPP-QUAL-01', until: '2026-06-10', status }] })),
    deal('override granted', excused, { StageName: 'Needs Analysis' }, [], { requests: [{ criterion: 'OPP-QUAL-01', until: '2026-06-10', status: 'Granted' }] }),
    deal('override granted, on its last day', excused, { StageName: 'Needs Analysis' }, [], { today: '2026-06-10', requests: [{ criterion: 'OPP-QUAL-01', until: '2026-06-10', status: 'Granted' }] }),
    deal('override granted and expired', excused, { StageName: 'Needs Analysis' }, ['OPP-QUAL-01'], { today: '2026-06-11', requests: [{ criterion: 'OPP-QUAL-01', until: '2026-06-10', status: 'Granted' }] }),
    deal('override granted twice, the first one expired', { ...excused, NextStep: null }, { StageName: 'Needs Analysis' }, ['OPP-QUAL-01'], {
      today: '2026-06-05',
      requests: [{ criterion: 'OPP-QUAL-01', until: '2026-06-03', status: 'Granted' }, { criterion: 'OPP-QUAL-02', until: '2026-06-10', status: 'Granted' }],
    }),

    row('Lead', 'a web form is never broken', null, { LastName: 'Berg', Company: 'Berg Freight' }, []),
    row('Lead', 'contacted without any way to reach them', { LastName: 'Berg', Company: 'Berg Freight' }, { Status: 'Working - Contacted' }, ['LEAD-WORK-02']),
    row('Lead', 'accepted without what an SQL is', { LastName: 'Berg', Company: 'Berg Freight', Email: 'tom@berg.example.com', Status: 'Working - Contacted' }, { Handrail_Sales_Decision__c: 'Accepted' },
      ['LEAD-SQL-01', 'LEAD-SQL-02', 'LEAD-SQL-03']),
    row('Lead', 'accepted, complete', { LastName: 'Berg', Company: 'Berg Freight', Email: 'tom@berg.example.com', Status: 'Working - Contacted' },
      { Handrail_Sales_Decision__c: 'Accepted', Handrail_Need__c: 'Their drivers wait for papers.', Handrail_Timeframe__c: 'This quarter', LeadSource: 'Web' }, []),
    row('Lead', 'rejected without a reason', { LastName: 'Berg', Company: 'Berg Freight' }, { Handrail_Sales_Decision__c: 'Rejected' }, ['LEAD-REJ-01']),
    row('Lead', 'disqualified without a reason', { LastName: 'Berg', Company: 'Berg Freight' }, { Status: 'Closed - Not Converted' }, ['LEAD-LOST-01']),

    row('Handrail_Handoff__c', 'sent back without a reason', { Type__c: 'Sales to Customer Success', Status__c: 'Sent', Opportunity__c: world.wonDeal }, { Status__c: 'Rejected' }, ['HAND-REJ-01']),
    row('Handrail_Handoff__c', 'accepted by nobody', { Type__c: 'Sales to Customer Success', Status__c: 'Sent', Opportunity__c: world.wonDeal }, { Status__c: 'Accepted' }, ['HAND-ACC-01']),
    row('Handrail_Handoff__c', 'accepted', { Type__c: 'Sales to Customer Success', Status__c: 'Sent', Opportunity__c: world.wonDeal }, { Status__c: 'Accepted', Receiver__c: world.managerUser }, []),
  ];
}
