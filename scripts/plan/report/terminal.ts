/** The plan as a person reads it: budget, gates with what they would stop, meaning, how to deploy. */
import type { Playbook } from '../../playbook/index.ts';
import { wrap } from '../../shared/wrap.ts';
import { budgetText, costText } from '../index.ts';
import { bothOf, nameOf, rowOf } from './versions.ts';
import type { ChangeAction, Impact, Meaning, PlannedChange, PlanReport, Share, Undone } from '../types.ts';
import { painter, type Paint, type Style } from '../../shared/paint.ts';
import { clipped, counted, money } from '../../shared/words.ts';

export interface PlanTerminalOptions {
  readonly color: boolean;
  /** Columns; default 100. */
  readonly width?: number;
  readonly playbook: Playbook;
  /** Alias or username, for the heading and the deploy command. */
  readonly org: string;
}

const WIDTH = 100;
/** Narrower than this, a terminal breaks lines by itself. */
const LEAST_WIDTH = 60;
const LABEL_WIDTH = 34;
const FACT_WIDTH = 25;
const SHOWN_OWNERS = 3;
/** Criteria shown with all their facts: those that block the most. The others say how many in one line. */
const DETAILED = 10;
/** Fields without a criterion are counted by meaning, and named up to here. */
const SHOWN_CHANGES = 8;
const SHOWN_NUMBERS = 20;

const MARKS: Readonly<Record<ChangeAction, readonly [mark: string, style: Style]>> = { add: ['+', 'green'], change: ['~', 'yellow'], remove: ['-', 'red'] };
const VERBS: Readonly<Record<ChangeAction, string>> = { add: 'to add', change: 'to change', remove: 'to retire' };
const MEANING_STYLES: Readonly<Record<Meaning, Style>> = { breaking: 'red', risky: 'yellow', safe: 'green' };

export function formatPlan(report: PlanReport, options: PlanTerminalOptions): string {
  const paint = painter(options.color);
  const { playbook, org } = options;
  const width = Math.max(options.width ?? WIDTH, LEAST_WIDTH);
  return [
    paint('dim', `Playbook ${playbook.version} against org ${org}`),
    paint('dim', budgetText(report.budget)),
    '',
    ...gates(report, playbook, paint, width),
    ...meanings(report, paint, width),
    ...numbers(report, paint, width),
    ...section('Refused by this org', report.refusals, paint, width),
    ...section('Perhaps refused', report.doubts, paint, width),
    ...section('Decided otherwise', [...report.decided.map(decision), ...report.expired.map(({ id, until, how }) => `${id} was ${how} until ${until}, which is over`)], paint, width),
    ...section('Not deployed', report.notDeployed, paint, width),
    ...section('Not known', report.coverage.unread, paint, width),
    ...deploy(report, org, paint),
    '',
    conclusion(report, paint),
    paint('dim', costText(report)),
  ].join('\n');
}

function gates(report: PlanReport, playbook: Playbook, paint: Paint, columns: number): string[] {
  const byCriterion = Map.groupBy(report.changes.filter(({ criterion, type, action }) => criterion !== null || (type === 'ValidationRule' && action === 'remove')), ({ criterion, fullName }) => criterion ?? fullName);
  if (byCriterion.size === 0) return [];
  const labels = new Map(playbook.objects.flatMap((object) => object.criteria.map(({ id, label }) => [id, label] as const)));
  const detailed = new Set(report.impact.slice(0, DETAILED).map(({ criterion }) => criterion));
  const width = Math.max(...[...byCriterion.keys()].map((id) => id.length));
  // A narrow terminal has less of the labels, so that what happens has room beside them.
  const labelWidth = [...byCriterion.keys()].some((id) => labels.has(id)) ? Math.min(LABEL_WIDTH, Math.floor((columns - width - 8) / 2)) : 0;
  const lines = [...byCriterion].flatMap(([id, changes]) => {
    const action = (changes.find(({ type }) => type === 'ValidationRule') ?? changes[0])?.action ?? 'change';
    const [mark, style] = MARKS[action];
    const label = labels.get(id) ?? '';
    const impact = report.impact.find(({ criterion }) => criterion === id);
    const [first = '', ...rest] = wrap(what(changes, label), columns - width - labelWidth - 8);
    return [`  ${paint(style, `${mark} ${id.padEnd(width)}`)}  ${fit(label, labelWidth)}  ${first}`.trimEnd(), ...rest.map((part) => `${' '.repeat(width + labelWidth + 8)}${part}`), ...(impact ? facts(impact, playbook.currency, paint, detailed.has(id), columns) : [])];
  });
  return [paint('bold', 'Gates'), ...lines, ''];
}

