/** JUnit XML: a case per record and criterion it breaks, and per object that was read. */
import { junitDocument, skipped, testCase } from '../../shared/report/junit.ts';
import type { ScanReport, Violation } from '../types.ts';
import { HOW } from './how.ts';
import { recordUrl } from './links.ts';

/** @param instanceUrl where links lead */
export function scanJunit({ violations, overrides, coverage }: ScanReport, instanceUrl: string): string {
  return junitDocument('handrail scan', [
    ...coverage.read.map((part) => testCase('handrail.scan.read', part)),
    ...violations.map((violation) => testCase(`handrail.scan.${violation.criterion}`, `${violation.name} (${violation.recordId})`, { name: 'failure', attributes: { type: violation.criterion, message: sentence(violation) }, content: `${sentence(violation)}\n${recordUrl(instanceUrl, violation)}` })),
    ...overrides.map((override) => testCase(`handrail.scan.${override.criterion}`, `${override.name} (${override.recordId})`, skipped(`let pass until ${override.until}`))),
    ...coverage.unread.map((part) => testCase('handrail.scan.unread', part, skipped('not judged'))),
  ]);
}

/** What breaks which criterion, whose it is and how it came about. */
export function sentence({ criterion, name, stage, owner, how }: Violation): string {
  return [`${name} breaks ${criterion}`, ...(stage === null ? [] : [`in ${stage}`]), ...(owner === null ? [] : [`owned by ${owner}`]), ...(HOW[how] === '' ? [] : [HOW[how]])].join(', ');
}
