import type { PlaybookObject, Stage } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { StageState } from '../orgState.ts';

/** Stages renamed, added, re-ordered, or with another probability, forecast category or outcome. */
export function compareStages(object: PlaybookObject, actual: readonly StageState[]): Difference[] {
  const inOrg = new Map(actual.map((stage) => [stage.name, stage]));
  const declared = new Set(object.stages.map((stage) => stage.name));
  const added = actual.filter((stage) => !declared.has(stage.name));
  return [
    ...object.stages.flatMap((stage) => {
      const found = inOrg.get(stage.name);
      return found ? [...settings(object, stage, found)] : [missing(object, stage, added)];
    }),
    ...added.map((stage) => undeclared(object, stage, actual)),
    ...order(object, actual),
  ];
}

function about(object: PlaybookObject, stage: string): Pick<Difference, 'object' | 'component' | 'changed' | 'touches' | 'revertible'> {
  // Stage sets are compared and never deployed, so the playbook cannot put them back by itself.
  return { object: object.apiName, component: `${object.stageField ?? ''}.${stage}`, changed: { kind: 'stage', key: stage }, touches: { stagesOf: object.apiName }, revertible: false };
}

/** Leads have statuses, which may be called as stages are. */
function idOf({ stageField }: PlaybookObject, { name }: Pick<Stage, 'name'>): string {
  return `${stageField === 'Status' ? 'STATUS' : 'STAGE'}-${name}`;
}

function criteriaAt(object: PlaybookObject, stage: string): string[] {
  return object.criteria.filter(({ trigger }) => (trigger.kind === 'exit' && trigger.stage === stage) || ((trigger.kind === 'enter' || trigger.kind === 'leave') && trigger.value === stage)).map((criterion) => criterion.id);
}

function missing(object: PlaybookObject, stage: Stage, added: readonly StageState[]): Difference {
  const hint = added.length === 1 && added[0] ? ` It may be the one now called "${added[0].name}".` : '';
  return {
    ...about(object, stage.name),
    id: idOf(object, stage),
    kind: 'stage-missing',
    severity: 'critical',
    summary: `The org has no active stage "${stage.name}", which the playbook's gates count on.${hint}`,
    expected: stage.name,
    actual: null,
    criteria: criteriaAt(object, stage.name),
  };
}

function undeclared(object: PlaybookObject, stage: StageState, actual: readonly StageState[]): Difference {
  const before = actual[actual.indexOf(stage) - 1];
  return {
    ...about(object, stage.name),
    id: idOf(object, stage),
    kind: 'stage-undeclared',
    severity: object.apiName === 'Opportunity' ? 'high' : 'medium',
    summary: `"${stage.name}" was added as a stage of ${object.label}${before ? ` after ${before.name}` : ''}. No gate knows it.`,
    expected: null,
    actual: stage.name,
    criteria: [],
  };
}

/** Probability and category of a stage are what forecasts read, and nothing else of the metrics. */
const CATEGORY = ['Opportunity.ForecastCategoryName'];

function* settings(object: PlaybookObject, stage: Stage, actual: StageState): Generator<Difference> {
  const base = { ...about(object, stage.name), id: idOf(object, stage), criteria: [] };
  if (actual.label !== stage.name) {
    yield { ...base, touches: {}, id: `${base.id}-label`, kind: 'stage-label', severity: 'low', summary: `People see "${actual.label}" where the playbook and reports by API name say "${stage.name}".`, expected: stage.name, actual: actual.label };
  }
  if (actual.probability !== null && actual.probability !== stage.probability) {
    yield { ...base, touches: { fields: CATEGORY }, id: `${base.id}-probability`, kind: 'stage-probability', severity: 'medium', summary: `${stage.name} now counts ${actual.probability}% instead of ${stage.probability}%.`, expected: `${stage.probability}%`, actual: `${actual.probability}%` };
  }
  if (actual.forecastCategory !== null && actual.forecastCategory !== stage.forecastCategory) {
    yield { ...base, touches: { fields: CATEGORY }, id: `${base.id}-category`, kind: 'stage-category', severity: 'high', summary: `Deals that enter ${stage.name} fall into forecast category ${actual.forecastCategory} instead of ${stage.forecastCategory}.`, expected: stage.forecastCategory, actual: actual.forecastCategory };
  }
  if (actual.closed !== null && (actual.closed !== stage.closed || actual.won !== stage.won)) {
    yield { ...base, id: `${base.id}-outcome`, kind: 'stage-outcome', severity: 'critical', summary: `${stage.name} counts as ${outcome(actual)} instead of ${outcome(stage)}.`, expected: outcome(stage), actual: outcome(actual) };
  }
}

function outcome({ closed, won }: { readonly closed: boolean | null; readonly won: boolean | null }): string {
  return won ? 'won' : closed ? 'lost' : 'open';
}

/** Compares the order of the stages both sides have, the lost stage apart: it has no place in the order. */
function order(object: PlaybookObject, actual: readonly StageState[]): Difference[] {
  const ranked = object.stages.filter((stage) => stage.rank > 0).toSorted((left, right) => left.rank - right.rank);
  const names = new Set(ranked.map((stage) => stage.name));
  const present = actual.filter((stage) => names.has(stage.name)).map((stage) => stage.name);
  const expected = ranked.map((stage) => stage.name).filter((name) => present.includes(name));
  if (expected.join('\n') === present.join('\n')) return [];
  return [
    {
      ...about(object, 'order'),
      id: `STAGE-ORDER-${object.apiName}`,
      kind: 'stage-order',
      severity: 'high',
      summary: `The stages of ${object.label} stand in another order; reps see another path than the gates count.`,
      expected: expected.join(' > '),
      actual: present.join(' > '),
      criteria: [],
    },
  ];
}
