/** JUnit XML: a case per finding and per part that was read, so that a job's test page shows both. */
import { junitDocument, skipped, testCase } from '../../shared/report/junit.ts';
import type { XmlContent } from '../../shared/xml/index.ts';
import type { Finding, JudgedReport } from '../types.ts';
import { mendsOf } from './mend.ts';
import { readableTime } from './time.ts';

/** @param fails whether a finding makes the job fail; the others are shown as skipped */
export function driftJunit(report: JudgedReport, fails: (finding: Finding) => boolean): string {
  const cases: XmlContent[] = [
    ...report.coverage.read.map((part) => testCase('handrail.drift.read', part)),
    ...report.findings.map((finding) => ofFinding(finding, fails(finding) ? { name: 'failure', attributes: { type: finding.kind, message: finding.summary }, content: body(finding) } : skipped(`${finding.severity}, ${finding.tier}: ${finding.summary}`))),
    ...[...report.accepted, ...report.ignored].map((match) => ofFinding(match, skipped(`until ${match.until}: ${match.reason}`))),
    ...report.expired.map(({ id, until, how }) => testCase('handrail.drift.policy', id, { name: 'failure', attributes: { type: 'expired', message: `${how} until ${until}, which is over` }, content: '' })),
  ];
  return junitDocument('handrail drift', cases);
}

function ofFinding({ id, kind }: { readonly id: string; readonly kind: string }, outcome: XmlContent): XmlContent {
  return testCase(`handrail.drift.${kind}`, id, outcome);
}

function body(finding: Finding): string {
  const { summary, expected, actual, changedBy, changedAt, remedies } = finding;
  return [
    summary,
    `playbook: ${expected ?? 'does not have it'}`,
    `org: ${actual ?? 'does not have it'}`,
    ...(changedBy === null && changedAt === null ? [] : [`changed: ${[changedBy, changedAt && readableTime(changedAt)].filter(Boolean).join(', ')}`]),
    ...mendsOf(finding).filter(({ how }) => how === 'setup').map(({ text }) => `mend: ${text}`),
    ...remedies.map(({ action, command }) => `${action}: ${command}`),
  ].join('\n');
}
