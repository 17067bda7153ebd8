/** opportunity.yaml: the org's stages in their order, each with the gate that its rules make. */
import type { YAMLMap } from 'yaml';
import { oneLine } from '../names.ts';
import type { RankedStage } from '../ranks.ts';
import type { Draft } from '../draft.ts';
import type { DraftCriterion, StageFigures } from '../types.ts';
import { criterionNode } from './criterion.ts';
import { inline, list, map } from './yaml.ts';
import { counted } from '../../shared/words.ts';

/** Below this probability a deal is seldom called qualified; a start for the discussion, not a finding. */
const QUALIFIED_PROBABILITY = 20;

export function opportunityNode({ facts, stages, criteria, figures }: Draft): YAMLMap {
  const object = facts.objects.get('opportunity');
  const open = stages.filter(({ stage }) => !stage.closed);
  const qualified = open.find(({ stage }) => (stage.probability ?? 0) >= QUALIFIED_PROBABILITY) ?? open[0] ?? stages[0];
  return map([
    { key: 'object', value: 'Opportunity' },
    { key: 'label', value: oneLine(object?.label ?? 'Opportunity', 40) },
    { key: 'stage_field', value: 'StageName' },
    { key: 'family', value: 'Opportunity' },
    { key: 'qualified_from', value: qualified?.stage.name ?? '', beside: `a guess: the first open stage from ${QUALIFIED_PROBABILITY} % on` },
    {
      key: 'stages',
      value: list(
        stages.map((ranked) => ({
          value: stageNode(ranked, criteria.filter(({ object: of, place }) => of === 'Opportunity' && place.kind === 'exit' && place.stage === ranked.stage.name), figures),
        })),
        { spaced: true },
      ),
    },
  ]);
}

function stageNode({ stage, rank, category }: RankedStage, criteria: readonly DraftCriterion[], figures: Draft['figures']): YAMLMap {
  const own = figures.stages[`Opportunity.${stage.name}`];
  return map([
    { key: 'name', value: stage.name, beside: standing(own) },
    { key: 'rank', value: rank },
    { key: 'buyer_action', value: 'To be written', beside: 'what the buyer does that ends the stage' },
    { key: 'purpose', value: oneLine(stage.description ?? '', 1000) || 'To be written' },
    // No limit is drafted: how long is too long is a decision, for which the figures stand beside the name.
    { key: 'categories', value: inline(category === 'Closed' || category === 'Omitted' ? [category] : [category, 'Omitted']) },
    { key: 'forecast_category', value: category },
    { key: 'probability', value: stage.probability ?? 0 },
    { key: 'outcome', value: stage.won ? 'won' : stage.closed ? 'lost' : null },
    { key: 'exit_criteria', value: criteria.length === 0 ? null : list(criteria.map((criterion) => ({ value: criterionNode(criterion, figures) }))) },
  ]);
}

export function standing(figures: StageFigures | undefined): string | null {
  const { records = null, days = null } = figures ?? {};
  const parts = [
    ...(records === null ? [] : [`${records === 0 ? 'no record' : records === 1 ? '1 record' : `${records.toLocaleString('en-US')} records`} of the last 12 months ${records > 1 ? 'stand' : 'stands'} here`]),
    ...(days === null ? [] : [`median ${days.median} days, nine of ten within ${days.ninth} (${counted(days.passages, 'passage')})`]),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}
