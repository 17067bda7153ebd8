/** Findings of drift and scan as records of Handrail_Finding__c. */
import type { DriftReport, Finding } from '../drift/types.ts';
import type { CriterionSummary, ScanReport, Violation } from '../scan/types.ts';
import { clip, type DesiredRecord } from './desired.ts';
import { exposureOf } from './exposure.ts';
import { externalId } from './externalId.ts';
import { SCAN_KIND } from './resolve.ts';
import { counted } from '../shared/words.ts';

export const FINDING = 'Handrail_Finding__c';

/** Fields that are compared. */
export const FINDING_FIELDS = [
  'Code__c', 'Severity__c', 'Tier__c', 'Kind__c', 'Object__c', 'Component__c', 'Summary__c', 'Expected__c', 'Actual__c', 'Changed_By__c', 'Changed_At__c',
  'Breaks_Criteria__c', 'Breaks_Metrics__c', 'Breaks_Reviews__c', 'Remedies__c', 'Status__c', 'Resolved_At__c',
  'Record_Count__c', 'Amount_At_Stake__c', 'Records__c',
] as const;

/** Lengths of the object's fields. */
const LONG = 32_000;
const LIST = 4000;
const SUMMARY = 2000;
const TEXT = 255;
const NAME = 80;

/** Records named in a finding of the scan; the rest are counted. */
const NAMED_RECORDS = 20;

export function findingRecords(drift: DriftReport, scan: ScanReport, stamp: { readonly runRecordId: string; readonly asOf: string }): DesiredRecord[] {
  const stamps = { Sync_Run__c: stamp.runRecordId, Last_Seen_At__c: stamp.asOf };
  const onCreate = { First_Seen_At__c: stamp.asOf };
  const findings = [...drift.findings, ...scan.summary.filter(({ mode }) => mode === 'enforce').map((summary) => scanFinding(summary, scan.violations))];
  // Two differences of one kind may share an id only when they are the same departure; the first is the more severe.
  const byId = new Map(findings.toReversed().map((finding) => [findingKey(finding), finding] as const));
  return [...byId].toReversed().map(([key, finding]) => ({ externalId: key, values: { ...valuesOf(finding), ...exposureOf(finding, scan.violations), Status__c: 'Open', Resolved_At__c: null }, stamps, onCreate }));
}

function findingKey({ id, kind }: Pick<Finding, 'id' | 'kind'>): string {
  return externalId([id, kind]);
}

type Told = Exclude<(typeof FINDING_FIELDS)[number], 'Status__c' | 'Resolved_At__c' | 'Record_Count__c' | 'Amount_At_Stake__c' | 'Records__c'>;

function valuesOf(finding: Finding): Record<Told, string | null> {
  return {
    Code__c: clip(finding.id, TEXT),
    Severity__c: finding.severity,
    Tier__c: finding.tier,
    Kind__c: clip(finding.kind, NAME),
    Object__c: clip(finding.object, NAME),
    Component__c: clip(finding.component, TEXT),
    Summary__c: clip(finding.summary, SUMMARY),
    Expected__c: clip(finding.expected, LONG),
    Actual__c: clip(finding.actual, LONG),
    Changed_By__c: clip(finding.changedBy, TEXT),
    Changed_At__c: finding.changedAt,
    Breaks_Criteria__c: lines(finding.breaks.criteria),
    Breaks_Metrics__c: lines(finding.breaks.metrics),
    Breaks_Reviews__c: lines(finding.breaks.reviews),
    Remedies__c: lines(finding.remedies.map(({ command }) => command)),
  };
}

/** One finding per criterion that records break: definitions in order, records not. */
function scanFinding({ criterion, label, object, records }: CriterionSummary, violations: readonly Violation[]): Finding {
  const own = violations.filter((violation) => violation.criterion === criterion);
  const named = own.slice(0, NAMED_RECORDS).map(({ name, recordId, how }) => `${name} (${recordId}, ${how})`);
  return {
    id: `SCAN-${criterion}`,
    severity: 'medium',
    tier: 'confirmed',
    kind: SCAN_KIND,
    object,
    component: criterion,
    summary: `${counted(records, 'record is', 'records are')} past the gate without "${label}" (${criterion}).`,
    expected: label,
    actual: [...named, ...(own.length > named.length ? [`and ${own.length - named.length} more`] : [])].join('\n'),
    changedBy: null,
    changedAt: null,
    breaks: { criteria: [criterion], metrics: [], reviews: [] },
    remedies: [],
  };
}

function lines(items: readonly string[]): string | null {
  return clip(items.join('\n'), LIST);
}
