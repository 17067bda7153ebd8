/** metrics.yaml: a metric is data. The engine has no metric by name; it computes what stands here. */
import { z } from 'zod';
import { isoDate, line, owners } from './schema/common.ts';

/** Columns of all facts about deals. */
const DEAL = ['amount', 'segment', 'source', 'owner', 'team', 'band', 'tier', 'motion', 'region', 'record_type'] as const;

/** Facts and their columns: what a metric may count, filter, slice and date by. */
export const FACTS = {
  outcome: [
    'opportunity_id', 'outcome', 'closed_on', 'created_on', 'cycle_days', 'created_to_close_days', 'created_to_won_days', 'regressions', 'reopened', 'withdrawn', 'mid_funnel',
    'qualified', 'overdue', 'create_and_close', 'loss_reason', 'loss_detail', 'win_reason', 'loss_stage', 'stage_group', 'competitor', 'acv', ...DEAL,
  ],
  stage_reached: [
    'opportunity_id', 'stage', 'outcome', 'closed_on', 'created_on', 'entered_on', 'open_stage', 'imputed', 'in_order', 'advanced', 'next_entered', 'next_in_order', 'settled', 'highest_rank', ...DEAL,
  ],
  stage_time: ['opportunity_id', 'stage', 'left_on', 'entered_on', 'days', 'times', 'open_now', 'outcome', ...DEAL],
  qualified: ['opportunity_id', 'on_date', 'outcome', ...DEAL],
  pipeline: ['opportunity_id', 'kind', 'on_date', 'last_day', 'scope', 'qualified', 'overdue', 'category', 'in_forecast', 'stage', 'quota_days', ...DEAL],
  lead: ['lead_id', 'created_on', 'converted_on', 'source', 'source_state', 'segment', 'has_opportunity', 'is_converted', 'met', 'resolved'],
  lead_deal: ['lead_id', 'created_on', 'source', 'segment', 'won', 'resolved'],
  lead_outcome: ['lead_id', 'handed_on', 'outcome', 'source', 'segment'],
  lead_cycle: [
    'lead_id', 'cycle', 'mql_on', 'assigned_on', 'decision', 'reject_reason', 'source', 'segment', 'owner', 'request', 'kind', 'sla', 'response_minutes', 'lead_minutes', 'system_minutes', 'business_minutes', 'settled',
  ],
  meeting: ['record_id', 'kind', 'on_date', 'source', 'owner', 'became_opportunity', 'settled'],
  close_move: ['opportunity_id', 'on_date', 'direction', 'days', 'crossing', 'bulk', 'stage', ...DEAL],
  amount_move: ['opportunity_id', 'on_date', 'direction', 'change', 'closed', 'stage', ...DEAL],
  period_due: ['opportunity_id', 'on_date', 'last_day', 'state', 'reason', 'stage', ...DEAL],
  forecast: ['opportunity_id', 'kind', 'scope', 'on_date', 'last_day', 'of_quarter', 'snapshot', 'category', 'taken', 'forecast', 'actual', 'error', 'line', 'part', 'change', 'quarter_over', 'segment', 'owner', 'team'],
  forecast_method: ['opportunity_id', 'kind', 'on_date', 'last_day', 'of_quarter', 'snapshot', 'method', 'part', 'expected', 'variance', 'actual', 'error', 'inside', 'comparable', 'quarter_over', 'stage', 'segment'],
  booking: ['opportunity_id', 'on_date', 'arr', 'account_id', ...DEAL],
  cash: ['opportunity_id', 'on_date', 'line', 'value', ...DEAL],
  recurring: ['opportunity_id', 'kind', 'month_end', 'arr', 'account_id', 'segment', 'source', 'owner', 'tier', 'motion', 'region'],
  retention: ['account_id', 'month_end', 'arr', 'arr_then', 'arr_booked', 'kept', 'expansion', 'contraction', 'churn', 'churned', 'was_customer', 'is_customer', 'margin', 'segment', 'source', 'tier'],
  renewal_step: ['opportunity_id', 'step', 'done', 'due_on', 'days_late', 'first_late', 'arr', 'segment', 'tier', 'csm'],
  expansion_wait: ['opportunity_id', 'doubt', 'amount', 'stage', 'segment', 'owner'],
  term_change: ['opportunity_id', 'state', 'ends_on', 'arr', 'motion', 'segment', 'owner'],
  renewal: ['opportunity_id', 'ends_on', 'ended_on', 'arr', 'open_arr', 'covered_arr', 'begun', 'state', 'segment', 'source', 'tier', 'csm'],
  handoff: [
    'handoff_id', 'sent_on', 'won_on', 'answer', 'kickoff', 'live_days', 'live', 'value_days', 'value_reached', 'invoice_days', 'invoiced', 'billing_days', 'billed',
    'blocker', 'receiver', 'csm', 'amount', 'segment', 'owner', 'tier', 'band',
  ],
  sending: ['handoff_id', 'sent_on', 'type', 'noted', 'items', 'valid_items', 'segment', 'owner'],
  criterion: ['opportunity_id', 'criterion', 'met', 'passed', 'behind', 'blocks', 'field', 'content', 'days_to_meet', 'qualified', 'category', 'outcome', 'closed_on', 'due_on', 'stage', ...DEAL],
  leak: ['record_id', 'leak', 'kind', 'handoff', 'certainty', 'amount', 'on_date', 'source', 'segment', 'owner'],
  step_loss: ['place', 'compared', 'step', 'group', 'best_group', 'reached', 'went_on', 'best_reached', 'best_went_on', 'reached_amount', 'gap', 'value', 'top'],
  hygiene: ['opportunity_id', 'rule', 'on_date', 'stage', ...DEAL],
  no_mans_land: ['record_id', 'kind', 'since', 'days', 'amount', 'owner'],
  duplicate: ['record_id', 'object', 'copy', 'source'],
  override: ['override_id', 'on_date', 'criterion', 'status', 'owner', 'segment'],
  activity: ['opportunity_id', 'activities', 'owner', 'team', 'segment', 'stage'],
  gate_event: ['opportunity_id', 'day', 'scope', 'criterion', 'outcome', 'came_of', 'minutes'],
  product_usage: ['account_id', 'day', 'recent', 'active', 'licensed', 'segment', 'tier'],
  engagement: ['person_id', 'day', 'recent', 'score', 'channel'],
  feature_adoption: ['account_id', 'month', 'feature', 'entitled', 'used', 'segment'],
  account_health: ['account_id', 'health', 'score', 'segment', 'csm'],
  tool_usage: ['tool', 'month', 'layer', 'active', 'licensed', 'monthly_cost'],
  acquisition: ['opportunity_id', 'kind', 'on_date', 'amount', 'arr', 'rate', 'channel', 'spend_kind', 'spend_function', 'segment'],
} as const;
const TIERS = ['north_star', 'operational', 'leading', 'diagnostic'] as const;
const UNITS = ['percent', 'ratio', 'minutes', 'days', 'months', 'currency', 'count'] as const;
const WINDOWS = ['week', 'four_weeks', 'month', 'quarter', 'last_quarter', 'four_quarters', 'trailing_year', 'next_90_days', 'next_120_days', 'all'] as const;
/** Dimensions of time, that every metric which is placed in a period can be cut by. */
export const TIME_SLICES = ['month', 'quarter', 'year'] as const;