/** What happens to the criterion; the record that comes with a new rule says nothing more. */
function what(changes: readonly PlannedChange[], label: string): string {
  const newRule = changes.some(({ type, action }) => type === 'ValidationRule' && action === 'add');
  return changes
    .filter(({ type }) => !newRule || type === 'ValidationRule')
    .map(({ summary, action }) => (action === 'remove' ? 'retire by hand: a deploy leaves it' : summary.replace(`${label}: `, '')))
    .join('; ');
}

function facts(impact: Impact, currency: string, paint: Paint, detailed: boolean, columns: number): string[] {
  if (impact.blockedRecords === 0) return [];
  const line = (name: string, ...values: readonly string[]): string => `      ${name.padEnd(FACT_WIDTH)}${values.filter((value) => value !== '').join('   ')}`.trimEnd();
  const [topField] = impact.topFields;
  const rows = [
    paint(impact.blocks ? 'yellow' : 'dim', line(impact.blocks ? 'would block today' : 'would ask, blocks nobody', `${impact.blockedRecords} of ${impact.openRecords} open ${records(impact.object, impact.openRecords)}`, money(impact.amount, currency))),
  ];
  if (!detailed) return rows;
  if (impact.inCommit.records > 0) rows.push(line('in Commit', `${impact.inCommit.records} ${records(impact.object, impact.inCommit.records)}`, money(impact.inCommit.amount, currency)));
  rows.push(line('by owner', owners(impact.byOwner)));
  if (topField) rows.push(line(`one field causes ${Math.round(topField.share * 100)}%`, topField.field));
  if (impact.writers.length > 0) rows.push(fit(line('written by', writers(impact)), columns).trimEnd());
  if (impact.assumedBlank.length > 0) rows.push(paint('dim', line('not in the org yet', fit(impact.assumedBlank.map((key) => key.split('.')[1] ?? key).join(', '), columns - FACT_WIDTH - 6).trimEnd())));
  return rows;
}

/** Software by name, since nobody sees it stop; people by number. */
function writers({ writers: all }: Impact): string {
  const software = all.filter(({ kind }) => kind === 'integration');
  const people = all.length - software.length;
  return [...software.map(({ user, bypasses }) => `${user} (software${bypasses ? ', bypass' : ''})`), ...(people > 0 ? [counted(people, 'person', 'people')] : [])].join('   ');
}

function owners(shares: readonly Share[]): string {
  const others = shares.slice(SHOWN_OWNERS);
  const theirs = others.reduce((sum, { records }) => sum + records, 0);
  return [...shares.slice(0, SHOWN_OWNERS).map(({ name, records }) => `${name} ${records}`), ...(theirs > 0 ? [`${counted(others.length, 'other owner')} ${theirs}`] : [])].join('   ');
}

function meanings(report: PlanReport, paint: Paint, width: number): string[] {
  const fields = report.changes.filter(({ type }) => type === 'CustomField');
  if (fields.length === 0) return [];
  const added = fields.filter(({ action }) => action === 'add');
  const changed = fields.filter(({ action }) => action !== 'add');
  const row = (meaning: Meaning, text: string): string => `  ${paint(MEANING_STYLES[meaning], meaning.padEnd(9))} ${wrap(text, width - 12).join(`\n${' '.repeat(12)}`)}`;
  return [
    paint('bold', 'Meaning'),
    ...changed.slice(0, SHOWN_CHANGES).map(({ meaning, fullName, summary }) => row(meaning, `${fullName}: ${summary}`)),
    ...(changed.length > SHOWN_CHANGES ? [`  and ${changed.length - SHOWN_CHANGES} more changed fields; all of them with --json`] : []),
    ...(added.length > 0 ? [row('safe', fit(`${counted(added.length, 'new field')}: ${added.map(({ fullName }) => fullName).join(', ')}`, width - 12).trimEnd())] : []),
    '',
  ];
}

