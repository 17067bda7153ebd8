/** A criterion with what the org tells about it: its rule, how it differs, how full its field is. */
import type { YAMLMap } from 'yaml';
import { oneLine } from '../names.ts';
import type { DraftCriterion, Figures, FillRate, NotExpressed } from '../types.ts';
import { map } from './yaml.ts';

export function criterionNode(criterion: DraftCriterion, figures: Figures): YAMLMap {
  const { object, require, errorField } = criterion;
  return map([
    { key: 'id', value: criterion.id, beside: criterion.rule === null ? null : `rule ${criterion.rule.name}` },
    { key: 'label', value: criterion.label },
    // The motion of a deal is a field of Handrail's, which the org may not have.
    { key: 'for', value: object === 'Opportunity' ? 'every' : null },
    { key: 'holds', value: criterion.openOnly ? 'open_only' : null },
    { key: 'on_undo', value: criterion.reportOnly ? 'report' : null },
    { key: 'applies_when', value: criterion.appliesWhen },
    { key: 'require', value: require, beside: filled(figures.criteria[criterion.id]) },
    { key: 'satisfied_when', value: criterion.satisfiedWhen },
    { key: 'error_field', value: errorField },
    { key: 'decision', value: criterion.decision },
    { key: 'message', value: criterion.message, above: criterion.rule === null || criterion.said === null ? [] : [`The rule says: ${criterion.said}`] },
    { key: 'mode', value: 'shadow', above: criterion.differs.map((difference) => (criterion.rule === null ? `Proposed: ${difference}.` : `Unlike the rule: ${difference}.`)) },
  ]);
}

export function filled(rate: FillRate | undefined): string | null {
  if (!rate) return null;
  if (rate.of === 0) return 'no record of the last 12 months to count it on';
  const words = rate.placeholders === null || rate.filled === 0 ? '' : `, ${percent(rate.placeholders, rate.filled)} of the answers are placeholders`;
  return `filled in ${percent(rate.filled, rate.of)} of ${rate.of.toLocaleString('en-US')}${words}`;
}

function percent(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}

/** What stands at the end of a file: the rules and settings that no line above says. */
export function notExpressedLines(notExpressed: readonly NotExpressed[]): string[] {
  if (notExpressed.length === 0) return [];
  return ['Not expressed here; what is a rule goes on as it is in the org:', ...notExpressed.map(({ kind, name, reason }) => `  ${kind} ${name}: ${oneLine(reason, 300)}`)];
}
