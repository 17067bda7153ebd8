/** What of an org a metric rests on: by the fact it is computed on, the fields, histories and gates without which it is another number. */
import { isAsked } from './asked.ts';
import { columnsOfMeasure, type Metric } from './metricModel.ts';
import type { Criterion, Playbook } from './model.ts';

export interface Reads {
  /** Objects whose stages decide the fact. */
  readonly stagesOf: readonly string[];
  /** Objects of which it counts how far their records came: what entered a stage unproven makes it another number. */
  readonly gatesOf?: readonly string[];
  readonly fields: readonly string[];
  /** Fields whose history it reads: what they held before, and when it changed. */
  readonly histories?: readonly string[];
}

/** What components write of a gate where the playbook says `gate_events`, as `Object.Field`. */
export const GATE_EVENT_FIELDS: readonly string[] = ['Codes__c', 'Event__c', 'From__c', 'Object__c', 'Record_Id__c', 'To__c'].map((name) => `Handrail_Gate_Event__c.${name}`);

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
const LEAD_HISTORY = ['Lead.Handrail_MQL_At__c', 'Lead.Handrail_First_Response_At__c', 'Lead.Handrail_Sales_Decision__c'];
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
  leak: { histories: LEAD_HISTORY, stagesOf: ['Opportunity', 'Lead'], fields: [...TERMS.fields, ...LEADS.fields] },
  step_loss: { ...PASSAGES, histories: LEAD_HISTORY, stagesOf: ['Opportunity', 'Lead'], fields: [...LOSSES, ...LEADS.fields] },
  handoff: DEALS,
  criterion: PASSAGES,
  lead: LEADS,
  lead_deal: LEADS,
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
export const SLICED_BY: Readonly<Record<string, readonly string[]>> = {
  source: ['Opportunity.LeadSource', 'Lead.LeadSource', 'Lead.Handrail_Original_Source__c'],
  channel: ['Opportunity.LeadSource'],
};

/** Fields that gates answer for, by the columns of facts that hold them; a test holds both against what the facts need. */
const COLUMN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  amount: ['Opportunity.Amount'],
  acv: ['Opportunity.Amount'],
  arr: ['Opportunity.Handrail_ARR__c'],
  competitor: ['Opportunity.Handrail_Competitor__c'],
  loss_detail: ['Opportunity.Handrail_Loss_Detail__c'],
  win_reason: ['Opportunity.Handrail_Win_Reason__c'],
  reject_reason: ['Lead.Handrail_Reject_Reason__c'],
};

/** Columns that the number itself is made of: without the cuts it may have and the other conventions beside it. */
export function columnsOfNumber({ measure, periodBy, where, defaultWhere, resolved, splitBy }: Metric): string[] {
  return [...columnsOfMeasure(measure), ...Object.keys({ ...where, ...defaultWhere, ...resolved?.where }), ...[periodBy, splitBy].filter((column) => column !== null)];
}

/** Fields that a criterion answers for, as `Object.Field`: the one it wants filled, and the one where it complains. */
export function gatedBy({ object, require, errorField }: Pick<Criterion, 'object' | 'require' | 'errorField'>): string[] {
  return [...new Set([require?.field, errorField].flatMap((field) => (field ? [`${object}.${field}`] : [])))];
}

/** Fields that gates answer for, with the ids of those criteria; a stage field stands there without any. */
export function gatedFields({ objects }: Pick<Playbook, 'objects'>): ReadonlyMap<string, readonly string[]> {
  const asked = objects.flatMap(({ criteria }) => criteria.filter(isAsked).flatMap((criterion) => gatedBy(criterion).map((field) => [field, criterion.id] as const)));
  const stages = objects.flatMap(({ apiName, stageField, criteria }) => (stageField && criteria.length > 0 ? [[`${apiName}.${stageField}`, [] as string[]] as const] : []));
  return new Map([...stages, ...[...Map.groupBy(asked, ([field]) => field)].map(([field, pairs]) => [field, [...new Set(pairs.map(([, id]) => id))]] as const)]);
}

/** What keeps the records of a number: the criteria that answer for the fields it is made of, and the objects whose gates it counts. */
export interface GatesBehind {
  readonly criteria: readonly Criterion[];
  /** API names: every gate of theirs is behind the number. */
  readonly objects: readonly string[];
}

/**
 * What a page says of it: the criteria for the fields that decide the fact, and for those that the number counts. Every field there is:
 * `lineageOf` of scripts/review. Cuts and other conventions are no part of the number; criteria that are off keep nothing.
 */
export function gatesBehind(metric: Metric, { objects }: Pick<Playbook, 'objects'>): GatesBehind {
  const reads = READS[metric.fact];
  const fields = new Set([...reads.fields, ...columnsOfNumber(metric).flatMap((column) => COLUMN_FIELDS[column] ?? [])]);
  return { criteria: objects.flatMap(({ criteria }) => criteria.filter((criterion) => isAsked(criterion) && gatedBy(criterion).some((field) => fields.has(field)))), objects: reads.gatesOf ?? [] };
}
