/** The plan of the demo company: what happens, to whom and when, before anything is saved. */
import type { Segment } from '../tables/schema.ts';
import type { Level } from './arithmetic.ts';

/** Open stages in order; the playbook's ranks are 10 to 80. */
export const STAGES = ['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote', 'Negotiation/Review'] as const;
export type Stage = (typeof STAGES)[number];
/** Index of the first stage that counts as qualified. */
export const QUALIFIED = STAGES.indexOf('Needs Analysis');
export const PROPOSAL = STAGES.indexOf('Proposal/Price Quote');
export const NEGOTIATION = STAGES.indexOf('Negotiation/Review');

export interface StageEntry {
  readonly stage: string;
  /** Local date. */
  readonly on: string;
  /** Who moved it; absent: the owner. */
  readonly by?: string;
}

export interface Push {
  readonly on: string;
  readonly to: string;
  readonly by?: string;
  readonly reason?: string;
}

export interface Account {
  readonly name: string;
  readonly segment: Segment;
  readonly employees: number;
  readonly opening: boolean;
}

export type Outcome = 'won' | 'lost' | 'derail' | 'void' | 'open';
export type Category = 'Commit' | 'Best Case' | 'Pipeline';

/** A deal of new business. What the seller fills in follows from the flags. */
export interface Deal {
  readonly id: number;
  readonly segment: Segment;
  readonly level: Level;
  readonly arr: number;
  readonly amount: number;
  readonly oneOff: number;
  readonly tier: string;
  readonly outcome: Outcome;
  name: string;
  account: Account;
  source: string;
  /** Arrived as a lead and not directly. */
  fromLead: boolean;
  winBack: boolean;
  blankAmount: boolean;
  owner: string;
  /** Handed over on a day when the owner left. */
  handedTo?: { readonly on: string; readonly owner: string };
  reason?: string;
  detail?: string;
  competitor?: string;
  /** In order; the first is the creation. */
  stages: StageEntry[];
  created: string;
  /** The day it was won or lost. */
  closedOn?: string;
  /** As it was first expected. */
  firstCloseDate: string;
  pushes: Push[];
  /** On this day its category is set, and kept at every move. */
  categories: { readonly on: string; readonly category: Category; readonly by?: string }[];
  /** The stage whose entry drops the category, as Salesforce does when nobody sets it. */
  categoryReset?: string;
  contactRoles: number;
  duplicateRole: boolean;
  competitorKnown: boolean;
  boilerplate: boolean;
  fillerCriteria: boolean;
  noProcurement: boolean;
  bypassed: boolean;
  leftBehind: boolean;
  /** The field that was left blank before the rules asked. */
  grandfathered?: string;
  noBillingContact: boolean;
  closedBy?: string;
  stale: boolean;
  nextStepMissing: boolean;
}

export interface Lead {
  readonly id: number;
  readonly source: string;
  readonly createdAt: string;
  readonly mql: boolean;
  readonly request: string;
  readonly score: number;
  readonly employees: number;
  readonly company: string;
  readonly email: string;
  readonly sdr: string;
  /** Local date-times. */
  assignedAt?: string;
  respondedAt?: string;
  decision?: 'Accepted' | 'Rejected';
  decidedAt?: string;
  rejectReason?: string;
  meetingOn?: string;
  /** Closed - Not Converted at. */
  closedAt?: string;
  closedReason?: string;
  deal?: number;
  /** Converted without an opportunity, into the account of a customer. */
  convertedAloneAt?: string;
  queue: boolean;
}

/** A renewal, expansion or contraction of a customer. */
export interface InstalledDeal {
  readonly id: number;
  readonly motion: 'Renewal' | 'Expansion' | 'Contraction';
  readonly account: Account;
  readonly name: string;
  readonly owner: string;
  readonly base: BaseRef;
  readonly arr: number;
  readonly amount: number;
  readonly tier: string;
  readonly termStart: string;
  readonly months: number;
  readonly outcome: 'won' | 'lost' | 'open';
  readonly stages: StageEntry[];
  readonly closeDate: string;
  readonly reason?: string;
  readonly detail?: string;
  readonly risk: 'None' | 'Low' | 'High';
  readonly riskReason?: string;
}

/** The deal that another one renews or changes. */
export type BaseRef = { readonly kind: 'new' | 'opening' | 'installed'; readonly id: number };

export interface OpeningDeal {
  readonly id: number;
  readonly account: Account;
  readonly level: Level;
  readonly arr: number;
  readonly tier: string;
  readonly termStart: string;
  readonly months: number;
}

export interface Handoff {
  readonly deal: number;
  readonly csm: string;
  readonly answer: 'accepted' | 'rejected' | 'none';
  readonly answeredAt?: string;
  readonly kickoffAt?: string;
  readonly liveOn?: string;
  readonly firstValueOn?: string;
  readonly invoiceOn?: string;
}

export interface Plan {
  readonly accounts: readonly Account[];
  readonly deals: readonly Deal[];
  readonly leads: readonly Lead[];
  readonly opening: readonly OpeningDeal[];
  readonly installed: readonly InstalledDeal[];
  readonly handoffs: readonly Handoff[];
}
