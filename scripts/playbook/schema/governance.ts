/** governance.yaml: who may change what, on which evidence. */
import { z } from 'zod';
import { apiName, businessFunction, line, owners } from './common.ts';

const changeSchema = z
  .strictObject({
    class: line.max(40).describe('Kind of change. plan --against knows wording, shadow, enforce, relax, definition, metric, taxonomy, SLA and cadence; one class may be several of them, with commas between.'),
    examples: line.describe('What belongs to it.'),
    approvers: line.describe('Who says yes.'),
    evidence: line.optional().describe('What has to be shown first.'),
    notice: line.describe('How long people are told before.'),
  })
  .describe('A class of changes.');

const OVERDUE = /^[1-9]\d{0,3} (?:% of the target|hours?|days?|weeks?)$/;

/** Whom a step of the ladder gives a task. */
const ESCALATION_TASKS = ['owner', 'manager', 'RevOps'] as const;

export const governanceSchema = z.strictObject({
  charter: line.describe('What RevOps is for, in one sentence.'),
  owns: z.array(line).min(1).describe('What RevOps decides.'),
  does_not_own: z.array(line).min(1).describe('What it does not.'),
  council: z
    .strictObject({ members: z.array(businessFunction).min(1).describe('Heads who vote.'), chair: line.describe('Who leads it.'), ties: line.describe('Who decides a tie.') })
    .describe('The Revenue Council.'),
  object_owners: z.record(apiName, owners).describe('Functions that own the rules of an object together.'),
  escalation: z.array(z.strictObject({ overdue: z.string().regex(OVERDUE, 'Overdue is written 200 % of the target, or 4 weeks').describe('When: a share of the target that has passed, or a time since the clock ran out.'), to: line.describe('Who is told.'), task: z.enum(ESCALATION_TASKS).optional().describe('Who gets a task on a handoff that is this late: the person it waits for, that person\'s manager, or the queue Handrail_RevOps. Absent: nobody.') })).describe('What happens when a clock runs over.'),
  changes: z.array(changeSchema).min(1).describe('Classes of changes.'),
  budgets: z
    .strictObject({
      north_star: z.number().int().min(1).describe('Most north star metrics.'),
      operational: z.number().int().min(1).describe('Most operational metrics.'),
      enforced_per_stage: z.number().int().min(1).describe('Most criteria that one stage enforces on a new-business deal.'),
      criteria_per_stage: z.number().int().min(0).default(2).describe('Fewest criteria that an open stage asks of a new-business deal, in shadow or not.'),
    })
    .describe('Above these a check warns.'),
  override: z.strictObject({ approver: line.describe('Who approves it.'), most_days: z.number().int().min(1).describe('Longest it may last.') }).describe('One deal let past one criterion.'),
  keep: z
    .strictObject({
      pack_days: z.number().int().min(100).optional().describe('Days that the org keeps the packs of the meetings. Absent: for ever.'),
      gate_event_days: z.number().int().min(30).optional().describe('Days that the org keeps gate events. Absent: for ever.'),
    })
    .optional()
    .describe('How long the org keeps what is written for it; every sync removes what is older.'),
  bypass: z.strictObject({ most_days: z.number().int().min(1).describe('Longest a grant may last.') }).describe('A user who is let past a gate family.'),
});

export type GovernanceSource = z.infer<typeof governanceSchema>;
