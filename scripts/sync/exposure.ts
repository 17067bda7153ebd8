/** What a finding let through: the records that break a criterion which it weakens, as the scan of the same run saw them. */
import type { Finding } from '../drift/types.ts';
import type { Violation } from '../scan/types.ts';
import { clip, type Value } from './desired.ts';

/** Records named in the finding; the rest are counted. */
const NAMED = 20;
const LONG = 8000;
const BYPASS = 'bypass-held';

/** @returns fields of Handrail_Finding__c; all null for a finding that weakens no criterion */
export function exposureOf({ kind, breaks }: Pick<Finding, 'kind' | 'breaks'>, violations: readonly Violation[]): Readonly<Record<'Record_Count__c' | 'Amount_At_Stake__c' | 'Records__c', Value>> {
  if (breaks.criteria.length === 0) return { Record_Count__c: null, Amount_At_Stake__c: null, Records__c: null };
  const weakened = new Set(breaks.criteria);
  // Who holds a bypass weakens every criterion of a family; only what went past under it is theirs.
  const own = violations.filter(({ criterion, how }) => weakened.has(criterion) && (kind !== BYPASS || how === 'bypass'));
  // A record that breaks two of them is one record.
  const records = [...new Map(own.map((violation) => [violation.recordId, violation] as const)).values()].toSorted((a, b) => (b.amount ?? 0) - (a.amount ?? 0) || a.recordId.localeCompare(b.recordId));
  return {
    Record_Count__c: records.length,
    Amount_At_Stake__c: records.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
    Records__c: clip(records.slice(0, NAMED).map(({ recordId, how, name }) => `${recordId} ${how} ${name.replaceAll(/\s+/g, ' ')}`).join('\n'), LONG),
  };
}
