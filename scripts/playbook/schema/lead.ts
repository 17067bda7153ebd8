/** lead.yaml: from a captured lead to a decision of sales. */
import { z } from 'zod';
import { apiName, family, line, object, owners } from './common.ts';
import { enterSchema } from './criterion.ts';

const statusSchema = z
  .strictObject({
    name: line.max(255).describe("The status's API value in the org."),
    rank: z.number().int().min(0).max(999).describe('0 for the status that ends without a deal; ascending otherwise.'),
    purpose: line.describe('What the status means.'),
    outcome: z.enum(['won', 'lost']).optional().describe('Closed statuses only; won is converted.'),
  })
  .describe('A lead status.');

const stepSchema = z
  .strictObject({
    step: line.max(80).describe('What has happened to the lead.'),
    status: line.describe('Status it has then.'),
    stamps: z.array(apiName).optional().describe('Fields that say when.'),
    owners,
    due: line.describe('By when.'),
  })
  .describe('A step of the lead lifecycle.');

const reasons = z.array(z.strictObject({ reason: line.max(255).describe('The picklist value.'), goes_to: line.describe('What happens to the lead next.') })).min(1);

export const leadSchema = z.strictObject({
  object,
  label: line.max(40).describe('What people call the object.'),
  stage_field: apiName.describe('The picklist that carries the statuses.'),
  family,
  statuses: z.array(statusSchema).min(2).describe('In the order a lead passes them.'),
  lifecycle: z.array(stepSchema).optional().describe('Who does what by when.'),
  enter: z.array(enterSchema).describe('Criteria by the value that asks them.'),
  reject_reasons: reasons.describe('Why sales does not accept an MQL.'),
  disqualify_reasons: reasons.describe('Why a lead will not become a deal now.'),
  recycle: z.strictObject({ most_cycles: z.number().int().min(1).max(99).describe('A lead that came back this often is closed.') }).describe('Leads that come back.'),
  conversion: z
    .array(z.strictObject({ from: apiName.describe('Field of the lead.'), to: apiName.describe('Field of the opportunity.') }))
    .optional()
    .describe('What lead conversion copies to the deal.'),
});

export type LeadSource = z.infer<typeof leadSchema>;
