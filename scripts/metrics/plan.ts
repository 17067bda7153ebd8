/**
 * The planner: all metrics over one fact that are cut alike in one query. Measures become filtered aggregates, slices become
 * grouping sets, so the fact is scanned once however many cells are asked for. Metrics that are cut in other ways have a
 * query of their own: every aggregate of a query is computed for every one of its sets, needed or not.
 */
import { columnOf, isStatistic, type Aggregate, type Conditions, type Measure, type Metric, type Part, type Ratio, type Resolution, type Statistic, type Waiting } from '../playbook/metricModel.ts';
import { conditions, within, type Placing } from './conditions.ts';
import { countedByAny } from './counted.ts';
import { FACTS, type Fact, type FactName } from './facts/index.ts';
import type { Period } from './period.ts';
import { aggregate, both, coalesce, column, columnsIn, either, equal, integer, isNull, isTrue, minus, not, text, type Columns, type Expression } from './relational/expression.ts';
import { aggregated, filter, grouped, project, scan, sort, type Relation } from './relational/relation.ts';
import { RelationError, typeOf } from './relational/typing.ts';

/** A metric with the period it is asked for. */
export interface MetricRequest {
  readonly metric: Metric;
  readonly period: Period;
  /** Dimensions to cut by, one at a time, beside the whole. */
  readonly slices: readonly string[];
  /** Local date of the as-of instant. */
  readonly today: string;
  /** First month of the fiscal year. */
  readonly fiscalYearStart: number;
  /** Name of the period where it is a slice itself: `{ month: '2026-03' }`. */
  readonly time?: Readonly<Record<string, string>>;
}

/** Which result columns belong to a part of a measure. */
export interface PartColumns {
  /** Absent where the value is numerator over denominator. */
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly n: string;
}

