/** Which metrics lose meaning with a part of the org, from the facts each metric is computed on. */
import { isAsked } from '../playbook/asked.ts';
import type { Metric } from '../playbook/metricModel.ts';
import type { Criterion, Playbook } from '../playbook/model.ts';
import type { Difference } from './difference.ts';
import { GATE_EVENT_FIELDS } from './packaged.ts';

interface Reads {
  /** Objects whose stages decide the fact. */
  readonly stagesOf: readonly string[];
  /** Objects of which it counts how far their records came: what entered a stage unproven makes it another number. */
  readonly gatesOf?: readonly string[];
  readonly fields: readonly string[];
  /** Fields whose history it reads: what they held before, and when it changed. */
  readonly histories?: readonly string[];
}

const DEAL_FIELDS = ['Opportunity.Handrail_Motion__c', 'Opportunity.Handrail_Exclude__c'];
/** How a loss counts follows from its reason. */
const LOSSES = [...DEAL_FIELDS, 'Opportunity.Handrail_Loss_Reason__c'];

const DEALS: Reads = { stagesOf: ['Opportunity'], fields: DEAL_FIELDS };
const OUTCOMES: Reads = { stagesOf: ['Opportunity'], fields: LOSSES };
const PASSAGES: Reads = { stagesOf: ['Opportunity'], gatesOf: ['Opportunity'], fields: LOSSES };
const FORECASTS: Reads = { stagesOf: ['Opportunity'], fields: [...DEAL_FIELDS, 'Opportunity.ForecastCategoryName'] };
const TERMS: Reads = { stagesOf: ['Opportunity'], fields: [...DEAL_FIELDS, 'Opportunity.Handrail_ARR__c', 'Opportunity.Handrail_Term_Start__c', 'Opportunity.Handrail_Term_End__c', 'Opportunity.Handrail_Base_Deal__c'] };
const LEADS: Reads = { stagesOf: ['Lead'], fields: ['Lead.Handrail_Original_Source__c'] };
/** What a lead's stamps held before. */
const LEAD_HISTORY = ['Lead.Handrail_MQL_At__c', 'Lead.Handrail_Assigned_At__c', 'Lead.Handrail_First_Response_At__c', 'Lead.Handrail_Sales_Decision__c', 'Lead.Handrail_Reject_Reason__c'];
const FILES: Reads = { stagesOf: [], fields: [] };

/** By fact; a test holds the histories against what the facts themselves need. */
export const READS: Readonly<Record<Metric['fact'], Reads>> = {
  outcome: OUTCOMES,
  stage_reached: PASSAGES,
  stage_time: { ...DEALS, gatesOf: ['Opportunity'] },
  qualified: DEALS,
  pipeline: FORECASTS,
  close_move: DEALS,
  amount_move: DEALS,
  period_due: DEALS,
  forecast: FORECASTS,
  forecast_method: FORECASTS,
  booking: DEALS,
  cash: DEALS,
  acquisition: DEALS,
  recurring: TERMS,
  retention: TERMS,
  renewal: TERMS,
  renewal_step: TERMS,
  expansion_wait: { ...TERMS, fields: [...TERMS.fields, 'Opportunity.Handrail_Renewal_Risk__c', 'Account.Handrail_Health__c'] },
  term_change: TERMS,
  leak: { histories: LEAD_HISTORY, stagesOf: ['Opportunity', 'Lead'], fields: [...TERMS.fields, ...LEADS.fields] },
  step_loss: { ...PASSAGES, histories: LEAD_HISTORY, stagesOf: ['Opportunity', 'Lead'], fields: [...LOSSES, ...LEADS.fields] },
  handoff: DEALS,
  sending: { ...DEALS, fields: [...DEALS.fields, 'Handrail_Handoff__c.Items_Required_At_Sending__c', 'Handrail_Handoff__c.Items_Valid_At_Sending__c'] },
  criterion: PASSAGES,
  lead: LEADS,
  lead_deal: LEADS,
  lead_outcome: { histories: LEAD_HISTORY, stagesOf: ['Opportunity', 'Lead'], fields: [...LOSSES, ...LEADS.fields, 'Lead.Handrail_MQL_At__c', 'Lead.Handrail_Sales_Decision__c'] },
  lead_cycle: { histories: LEAD_HISTORY, stagesOf: ['Lead'], gatesOf: ['Lead'], fields: [...LEADS.fields, 'Lead.Handrail_MQL_At__c', 'Lead.Handrail_Assigned_At__c', 'Lead.Handrail_First_Response_At__c', 'Lead.Handrail_Sales_Decision__c'] },
  meeting: { stagesOf: [], fields: ['Lead.Handrail_Meeting_Held__c', 'Opportunity.Handrail_Discovery_Held__c'] },
  product_usage: FILES,
  engagement: FILES,
  feature_adoption: FILES,
  account_health: FILES,
  tool_usage: FILES,
  gate_event: { stagesOf: [], fields: GATE_EVENT_FIELDS },
  hygiene: FORECASTS,
  no_mans_land: { stagesOf: ['Opportunity', 'Lead'], fields: [...TERMS.fields, 'Lead.Handrail_MQL_At__c', 'Lead.Handrail_Assigned_At__c', 'Lead.Handrail_Sales_Decision__c'] },
  duplicate: FILES,
  override: DEALS,
  activity: DEALS,
};

