/**
 * The peer of the planner: one number by one plain query over the fact, as somebody would write it by hand. Written from the
 * metric's definition alone, so that it also checks the planner.
 */
import { FACTS } from '../metrics/facts/index.ts';
import { shiftMonths, type Period } from '../metrics/period.ts';
import type { Aggregate, Conditions, Measure, Metric } from '../playbook/metricModel.ts';

export interface Cell {
  readonly metric: Metric;
  readonly measure: Measure;
  readonly periodBy: string | null;
  readonly period: Period;
  readonly slice: Readonly<Record<string, string>>;
}

const value = (found: string | number | boolean): string => (typeof found === 'string' ? `'${found.replaceAll("'", "''")}'` : String(found).toUpperCase());
const conditions = (where: Conditions): string[] => Object.entries(where).map(([column, values]) => `${column} IN (${values.map(value).join(', ')})`);

/** One row: numerator and denominator, or value. */
export function plainSql({ metric, measure, periodBy, period, slice }: Cell): string {
  const fact = FACTS[metric.fact];
  const dated = (column: string | null, { from, to }: Period): string[] => {
    if (column === null) return [];
    const inside = [`${column} >= DATE '${from}'`, `${column} < DATE '${to}'`];
    return fact.lastDay === undefined ? inside : [...inside, `${fact.lastDay} < DATE '${to}'`];
  };
  const filtered = (aggregate: string, where: Conditions | undefined, by: string | null, within: Period): string => {
    const all = [...conditions(where ?? {}), ...dated(by, within)];
    return all.length === 0 ? aggregate : `${aggregate} FILTER (WHERE ${all.join(' AND ')})`;
  };
  const aggregated = (aggregate: Aggregate): string => {
    const within = aggregate.lag_months === undefined ? period : shiftMonths(period, -aggregate.lag_months);
    const by = aggregate.period_by ?? periodBy;
    if (aggregate.count_distinct !== undefined) return filtered(`count(DISTINCT ${aggregate.count_distinct})`, aggregate.where, by, within);
    if (aggregate.sum === undefined) return filtered('count(*)', aggregate.where, by, within);
    const sum = filtered(`sum(${aggregate.sum})`, aggregate.where, by, within);
    const known = (aggregate.where?.['kind'] ?? []).some((kind) => fact.inputKinds?.includes(String(kind))) ? sum : `coalesce(${sum}, 0)`;
    return aggregate.minus ? `${known} - coalesce(${filtered(`sum(${aggregate.minus.sum})`, aggregate.minus.where, by, within)}, 0)` : known;
  };
  const selected =
    'numerator' in measure ? `${aggregated(measure.numerator)} AS numerator, ${aggregated(measure.denominator)} AS denominator`
    : 'median' in measure ? `${filtered(`median(${measure.median})`, measure.where, periodBy, period)} AS value`
    : `${filtered(`avg(${measure.mean})`, measure.where, periodBy, period)} AS value`;
  const scope = fact.scope ? [`(${fact.scope.column} IS NULL OR ${fact.scope.column} = ${value(fact.scope.of(Object.keys(slice)))})`] : [];
  const rows = [...conditions(metric.where), ...scope, ...Object.entries(slice).map(([column, wanted]) => `${column} = ${value(wanted)}`)];
  return `SELECT ${selected} FROM fact_${metric.fact}${rows.length === 0 ? '' : ` WHERE ${rows.join(' AND ')}`}`;
}
