/** Content hashes: what drift compares before it compares anything else. */
import { createHash } from 'node:crypto';
import { formulaHash } from '../formula/index.ts';

/** Short SHA-256 of what a rule does: layout, comments and letter case of the formula do not count. Sixteen hexadecimal digits. */
export function ruleHash(rule: { formula: string; message: string; errorField: string | null }): string {
  return shortHash([formulaHash(rule.formula), rule.message, rule.errorField ?? ''].join('\n'));
}

export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
