/** The parts of a playbook that people run by: no rule is compiled from them; clocks, packs and pages read them. */
import type { BusinessFunction, Experiment, Position } from './model.ts';
import type { PackList } from './schema/cadence.ts';

/** Accounts by size; the lower bound counts. In ascending order. */
export interface Segment {
  readonly name: string;
  readonly fromEmployees: number;
  readonly position: Position;
}

/** A reason on a lead, and what happens to the lead next. */
export interface LeadReason {
  readonly name: string;
  readonly goesTo: string;
}

export interface LeadLifecycle {
  /** In the order a lead passes them. */
  readonly steps: readonly { readonly name: string; readonly status: string; readonly stamps: readonly string[]; readonly owners: readonly BusinessFunction[]; readonly due: string }[];
  readonly rejectReasons: readonly LeadReason[];
  readonly disqualifyReasons: readonly LeadReason[];
  /** How often a lead may come back before it is closed. */
  readonly mostCycles: number;
  /** Fields of the lead that conversion copies to the deal. */
  readonly conversion: readonly { readonly from: string; readonly to: string; readonly position: Position }[];
}

/** `15 minutes`, `2 days`; a day of a business clock is a working day. */
export interface Duration {
  readonly count: number;
  readonly unit: 'minutes' | 'hours' | 'days';
}

export interface Target {
  /** What it is for, where a clock has several; null where there is one. */
  readonly for: string | null;
  readonly within: Duration;
  readonly warnAt: Duration | null;
}

/** A clock that runs between two functions. */
export interface ServiceLevel {
  readonly id: string;
  readonly label: string;
  /** Working time by the calendar of business hours, or time on the wall. */
  readonly clock: 'business' | 'wall';
  readonly starts: string;
  readonly stops: string;
  /** `most`: stopped within the target. `least`: stopped at least the target ahead. */
  readonly target: 'most' | 'least';
  readonly targets: readonly Target[];
  /** Targets of clocks that began before a day, the oldest first, each list in the places of its own. */
  readonly earlier?: readonly { readonly before: string; readonly targets: readonly Target[] }[];
  /** While an experiment runs: the targets of those who take part, each in the place of its own. */
  readonly variant?: { readonly experiment: Experiment; readonly targets: readonly Target[] };
  readonly position: Position;
}

/** What one function owes another when it passes work on. */
export interface HandoffDefinition {
  readonly id: string;
  readonly label: string;
  /** Value of `Type__c` on the record that carries it; null when none does. */
  readonly type: string | null;
  readonly from: BusinessFunction;
  readonly to: BusinessFunction;
  /** Set when both sides are one function. */
  readonly teams: { readonly from: string; readonly to: string } | null;
  readonly required: {
    /** Criteria that must hold at the moment of sending. */
    readonly criteria: readonly string[];
    /** Fields that must be filled at the moment of sending. */
    readonly fields: readonly { readonly object: string; readonly field: string }[];
    /** What no field holds. */
    readonly also: readonly string[];
  };
  readonly answer: string;
  /** Ids of service levels. */
  readonly clocks: readonly string[];
  readonly afterRejection: string;
  readonly position: Position;
}

export interface PostSale {
  readonly milestones: readonly { readonly name: string; readonly counts: 'business' | 'wall'; readonly within: Duration; readonly field: string | null }[];
  /** What a renewal must have reached, by days before the term ends; the earliest first. */
  readonly renewal: readonly { readonly name: string; readonly daysBefore: number; readonly stage: string | null; readonly criteria: readonly string[]; readonly position: Position }[];
  readonly ownership: readonly { readonly what: string; readonly owner: string }[];
  /** How far an expansion may go while a renewal that ends within so many days, or the health of the account, is in doubt. */
  readonly expansionWaits: { readonly stage: string; readonly withinDays: number; readonly risk: readonly string[]; readonly health: readonly string[] } | null;
  readonly expansionSignals: readonly string[];
}

/** What a meeting talks about, and what its pack shows there. */
export interface Topic {
  readonly topic: string;
  readonly shows: readonly Shown[];
}

/** A list, or a metric whole or cut by a dimension, with so many of the records behind each of the first numbers. */
export type Shown = { readonly list: PackList } | { readonly metric: string; readonly by: string | null; readonly records: number; readonly first: 'highest' | 'lowest' | null; /** Lines at most. */ readonly most: number };

export interface Cadence {
  readonly id: string;
  readonly meeting: string;
  readonly when: string;
  readonly minutes: number;
  /** Days since the meeting before. */
  readonly daysBetween: number;
  readonly who: readonly BusinessFunction[];
  /** Name of its pack for `handrail review`. */
  readonly pack: string;
  readonly preRead: readonly Topic[];
  readonly agenda: readonly (Topic & { readonly minutes: number })[];
  /** Metric ids. */
  readonly metrics: readonly string[];
  readonly position: Position;
}

export interface ChangeClass {
  readonly name: string;
  readonly examples: string;
  readonly approvers: string;
  readonly evidence: string | null;
  readonly notice: string;
}

/** Who hears of a clock that ran out, and when: at a share of its target, or some time after it ran out. */
export interface EscalationStep {
  /** As the playbook says it: `200 % of the target`, `4 weeks`. */
  readonly overdue: string;
  /** 2 for 200 percent; null where a time is given. */
  readonly share: number | null;
  readonly after: Duration | null;
  readonly to: string;
  /** Who gets a task on a handoff that has come so far; null: nobody. */
  readonly task: 'owner' | 'manager' | 'RevOps' | null;
}

export interface Governance {
  readonly charter: string;
  readonly owns: readonly string[];
  readonly doesNotOwn: readonly string[];
  readonly council: { readonly members: readonly BusinessFunction[]; readonly chair: string; readonly ties: string };
  /** Who is told, by overdue share of a target in percent. */
  readonly escalation: readonly EscalationStep[];
  readonly changes: readonly ChangeClass[];
  /** Above these `check` warns. */
  readonly budgets: { readonly northStar: number; readonly operational: number; readonly enforcedPerStage: number; readonly criteriaPerStage: number };
  readonly override: { readonly approver: string; readonly mostDays: number };
  readonly bypass: { readonly mostDays: number };
  /** Days that the org keeps packs and gate events; null: for ever. */
  readonly keep: { readonly packDays: number | null; readonly gateEventDays: number | null };
  /** Functions that own each object of the org together. */
  readonly objectOwners: Readonly<Record<string, readonly BusinessFunction[]>>;
}
