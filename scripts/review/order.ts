/** Which lines of a block come, in which order, and what each is called. */
import { ALL_PASSED, CURRENT_GATE } from '../metrics/facts/criterion.ts';
import { ANY_RULE } from '../metrics/facts/hygieneRule.ts';
import { isTooFew } from '../metrics/formats/value.ts';
import type { MetricResult } from '../metrics/types.ts';
import type { Metric } from '../playbook/metricModel.ts';
import type { Playbook, Shown } from '../playbook/model.ts';

export type ShownMetric = Extract<Shown, { readonly metric: string }>;

/** What the results of a block are cut by: what its metric is always split by, and what was asked for. */
export function dimensionsOf({ by }: ShownMetric, { splitBy }: Pick<Metric, 'splitBy'>): string[] {
  return [...(splitBy === null ? [] : [splitBy]), ...(by === null || by === splitBy ? [] : [by])];
}

/** The results that a block is made of, before they are ordered and cut. */
export function resultsShown(shown: ShownMetric, results: readonly MetricResult[], playbook: Playbook): MetricResult[] {
  const metric = playbook.metrics.find(({ id }) => id === shown.metric);
  if (!metric) return [];
  const dimensions = dimensionsOf(shown, metric);
  return results.filter(({ id, slice }) => id === shown.metric && Object.keys(slice).length === dimensions.length && dimensions.every((dimension) => dimension in slice));
}

/** Values of a dimension that stand for all of it. */
const WHOLES: ReadonlySet<string> = new Set([ANY_RULE, ALL_PASSED, CURRENT_GATE]);

/**
 * Of the cuts of a metric: those with a number, in the order that was asked for, and those without one.
 * The cut that stands for the whole (hygiene by any rule) is left out: it is the metric's own number.
 */
export function ordered(results: readonly MetricResult[], { first }: ShownMetric): { readonly known: readonly MetricResult[]; readonly unknown: readonly MetricResult[] } {
  const cuts = results.filter(({ slice }) => !Object.values(slice).some((value) => WHOLES.has(value)));
  const { known = [], unknown = [] } = Object.groupBy(cuts, (result) => (isKnown(result) ? 'known' : 'unknown'));
  if (first === null) return { known, unknown };
  const sign = first === 'highest' ? -1 : 1;
  return { known: known.toSorted((left, right) => sign * ((left.value ?? 0) - (right.value ?? 0))), unknown };
}

export function isKnown(result: MetricResult): boolean {
  return result.value !== null && !isTooFew(result);
}

/** Criteria and fields by the words people know them by. */
export function labelOf(dimension: string, value: string, { objects }: Playbook): string {
  if (dimension === 'criterion') {
    const found = objects.flatMap(({ criteria }) => criteria).find(({ id }) => id === value);
    return found ? `${value} ${found.label}` : value;
  }
  if (dimension === 'field') return objects.flatMap(({ fields }) => fields).find(({ apiName }) => apiName === value)?.label ?? value;
  return value;
}
