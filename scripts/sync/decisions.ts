/** What people decided about a finding in the org: recorded as known, or ignored for a time. A sync keeps it as long as it holds. */
import type { DesiredRecord } from './desired.ts';
import { sameValue, type ExistingRecord } from './reconcile.ts';

/** Written by people; a sync reads them and never writes them. */
export const DECISION_FIELDS = ['Decision_Until__c'] as const;

/**
 * The finding with the status that somebody gave it.
 *
 * - A last day that is over opens it again, whatever was decided.
 * - Recorded means: known as it is. Another value in the org opens it again.
 * - Ignored holds whatever the org says.
 * @param today ISO date by the org's clocks
 */
export function withDecision(finding: DesiredRecord, stored: ExistingRecord | undefined, today: string): DesiredRecord {
  const status = stored?.['Status__c'];
  if (status !== 'Ignored' && status !== 'Recorded') return finding;
  const until = stored?.['Decision_Until__c'];
  if (typeof until === 'string' && until < today) return finding;
  if (status === 'Recorded' && !sameValue(finding.values['Actual__c'] ?? null, stored?.['Actual__c'])) return finding;
  return { ...finding, values: { ...finding.values, Status__c: status } };
}
