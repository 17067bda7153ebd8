/** Stages, their gates, the forecast rules and the closing packages. */
import type { LossReason, Stage } from '../model.ts';
import type { ClosingSource } from '../schema/closing.ts';
import type { ForecastSource } from '../schema/forecast.ts';
import type { OpportunitySource } from '../schema/opportunity.ts';
import type { SourceFile } from '../sources.ts';
import { criteriaOf, reopeningOf } from './criteria.ts';
import type { Contribution } from './objects.ts';
import type { Places } from './places.ts';

export function stagesOf({ data, yaml }: SourceFile<OpportunitySource>, places: Places): Contribution {
  const stages = data.stages.map((stage, index): Stage =>
    places.mark(
      {
        name: stage.name,
        ...(stage.was === undefined ? {} : { was: stage.was }),
        rank: stage.rank,
        buyerAction: stage.buyer_action,
        purpose: stage.purpose,
        maxDays: stage.max_days ?? null,
        categories: stage.categories,
        forecastCategory: stage.forecast_category,
        probability: stage.probability,
        closed: stage.outcome !== undefined,
        won: stage.outcome === 'won',
        position: yaml.locate(['stages', index]),
      },
      yaml,
      ['stages', index],
    ),
  );
  const criteria = data.stages.flatMap(({ name, rank, exit_criteria: sources = [], reopen }, index) => [
    ...criteriaOf(sources, { object: data.object, family: data.family, trigger: { kind: 'exit', stage: name, rank }, yaml, path: ['stages', index, 'exit_criteria'] }, places),
    ...(reopen === undefined ? [] : [reopeningOf(reopen, { object: data.object, trigger: { kind: 'leave', field: data.stage_field, value: name }, yaml, path: ['stages', index, 'reopen'] }, places)]),
  ]);
  return { apiName: data.object, label: data.label, stageField: data.stage_field, stages, criteria };
}

export function forecastOf({ data, yaml }: SourceFile<ForecastSource>, places: Places): Contribution {
  const gate = { object: data.object, family: data.family, trigger: { kind: 'change', fields: data.on_change_of } as const, yaml, path: ['criteria'] };
  return { apiName: data.object, criteria: criteriaOf(data.criteria, gate, places) };
}

export function closingOf({ data, yaml }: SourceFile<ClosingSource>, places: Places): Contribution {
  const gate = { object: data.object, family: data.family, trigger: { kind: 'enter', ...data.enter } as const, yaml, path: ['criteria'] };
  return { apiName: data.object, criteria: criteriaOf(data.criteria, gate, places) };
}

export function lossReasonsOf({ data, yaml }: SourceFile<ClosingSource>, places: Places): LossReason[] {
  const used = (data.loss_reasons ?? []).map((source, index): LossReason =>
    places.mark(
      {
        name: source.reason,
        outcomeClass: source.class,
        for: source.for ?? 'all',
        // Two flat picklists: rules cannot read dependent ones, so the detail names its reason.
        details: source.details.map((detail) => `${source.reason}: ${detail}`),
        replacedBy: null,
        atMost: source.at_most === undefined ? null : { ofQuarter: source.at_most.of_quarter, ofOwner: source.at_most.of_owner },
        position: yaml.locate(['loss_reasons', index]),
      },
      yaml,
      ['loss_reasons', index],
    ),
  );
  const deprecated = Object.entries(data.deprecated ?? {}).map(([name, replacedBy]): LossReason => {
    const now = used.find((reason) => reason.name === replacedBy);
    const path = ['deprecated', name];
    return places.mark({ name, outcomeClass: now?.outcomeClass ?? 'lost', for: now?.for ?? 'all', details: [], replacedBy, atMost: null, position: yaml.locate(path) }, yaml, path);
  });
  return [...used, ...deprecated];
}