/** Fields whose values are the cuts of a number, by the cut's name. */
const SLICED_BY: Readonly<Record<string, readonly string[]>> = {
  source: ['Opportunity.LeadSource', 'Lead.LeadSource', 'Lead.Handrail_Original_Source__c'],
  channel: ['Opportunity.LeadSource'],
};

/** Fields that a criterion answers for, as `Object.Field`: the one it wants filled, and the one where it complains. */
function gatedBy({ object, require, errorField }: Pick<Criterion, 'object' | 'require' | 'errorField'>): string[] {
  return [...new Set([require?.field, errorField].flatMap((field) => (field ? [`${object}.${field}`] : [])))];
}

/** Fields that gates answer for, with the ids of those criteria; a stage field stands there without any. */
export function gatedFields({ objects }: Pick<Playbook, 'objects'>): ReadonlyMap<string, readonly string[]> {
  const asked = objects.flatMap(({ criteria }) => criteria.filter(isAsked).flatMap((criterion) => gatedBy(criterion).map((field) => [field, criterion.id] as const)));
  const stages = objects.flatMap(({ apiName, stageField, criteria }) => (stageField && criteria.length > 0 ? [[`${apiName}.${stageField}`, [] as string[]] as const] : []));
  return new Map([...stages, ...[...Map.groupBy(asked, ([field]) => field)].map(([field, pairs]) => [field, [...new Set(pairs.map(([, id]) => id))]] as const)]);
}

/** What loses meaning with criteria: how far records of their objects came, and what their own fields hold. */
export function touchedBy(criteria: readonly Pick<Criterion, 'object' | 'require' | 'errorField'>[]): Difference['touches'] {
  return { gatesOf: [...new Set(criteria.map(({ object }) => object))], fields: [...new Set(criteria.flatMap(gatedBy))] };
}

/** Metrics by what they are computed from, and the meetings that look at one of them. */
export function metricsTouchedBy(touches: Difference['touches'], playbook: Playbook): { metrics: string[]; reviews: string[] } {
  const isTouched = ({ id, fact, slices }: Metric): boolean => {
    if (touches.metrics?.includes(id) === true) return true;
    const reads = READS[fact];
    if (slices.some((slice) => (touches.fields ?? []).some((field) => SLICED_BY[slice]?.includes(field) === true))) return true;
    return (touches.stagesOf !== undefined && reads.stagesOf.includes(touches.stagesOf)) || (touches.gatesOf ?? []).some((object) => (reads.gatesOf ?? []).includes(object)) || (touches.fields ?? []).some((field) => reads.fields.includes(field)) || (touches.histories ?? []).some((field) => (reads.histories ?? []).includes(field));
  };
  const metrics = playbook.metrics.filter(isTouched).map((metric) => metric.id);
  return { metrics, reviews: playbook.cadences.filter((cadence) => cadence.metrics.some((id) => metrics.includes(id))).map((cadence) => cadence.id) };
}
