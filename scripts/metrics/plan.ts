/**
 * The planner: all metrics over one fact in one query. Measures become filtered aggregates, slices become grouping
 * sets, so the fact is scanned once however many cells are asked for.
 */
import type { Aggregate, Conditions, Measure, Metric, Resolution } from '../playbook/metricModel.ts';
import { FACTS, type Fact, type FactName } from './facts/index.ts';
import { shiftMonths, type Period } from './period.ts';
import { aggregate, both, coalesce, column, compare, date, either, equal, integer, isIn, isNull, minus, not, text, type Columns, type Expression } from './relational/expression.ts';
import { filter, grouped, project, scan, sort, type Relation } from './relational/relation.ts';
import { RelationError, typeOf } from './relational/typing.ts';

/** A metric with the period it is asked for. */
export interface MetricRequest {
  readonly metric: Metric;
  readonly period: Period;
  /** Dimensions to cut by, one at a time, beside the whole. */
  readonly slices: readonly string[];
}

/** Which result columns belong to a measure. */
export interface MeasureColumns {
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly n: string;
  /** How many of the cohort are resolved, and how many there are. */
  readonly resolved: string | null;
  readonly cohort: string | null;
}

/** One way of cutting one metric, and where its numbers are. */
export interface CutColumns {
  readonly request: MetricRequest;
  readonly dimensions: readonly string[];
  readonly main: MeasureColumns;
  readonly variants: readonly MeasureColumns[];
}

export interface FactQuery {
  readonly fact: FactName;
  readonly relation: Relation;
  readonly dimensions: readonly string[];
  readonly cuts: readonly CutColumns[];
}

/** Table that a fact is computed into. */
export function factTable(name: FactName): Relation {
  return scan(`fact_${name}`, columnTypes(FACTS[name]));
}

function columnTypes(fact: Fact): Columns {
  return Object.fromEntries(Object.entries(fact.columns).map(([name, { type }]) => [name, type]));
}

/** One query for each fact that is asked for. */
export function planQueries(requests: readonly MetricRequest[]): FactQuery[] {
  return [...Map.groupBy(requests, ({ metric }) => metric.fact)].map(([fact, group]) => planFact(fact, group));
}

/** The ways a metric is cut: the whole, and each slice, always by what it is split by. */
export function cutsOf({ metric, slices }: MetricRequest): string[][] {
  const split = metric.splitBy === null ? [] : [metric.splitBy];
  return [split, ...slices.map((slice) => [...new Set([...split, slice])])];
}

function planFact(name: FactName, requests: readonly MetricRequest[]): FactQuery {
  const columns = columnTypes(FACTS[name]);
  const measures = new Map<string, { readonly name: string; readonly expression: Expression }>();
  /** Equal aggregates of different metrics are computed once. */
  const measured = (expression: Expression): string => {
    typeOf(expression, columns);
    const key = JSON.stringify(expression);
    const known = measures.get(key);
    if (known) return known.name;
    const added = { name: `m${measures.size}`, expression };
    measures.set(key, added);
    return added.name;
  };
  const cuts = requests.flatMap((request) => cutsOf(request).map((dimensions): CutColumns => namingMetric(request.metric, () => cutColumns(request, dimensions, measured))));
  const sets = [...new Map(cuts.map(({ dimensions }) => [JSON.stringify(dimensions.toSorted()), dimensions])).values()];
  const expressions = Object.fromEntries([...measures.values()].map((added) => [added.name, added.expression]));
  const relation = grouped(factTable(name), sets, expressions);
  return { fact: name, relation, dimensions: [...new Set(sets.flat())], cuts };
}

function cutColumns(request: MetricRequest, dimensions: readonly string[], measured: (expression: Expression) => string): CutColumns {
  const { metric, period } = request;
  const fact = FACTS[metric.fact];
  for (const dimension of dimensions) typeOf(column(dimension), columnTypes(fact));
  const rows = [...conditions(metric.where), ...scopeOf(fact, dimensions)];
  const of = (measure: Measure, periodBy: string | null, resolved: Resolution | null): MeasureColumns => measureColumns({ fact, period, periodBy, rows }, measure, resolved, measured);
  return {
    request,
    dimensions,
    main: of(metric.measure, metric.periodBy, metric.resolved),
    variants: metric.variants.map((variant) => of(variant.measure, variant.periodBy, variant.resolved)),
  };
}

/** What restricts every aggregate of a cut. */
interface Frame {
  readonly fact: Fact;
  readonly period: Period;
  readonly periodBy: string | null;
  readonly rows: readonly Expression[];
}

