import type { Criterion } from './model.ts';

/** Whether anybody is asked: a criterion that is off keeps its place, its code and its rule, which is inactive. */
export function isAsked({ mode }: Pick<Criterion, 'mode'>): boolean {
  return mode !== 'off';
}