/** What will be counted otherwise than at the last sync. */
function numbers({ definitions: { since, changes, metrics } }: PlanReport, paint: Paint, width: number): string[] {
  if (since === null || (changes.length === 0 && (metrics ?? []).length === 0)) return [];
  const head = `Numbers that mean something else than at the last sync${since.on === null ? '' : ` (${since.on}${since.version === null ? '' : `, playbook ${since.version}`})`}`;
  return [
    paint('bold', head),
    ...changes.slice(0, SHOWN_CHANGES).flatMap((change) => rowOf(change, (mark) => paint(MEANING_STYLES[change.meaning], mark), width)),
    ...(changes.length > SHOWN_CHANGES ? [`  and ${changes.length - SHOWN_CHANGES} more; all of them with --json`] : []),
    ...(metrics ?? []).slice(0, SHOWN_NUMBERS).map((change) => `  ${nameOf(change).padEnd(44)}  ${bothOf(change)}`),
    ...((metrics ?? []).length > SHOWN_NUMBERS ? [`  and ${(metrics ?? []).length - SHOWN_NUMBERS} more numbers; all of them with --json`] : []),
    '',
  ];
}

/** What a deploy would overwrite although somebody decided to live with it. */
function decision({ id, how, until, reason, owner, fullName }: Undone): string {
  const by = owner === undefined ? '' : ` by ${owner}`;
  return `${id} is ${how} until ${until}${by} (${reason}): ${fullName === null ? 'a deploy leaves it' : `a deploy overwrites ${fullName}`}`;
}

function section(title: string, lines: readonly string[], paint: Paint, width: number): string[] {
  return lines.length === 0 ? [] : [paint('bold', title), ...lines.flatMap((line) => wrap(line, width - 4).map((part, index) => `${index === 0 ? '  ' : '    '}${part}`)), ''];
}

function deploy(report: PlanReport, org: string, paint: Paint): string[] {
  const counted = report.rules.map(({ object, rules, limit }) => `${object} ${rules} of ${limit}`).join(', ');
  const [largest] = report.rules.flatMap(({ compiled }) => compiled ?? []).toSorted((left, right) => right.characters - left.characters);
  const size = largest === undefined ? [] : [`Largest rule: ${largest.rule}, about ${largest.characters.toLocaleString('en-US')} of ${largest.limit.toLocaleString('en-US')} characters compiled (estimate).`];
  const rows = [`Rules after it: ${counted}.`, ...size];
  const command = `sf project deploy start --source-dir force-app --target-org ${/^[\w@.+-]+$/.test(org) ? org : `'${org.replaceAll("'", "'\\''")}'`} --dry-run`;
  const nothing = report.changes.every(({ action }) => action === 'remove');
  const lines = nothing ? rows : [`${tally(report.changes, 'ValidationRule', 'rule')}, ${tally(report.changes, 'CustomField', 'field')}, ${tally(report.changes, 'CustomMetadata', 'record')}.`, ...rows, paint('cyan', command)];
  return lines.map((line, index) => `${index === 0 ? paint('bold', 'Deploy') : '      '}    ${line}`);
}

function tally(changes: readonly PlannedChange[], type: string, noun: string): string {
  const own = changes.filter((change) => change.type === type && change.action !== 'remove');
  const added = own.filter(({ action }) => action === 'add').length;
  return `${own.length} ${own.length === 1 ? noun : `${noun}s`}${own.length > 0 ? ` (${added} new)` : ''}`;
}

function conclusion(report: PlanReport, paint: Paint): string {
  if (report.changes.length === 0 && report.definitions.changes.some(({ meaning }) => meaning !== 'safe')) return paint('yellow', 'Nothing to deploy. Numbers change with the next sync.');
  if (report.changes.length === 0 && report.coverage.unread.length === 0) return paint('green', 'Nothing to deploy. The org says what the playbook says.');
  const counts = (['add', 'change', 'remove'] as const).map((action) => paint(MARKS[action][1], `${report.changes.filter((change) => change.action === action).length} ${VERBS[action]}`));
  const { blockedRecords: blocked } = report;
  if (report.refusals.length > 0) return paint('red', 'This org would refuse the deploy.');
  return `Plan: ${counts.join(', ')}. ${blocked === 0 ? 'No open record is blocked.' : paint('bold', blocked === 1 ? 'One open record needs attention first.' : `${blocked} open records need attention first.`)}`;
}

function records(object: string, count: number): string {
  const noun = object === 'Opportunity' ? 'deal' : object === 'Lead' ? 'lead' : 'record';
  return count === 1 ? noun : `${noun}s`;
}

/** Exactly this wide: cut with an ellipsis, or filled. */
function fit(text: string, width: number): string {
  return clipped(text, width).padEnd(width);
}
