/** service-levels.yaml: the clocks that run between functions. */
import { z } from 'zod';
import { duration, line } from './common.ts';

const targetSchema = z
  .strictObject({
    for: line.optional().describe('What it is for, when a clock has several targets.'),
    within: duration.describe('The target.'),
    warn_at: duration.optional().describe('When the owner is warned.'),
  })
  .describe('A target and its warning.');

export const serviceLevelsSchema = z.strictObject({
  clocks: z
    .array(
      z
        .strictObject({
          id: z.string().regex(/^S\d{1,2}$/, 'A clock is numbered S1').describe('Stable number.'),
          label: line.max(80).describe('What is waited for.'),
          counts: z.enum(['business', 'wall']).describe('Working time by the calendar, or time on the wall.'),
          starts: line.describe('What starts the clock.'),
          stops: line.describe('What stops it.'),
          target: z.enum(['most', 'least']).optional().describe('most (default): stopped within the target. least: at least the target ahead.'),
          targets: z.array(targetSchema).min(1).describe('The targets.'),
        })
        .describe('A clock.'),
    )
    .min(1)
    .describe('The clocks.'),
});

export type ServiceLevelsSource = z.infer<typeof serviceLevelsSchema>;
