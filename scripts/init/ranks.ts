/** Ranks for the org's stages, in the org's order, and their forecast categories as a playbook has them. */
import { FORECAST_CATEGORIES } from '../playbook/schema/opportunity.ts';
import { isLost } from './translate/places.ts';
import type { NotExpressed, OrgStage } from './types.ts';

export interface RankedStage {
  readonly stage: OrgStage;
  /** 0 for stages that end without a deal. */
  readonly rank: number;
  readonly category: string;
}

const STEP = 10;
const HIGHEST = 999;

export function ranked(stages: readonly OrgStage[]): RankedStage[] {
  const ordered = stages.filter((stage) => !isLost(stage));
  const step = Math.max(1, Math.min(STEP, Math.floor(HIGHEST / Math.max(1, ordered.length))));
  return stages.map((stage) => ({ stage, rank: isLost(stage) ? 0 : (ordered.indexOf(stage) + 1) * step, category: categoryOf(stage) }));
}

const CATEGORIES: ReadonlySet<string> = new Set(FORECAST_CATEGORIES);

function categoryOf({ forecastCategory, closed, won }: OrgStage): string {
  if (forecastCategory !== null && CATEGORIES.has(forecastCategory)) return forecastCategory;
  return won ? 'Closed' : closed ? 'Omitted' : 'Pipeline';
}

/** Stages whose forecast category a playbook has no word for: renamed. */
export function strangeCategories(stages: readonly OrgStage[]): NotExpressed[] {
  return stages
    .filter(({ forecastCategory }) => forecastCategory === null || !CATEGORIES.has(forecastCategory))
    .map((stage) => ({
      name: stage.name,
      object: 'Opportunity',
      kind: 'stage',
      reason: `its forecast category ${stage.forecastCategory ?? '(none)'} is none that a playbook has; drafted as ${categoryOf(stage)}, which drift will report`,
    }));
}
