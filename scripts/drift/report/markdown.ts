/** The report as a comment on a pull request: what to look at first, the rest folded. */
import { markdownCode as code, markdownTable, markdownText as text } from '../../shared/markdown.ts';
import { outdatedInWords } from '../policy/apply.ts';
import { SEVERITIES } from '../index.ts';
import type { Finding, JudgedReport } from '../types.ts';
import { firstAsList, firstOf, fittingComment } from '../../shared/report/comment.ts';
import { excerpts } from '../../shared/excerpt.ts';
import { fewOf, mendsOf } from './mend.ts';
import { readableTime } from './time.ts';
import { counted } from '../../shared/words.ts';

const MARKS: Readonly<Record<Finding['severity'], string>> = { critical: '🔴', high: '🟠', medium: '🔵', low: '⚪', info: '⚪' };

/** Where there is room; the artefact has the rest. */
const MOST_FINDINGS = 50;
const NOTHING = 'does not have it';

export function driftMarkdown(report: JudgedReport, { playbookVersion }: { readonly playbookVersion: string }): string {
  return fittingComment((most) => form(report, playbookVersion, most), MOST_FINDINGS);
}

function form(report: JudgedReport, playbookVersion: string, most: number): string {
  const { findings, coverage, accepted, ignored, expired, outdated } = report;
  const { shown, more } = firstOf(findings, most);
  return [
    `## Drift: ${findings.length > 0 ? counts(findings) : accepted.length + ignored.length > 0 ? 'nothing open' : 'none'}`,
    '',
    findings.length === 0 ? accepted.length + ignored.length === 0 ? `The org says what playbook ${text(playbookVersion)} says.` : `Nothing is open; compared with playbook ${text(playbookVersion)}.` : `Compared with playbook ${text(playbookVersion)}.`,
    '',
    ...(shown.length > 0 ? [...markdownTable(['', 'Code', 'What is different', 'Who, when', 'What it breaks'], shown.map(row)), ''] : []),
    ...(more.length > 0 ? [...more, ''] : []),
    ...shown.flatMap(details),
    ...firstAsList('**Decisions that are over**', expired, ({ id, until, how }) => `${code(id)} was ${how} until ${until}`, most),
    ...firstAsList('**Decisions about nothing**', outdated, (entry) => `${code(entry.id)} ${outdatedInWords(entry)}`, most),
    ...(accepted.length > 0 ? [`${accepted.length} accepted: ${fewOf(accepted.map(({ id, until }) => `${code(id)} until ${until}`), most)}`, ''] : []),
    ...(ignored.length > 0 ? [`${ignored.length} ignored: ${counts(ignored)}.`, ''] : []),
    ...firstAsList('**Not checkable**', coverage.unread, text, most),
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
