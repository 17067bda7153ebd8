/** What an export says of itself at its head: what it is, and what it leaves out. */
import type { Definitions } from './definitions.ts';

export function leftComment(head: readonly string[], left: Definitions['left']): string {
  const lines = [...head, ...(left.length === 0 ? [] : ['Not in here:', ...left.map(({ name, why }) => `  ${name}: ${why}`)])];
  // Words of the playbook: a line end in one must not end the comment.
  return lines.map((line) => `# ${line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}`).join('\n');
}
