/** The report as a comment on a pull request: what to look at first, the rest folded. */
import { markdownCode as code, markdownTable, markdownText as text } from '../../shared/markdown.ts';
import { outdatedInWords } from '../policy/apply.ts';
import { SEVERITIES } from '../index.ts';
import type { Finding, JudgedReport } from '../types.ts';
import { excerpts } from './excerpt.ts';
import { fewOf, mendsOf } from './mend.ts';
import { readableTime } from './time.ts';
import { counted } from '../../shared/words.ts';

const MARKS: Readonly<Record<Finding['severity'], string>> = { critical: '🔴', high: '🟠', medium: '🔵', low: '⚪', info: '⚪' };

/** GitHub refuses comments of more than 65,536 characters; the artefact has the rest. */
const MOST_FINDINGS = 50;
const NOTHING = 'does not have it';

export function driftMarkdown(report: JudgedReport, { playbookVersion }: { readonly playbookVersion: string }): string {
  const { findings, coverage, accepted, ignored, expired, outdated } = report;
  const shown = findings.slice(0, MOST_FINDINGS);
  return [
    `## Drift: ${findings.length > 0 ? counts(findings) : accepted.length + ignored.length > 0 ? 'nothing open' : 'none'}`,
    '',
    findings.length === 0 ? accepted.length + ignored.length === 0 ? `The org says what playbook ${text(playbookVersion)} says.` : `Nothing is open; compared with playbook ${text(playbookVersion)}.` : `Compared with playbook ${text(playbookVersion)}.`,
    '',
    ...(shown.length > 0 ? [...markdownTable(['', 'Code', 'What is different', 'Who, when', 'What it breaks'], shown.map(row)), ''] : []),
    ...(findings.length > shown.length ? [`and ${findings.length - shown.length} more.`, ''] : []),
    ...shown.flatMap(details),
    ...(expired.length > 0 ? ['**Decisions that are over**', '', ...expired.map(({ id, until, how }) => `- ${code(id)} was ${how} until ${until}`), ''] : []),
    ...(outdated.length > 0 ? ['**Decisions about nothing**', '', ...outdated.map((entry) => `- ${code(entry.id)} ${outdatedInWords(entry)}`), ''] : []),
    ...(accepted.length > 0 ? [`${accepted.length} accepted: ${accepted.map(({ id, until }) => `${code(id)} until ${until}`).join(', ')}`, ''] : []),
    ...(ignored.length > 0 ? [`${ignored.length} ignored: ${counts(ignored)}.`, ''] : []),
    ...(coverage.unread.length > 0 ? ['**Not checkable**', '', ...coverage.unread.map((part) => `- ${text(part)}`), ''] : []),
    `${coverage.apiCalls} API calls.`,
    '',
  ].join('\n');
}

function row(finding: Finding): string[] {
  const { criteria, metrics, reviews } = finding.breaks;
  const who = [finding.changedBy, finding.changedAt && readableTime(finding.changedAt)].filter(Boolean).join(', ');
  const breaks = [fewOf(criteria), metrics.length > 0 ? counted(metrics.length, 'metric') : '', fewOf(reviews)].filter((part) => part !== '').join('; ');
  const tier = finding.tier === 'confirmed' ? '' : ` (${finding.tier})`;
  return [`${MARKS[finding.severity]} ${finding.severity}${tier}`, code(finding.id), text(finding.summary), text(who), text(breaks)];
}

function details(finding: Finding): string[] {
  const mends = mendsOf(finding).map(({ how, text: says }) => (how === 'setup' ? text(says) : code(says)));
  if (finding.expected === null && finding.actual === null && mends.length === 0) return [];
  const [expected, actual] = excerpts(finding.expected ?? NOTHING, finding.actual ?? NOTHING);
  return [`<details><summary>${text(finding.id)}: playbook and org</summary>`, '', `playbook: <code>${text(expected)}</code><br>`, `org: <code>${text(actual)}</code>`, '', ...(mends.length > 0 ? [`Mend it: ${mends.join(' or ')}`, ''] : []), '</details>', ''];
}

function counts(findings: readonly Pick<Finding, 'severity'>[]): string {
  return SEVERITIES.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`)
    .join(', ');
}
