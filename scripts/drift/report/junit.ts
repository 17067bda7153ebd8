/** JUnit XML: a case per finding and per part that was read, so that a job's test page shows both. */
import { XMLBuilder } from 'fast-xml-parser';
import type { Finding, JudgedReport } from '../types.ts';

const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true, suppressBooleanAttributes: false });

interface Case {
  readonly [name: string]: unknown;
}

/** @param fails whether a finding makes the job fail; the others are shown as skipped */
export function driftJunit(report: JudgedReport, fails: (finding: Finding) => boolean): string {
  const cases: Case[] = [
    ...report.coverage.read.map((part) => ({ '@_classname': 'handrail.drift.read', '@_name': clean(part) })),
    ...report.findings.map((finding) => ({ ...name(finding), ...(fails(finding) ? { failure: { '@_type': finding.kind, '@_message': clean(finding.summary), '#text': body(finding) } } : { skipped: { '@_message': clean(`${finding.severity}, ${finding.tier}: ${finding.summary}`) } }) })),
    ...[...report.accepted, ...report.ignored].map((match) => ({ ...name(match), skipped: { '@_message': clean(`until ${match.until}: ${match.reason}`) } })),
    ...report.expired.map(({ id, until, how }) => ({ '@_classname': 'handrail.drift.policy', '@_name': clean(id), failure: { '@_type': 'expired', '@_message': clean(`${how} until ${until}, which is over`) } })),
  ];
  const failures = cases.filter((entry) => 'failure' in entry).length;
  const skipped = cases.filter((entry) => 'skipped' in entry).length;
  const totals = { '@_tests': cases.length, '@_failures': failures, '@_errors': 0, '@_skipped': skipped };
  return String(builder.build({ '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' }, testsuites: { '@_name': 'handrail', ...totals, testsuite: { '@_name': 'handrail drift', ...totals, testcase: cases } } }));
}

function name({ id, kind }: { readonly id: string; readonly kind: string }): Case {
  return { '@_classname': `handrail.drift.${kind}`, '@_name': clean(id) };
}

function body({ summary, expected, actual, changedBy, changedAt, remedies }: Finding): string {
  return clean([
    summary,
    `playbook: ${expected ?? 'does not have it'}`,
    `org: ${actual ?? 'does not have it'}`,
    ...(changedBy === null && changedAt === null ? [] : [`changed: ${[changedBy, changedAt].filter(Boolean).join(', ')}`]),
    ...remedies.map(({ action, command }) => `${action}: ${command}`),
  ].join('\n'));
}

/** XML 1.0 has no place for most control characters, not even escaped. */
function clean(value: string): string {
  return value.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}
