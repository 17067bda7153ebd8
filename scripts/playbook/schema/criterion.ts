/** A criterion, wherever it stands: at a stage, on entering a value, or on a change. */
import { z } from 'zod';
import { apiName, criterionId, isoDate, line, population } from './common.ts';
import { experimentSchema } from './experiment.ts';

const criterionSchema = z
  .strictObject({
    id: criterionId.describe('Stable code; opens every message and is never reused.'),
    label: line.min(3).max(60).describe('What must be true, in a few words.'),
    for: population.optional().describe('Which motions are asked. Default growth; on leads and handoffs every, and nothing else.'),
    holds: z.enum(['through_won', 'open_only']).optional().describe('through_won (default): asked at every later stage and at Closed Won. open_only: not at closing.'),
    on_undo: z.enum(['block', 'report']).optional().describe('block (default): clearing it later is blocked. report: only entering a stage asks.'),
    decays: z.boolean().optional().describe('True when time alone can break it, because it compares with TODAY().'),
    applies_when: z.string().min(1).optional().describe('Salesforce formula; the criterion exists only where it is true.'),
    require: apiName.optional().describe('Field that must be filled, and not with a placeholder.'),
    min: z.number().int().min(1).max(255).optional().describe('Least length of a required text. Default 3.'),
    satisfied_when: z.string().min(1).optional().describe('Salesforce formula that must be true. With require, both must hold.'),
    error_field: apiName.optional().describe('Field that carries the message. Default the required field; without either it stands at the top of the page.'),
    decision: line.min(5).describe('The decision that fails when this is blank.'),
    message: line.min(10).describe('What is missing as a question or a fact, then where to put it. The code is written before it.'),
    mode: z.enum(['enforce', 'shadow', 'off']).optional().describe('shadow (default) shows and counts, enforce blocks, off asks nobody: its rule is deployed inactive.'),
    override: z.boolean().optional().describe('Whether somebody may be excused for a time, with a reason and an approver. Default true, on objects that keep overrides.'),
    experiment: experimentSchema.optional(),
    effective_from: isoDate.optional().describe('Entering a stage before this day is never judged. Default 2026-01-01.'),
  })
  .describe('An exit criterion: one thing that must be true, and the decision it serves.');

export const criteria = z.array(criterionSchema).min(1).describe('The criteria; each becomes one rule.');

export const enterSchema = z
  .strictObject({
    field: apiName.describe('The picklist.'),
    value: z.string().min(1).max(255).describe('The value that asks.'),
    criteria,
  })
  .describe('Asked when a record is created with, or changed to, this value.');

export type CriterionSource = z.infer<typeof criterionSchema>;
export type EnterSource = z.infer<typeof enterSchema>;
