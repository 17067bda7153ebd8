/** `plan --against`: what a playbook changes of an earlier version of itself. No org is asked. */
import { playbookAt } from '../../playbook/atCommit.ts';
import type { Playbook } from '../../playbook/index.ts';
import { metricChanges, type MetricChangeOptions } from '../metricChanges.ts';
import { approvalsOf } from './approvals.ts';
import { compareVersions } from './compare.ts';
import type { VersionReport } from './types.ts';

export { compareVersions } from './compare.ts';
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
  const { commit, playbook: before } = await playbookAt(dir, ref);
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
