/**
 * The gate manifest: what a playbook asks of records, for tools that have neither the playbook nor the org. The descriptions are its meaning:
 * whoever changes one raises the version (`compatible.test.ts`).
 */
import { z } from 'zod';

/** Raised when a key goes, or means something else; a new key does not raise it. */
export const GATE_MANIFEST_SCHEMA = 'handrail.gates/1';

const TYPES = ['Text', 'TextArea', 'LongTextArea', 'Url', 'Email', 'Phone', 'Number', 'Currency', 'Percent', 'Date', 'DateTime', 'Checkbox', 'Picklist', 'MultiselectPicklist', 'Lookup'] as const;

const fieldSchema = z.object({
  label: z.string().describe('As people read it.'),
  type: z.enum(TYPES).describe('Type of the field. Percent is as typed: 15 is 15 %.'),
  values: z.array(z.string()).optional().describe('Values of a picklist that may be chosen, in order.'),
  deprecated: z.record(z.string(), z.string()).optional().describe('Values that records of before hold and nobody may choose anew, each with the one to write in its place.'),
  formula: z.string().optional().describe('Of a field that Salesforce computes: its formula.'),
});

const stageSchema = z.object({
  name: z.string().describe('API value.'),
  rank: z.number().describe('Order: 0 for the lost stage, else ascending.'),
  closed: z.boolean().describe('Nothing is open any more.'),
  won: z.boolean().describe('It was won.'),
  forecastCategory: z.string().optional().describe('Forecast category that the org gives a record which enters the stage without one.'),
});

const triggerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exit'), stage: z.string().describe('Stage that is left.'), rank: z.number().describe('Asked when a stage of higher rank is entered, or the record is created there.') }),
  z.object({ kind: z.literal('enter'), field: z.string().describe('Picklist.'), value: z.string().describe('Asked when the picklist is given this value, or the record is created with it.') }),
  z.object({ kind: z.literal('change'), fields: z.array(z.string()).describe('Asked when one of them changes, and on creation.') }),
  z.object({ kind: z.literal('leave'), field: z.string().describe('Picklist.'), value: z.string().describe('Asked when the picklist had this value and is given another one.') }),
]);

const criterionSchema = z.object({
  id: z.string().describe('Stable code; opens the message.'),
  label: z.string().describe('As people read it.'),
  decision: z.string().describe('The decision that fails without it.'),
  message: z.string().describe('What Salesforce answers when it refuses, as errorMessage of FIELD_CUSTOM_VALIDATION_EXCEPTION.'),
  mode: z.enum(['enforce', 'shadow']).describe('enforce refuses the save; shadow only counts.'),
  effectiveFrom: z.string().describe('First day on which it asks (ISO date).'),
  trigger: triggerSchema.describe('Which save brings it up.'),
  holds: z.enum(['through_won', 'open_only']).describe('open_only: not asked of records that are closed.'),
  onUndo: z.enum(['block', 'report']).describe('block: also asked when an answer is changed behind the gate.'),
  decays: z.boolean().describe('What was met may stop being met as days go by.'),
  errorField: z.string().nullable().describe('Field that carries the message; null: the record.'),
  appliesWhen: z.string().nullable().describe('Formula; it exists only for records for which this is true. null: for all.'),
  metWhen: z.string().describe('Formula; true when the record has what is asked.'),
  refusedWhen: z.string().describe('Formula of the validation rule: true refuses the save. It says all of the above, and who is excused.'),
  rule: z.string().describe('Developer name of the validation rule.'),
  bypassPermission: z.string().describe('Custom permission whose holders are not asked.'),
  overridable: z.boolean().describe('A record may be excused for some days, written in overridesField.'),
  reservedTo: z.string().optional().describe('Custom permission whose holders are not asked: what it guards is for them alone.'),
  experiment: z
    .object({ id: z.string().describe('Id of the experiment.'), permission: z.string().describe('Custom permission of those who take part.'), holders: z.boolean().describe('true: asked of those who hold it; false: of all others.') })
    .optional()
    .describe('Only some users are asked.'),
});

const objectSchema = z.object({
  apiName: z.string().describe('API name.'),
  label: z.string().describe('As people read it.'),
  stageField: z.string().nullable().describe('Picklist with the stages; null: it has none.'),
  categoryField: z.string().nullable().describe('Field that the org fills with the forecast category of the stage when a save changes the stage and does not give it; null: none.'),
  previousStageField: z.string().nullable().describe('Field that a flow of the org fills with the stage before, when the stage changes; null: none.'),
  stages: z.array(stageSchema).describe('In order of rank.'),
  fields: z.record(z.string(), fieldSchema).describe('Every field that the formulas read, by its path: Amount, Account.Industry.'),
  criteria: z.array(criterionSchema).describe('What is asked.'),
});

const leadSourceSchema = z.object({
  value: z.string().describe('Value of LeadSource to write.'),
  means: z.string().describe('Which people come by it; empty where nobody wrote it down.'),
  was: z.array(z.string()).describe('Values of before that count as this one; write this one.'),
  utm: z.array(z.string()).describe('utm_source/utm_medium of a link that say it, in lower case; * is any. The most exact one holds: both, then the source alone, then the medium alone.'),
  catchAll: z.boolean().describe('Only for what fits no other.'),
});

export const gateManifestSchema = z.object({
  schema: z.literal(GATE_MANIFEST_SCHEMA).describe('Version of this shape.'),
  playbook: z.object({ name: z.string().describe('Name.'), version: z.string().describe('Version.') }).describe('What it was made from.'),
  overridesField: z.string().describe('Field with the exceptions of a record: |CODE:last day| for each.'),
  objects: z.array(objectSchema).describe('Objects that have criteria.'),
  leadSources: z.array(leadSourceSchema).optional().describe('Where people come from, for forms, links and imports that write LeadSource; missing where the playbook has no list of its own.'),
});

export type GateManifest = z.infer<typeof gateManifestSchema>;
export type ManifestObject = GateManifest['objects'][number];
export type ManifestCriterion = ManifestObject['criteria'][number];
export type ManifestField = z.infer<typeof fieldSchema>;

/** JSON Schema of the manifest, as text. */
export function gateManifestJsonSchema(): string {
  return `${JSON.stringify({ title: `Gate manifest, ${GATE_MANIFEST_SCHEMA}`, ...z.toJSONSchema(gateManifestSchema, { io: 'input' }) }, null, 2)}\n`;
}
