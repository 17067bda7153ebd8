/** handoffs.yaml: what one function owes another when it passes work on, and the record that carries it. */
import { z } from 'zod';
import { apiName, businessFunction, criterionId, family, line, object } from './common.ts';
import { enterSchema } from './criterion.ts';

const handoffSchema = z
  .strictObject({
    id: z.string().regex(/^H-[A-Z]+$/, 'A handoff is called like H-WON').describe('Stable code.'),
    label: line.max(80).describe('What is passed on.'),
    type: line.max(80).optional().describe('Value of Type__c on the record that carries it; without it no record does.'),
    from: businessFunction.describe('Who sends.'),
    to: businessFunction.describe('Who receives.'),
    from_team: line.max(80).optional().describe('Team that sends, when both sides are one function.'),
    to_team: line.max(80).optional().describe('Team that receives, when both sides are one function.'),
    required_criteria: z.array(criterionId).optional().describe('Criteria that must hold at the moment of sending.'),
    required_fields: z.record(apiName, z.array(apiName).min(1)).optional().describe('By object, fields that must be filled at the moment of sending.'),
    also: z.array(line).optional().describe('What no field holds.'),
    answer: line.describe('How the receiver answers.'),
    clocks: z.array(line).min(1).describe('Service levels that run, by id.'),
    after_rejection: line.describe('What happens when the receiver says no.'),
  })
  .describe('A handoff.');

export const handoffsSchema = z.strictObject({
  object,
  label: line.max(40).describe('What people call the record.'),
  family,
  enter: z.array(enterSchema).describe('Criteria by the value that asks them.'),
  handoffs: z.array(handoffSchema).optional().describe('The handoffs of the company.'),
});

export type HandoffsSource = z.infer<typeof handoffsSchema>;
