import { CliError } from './cliError.ts';
import type { HandrailCommand } from './handrailCommand.ts';
import type { Playbook } from '../playbook/model.ts';
import { counted } from '../shared/words.ts';

/**
 * Loads the playbook for a command that needs a sound one, and tells its warnings.
 * @throws CliError with every problem when one of them is an error
 */
export async function loadSoundPlaybook(command: HandrailCommand, dir: string): Promise<Playbook> {
  const { loadPlaybook } = await import('../playbook/index.ts');
  const { playbook, problems } = await loadPlaybook(dir);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (!playbook || errors.length > 0) {
    const first = errors[0];
    const place = first ? ` First: ${first.file}:${first.line}:${first.column} ${first.message}` : '';
    throw new CliError('PlaybookProblems', `The playbook in ${dir} has ${counted(errors.length, 'error')}.${place}`, {
      actions: [`See them all: handrail check --playbook ${dir}`],
      data: { problems },
    });
  }
  for (const problem of problems) command.warn(`${problem.file}:${problem.line}:${problem.column} ${problem.message}`);
  return playbook;
}

/**
 * @param ref branch, tag or commit; absent: the files as they are
 * @throws CliError as above, GitError when the ref names no sound playbook
 */
export async function loadPlaybookOf(command: HandrailCommand, dir: string, ref: string | undefined): Promise<Playbook> {
  if (ref === undefined) return loadSoundPlaybook(command, dir);
  const { playbookAt } = await import('../playbook/atCommit.ts');
  const { commit, playbook } = await playbookAt(dir, ref);
  command.warn(`Counted by the playbook of ${ref} (${commit.slice(0, 7)}, version ${playbook.version}), not by the files as they are.`);
  return playbook;
}
