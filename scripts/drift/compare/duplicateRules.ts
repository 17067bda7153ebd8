/** Duplicate rules of the org against what the playbook says of the same record twice. */
import type { DuplicateAction, DuplicatePolicy } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { Components, DuplicateRuleState } from '../orgState.ts';

const SAVES = ['create', 'edit'] as const;

/**
 * Rules that refuse where the playbook does not, and what the playbook wants refused or warned of and no active rule does.
 * @param gated API names of objects with criteria: a rule that blocks stands beside their gates, declared or not
 */
export function compareDuplicateRules(org: Components, policy: DuplicatePolicy, gated: ReadonlySet<string>): Difference[] {
  const active = [...org.duplicateRules].filter(([, rule]) => rule.active);
  return [
    ...active.filter(([, { object }]) => gated.has(object) || declaredOf(policy, object) !== undefined).flatMap(([key, rule]) => refusals(key, rule, policy)),
    ...Object.keys(policy).flatMap((object) => missing(object, active.map(([, rule]) => rule).filter((rule) => rule.object === object), policy)),
  ];
}

function declaredOf(policy: DuplicatePolicy, object: string): Readonly<Record<(typeof SAVES)[number], DuplicateAction>> | undefined {
  const found = object === 'Lead' || object === 'Account' ? policy[object] : undefined;
  return found && { create: found.onCreate, edit: found.onEdit };
}

function refusals(key: string, rule: DuplicateRuleState, policy: DuplicatePolicy): Difference[] {
  const declared = declaredOf(policy, rule.object);
  const beyond = SAVES.filter((save) => rule.blocks.includes(save) && declared?.[save] !== 'block');
  if (beyond.length === 0) return [];
  return [{
    ...about(rule.object, rule.name, key),
    id: `DUPLICATE-${rule.object}-${rule.name}`,
    tier: 'potential',
    summary: `The duplicate rule ${rule.label} refuses to ${beyond.join(' and to ')} ${rule.object} records that look alike, loads and integrations too; ${declared === undefined ? 'the playbook does not know it' : `the playbook says ${[...new Set(beyond.map((save) => declared[save]))].join(' and ')}`}.`,
    expected: declared === undefined ? null : beyond.map((save) => `${save}: ${declared[save]}`).join(', '),
    actual: `blocks ${beyond.join(' and ')}`,
  }];
}

function missing(object: string, rules: readonly DuplicateRuleState[], policy: DuplicatePolicy): Difference[] {
  return SAVES.flatMap((save) => {
    const wanted = declaredOf(policy, object)?.[save] ?? 'allow';
    // A rule that refuses where it should only warn is a finding of its own.
    const stands = wanted === 'allow' || rules.some(({ blocks, alerts }) => blocks.includes(save) || (wanted === 'alert' && alerts.includes(save)));
    if (stands) return [];
    return [{
      ...about(object, object, object),
      id: `DUPLICATE-${object}-${save}`,
      kind: 'duplicate-unguarded' as const,
      summary: `The playbook wants to ${wanted === 'block' ? 'refuse' : 'warn of'} ${object} records that look alike when somebody ${save}s one, and no active duplicate rule of the org does.`,
      expected: `${save}: ${wanted}`,
      actual: `${save}: ${rules.some(({ alerts }) => alerts.includes(save)) ? 'alert' : 'allow'}`,
    }];
  });
}

function about(object: string, component: string, key: string): Pick<Difference, 'kind' | 'severity' | 'object' | 'component' | 'changed' | 'criteria' | 'touches' | 'revertible'> {
  return { kind: 'duplicate-rule', severity: 'medium', object, component, changed: { kind: 'duplicateRule', key }, criteria: [], touches: {}, revertible: false };
}
