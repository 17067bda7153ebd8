/**
 * Fields that people must fill and that nothing uses: asked by one criterion, and named by no metric, other criterion, handoff, clock, report, list,
 * page or flow. Such a field costs a gate and serves no decision that this can see; a person who reads it on the record leaves no trace.
 */
import { fieldsAsked } from '../playbook/asked.ts';
import type { Criterion, Playbook } from '../playbook/model.ts';
import { readBy } from './extract/needs.ts';

export interface UnreadField {
  readonly object: string;
  readonly field: string;
  readonly label: string;
  readonly criterion: string;
  readonly decision: string;
  readonly mode: Criterion['mode'];
  readonly position: Criterion['position'];
}

/** @param pages texts of reports, lists, pages and flows */
export function unreadFields(playbook: Playbook, pages: readonly string[]): UnreadField[] {
  const counted = new Set(playbook.metrics.flatMap(readBy));
  const sent = new Set(playbook.handoffs.flatMap(({ required }) => required.fields.map(({ object, field }) => `${object}.${field}`)));
  return playbook.objects.flatMap(({ apiName: object, fields, criteria }) => {
    const asking = Map.groupBy(criteria.flatMap((criterion) => fieldsAsked(criterion).map((field) => ({ criterion, field: field.toLowerCase() }))), ({ field }) => field);
    return fields.flatMap((field): UnreadField[] => {
      const own = asking.get(field.apiName.toLowerCase()) ?? [];
      const [first] = own;
      // The two arms of an experiment are one question.
      const isOne = new Set(own.map(({ criterion }) => criterion.arm?.experiment.subject.id ?? criterion.id)).size === 1;
      const path = `${object}.${field.apiName}`;
      if (first === undefined || !isOne || counted.has(path) || sent.has(path) || isFormulaInput(fields, field.apiName) || pages.some((text) => names(text, field.apiName))) return [];
      const { id, decision, mode, position } = first.criterion;
      return [{ object, field: field.apiName, label: field.label, criterion: id, decision, mode, position }];
    });
  });
}

function isFormulaInput(fields: Playbook['objects'][number]['fields'], name: string): boolean {
  return fields.some(({ formula }) => formula !== undefined && names(formula, name));
}

/** Names compare without case, and `Amount` is not in `Amount__c`. */
function names(text: string, name: string): boolean {
  return new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`, 'i').test(text);
}
