/** A departure of the org from the playbook before anyone has judged it. */
import type { ChangedKind } from './orgState.ts';
import type { Severity, Tier } from './types.ts';

export interface Difference {
  readonly id: string;
  readonly kind: DriftKind;
  readonly severity: Severity;
  /** Absent for `confirmed`. */
  readonly tier?: Tier;
  readonly object: string;
  /** API name of what differs: rule, field, record or stage. */
  readonly component: string;
  readonly summary: string;
  readonly expected: string | null;
  readonly actual: string | null;
  /** Whose change made it: see `OrgState.changes`. */
  readonly changed: { readonly kind: ChangedKind; readonly key: string };
  /** Ids of the criteria that lose meaning. */
  readonly criteria: readonly string[];
  /** What the metrics that lose meaning read: the stages of an object, what its gates make of them, fields `Object.Field`, or the history of such; or which they are, by id. */
  readonly touches: { readonly stagesOf?: string; readonly gatesOf?: readonly string[]; readonly fields?: readonly string[]; readonly histories?: readonly string[]; readonly metrics?: readonly string[] };
  /** True when deploying the playbook's own state mends it. */
  readonly revertible: boolean;
}

/** Every kind of finding with its sentence in docs/drift.md. */
export const DRIFT_KINDS = {
  'rule-missing': 'A validation rule of the playbook is not in the org.',
  'rule-off': 'A validation rule of the playbook is switched off.',
  'rule-on': 'A rule asks that the playbook keeps off.',
  'rule-formula': 'A rule asks something else than its criterion.',
  'rule-message': 'A rule says something else, or says it elsewhere on the page.',
  'rule-description': 'A rule lost the description that ties it to the playbook.',
  'rule-undeclared': 'A Handrail rule is in the org that the playbook does not have.',
  'rule-behind': 'A rule is as an earlier playbook made it: the playbook is ahead of the org.',
  'rule-foreign': "A rule that is not the playbook's judges a field that a gate asks for.",
  'mode-changed': 'A criterion blocks where it should only show, or the other way round.',
  'criterion-record': "A criterion's custom metadata record is missing or differs.",
  'playbook-missing': 'More than half of the playbook is not in the org: it was never deployed there, or only in part.',
  'playbook-version': 'The org was deployed from another version of the playbook.',
  'field-missing': 'A field of the playbook is not in the org.',
  'field-changed': 'A field has another type, size, formula, default value or label.',
  'field-required': 'A field nobody declared is required on every save of a gated object.',
  'history-tracking': 'The history of a field is no longer kept, or kept where the playbook does not ask for it.',
  'help-changed': 'The help text people read differs from the dictionary.',
  'description-changed': 'The description of a field no longer says who owns it.',
  'value-missing': 'A picklist lost a value of the playbook.',
  'value-undeclared': 'A picklist offers a value that the playbook does not know, or has deprecated.',
  'stage-missing': 'A stage of the playbook is not in the org, or was renamed.',
  'stage-undeclared': 'The org has a stage that no gate knows.',
  'stage-order': 'The stages stand in another order.',
  'stage-probability': 'A stage has another default probability.',
  'stage-category': 'A stage has another default forecast category.',
  'stage-outcome': 'A stage counts as closed or won where it should not, or the other way round.',
  'bypass-held': 'Somebody can pass gates without meeting them.',
  'setting-off': 'A setting of the org under which rules are not asked.',
  'flow-missing': 'A flow of the package is not in the org.',
  'flow-inactive': 'A flow of the package does not run.',
  'permission-set-missing': 'A permission set of the playbook is not in the org.',
  'permission-removed': 'A permission set lost a right that the playbook gives.',
  'permission-added': 'A permission set gives a right that the playbook does not.',
  'experiment-left': 'The custom permission or the permission set of an experiment that is over is still in the org.',
  'experiment-cohort': 'Who holds the permission of a running experiment is not who its cohort names.',
  'path-missing': 'The Path of the playbook is not in the org.',
  'path-changed': 'The Path shows other fields or guidance at a stage.',
  'path-inactive': 'The Path over the stages is switched off.',
  'path-step': 'The Path guides through a stage that the playbook does not have.',
  'page-readonly': 'A page shows a field read only that a gate asks for.',
  'page-required': 'A page asks for a field at every save that the playbook does not ask for, or only at its gate.',
  'page-missing': 'A layout does not show what a gate asks for, and no page of the object holds the gate.',
  'record-type-values': 'A record type does not offer values of the playbook.',
  'process-stage': 'A sales or lead process leaves out stages of the playbook.',
  'list-view-missing': 'A list view of the playbook is not in the org.',
  'list-view-changed': 'A list view of the playbook shows other records, or has another name or columns.',
  'duplicate-rule': 'A duplicate rule refuses saves that the playbook does not want refused.',
  'duplicate-unguarded': 'The playbook wants duplicates refused or warned of, and no active duplicate rule does.',
  'stage-label': 'A stage is shown under another name than its API name.',
  'metric-conflict': 'A report, or a part of a dashboard, is named after a metric of the playbook and counts something else.',
  unread: 'A part of the org could not be read.',
} as const;

export type DriftKind = keyof typeof DRIFT_KINDS;
