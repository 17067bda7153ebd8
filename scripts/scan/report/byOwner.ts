import type { Violation } from '../types.ts';

export interface OwnerShare {
  /** Null where the object has no owner. */
  readonly owner: string | null;
  readonly records: number;
  readonly violations: number;
  readonly amount: number;
}

/** Whose records break the playbook, most records first; a record counts once, however many criteria it breaks. */
export function byOwner(violations: readonly Violation[]): OwnerShare[] {
  return [...Map.groupBy(violations, ({ owner }) => owner)]
    .map(([owner, own]) => {
      const records = new Map(own.map((violation) => [violation.recordId, violation.amount ?? 0]));
      return { owner, records: records.size, violations: own.length, amount: [...records.values()].reduce((sum, amount) => sum + amount, 0) };
    })
    .toSorted((left, right) => right.records - left.records || (left.owner ?? '').localeCompare(right.owner ?? ''));
}
