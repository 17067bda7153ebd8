import type { Definitions } from './definitions.ts';
import type { JudgedReport, PolicyMatch } from '../drift/types.ts';

/** What a change does to what people and numbers mean by a word: see the table in meaning.ts. */
export type Meaning = 'breaking' | 'risky' | 'safe';

export type ChangeAction = 'add' | 'change' | 'remove';

/** One component that a deploy would touch, in the shape of `handrail plan --json`. */
export interface PlannedChange {
  readonly action: ChangeAction;
  /** Metadata API type: `ValidationRule`. */
  readonly type: string;
  readonly fullName: string;
  readonly meaning: Meaning;
  readonly summary: string;
  /** Code of the criterion it belongs to; null for fields. */
  readonly criterion: string | null;
}

export interface Share {
  readonly name: string;
  readonly records: number;
  readonly amount: number;
}

/** Open records that a criterion would ask for something at their next stage change. */
export interface Impact {
  readonly criterion: string;
  readonly label: string;
  readonly object: string;
  /** What becomes of the criterion: `new`, `shadow -> enforce`, `changed`. */
  readonly change: string;
  /** False while the criterion is in shadow or not yet in effect: the records are counted, none is blocked. */
  readonly blocks: boolean;
  /** At or beyond the gate and not meeting it. */
  readonly blockedRecords: number;
  /** Open records of the object. */
  readonly openRecords: number;
  readonly amount: number;
  /** Most records first. */
  readonly byOwner: readonly Share[];
  readonly byStage: readonly Share[];
  /** Forecast categories; empty for objects without. */
  readonly byCategory: readonly Share[];
  /** Of them in forecast category Commit. */
  readonly inCommit: { readonly records: number; readonly amount: number };
  /** Fields that are blank on them, most often first; `share` from 0 to 1. */
  readonly topFields: readonly { readonly field: string; readonly records: number; readonly share: number }[];
  /** Who writes those fields, software first; empty where nobody is blocked. */
  readonly writers: readonly Writer[];
  /** Fields that the org does not have yet and that stand blank. */
  readonly assumedBlank: readonly string[];
}

/** Somebody, or software, that wrote what a criterion asks for within 90 days, or last changed a record it would stop. */
export interface Writer {
  readonly user: string;
  /** `integration`: holds Handrail's automation permission, or has an integration license. */
  readonly kind: 'integration' | 'person';
  /** Passes the gate all the same. */
  readonly bypasses: boolean;
  /** Fields written, as the org's field history says. */
  readonly fields: readonly string[];
  /** How often; null where the history does not tell. */
  readonly changes: number | null;
  /** Records among the blocked ones that nobody changed since; 0 where the history tells of every field. */
  readonly lastChanged: number;
}

/** A decision about drift that a deploy would undo. */
export interface Undone extends PolicyMatch {
  readonly how: 'accepted' | 'ignored';
  /** Component a deploy would overwrite; null for a difference that a deploy leaves as it is. */
  readonly fullName: string | null;
}

export interface RuleCount {
  readonly object: string;
  /** Active rules of the object after the deploy, the org's own among them. */
  readonly rules: number;
  readonly limit: number;
  /** Longest rule of the playbook, in characters of its formula. */
  /** Largest rule of the playbook as an org compiles it, formula fields in their place. Always an estimate. */
  readonly compiled: { readonly rule: string; readonly characters: number; readonly limit: number; readonly estimated: true } | null;
  readonly longest: { readonly rule: string; readonly characters: number; readonly limit: number } | null;
}

/** Calls of the API: what the plan expects to make, and what the org's day still has. */
export interface Budget {
  readonly calls: number;
  /** Null where the org does not tell. */
  readonly dailyLimit: number | null;
  readonly remaining: number | null;
}

export interface PlanReport {
  readonly budget: Budget;
  readonly changes: readonly PlannedChange[];
  readonly impact: readonly Impact[];
  /** Open records that at least one criterion would block; each counts once. */
  readonly blockedRecords: number;
  /** Numbers that will mean something else than at the last sync. */
  readonly definitions: Definitions;
  readonly rules: readonly RuleCount[];
  /** Why the org would refuse the deploy; the command ends with 1 then. */
  readonly refusals: readonly string[];
  /** What it might refuse, by an estimate. */
  readonly doubts: readonly string[];
  /** What was recorded or ignored as drift and is part of this plan. */
  readonly decided: readonly Undone[];
  /** Decisions whose last day is over; they do not count. */
  readonly expired: JudgedReport['expired'];
  /** Differences that a deploy of the playbook does not mend, such as stages. */
  readonly notDeployed: readonly string[];
  readonly coverage: { readonly read: readonly string[]; readonly unread: readonly string[]; readonly apiCalls: number };
}
