/** One reading of the org for a command that decides about findings. */
import type { OrgState } from '../../../drift/index.ts';
import type { Policy } from '../../../drift/policy/index.ts';
import type { DriftReport } from '../../../drift/types.ts';
import type { OrgConnection } from '../../../org/types.ts';
import type { Playbook } from '../../../playbook/model.ts';
import { CliError } from '../../cliError.ts';
import { connectTo, type OrgFlags } from '../../connectTo.ts';
import type { HandrailCommand } from '../../handrailCommand.ts';
import { loadSoundPlaybook } from '../../loadPlaybook.ts';

export interface Reading {
  readonly playbook: Playbook;
  readonly connection: OrgConnection;
  readonly report: DriftReport;
  readonly org: OrgState;
  readonly policy: Policy;
}

export interface ReadingFlags extends OrgFlags {
  readonly playbook: string;
  readonly policy: string;
}

/** Problems named beside the first; all of them are in the data. */
const MOST_SHOWN = 5;

/** Tells the person how far it is. The policy and the playbook are read first: a bad file costs no call. */
export async function readDrift(command: HandrailCommand, flags: ReadingFlags): Promise<Reading> {
  const policy = await soundPolicy(flags.policy);
  const playbook = await loadSoundPlaybook(command, flags.playbook);
  const [{ compilePlaybook }, { inspectOrg }] = await Promise.all([import('../../../compiler/index.ts'), import('../../../drift/index.ts')]);
  const connection = await connectTo(flags);
  const { report, org } = await inspectOrg(connection, playbook, compilePlaybook(playbook).files, { onProgress: (text) => command.progress.step(text) });
  command.progress.done();
  return { playbook, connection, report, org, policy };
}

/** @throws CliError when a policy file cannot be used; a policy with problems is not used at all */
export async function soundPolicy(dir: string): Promise<Policy> {
  const { readPolicy } = await import('../../../drift/policy/index.ts');
  const { policy, problems } = await readPolicy(dir);
  const [first] = problems;
  if (first) {
    throw new CliError('PolicyProblems', `The drift policy in ${dir} cannot be used: ${first.file}:${first.line}:${first.column} ${first.message}`, {
      actions: [first.hint ?? 'Mend the file, or take it away.', ...problems.slice(1, MOST_SHOWN).map(({ file, line, column, message }) => `Also: ${file}:${line}:${column} ${message}`), 'What an entry holds: docs/drift.md'],
      data: { problems },
    });
  }
  return policy;
}
