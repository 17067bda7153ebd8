/** closed-lost.yaml and closed-won.yaml: what a closed deal must say, and the vocabulary it says it in. */
import { z } from 'zod';
import { apiName, family, line, object, population } from './common.ts';
import { criteria } from './criterion.ts';

const lossReasonSchema = z
  .strictObject({
    reason: line.max(120).describe('The picklist value.'),
    class: z.enum(['lost', 'derail', 'churn', 'void']).describe('lost: a rival, price or product beat us. derail: nobody won. churn: a customer left. void: it never was a deal.'),
    for: population.optional().describe('Motions that use it. Default all.'),
    details: z.array(line.max(120)).min(1).describe('The details; in the org each begins with its reason and a colon.'),
    at_most: z
      .strictObject({
        of_quarter: z.number().min(1).max(100).describe('Percent of the losses of a quarter.'),
        of_owner: z.number().min(1).max(100).describe('Percent of the losses of one owner in a quarter.'),
      })
      .optional()
      .describe('How often the reason may be given; scan says where it is given more often.'),
  })
  .describe('A reason why deals end.');

export const closingSchema = z.strictObject({
  object,
  family,
  enter: z.strictObject({ field: apiName.describe('The picklist.'), value: line.max(255).describe('The value that closes the deal.') }).describe('What asks the criteria.'),
  loss_reasons: z.array(lossReasonSchema).min(1).optional().describe('The taxonomy of losses.'),
  deprecated: z.record(line.max(120), line.max(120)).optional().describe('Reasons of before, each with the one that counts in its place. Deals keep them; nobody chooses them anew.'),
  competitors: z.array(line.max(255)).min(1).optional().describe('Whom buyers compare us with.'),
  criteria,
});

export type ClosingSource = z.infer<typeof closingSchema>;
