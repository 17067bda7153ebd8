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
  /** Of them in forecast category Commit. */
  readonly inCommit: { readonly records: number; readonly amount: number };
  /** Fields that are blank on them, most often first; `share` from 0 to 1. */
  readonly topFields: readonly { readonly field: string; readonly records: number; readonly share: number }[];
  /** Fields that the org does not have yet and that stand blank. */
  readonly assumedBlank: readonly string[];
}

export interface RuleCount {
  readonly object: string;
  /** Active rules of the object after the deploy, the org's own among them. */
  readonly rules: number;
  readonly limit: number;
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
  readonly rules: readonly RuleCount[];
  /** Differences that a deploy of the playbook does not mend, such as stages. */
  readonly notDeployed: readonly string[];
  readonly coverage: { readonly read: readonly string[]; readonly unread: readonly string[]; readonly apiCalls: number };
}
