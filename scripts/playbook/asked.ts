import type { Criterion } from './model.ts';

/** Whether anybody is asked: a criterion that is off keeps its place, its code and its rule, which is inactive. */
export function isAsked({ mode }: Pick<Criterion, 'mode'>): boolean {
  return mode !== 'off';
}

/** Whether a record at rest tells if it is met: who moved it out of a closed stage is a fact of the save alone. */
export function isAboutRecords({ trigger }: Pick<Criterion, 'trigger'>): boolean {
  return trigger.kind !== 'leave';
}
