/**
 * What a number may say of itself. The first that applies names the state: nothing, not all seen, too old, too little,
 * too early. Those that hold beside it are `also`, and the reason says every one of them.
 */
import { columnsInMeasure, columnsOfMeasure, countsKind, isStatistic, partsOf, type Measure, type Metric, type Resolution } from '../playbook/metricModel.ts';
import type { Playbook } from '../playbook/model.ts';
import { fieldsOfColumns, requiredBy } from './extract/needs.ts';
import { readByCriteria } from './criteria/questions.ts';
import { ALL_PASSED, CURRENT_GATE } from './facts/criterion.ts';
import { lastMonthEnd } from './conditions.ts';
import type { FactColumn } from './facts/fact.ts';
import { FACTS } from './facts/index.ts';
import { TODAY } from './facts/forecastState.ts';
import { whyInput, type InputState } from './inputs.ts';
import { daysOf, isWholeMonths, monthsOf, shiftMonths, type Period } from './period.ts';
import { gapsOf, sayGaps, type SnapshotManifest } from './snapshot.ts';
import type { MetricState, Standing } from './types.ts';

/** A number as it was counted. */
export interface Counted {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number;
  /** Rows that any part of it counted. */
  readonly found: number;
  /** Of two rates that are compared: how many records the smaller one is of. */
  readonly fewest: number | null;
  /** Of a share: how many records the whole is of. */
  readonly whole: number | null;
  readonly resolved: number | null;
  readonly cohort: number | null;
  /** Days of the period that its input says something of; null: it need not. */
  readonly covered: number | null;
  /** Of a formula. */
  readonly parts: Readonly<Record<string, number | null>> | null;
}

export interface Evidence {
  readonly metric: Metric;
  readonly measure: Measure;
  readonly periodBy: string | null;
  readonly resolution: Resolution | null;
  /** Values by dimension; none: the whole. */
  readonly slice: Readonly<Record<string, string>>;
  readonly period: Period;
  /** Local day of the as-of instant. */
  readonly today: string;
  readonly counted: Counted;
  readonly playbook: Playbook;
  readonly manifest: SnapshotManifest;
  readonly inputs: ReadonlyMap<string, InputState>;
  /** What to say of deals that could not be placed. */
  readonly unplaced: string | null;
  /** What to say of deals in a currency without a rate, where money is counted. */
  readonly unconverted: string | null;
}

export interface Judged extends Standing {
  readonly reason: string | null;
  readonly value: number | null;
}

export function judge(evidence: Evidence): Judged {
  const { counted } = evidence;
  const nothing = (reason: string): Judged => ({ state: 'undefined', reason, value: null });
  const missing = inputsOf(evidence).filter((name) => !evidence.inputs.get(name)?.present);
  if (missing.length > 0) return nothing([`It needs the file ${missing.map((name) => `${name}.csv`).join(' and ')}.`, ...missing.flatMap((name) => whyInput(name) ?? [])].join(' '));
  const cannot = unanswerable(evidence);
  if (cannot !== null) return nothing(cannot);
  const events = unreadEvents(evidence);
  if (events !== null) return { state: 'partial_access', reason: events, value: null };
  const unread = unreadFields(evidence);
  // A sum over a field that nobody may read would be a zero, which is wrong and looks right.
  if (unread.measured.length > 0) return { state: 'partial_access', reason: `Could not be read: ${sayGaps(unread.measured, evidence.manifest)}.`, value: null };
  if (counted.value === null) return nothing([whyNothing(evidence), evidence.unplaced, unconvertedIn(evidence)].filter((said) => said !== null).join(' '));
  // Without these no row can be told: what is counted all the same is no part of the number, but another one.
  if (unread.required.length > 0) return { state: 'partial_access', reason: `Could not be read: ${sayGaps(unread.all, evidence.manifest)}.`, value: null };
  const found = FINDINGS.map(({ state, say }) => ({ state, reason: say(evidence, unread.all) })).filter(({ reason }) => reason !== null);
  const [state = 'ok', ...also] = new Set(found.map((one) => one.state));
  return { state, ...(also.length === 0 ? {} : { also }), reason: found.length === 0 ? null : found.map(({ reason }) => reason).join(' '), value: counted.value };
}

/** The files that this number is made of: a variant may do without one that another needs. */
function inputsOf({ metric, measure }: Evidence): readonly string[] {
  const { inputKinds = {}, inputColumns = {} } = FACTS[metric.fact];
  const of = (from: Readonly<Record<string, string>>, name: string): string[] => Object.keys(from).filter((key) => from[key] === name);
  const counted = columnsInMeasure(measure);
  return metric.inputs.filter((name) => {
    const [kinds, columns] = [of(inputKinds, name), of(inputColumns, name)];
    return kinds.length + columns.length === 0 || kinds.some((kind) => countsKind(measure, kind)) || columns.some((column) => counted.includes(column));
  });
}

