/** What the remedies share: which findings a person means, and the yes before anything is written. */
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Selection } from '../../../drift/revert/index.ts';
import { CliError, EXIT } from '../../cliError.ts';

/** @throws CliError when nobody can be asked */
export function refuseWithoutYes(yes: boolean, what: string, command: string): void {
  if (yes || process.stdin.isTTY) return;
  throw new CliError('NotConfirmed', `${what}, and there is no terminal to ask on.`, { exitCode: EXIT.usage, actions: [`Say so: ${command}`] });
}

/**
 * @param policy folder of the decisions
 * @throws CliError naming the first id that no finding has
 */
export function refuseUnknown({ unknown }: Selection, findings: number, policy = 'config/drift'): void {
  const [first] = unknown;
  if (!first) return;
  const hint = first.nearest === undefined ? '' : ` Did you mean ${first.nearest}?`;
  throw new CliError('UnknownFinding', `${findings === 0 ? 'The org has no drift, so there' : 'There'} is no finding ${first.id}.${hint}`, {
    exitCode: EXIT.usage,
    actions: ['See what there is: handrail drift', ...(first.id.includes('*') ? [`An entry with * is written by hand: ${join(policy, 'ignore.yaml')}`] : [])],
    data: { unknown: unknown.map(({ id }) => id) },
  });
}

/** Asked on stderr, so that stdout stays the result's. */
export async function confirmed(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await prompt.question(question)).trim());
  } finally {
    prompt.close();
  }
}
