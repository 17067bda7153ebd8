/** Counted cells as results: each with its state and its words, in order. */
import { columnsOfMeasure, type Measure, type Metric } from '../playbook/metricModel.ts';
import type { Playbook } from '../playbook/model.ts';
import { remembered } from '../shared/remembered.ts';
import { lastMonthEnd } from './conditions.ts';
import { cellKey, countedOf, type Cells } from './counting.ts';
import { BANDS } from './facts/dimensions.ts';
import { FACTS } from './facts/index.ts';
import { splitOf } from './measureColumns.ts';
import { daysOf, fiscalNameOf, type FiscalYear, type Period } from './period.ts';
import type { CutColumns, MeasureColumns } from './planned.ts';
import type { RecordsOfCell } from './records.ts';
import type { Session } from './session.ts';
import { isOfMonthEnds, judge, type Counted, type Evidence } from './state.ts';
import type { MetricResult, Standing } from './types.ts';

/** A period with the name that the org gives to its quarter or year. */
export function namedPeriod(period: Period, fiscalYear: FiscalYear): MetricResult['period'] {
  const name = fiscalNameOf(period, fiscalYear);
  return name === null ? period : { ...period, name };
}

/** What a result is judged and said by, beside its counts. */
interface Counting extends Pick<Session, 'asOf' | 'today' | 'fiscalYear' | 'manifest' | 'workingTime' | 'inputs' | 'playbook'> {
  readonly unplaced: string | null;
  readonly unconverted: string | null;
  readonly records: RecordsOfCell | null;
}

/** The results of one metric in one cut: what says something, in the order in which it is read. */
export function resultsOf(cut: CutColumns, cells: Cells, session: Counting): MetricResult[] {
  const { dimensions, request } = cut;
  const found = [...(cells.get(cellKey(dimensions))?.values() ?? [])]
    // A row of another kind (quota has no segment) is no slice.
    .filter((row) => dimensions.every((dimension) => row[dimension] !== null))
    .map((row) => cellOf(cut, row, cells, session))
    .filter(({ says }) => (dimensions.length === 0 && request.time === undefined) || says)
    .map(({ result }) => result)
    .toSorted((left, right) => (request.metric.isRanked ? (right.value ?? 0) - (left.value ?? 0) : 0) || compareSlices(left.slice, right.slice, session.playbook));
  // What is always split has no whole to say that there is nothing, or that the file is missing which every part needs.
  const isWhole = dimensions.length > 0 && request.time === undefined && dimensions.length === splitOf(request.metric).length;
  const isUnfed = request.metric.inputs.some((name) => session.inputs.get(name)?.present !== true);
  const saysNothing = found.length === 0 || (isUnfed && found.every((result) => [result, ...result.variants].every(({ state }) => state === 'undefined')));
  return saysNothing && isWhole ? [cellOf({ ...cut, dimensions: [] }, {}, cells, session).result] : found;
}

/** A slice of the fact that has nothing in this period is left out; a zero over something stays, but no share of nothing. */
function saysSomething({ found, numerator, denominator, value }: Counted, { shareOf }: MeasureColumns): boolean {
  return found > 0 || Boolean(numerator) || Boolean(value) || (Boolean(denominator) && shareOf === null);
}

/** The result of a cell, and whether it or one of its variants `says` anything. */
function cellOf(cut: CutColumns, row: Readonly<Record<string, unknown>>, cells: Cells, session: Counting): { readonly result: MetricResult; readonly says: boolean } {
  const { metric, period, time } = cut.request;
  const { asOf, today, fiscalYear, playbook, manifest, inputs, unplaced, unconverted, records } = session;
  const slice = Object.fromEntries(cut.dimensions.map((dimension) => [dimension, String(row[dimension])]));
  const about = { metric, slice, period, today, playbook, manifest, inputs, unplaced, unconverted };
  const of = (columns: MeasureColumns, rest: { readonly measure: Measure; readonly periodBy: string | null; readonly resolved: Evidence['resolution'] }) => {
    const counted = countedOf(rest.measure, columns, row, cells, daysOf(period));
    return { ...counted, says: saysSomething(counted, columns), ...judge({ ...about, measure: rest.measure, periodBy: rest.periodBy, resolution: rest.resolved, counted }) };
  };
  const main = of(cut.main, metric);
  const variants = metric.variants.flatMap((variant, index) => {
    const columns = cut.variants[index];
    return columns ? [{ variant, ...of(columns, variant) }] : [];
  });
  const on = isOfMonthEnds(metric.measure) ? lastMonthEnd(period, today) : null;
  const result: MetricResult = {
    id: metric.id,
    label: metric.label,
    tier: metric.tier,
    decision: metric.decision,
    advice: metric.splitBy === null ? null : (metric.advice[String(row[metric.splitBy])] ?? null),
    slice: { ...slice, ...time },
    period: namedPeriod(period, fiscalYear),
    ...(on === null ? {} : { on }),
    value: main.value,
    unit: metric.unit,
    ...(metric.shownFrom === null ? {} : { shownFrom: metric.shownFrom }),
    ...standingOf(main),
    reason: main.reason,
    numerator: main.numerator,
    denominator: main.denominator,
    n: main.n,
    definitionVersion: metric.definitionVersion,
    asOf,
    ...(main.parts ? { parts: main.parts } : {}),
    ...(measuresTime(metric) ? { workingTime: session.workingTime } : {}),
    ...(records ? { records: records(cut, row) } : {}),
    variants: variants.map(({ variant: { id, label, unit }, value, reason, numerator, denominator, parts, ...judged }) => ({ id, label, unit, value, ...standingOf(judged), reason, numerator, denominator, ...(parts ? { parts } : {}) })),
  };
  return { result, says: [main, ...variants].some(({ says }) => says) };
}

function standingOf({ state, also }: Standing): Standing {
  return also === undefined ? { state } : { state, also };
}

/** Whether a number, or a variant of it, is made of working time: beside days and hours on the wall its calendar would mislead. */
function measuresTime({ fact, measure, variants }: Metric): boolean {
  const { workingTime } = FACTS[fact];
  if (workingTime === undefined || workingTime === true) return workingTime === true;
  return [measure, ...variants.map((variant) => variant.measure)].flatMap(columnsOfMeasure).some((name) => workingTime.includes(name));
}

const BY_NAME = new Intl.Collator('en', { numeric: true });

const ranksOf = remembered(({ objects, segments }: Playbook): ReadonlyMap<string, number> => new Map([
  ...objects.flatMap(({ stages }) => stages.map((stage) => [stage.name, stage.rank] as const)),
  ...[segments, BANDS].flatMap((names) => names.map(({ name }, index) => [name, index] as const)),
]));

/** Stages, segments and sizes in their order, everything else by name. */
function compareSlices(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>, playbook: Playbook): number {
  const ranks = ranksOf(playbook);
  const key = (slice: Readonly<Record<string, string>>): string => Object.values(slice).map((value) => (ranks.has(value) ? String(ranks.get(value)).padStart(4, '0') : value)).join('\n');
  return BY_NAME.compare(key(left), key(right));
}