/** In the order of rank. */
const FINDINGS: readonly { readonly state: MetricState; say(evidence: Evidence, unread: readonly string[]): string | null }[] = [
  { state: 'partial_access', say: ({ manifest }, unread) => (unread.length === 0 ? null : `Could not be read: ${sayGaps(unread, manifest)}.`) },
  { state: 'partial_access', say: ({ unplaced }) => unplaced },
  { state: 'partial_access', say: unconvertedIn },
  {
    state: 'stale',
    say(evidence) {
      const { inputs } = evidence;
      const old = inputsOf(evidence).filter((name) => inputs.get(name)?.staleSince);
      return old.length === 0 ? null : old.map((name) => `${name}.csv is from ${inputs.get(name)?.staleSince ?? ''}.`).join(' ');
    },
  },
  { state: 'stale', say: withoutLine },
  {
    state: 'low_n',
    say({ metric, measure, counted: { n, fewest, whole } }) {
      // A count or a sum is what it is, however small. It is rates that a few records cannot bear, and of a share those of the whole.
      const of = whole ?? fewest ?? n;
      return 'total' in measure || of >= metric.minN ? null : `${of} of at least ${metric.minN} are there${fewest === null ? '' : ' on the smaller side'}.`;
    },
  },
  {
    state: 'immature',
    say({ resolution, counted: { resolved, cohort } }) {
      if (!resolution || resolved === null || cohort === null || cohort === 0 || resolved >= resolution.share * cohort) return null;
      return `${Math.floor((100 * resolved) / cohort)}% of the cohort is resolved, ${Math.round(100 * resolution.share)}% is needed.`;
    },
  },
];

/** Of deals whose amounts cannot be converted: where the number adds money, is cut by it, or has no row without. A count or a time has no need of a rate. */
function unconvertedIn({ metric, measure, resolution, slice, unconverted }: Evidence): string | null {
  const { columns, rowsOfMoney } = FACTS[metric.fact];
  const touched = [...columnsOfMeasure(measure), ...Object.keys(slice), ...Object.keys(metric.where), ...Object.keys(resolution?.where ?? {})];
  return rowsOfMoney !== undefined || touched.some((name) => isMoney(columns[name])) ? unconverted : null;
}

function isMoney(column: FactColumn | undefined): boolean {
  return column !== undefined && ((column.type === 'number' && !column.plain) || column.needs.includes('Opportunity.CurrencyIsoCode'));
}

/** So many are named. */
const MOST_MONTHS = 6;

/** Months of the period that are over and that an input has no line of: what it says of them is not zero but unknown. */
function withoutLine(evidence: Evidence): string | null {
  const { measure, period, today, inputs } = evidence;
  const lags = new Set(partsOf(measure).map((part) => ('numerator' in part ? part.numerator.lag_months : isStatistic(part) ? 0 : part.lag_months) ?? 0));
  const said = inputsOf(evidence).flatMap((name) => {
    const lines = inputs.get(name)?.months;
    if (lines === undefined) return [];
    const none = [...lags].flatMap((lag) => monthsOf(shiftMonths(period, -lag))).filter((month) => month.to <= today && !lines.has(month.from));
    const months = [...new Set(none.map(({ from }) => from.slice(0, 7)))].toSorted();
    if (months.length === 0) return [];
    return [`${name}.csv has no line of ${months.slice(0, MOST_MONTHS).join(', ')}${months.length > MOST_MONTHS ? ` and ${months.length - MOST_MONTHS} months more` : ''}: write one with 0 where nothing was spent.`];
  });
  return said.length === 0 ? null : said.join(' ');
}

/** Why a period has no answer at all. */
function unanswerable({ metric, measure, periodBy, period, today, counted: { covered } }: Evidence): string | null {
  const { whole, ahead = [] } = FACTS[metric.fact];
  if (periodBy !== null && period.from > today && !ahead.includes(periodBy)) return 'The period has not begun.';
  if (isOfMonthEnds(measure) && lastMonthEnd(period, today) === null) return 'It is counted at the end of a month, and no month has ended in this period yet.';
  if (whole === 'months' && !isWholeMonths(period)) return 'Spend is known by month: ask for a period of whole months.';
  const days = daysOf(period);
  if (covered !== null && covered > 0 && covered < days) return `${metric.inputs.map((name) => `${name}.csv`).join(' and ')} has lines for ${covered} of the ${days} days of this period: write the missing ones, or ask for a period that whole lines make up.`;
  return metric.notBefore !== null && period.from < metric.notBefore ? `The history that it needs begins on ${metric.notBefore}: ask for a period from then on.` : null;
}

