/** languages/<code>.yaml: what people read, in one more language, by the ids of the playbook. */
import { z } from 'zod';
import { line } from './common.ts';

const byId = <T extends z.ZodType>(schema: T) => z.record(line.max(255), schema);

const criterionTexts = z
  .strictObject({
    label: line.min(3).max(60).optional().describe('What must be true, in a few words.'),
    message: line.min(10).optional().describe('What is missing and where to put it. The code is written before it.'),
    decision: line.min(5).optional().describe('The decision that fails when this is blank.'),
  })
  .describe('Texts of a criterion.');

const stageTexts = z
  .strictObject({
    buyer_action: line.optional().describe('What the buyer does.'),
    purpose: line.optional().describe('What the stage is for.'),
  })
  .describe('Texts of a stage; its name is the org\'s.');

export const languageSchema = z.strictObject({
  criteria: byId(criterionTexts).optional().describe('By code of the criterion.'),
  stages: byId(byId(stageTexts)).optional().describe('By API name of the object, then by stage or status.'),
  handoffs: byId(line.max(80)).optional().describe('Labels of handoffs, by id.'),
  clocks: byId(line.max(80)).optional().describe('Labels of clocks, by id.'),
  phrases: z.record(line, line).optional().describe('Texts without an id, by what the playbook says: milestones, who hears of a clock that ran out, who approves.'),
  help: byId(byId(line.min(5).max(510))).optional().describe('Help texts, by API name of the object, then of the field.'),
});

export type LanguageSource = z.infer<typeof languageSchema>;
