/**
 * What a change means, from its kind. `breaking`: words or numbers stop meaning what they meant, or work stops.
 * `risky`: people are blocked who were not, or are no longer. `safe`: words on the page only, or a thing nobody has met yet.
 */
import type { Difference, DriftKind } from '../drift/difference.ts';
import type { Criterion } from '../playbook/index.ts';
import type { Meaning } from './types.ts';

type Judge = (difference: Difference, criterion: Criterion | undefined) => Meaning;

const always = (meaning: Meaning): Judge => () => meaning;
/** A criterion in shadow blocks nobody, whatever it asks. */
const whenEnforced: Judge = (_, criterion) => (criterion?.mode === 'enforce' ? 'risky' : 'safe');

export const MEANINGS: Readonly<Record<DriftKind, Judge>> = {
  'rule-missing': whenEnforced,
  'rule-off': whenEnforced,
  'rule-on': ({ actual }) => (actual === 'enforce' ? 'risky' : 'safe'),
  'rule-formula': whenEnforced,
  'rule-message': always('safe'),
  'rule-description': always('safe'),
  'rule-undeclared': always('risky'),
  'rule-behind': whenEnforced,
  'rule-foreign': always('risky'),
  'playbook-missing': always('risky'),
  'playbook-version': always('safe'),
  'mode-changed': always('risky'),
  'criterion-record': (difference, criterion) => (difference.actual === null ? whenEnforced(difference, criterion) : 'safe'),
  'field-missing': always('safe'),
  'field-changed': ({ severity }) => (severity === 'high' ? 'breaking' : severity === 'medium' ? 'risky' : 'safe'),
  'field-required': always('risky'),
  'history-tracking': ({ actual }) => (actual === 'kept' ? 'risky' : 'safe'),
  'help-changed': always('safe'),
  'description-changed': always('safe'),
  'value-missing': always('safe'),
  'value-undeclared': always('risky'),
  'stage-missing': always('breaking'),
  'stage-undeclared': always('breaking'),
  'stage-order': always('breaking'),
  'stage-probability': always('risky'),
  'stage-category': always('risky'),
  'stage-outcome': always('breaking'),
  'bypass-held': always('risky'),
  'setting-off': always('risky'),
  'flow-missing': always('risky'),
  'flow-inactive': always('risky'),
  'permission-set-missing': always('safe'),
  'permission-removed': always('safe'),
  'permission-added': always('risky'),
  'experiment-left': always('safe'),
  'experiment-cohort': always('risky'),
  'path-missing': always('safe'),
  'path-changed': always('safe'),
  'path-inactive': always('safe'),
  'path-step': always('safe'),
  'page-readonly': always('risky'),
  'page-required': always('risky'),
  'page-missing': always('risky'),
  'record-type-values': always('risky'),
  'process-stage': always('risky'),
  'list-view-missing': always('safe'),
  'list-view-changed': always('safe'),
  'duplicate-rule': always('risky'),
  'duplicate-unguarded': always('risky'),
  'stage-label': always('safe'),
  'metric-conflict': always('risky'),
  unread: always('risky'),
};
