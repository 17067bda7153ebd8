/** Blocks of numbers: a metric whole, or cut by a dimension. */
import { countedFrom, shownValue } from '../metrics/formats/value.ts';
import type { MetricResult } from '../metrics/types.ts';
import { changeOf, sliceKey } from './change.ts';
import { capital } from './words.ts';
import type { PackSources } from './sources.ts';
import type { Block, NumberLine, PackRecord } from './types.ts';

/** Lines of one block; a page is read, a printout is not. */
const MOST_LINES = 15;

/** The numbers that a meeting looks at, each with what it was. */
export function headlineOf(sources: PackSources): Block {
  const lines = sources.meeting.metrics.flatMap((id) => {
    const whole = sources.metrics.find((result) => result.id === id && Object.keys(result.slice).length === 0);
    return whole ? [lineOf(whole, whole.label, 0, sources)] : [];
  });
  return { kind: 'numbers', title: 'The numbers', of: 'Number', decision: '', lines };
}

/** @param shown `by` null: the whole, or each value of what the metric is always split by */
export function numbersOf(shown: { readonly metric: string; readonly by: string | null; readonly records: number }, sources: PackSources): Block[] {
  const metric = sources.playbook.metrics.find(({ id }) => id === shown.metric);
  if (!metric) return [];
  const dimensions = [...(metric.splitBy === null ? [] : [metric.splitBy]), ...(shown.by === null || shown.by === metric.splitBy ? [] : [shown.by])];
  const results = sources.metrics.filter(({ id, slice }) => id === shown.metric && Object.keys(slice).length === dimensions.length && dimensions.every((dimension) => dimension in slice));
  const words = dimensions.map((dimension) => dimension.replaceAll('_', ' '));
  const by = ` by ${words.join(' and ')}`;
  const title = `${metric.label}${words.length === 0 || metric.label.endsWith(by) ? '' : by}`;
  const lines = results.slice(0, MOST_LINES).map((result) => lineOf(result, dimensions.length === 0 ? metric.label : Object.values(result.slice).join(', '), shown.records, sources));
  if (lines.length === 0) return [{ kind: 'note', text: `${title}: nothing to count in this period.` }];
  const rest = results.length - lines.length;
  return [{ kind: 'numbers', title, of: capital(words.join(', ') || 'number'), decision: metric.decision, lines }, ...(rest > 0 ? [{ kind: 'note' as const, text: `and ${rest} more:`, command: `handrail metrics --metric ${metric.id}${shown.by === null ? '' : ` --slice ${shown.by}`}` }] : [])];
}

function lineOf(result: MetricResult, label: string, records: number, sources: PackSources): NumberLine {
  const slice = sliceKey(result.slice);
  return {
    label,
    value: shownValue(result),
    state: result.state,
    change: changeOf(result, sources.previous?.numbers.find((kept) => kept.id === result.id && kept.slice === slice)),
    countedFrom: countedFrom(result),
    note: result.reason,
    records: recordsOf(result, records, sources.instanceUrl),
    recordsInAll: records === 0 ? 0 : (result.records?.total ?? 0),
  };
}

function recordsOf({ records }: MetricResult, most: number, instanceUrl: string | null): PackRecord[] {
  const object = records?.object ?? null;
  return (records?.ids ?? []).slice(0, most).map((id) => ({
    name: records?.names?.[id] ?? id,
    ...(instanceUrl === null || object === null ? {} : { url: `${instanceUrl}/lightning/r/${object}/${id}/view` }),
  }));
}
