/** A departure of the org from the playbook before anyone has judged it. */
import type { Severity } from './types.ts';

export interface Difference {
  readonly id: string;
  readonly kind: DriftKind;
  readonly severity: Severity;
  readonly object: string;
  /** API name of what differs: rule, field, record or stage. */
  readonly component: string;
  readonly summary: string;
  readonly expected: string | null;
  readonly actual: string | null;
  /** Whose change made it: see `OrgState.changes`. */
  readonly changed: { readonly kind: 'rule' | 'field' | 'record' | 'stage'; readonly key: string };
  /** Ids of the criteria that lose meaning. */
  readonly criteria: readonly string[];
  /** What the metrics that lose meaning read: stages, or fields `Object.Field`. */
  readonly touches: { readonly stagesOf?: string; readonly fields?: readonly string[] };
  /** True when deploying the playbook's own state mends it. */
  readonly revertible: boolean;
}

/** Every kind of finding with its sentence in docs/drift.md. */
export const DRIFT_KINDS = {
  'rule-missing': 'A validation rule of the playbook is not in the org.',
  'rule-off': 'A validation rule of the playbook is switched off.',
  'rule-formula': 'A rule asks something else than its criterion.',
  'rule-message': 'A rule says something else, or says it elsewhere on the page.',
  'rule-description': 'A rule lost the description that ties it to the playbook.',
  'rule-undeclared': 'A Handrail rule is in the org that the playbook does not have.',
  'mode-changed': 'A criterion blocks where it should only show, or the other way round.',
  'criterion-record': "A criterion's custom metadata record is missing or differs.",
  'field-missing': 'A field of the playbook is not in the org.',
  'field-changed': 'A field has another type, size, formula or label.',
  'value-missing': 'A picklist lost a value of the playbook.',
  'value-undeclared': 'A picklist has a value that the playbook does not know.',
  'stage-missing': 'A stage of the playbook is not in the org, or was renamed.',
  'stage-undeclared': 'The org has a stage that no gate knows.',
  'stage-order': 'The stages stand in another order.',
  'stage-probability': 'A stage has another default probability.',
  'stage-category': 'A stage has another default forecast category.',
  'stage-outcome': 'A stage counts as closed or won where it should not, or the other way round.',
  unread: 'A part of the org could not be read.',
} as const;

export type DriftKind = keyof typeof DRIFT_KINDS;
