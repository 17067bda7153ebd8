import type { Engine, Session } from '../../engine/types.ts';
import type { ComponentSet } from '../component.ts';
import type { Stamp } from './plan.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `a00` on for custom objects, `m00` on for custom metadata types, in the order of their creation. */
function nextRecordPrefix(fullName: string, taken: ComponentSet): string | null {
  const letter = fullName.endsWith('__c') ? 'a' : fullName.endsWith('__mdt') ? 'm' : null;
  if (letter === null) return null;
  const used = new Set(taken.ofType('CustomObject').map((component) => component.recordKeyPrefix));
  for (const high of DIGITS) for (const low of DIGITS) if (!used.has(`${letter}${high}${low}`)) return `${letter}${high}${low}`;
  throw new Error('The org has no key prefix left for another custom object.');
}

export function createStamp(engine: Engine, session: Session): Stamp {
  return { userId: session.userId, at: engine.clock.now().toISOString(), newId: (keyPrefix) => engine.newId(keyPrefix), newRecordPrefix: nextRecordPrefix };
}
