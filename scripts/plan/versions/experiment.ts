import { isDeepStrictEqual } from 'node:util';
import type { Experiment } from '../../playbook/index.ts';
import type { Meaning } from '../types.ts';
import type { Aspect } from './aspect.ts';

/**
 * An experiment begins, ends, or is run otherwise. Where it stands in the file says nothing.
 * @param meaning of what those who take part, or all, have to do otherwise
 */
export function experimentAspects(before: Experiment | undefined, after: Experiment | undefined, meaning: Meaning, { varied, over }: { readonly varied: string; readonly over: string }): readonly Aspect[] {
  if (before === undefined) return after === undefined ? [] : [{ meaning, says: `experiment ${after.id} begins: holders of ${after.permission} ${varied}` }];
  if (after === undefined) return [{ meaning, says: `experiment ${before.id} is over: ${over}; the permission ${before.permission} and its set go` }];
  const differs = (Object.keys(before) as (keyof Experiment)[]).filter((key) => key !== 'position' && !isDeepStrictEqual(before[key], after[key]));
  return differs.length === 0 ? [] : [{ meaning: differs.includes('permission') ? meaning : 'safe', says: `experiment ${before.id}: ${differs.join(', ')} changed` }];
}
