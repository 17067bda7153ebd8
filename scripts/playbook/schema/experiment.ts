/** A variant of a criterion or of a clock that is tried on some users before all have it. */
import { z } from 'zod';
import { apiName, isoDate, line } from './common.ts';
import { targetSchema } from './target.ts';

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

const clockVariantSchema = z
  .strictObject({ targets: z.array(targetSchema).min(1).describe('Targets in the place of those for the same; the others stay.') })
  .describe('What is different for holders of the permission; what starts and stops the clock is as for the others.');

const cohortSchema = z
  .strictObject({
    owners: z.array(line.max(80)).min(1).optional().describe('Usernames.'),
    teams: z.array(line.max(80)).min(1).optional().describe('Names of roles; everybody who has one of them.'),
    territories: z.array(line.max(80)).min(1).optional().describe('Territories of the active model, by label or API name; everybody who is assigned to one of them itself, not to one below it.'),
  })
  .refine((cohort) => cohort.owners !== undefined || cohort.teams !== undefined || cohort.territories !== undefined, 'names nobody: list owners, teams or territories')
  .describe('Who has the variant: the holders of its permission. Everybody else is the control.');

const better = z.enum(['higher', 'lower']).optional();

const guardrailSchema = z.strictObject({
  reads: z.string().min(1).max(80).describe('Id of a metric that must not suffer.'),
  better: better.describe('Which way is good (default higher).'),
  harm: z.number().positive().describe('By how many points, days or units of the metric the variant may be worse.'),
});

const described = {
  id: experimentId.describe('Names its custom permission and permission set: Handrail_Experiment_<id>.'),
  hypothesis: line.min(20).describe('What should happen, and why.'),
};

const read = {
  started: isoDate.describe('First day.'),
  cohort: cohortSchema,
  reads: z.string().min(1).max(80).describe('Id of the metric that decides: a share of records or a median that can be cut by owner.'),
  better: better.describe('Which way of that metric is good (default higher).'),
  wants: z.enum(['better', 'no_worse']).optional().describe('What the variant has to be: better than the control (default), or no worse by more than harm.'),
  guardrails: z.array(guardrailSchema).optional().describe('Metrics that must not suffer; one that does ends it.'),
  least_per_arm: z.number().int().min(1).describe('Fewest cases in each arm before it decides anything.'),
  stop: z
    .strictObject({
      on: isoDate.describe('Last day; it is decided then, whatever is known.'),
      harm: z.number().positive().describe('Stop before when the variant is certainly worse, and by more than so many points (of a share), days or units of the metric.'),
    })
    .describe('When it ends.'),
  outcome: z.enum(['scale', 'kill']).optional().describe('The decision: scale gives the variant to everybody, kill to nobody. Absent: it runs.'),
};

export const experimentSchema = z.strictObject({ ...described, variant: variantSchema, ...read }).describe('An experiment: a variant of this criterion for the users who hold its permission.');

export const clockExperimentSchema = z.strictObject({ ...described, variant: clockVariantSchema, ...read }).describe('An experiment: other targets of this clock for the users who hold its permission.');

export type ExperimentSource = z.infer<typeof experimentSchema>;
export type ClockExperimentSource = z.infer<typeof clockExperimentSchema>;
