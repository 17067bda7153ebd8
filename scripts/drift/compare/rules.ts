import { recordName, ruleHash } from '../../compiler/index.ts';
import { impliesFormula, parseFormula, sameFormulaText } from '../../formula/index.ts';
import type { Criterion } from '../../playbook/model.ts';
import { touchedBy } from '../breaks.ts';
import type { Difference } from '../difference.ts';
import type { Components, RuleState } from '../orgState.ts';
import { modeOf } from './records.ts';
import { hashOf, versionOf, withoutProvenance } from './version.ts';

/** Rules of ours carry this prefix; the rest of the org's rules are not ours to judge. */
export const OURS = /^Handrail_/;

/**
 * Rules missing, switched off, edited or left over. Formulas are compared by meaning: white space, comments,
 * letter case of names and redundant parentheses do not count.
 * @param criterionOf finds the criterion a rule belongs to by its full name
 */
export function compareRules(declared: Components, org: Components, criterionOf: (rule: string) => Criterion | undefined): Difference[] {
  const differences: Difference[] = [];
  for (const [key, rule] of declared.rules) {
    const criterion = criterionOf(rule.fullName);
    const actual = org.rules.get(key);
    const subject = criterion ? subjectOf(criterion) : guardOf(rule);
    differences.push(...(rule.active ? compareRule(rule, actual, subject) : compareOff(rule, actual, subject, org.records)));
  }
  for (const [key, rule] of org.rules) {
    if (!OURS.test(rule.fullName) || declared.rules.has(key)) continue;
    differences.push({
      ...about(rule, 'rule-undeclared', rule.active ? 'medium' : 'low'),
      id: `RULE-${rule.object}-${rule.fullName}`,
      summary: `Rule ${rule.fullName} on ${rule.object} is in the org but not in the playbook${rule.active ? ', and it is active' : ''}.`,
      expected: null,
      actual: rule.message,
      criteria: [],
      touches: { gatesOf: [rule.object] },
      revertible: false,
    });
  }
  return differences;
}

/** What a rule stands for, in business words. */
interface Subject {
  readonly id: string;
  /** What it asks for. */
  readonly label: string;
  /** What can happen without it. */
  readonly consequence: string;
  readonly enforced: boolean;
  readonly criteria: readonly string[];
  readonly touches: Difference['touches'];
}

function subjectOf(criterion: Criterion): Subject {
  // A rule in shadow blocks nobody: losing it loses sight, not enforcement.
  return { id: criterion.id, label: criterion.label, consequence: consequence(criterion), enforced: criterion.mode === 'enforce', criteria: [criterion.id], touches: touchedBy([criterion]) };
}

/** Rules without a criterion guard the requests to pass one. */
function guardOf(rule: RuleState): Subject {
  const label = (rule.description ?? '').replace(/^handrail: /, '').replace(/\.? playbook=.*$/, '') || rule.fullName;
  return { id: rule.fullName.replace(OURS, '').replaceAll('_', '-').toUpperCase(), label, consequence: `Overrides are no longer held to this: ${label}`, enforced: true, criteria: [], touches: { gatesOf: [rule.object] } };
}