const value = z.union([z.string(), z.boolean(), z.number()]);
const range = z.strictObject({ at_least: z.number().optional(), below: z.number().optional() }).refine(({ at_least: low, below }) => low !== undefined || below !== undefined, 'at_least or below is wanted');
const where = z.record(z.string(), z.union([z.array(value).min(1), range])).describe("Conditions on the fact's columns; each lists the values that count, or gives a range of numbers. All must hold.");

const aggregate = z
  .strictObject({
    count: z.literal('rows').optional().describe('Counts the rows.'),
    sum: z.string().optional().describe('Column whose values are added.'),
    count_distinct: z.string().optional().describe('Column whose different values are counted.'),
    where: where.optional(),
    period_by: z.string().optional().describe("Places the rows in the period by another date than the metric's."),
    at: z.enum(['end', 'start']).optional().describe('Of a fact with a row per month end: the last month end of the period, or the one before it began.'),
    any_time: z.literal(true).optional().describe('Counts rows of any time: what is open now is in no period.'),
    lag_months: z.number().int().min(1).max(24).optional().describe('Counts the period that lies this many months earlier: spend that won the customers of today.'),
    minus: z.strictObject({ sum: z.string(), where: where.optional() }).optional().describe('Taken away from the aggregate.'),
  })
  .refine(({ count, sum, count_distinct: distinct }) => [count, sum, distinct].filter((given) => given !== undefined).length === 1, 'Exactly one of count, sum and count_distinct is wanted')
  .describe('What is counted or added.');

