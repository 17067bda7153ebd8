/** definitions.yaml: the words everybody shares, and the calendar and money they are counted in. */
import { z } from 'zod';
import { isoDate, line, owners } from './common.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const termSchema = z
  .strictObject({
    term: line.max(80).describe('The word.'),
    means: line.describe('What it means, in one sentence.'),
    test: line.describe('The formal test: which field or rule decides.'),
    owners,
    approver: line.optional().describe('Who approves a change. Default the Revenue Council.'),
    system_of_record: line.optional().describe('Where the truth is kept. Default Salesforce.'),
    review_by: isoDate.optional().describe('When it is due for review. Default review_by of the file.'),
  })
  .describe('A term and who owns it.');

const exampleSchema = z
  .strictObject({
    id: z.string().regex(/^T\d{2}$/, 'An example is numbered T01').describe('Stable number.'),
    terms: z.array(line).min(1).describe('The terms it shows.'),
    case: line.describe('What happened.'),
    verdict: line.describe('What the definitions say about it.'),
  })
  .describe('A worked example.');

const ACTIONS = ['allow', 'alert', 'block'] as const;
const answers = {
  on_create: z.enum(ACTIONS).optional().describe("What the org's duplicate rules do about one more: allow, alert or block. Default allow."),
  on_edit: z.enum(ACTIONS).optional().describe('The same for a record that becomes one by an edit. Default allow.'),
};

const duplicatesSchema = z
  .strictObject({
    Lead: z.strictObject({ match: z.enum(['email']).describe('email: the same address, capitals aside.'), ...answers }).optional().describe('When two leads are one person.'),
    Account: z.strictObject({ match: z.enum(['domain', 'name']).describe('domain: the same web domain; name: the same name, capitals aside.'), ...answers }).optional().describe('When two accounts are one customer.'),
  })
  .describe('What counts as the same record twice, and what the org does about it. Default: leads by email, accounts by domain, all allowed.');

const leadSourceSchema = z
  .strictObject({
    value: line.max(120).describe('Value of LeadSource.'),
    means: line.optional().describe('Which people come by it.'),
    was: z.array(line.max(120)).min(1).optional().describe('Values of before that count as this one. Records keep them; nobody chooses them anew.'),
    utm: z.array(z.string().regex(/^(?:\*|[^\s/*A-Z]+)\/(?:\*|[^\s/*A-Z]+)$/, 'Campaign parameters are written source/medium in lower case, with * for any')).min(1).optional().describe('Campaign parameters of a link that say this source: utm_source/utm_medium, * for any.'),
    catch_all: z.boolean().optional().describe('Whether it only says that no other fits. Default false.'),
  })
  .describe('Where somebody came from.');

const leadSourcesSchema = z
  .strictObject({ owners, values: z.array(leadSourceSchema).min(1).describe('The values, in the order people choose from.') })
  .describe('Where people come from: the one list of LeadSource, and who answers for it.');

export const definitionsSchema = z.strictObject({
  name: line.max(80).describe('Name of the playbook.'),
  version: z.string().regex(/^\d{4}\.\d+\.\d+$/, 'A version looks like 2026.4.0').describe('Version of the content: year, number and correction, such as 2026.4.0.'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'A currency is its ISO code, such as USD').describe('ISO code of the currency amounts are counted in.'),
  fiscal_year_start: z.number().int().min(1).max(12).describe('First month of the fiscal year, 1 to 12.'),
  business_hours: z
    .strictObject({
      time_zone: line.describe('IANA zone, such as America/New_York. It also says which day it is where no org is read.'),
      days: z.partialRecord(z.enum(WEEKDAYS), z.string().regex(/^\d\d:\d\d-\d\d:\d\d$/, 'Hours are written 09:00-17:00')).describe('Opening hours by weekday; a day that is absent is closed.'),
      holidays: z.array(isoDate).describe('Days without business hours.'),
    })
    .describe('The default calendar of business clocks, where the org has none.'),
  placeholders: z.array(z.string().regex(/^[^|"\\A-Z]+$/, 'A placeholder is lower case, without quotes, bars or backslashes')).describe('What counts as no answer in a required text.'),
  gate_events: z.boolean().optional().describe('Whether the components write what they see at a gate into the org: shown, refused, passed, explained. Default false; docs/adoption.md says what is kept of whom.'),
  duplicates: duplicatesSchema.optional(),
  lead_sources: leadSourcesSchema.optional(),
  segments: z
    .array(z.strictObject({ name: line.max(40).describe('Name of the segment.'), from_employees: z.number().int().min(0).describe('Least number of employees.') }))
    .describe('Accounts by size, smallest first.'),
  review_by: isoDate.describe('When terms without a date of their own are due for review.'),
  terms: z.array(termSchema).describe('The shared vocabulary.'),
  examples: z.array(exampleSchema).describe('Cases whose verdict must hold whenever a definition changes.'),
});

export type DefinitionsSource = z.infer<typeof definitionsSchema>;
export { WEEKDAYS };
