import { z } from 'zod';
import { duration, line } from './common.ts';

export const targetSchema = z
  .strictObject({
    for: line.optional().describe('What it is for, when a clock has several targets.'),
    within: duration.describe('The target.'),
    warn_at: duration.optional().describe('When the owner is warned.'),
  })
  .describe('A target and its warning.');
