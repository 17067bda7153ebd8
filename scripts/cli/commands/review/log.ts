/** What the commands of the decision log share. */
import { Flags } from '@oclif/core';
import type { Decision } from '../../../review/decisions/log.ts';
import { CliError } from '../../cliError.ts';

export const packsFlag = {
  packs: Flags.string({ summary: 'Folder of the packs and of decisions.yaml.', default: 'reviews', helpValue: '<dir>' }),
};

/** @throws CliError when the log cannot be used; a log with problems is not used at all */
export async function soundDecisions(dir: string): Promise<readonly Decision[]> {
  const { readDecisions } = await import('../../../review/index.ts');
  const { decisions, problems } = await readDecisions(dir);
  const [first] = problems;
  if (first) throw new CliError('DecisionLogProblems', `The decision log cannot be used: ${first.file}:${first.line}:${first.column} ${first.message}`, { actions: [first.hint ?? 'Mend the file.', 'What an entry holds: docs/reviews.md'], data: { problems } });
  return decisions;
}
