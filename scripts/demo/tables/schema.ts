/** Shapes of the tables in config/sample. */
import { z } from 'zod';

const day = z.iso.date();
const count = z.number().int().nonnegative();
const bySegment = z.tuple([count, count, count]);
const level = z.enum(['low', 'mid', 'high']);
const levels = { low: count.optional(), mid: count.optional(), high: count.optional() };
const span = z.tuple([z.number(), z.number()]);
export const SEGMENTS = ['SMB', 'Mid-Market', 'Enterprise'] as const;
const segmentName = z.enum(SEGMENTS);
const ofSegment = <T extends z.ZodType>(schema: T): z.ZodObject<Record<(typeof SEGMENTS)[number], T>> => z.strictObject(Object.fromEntries(SEGMENTS.map((name) => [name, schema])) as Record<(typeof SEGMENTS)[number], T>);

export const companySchema = z.strictObject({
  name: z.string(),
  product: z.string(),
  seed: z.number().int(),
  currency: z.string(),
  time_zone: z.string(),
  as_of: z.iso.datetime(),
  history_from: day,
  gates_from: day,
  forecast_from: day,
  holidays: z.array(day),
  segments: ofSegment(z.strictObject({ employees: span, arr: z.tuple([z.number(), z.number(), z.number()]), onboarding: z.number(), tiers: z.tuple([z.string(), z.string(), z.string()]), contacts: count, contact_roles: count })),
  people: z.array(z.strictObject({
    name: z.string(), title: z.string(), manager: z.string().optional(), sets: z.array(z.string()).default([]), user: z.string().optional(),
    sells: segmentName.optional(), quota: z.number().optional(), left_on: day.optional(), qualifies: z.boolean().optional(), keeps: z.boolean().optional(),
  })),
  quota: z.number(),
  spend: z.strictObject({ programme: z.record(z.string(), z.number()), people: z.number(), tools: z.number(), overhead: z.number() }),
  gross_margin: z.number(),
});

export const leadsSchema = z.strictObject({
  per_month: count,
  sources: z.record(z.string(), z.strictObject({ leads: count, mql: count, hand_raisers: count, accepted: count, rejected: count, undecided: count, met: count, converted: count, converted_alone: count })),
  undecided: z.strictObject({ fresh: count, in_queue: count, waiting: count, converted: count }),
  fresh_from: z.string(),
  queue: z.string(),
  response: z.strictObject({ hand_raiser: z.strictObject({ due: count, in_time: count, minutes: count }), other: z.strictObject({ due: count, in_time: count, minutes: count }) }),
  wrong_fit: count,
  duplicate_pairs: count,
});

const forecasted = z.strictObject({ segment: segmentName, in: z.string(), ...levels, pushed: z.boolean().optional() });
const openRow = z.strictObject({
  stage: z.string(), closes: z.enum(['past', 'June', 'Q3', 'Q4', 'later']), count: count.optional(), ...levels, category: z.enum(['Commit', 'Best Case']).optional(), entered: day.optional(), pushes: count.optional(), no_next_step: count.optional(),
  bypassed: z.boolean().optional(), no_procurement: z.boolean().optional(), near: z.boolean().optional(), stuck: z.boolean().optional(), stale: z.boolean().optional(),
  filler_criteria: z.boolean().optional(), category_reset: z.boolean().optional(), left_behind: z.boolean().optional(), grandfathered: z.boolean().optional(),
});

export const dealsSchema = z.strictObject({
  wins: z.record(z.string(), bySegment),
  price_months: z.array(z.string()),
  first_price: level,
  last_wins: z.record(z.string(), z.array(day)),
  sources: z.record(z.string(), z.strictObject({ open: count, won: count, lost: count, derail: count, void: count })),
  direct: count,
  tried_twice: bySegment,
  lost_from: z.record(z.string(), bySegment),
  real_from_prospecting: bySegment,
  blank_amounts: z.strictObject({ lost: count, open: count }),
  groups: z.record(z.string(), z.array(z.string())),
  losses: z.record(z.string(), z.record(z.string(), bySegment)),
  classes: z.record(z.string(), z.enum(['lost', 'derail', 'void'])),
  details: z.record(z.string(), z.array(z.string())),
  missing_integration: count,
  rivals: z.record(z.string(), count),
  lost_by_quarter: z.record(z.string(), z.tuple([count, count, count])),
  cycle: z.tuple([span, span, span]),
  in_proposal: z.tuple([span, span, span]),
  to_qualified: span,
  skips: count,
  steps_back: count,
  open: ofSegment(z.array(openRow)),
  forecast: z.record(z.string(), z.strictObject({ won: z.array(forecasted), lost: z.array(forecasted).default([]), slipped: z.array(forecasted).default([]) })),
  crossings: z.record(z.string(), z.array(z.strictObject({ segment: segmentName, ...levels }))),
  bulk_edit: z.strictObject({ quarter: z.string(), on: day, by: z.string() }),
  sandbagger: z.strictObject({ who: z.string(), wins: z.record(z.string(), z.array(z.enum(['low', 'mid', 'high', 'any']))) }),
  boilerplate: z.strictObject({ who: z.string(), deals: count }),
  evidence: z.record(z.string(), z.strictObject({ beyond: z.string(), won: count, lost: count, open_unmet: count.optional(), open_unmet_at_stage: count.optional() })),
  counter_mismatches: count,
  grandfathered: z.strictObject({ count, entered: z.tuple([day, day]) }),
  bypass: z.strictObject({ who: z.string(), since: day, won_without_billing: count, closed_lost: count }),
});

const tierChange = z.strictObject({
  logos: count, arr: z.number(), churned: count, churned_arr: z.number().optional(), no_renewal_record: count.optional(),
  contraction: z.strictObject({ amount: z.number(), at_renewal: count.optional(), deals: count.optional() }).optional(),
  expansion: z.strictObject({ each: z.number(), count }).optional(),
});
const chosen = z.strictObject({ segment: segmentName, price: level });

export const customersSchema = z.strictObject({
  opening: z.strictObject({ first_end: z.string(), months: count, term_months: count, each: z.record(z.string(), z.array(level)), enterprise: z.array(level) }),
  untouched: z.strictObject({ ends: z.array(z.string()), won_after: z.string() }),
  first_year: z.strictObject({
    churn: z.array(z.strictObject({ segment: segmentName, price: level, ends: z.array(z.string()) })),
    expansion: z.array(z.strictObject({ tier: z.string(), count, arr: z.number() })),
  }),
  leaves: z.strictObject({ won_in: z.string() }),
  second_year: z.record(z.string(), tierChange),
  last_day_open: z.array(z.tuple([segmentName, level])),
  not_begun: z.array(z.strictObject({ segment: segmentName, ...levels })),
  expansions: z.strictObject({ lost: count, open: count }),
  win_backs: z.array(z.strictObject({ in: z.string(), price: level, source: z.string() })),
  handoffs: z.strictObject({ first_value: span, invoiced: span, invoiced_count: count, kickoff_on_time: count, rejected: z.array(chosen), unanswered: z.array(chosen) }),
  usage: z.strictObject({ leaving: span, weeks: count, healthy: span }),
});

export type Segment = (typeof SEGMENTS)[number];
export type Company = z.infer<typeof companySchema>;
export type LeadTables = z.infer<typeof leadsSchema>;
export type DealTables = z.infer<typeof dealsSchema>;
export type CustomerTables = z.infer<typeof customersSchema>;

export interface Tables {
  readonly company: Company;
  readonly leads: LeadTables;
  readonly deals: DealTables;
  readonly customers: CustomerTables;
}
