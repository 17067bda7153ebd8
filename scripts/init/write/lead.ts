/** lead.yaml: the org's statuses, what its rules ask at them, and the reasons its picklists have. */
import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Draft } from '../draft.ts';
import { oneLine } from '../names.ts';
import type { OrgField } from '../types.ts';
import { use } from './closing.ts';
import { criterionNode } from './criterion.ts';
import { standing } from './opportunity.ts';
import { list, map } from './yaml.ts';

/** @returns null when the org's leads cannot be read, or have fewer statuses than a lifecycle needs */
export function leadNode(draft: Draft): YAMLMap | null {
  const { facts, statuses, criteria, figures, lists } = draft;
  if (statuses.length < 2) return null;
  const object = facts.objects.get('lead');
  const own = criteria.filter(({ object: of }) => of === 'Lead');
  const values = statuses.map(({ stage }) => stage.name).filter((name) => own.some(({ place }) => place.kind === 'status' && place.value === name));
  return map([
    { key: 'object', value: 'Lead' },
    { key: 'label', value: oneLine(object?.label ?? 'Lead', 40) },
    { key: 'stage_field', value: 'Status' },
    { key: 'family', value: 'Lead' },
    {
      key: 'statuses',
      above: ['Which statuses end without a deal is a guess from their names: the org does not say.'],
      value: list(
        statuses.map(({ stage, rank }) => ({
          value: map([
            { key: 'name', value: stage.name, beside: standing(figures.stages[`Lead.${stage.name}`]) },
            { key: 'rank', value: rank },
            { key: 'purpose', value: 'To be written' },
            { key: 'outcome', value: stage.won ? 'won' : stage.closed ? 'lost' : null },
          ]),
        })),
      ),
    },
    {
      key: 'enter',
      value: list(
        values.map((value) => ({
          value: map([
            { key: 'field', value: 'Status' },
            { key: 'value', value },
            { key: 'criteria', value: list(own.filter(({ place }) => place.kind === 'status' && place.value === value).map((criterion) => ({ value: criterionNode(criterion, figures) })), { spaced: true }) },
          ]),
        })),
        { flow: values.length === 0 },
      ),
    },
    { key: 'reject_reasons', value: reasons(lists.rejectReason, figures), above: missing(lists.rejectReason) },
    { key: 'disqualify_reasons', value: reasons(lists.disqualifyReason, figures), above: missing(lists.disqualifyReason) },
    { key: 'recycle', value: map([{ key: 'most_cycles', value: 3 }]), above: ['To be decided: how often a lead may come back.'] },
  ]);
}

function reasons(field: OrgField | null, figures: Draft['figures']): YAMLSeq {
  const values = field?.picklistValues.filter(({ active }) => active) ?? [];
  const used = field ? figures.values[`Lead.${field.name}`] : undefined;
  const known = values.length > 0 ? values.map(({ value }) => value) : ['Other'];
  return list(known.map((reason) => ({ value: map([{ key: 'reason', value: oneLine(reason, 255), beside: use(used, reason) }, { key: 'goes_to', value: 'To be written' }]) })));
}

function missing(field: OrgField | null): string[] {
  return field && field.picklistValues.length > 0 ? [`From ${field.name}.`] : ['The org has no picklist whose name says so.'];
}
