/** Two versions of a playbook as a person reads them, and as a comment on a pull request. */
import { formatValue, stateText } from '../../metrics/formats/value.ts';
import { markdownCode as code, markdownText as text } from '../../shared/markdown.ts';
import { peopleInWords } from '../../playbook/inWords.ts';
import { firstAsTable, fittingComment } from '../../shared/report/comment.ts';
import { wrap } from '../../shared/wrap.ts';
import type { Counted, MetricChange } from '../metricChanges.ts';
import type { Meaning } from '../types.ts';
import type { Approval, VersionChange, VersionReport } from '../versions/types.ts';
import { painter, type Style } from '../../shared/paint.ts';

const WIDTH = 100;
/** Narrower than this, a terminal breaks lines by itself. */
const LEAST_WIDTH = 50;
/** The mark, the longest kind of definition and two spaces. */
const INDENT = ' '.repeat(17);
const MARKS = { add: '+', change: '~', remove: '-' } as const;
const STYLES: Readonly<Record<Meaning, Style>> = { breaking: 'red', risky: 'yellow', safe: 'green' };
const MEANINGS = ['breaking', 'risky', 'safe'] as const;
const MOST_METRICS = 6;
/** Of a comment, where there is room. */
const MOST_ROWS = 60;
const MOST_NAMES = 12;

/** @param options `width`: columns, default 100 */
export function formatVersions(report: VersionReport, { color, width = WIDTH }: { readonly color: boolean; readonly width?: number }): string {
  const paint = painter(color);
  const { changes, metrics, approvals } = report;
  const lines = MEANINGS.flatMap((meaning) => {
    const own = changes.filter((change) => change.meaning === meaning);
    return own.length === 0 ? [] : [paint('bold', HEADS[meaning]), ...own.flatMap((change) => rowOf(change, (mark) => paint(STYLES[meaning], mark), width)), ''];
  });
  return [
    paint('dim', headOf(report)),
    paint('dim', 'No org was asked. Nothing will be written.'),
    '',
    ...lines,
    ...(approvals.length === 0 ? [] : [paint('bold', 'Who says yes'), ...approvalRows(approvals, width), '']),
    ...(metrics === null ? [] : [paint('bold', 'Numbers, before -> after'), ...(metrics.length === 0 ? ['  All numbers stay as they are.'] : metrics.map((change) => `  ${nameOf(change).padEnd(44)}  ${bothOf(change)}`)), '']),
    conclusion(changes),
  ].join('\n');
}

const HEADS: Readonly<Record<Meaning, string>> = {
  breaking: 'Breaking: words or numbers mean something else',
  risky: 'Risky: people are asked, held or judged differently',
  safe: 'Safe: words only, or what nobody has met yet',
};

function headOf({ against, version }: VersionReport): string {
  return `Playbook ${version} against ${against.ref} (${against.commit.slice(0, 7)}, playbook ${against.version})`;
}

export function rowOf({ action, type, fullName, summary, metrics }: VersionChange, paint: (mark: string) => string, width = WIDTH): string[] {
  const rest = [summary, ...(metrics.length > 0 && type !== 'Metric' ? [`metrics: ${metrics.slice(0, MOST_METRICS).join(', ')}${metrics.length > MOST_METRICS ? `, ${metrics.length - MOST_METRICS} more` : ''}`] : [])];
  return [`  ${paint(MARKS[action])} ${type.padEnd(INDENT.length - 4)}${fullName}`, ...rest.flatMap((line) => wrap(line, Math.max(width, LEAST_WIDTH) - INDENT.length).map((part) => `${INDENT}${part}`))];
}

/** `Who says yes`, class by class: who, what they are shown first, and the changes by whose they are. */
function approvalRows(approvals: readonly Approval[], width: number): string[] {
  return classesOf(approvals).flatMap(([first, own]) => {
    const lines = [whoOf(first), ...termsOf(first), ...own.map((approval) => `${ownersOf(approval)}${someOf(approval.changes).join(', ')}`)];
    const rows = lines.flatMap((line) => wrap(line, Math.max(width, LEAST_WIDTH) - INDENT.length));
    return rows.map((row, at) => `${at === 0 ? `  ${first.class ?? 'no class'}`.padEnd(INDENT.length - 1).concat(' ') : INDENT}${row}`);
  });
}

