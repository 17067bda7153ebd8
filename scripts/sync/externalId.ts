/** External ids: readable, at most 255 characters, and different whenever their parts are. */
import { createHash } from 'node:crypto';

const LONGEST = 255;

/**
 * A part with the separator in it, or an id that had to be cut, ends in a hash of the whole.
 */
export function externalId(parts: readonly string[]): string {
  const readable = parts.map((part) => part.replaceAll('|', '/')).join('|');
  const exact = readable.length <= LONGEST && !parts.some((part) => part.includes('|'));
  if (exact) return readable;
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
  return `${readable.slice(0, LONGEST - hash.length - 1)}#${hash}`;
}
