import type { MetricChange } from '../metricChanges.ts';
import type { ChangeAction, Meaning } from '../types.ts';

/** What a change between two versions of a playbook is about. */
export type Subject = 'Criterion' | 'Stage' | 'Reason' | 'Term' | 'Metric' | 'Field' | 'Handoff' | 'Clock' | 'Translation' | 'Setting';

/** One definition that changed, in the shape of `handrail plan --json`. */
export interface VersionChange {
  readonly action: ChangeAction;
  readonly type: Subject;
  /** Id or name: `OPP-QUAL-01`, `Opportunity.Qualification`, `win_rate`. */
  readonly fullName: string;
  readonly meaning: Meaning;
  readonly summary: string;
  readonly criterion: string | null;
  /** Ids of the metrics that count something else with it. */
  readonly metrics: readonly string[];
}

export interface VersionReport {
  readonly against: { readonly ref: string; readonly commit: string; readonly version: string };
  /** Of the playbook as it is now. */
  readonly version: string;
  readonly changes: readonly VersionChange[];
  /** Numbers under both definitions; null where no snapshot was given. */
  readonly metrics: readonly MetricChange[] | null;
}
