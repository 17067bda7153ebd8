/** Blocks that are no metric: decisions, findings, records, definitions. */
import { formatValue, shownValue } from '../metrics/formats/value.ts';
import type { How } from '../scan/types.ts';
import { addDays, localDay } from '../shared/localTime.ts';
import { peopleInWords } from '../playbook/inWords.ts';
import { labelOf } from './order.ts';
import type { PackList } from '../playbook/schema/cadence.ts';
import { openDecisions, type Decision } from './decisions/log.ts';
import { DECISION_OBJECT } from './decisions/org.ts';
import { recordOf } from './records.ts';
import { exposureInWords } from '../scan/index.ts';
import type { PackSources } from './sources.ts';
import type { Block, Cell } from './types.ts';

const MOST_ROWS = 12;

const HOW: Readonly<Record<How, string>> = { bypass: 'with a bypass permission', hole: 'on a way without rules', legacy: 'before the criterion', unknown: 'not known' };
/** Definitions are named this long before their day. */
const DUE_SOON_DAYS = 30;

/** What no metric says, and where it comes from. */
export const LISTS: Readonly<Record<PackList, (sources: PackSources) => Block[]>> = {
  open_decisions: (sources) => {
    const rows = openDecisions(sources.decisions).map((one) => [nameOf(one, sources), one.decision, one.owner, one.due < sources.today ? `${one.due}, overdue` : one.due, moves(one, sources)]);
    return [list('open_decisions', 'Decisions still open', ['Id', 'Decision', 'Owner', 'Due', 'Should move'], rows, 'No decision is open.')];
  },

  closed_decisions: (sources) => {
    const { decisions, today, previous } = sources;
    if (!previous) return [];
    const closed = decisions.filter(({ result, checked }) => result !== undefined && checked !== undefined && checked >= previous.day && checked <= today);
    const rows = closed.toSorted((left, right) => (right.checked ?? '').localeCompare(left.checked ?? '') || left.id.localeCompare(right.id)).map((one) => [nameOf(one, sources), one.decision, one.owner, one.result ?? '', moves(one, sources)]);
    return rows.length === 0 ? [] : [list('closed_decisions', `Decisions closed since ${previous.day}`, ['Id', 'Decision', 'Owner', 'What came of it', 'Should move'], rows, '')];
  },

  new_decisions: ({ meeting }) => [
    { kind: 'note', list: 'new_decisions', text: 'Write down what was decided:', command: `handrail review decide ${meeting.pack} --decision "…" --owner "…" --due <date> --metric <id> --by "…"` },
    { kind: 'note', list: 'new_decisions', text: 'Close what was done:', command: 'handrail review close <id> --result "…"' },
  ],

  findings: ({ drift, timeZone }) => {
    if (!drift) return [notAsked('findings', 'Where the org departs from the playbook')];
    const rows = drift.findings.map(({ severity, id, summary, changedBy, changedAt, remedies }) => [severity, id, summary, [changedBy, dayOf(changedAt, timeZone)].filter(Boolean).join(', '), remedies[0]?.command ?? '']);
    return [list('findings', 'Where the org departs from the playbook', ['Severity', 'Code', 'What is different', 'Who, when', 'Mend it'], rows, 'The org says what the playbook says.')];
  },

  definitions_due: ({ playbook, today }) => {
    const until = addDays(today, DUE_SOON_DAYS);
    const terms = playbook.terms.map(({ name, owners, reviewBy }) => ({ what: `term ${name}`, owners, reviewBy }));
    const metrics = playbook.metrics.map(({ label, owners, reviewBy }) => ({ what: `metric ${label}`, owners, reviewBy }));
    const due = [...terms, ...metrics].filter(({ reviewBy }) => reviewBy !== null && reviewBy <= until).toSorted((left, right) => (left.reviewBy ?? '').localeCompare(right.reviewBy ?? ''));
    const rows = due.map(({ what, owners, reviewBy }) => [what, peopleInWords(owners), (reviewBy ?? '') < today ? `${reviewBy ?? ''}, overdue` : (reviewBy ?? '')]);
    return [list('definitions_due', 'Definitions due for review', ['Definition', 'Owners', 'Review by'], rows, `None is due within ${DUE_SOON_DAYS} days.`)];
  },

  bypass: ({ scan }) => {
    if (!scan) return [notAsked('bypass', 'Passing gates by permission')];
    const rows = scan.bypass.map((one) => [one.person, one.families.join(', '), exposureInWords(one)]);
    return [list('bypass', 'Passing gates by permission', ['Who', 'Gates', 'Since when, and what was written'], rows, 'Nobody passes a gate by permission.')];
  },

  experiments: ({ experiments = [] }) => {
    const rows = experiments.map(({ id, subject, hypothesis, ends, primary, verdict, change }) => [id, `${subject.id} ${subject.label}`, hypothesis, ends, `${primary.label}: ${primary.n.variant} and ${primary.n.control}`, `${verdict.word}: ${verdict.says}`, change ?? '']);
    return [list('experiments', 'Experiments', ['Experiment', 'Of', 'Hypothesis', 'Last day', 'Cases of variant and control', 'Verdict', 'To decide'], rows, 'The playbook has no experiment that runs.')];
  },

  overrides: ({ scan, playbook, instanceUrl }) => {
    if (!scan) return [notAsked('overrides', 'Exceptions in use')];
    const rows = scan.overrides.map(({ name, object, recordId, criterion, owner, stage, amount, until }) => [recordOf({ name, id: recordId, object }, instanceUrl), labelOf('criterion', criterion, playbook), owner ?? '', stage ?? '', money(amount, playbook.currency), until]);
    return [list('overrides', 'Exceptions in use', ['Record', 'Criterion', 'Owner', 'Stage', 'Amount', 'Until'], rows, 'No record passes on an exception.')];
  },

  violations: ({ scan, playbook, instanceUrl, timeZone }) => {
    if (!scan) return [notAsked('violations', 'Records that break the playbook')];
    // Who was in the stage before the criterion took effect broke nothing.
    const { got = [], before = [] } = Object.groupBy(scan.violations, ({ how }) => (how === 'legacy' ? 'before' : 'got'));
    const rows = got.toSorted((left, right) => (right.since ?? '').localeCompare(left.since ?? '') || left.name.localeCompare(right.name))
      .map(({ name, object, recordId, criterion, owner, stage, amount, since, how }) => [recordOf({ name, id: recordId, object }, instanceUrl), labelOf('criterion', criterion, playbook), owner ?? '', stage ?? '', money(amount, playbook.currency), dayOf(since, timeZone) ?? '', HOW[how]]);
    return [
      list('violations', 'Records that break the playbook', ['Record', 'Criterion', 'Owner', 'Stage', 'Amount', 'Since', 'How it got there'], rows, 'No record breaks the playbook.'),
      ...(before.length === 0 ? [] : [{ kind: 'note' as const, text: `${before.length} more entered their stage before the criterion took effect; nothing is to be done about them until they move.` }]),
    ];
  },
};

