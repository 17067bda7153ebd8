/** service-levels.yaml: the clocks that run between functions. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isoDate, line } from './common.ts';
import { clockExperimentSchema } from './experiment.ts';
import { targetSchema } from './target.ts';

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
          earlier: z
            .array(z.strictObject({ before: isoDate.describe('A clock that began before this day keeps these targets.'), targets: z.array(targetSchema).min(1).describe('Targets as they were; what is not named is as it is now.') }))
            .min(1)
            .optional()
            .describe('Targets of before, the oldest first: what ran when a target changed is judged by the one it began under.'),
          experiment: clockExperimentSchema.optional(),
        })
        .superRefine(({ targets, earlier, experiment }, context) => {
          for (const [index, one] of (earlier ?? []).entries()) {
            const after = earlier?.[index - 1];
            if (after !== undefined && one.before <= after.before) context.addIssue({ code: 'custom', path: ['earlier', index, 'before'], message: 'The oldest comes first, and this is not after the one above it' });
            for (const [place, target] of one.targets.entries()) {
              if (!targets.some((each) => each.for === target.for)) context.addIssue({ code: 'custom', path: ['earlier', index, 'targets', place, 'for'], message: 'The clock has no target for that' });
            }
          }
          for (const [index, target] of (experiment?.variant.targets ?? []).entries()) {
            const own = targets.find((each) => each.for === target.for);
            const path = ['experiment', 'variant', 'targets', index];
            if (own === undefined) context.addIssue({ code: 'custom', path: [...path, 'for'], message: 'The clock has no target for that' });
            else if (isDeepStrictEqual(own, target)) context.addIssue({ code: 'custom', path, message: 'This changes nothing: say what is different' });
          }
        })
        .describe('A clock.'),
    )
    .min(1)
    .describe('The clocks.'),
});

export type ServiceLevelsSource = z.infer<typeof serviceLevelsSchema>;