export interface MeasureColumns extends PartColumns {
  /** Dimensions of the cell whose value is the denominator of a share. */
  readonly shareOf: readonly string[] | null;
  /** Of a formula. */
  readonly parts: Readonly<Record<string, PartColumns>> | null;
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

/** A distribution of durations, from which a result column is worked out: no aggregate of SQL knows of those still waiting. */
export interface WaitingQuery {
  readonly column: string;
  readonly quantile: Waiting['waiting'];
  /** The dimensions, `wait_length`, `wait_ended` and `waits`. */
  readonly relation: Relation;
}

export interface FactQuery {
  readonly fact: FactName;
  readonly relation: Relation;
  readonly dimensions: readonly string[];
  readonly cuts: readonly CutColumns[];
  readonly waiting: readonly WaitingQuery[];
  /** True of every row that any number of the query counts, or is a record behind; null: all rows. */
  readonly rows: Expression | null;
}

/** Table that a fact is computed into. */
export function factTable(name: FactName): Relation {
  return scan(`fact_${name}`, columnTypes(FACTS[name]));
}

function columnTypes(fact: Fact): Columns {
  return Object.fromEntries(Object.entries(fact.columns).map(([name, { type }]) => [name, type]));
}

/** One query for each fact and way of cutting it that is asked for. */
export function planQueries(requests: readonly MetricRequest[]): FactQuery[] {
  const cuts = requests.flatMap((request) => cutsOf(request).map((dimensions): Cut => ({ request, dimensions })));
  const alike = Map.groupBy(cuts, ({ request, dimensions }) => {
    // Where the cut decides which rows count, no two cuts share an aggregate.
    const together = FACTS[request.metric.fact].scope ? [dimensions] : cutsOf(request);
    return JSON.stringify([request.metric.fact, together.map((set) => set.toSorted()).toSorted()]);
  });
  return [...alike.values()].flatMap((group) => (group[0] ? [planFact(group[0].request.metric.fact, group)] : []));
}

interface Cut {
  readonly request: MetricRequest;
  readonly dimensions: readonly string[];
}

/** The ways a metric is cut: the whole, and each slice, always by what it is split by. */
export function cutsOf({ metric, slices }: MetricRequest): string[][] {
  const split = splitOf(metric);
  return [split, ...slices.map((slice) => [...new Set([...split, slice])])];
}

function splitOf({ splitBy }: Metric): string[] {
  return splitBy === null ? [] : [splitBy];
}

/** What a query collects while its cuts are planned: each aggregate and each distribution once. */
interface Collected {
  aggregate(expression: Expression): string;
  waiting(of: Waiting, where: Expression): string;
}

function planFact(name: FactName, wanted: readonly Cut[]): FactQuery {
  const columns = columnTypes(FACTS[name]);
  const measures = new Map<string, { readonly name: string; readonly expression: Expression }>();
  const waits = new Map<string, { readonly name: string; readonly of: Waiting; readonly where: Expression }>();
  const collected: Collected = {
    aggregate(expression) {
      typeOf(expression, columns);
      const key = JSON.stringify(expression);
      const known = measures.get(key) ?? { name: `m${measures.size}`, expression };
      measures.set(key, known);
      return known.name;
    },
    waiting(of, where) {
      typeOf(where, columns);
      const key = JSON.stringify([of, where]);
      const known = waits.get(key) ?? { name: `w${waits.size}`, of, where };
      waits.set(key, known);
      return known.name;
    },
  };
  const cuts = wanted.map(({ request, dimensions }) => namingMetric(request.metric, () => cutColumns(request, dimensions, collected)));
  const wholes = cuts.flatMap(({ main, variants }) => [main, ...variants].flatMap(({ shareOf }) => (shareOf ? [shareOf] : [])));
  const sets = [...new Map([...cuts.map(({ dimensions }) => dimensions), ...wholes].map((dimensions) => [JSON.stringify(dimensions.toSorted()), dimensions])).values()];
  const expressions = Object.fromEntries([...measures.values()].map((added) => [added.name, added.expression]));
  const waiting = [...waits.values()].map((wait): WaitingQuery => ({ column: wait.name, quantile: wait.of.waiting, relation: distribution(name, wait.of, wait.where, sets) }));
  const counted = countedByAny(Object.values(expressions));
  const behind = [...[...waits.values()].map(({ where }) => where), ...cuts.map((cut) => countedRows(cut.request, cut.dimensions, 'counted'))];
  const rows = counted === null ? factTable(name) : filter(factTable(name), counted);
  return { fact: name, relation: ofRecords(FACTS[name], rows, sets, expressions) ?? grouped(rows, sets, expressions), dimensions: [...new Set(sets.flat())], cuts, waiting, rows: counted && anyOf([counted, ...behind]) };
}

/**
 * Where every aggregate counts records, each once: first one row per record and cell with what it counts for, then these are
 * counted, which takes a small part of what keeping the ids of each cell apart does. Null where that would be another number:
 * sets may differ only by dimensions that are the same on all rows of a record.
 */
function ofRecords({ id, ofRecord = [] }: Fact, rows: Relation, sets: readonly (readonly string[])[], measures: Readonly<Record<string, Expression>>): Relation | null {
  const dimensions = [...new Set(sets.flat())];
  const isSame = (name: string): boolean => ofRecord.includes(name);
  if (sets.some((set) => dimensions.some((name) => !set.includes(name) && !isSame(name)))) return null;
  const counted: Record<string, Expression> = {};
  for (const [name, of] of Object.entries(measures)) {
    if (of.kind !== 'aggregate' || of.function !== 'count_distinct' || of.of?.kind !== 'column' || of.of.name !== id) return null;
    counted[name] = aggregate('any', both(not(isNull(of.of)), ...(of.where ? [of.where] : [])));
  }
  const records = aggregated(rows, [...new Set([...dimensions, id])], counted);
  return grouped(records, sets, Object.fromEntries(Object.keys(counted).map((name) => [name, aggregate('count', null, column(name))])));
}

/** Of a fact what queries over it read: these columns, of the rows that any of them counts. */
export function readOf(fact: Relation, queries: readonly FactQuery[]): Relation {
  const named = new Set(queries.flatMap((query) => [FACTS[query.fact].id, ...query.dimensions, ...columnsIn([query.relation, query.waiting, query.rows])]));
  const columns = Object.keys(fact.columns).filter((name) => named.has(name));
  const rows = queries.flatMap((query) => (query.rows === null ? [] : [query.rows]));
  const counted = rows.length < queries.length ? fact : filter(fact, anyOf(rows));
  return project(counted, Object.fromEntries(columns.map((name) => [name, column(name)])));
}

function anyOf(conditions: readonly Expression[]): Expression {
  return either(...new Map(conditions.map((condition) => [JSON.stringify(condition), condition])).values());
}

function distribution(name: FactName, { of, ended }: Waiting, where: Expression, sets: readonly (readonly string[])[]): Relation {
  const dimensions = Object.fromEntries(sets.flat().map((dimension) => [dimension, column(dimension)]));
  const waits = project(filter(factTable(name), both(where, not(isNull(column(of))))), { ...dimensions, wait_length: column(of), wait_ended: isTrue(column(ended)) });
  return grouped(waits, sets.map((set) => [...set, 'wait_length', 'wait_ended']), { waits: aggregate('count') });
}

function cutColumns(request: MetricRequest, dimensions: readonly string[], collected: Collected): CutColumns {
  const { metric } = request;
  const fact = FACTS[metric.fact];
  for (const dimension of dimensions) typeOf(column(dimension), columnTypes(fact));
  const rows = [...conditions(metric.where), ...scopeOf(fact, dimensions)];
  const of = (measure: Measure, periodBy: string | null, resolved: Resolution | null): MeasureColumns => measureColumns({ ...frameOf(request, periodBy), rows, dimensions }, measure, resolved, collected);
  return {
    request,
    dimensions,
    main: of(metric.measure, metric.periodBy, metric.resolved),
    variants: metric.variants.map((variant) => of(variant.measure, variant.periodBy, variant.resolved)),
  };
}

/** What restricts every aggregate of a cut. */
interface Frame extends Placing {
  readonly metric: Metric;
  readonly rows: readonly Expression[];
  readonly dimensions: readonly string[];
}

function frameOf({ metric, period, today, fiscalYearStart }: MetricRequest, periodBy: string | null): Omit<Frame, 'rows' | 'dimensions'> {
  return { metric, fact: FACTS[metric.fact], period, today, fiscalYearStart, periodBy };
}

function measureColumns(frame: Frame, measure: Measure, resolved: Resolution | null, collected: Collected): MeasureColumns {
  const counted = (extra: Conditions): string => collected.aggregate(aggregate('count', null, whereOf(frame, extra, {})));
  const rest = { shareOf: null, parts: null, resolved: resolved ? counted(resolved.where) : null, cohort: resolved ? counted({}) : null };
  if ('formula' in measure) {
    const parts = Object.fromEntries(Object.entries(measure.of).map(([name, part]) => [name, partColumns(frame, part, collected)]));
    return { value: null, numerator: null, denominator: null, n: parts[measure.n]?.n ?? '', ...rest, parts };
  }
  if ('waiting' in measure) {
    const where = whereOf(frame, measure.where ?? {}, {});
    return { value: collected.waiting(measure, where), numerator: null, denominator: null, n: collected.aggregate(aggregate('count', column(measure.of), where)), ...rest };
  }
  if ('share' in measure) {
    const { value, n } = partColumns(frame, measure.share, collected);
    return { value: null, numerator: value, denominator: value, n, ...rest, shareOf: frame.dimensions.filter((dimension) => !splitOf(frame.metric).includes(dimension)) };
  }
  return { ...partColumns(frame, 'total' in measure ? measure.total : measure, collected), ...rest };
}

function partColumns(frame: Frame, part: Part, collected: Collected): PartColumns {
  if ('numerator' in part) {
    return {
      value: null,
      numerator: collected.aggregate(aggregateOf(frame, part.numerator)),
      denominator: collected.aggregate(aggregateOf(frame, part.denominator)),
      n: collected.aggregate(rowsOf(frame, countedAggregate(part))),
    };
  }
  if (isStatistic(part)) return { value: collected.aggregate(statisticOf(frame, part)), numerator: null, denominator: null, n: collected.aggregate(aggregate('count', column(columnOf(part).name), whereOf(frame, part.where ?? {}, {}))) };
  return { value: collected.aggregate(aggregateOf(frame, part)), numerator: null, denominator: null, n: collected.aggregate(rowsOf(frame, part)) };
}

function statisticOf(frame: Frame, statistic: Statistic): Expression {
  const { name, called } = columnOf(statistic);
  return aggregate(called, column(name), whereOf(frame, statistic.where ?? {}, {}));
}

/** The records a ratio speaks of: those of the denominator, or of the numerator where the denominator is money. */
function countedAggregate(measure: Ratio): Aggregate {
  return measure.denominator.sum === undefined ? measure.denominator : measure.numerator;
}

function rowsOf(frame: Frame, counted: Aggregate): Expression {
  return counted.count_distinct === undefined ? aggregate('count', null, whereOf(frame, counted.where ?? {}, counted)) : aggregateOf(frame, counted);
}

function aggregateOf(frame: Frame, source: Aggregate): Expression {
  const where = (found: Conditions | undefined): Expression => whereOf(frame, found ?? {}, source);
  if (source.sum === undefined) return aggregate(source.count_distinct === undefined ? 'count' : 'count_distinct', source.count_distinct === undefined ? null : column(source.count_distinct), where(source.where));
  const sum = aggregate('sum', column(source.sum), where(source.where));
  // No deal is zero money; no line in an input file is not known.
  const main = fromInput(frame, source.where ?? {}) ? sum : coalesce(sum, integer(0));
  return source.minus ? minus(main, coalesce(aggregate('sum', column(source.minus.sum), where(source.minus.where)), integer(0))) : main;
}

/** Whether the rows an aggregate counts come from an input file, so that none of them is not known instead of zero. */
export function fromInput({ fact, metric }: { readonly fact: Fact; readonly metric: Pick<Metric, 'where'> }, where: Conditions): boolean {
  const kinds = where['kind'] ?? metric.where['kind'] ?? [];
  return fact.onlyInput === true || (Array.isArray(kinds) && kinds.some((kind) => fact.inputKinds?.includes(String(kind))));
}

/** What places rows in an aggregate. */
type RowsOf = Pick<Aggregate, 'where' | 'period_by' | 'lag_months' | 'at' | 'any_time'>;

function whereOf(frame: Frame, where: Conditions, placed: RowsOf): Expression {
  const meant = Object.entries(frame.metric.defaultWhere).filter(([name]) => !frame.dimensions.includes(name) && !Object.hasOwn(where, name));
  return both(...frame.rows, ...conditions(Object.fromEntries(meant)), ...conditions(where), ...within(frame, placed));
}

function scopeOf({ scope }: Fact, dimensions: readonly string[]): Expression[] {
  return scope ? [either(isNull(column(scope.column)), equal(column(scope.column), text(scope.of(dimensions))))] : [];
}

/** Which records stand behind a number. */
export type RecordSide = 'counted' | 'numerator' | 'denominator';

/** Ids of the records behind a number: one column, `id`, in order. */
export function recordsOf(request: MetricRequest, slice: Readonly<Record<string, string>>, side: RecordSide): Relation {
  const { metric } = request;
  return namingMetric(metric, () => {
    const fact = FACTS[metric.fact];
    const cell = Object.entries(slice).map(([name, value]) => equal(column(name), text(value)));
    const rows = filter(factTable(metric.fact), both(not(isNull(column(fact.id))), ...cell, countedRows(request, Object.keys(slice), side)));
    return sort(project(rows, { id: column(fact.id) }), ['id']);
  });
}

/** Which rows of its fact a metric speaks of when it is cut by these dimensions; of the cell itself nothing is said. */
export function countedRows(request: MetricRequest, dimensions: readonly string[], side: RecordSide): Expression {
  const { metric } = request;
  const frame = { ...frameOf(request, metric.periodBy), dimensions, rows: [...conditions(metric.where), ...scopeOf(FACTS[metric.fact], dimensions)] };
  const { source, known } = rowsBehind(metric.measure, side);
  return both(whereOf(frame, source.where ?? {}, source), ...known.map((name) => not(isNull(column(name)))));
}

function rowsBehind(measure: Measure, side: RecordSide): { readonly source: RowsOf; readonly known: readonly string[] } {
  if ('waiting' in measure) return { source: { where: measure.where }, known: [measure.of] };
  const part = 'formula' in measure ? measure.of[measure.n] : 'total' in measure ? measure.total : 'share' in measure ? measure.share : measure;
  if (part === undefined) return { source: {}, known: [] };
  if ('numerator' in part) return { source: side === 'counted' ? countedAggregate(part) : part[side], known: [] };
  return isStatistic(part) ? { source: { where: part.where }, known: [columnOf(part).name] } : { source: part, known: [] };
}

function namingMetric<T>(metric: Metric, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RelationError) throw new RangeError(`The metric ${metric.id} (${metric.position.file}:${metric.position.line}) cannot be computed: ${error.message}`, { cause: error });
    throw error;
  }
}
