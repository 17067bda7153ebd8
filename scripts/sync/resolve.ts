/** Findings in the org that this run no longer found. Silence counts only where the run could look. */
import { couldFind, type DriftReport } from '../drift/index.ts';
import type { Playbook, PlaybookObject } from '../playbook/index.ts';
import type { ScanReport } from '../scan/types.ts';
import type { DesiredRecord } from './desired.ts';
import type { ExistingRecord } from './reconcile.ts';

/** Kind of the findings that the scan makes. */
export const SCAN_KIND = 'records-break-criterion';

/** @returns the findings to close, open or recorded as known; those about parts that could not be read stay as they are */
export function resolvedFindings(existing: ReadonlyMap<string, ExistingRecord>, seen: ReadonlySet<string>, drift: DriftReport, scan: ScanReport, { objects }: Pick<Playbook, 'objects'>, stamp: { readonly runRecordId: string; readonly asOf: string }): DesiredRecord[] {
  return [...existing.values()]
    .filter((record) => (record['Status__c'] === 'Open' || record['Status__c'] === 'Recorded') && !seen.has(record.External_Id__c) && couldLook(record, drift, scan, objects))
    .map((record) => ({ externalId: record.External_Id__c, values: { Status__c: 'Resolved', Resolved_At__c: stamp.asOf }, stamps: { Sync_Run__c: stamp.runRecordId } }));
}

function couldLook(record: ExistingRecord, drift: DriftReport, scan: ScanReport, objects: readonly PlaybookObject[]): boolean {
  const kind = String(record['Kind__c'] ?? '');
  const object = String(record['Object__c'] ?? '');
  if (kind !== SCAN_KIND) return couldFind({ kind, object }, drift.coverage, objects);
  const criterion = String(record['Component__c'] ?? '');
  return !scan.coverage.unread.some((part) => part.startsWith(`${criterion}:`) || part.startsWith(`${object}:`));
}
