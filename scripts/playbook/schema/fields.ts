/** <object>-fields.yaml: the fields the playbook adds to an object, and those of the org that it reads. */
import { z } from 'zod';
import { apiName, line, object, owners } from './common.ts';

const FIELD_TYPES = ['Text', 'TextArea', 'LongTextArea', 'Url', 'Email', 'Phone', 'Number', 'Currency', 'Percent', 'Date', 'DateTime', 'Checkbox', 'Picklist', 'MultiselectPicklist', 'Lookup'] as const;
const BUSINESS_STATUSES = ['Active', 'DeprecateCandidate', 'Hidden'] as const;
const VALUE_LISTS = ['competitors', 'loss_reasons', 'loss_details', 'stages', 'reject_reasons', 'disqualify_reasons', 'lead_sources'] as const;

const fieldSchema = z
  .strictObject({
    name: apiName.describe('API name.'),
    label: line.max(40).describe('What people read beside the field.'),
    type: z.enum(FIELD_TYPES).describe('Type of the field; of a formula, the type of its result.'),
    length: z.number().int().min(1).max(131_072).optional().describe('Most characters of a text.'),
    precision: z.number().int().min(1).max(18).optional().describe('Digits in all.'),
    scale: z.number().int().min(0).max(17).optional().describe('Digits after the point.'),
    values: z.array(line.max(255)).min(1).optional().describe('Restricted picklist values, in order.'),
    values_from: z.enum(VALUE_LISTS).optional().describe('Picklist values kept elsewhere in the playbook.'),
    reference_to: apiName.optional().describe('Object a lookup points at.'),
    relationship: apiName.optional().describe('Name of the child relationship of a lookup.'),
    formula: z.string().min(1).optional().describe('Formula field: what it computes.'),
    counts: z.enum(['required_items', 'valid_items']).optional().describe('Formula field of the handoff: how many items its type requires, or how many of them are filled with an answer now. The formula follows from `required_fields`.'),
    default: z.union([z.string(), z.number(), z.boolean()]).optional().describe('Value of a new record.'),
    help: line.min(5).max(510).optional().describe('Help text on the field.'),
    automatic: z.boolean().optional().describe('Written by a flow or a tool, never by hand.'),
    edited_by: z.enum(['people', 'revops']).optional().describe('Who edits it by hand: everybody who works the record (people, the default), or RevOps alone.'),
    track_history: z.boolean().optional().describe('Keep field history.'),
    owners: owners.optional().describe('Functions that own it jointly. Default the owners of its object, as governance.yaml has them.'),
    business_status: z.enum(BUSINESS_STATUSES).optional().describe('What Salesforce calls the data status of the field: in use (Active, the default), to go (DeprecateCandidate), or kept out of sight (Hidden).'),
  })
  .describe('A field.');

export const fieldsSchema = z.strictObject({
  object,
  fields: z.array(fieldSchema).describe('Fields the playbook adds.'),
  existing: z.array(fieldSchema).optional().describe('Fields the org has already, so that formulas are checked without an org.'),
});

export type FieldSource = z.infer<typeof fieldSchema>;
export type FieldsSource = z.infer<typeof fieldsSchema>;
