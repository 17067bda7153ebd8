/** How a finding is mended, for every form of the report: by a command where one does it, else by a person in Setup. */
import { setupAdvice } from '../revert/advice.ts';
import type { Finding } from '../types.ts';

export interface Mend {
  readonly how: 'revert' | 'adopt' | 'setup';
  /** A command, or of `setup` a sentence. */
  readonly text: string;
}

/** The org's way back first; none for what could not be read, which says itself why. */
export function mendsOf(finding: Finding): Mend[] {
  if (finding.kind === 'unread') return [];
  const commands = finding.remedies.flatMap(({ action, command }): Mend[] => (action === 'revert' || action === 'adopt' ? [{ how: action, text: command }] : []));
  return commands.some(({ how }) => how === 'revert') ? commands : [{ how: 'setup', text: setupAdvice(finding) }, ...commands];
}

/** Names in a row, the first few and how many more. */
export function fewOf(names: readonly string[], most = 6): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
