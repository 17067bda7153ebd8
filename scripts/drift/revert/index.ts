/** Revert: the playbook's own components deployed over what drifted, and the proof that the findings are gone. */
import type { GeneratedFile } from '../../compiler/types.ts';
import type { OrgConnection } from '../../org/types.ts';
import type { Playbook } from '../../playbook/model.ts';
import { couldFind } from '../coverage.ts';
import { detectDrift } from '../index.ts';
import type { Finding } from '../types.ts';
import type { RevertFiles } from './mdapi.ts';

export { selectFindings, type Selection } from './select.ts';
export { revertFiles, standingAlongside, type RevertFiles } from './mdapi.ts';
export { setupAdvice } from './advice.ts';

export interface RevertOutcome {
  /** False when the org refused; nothing was changed then. */
  readonly deployed: boolean;
  /** Ids of the findings that are gone, seen by reading the org again. */
  readonly reverted: readonly string[];
  /** Those among the chosen ones that a second reading still found. */
  readonly remaining: readonly Finding[];
  /** Why the deploy was refused, or why its effect could not be read afterwards. */
  readonly problems: readonly string[];
}

/** Deploys `files` whole or not at all, then reads drift again. The only writing to an org in this folder. */
export async function deployRevert(
  connection: OrgConnection,
  playbook: Playbook,
  compiled: readonly GeneratedFile[],
  findings: readonly Finding[],
  { files }: RevertFiles,
  onProgress: (text: string) => void,
): Promise<RevertOutcome> {
  onProgress('Deploying');
  const { success, problems } = await connection.deployMetadata(files, { checkOnly: false });
  if (!success) return { deployed: false, reverted: [], remaining: findings, problems: problems.length > 0 ? problems : ['The org refused the deploy and gave no reason.'] };
  const after = await detectDrift(connection, playbook, compiled, { onProgress });
  const same = (left: Finding, right: Finding): boolean => left.id === right.id && left.kind === right.kind;
  const remaining = after.findings.filter((found) => findings.some((finding) => same(finding, found)));
  // What could not be read again is not proven, so it does not count as gone.
  const blind = findings.filter((finding) => !couldFind(finding, after.coverage, playbook.objects));
  if (blind.length > 0) return { deployed: true, reverted: [], remaining: findings, problems: after.coverage.unread };
  const gone = findings.filter((finding) => !remaining.some((found) => same(finding, found)));
  return { deployed: true, reverted: [...new Set(gone.map(({ id }) => id))], remaining, problems: [] };
}
