/** service-levels.yaml: the clocks that run between functions. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { line } from './common.ts';
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
          experiment: clockExperimentSchema.optional(),
        })
        .superRefine(({ targets, experiment }, context) => {
          for (const [index, target] of (experiment?.variant.targets ?? []).entries()) {
            const own = targets.find((each) => each.for === target.for);
            const path = ['experiment', 'variant', 'targets', index];
            if (own === undefined) context.addIssue({ code: 'custom', path, message: 'is for nothing that the clock has a target for' });
            else if (isDeepStrictEqual(own, target)) context.addIssue({ code: 'custom', path, message: 'changes nothing: say what is different' });
          }
        })
        .describe('A clock.'),
    )
    .min(1)
    .describe('The clocks.'),
});

export type ServiceLevelsSource = z.infer<typeof serviceLevelsSchema>;