const ratio = z.strictObject({ numerator: aggregate, denominator: aggregate }).describe('A ratio; sums are divided, never averages of ratios.');
const statistic = z.union([
  z.strictObject({ median: z.string(), where: where.optional() }).describe('Median of a column.'),
  z.strictObject({ p90: z.string(), where: where.optional() }).describe('Nine in ten values of the column are at most this.'),
  z.strictObject({ mean: z.string(), where: where.optional() }).describe('Mean of a column.'),
]);
const measure = z.union([
  ratio,
  statistic,
  z.strictObject({ total: aggregate }).describe('A count or a sum.'),
  z.strictObject({ share: aggregate }).describe('What split_by parts, as shares of the whole.'),
  z.strictObject({ waiting: z.enum(['median', 'p90']), of: z.string(), ended: z.string(), where: where.optional() }).describe('Median or 90th percentile of a duration that has not ended for all (Kaplan and Meier): `of` is how long, `ended` whether it has.'),
  z
    .strictObject({ formula: z.string().min(1), of: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'A part of a formula is lower case with underscores'), z.union([ratio, statistic, aggregate])), n: z.string(), interval: z.tuple([z.string(), z.string()]).optional().describe('Two parts that are rates of counts: the 95 % interval of the first less the second (Newcombe 1998) comes as the parts low and high, and both rates must be of enough records.') })
    .refine(({ of, interval }) => (interval ?? []).every((name) => { const part = of[name]; return part !== undefined && 'numerator' in part; }), 'interval names two parts that are rates')
    .refine(({ of, n }) => Object.hasOwn(of, n), 'n names the part whose rows are counted')
    .describe('A formula over named parts, in the formula language; `n` is the part whose rows are counted.'),
]);

const resolved = z.strictObject({ where, share: z.number().min(0).max(1) }).describe('Immature until this share of the cohort is resolved.');

const variant = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/, 'A variant id is lower case with underscores'),
  label: z.string().min(3),
  measure,
  period_by: z.string().optional().describe("Date column, where it differs from the metric's."),
  resolved: resolved.optional(),
  unit: z.enum(UNITS).optional().describe("How it is written, where that differs from the metric's."),
  used_in: line.optional().describe('Where people meet this convention: a report, a deck, a tool.'),
});

export const metricSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/, 'A metric id is lower case with underscores'),
  label: z.string().min(3).describe('Name as people say it.'),
  means: z.string().min(10).optional().describe('How it is counted, in one sentence.'),
  tier: z.enum(TIERS).describe('Whose number it is.'),
  owners,
  decision: z.string().min(5).describe('The decision this number serves.'),
  version: z.number().int().min(1).describe('Raised whenever the meaning changes.'),
  unit: z.enum(UNITS).describe('How it is written.'),
  fact: z.enum(Object.keys(FACTS) as [keyof typeof FACTS, ...(keyof typeof FACTS)[]]).describe('The relation it is computed on; see docs/metrics.md.'),
  where: where.optional().describe('Rows of the fact that belong to it at all.'),
  default_where: where.optional().describe('What is meant when nobody says otherwise: conditions that hold unless the number is cut by the column, or a part names it.'),
  period_by: z.string().optional().describe('Date column of the fact that places a row in a period.'),
  window: z.enum(WINDOWS).describe('Period when none is asked for: the last full week or four of them, the last full month, the fiscal quarter of the day, the one before it or the four before it, the last twelve full months, the days ahead, or all.'),
  measure,
  variants: z.array(variant).optional().describe('The same question under the other conventions people quote; printed beside it.'),
  slices: z.array(z.string()).describe('Dimensions it may be cut by.'),
  split_by: z.string().optional().describe('Dimension it is always cut by.'),
  past_by: z.array(z.string()).min(1).optional().describe('Dimensions by which its last closed periods are told as well, beside the whole; each is one of slices, or split_by.'),
  ranked: z.literal(true).optional().describe('Its cuts stand in the order of their value, the largest first.'),
  advice: z.record(z.string(), z.string().min(5).max(200)).optional().describe('By value of split_by: what to do about it, in one sentence.'),
  not_before: z.iso.date().optional().describe('First day for which the org has the history that this needs; earlier periods have no number.'),
  min_n: z.number().int().min(0).optional().describe('Fewer than this in the denominator is low_n. Default 10.'),
  resolved: resolved.optional(),
  inputs: z.array(z.string()).optional().describe('Files it needs beside the CRM.'),
  shown_from: z.number().optional().describe('A value below this is shown as this: an accuracy of -30 % is shown as 0 %. The value itself, and what is compared and stored, stays.'),
  target: z.strictObject({ low: z.number().optional(), high: z.number().optional() }).optional().describe('The band it should be in.'),
  review_by: isoDate.optional().describe('When its definition is due for review. Default review_by of definitions.yaml.'),
  every: z.array(z.enum(['week', 'month', 'quarter', 'demand'])).optional().describe('How often it is looked at.'),
}).refine(({ slices, split_by: split, past_by: past }) => (past ?? []).every((dimension) => slices.includes(dimension) || dimension === split), { path: ['past_by'], error: 'past_by names what the metric can be cut by: dimensions of its slices, or split_by' });

export const metricsSchema = z.strictObject({ metrics: z.array(metricSchema).describe('The shared numbers.') });

export type MetricSource = z.infer<typeof metricSchema>;
export type MetricsSource = z.infer<typeof metricsSchema>;
