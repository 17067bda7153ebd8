/** A variant of a criterion that is tried on some users before all have it. */
import { z } from 'zod';
import { apiName, isoDate, line } from './common.ts';

/** `Handrail_Experiment_<id>` has 40 characters at most. */
const experimentId = z.string().regex(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/, 'An experiment is named in capitals, such as BUYER_SHADOW').max(20);

const variantSchema = z
  .strictObject({
    mode: z.enum(['enforce', 'shadow']).optional().describe('Other mode.'),
    require: apiName.optional().describe('Other required field.'),
    min: z.number().int().min(1).max(255).optional().describe('Other least length of the required text.'),
    satisfied_when: z.string().min(1).optional().describe('Other formula.'),
    message: line.min(10).optional().describe('Other message; the code is written before it.'),
  })
  .refine((variant) => Object.keys(variant).length > 0, 'changes nothing: say what is different')
  .describe('What is different for holders of the permission; everything else is as for the others.');

export const experimentSchema = z
  .strictObject({
    id: experimentId.describe('Names its custom permission and permission set: Handrail_Experiment_<id>.'),
    hypothesis: line.min(20).describe('What should happen, and why.'),
    variant: variantSchema,
    started: isoDate.describe('First day.'),
    reads: z.string().min(1).max(80).describe('Id of the metric that decides.'),
    least_per_arm: z.number().int().min(1).describe('Fewest cases in each arm before it decides anything.'),
    stop: z
      .strictObject({
        on: isoDate.describe('Last day; it is decided then, whatever is known.'),
        harm: z.number().positive().describe('Stop at once when the variant is worse by so many points of the metric.'),
      })
      .describe('When it ends.'),
    outcome: z.enum(['scale', 'kill']).optional().describe('The decision: scale gives the variant to everybody, kill to nobody. Absent: it runs.'),
  })
  .describe('An experiment: a variant of this criterion for the users who hold its permission.');

export type ExperimentSource = z.infer<typeof experimentSchema>;
