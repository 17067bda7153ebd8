/** What `record` and `ignore` share. */
import { Flags } from '@oclif/core';
import { CliError } from '../../cliError.ts';

/** The last day of a decision; a decision without an end is never taken back. */
export const decisionFlags = {
  until: Flags.string({
    summary: 'Last day it holds, an ISO date from today on.',
    helpValue: '<date>',
    required: true,
    parse: async (input) => {
      const date = /^\d{4}-\d{2}-\d{2}$/.test(input) && !Number.isNaN(Date.parse(input)) ? input : null;
      // JavaScript rolls 2026-02-30 over into March.
      if (date === null || new Date(date).toISOString().slice(0, 10) !== date) throw new Error(`--until takes an ISO date such as 2026-06-30, not "${input}".`);
      if (date < today()) throw new Error(`--until takes a day that is still to come; ${date} is over.`);
      return date;
    },
  }),
  reason: Flags.string({
    summary: 'Why it may stay.',
    helpValue: '<text>',
    required: true,
    parse: async (input) => {
      if (input.trim() === '') throw new Error('--reason takes a sentence.');
      return input.trim();
    },
  }),
  yes: Flags.boolean({ char: 'y', summary: 'Write without asking.' }),
};

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** @throws CliError when the policy would contradict itself; nothing is written then */
export async function decideOrRefuse(work: () => Promise<string>): Promise<string> {
  const { PolicyConflict } = await import('../../../drift/policy/index.ts');
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PolicyConflict)) throw error;
    throw new CliError('ConflictingRemedies', `Nothing was written: ${error.message}.`, { actions: error.problems.map(({ file, hint }) => `${file}: ${hint ?? 'keep one of the two'}`), data: { problems: error.problems } });
  }
}
