/** Drift's differences seen from the other side: what a deploy of the playbook would change in the org. */
import type { Difference, DriftKind } from '../drift/difference.ts';
import type { Criterion } from '../playbook/index.ts';
import { MEANINGS } from './meaning.ts';
import type { ChangeAction, PlannedChange } from './types.ts';

const TYPES = { rule: 'ValidationRule', field: 'CustomField', record: 'CustomMetadata' } as const;

const ACTIONS: Partial<Readonly<Record<DriftKind, ChangeAction>>> = {
  'rule-missing': 'add',
  'rule-undeclared': 'remove',
  'field-missing': 'add',
};

/** Differences that no deploy of the playbook mends: stage sets are read only, values are never taken away. */
export function isDeployed({ kind, changed }: Difference): boolean {
  return changed.kind !== 'stage' && kind !== 'value-undeclared';
}

/** One change per component, in the order of the differences. */
export function plannedChanges(differences: readonly Difference[], criterionOf: (id: string) => Criterion | undefined): PlannedChange[] {
  const byComponent = Map.groupBy(differences.filter(isDeployed), ({ changed }) => `${changed.kind} ${changed.key}`);
  return [...byComponent.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || first.changed.kind === 'stage') return [];
    const criterion = first.changed.kind === 'field' ? undefined : first.criteria.map(criterionOf).find((found) => found !== undefined);
    const action = actionOf(first);
    return [
      {
        action,
        type: TYPES[first.changed.kind],
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
  if (action === 'add') return `new field of type ${first.expected ?? 'unknown'}`;
  return group.map(({ id, component, expected, actual }) => `${id.split(`${component}-`)[1] ?? 'value'}: ${shown(actual)} -> ${shown(expected)}`).join(', ');
}

const PHRASES: Partial<Readonly<Record<DriftKind, (difference: Difference, criterion: Criterion) => string>>> = {
  'rule-missing': (_, { mode, effectiveFrom }) => `new rule, ${mode} from ${effectiveFrom}`,
  'rule-off': () => 'switched on again',
  'rule-formula': () => 'asks something else',
  'rule-message': () => 'another message',
  'rule-description': () => 'another description',
  'mode-changed': ({ expected, actual }) => `${actual ?? ''} -> ${expected ?? ''}`,
  'criterion-record': ({ actual }, { mode }) => (actual === null ? `new, ${mode}` : 'another record of the criterion'),
};

function shown(value: string | null): string {
  if (value === null || value === '') return 'none';
  return value.length > 40 ? `${value.slice(0, 39)}…` : value;
}
