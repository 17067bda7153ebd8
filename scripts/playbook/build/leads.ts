import type { LeadLifecycle, Stage } from '../model.ts';
import type { LeadSource } from '../schema/lead.ts';
import type { SourceFile } from '../sources.ts';
import { enterCriteriaOf } from './criteria.ts';
import type { Contribution } from './objects.ts';
import type { Places } from './places.ts';

export function leadsOf({ data, yaml }: SourceFile<LeadSource>, places: Places): Contribution {
  const stages = data.statuses.map((status, index): Stage =>
    places.mark(
      {
        name: status.name,
        rank: status.rank,
        buyerAction: '',
        purpose: status.purpose,
        maxDays: null,
        categories: [],
        forecastCategory: '',
        probability: 0,
        closed: status.outcome !== undefined,
        won: status.outcome === 'won',
        position: yaml.locate(['statuses', index]),
      },
      yaml,
      ['statuses', index],
    ),
  );
  return { apiName: data.object, label: data.label, stageField: data.stage_field, stages, criteria: enterCriteriaOf(data.enter, { object: data.object, family: data.family, yaml, path: ['enter'] }, places) };
}

export function lifecycleOf({ data, yaml }: SourceFile<LeadSource>, places: Places): LeadLifecycle {
  const reasons = (sources: LeadSource['reject_reasons']): LeadLifecycle['rejectReasons'] => sources.map(({ reason, goes_to: goesTo }) => ({ name: reason, goesTo }));
  return {
    steps: (data.lifecycle ?? []).map(({ step, status, stamps = [], owners, due }, index) => places.mark({ name: step, status, stamps, owners, due }, yaml, ['lifecycle', index])),
    rejectReasons: reasons(data.reject_reasons),
    disqualifyReasons: reasons(data.disqualify_reasons),
    mostCycles: data.recycle.most_cycles,
    conversion: (data.conversion ?? []).map(({ from, to }, index) => places.mark({ from, to, position: yaml.locate(['conversion', index]) }, yaml, ['conversion', index])),
  };
}
