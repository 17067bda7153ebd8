/** metrics.yaml: a metric is data. The engine has no metric by name; it computes what stands here. */
import { z } from 'zod';
import { owners } from './schema/common.ts';

/** Facts and their columns: what a metric may count, filter, slice and date by. */
export const FACTS = {
  outcome: ['opportunity_id', 'outcome', 'closed_on', 'created_on', 'amount', 'cycle_days', 'created_to_close_days', 'regressions', 'reopened', 'segment', 'source', 'owner', 'band'],
  stage_reached: ['opportunity_id', 'stage', 'outcome', 'closed_on', 'created_on', 'entered_on', 'open_stage', 'imputed', 'in_order', 'advanced', 'settled', 'amount', 'segment', 'source', 'owner', 'band'],
  pipeline: ['opportunity_id', 'kind', 'on_date', 'last_day', 'scope', 'amount', 'qualified', 'overdue', 'segment', 'source', 'owner', 'band'],
  lead: ['lead_id', 'created_on', 'converted_on', 'source', 'segment', 'has_opportunity', 'is_converted', 'resolved'],
  acquisition: ['opportunity_id', 'kind', 'on_date', 'amount', 'channel', 'spend_kind', 'spend_function'],
} as const;
export const TIERS = ['north_star', 'operational', 'leading', 'diagnostic'] as const;
export const UNITS = ['percent', 'ratio', 'days', 'currency', 'count'] as const;
export const WINDOWS = ['quarter', 'trailing_year', 'all'] as const;

const value = z.union([z.string(), z.boolean(), z.number()]);
const where = z.record(z.string(), z.array(value).min(1)).describe("Conditions on the fact's columns; each lists the values that count. All must hold.");

const aggregate = z
  .strictObject({
    count: z.literal('rows').optional().describe('Counts the rows.'),
    sum: z.string().optional().describe('Column whose values are added.'),
    count_distinct: z.string().optional().describe('Column whose different values are counted.'),
    where: where.optional(),
    period_by: z.string().optional().describe("Places the rows in the period by another date than the metric's."),
    lag_months: z.number().int().min(1).max(24).optional().describe('Counts the period that lies this many months earlier: spend that won the customers of today.'),
    minus: z.strictObject({ sum: z.string(), where: where.optional() }).optional().describe('Taken away from the aggregate.'),
  })
  .refine(({ count, sum, count_distinct: distinct }) => [count, sum, distinct].filter((given) => given !== undefined).length === 1, 'Exactly one of count, sum and count_distinct is wanted')
  .describe('What is counted or added.');

const measure = z.union([
  z.strictObject({ numerator: aggregate, denominator: aggregate }).describe('A ratio; sums are divided, never averages of ratios.'),
  z.strictObject({ median: z.string(), where: where.optional() }).describe('Median of a column.'),
  z.strictObject({ mean: z.string(), where: where.optional() }).describe('Mean of a column.'),
]);

const resolved = z.strictObject({ where, share: z.number().min(0).max(1) }).describe('Immature until this share of the cohort is resolved.');

const variant = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/, 'A variant id is lower case with underscores'),
  label: z.string().min(3),
  measure,
  period_by: z.string().optional().describe("Date column, where it differs from the metric's."),
  resolved: resolved.optional(),
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
  period_by: z.string().optional().describe('Date column of the fact that places a row in a period.'),
  window: z.enum(WINDOWS).describe('Period when none is asked for: the fiscal quarter of the day, the last twelve full months, or all.'),
  measure,
  variants: z.array(variant).optional().describe('The same question under the other conventions people quote; printed beside it.'),
  slices: z.array(z.string()).describe('Dimensions it may be cut by.'),
  split_by: z.string().optional().describe('Dimension it is always cut by.'),
  min_n: z.number().int().min(0).optional().describe('Fewer than this in the denominator is low_n. Default 10.'),
  resolved: resolved.optional(),
  inputs: z.array(z.string()).optional().describe('Files it needs beside the CRM.'),
  target: z.strictObject({ low: z.number().optional(), high: z.number().optional() }).optional().describe('The band it should be in.'),
  every: z.array(z.enum(['week', 'month', 'quarter', 'demand'])).optional().describe('How often it is looked at.'),
});

export const metricsSchema = z.strictObject({ metrics: z.array(metricSchema).describe('The shared numbers.') });

export type MetricSource = z.infer<typeof metricSchema>;
export type MetricsSource = z.infer<typeof metricsSchema>;
