/** cadence.yaml: the meetings, what is read before them, what each topic shows and which numbers they look at. */
import { z } from 'zod';
import { businessFunction, line } from './common.ts';

/** What a pack can show besides numbers: what it is made of is in scripts/review/README.md. */
const PACK_LISTS = ['open_decisions', 'closed_decisions', 'new_decisions', 'findings', 'definitions_due', 'overrides', 'violations', 'bypass', 'experiments'] as const;

const shown = z
  .strictObject({
    list: z.enum(PACK_LISTS).optional().describe('A list that is no metric.'),
    metric: line.optional().describe('A metric, by id.'),
    by: line.optional().describe('A dimension of the metric to cut it by.'),
    first: z.enum(['highest', 'lowest']).optional().describe('Which numbers come first; absent: as the metric has them.'),
    most: z.number().int().min(1).max(50).optional().describe('So many lines at most. Default 12.'),
    records: z.number().int().min(1).max(50).optional().describe('So many of the records behind each number, by name.'),
  })
  .refine(({ list, metric }) => (list === undefined) !== (metric === undefined), 'Name either a list or a metric')
  .refine(({ list, by, records, first, most }) => list === undefined || [by, records, first, most].every((given) => given === undefined), 'A list has no "by", "records", "first" or "most"');

const shows = z.array(shown).optional().describe('What the pack shows there.');
const read = z.union([line, z.strictObject({ topic: line.describe('What is read.'), shows })]).describe('A topic, or one with what the pack shows there.');

export const cadenceSchema = z.strictObject({
  opens_with: z.array(read).optional().describe('What every pack begins with.'),
  meetings: z
    .array(
      z
        .strictObject({
          id: z.string().regex(/^[a-z][a-z0-9_]*$/, 'A meeting id is lower case with underscores').describe('Stable id.'),
          pack: z.string().regex(/^[a-z][a-z0-9-]*$/, 'The name of a pack is lower case with hyphens').optional().describe('Name of its pack for `handrail review`; absent: the id with hyphens.'),
          meeting: line.max(80).describe('Its name.'),
          when: line.describe('How often, and on which day.'),
          days_between: z.number().int().min(1).max(366).optional().describe('Days since the meeting before, for what changed where no pack was kept. Default 7.'),
          minutes: z.number().int().min(5).max(480).describe('How long.'),
          who: z.array(businessFunction).min(1).describe('Functions that take part.'),
          pre_read: z.array(read).min(1).describe('What is read before it.'),
          agenda: z.array(z.strictObject({ topic: line.describe('What is talked about.'), minutes: z.number().int().min(1).max(480).describe('For how long.'), shows })).min(1).describe('The agenda; its minutes are those of the meeting.'),
          metrics: z.array(line).describe('The numbers it looks at, by id.'),
        })
        .describe('A meeting.'),
    )
    .min(1)
    .describe('The meetings.'),
});

export type CadenceSource = z.infer<typeof cadenceSchema>;
export type PackList = (typeof PACK_LISTS)[number];
