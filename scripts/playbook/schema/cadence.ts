/** cadence.yaml: the meetings, what is read before them and which numbers they look at. */
import { z } from 'zod';
import { businessFunction, line } from './common.ts';

export const cadenceSchema = z.strictObject({
  meetings: z
    .array(
      z
        .strictObject({
          id: z.string().regex(/^[a-z][a-z0-9_]*$/, 'A meeting id is lower case with underscores').describe('Stable id.'),
          meeting: line.max(80).describe('Its name.'),
          when: line.describe('How often, and on which day.'),
          minutes: z.number().int().min(5).max(480).describe('How long.'),
          who: z.array(businessFunction).min(1).describe('Functions that take part.'),
          pre_read: z.array(line).min(1).describe('What is sent the day before.'),
          agenda: z.array(z.strictObject({ topic: line.describe('What is talked about.'), minutes: z.number().int().min(1).max(480).describe('For how long.') })).min(1).describe('The agenda; its minutes are those of the meeting.'),
          metrics: z.array(line).describe('The numbers it looks at, by id.'),
        })
        .describe('A meeting.'),
    )
    .min(1)
    .describe('The meetings.'),
});

export type CadenceSource = z.infer<typeof cadenceSchema>;
