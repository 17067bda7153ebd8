/** opportunity.yaml: the stages in the buyer's order, each with its gate. */
import { z } from 'zod';
import { apiName, criterionId, family, isoDate, line, object } from './common.ts';
import { criteria } from './criterion.ts';

/** Salesforce's own; an org switches *Most Likely* on in Forecasts Settings. */
export const FORECAST_CATEGORIES = ['Omitted', 'Pipeline', 'Best Case', 'Most Likely', 'Commit', 'Closed'] as const;
const category = z.enum(FORECAST_CATEGORIES);

const reopenSchema = z
  .strictObject({
    id: criterionId.describe('Stable code; opens the message and is never reused.'),
    label: line.min(3).max(60).describe('Who may, in a few words.'),
    decision: line.min(5).describe('The decision that fails when anybody may.'),
    message: line.min(10).describe('Why not, then whom to ask. The code is written before it.'),
    mode: z.enum(['enforce', 'shadow', 'off']).optional().describe('As of a criterion. Default shadow.'),
    effective_from: isoDate.optional().describe('Before this day nobody is asked. Default 2026-01-01.'),
  })
  .describe('Only holders of the custom permission Handrail_Reopen_Deals may move a record out of this stage. Left out: anybody may.');

const stageSchema = z
  .strictObject({
    name: line.max(255).describe("The stage's API value in the org."),
    was: z.array(line.max(255)).min(1).optional().describe('Names it had before, and stages that became part of it. History keeps them: numbers count them as this stage.'),
    rank: z.number().int().min(0).max(999).describe('0 for the lost stage; ascending otherwise.'),
    buyer_action: line.describe('What the buyer does that ends the stage.'),
    purpose: line.describe('What the stage is for.'),
    max_days: z.number().int().min(1).max(3650).optional().describe('Longer than this is stuck.'),
    categories: z.array(category).min(1).describe('Forecast categories a deal may have here.'),
    forecast_category: category.describe("The org's default category for the stage, compared by drift."),
    probability: z.number().min(0).max(100).describe("The org's default probability in percent, compared by drift."),
    outcome: z.enum(['won', 'lost']).optional().describe('Closed stages only.'),
    reopen: reopenSchema.optional(),
    exit_criteria: criteria.optional().describe('The gate: asked when a record moves beyond this stage.'),
  })
  .describe('A stage.');

export const opportunitySchema = z.strictObject({
  object,
  label: line.max(40).describe('What people call the object.'),
  stage_field: apiName.describe('The picklist that carries the stages.'),
  family,
  qualified_from: line.describe('First stage that counts as qualified pipeline.'),
  stages: z.array(stageSchema).min(2).describe('In the order a deal passes them.'),
});

export type ReopenSource = z.infer<typeof reopenSchema>;
export type OpportunitySource = z.infer<typeof opportunitySchema>;
