/** Which part of the org each kind of finding comes from: where that part was not read, silence says nothing. */
import type { PlaybookObject } from '../playbook/model.ts';
import type { DriftKind } from './difference.ts';
import type { DriftReport, Finding } from './types.ts';

/** Names of the parts in `coverage.read`, and before the reason in `coverage.unread`. */
export const PARTS = {
  components: 'rules, fields and criteria',
  flows: 'the flows of the package',
  bypasses: 'who can bypass gates',
  experiments: 'experiments',
  takingPart: 'who takes part in experiments',
  described: 'required fields and picklist values',
  reports: 'reports and dashboards named after metrics',
} as const;

/** Said beside a part that was read: what the org left out of it. */
export const GAPS = {
  metadata: 'part of the metadata',
  presets: 'default values',
  conversion: 'the lead conversion setting',
  managed: 'rules of managed packages',
  picklists: 'picklist values',
  reports: 'reports',
  dashboards: 'dashboards',
} as const;

type Part = keyof typeof PARTS;

interface Source {
  /** `stages` are a part of their own for each object. */
  readonly parts: readonly (Part | 'stages')[];
  readonly gaps: readonly (keyof typeof GAPS)[];
}

const COMPONENTS: Source = { parts: ['components'], gaps: ['metadata'] };
const STAGES: Source = { parts: ['stages'], gaps: [] };
const FLOWS: Source = { parts: ['flows'], gaps: [] };
/** Of fields that the playbook compiles to, and of picklists that the org had. */
const VALUES: Source = { parts: ['components', 'described'], gaps: ['metadata', 'picklists'] };

const SOURCES: Readonly<Record<DriftKind, Source>> = {
  'rule-missing': COMPONENTS,
  'rule-off': COMPONENTS,
  'rule-on': COMPONENTS,
  'rule-formula': COMPONENTS,
  'rule-message': COMPONENTS,
  'rule-description': COMPONENTS,
  'rule-undeclared': COMPONENTS,
  'rule-behind': COMPONENTS,
  'rule-foreign': { parts: ['components'], gaps: ['metadata', 'managed'] },
  'mode-changed': COMPONENTS,
  'criterion-record': COMPONENTS,
  'playbook-missing': COMPONENTS,
  'playbook-version': COMPONENTS,
  'field-missing': COMPONENTS,
  // Default values of the org's own fields are among them.
  'field-changed': { parts: ['components', 'described'], gaps: ['metadata', 'presets', 'picklists'] },
  'field-required': { parts: ['described'], gaps: [] },
  'history-tracking': COMPONENTS,
  'help-changed': COMPONENTS,
  'description-changed': COMPONENTS,
  'value-missing': VALUES,
  'value-undeclared': VALUES,
  'stage-missing': STAGES,
  'stage-undeclared': STAGES,
  'stage-order': STAGES,
  'stage-probability': STAGES,
  'stage-category': STAGES,
  'stage-outcome': STAGES,
  'stage-label': STAGES,
  'bypass-held': { parts: ['bypasses'], gaps: [] },
  'setting-off': { parts: ['components'], gaps: ['metadata', 'conversion'] },
  'flow-missing': FLOWS,
  'flow-inactive': FLOWS,
  'permission-set-missing': COMPONENTS,
  'permission-removed': COMPONENTS,
  'permission-added': COMPONENTS,
  'experiment-left': { parts: ['experiments'], gaps: [] },
  'experiment-cohort': { parts: ['takingPart'], gaps: [] },
  'path-missing': COMPONENTS,
  'path-changed': COMPONENTS,
  'path-inactive': COMPONENTS,
  'path-step': COMPONENTS,
  'page-readonly': COMPONENTS,
  'page-required': COMPONENTS,
  'page-missing': COMPONENTS,
  'record-type-values': COMPONENTS,
  'process-stage': COMPONENTS,
  'list-view-missing': COMPONENTS,
  'list-view-changed': COMPONENTS,
  'duplicate-rule': COMPONENTS,
  'duplicate-unguarded': COMPONENTS,
  'metric-conflict': { parts: ['reports'], gaps: ['reports', 'dashboards'] },
  // One that is still so is found again.
  unread: { parts: [], gaps: [] },
};

/** Of a kind that another version of Handrail found. */
const ANYTHING: Source = { parts: ['components', 'stages', 'flows', 'bypasses', 'experiments', 'takingPart', 'described', 'reports'], gaps: ['metadata', 'presets', 'conversion', 'managed', 'picklists', 'reports', 'dashboards'] };

/** Name of the part that holds the stages or statuses of an object. */
export function stagesPart({ label, stageField }: Pick<PlaybookObject, 'label' | 'stageField'>): string {
  return `${label} ${stageField ?? 'stages'}`;
}

/**
 * Whether a reading could have found it, so that its absence means that it is gone.
 * @param objects of the playbook
 */
export function couldFind({ kind, object }: Pick<Finding, 'kind' | 'object'>, { read, unread }: DriftReport['coverage'], objects: readonly PlaybookObject[]): boolean {
  const { parts, gaps } = isKind(kind) ? SOURCES[kind] : ANYTHING;
  const staged = objects.find(({ apiName, stages }) => apiName === object && stages.length > 0);
  // Stages that the playbook no longer has depart from nothing.
  const names = parts.flatMap((part) => (part !== 'stages' ? [PARTS[part]] : staged === undefined ? [] : [stagesPart(staged)]));
  const missing = new Set(unread.map((text) => text.split(':')[0] ?? text));
  // What is said beside a part may go on after its name: "reports named after metrics".
  const holes = gaps.map((gap) => GAPS[gap]);
  return names.every((name) => read.includes(name) && !missing.has(name)) && !unread.some((text) => holes.some((hole) => text.startsWith(hole)));
}

function isKind(kind: string): kind is DriftKind {
  return Object.hasOwn(SOURCES, kind);
}
