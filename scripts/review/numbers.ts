/** Blocks of numbers: a metric whole, or cut by a dimension. */
import { countedFrom, isTooFew, shownValue } from '../metrics/formats/value.ts';
import { windowOf } from '../metrics/period.ts';
import type { MetricResult } from '../metrics/types.ts';
import { changeOf, sliceKey } from './change.ts';
import { dimensionsOf, labelOf, ordered, resultsShown, type ShownMetric } from './order.ts';
import { recordOf } from './records.ts';
import type { PackSources } from './sources.ts';
import type { Block, NumberLine, PackRecord } from './types.ts';
import { capital, clipped } from '../shared/words.ts';

/** Of the lines of a block the first name their records, and those whose records all fit: who reads on looks at the page of the metric. */
const MOST_WITH_RECORDS = 5;

/** The numbers that a meeting looks at, each with what it was; those that only come in cuts are in the topics. */
export function headlineOf(sources: PackSources): Block {
  const lines = sources.meeting.metrics.flatMap((id) => {
    const whole = sources.metrics.find((result) => result.id === id && Object.keys(result.slice).length === 0);
    return whole ? [lineOf(whole, whole.label, 0, sources)] : [];
  });
  return { kind: 'numbers', title: 'The numbers', of: 'Number', decision: '', lines };
}

/** @param shown `by` null: the whole, or each value of what the metric is always split by */
export function numbersOf(shown: ShownMetric, sources: PackSources): Block[] {
  const metric = sources.playbook.metrics.find(({ id }) => id === shown.metric);
  if (!metric) return [];
  const dimensions = dimensionsOf(shown, metric);
  const results = resultsShown(shown, sources.metrics, sources.playbook);
  const words = dimensions.map((dimension) => dimension.replaceAll('_', ' '));
  const by = ` by ${words.join(' and ')}`;
  const title = `${metric.label}${words.length === 0 || metric.label.endsWith(by) ? '' : by}`;
  const nameOf = (result: MetricResult): string => (dimensions.length === 0 ? metric.label : dimensions.map((dimension) => labelOf(dimension, result.slice[dimension] ?? '', sources.playbook)).join(', '));
  const { known, unknown } = ordered(results, shown);
  const lines = known.slice(0, shown.most).map((result, index) => lineOf(result, nameOf(result), index < MOST_WITH_RECORDS || (result.records?.total ?? 0) <= shown.records ? shown.records : 0, sources));
  const [first] = results;
  if (!first) return [{ kind: 'note', text: `${title}: nothing to count in this period.` }];
  if (lines.length === 0) return [{ kind: 'note', text: `${title}: ${silence(unknown, nameOf)}` }];
  const rest = known.length - lines.length;
  return [
    { kind: 'numbers', title, of: capital(words.join(', ') || 'number'), decision: metric.decision, lines },
    ...(unknown.length === 0 || dimensions.length === 0 ? [] : [{ kind: 'note' as const, text: capital(silence(unknown, nameOf)) }]),
    ...(rest > 0 ? [{ kind: 'note' as const, text: `and ${rest} more:`, command: `handrail metrics --metric ${metric.id}${shown.by === null ? '' : ` --slice ${shown.by}`}` }] : []),
  ];
}

/** What says nothing, in one sentence for each reason. */
function silence(results: readonly MetricResult[], nameOf: (result: MetricResult) => string): string {
  const few = results.filter(isTooFew);
  const reasons = Object.groupBy(results.filter((result) => !isTooFew(result)), ({ reason }) => reason ?? 'not known.');
  const sentences = Object.entries(reasons).map(([reason, some = []]) => `no number for ${namedOf(some.map(nameOf))}: ${reason}`);
  return [...(few.length === 0 ? [] : [`too few to say for ${namedOf(few.map((result) => `${nameOf(result)} (${result.n})`))}.`]), ...sentences].map((sentence, index) => (index === 0 ? sentence : capital(sentence))).join(' ');
}

const MOST_NAMED = 6;

function namedOf(names: readonly string[]): string {
  return `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}`;
}

function lineOf(result: MetricResult, label: string, records: number, sources: PackSources): NumberLine {
  const slice = sliceKey(result.slice);
  const named = recordsOf(result, records, sources);
  return {
    metric: result.id,
    slice,
    label,
    period: result.period,
    value: shownValue(result),
    state: result.state,
    ...(result.also === undefined ? {} : { also: result.also }),
    change: changeOf(result, sources.previous?.numbers.find((kept) => kept.id === result.id && kept.slice === slice), isOfNewQuarter(result, sources)),
    countedFrom: shortCount(result),
    note: noteOf(result),
    records: named,
    recordsInAll: named.length === 0 ? 0 : (result.records?.total ?? 0),
  };
}

/** Whether a number of the running quarter stood in the pack before for another one. */
function isOfNewQuarter({ id, period }: MetricResult, { playbook, previous }: PackSources): boolean {
  const isRunning = playbook.metrics.some((metric) => metric.id === id && metric.window === 'quarter');
  return isRunning && previous !== undefined && windowOf('quarter', previous.day, playbook.fiscalYearStart).from !== period.from;
}

/** Parts that say most; a count that is the value itself is not said again. */
const MOST_PARTS = 5;

function shortCount(result: MetricResult): string {
  if (result.numerator === null && result.denominator === null && !result.parts && result.n === result.value) return '';
  if (!result.parts) return countedFrom(result);
  const parts = Object.fromEntries(Object.entries(result.parts).filter(([, value]) => value !== null && value !== 0).slice(0, MOST_PARTS).map(([name, value]) => [name, value !== null && Math.abs(value) >= 100 ? Math.round(value) : value]));
  return countedFrom({ ...result, parts });
}

/** A long list of what could not be read is cut to its sentence. */
const MOST_NOTE = 140;

function noteOf({ reason, verdict, advice, parts }: MetricResult): string | null {
  // The verdict stands by the evidence for it.
  const note = reason ?? (verdict && parts ? verdict.word : advice);
  return note === null ? null : clipped(note, MOST_NOTE);
}

/** By name; a record whose name was not read is counted and not listed. */
function recordsOf({ records }: MetricResult, most: number, sources: PackSources): PackRecord[] {
  return (records?.ids ?? []).slice(0, most).flatMap((id) => {
    const named = sources.named?.get(id);
    const name = records?.names?.[id] ?? named?.name;
    return name === undefined ? [] : [recordOf({ id, name, object: records?.object ?? named?.object ?? null }, sources.instanceUrl)];
  });
}
