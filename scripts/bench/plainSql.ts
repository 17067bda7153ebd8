/**
 * The peer of the planner: one number by one plain query over the fact, as somebody would write it by hand. Written from the
 * metric's definition alone, so that it also checks the planner.
 */
import { FACTS } from '../metrics/facts/index.ts';
import { addDays, shiftMonths, type Period } from '../metrics/period.ts';
import { columnOf, isStatistic, type Aggregate, type Conditions, type Measure, type Metric, type Part, type Range, type Statistic, type Waiting } from '../playbook/metricModel.ts';

export interface Cell {
  readonly metric: Metric;
  readonly measure: Measure;
  readonly periodBy: string | null;
  readonly period: Period;
  readonly slice: Readonly<Record<string, string>>;
  /** Local date of the as-of instant. */
  readonly today: string;
}

const value = (found: string | number | boolean): string => (typeof found === 'string' ? `'${found.replaceAll("'", "''")}'` : String(found).toUpperCase());
const conditions = (where: Conditions): string[] =>
  Object.entries(where).flatMap(([column, condition]) => {
    if (Array.isArray(condition)) return [`${column} IN (${condition.map(value).join(', ')})`];
    const { at_least: low, below } = condition as Range;
    return [...(low === undefined ? [] : [`${column} >= ${low}`]), ...(below === undefined ? [] : [`${column} < ${below}`])];
  });

/** One row: numerator and denominator, or value, or each part of a formula. */
export function plainSql(cell: Cell): string {
  const { metric, measure, slice } = cell;
  const from = fromFact(cell, slice);
  if ('waiting' in measure) return waitingSql(cell, measure, from);
  if ('share' in measure) {
    const whole = Object.fromEntries(Object.entries(slice).filter(([dimension]) => dimension !== metric.splitBy));
    const part = aggregateSql(cell, measure.share);
    return `SELECT (SELECT ${part} ${from}) AS numerator, (SELECT ${part} ${fromFact(cell, whole)}) AS denominator`;
  }
  if ('formula' in measure) return `SELECT ${Object.entries(measure.of).flatMap(([name, part]) => partSql(cell, part, `${name}_`)).join(', ')} ${from}`;
  return `SELECT ${partSql(cell, 'total' in measure ? measure.total : measure, '').join(', ')} ${from}`;
}

function fromFact({ metric }: Cell, slice: Readonly<Record<string, string>>): string {
  const fact = FACTS[metric.fact];
  const scope = fact.scope ? [`(${fact.scope.column} IS NULL OR ${fact.scope.column} = ${value(fact.scope.of(Object.keys(slice)))})`] : [];
  const rows = [...conditions(metric.where), ...scope, ...Object.entries(slice).map(([column, wanted]) => `"${column}" = ${value(wanted)}`)];
  return `FROM fact_${metric.fact}${rows.length === 0 ? '' : ` WHERE ${rows.join(' AND ')}`}`;
}

function partSql(cell: Cell, part: Part, prefix: string): string[] {
  if ('numerator' in part) return [`${aggregateSql(cell, part.numerator)} AS ${prefix}numerator`, `${aggregateSql(cell, part.denominator)} AS ${prefix}denominator`];
  return [`${isStatistic(part) ? statisticSql(cell, part) : aggregateSql(cell, part)} AS ${prefix}value`];
}

function statisticSql(cell: Cell, statistic: Statistic): string {
  const { name, called } = columnOf(statistic);
  return filtered(cell, called === 'p90' ? `quantile_cont(${name}, 0.9)` : `${called === 'mean' ? 'avg' : called}(${name})`, statistic.where, {});
}

function aggregateSql(cell: Cell, aggregate: Aggregate): string {
  const fact = FACTS[cell.metric.fact];
  if (aggregate.count_distinct !== undefined) return filtered(cell, `count(DISTINCT ${aggregate.count_distinct})`, aggregate.where, aggregate);
  if (aggregate.sum === undefined) return filtered(cell, 'count(*)', aggregate.where, aggregate);
  const sum = filtered(cell, `sum(${aggregate.sum})`, aggregate.where, aggregate);
  const kinds = aggregate.where?.['kind'] ?? cell.metric.where['kind'];
  const known = fact.onlyInput || (Array.isArray(kinds) && kinds.some((kind) => Object.hasOwn(fact.inputKinds ?? {}, String(kind)))) ? sum : `coalesce(${sum}, 0)`;
  return aggregate.minus ? `${known} - coalesce(${filtered(cell, `sum(${aggregate.minus.sum})`, aggregate.minus.where, aggregate)}, 0)` : known;
}

type Placed = Pick<Aggregate, 'period_by' | 'lag_months' | 'at' | 'any_time'>;

function filtered(cell: Cell, aggregate: string, where: Conditions = {}, placed: Placed): string {
  const meant = Object.entries(cell.metric.defaultWhere).filter(([column]) => !Object.hasOwn(cell.slice, column) && !Object.hasOwn(where, column));
  const all = [...conditions(Object.fromEntries(meant)), ...conditions(where), ...dated(cell, placed)];
  return all.length === 0 ? aggregate : `${aggregate} FILTER (WHERE ${all.join(' AND ')})`;
}

function dated({ metric, period, periodBy, today }: Cell, placed: Placed): string[] {
  const column = placed.period_by ?? periodBy;
  if (column === null || placed.any_time) return [];
  const { from, to } = placed.lag_months === undefined ? period : shiftMonths(period, -placed.lag_months);
  if (placed.at === 'start') return [`${column} = DATE '${addDays(from, -1)}'`];
  if (placed.at === 'end') {
    const end = addDays(`${(to < today ? to : today).slice(0, 7)}-01`, -1);
    return [end < from ? 'FALSE' : `${column} = DATE '${end}'`];
  }
  const inside = [`${column} >= DATE '${from}'`, `${column} < DATE '${to}'`];
  const { lastDay, spans } = FACTS[metric.fact];
  if (spans === 'period') return [`${column} = DATE '${from}'`, `${lastDay ?? column} = DATE '${addDays(to, -1)}'`];
  return lastDay === undefined ? inside : [...inside, `${lastDay} < DATE '${to}'`];
}

/** The curve of those who still wait, by a running product. */
function waitingSql(cell: Cell, { waiting, of, ended, where }: Waiting, from: string): string {
  const level = waiting === 'median' ? 0.5 : 0.1;
  const rows = [`${of} IS NOT NULL`, ...conditions(where ?? {}), ...dated(cell, {})].join(' AND ');
  return `WITH lengths AS (SELECT ${of} AS length, count(*) FILTER (WHERE ${ended}) AS ended, count(*) AS waits ${from}${from.includes(' WHERE ') ? ' AND' : ' WHERE'} ${rows} GROUP BY 1),
    curve AS (SELECT length, product(1 - ended / at_risk) OVER (ORDER BY length) AS surviving FROM (SELECT *, sum(waits) OVER (ORDER BY length DESC) AS at_risk FROM lengths) WHERE ended > 0),
    found AS (SELECT min(length) FILTER (WHERE surviving < ${level} - 1e-9) AS below, min(length) FILTER (WHERE abs(surviving - ${level}) <= 1e-9) AS level FROM curve)
    SELECT CASE WHEN level IS NULL THEN below WHEN below IS NULL THEN level ELSE (level + below) / 2 END AS value FROM found`;
}