function measureColumns(frame: Frame, measure: Measure, resolved: Resolution | null, measured: (expression: Expression) => string): MeasureColumns {
  const counted = (extra: Conditions): string => measured(aggregate('count', null, whereOf(frame, extra, {})));
  const maturity = { resolved: resolved ? counted(resolved.where) : null, cohort: resolved ? counted({}) : null };
  if (!('numerator' in measure)) {
    const [name, called] = 'median' in measure ? ([measure.median, 'median'] as const) : ([measure.mean, 'mean'] as const);
    const where = whereOf(frame, measure.where ?? {}, {});
    return { value: measured(aggregate(called, column(name), where)), numerator: null, denominator: null, n: measured(aggregate('count', column(name), where)), ...maturity };
  }
  const rowsCounted = countedAggregate(measure);
  return {
    value: null,
    numerator: measured(aggregateOf(frame, measure.numerator)),
    denominator: measured(aggregateOf(frame, measure.denominator)),
    n: measured(rowsCounted.count_distinct === undefined ? aggregate('count', null, whereOf(frame, rowsCounted.where ?? {}, rowsCounted)) : aggregateOf(frame, rowsCounted)),
    ...maturity,
  };
}

/** The records a ratio speaks of: those of the denominator, or of the numerator where the denominator is money. */
function countedAggregate(measure: Extract<Measure, { numerator: unknown }>): Aggregate {
  return measure.denominator.sum === undefined ? measure.denominator : measure.numerator;
}

function aggregateOf(frame: Frame, source: Aggregate): Expression {
  const where = (found: Conditions | undefined): Expression => whereOf(frame, found ?? {}, source);
  if (source.sum === undefined) return aggregate(source.count_distinct === undefined ? 'count' : 'count_distinct', source.count_distinct === undefined ? null : column(source.count_distinct), where(source.where));
  const sum = aggregate('sum', column(source.sum), where(source.where));
  // No deal is zero money; no line in an input file is not known.
  const main = fromInput(frame.fact, source.where ?? {}) ? sum : coalesce(sum, integer(0));
  return source.minus ? minus(main, coalesce(aggregate('sum', column(source.minus.sum), where(source.minus.where)), integer(0))) : main;
}

function fromInput(fact: Fact, where: Conditions): boolean {
  return (where['kind'] ?? []).some((kind) => fact.inputKinds?.includes(String(kind)));
}

function whereOf(frame: Frame, where: Conditions, { period_by: other, lag_months: lag }: Omit<RowsOf, 'where'>): Expression {
  const dated = other ?? frame.periodBy;
  const period = lag === undefined ? frame.period : shiftMonths(frame.period, -lag);
  return both(...frame.rows, ...conditions(where), ...(dated === null ? [] : within(dated, period, frame.fact)));
}

function conditions(where: Conditions): Expression[] {
  return Object.entries(where).map(([name, values]) => isIn(column(name), values));
}

function within(dated: string, { from, to }: Period, { lastDay }: Fact): Expression[] {
  const inside = [compare(column(dated), '>=', date(from)), compare(column(dated), '<', date(to))];
  return lastDay === undefined ? inside : [...inside, compare(column(lastDay), '<', date(to))];
}

function scopeOf({ scope }: Fact, dimensions: readonly string[]): Expression[] {
  return scope ? [either(isNull(column(scope.column)), equal(column(scope.column), text(scope.of(dimensions))))] : [];
}

/** What places rows in an aggregate. */
type RowsOf = Pick<Aggregate, 'where' | 'period_by' | 'lag_months'>;

/** Which records stand behind a number. */
export type RecordSide = 'counted' | 'numerator' | 'denominator';

/** Ids of the records behind a number: one column, `id`, in order. */
export function recordsOf(request: MetricRequest, slice: Readonly<Record<string, string>>, side: RecordSide): Relation {
  const { metric, period } = request;
  return namingMetric(metric, () => {
    const fact = FACTS[metric.fact];
    const { measure } = metric;
    const source: RowsOf = !('numerator' in measure) ? measure : side === 'counted' ? countedAggregate(measure) : measure[side];
    const frame = { fact, period, periodBy: metric.periodBy, rows: [...conditions(metric.where), ...scopeOf(fact, Object.keys(slice))] };
    const cell = Object.entries(slice).map(([name, value]) => equal(column(name), text(value)));
    const measuredColumn = 'median' in measure ? measure.median : 'mean' in measure ? measure.mean : null;
    const known = measuredColumn === null ? [] : [not(isNull(column(measuredColumn)))];
    const rows = filter(factTable(metric.fact), both(not(isNull(column(fact.id))), whereOf(frame, source.where ?? {}, source), ...cell, ...known));
    return sort(project(rows, { id: column(fact.id) }), ['id']);
  });
}

function namingMetric<T>(metric: Metric, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RelationError) throw new RangeError(`The metric ${metric.id} (${metric.position.file}:${metric.position.line}) cannot be computed: ${error.message}`, { cause: error });
    throw error;
  }
}