function compareRule(rule: RuleState, actual: RuleState | undefined, { id, label, consequence: lost, enforced, criteria, touches }: Subject): Difference[] {
  const base = { id, criteria, touches, revertible: true };
  if (!actual) {
    return [{ ...about(rule, 'rule-missing', enforced ? 'critical' : 'medium'), ...base, summary: `${lost}: rule ${id} is not in the org.`, expected: rule.formula, actual: null }];
  }
  if (!actual.active) {
    // Switched on in Setup again it would ask for something else: that is part of what a person decides about.
    const edited = !sameFormulaText(rule.formula, actual.formula) && !isUntouched(actual);
    return [{
      ...about(rule, 'rule-off', enforced ? 'critical' : 'medium'), ...base, expected: 'active',
      summary: `${lost}: rule ${id} was switched off${edited ? ', and its formula was edited' : ''}.`, actual: edited ? 'inactive, with another formula' : 'inactive',
    }];
  }
  const differences: Difference[] = [];
  if (!sameFormulaText(rule.formula, actual.formula)) {
    differences.push(isUntouched(actual)
      ? { ...about(rule, 'rule-behind', 'medium'), ...base, summary: `"${label}" (${id}) is asked as playbook ${versionOf(actual) ?? 'before'} has it; the change since then was not deployed.`, expected: rule.formula, actual: actual.formula }
      : { ...edited(rule, actual, { id, label, enforced }), ...base, expected: rule.formula, actual: actual.formula });
  }
  if (rule.message !== actual.message || rule.errorField !== actual.errorField) {
    differences.push({
      ...about(rule, 'rule-message', rule.message === actual.message ? 'low' : 'medium'),
      ...base,
      summary: rule.message === actual.message ? `The message of ${id} stands at another field.` : `Reps read another message than the playbook's for ${id}.`,
      expected: messageWithField(rule),
      actual: messageWithField(actual),
    });
  }
  if (differences.length === 0 && rule.description !== actual.description && withoutProvenance(rule.description) !== withoutProvenance(actual.description)) {
    differences.push({ ...about(rule, 'rule-description', 'info'), ...base, summary: `The description of rule ${id} was changed; it ties the rule to its playbook version.`, expected: rule.description, actual: actual.description });
  }
  return differences;
}

/** A rule's formula is true where it complains: one that is true more often asks for more, and lets no deal past. */
function edited(rule: RuleState, actual: RuleState, { id, label, enforced }: Pick<Subject, 'id' | 'label' | 'enforced'>): Pick<Difference, 'summary'> & ReturnType<typeof about> {
  const asksMore = impliesFormula(rule.formula, actual.formula);
  const now = asksMore ? `for more than "${label}"` : impliesFormula(actual.formula, rule.formula) ? `for less than "${label}"` : `something else than "${label}", as far as can be told`;
  return { ...about(rule, 'rule-formula', !enforced ? 'medium' : asksMore ? 'high' : 'critical'), summary: `Rule ${id} asks ${now}: its formula was edited.` };
}

/** Off on both sides nobody is asked, whatever the rule would ask, and whether it is there at all. */
function compareOff(rule: RuleState, actual: RuleState | undefined, { id, label, criteria, touches }: Subject, records: Components['records']): Difference[] {
  if (actual?.active !== true) return [];
  const mode = modeOf(records.get(`Handrail_Criterion.${recordName(id)}`));
  return [{
    ...about(rule, 'rule-on', mode === 'enforce' ? 'high' : 'medium'), id, criteria, touches, revertible: true, expected: 'off', actual: mode,
    summary: mode === 'enforce' ? `"${label}" (${id}) blocks deals although the playbook keeps it off.` : `"${label}" (${id}) is asked, in shadow, although the playbook keeps it off.`,
  }];
}

/** As some version of the playbook made it: its own hash still fits, so nobody edited it in the org. */
function isUntouched(actual: RuleState): boolean {
  const hash = hashOf(actual);
  return hash !== null && parseFormula(actual.formula).expression !== undefined && ruleHash(actual) === hash;
}

function about(rule: RuleState, kind: Difference['kind'], severity: Difference['severity']): Pick<Difference, 'kind' | 'severity' | 'object' | 'component' | 'changed'> {
  return { kind, severity, object: rule.object, component: rule.fullName, changed: { kind: 'rule', key: `${rule.object}.${rule.fullName}` } };
}

function messageWithField(rule: RuleState): string {
  return `${rule.message} (${rule.errorField ? `at ${rule.errorField}` : 'at the top of the page'})`;
}

/** What can happen now that should not, in business words. */
function consequence(criterion: Criterion): string {
  const { trigger, label } = criterion;
  if (trigger.kind === 'exit') return `Deals can leave ${trigger.stage} without "${label}"`;
  if (trigger.kind === 'enter') return `Records can enter ${trigger.value} without "${label}"`;
  if (trigger.kind === 'leave') return `Anybody can move records out of ${trigger.value}`;
  return `Nothing asks for "${label}" any more`;
}
