/** The scan as a comment on a pull request: by criterion, by owner, then the records with their links. */
import { markdownCode as code, markdownText as text } from '../../shared/markdown.ts';
import { firstAsList, firstAsTable, fittingComment } from '../../shared/report/comment.ts';
import { exposureInWords } from '../exposure.ts';
import type { ScanReport, Violation } from '../types.ts';
import { byOwner } from './byOwner.ts';
import { HOW } from './how.ts';
import { recordUrl } from './links.ts';
import { verdictOf } from './verdict.ts';
import { money } from '../../shared/words.ts';

/** Where there is room. */
const MOST_ROWS = 100;

export interface ScanReportOptions {
  readonly playbookVersion: string;
  readonly currency: string;
  /** Where links lead. */
  readonly instanceUrl: string;
}

export function scanMarkdown(report: ScanReport, options: ScanReportOptions): string {
  return fittingComment((most) => form(report, options, most), MOST_ROWS);
}

function form(report: ScanReport, { playbookVersion, currency, instanceUrl }: ScanReportOptions, most: number): string {
  const { violations, summary, overrides, lossBudgets, bypass, coverage } = report;
  const part = (head: string, heads: readonly string[], rows: readonly (readonly string[])[]): string[] => (rows.length === 0 ? [] : [head, '', ...firstAsTable(heads, rows, (cells) => cells, most)]);
  const row = (violation: Violation): string[] => [code(violation.criterion), `[${text(violation.name)}](${recordUrl(instanceUrl, violation)})`, text(violation.stage ?? ''), text(violation.owner ?? ''), money(violation.amount ?? 0, currency), text(HOW[violation.how] || 'not known how')];
  return [
    `## Scan: ${verdictOf(report).text.replace(/^No/, 'no')}`,
    '',
    `Playbook ${text(playbookVersion)}. ${text(coverage.read.join('; '))}.`,
    '',
    ...part('### By criterion', ['Criterion', '', 'Records', 'Amount'], summary.map((one) => [code(one.criterion), text(`${one.label}${one.mode === 'shadow' ? ' (shadow)' : ''}`), String(one.records), money(one.amount, currency)])),
    ...part('### By owner', ['Owner', 'Records', 'Amount'], byOwner(violations).map(({ owner, records: own, amount }) => [text(owner ?? 'nobody'), String(own), money(amount, currency)])),
    ...part('### Records', ['Criterion', 'Record', 'Stage', 'Owner', 'Amount', 'How'], violations.map(row)),
    ...part('### Let pass by an override', ['Criterion', 'Record', 'Until'], overrides.map((override) => [code(override.criterion), `[${text(override.name)}](${recordUrl(instanceUrl, override)})`, override.until])),
    ...part('### Passing gates by permission', ['Who', 'Gates', ''], bypass.map((one) => [text(one.person), text(one.families.join(', ')), text(exposureInWords(one))])),
    ...part('### Loss reasons given more often than allowed', ['Reason', 'Given', 'Losses', 'Whose', 'At most'], lossBudgets.map(({ reason, given, losses, owner, atMost }) => [text(reason), String(given), String(losses), text(owner ?? 'everybody'), `${atMost}%`])),
    ...firstAsList('**Not judged**', coverage.unread, text, most),
    `${coverage.apiCalls} API calls.`,
    '',
  ].join('\n');
}
