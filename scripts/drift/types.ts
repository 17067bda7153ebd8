export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** `potential` is a guess and never fails a job by itself; `unverifiable` could not be read. */
export type Tier = 'confirmed' | 'potential' | 'unverifiable';

/** One place where the org departs from the playbook, in the shape of `handrail drift --json`. */
export interface Finding {
  /** Stable and short; remedies take it: `OPP-PROP-03`, `STAGE-Verbal`. */
  readonly id: string;
  readonly severity: Severity;
  readonly tier: Tier;
  readonly kind: string;
  readonly object: string;
  readonly component: string;
  /** One business sentence. */
  readonly summary: string;
  readonly expected: string | null;
  readonly actual: string | null;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
  readonly breaks: { readonly criteria: readonly string[]; readonly metrics: readonly string[]; readonly reviews: readonly string[] };
  readonly remedies: readonly { readonly action: 'adopt' | 'revert' | 'record' | 'ignore'; readonly command: string }[];
}

export interface DriftReport {
  readonly findings: readonly Finding[];
  readonly coverage: { readonly read: readonly string[]; readonly unread: readonly string[]; readonly apiCalls: number };
}

/** A finding somebody decided to live with for a time. */
export interface PolicyMatch extends Pick<Finding, 'id' | 'kind' | 'severity' | 'summary'> {
  readonly until: string;
  readonly reason: string;
  /** Of an accepted one. */
  readonly owner?: string;
}

/** The report after the policy: `findings` are those that are open. */
export interface JudgedReport extends DriftReport {
  readonly accepted: readonly PolicyMatch[];
  readonly ignored: readonly PolicyMatch[];
  /** Entries of the policy whose last day is over. */
  readonly expired: readonly { readonly id: string; readonly until: string; readonly how: 'accepted' | 'ignored' }[];
  /** Entries that hold and decide about nothing: the finding says something else than what was accepted, or there is none any more. */
  readonly outdated: readonly { readonly id: string; readonly until: string; readonly how: 'accepted' | 'ignored'; readonly why: 'changed' | 'gone' }[];
}
