/** Which metrics lose meaning with a part of the org, from the facts each metric is computed on. */
import type { Metric } from '../playbook/metricModel.ts';
import type { Playbook } from '../playbook/model.ts';
import type { Difference } from './difference.ts';

interface Reads {
  /** Objects whose stages decide the fact. */
  readonly stagesOf: readonly string[];
  readonly fields: readonly string[];
}

const DEAL_FIELDS = ['Opportunity.Handrail_Motion__c', 'Opportunity.Handrail_Exclude__c', 'Opportunity.Handrail_Loss_Reason__c'];

const READS: Readonly<Record<Metric['fact'], Reads>> = {
  outcome: { stagesOf: ['Opportunity'], fields: DEAL_FIELDS },
  stage_reached: { stagesOf: ['Opportunity'], fields: DEAL_FIELDS },
  pipeline: { stagesOf: ['Opportunity'], fields: DEAL_FIELDS },
  acquisition: { stagesOf: ['Opportunity'], fields: DEAL_FIELDS },
  lead: { stagesOf: ['Lead'], fields: ['Lead.Handrail_Original_Source__c'] },
};

/** Metrics by what they are computed from, and the meetings that look at one of them. */
export function metricsTouchedBy(touches: Difference['touches'], playbook: Playbook): { metrics: string[]; reviews: string[] } {
  const isTouched = ({ fact }: Metric): boolean => {
    const reads = READS[fact];
    return (touches.stagesOf !== undefined && reads.stagesOf.includes(touches.stagesOf)) || (touches.fields ?? []).some((field) => reads.fields.includes(field));
  };
  const metrics = playbook.metrics.filter(isTouched).map((metric) => metric.id);
  return { metrics, reviews: playbook.cadences.filter((cadence) => cadence.metrics.some((id) => metrics.includes(id))).map((cadence) => cadence.id) };
}
