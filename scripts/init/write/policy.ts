/**
 * What drift leaves out until the draft is reviewed: the org's own rules and required fields are known, and stay until somebody
 * decides; they are no drift from a playbook that was drafted from them.
 */
import type { YAMLMap } from 'yaml';
import { setId, sharedSetOf } from '../../drift/valueSets.ts';
import type { Draft } from '../draft.ts';
import { oneLine } from '../names.ts';
import { isRequired } from '../roles.ts';
import { isHandrails } from '../translate/rule.ts';
import { declaredValues } from './fields.ts';
import { reviewBy } from './reviewBy.ts';
import { list, map } from './yaml.ts';

export const POLICY_FILE = 'drift/ignore.yaml';

const LONGEST_REASON = 500;

export function policyNode(draft: Draft): YAMLMap {
  const until = reviewBy(draft.today);
  const entries = [...rules(draft), ...requiredFields(draft), ...labels(draft), ...valueLabels(draft), ...OF_THE_ORG, { id: 'FLOW-*', kind: 'flow-missing', reason: "no field of the draft is written by the package's flows" }];
  return map([{ key: 'ignore', value: list(entries.map(({ id, kind, reason }) => ({ value: map([{ key: 'id', value: id }, { key: 'kind', value: kind }, { key: 'until', value: until }, { key: 'reason', value: oneLine(reason, LONGEST_REASON) }]) }))) }]);
}

/** What an org chose before there was a playbook. */
const OF_THE_ORG: readonly Known[] = [
  { id: 'PROCESS-*', kind: 'process-stage', reason: 'the processes of the org, which may leave stages out on purpose' },
  { id: 'RECORDTYPE-*', kind: 'record-type-values', reason: 'the record types of the org, which offer values of their own' },
  { id: 'FIELD-*-description', kind: 'description-changed', reason: 'the org described its fields in its own words' },
  { id: 'DUPLICATE-*', kind: 'duplicate-rule', reason: "the org's own duplicate rules" },
];

interface Known {
  readonly id: string;
  readonly kind: string;
  readonly reason: string;
}

function rules({ facts, criteria, notExpressed }: Draft): Known[] {
  return (facts.rules ?? [])
    .filter(({ object, active, fullName }) => active && facts.objects.has(object.toLowerCase()) && !isHandrails(fullName))
    .map(({ object, fullName }) => {
      const ids = criteria.filter((criterion) => criterion.object === object && criterion.rule?.name === fullName).map(({ id }) => id);
      const why = notExpressed.find((entry) => entry.object === object && entry.name === fullName)?.reason;
      return { id: `RULE-${object}-${fullName}`, kind: 'rule-foreign', reason: ids.length > 0 ? `the org's own rule, drafted as ${ids.join(', ')} in shadow` : `the org's own rule, not expressed in the draft${why === undefined ? '' : `: ${why}`}` };
    });
}

/** People see labels, which may be in their language; the playbook has API names. */
function labels({ facts }: Draft): Known[] {
  const of = (prefix: string, stages: Draft['facts']['stages']): Known[] => stages.filter(({ name, label }) => name !== label).map(({ name, label }) => ({ id: `${prefix}${name}-label`, kind: 'stage-label', reason: `the org showed it as "${label}" when the draft was made` }));
  return [...of('STAGE-', facts.stages), ...of('STATUS-', facts.statuses)];
}

/** A set that several fields show is one finding. */
function valueLabels({ declared }: Draft): Known[] {
  const seen = declared.flatMap(({ object, fields }) => fields.filter(({ stages }) => !stages).flatMap(({ field }) => declaredValues(field).map(({ value, label }) => ({ object, field: field.name, set: sharedSetOf(`${object}.${field.name}`), value, label: label ?? value }))));
  const relabelled = seen.filter(({ value, label }) => value !== label);
  return [...Map.groupBy(relabelled, ({ object, field, set, value }) => JSON.stringify([set ?? `${object}.${field}`, value])).values()].flatMap((same) =>
    same.slice(0, 1).map(({ object, field, set, value, label }) => ({ id: `${set !== undefined && same.length > 1 ? setId(set) : `FIELD-${object}-${field}`}-${value}-label`, kind: 'field-changed', reason: `the org showed it as "${label}" when the draft was made` })));
}

function requiredFields({ facts }: Draft): Known[] {
  return [...facts.objects.values()].flatMap(({ name, fields }) => fields.filter(isRequired).map((field) => ({ id: `REQUIRED-${name}-${field.name}`, kind: 'field-required', reason: 'the org required it when the draft was made' })));
}
