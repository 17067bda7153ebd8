/** How a record came to break a criterion, as far as its own stamps tell. */
import type { Criterion } from '../playbook/index.ts';
import { localDay } from '../shared/localTime.ts';
import type { BypassHolders } from './bypass.ts';
import type { OrgRecord } from './criterionTest.ts';
import { textAt } from './readRecords.ts';
import type { How } from './types.ts';

/** When the record entered its stage; null where nothing says so. */
export function enteredAt(record: OrgRecord): string | null {
  const stamped = textAt(record, 'Handrail_Stage_Entered_At__c') ?? textAt(record, 'LastStageChangeDate');
  if (stamped !== null) return stamped;
  // Opportunity keeps no change date for a deal that still is where it was created.
  return 'LastStageChangeDate' in record ? textAt(record, 'CreatedDate') : null;
}

export function howOf(record: OrgRecord, criterion: Criterion, holders: BypassHolders, timeZone: string): How {
  // Without a stamp of its own, a record last saved before that day cannot have entered after it.
  const latestEntry = enteredAt(record) ?? textAt(record, 'LastModifiedDate');
  if (latestEntry !== null && localDay(latestEntry, timeZone) < criterion.effectiveFrom) return 'legacy';
  const modifier = textAt(record, 'LastModifiedById');
  if (modifier !== null && holders.get(criterion.family)?.has(modifier)) return 'bypass';
  // A converted lead is never saved again; conversion asks no rules where Require Validation for Converted Leads is off.
  return record['IsConverted'] === true ? 'hole' : 'unknown';
}
