/** Findings in the org that this run no longer found. Silence counts only where the run could look. */
import type { DriftReport } from '../drift/types.ts';
import type { ScanReport } from '../scan/types.ts';
import type { DesiredRecord } from './desired.ts';
import type { ExistingRecord } from './reconcile.ts';

/** Kind of the findings that the scan makes. */
export const SCAN_KIND = 'records-break-criterion';

/** @returns the findings to close, open or recorded as known; those about parts that could not be read stay as they are */
export function resolvedFindings(existing: ReadonlyMap<string, ExistingRecord>, seen: ReadonlySet<string>, drift: DriftReport, scan: ScanReport, stamp: { readonly runRecordId: string; readonly asOf: string }): DesiredRecord[] {
  return [...existing.values()]
    .filter((record) => (record['Status__c'] === 'Open' || record['Status__c'] === 'Recorded') && !seen.has(record.External_Id__c) && couldLook(record, drift, scan))
    .map((record) => ({ externalId: record.External_Id__c, values: { Status__c: 'Resolved', Resolved_At__c: stamp.asOf }, stamps: { Sync_Run__c: stamp.runRecordId } }));
}

/** Parts of the coverage that say who changed something, not what there is. */
const ONLY_WHO = /^(?:who changed|the setup audit trail)/;

/** Kinds whose findings come from a part of their own, by how the kind and the part in the coverage begin. */
const OWN_PARTS: readonly (readonly [kind: string, ...parts: string[]])[] = [
  ['bypass-', 'who can bypass gates'],
  ['experiment-', 'experiments'],
  ['field-required', 'required fields'],
  ['flow-', 'the flows of the package'],
  ['metric-conflict', 'reports and dashboards'],
  ['setting-off', 'the lead conversion setting'],
  ['value-', 'required fields', 'picklist values'],
];

function couldLook(record: ExistingRecord, drift: DriftReport, scan: ScanReport): boolean {
  const kind = String(record['Kind__c'] ?? '');
  const object = String(record['Object__c'] ?? '');
  if (kind === SCAN_KIND) {
    const criterion = String(record['Component__c'] ?? '');
    return !scan.coverage.unread.some((part) => part.startsWith(`${criterion}:`) || part.startsWith(`${object}:`));
  }
  const definitions = (part: string): boolean => part.startsWith('rules, fields');
  const own = OWN_PARTS.flatMap(([prefix, ...parts]) => (kind.startsWith(prefix) ? parts : []));
  // Stages are read object by object, under the object's label; any that is missing leaves all of them open.
  return !drift.coverage.unread.some((part) => (kind.startsWith('stage-') ? !definitions(part) && !ONLY_WHO.test(part) : definitions(part) || own.some((name) => part.startsWith(name))));
}
