/** Forecast categories: what an org writes in history, and what a forecast by each of them counts on. */
import type { Playbook } from '../../playbook/model.ts';
import { equal, integer, text, when, type Expression } from '../relational/expression.ts';

/** The names of history that records do not use. */
const WORDS: Readonly<Record<string, string>> = { BestCase: 'Best Case', MostLikely: 'Most Likely', Forecast: 'Commit' };
/** A forecast counts on its own deals and those of the categories above. */
const LEVELS = { Commit: 4, 'Most Likely': 3, 'Best Case': 2, Pipeline: 1 } as const;
/** What people say of a deal; pipeline is where it stands when nobody has. */
export const SAID = ['Commit', 'Most Likely', 'Best Case'] as const;
export const isSaid = (name: string): boolean => SAID.some((said) => said === name);
const OPTIONAL = 'Most Likely';

export function categoryWords(of: Expression): Expression {
  return when(Object.entries(WORDS).map(([value, word]) => [equal(of, text(value)), text(word)] as const), of);
}

/** From 1, pipeline; 0 is no forecast: omitted, closed, or a category that Salesforce does not have. */
export function levelOf(category: Expression): Expression {
  return when(Object.entries(LEVELS).map(([name, level]) => [equal(category, text(name)), integer(level)] as const), integer(0));
}

/** Forecasts that are made, with their levels, the highest first. Orgs switch *Most Likely* on; its deals are best case where no stage of the playbook has it. */
export function forecastLevels({ objects }: Playbook): readonly (readonly [name: string, level: number])[] {
  const used = objects.some(({ stages }) => stages.some(({ categories, forecastCategory }) => [...categories, forecastCategory].includes(OPTIONAL)));
  return Object.entries(LEVELS).filter(([name]) => used || name !== OPTIONAL);
}
