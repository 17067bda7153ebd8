/** `plan --against`: what a playbook changes of an earlier version of itself. No org is asked. */
import { loadPlaybookTexts, type Playbook, type Problem } from '../../playbook/index.ts';
import { metricChanges, type MetricChangeOptions } from '../metricChanges.ts';
import { approvalsOf } from './approvals.ts';
import { compareVersions } from './compare.ts';
import { GitError, playbookAt } from './git.ts';
import type { VersionReport } from './types.ts';
import { counted } from '../../shared/words.ts';

export { compareVersions } from './compare.ts';
export { GitError } from './git.ts';
export type { Subject, VersionChange, VersionReport } from './types.ts';

export interface VersionOptions extends MetricChangeOptions {
  /** Snapshot in which the metrics are counted under both definitions. */
  readonly from?: string;
  readonly onProgress?: (text: string) => void;
}

/**
 * @param dir folder of the playbook, inside a git repository
 * @param ref branch, tag or commit to compare with
 * @throws GitError when the ref or the folder is not there, or holds no playbook that can be read
 */
export async function planAgainstVersion(dir: string, ref: string, playbook: Playbook, options: VersionOptions = {}): Promise<VersionReport> {
  const { commit, texts } = await playbookAt(dir, ref);
  const { playbook: before, problems } = loadPlaybookTexts(`${ref}:${dir}`, texts);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (before === undefined || errors.length > 0) throw unsound(ref, errors);
  if (options.from !== undefined) options.onProgress?.(`Counting the metrics of both versions in ${options.from}`);
  const changes = compareVersions(before, playbook);
  return {
    against: { ref, commit, version: before.version },
    version: playbook.version,
    changes,
    approvals: approvalsOf(changes, before, playbook),
    metrics: options.from === undefined ? null : await metricChanges(before, playbook, options.from, options),
  };
}

/** What holds mistakes is compared with nothing: half a playbook would look like changes. */
function unsound(ref: string, errors: readonly Problem[]): GitError {
  const [first] = errors;
  const place = first ? ` First: ${first.file}:${first.line}:${first.column} ${first.message}` : '';
  return new GitError(`The playbook at ${ref} has ${counted(errors.length, 'error')} by the rules of this version of handrail.${place}`, ['Compare with a commit whose playbook is sound']);
}
