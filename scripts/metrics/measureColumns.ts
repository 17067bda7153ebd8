/** The aggregates of a measure: what is counted or added, over which rows of its fact. */
import { columnOf, countsKind, isStatistic, type Aggregate, type Conditions, type Measure, type Metric, type Part, type Ratio, type Resolution, type Statistic, type Waiting } from '../playbook/metricModel.ts';
import { conditions, within, type Placing } from './conditions.ts';
import { FACTS, type Fact } from './facts/index.ts';
import type { MeasureColumns, MetricRequest, PartColumns } from './planned.ts';
import { aggregate, both, coalesce, column, differs, either, equal, integer, isNull, minus, not, number, text, type Expression } from './relational/expression.ts';

/** Where the planner collects what a query computes; the answer is the name of its column. */
export interface Collected {
  aggregate(expression: Expression): string;
  waiting(of: Waiting, where: Expression): string;
}

/** What restricts every aggregate of a cut. */
export interface Frame extends Placing {
  readonly metric: Metric;
  readonly rows: readonly Expression[];
  readonly dimensions: readonly string[];
}

export function frameOf({ metric, period, today, fiscalYearStart }: MetricRequest, periodBy: string | null): Omit<Frame, 'rows' | 'dimensions'> {
  return { metric, fact: FACTS[metric.fact], period, today, fiscalYearStart, periodBy };
}

export function measureColumns(frame: Frame, measure: Measure, resolved: Resolution | null, collected: Collected): MeasureColumns {
  const counted = (extra: Conditions): string => collected.aggregate(aggregate('count', null, whereOf(frame, extra, {})));
  const rest = { shareOf: null, parts: null, resolved: resolved ? counted(resolved.where) : null, cohort: resolved ? counted({}) : null, covered: coveredOf(frame, measure, collected) };
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

/** Who has a quota of their own need not have it from the first day on: only the whole must be covered. */
function coveredOf(frame: Frame, measure: Measure, collected: Collected): string | null {
  const { covers } = frame.fact;
  if (!covers || frame.dimensions.length > 0) return null;
  return countsKind(measure, covers.kind) ? collected.aggregate(aggregate('sum', column(covers.column), whereOf(frame, { kind: [covers.kind] }, {}))) : null;
}

function partColumns(frame: Frame, part: Part, collected: Collected): PartColumns {
  if ('numerator' in part) {
    return {
      value: null,
      numerator: collected.aggregate(aggregateOf(frame, part.numerator)),
      denominator: collected.aggregate(aggregateOf(frame, part.denominator)),
      n: collected.aggregate(recordsCounted(frame, part)),
    };
  }
  if (isStatistic(part)) return { value: collected.aggregate(statisticOf(frame, part)), numerator: null, denominator: null, n: collected.aggregate(aggregate('count', column(columnOf(part).name), whereOf(frame, part.where ?? {}, {}))) };
  return { value: collected.aggregate(aggregateOf(frame, part)), numerator: null, denominator: null, n: collected.aggregate(rowsOf(frame, part)) };
}

function statisticOf(frame: Frame, statistic: Statistic): Expression {
  const { name, called } = columnOf(statistic);
  return aggregate(called, column(name), whereOf(frame, statistic.where ?? {}, {}));
}

function recordsCounted(frame: Frame, part: Ratio): Expression {
  const { source, worth } = countedSide(frame, part);
  return worth === null ? rowsOf(frame, source) : aggregate('count', null, both(whereOf(frame, source.where ?? {}, source), hasWorth(worth)));
}

/**
 * The records a ratio speaks of: those of the denominator, of a sum those that add to it (`worth` is the column). Against a quota or what
 * else a file brings, which is no record, those of the numerator.
 */
export function countedSide(frame: { readonly fact: Fact; readonly metric: Pick<Metric, 'where'> }, { numerator, denominator }: Ratio): { readonly source: Aggregate; readonly worth: string | null } {
  if (denominator.sum === undefined) return { source: denominator, worth: null };
  return denominator.minus || fromInput(frame, denominator.where ?? {}) ? { source: numerator, worth: null } : { source: denominator, worth: denominator.sum };
}

export function hasWorth(name: string): Expression {
  return both(not(isNull(column(name))), differs(column(name), number(0)));
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
  return fact.onlyInput === true || (Array.isArray(kinds) && kinds.some((kind) => Object.hasOwn(fact.inputKinds ?? {}, String(kind))));
}

/** What places rows in an aggregate. */
export type RowsOf = Pick<Aggregate, 'where' | 'period_by' | 'lag_months' | 'at' | 'any_time'>;

export function whereOf(frame: Frame, where: Conditions, placed: RowsOf): Expression {
  const meant = Object.entries(frame.metric.defaultWhere).filter(([name]) => !frame.dimensions.includes(name) && !Object.hasOwn(where, name));
  return both(...frame.rows, ...conditions(Object.fromEntries(meant)), ...conditions(where), ...within(frame, placed));
}

export function scopeOf({ scope }: Fact, dimensions: readonly string[]): Expression[] {
  return scope ? [either(isNull(column(scope.column)), equal(column(scope.column), text(scope.of(dimensions))))] : [];
}

/** What a metric is always cut by. */
export function splitOf({ splitBy }: Metric): string[] {
  return splitBy === null ? [] : [splitBy];
}

/** What a query collects while its cuts are planned: each aggregate and each distribution once. */