function nameOf({ id, org }: Decision, { instanceUrl }: PackSources): Cell {
  return org === undefined ? id : recordOf({ name: id, id: org, object: DECISION_OBJECT }, instanceUrl);
}

/** The number that a decision should move, by how much, and what it is where the pack has it. */
function moves({ metric, by }: Decision, { playbook, metrics }: PackSources): string {
  if (metric === undefined) return '';
  const now = metrics.find(({ id, slice }) => id === metric && Object.keys(slice).length === 0);
  const label = playbook.metrics.find(({ id }) => id === metric)?.label ?? metric;
  return `${label}${by === undefined ? '' : `, ${by}`}${now === undefined ? '' : `; now ${shownValue(now)}`}`;
}

/** The day of an instant by the org's clocks; null where there is none. */
function dayOf(instant: string | null, timeZone: string): string | null {
  return instant === null ? null : localDay(instant, timeZone);
}

function list(name: PackList, title: string, heads: readonly string[], rows: readonly (readonly Cell[])[], empty: string): Block {
  return { kind: 'list', list: name, title, heads, rows: rows.slice(0, MOST_ROWS), more: Math.max(0, rows.length - MOST_ROWS), empty };
}

function notAsked(list: PackList, title: string): Block {
  return { kind: 'note', list, text: `${title}: not read. A snapshot has the data only; with --target-org the pack reads the org as well.` };
}

function money(amount: number | null, currency: string): string {
  return amount === null ? '' : `${formatValue(amount, 'currency')} ${currency}`;
}
