import type { BusinessFunction, Position } from './model.ts';
import type { MetricSource } from './metricSchema.ts';

export type Measure = MetricSource['measure'];
export type Ratio = Extract<Measure, { numerator: unknown }>;
export type Aggregate = Ratio['numerator'];
export type Statistic = Extract<Measure, { median: unknown } | { p90: unknown } | { mean: unknown }>;
export type Waiting = Extract<Measure, { waiting: unknown }>;
export type Formula = Extract<Measure, { formula: unknown }>;
export type Part = Formula['of'][string];
export interface Range {
  readonly at_least?: number | undefined;
  readonly below?: number | undefined;
}
export type Condition = readonly (string | number | boolean)[] | Range;
export type Conditions = Readonly<Record<string, Condition>>;

/** When a cohort may be believed. */
export interface Resolution {
  readonly where: Conditions;
  readonly share: number;
}

export interface MetricVariant {
  readonly id: string;
  readonly label: string;
  readonly measure: Measure;
  readonly periodBy: string | null;
  readonly resolved: Resolution | null;
  readonly unit: MetricSource['unit'];
  /** Where people meet this convention. */
  readonly usedIn: string | null;
}

/** A metric as the playbook defines it. */
export interface Metric {
  readonly id: string;
  readonly label: string;
  /** How it is counted, in one sentence. */
  readonly means: string | null;
  readonly tier: MetricSource['tier'];
  readonly owners: readonly BusinessFunction[];
  readonly decision: string;
  /** `win_rate@1` */
  readonly definitionVersion: string;
  readonly unit: MetricSource['unit'];
  readonly fact: MetricSource['fact'];
  /** Rows of the fact that belong to it at all. */
  readonly where: Conditions;
  /** What holds unless a cut or a part says otherwise. */
  readonly defaultWhere: Conditions;
  readonly periodBy: string | null;
  readonly window: MetricSource['window'];
  readonly measure: Measure;
  readonly variants: readonly MetricVariant[];
  readonly slices: readonly string[];
  readonly splitBy: string | null;
  /** By what its last closed periods are told, beside the whole. */
  readonly pastBy: readonly string[];
  /** The largest first. */
  readonly isRanked: boolean;
  /** What to do, by value of what it is split by. */
  readonly advice: Readonly<Record<string, string>>;
  /** ISO date; periods that begin earlier have no number. */
  readonly notBefore: string | null;
  readonly minN: number;
  readonly resolved: Resolution | null;
  readonly inputs: readonly string[];
  /** Null: every value is shown as it is. */
  readonly shownFrom: number | null;
  readonly target: { readonly low: number | null; readonly high: number | null };
  readonly every: NonNullable<MetricSource['every']>;
  /** ISO date; null when nobody said. */
  readonly reviewBy: string | null;
  readonly position: Position;
}

const DEFAULT_MIN_N = 10;

/** @param reviewBy ISO date for metrics without one of their own */
export function metricOf(source: MetricSource, position: Position, reviewBy: string | null = null): Metric {
  const periodBy = source.period_by ?? null;
  return {
    id: source.id,
    label: source.label,
    means: source.means ?? null,
    tier: source.tier,
    owners: source.owners,
    decision: source.decision,
    definitionVersion: `${source.id}@${source.version}`,
    unit: source.unit,
    fact: source.fact,
    where: source.where ?? {},
    defaultWhere: source.default_where ?? {},
    periodBy,
    window: source.window,
    measure: source.measure,
    variants: (source.variants ?? []).map((variant) => ({ id: variant.id, label: variant.label, measure: variant.measure, periodBy: variant.period_by ?? periodBy, resolved: variant.resolved ?? null, unit: variant.unit ?? source.unit, usedIn: variant.used_in ?? null })),
    slices: source.slices,
    splitBy: source.split_by ?? null,
    pastBy: source.past_by ?? [],
    isRanked: source.ranked ?? false,
    advice: source.advice ?? {},
    notBefore: source.not_before ?? null,
    minN: source.min_n ?? DEFAULT_MIN_N,
    resolved: source.resolved ?? null,
    inputs: source.inputs ?? [],
    shownFrom: source.shown_from ?? null,
    target: { low: source.target?.low ?? null, high: source.target?.high ?? null },
    every: source.every ?? [],
    reviewBy: source.review_by ?? reviewBy,
    position,
  };
}

