import type { BusinessFunction, Position } from './model.ts';
import type { MetricSource } from './metricSchema.ts';

export type Measure = MetricSource['measure'];
export type Aggregate = Extract<Measure, { numerator: unknown }>['numerator'];
export type Conditions = Readonly<Record<string, readonly (string | number | boolean)[]>>;

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
  readonly periodBy: string | null;
  readonly window: MetricSource['window'];
  readonly measure: Measure;
  readonly variants: readonly MetricVariant[];
  readonly slices: readonly string[];
  readonly splitBy: string | null;
  readonly minN: number;
  readonly resolved: Resolution | null;
  readonly inputs: readonly string[];
  readonly target: { readonly low: number | null; readonly high: number | null };
  readonly every: NonNullable<MetricSource['every']>;
  readonly position: Position;
}

const DEFAULT_MIN_N = 10;

export function metricOf(source: MetricSource, position: Position): Metric {
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
    periodBy,
    window: source.window,
    measure: source.measure,
    variants: (source.variants ?? []).map((variant) => ({ id: variant.id, label: variant.label, measure: variant.measure, periodBy: variant.period_by ?? periodBy, resolved: variant.resolved ?? null })),
    slices: source.slices,
    splitBy: source.split_by ?? null,
    minN: source.min_n ?? DEFAULT_MIN_N,
    resolved: source.resolved ?? null,
    inputs: source.inputs ?? [],
    target: { low: source.target?.low ?? null, high: source.target?.high ?? null },
    every: source.every ?? [],
    position,
  };
}

/** Columns of its fact that a metric names anywhere. */
export function columnsOf(metric: Metric): string[] {
  const measures = [metric.measure, ...metric.variants.map((variant) => variant.measure)].flatMap(columnsOfMeasure);
  const dates = [metric.periodBy, ...metric.variants.map((variant) => variant.periodBy)].filter((column) => column !== null);
  const resolutions = [metric.resolved, ...metric.variants.map((variant) => variant.resolved)].flatMap((resolved) => Object.keys(resolved?.where ?? {}));
  return [...new Set([...measures, ...dates, ...resolutions, ...Object.keys(metric.where), ...metric.slices, ...(metric.splitBy === null ? [] : [metric.splitBy])])];
}

export function columnsOfMeasure(measure: Measure): string[] {
  if ('numerator' in measure) return [measure.numerator, measure.denominator].flatMap((aggregate) => [...columnsAggregated(aggregate), ...[aggregate.period_by].filter((column) => column !== undefined), ...Object.keys(aggregate.where ?? {}), ...Object.keys(aggregate.minus?.where ?? {})]);
  return ['median' in measure ? measure.median : measure.mean, ...Object.keys(measure.where ?? {})];
}

/** Columns whose values are in the number itself, not only in which rows count. */
export function columnsAggregated(aggregate: Aggregate): string[] {
  return [aggregate.sum, aggregate.count_distinct, aggregate.minus?.sum].filter((column) => column !== undefined);
}
