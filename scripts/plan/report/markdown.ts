/** The plan as a comment on a pull request: whom it would stop comes first. */
import { markdownCode as code, markdownText as text } from '../../shared/markdown.ts';
import { firstAsList, firstAsTable, fittingComment } from '../../shared/report/comment.ts';
import { budgetText, costText } from '../index.ts';
import { bothOf, nameOf, versionRow } from './versions.ts';
import type { Impact, PlannedChange, PlanReport } from '../types.ts';
import { money } from '../../shared/words.ts';

/** Where there is room. */
const MOST_ROWS = 30;
const ALL = ', all of them with `--json`';
const MEANINGS = ['breaking', 'risky', 'safe'] as const;

interface PlanMarkdownOptions {
  readonly playbookVersion: string;
  readonly currency: string;
}

export function planMarkdown(report: PlanReport, options: PlanMarkdownOptions): string {
  return fittingComment((most) => form(report, options, most), MOST_ROWS);
}

function form(report: PlanReport, { playbookVersion, currency }: PlanMarkdownOptions, most: number): string {
  const table = <T>(heads: readonly string[], all: readonly T[], row: (one: T) => readonly string[]): string[] => firstAsTable(heads, all, row, most, ALL);
  const list = (head: string, items: readonly string[]): string[] => firstAsList(head, items, text, most, ALL);
  const { changes, impact, blockedRecords, definitions, notDeployed, coverage, budget, rules, refusals, doubts, decided } = report;
  const stopping = impact.filter(({ blockedRecords }) => blockedRecords > 0);
  const count = (meaning: PlannedChange['meaning']): number => changes.filter((change) => change.meaning === meaning).length;
  return [
    `## Plan: ${changes.length === 0 ? 'nothing to deploy' : MEANINGS.filter((meaning) => count(meaning) > 0).map((meaning) => `${count(meaning)} ${meaning}`).join(', ')}`,
    '',
    `Playbook ${text(playbookVersion)}. ${rules.map(({ object, rules: active, limit }) => `Rules on ${text(object)} after it: ${active} of ${limit}`).join('. ')}.`,
    '',
    ...(stopping.length > 0 ? ['### Open records', '', `${blockedRecords} would be blocked, each counted once.`, '', ...table(['Criterion', 'What changes', 'Open records', 'Amount', 'Most of them', 'Most often blank', 'Software that writes it'], stopping, (row) => impactRow(row, currency))] : []),
    ...(changes.length > 0 ? ['### Changes', '', ...table(['', 'Component', 'What'], byMeaning(changes), changeRow)] : []),
    ...(definitions.changes.length > 0 ? ['### Numbers that mean something else than at the last sync', '', ...table(['', 'What', 'Change', 'Metrics it changes'], definitions.changes, versionRow)] : []),
    ...((definitions.metrics ?? []).length > 0 ? table(['Metric', 'Before -> after'], definitions.metrics ?? [], (change) => [code(nameOf(change)), text(bothOf(change))]) : []),
    ...list('### Refused by this org', refusals),
    ...list('### Perhaps refused', doubts),
    ...list('### Decided otherwise', decided.map(({ id, how, until, reason, fullName }) => `${id} is ${how} until ${until} (${reason}): ${fullName === null ? 'a deploy leaves it' : `a deploy overwrites ${fullName}`}`)),
    ...list('### Not deployed', notDeployed),
    ...list('### Not known', coverage.unread),
    text(`${budgetText(budget)} ${costText(report)}`),
    '',
  ].join('\n');
}

function impactRow({ criterion, label, change, blocks, blockedRecords, openRecords, amount, byOwner, topFields, writers }: Impact, currency: string): string[] {
  const [owner] = byOwner;
  return [
    `${code(criterion)} ${text(label)}`,
    text(change),
    `${blocks ? '**would block**' : 'would ask'} ${blockedRecords} of ${openRecords}`,
    money(amount, currency),
    owner ? text(`${owner.name} ${owner.records}`) : '',
    topFields[0] ? code(topFields[0].field) : '',
    text(writers.filter(({ kind }) => kind === 'integration').map(({ user }) => user).join(', ')),
  ];
}

function changeRow({ action, type, fullName, meaning, summary }: PlannedChange): string[] {
  return [`${meaning}, ${action}`, `${code(fullName)} ${text(type)}`, text(summary)];
}

function byMeaning(changes: readonly PlannedChange[]): PlannedChange[] {
  return changes.toSorted((left, right) => MEANINGS.indexOf(left.meaning) - MEANINGS.indexOf(right.meaning));
}
