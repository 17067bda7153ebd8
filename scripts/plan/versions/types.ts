import type { BusinessFunction } from '../../playbook/index.ts';
import type { MetricChange } from '../metricChanges.ts';
import type { ChangeAction, Meaning } from '../types.ts';

/** What a change between two versions of a playbook is about. */
export type Subject = 'Criterion' | 'Stage' | 'Reason' | 'Source' | 'Term' | 'Metric' | 'Field' | 'Handoff' | 'Clock' | 'Translation' | 'Setting';

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

/** Changes that the same people have to approve, by governance.yaml of the earlier version. */
export interface Approval {
  /** Class of governance.yaml; null where none of its classes covers these changes, and nobody is named. */
  readonly class: string | null;
  /** In the words of the playbook: `all owners of the object`. */
  readonly approvers: string | null;
  /** Functions that own what changed; empty where the playbook names none. */
  readonly owners: readonly BusinessFunction[];
  /** What has to be shown first; null: nothing. */
  readonly evidence: string | null;
  /** How long people are told before. */
  readonly notice: string | null;
  /** Full names of the changes. */
  readonly changes: readonly string[];
}

export interface VersionReport {
  readonly against: { readonly ref: string; readonly commit: string; readonly version: string };
  /** Of the playbook as it is now. */
  readonly version: string;
  readonly changes: readonly VersionChange[];
  /** Who has to say yes to them; empty where nothing changed or the earlier version has no governance.yaml. */
  readonly approvals: readonly Approval[];
  /** Numbers under both definitions; null where no snapshot was given. */
  readonly metrics: readonly MetricChange[] | null;
}
