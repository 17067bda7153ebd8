import { OURS } from './rules.ts';
import type { Difference } from '../difference.ts';
import type { Components, RuleState } from '../orgState.ts';
import { fieldLabel } from './names.ts';

/**
 * Active rules of the org's own that read a field some gate asks for. A guess by name, so potential: they may be meant, and
 * nothing but a person can tell.
 */
export function compareForeignRules(declared: Components, org: Components, gatedFields: ReadonlyMap<string, readonly string[]>): Difference[] {
  return [...org.rules].flatMap(([key, rule]): Difference[] => {
    if (declared.rules.has(key) || OURS.test(rule.fullName) || !rule.active) return [];
    const fields = [...gatedFields.keys()].filter((field) => reads(rule, field));
    if (fields.length === 0) return [];
    return [{
      id: `RULE-${rule.object}-${rule.fullName}`,
      kind: 'rule-foreign',
      severity: 'medium',
      tier: 'potential',
      object: rule.object,
      component: rule.fullName,
      summary: `Rule ${rule.fullName} on ${rule.object} is not the playbook's and judges ${fields.map((field) => fieldLabel(declared, field)).join(', ')}; reps may be asked twice, or for the opposite.`,
      expected: null,
      actual: rule.formula,
      changed: { kind: 'rule', key },
      criteria: [...new Set(fields.flatMap((field) => gatedFields.get(field) ?? []))].toSorted(),
      touches: {},
      revertible: false,
    }];
  });
}

function reads(rule: RuleState, field: string): boolean {
  const [object, name = ''] = field.split('.');
  return object === rule.object && new RegExp(`(?<![\\w.])${name}\\b`, 'i').test(rule.formula);
}
