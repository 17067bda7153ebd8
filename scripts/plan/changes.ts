/** Drift's differences seen from the other side: what a deploy of the playbook would change in the org. */
import type { Difference, DriftKind } from '../drift/difference.ts';
import type { ChangedKind } from '../drift/orgState.ts';
import type { Criterion } from '../playbook/index.ts';
import { MEANINGS } from './meaning.ts';
import type { ChangeAction, PlannedChange } from './types.ts';
import { clipped } from '../shared/words.ts';

const TYPES: Partial<Readonly<Record<ChangedKind, string>>> = { rule: 'ValidationRule', field: 'CustomField', record: 'CustomMetadata', permissionSet: 'PermissionSet', path: 'PathAssistant', listView: 'ListView' };

/** Components that belong to one criterion. */
const OF_CRITERIA: ReadonlySet<ChangedKind> = new Set(['rule', 'record']);

/** Nothing that a deploy of the playbook touches, in either direction. */
const LEFT_ALONE: ReadonlySet<DriftKind> = new Set(['rule-foreign', 'field-required', 'path-step']);

const ACTIONS: Partial<Readonly<Record<DriftKind, ChangeAction>>> = {
  'rule-missing': 'add',
  'rule-undeclared': 'remove',
  'field-missing': 'add',
  'permission-set-missing': 'add',
  'experiment-left': 'remove',
  'path-missing': 'add',
  'list-view-missing': 'add',
};

/** Differences that no deploy of the playbook mends: stage sets and the org's own picklists are read only. */
export function isDeployed({ kind, changed }: Difference): boolean {
  return TYPES[changed.kind] !== undefined && !LEFT_ALONE.has(kind);
}

/** What comes with any deploy of the project and is no change of the playbook's. */
export function isBrought({ kind }: Difference): boolean {
  return kind === 'playbook-version' || kind === 'flow-missing';
}

/** One change per component, in the order of the differences. */
export function plannedChanges(differences: readonly Difference[], criterionOf: (id: string) => Criterion | undefined): PlannedChange[] {
  const byComponent = Map.groupBy(differences.filter(isDeployed), ({ changed }) => `${changed.kind} ${changed.key}`);
  return [...byComponent.values()].flatMap((group) => {
    const [first] = group;
    const type = first && TYPES[first.changed.kind];
    if (first === undefined || type === undefined) return [];
    const criterion = !OF_CRITERIA.has(first.changed.kind) ? undefined : first.criteria.map(criterionOf).find((found) => found !== undefined);
    const action = actionOf(first);
    return [
      {
        action,
        type,
        fullName: first.changed.key,
        meaning: worst(group.map((difference) => MEANINGS[difference.kind](difference, criterion))),
        summary: summaryOf(action, group, criterion),
        criterion: criterion?.id ?? null,
      },
    ];
  });
}

function actionOf({ kind, actual }: Difference): ChangeAction {
  return ACTIONS[kind] ?? (kind === 'criterion-record' && actual === null ? 'add' : 'change');
}

const ORDER = ['breaking', 'risky', 'safe'] as const;

function worst(meanings: readonly PlannedChange['meaning'][]): PlannedChange['meaning'] {
  return ORDER.find((meaning) => meanings.includes(meaning)) ?? 'safe';
}

function summaryOf(action: ChangeAction, group: readonly Difference[], criterion: Criterion | undefined): string {
  const [first] = group;
  if (first === undefined) return '';
  if (action === 'remove') return `${first.component} is not in the playbook any more; a deploy leaves it, retire it with a destructive change.`;
  if (criterion) return `${criterion.label}: ${group.map((difference) => PHRASES[difference.kind]?.(difference, criterion) ?? difference.kind).join(', ')}`;
  if (first.changed.kind === 'rule') return `guards overrides: ${group.map(({ kind }) => kind.replace('rule-', '')).join(', ')}`;
  if (first.changed.kind === 'permissionSet') return action === 'add' ? 'new permission set' : 'other rights';
  if (first.changed.kind === 'path') return action === 'add' ? 'new guidance for reps' : 'other guidance for reps';
  if (first.changed.kind === 'listView') return action === 'add' ? 'new list of records' : 'other records, name or columns of a list';
  if (action === 'add') return `new field of type ${first.expected ?? 'unknown'}`;
  return group.map(fieldChange).join(', ');
}

function fieldChange({ kind, id, component, expected, actual }: Difference): string {
  const what = id.slice(id.indexOf(`${component}-`) + component.length + 1);
  if (kind === 'value-missing') return `"${what}" offered again`;
  if (kind === 'value-undeclared') return `"${what}" deactivated`;
  return `${id.includes(`${component}-`) ? what : 'value'}: ${shown(actual)} -> ${shown(expected)}`;
}

const PHRASES: Partial<Readonly<Record<DriftKind, (difference: Difference, criterion: Criterion) => string>>> = {
  'rule-missing': (_, { mode, effectiveFrom }) => `new rule, ${mode} from ${effectiveFrom}`,
  'rule-off': () => 'switched on again',
  'rule-on': ({ actual }) => `${actual ?? ''} -> off`,
  'rule-formula': () => 'asks something else',
  'rule-behind': () => 'asks something else',
  'rule-message': () => 'another message',
  'rule-description': () => 'another description',
  'mode-changed': ({ expected, actual }) => `${actual ?? ''} -> ${expected ?? ''}`,
  'criterion-record': ({ actual }, { mode }) => (actual === null ? `new, ${mode}` : 'another record of the criterion'),
};

function shown(value: string | null): string {
  if (value === null || value === '') return 'none';
  return clipped(value, 40);
}
