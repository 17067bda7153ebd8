import { createHash } from 'node:crypto';
import { composeId } from '../../store/ids.ts';

/** 48 bits of a hash: the same row has the same id in every deploy, and two rows of one org do not meet. */
export function stableId(prefix: string, parts: readonly string[]): string {
  return composeId(prefix, Number.parseInt(createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12), 16));
}