/** Columns of its fact that a metric names anywhere. */
export function columnsOf(metric: Metric): string[] {
  const measures = [metric.measure, ...metric.variants.map((variant) => variant.measure)].flatMap(columnsOfMeasure);
  const dates = [metric.periodBy, ...metric.variants.map((variant) => variant.periodBy)].filter((column) => column !== null);
  const resolutions = [metric.resolved, ...metric.variants.map((variant) => variant.resolved)].flatMap((resolved) => Object.keys(resolved?.where ?? {}));
  return [...new Set([...measures, ...dates, ...resolutions, ...Object.keys(metric.where), ...Object.keys(metric.defaultWhere), ...metric.slices, ...(metric.splitBy === null ? [] : [metric.splitBy])])];
}

export function columnsOfMeasure(measure: Measure): string[] {
  const where = 'waiting' in measure ? Object.keys(measure.where ?? {}) : [];
  return [...new Set([...columnsInMeasure(measure), ...where, ...partsOf(measure).flatMap(columnsOfPart)])];
}

/** Columns whose values are in the number itself, not only in which rows count. */
export function columnsInMeasure(measure: Measure): string[] {
  if ('waiting' in measure) return [measure.of, measure.ended];
  return partsOf(measure).flatMap((part) => ('numerator' in part ? [part.numerator, part.denominator].flatMap(columnsAggregated) : isStatistic(part) ? [columnOf(part).name] : columnsAggregated(part)));
}

/** Whether a part of a measure names rows of a kind. */
export function countsKind(measure: Measure, kind: string): boolean {
  const parts = partsOf(measure).flatMap((part): readonly Pick<Aggregate, 'where'>[] => ('numerator' in part ? [part.numerator, part.denominator] : [part]));
  return parts.some(({ where = {} }) => Array.isArray(where['kind']) && where['kind'].includes(kind));
}

/** What a measure is put together from. */
export function partsOf(measure: Measure): Part[] {
  if ('formula' in measure) return Object.values(measure.of);
  if ('total' in measure) return [measure.total];
  if ('share' in measure) return [measure.share];
  return 'waiting' in measure ? [] : [measure];
}

/** Whether nothing but the period that a metric is asked for is in its number or in one of its variants. */
export function countsItsPeriod({ periodBy, measure, variants }: Pick<Metric, 'periodBy' | 'measure' | 'variants'>): boolean {
  const aggregates = (part: Part): Aggregate[] => ('numerator' in part ? [part.numerator, part.denominator] : isStatistic(part) ? [] : [part]);
  return [{ periodBy, measure }, ...variants].every((one) => one.periodBy !== null && partsOf(one.measure).flatMap(aggregates).every(({ any_time: anyTime, lag_months: lag }) => !anyTime && lag === undefined));
}

export function isStatistic(part: Part): part is Statistic {
  return 'median' in part || 'p90' in part || 'mean' in part;
}

/** What a statistic is of, and which one it is. */
export function columnOf(statistic: Statistic): { readonly name: string; readonly called: 'median' | 'p90' | 'mean' } {
  if ('median' in statistic) return { name: statistic.median, called: 'median' };
  return 'p90' in statistic ? { name: statistic.p90, called: 'p90' } : { name: statistic.mean, called: 'mean' };
}

function columnsOfPart(part: Part): string[] {
  const aggregated = (aggregate: Aggregate): string[] => [...[aggregate.period_by].filter((column) => column !== undefined), ...Object.keys(aggregate.where ?? {}), ...Object.keys(aggregate.minus?.where ?? {})];
  if ('numerator' in part) return [part.numerator, part.denominator].flatMap(aggregated);
  return isStatistic(part) ? Object.keys(part.where ?? {}) : aggregated(part);
}

function columnsAggregated(aggregate: Aggregate): string[] {
  return [aggregate.sum, aggregate.count_distinct, aggregate.minus?.sum].filter((column) => column !== undefined);
}