/** Whether all of a measure, or a part without which it is none, is counted at month ends. */
export function isOfMonthEnds(measure: Measure): boolean {
  return partsOf(measure).some((part) => ('numerator' in part ? [part.numerator, part.denominator] : isStatistic(part) ? [] : [part]).some(({ at }) => at === 'end'));
}

/** What a number of events in the org says when the snapshot lacks them; null: it has all, or the number is of none. */
function unreadEvents({ metric, inputs, manifest }: Evidence): string | null {
  const unread = metric.inputs.flatMap((name) => inputs.get(name)?.org?.unread ?? []);
  return unread.length === 0 ? null : `Could not be read: ${sayGaps(unread, manifest)}. With gate_events in definitions.yaml the events of the org are counted, and no file.`;
}

/** Fields that the snapshot lacks: all that the number touches, those whose values are in it, and those without which its fact is none. */
function unreadFields(evidence: Evidence): { all: string[]; measured: string[]; required: string[] } {
  const { metric, measure, periodBy, resolution, slice, manifest, playbook } = evidence;
  const criteria = fieldsOfCriteria(evidence);
  const kinds = Object.entries(FACTS[metric.fact].ofKind ?? {}).flatMap(([kind, fields]) => (countsKind(measure, kind) ? fields : []));
  const dated = periodBy === null ? [] : [periodBy];
  const touched = [...columnsOfMeasure(measure), ...dated, ...Object.keys(slice), ...Object.keys(metric.where), ...Object.keys(metric.defaultWhere), ...Object.keys(resolution?.where ?? {})];
  return {
    all: gapsOf([...FACTS[metric.fact].needs, ...(FACTS[metric.fact].needsWith?.(playbook) ?? []), ...kinds, ...criteria, ...fieldsOfColumns(metric, touched)], manifest),
    measured: gapsOf(fieldsOfColumns(metric, [...columnsInMeasure(measure), ...dated]), manifest),
    required: gapsOf([...requiredBy(metric), ...criteria], manifest),
  };
}

/** What the criteria that a number speaks of ask for: those it names, or all of them where it speaks of whole gates. */
function fieldsOfCriteria({ metric, slice, playbook }: Evidence): string[] {
  const { fact, where } = metric;
  const [one, field, named] = [slice['criterion'], slice['field'], where['criterion']];
  // A criterion that could not be asked has no row of its own.
  if (!FACTS[fact].criteria || (one !== undefined && one !== ALL_PASSED && one !== CURRENT_GATE)) return [];
  const meant = readByCriteria(playbook).filter((asked) => (field === undefined || asked.field === field) && (!Array.isArray(named) || named.includes(asked.criterion)));
  return [...new Set(meant.flatMap(({ reads }) => reads))];
}

function whyNothing({ metric, measure, period, today, slice, inputs, counted: { numerator, denominator, n, parts } }: Evidence): string {
  const [input] = metric.inputs;
  if (n === 0 && input !== undefined && inputs.get(input)?.org) return 'The org has no gate events of this period and cut. Panels write them since gate_events is on and deployed, for users who may create them.';
  if (n === 0 && slice['snapshot'] === undefined && isOfToday(metric.defaultWhere['snapshot']) && (today < period.from || today >= period.to)) return 'Today is not in this period: cut it by snapshot, or ask as of a day in it.';
  if (metric.fact === 'forecast_method' && n === 0) return 'There is no such forecast: it is made for whole fiscal quarters, at snapshots that have come, from at least two earlier quarters of history.';
  if (metric.fact === 'forecast' && n === 0) return 'There is no forecast: the snapshot has not come yet, lies before the first deal that was ever in Commit or Best Case, or nothing was due.';
  if (metric.fact === 'pipeline' && 'numerator' in measure && denominator === null) return 'There is no quota for this period and cut.';
  if (metric.fact === 'pipeline' && 'numerator' in measure && denominator !== null && denominator <= 0) return 'The quota is attained: nothing is left to cover.';
  const used = 'formula' in measure ? new Set(measure.formula.match(/[a-z][a-z0-9_]*/g)) : null;
  const unknown = Object.entries(parts ?? {}).filter(([name, value]) => value === null && used?.has(name) !== false).map(([name]) => name.replaceAll('_', ' '));
  if (unknown.length > 0) return `Not known in this period and cut: ${unknown.join(', ')}.`;
  if (input !== undefined && 'numerator' in measure && numerator === null) return `${input}.csv has no line for this period and cut.`;
  if ('waiting' in measure && n > 0) return 'Too many are still waiting to say.';
  return (n === 0 || denominator === 0) && !numerator ? 'Nothing in this period counts.' : 'There is nothing to divide by.';
}

function isOfToday(snapshot: Metric['defaultWhere'][string] | undefined): boolean {
  return Array.isArray(snapshot) && snapshot.includes(TODAY);
}