/** Approvals of one class and one wording of who approves, which differ by the owners alone. */
function classesOf(approvals: readonly Approval[]): [Approval, Approval[]][] {
  const classes = Map.groupBy(approvals, (approval) => JSON.stringify([approval.class, approval.approvers]));
  return [...classes.values()].map((own) => [own[0] as Approval, own]);
}

function whoOf({ approvers }: Approval): string {
  return approvers ?? 'nobody is named: no class of governance.yaml covers it';
}

function ownersOf({ owners }: Approval): string {
  return owners.length === 0 ? '' : `of ${peopleInWords(owners)}: `;
}

function termsOf({ evidence, notice }: Approval): string[] {
  return [...(evidence === null ? [] : [`shown first: ${evidence}`]), ...(notice === null || notice === 'none' ? [] : [`notice: ${notice}`])];
}

function approvalRow(approval: Approval): string[] {
  const { changes } = approval;
  const left = changes.length - MOST_NAMES;
  const names = [...changes.slice(0, MOST_NAMES).map(code), ...(left > 0 ? [`${left} more`] : [])];
  return [text(approval.class ?? 'no class'), text(whoOf(approval)), text(termsOf(approval).join('; ')), text(peopleInWords(approval.owners)), names.join(', ')];
}

function someOf(names: readonly string[]): string[] {
  return names.length <= MOST_NAMES ? [...names] : [...names.slice(0, MOST_NAMES), `${names.length - MOST_NAMES} more`];
}

export function nameOf({ id, slice }: MetricChange): string {
  const cuts = Object.values(slice);
  return cuts.length === 0 ? id : `${id} (${cuts.join(', ')})`;
}

export function bothOf(change: MetricChange): string {
  const { before, after } = change;
  const n = before && after && before.n !== after.n ? `, of ${before.n} -> ${after.n}` : '';
  return `${numberOf(before, change)} -> ${numberOf(after, change)}${n}`;
}

function numberOf(counted: Counted | null, { unit }: MetricChange): string {
  if (counted === null) return 'not there';
  return counted.value === null ? stateText(counted) : `${formatValue(counted.value, unit)}${counted.state === 'ok' ? '' : ` (${stateText(counted)})`}`;
}

function conclusion(changes: readonly VersionChange[]): string {
  return changes.length === 0 ? 'No definition changed.' : `Changes: ${tally(changes)}.`;
}

function tally(changes: readonly VersionChange[]): string {
  return MEANINGS.map((meaning) => `${changes.filter((change) => change.meaning === meaning).length} ${meaning}`).join(', ');
}

/** A row of a table of changes. */
export function versionRow({ action, type, fullName, meaning, summary, metrics: ids }: VersionChange): string[] {
  const metrics = ids.slice(0, MOST_METRICS).join(', ') + (ids.length > MOST_METRICS ? `, ${ids.length - MOST_METRICS} more` : '');
  return [`${meaning === 'safe' ? meaning : `**${meaning}**`}, ${action}`, `${text(type)} ${code(fullName)}`, text(summary), type === 'Metric' ? '' : text(metrics)];
}

export function versionsMarkdown(report: VersionReport): string {
  return fittingComment((most) => form(report, most), MOST_ROWS);
}

function form(report: VersionReport, most: number): string {
  const { changes, metrics, approvals } = report;
  const table = <T>(heads: readonly string[], all: readonly T[], row: (one: T) => readonly string[]): string[] => firstAsTable(heads, all, row, most, ', all of them with `--json`');
  return [
    `## Definitions: ${changes.length === 0 ? 'none changed' : tally(changes)}`,
    '',
    text(`${headOf(report)}.`),
    '',
    ...(changes.length === 0 ? [] : table(['', 'What', 'Change', 'Metrics it changes'], changes, versionRow)),
    ...(approvals.length === 0 ? [] : ['### Who says yes', '', ...table(['Class', 'Who', 'Shown first, and notice', 'Owners', 'Changes'], approvals, approvalRow)]),
    ...(metrics === null ? [] : ['### Numbers', '', ...(metrics.length === 0 ? ['All numbers stay as they are.', ''] : table(['Metric', 'Before', 'After'], metrics, (change) => [code(nameOf(change)), text(numberOf(change.before, change)), text(numberOf(change.after, change))]))]),
  ].join('\n');
}
