/** The plan as a comment on a pull request: whom it would stop comes first. */
import { markdownCode as code, markdownTable, markdownText as text } from '../../shared/markdown.ts';
import { budgetText, costText } from '../index.ts';
import { bothOf, nameOf, versionRow } from './versions.ts';
import type { Impact, PlannedChange, PlanReport } from '../types.ts';
import { money } from '../../shared/words.ts';

const MOST_ROWS = 30;
const MEANINGS = ['breaking', 'risky', 'safe'] as const;

export function planMarkdown(report: PlanReport, { playbookVersion, currency }: { readonly playbookVersion: string; readonly currency: string }): string {
  const { changes, impact, blockedRecords, definitions, notDeployed, coverage, budget, rules, refusals, doubts, decided } = report;
  const stopping = impact.filter(({ blockedRecords }) => blockedRecords > 0);
  const count = (meaning: PlannedChange['meaning']): number => changes.filter((change) => change.meaning === meaning).length;
  return [
    `## Plan: ${changes.length === 0 ? 'nothing to deploy' : MEANINGS.filter((meaning) => count(meaning) > 0).map((meaning) => `${count(meaning)} ${meaning}`).join(', ')}`,
    '',
    `Playbook ${text(playbookVersion)}. ${rules.map(({ object, rules: active, limit }) => `Rules on ${text(object)} after it: ${active} of ${limit}`).join('. ')}.`,
    '',
    ...(stopping.length > 0 ? ['### Open records', '', `${blockedRecords} would be blocked, each counted once.`, '', ...markdownTable(['Criterion', 'What changes', 'Open records', 'Amount', 'Most of them', 'Most often blank', 'Software that writes it'], stopping.slice(0, MOST_ROWS).map((row) => impactRow(row, currency))), '', ...more(stopping.length), ''] : []),
    ...(changes.length > 0 ? ['### Changes', '', ...markdownTable(['', 'Component', 'What'], byMeaning(changes).slice(0, MOST_ROWS).map(changeRow)), '', ...more(changes.length), ''] : []),
    ...(definitions.changes.length > 0 ? ['### Numbers that mean something else than at the last sync', '', ...markdownTable(['', 'What', 'Change', 'Metrics it changes'], definitions.changes.slice(0, MOST_ROWS).map(versionRow)), '', ...more(definitions.changes.length), ''] : []),
    ...((definitions.metrics ?? []).length > 0 ? [...markdownTable(['Metric', 'Before -> after'], (definitions.metrics ?? []).slice(0, MOST_ROWS).map((change) => [code(nameOf(change)), text(bothOf(change))])), '', ...more((definitions.metrics ?? []).length), ''] : []),
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

function more(all: number): string[] {
  return all > MOST_ROWS ? [`and ${all - MOST_ROWS} more, all of them with \`--json\`.`] : [];
}

function list(head: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [head, '', ...items.map((item) => `- ${text(item)}`), ''];
}
