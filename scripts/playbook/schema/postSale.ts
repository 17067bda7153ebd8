/** post-sale.yaml: what happens after the signature, and when the renewal has to be where. */
import { z } from 'zod';
import { apiName, criterionId, duration, line } from './common.ts';

export const postSaleSchema = z.strictObject({
  milestones: z
    .array(
      z.strictObject({
        milestone: line.max(80).describe('What the customer has reached.'),
        counts: z.enum(['business', 'wall']).describe('Working time by the calendar, or time on the wall.'),
        within: duration.describe('From the signature; acceptance from the sending.'),
        field: apiName.optional().describe('Field of the handoff that says when.'),
      }),
    )
    .describe('In the order a customer reaches them.'),
  renewal: z
    .array(
      z.strictObject({
        state: line.max(80).describe('What the renewal must have reached.'),
        days_before: z.number().int().min(1).max(730).describe('Days before the term ends.'),
        stage: line.optional().describe('Stage it must have reached.'),
        criteria: z.array(criterionId).optional().describe('Criteria it must meet.'),
      }),
    )
    .describe('What a renewal must have reached before the term ends, the earliest first.'),
  ownership: z.array(z.strictObject({ what: line.describe('The work.'), owner: line.describe('Who does it.') })).describe('Who owns what after the signature.'),
  expansion_waits: z
    .strictObject({
      stage: line.describe('The last stage an expansion may reach without the word of customer success.'),
      within_days: z.number().int().min(1).max(730).describe('A renewal counts whose term ends within so many days.'),
      risk: z.array(line).describe('Values of Renewal Risk that are a doubt.'),
      health: z.array(line).describe('Values of the Health of an account that are a doubt.'),
    })
    .optional()
    .describe('When an expansion has to wait for a customer in doubt.'),
  expansion_signals: z.array(line).describe('What tells that a customer may want more.'),
});

export type PostSaleSource = z.infer<typeof postSaleSchema>;
