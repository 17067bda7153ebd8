/** Which findings a revert is about: by the ids a person typed. Pure. */
import { nearest } from '../../formula/index.ts';
import type { Finding } from '../types.ts';
import { setupAdvice } from './advice.ts';

export interface Selection {
  /** All that were chosen. */
  readonly chosen: readonly Finding[];
  /** The playbook's own component mends these. */
  readonly revertible: readonly Finding[];
  /** These a person mends in Setup, or decides about in the playbook. */
  readonly byHand: readonly { readonly finding: Finding; readonly advice: string }[];
  readonly unknown: readonly { readonly id: string; readonly nearest: string | undefined }[];
}

/** Whether a deploy of the playbook's own component mends it. */
export function isRevertible({ remedies }: Finding): boolean {
  return remedies.some(({ action }) => action === 'revert');
}

/** One id may stand for several findings: a rule whose formula and message were both edited. Letter case does not count. */
export function selectFindings(findings: readonly Finding[], ids: readonly string[]): Selection {
  const wanted = new Set(ids.map((id) => id.toLowerCase()));
  const known = [...new Set(findings.map(({ id }) => id))];
  const chosen = findings.filter(({ id }) => wanted.has(id.toLowerCase()));
  return {
    chosen,
    revertible: chosen.filter(isRevertible),
    byHand: chosen.filter((finding) => !isRevertible(finding)).map((finding) => ({ finding, advice: setupAdvice(finding) })),
    unknown: ids
      .filter((id) => !known.some((candidate) => candidate.toLowerCase() === id.toLowerCase()))
      .map((id) => ({ id, nearest: nearest(id, known) })),
  };
}
