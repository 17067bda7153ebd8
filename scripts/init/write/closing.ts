/** closed-lost.yaml and closed-won.yaml: what a closed deal must say, with the reasons the org's picklists have. */
import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Draft } from '../draft.ts';
import { oneLine } from '../names.ts';
import { closingStage } from '../translate/places.ts';
import { criterionNode } from './criterion.ts';
import { inline, list, map } from './yaml.ts';

/** @returns null when there is nothing to say about that ending */
export function closingNode(draft: Draft, kind: 'won' | 'lost'): YAMLMap | null {
  const { criteria, facts, figures } = draft;
  const own = criteria.filter(({ place }) => place.kind === `closed-${kind}`);
  const stage = closingStage(facts.stages, kind);
  if (own.length === 0 || !stage) return null;
  return map([
    { key: 'object', value: 'Opportunity' },
    { key: 'family', value: 'Closing' },
    { key: 'enter', value: map([{ key: 'field', value: 'StageName' }, { key: 'value', value: stage.name }]) },
    { key: 'loss_reasons', value: kind === 'lost' ? lossReasons(draft) : null, above: ['The class is a guess from the name. Details are not asked in this org; add what is worth knowing.'] },
    { key: 'competitors', value: kind === 'lost' ? competitors(draft) : null },
    { key: 'criteria', value: list(own.map((criterion) => ({ value: criterionNode(criterion, figures) })), { spaced: true }) },
  ]);
}

/** What a reason's name says about how the deal ended; what says nothing was lost to something. */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/duplicate|\btest\b|entered in error|mistake/i, 'void'],
  [/churn|cancel|left us|not adopted|out of business|business closed/i, 'churn'],
  [/timing|no decision|budget|postpon|delay|no response|unresponsive|not qualified|unqualified|no authority|no need|status quo|ghost/i, 'derail'],
];

function lossReasons({ lists, figures }: Draft): YAMLSeq | null {
  const field = lists.lossReason;
  if (!field) return null;
  const used = figures.values[`Opportunity.${field.name}`];
  return list(
    active(field.picklistValues).map((reason) => ({
      value: map([
        { key: 'reason', value: oneLine(reason, 120), beside: use(used, reason) },
        { key: 'class', value: CLASSES.find(([pattern]) => pattern.test(reason))?.[1] ?? 'lost' },
        { key: 'details', value: inline(['not stated']) },
      ]),
    })),
  );
}

function competitors({ lists, figures }: Draft): YAMLSeq | null {
  const field = lists.competitor;
  const values = field ? active(field.picklistValues) : [];
  if (!field || values.length === 0) return null;
  const used = figures.values[`Opportunity.${field.name}`];
  return list(values.map((value) => ({ value, beside: use(used, value) })));
}

function active(values: readonly { readonly value: string; readonly active: boolean }[]): string[] {
  return values.flatMap((entry) => (entry.active ? [entry.value] : []));
}

export function use(used: Readonly<Record<string, number>> | undefined, value: string): string | null {
  if (!used) return null;
  const count = used[value] ?? 0;
  return count === 0 ? 'not used in the last 12 months' : `${count.toLocaleString('en-US')} of the last 12 months`;
}
