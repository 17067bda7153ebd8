/** JUnit XML: a case per finding and per part that was read, so that a job's test page shows both. */
import { printXml, type XmlContent } from '../../shared/xml/index.ts';
import type { Finding, JudgedReport } from '../types.ts';

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

/** The document around test cases, with what it counts. @param suite name of the one suite */
export function junitDocument(suite: string, cases: readonly XmlContent[]): string {
  const having = (name: string): number => cases.filter(({ content }) => typeof content !== 'string' && content.some((child) => child.name === name)).length;
  const totals = { tests: cases.length, failures: having('failure'), errors: 0, skipped: having('skipped') };
  return printXml({ name: 'testsuites', attributes: { name: 'handrail', ...totals }, content: [{ name: 'testsuite', attributes: { name: suite, ...totals }, content: cases }] });
}

export function testCase(classname: string, name: string, outcome?: XmlContent): XmlContent {
  return { name: 'testcase', attributes: { classname, name }, content: outcome === undefined ? [] : [outcome] };
}

export function skipped(message: string): XmlContent {
  return { name: 'skipped', attributes: { message }, content: '' };
}

function ofFinding({ id, kind }: { readonly id: string; readonly kind: string }, outcome: XmlContent): XmlContent {
  return testCase(`handrail.drift.${kind}`, id, outcome);
}

function body({ summary, expected, actual, changedBy, changedAt, remedies }: Finding): string {
  return [
    summary,
    `playbook: ${expected ?? 'does not have it'}`,
    `org: ${actual ?? 'does not have it'}`,
    ...(changedBy === null && changedAt === null ? [] : [`changed: ${[changedBy, changedAt].filter(Boolean).join(', ')}`]),
    ...remedies.map(({ action, command }) => `${action}: ${command}`),
  ].join('\n');
}
