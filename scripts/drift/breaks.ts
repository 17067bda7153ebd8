/** Which metrics lose meaning with a part of the org, from the facts each metric is computed on. */
import type { Metric } from '../playbook/metricModel.ts';
import { gatedBy, READS, SLICED_BY } from '../playbook/metricReads.ts';
import type { Criterion, Playbook } from '../playbook/model.ts';
import type { Difference } from './difference.ts';

/** What loses meaning with a criterion: how far records of its object came, and what its own fields hold. */
export function touchedBy(criterion: Pick<Criterion, 'object' | 'require' | 'errorField'>): Difference['touches'] {
  return { gatesOf: criterion.object, fields: gatedBy(criterion) };
}

/** Metrics by what they are computed from, and the meetings that look at one of them. */
export function metricsTouchedBy(touches: Difference['touches'], playbook: Playbook): { metrics: string[]; reviews: string[] } {
  const isTouched = ({ id, fact, slices }: Metric): boolean => {
    if (touches.metrics?.includes(id) === true) return true;
    const reads = READS[fact];
    if (slices.some((slice) => (touches.fields ?? []).some((field) => SLICED_BY[slice]?.includes(field) === true))) return true;
    return (touches.stagesOf !== undefined && reads.stagesOf.includes(touches.stagesOf)) || (touches.gatesOf !== undefined && (reads.gatesOf ?? []).includes(touches.gatesOf)) || (touches.fields ?? []).some((field) => reads.fields.includes(field)) || (touches.histories ?? []).some((field) => (reads.histories ?? []).includes(field));
  };
  const metrics = playbook.metrics.filter(isTouched).map((metric) => metric.id);
  return { metrics, reviews: playbook.cadences.filter((cadence) => cadence.metrics.some((id) => metrics.includes(id))).map((cadence) => cadence.id) };
}
