/**
 * Forecasts that a sync took on their day and wrote down. They are never taken again: where what is rebuilt from history says
 * something else today, the difference is shown and the kept number counts.
 */
import { aggregate, boolean, both, coalesce, column, compare, concat, either, equal, instant, isNull, isTrue, minus, not, number, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, scan, union, type Relation } from '../relational/relation.ts';
import { stepTable, type Deals, type FactInput } from './fact.ts';
import { forecastsSince, TODAY } from './forecastState.ts';
import { sourceColumns } from './sources.ts';

/** `Metric__c` and `Series__c` of the records. */
export const KEPT_METRIC = 'forecast_kept';
export const KEPT_SERIES = 'kept';

/** One row per kept number: `kept_from`, `kept_at`, `kept_slice`, `kept_by` (null: all), `kept_of`, `kept_value`. */
function keptForecasts({ asOf }: FactInput): Relation {
  const rows = filter(scan('Handrail_Metric__c', sourceColumns('Handrail_Metric__c')), both(not(column('IsDeleted')), equal(column('Metric__c'), text(KEPT_METRIC)), equal(column('Series__c'), text(KEPT_SERIES)), compare(column('As_Of__c'), '<=', instant(asOf)), not(isNull(column('Value__c')))));
  return project(rows, { kept_from: column('Period_From__c'), kept_at: column('As_Of__c'), kept_slice: column('Slice__c'), kept_by: column('Slice_Dimension__c'), kept_of: column('Slice_Value__c'), kept_value: column('Value__c') });
}

/**
 * Adds to spans, snapshots and categories (`level_name`) how the forecast was `taken`: `kept`, or `rebuilt` from history before
 * the first was kept and for the moment that is asked for. One that nobody kept later, or that lies before people said what
 * they expect, is missing.
 */
export function howTaken(taken: Relation, input: FactInput, deals: Deals): Relation {
  const kept = keptForecasts(input);
  const totals = project(filter(kept, isNull(column('kept_by'))), { t_from: column('kept_from'), t_at: column('kept_at'), t_slice: column('kept_slice') });
  const first = aggregated(kept, [], { first_kept: aggregate('min', column('kept_at')) });
  const known = join('left', join('inner', taken, stepTable(forecastsSince(input, deals)), equal(column('since_name'), column('level_name'))), totals, both(equal(column('t_from'), column('span_from')), column('of_quarter'), equal(column('t_at'), column('taken_at')), equal(column('t_slice'), sliceOf())));
  const rebuilt = both(isTrue(compare(column('since_at'), '<', column('taken_at'))), either(isNull(column('first_kept')), compare(column('taken_at'), '<', column('first_kept')), not(column('of_quarter')), equal(column('snapshot'), text(TODAY))));
  const found = extend(join('inner', known, first, boolean(true)), { taken: when([[not(isNull(column('t_at'))), text('kept')], [isTrue(rebuilt), text('rebuilt')]]) });
  return filter(found, not(isNull(column('taken'))));
}

function sliceOf(...rest: readonly Expression[]): Expression {
  return concat(text('category='), column('level_name'), ...rest);
}

/**
 * Where a kept number is another than the rebuilt one, for one way of cutting: the columns of a forecast, `scope` and
 * `forecast`, which is the difference.
 * @param sums what is rebuilt, by the columns of `of` and by owner, segment and team
 * @param how `howTaken`
 */
export function keptApart(sums: Relation, how: Relation, input: FactInput, scope: string, of: readonly string[]): Relation {
  const isTotal = scope === 'total';
  const value = isTotal ? text(null) : column(scope);
  const rebuilt = project(filter(sums, equal(column('taken'), text('kept'))), { ...Object.fromEntries(of.map((name) => [name, column(name)])), value, kept: number(0), rebuilt: column('forecast') });
  const slice = isTotal ? sliceOf() : sliceOf(text(`;${scope}=`), column('kept_of'));
  const rows = filter(keptForecasts(input), isTotal ? isNull(column('kept_by')) : equal(column('kept_by'), text(scope)));
  const matched = join('inner', filter(how, equal(column('taken'), text('kept'))), rows, both(equal(column('kept_from'), column('span_from')), equal(column('kept_at'), column('taken_at')), equal(column('kept_slice'), slice)));
  const forecast: Readonly<Record<string, Expression>> = { on_date: column('span_from'), last_day: column('span_last'), category: column('level_name'), quarter_over: compare(column('ends_at'), '<=', instant(input.asOf)) };
  const kept = project(matched, { ...Object.fromEntries(of.map((name) => [name, forecast[name] ?? column(name)])), value: isTotal ? text(null) : column('kept_of'), kept: column('kept_value'), rebuilt: number(0) });
  const both_ = aggregated(union(rebuilt, kept), [...of, 'value'], { kept: aggregate('sum', column('kept')), rebuilt: aggregate('sum', column('rebuilt')) });
  const apart = extend(both_, { forecast: minus(coalesce(column('kept'), number(0)), coalesce(column('rebuilt'), number(0))) });
  const dimension = (name: string): Expression => (name === scope ? column('value') : text(null));
  return project(filter(apart, not(equal(column('forecast'), number(0)))), { ...Object.fromEntries(of.map((name) => [name, column(name)])), owner: dimension('owner'), segment: dimension('segment'), team: dimension('team'), forecast: column('forecast'), actual: number(0) });
}
