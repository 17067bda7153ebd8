/** The rows of a fact, and the records, that a number speaks of. */
import { columnOf, isStatistic, type Measure } from '../playbook/metricModel.ts';
import { conditions } from './conditions.ts';
import { FACTS } from './facts/index.ts';
import { factTable } from './factTable.ts';
import { countedSide, frameOf, hasWorth, scopeOf, whereOf, type Frame, type RowsOf } from './measureColumns.ts';
import { namingMetric } from './namingMetric.ts';
import type { MetricRequest } from './planned.ts';
import { both, column, equal, isNull, not, text, type Expression } from './relational/expression.ts';
import { filter, project, sort, type Relation } from './relational/relation.ts';

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
  const { source, known, worth = null } = rowsBehind(frame, metric.measure, side);
  return both(whereOf(frame, source.where ?? {}, source), ...known.map((name) => not(isNull(column(name)))), ...(worth === null ? [] : [hasWorth(worth)]));
}

function rowsBehind(frame: Frame, measure: Measure, side: RecordSide): { readonly source: RowsOf; readonly known: readonly string[]; readonly worth?: string | null } {
  if ('waiting' in measure) return { source: { where: measure.where }, known: [measure.of] };
  const part = 'formula' in measure ? measure.of[measure.n] : 'total' in measure ? measure.total : 'share' in measure ? measure.share : measure;
  if (part === undefined) return { source: {}, known: [] };
  if ('numerator' in part) return { known: [], ...(side === 'counted' ? countedSide(frame, part) : { source: part[side] }) };
  return isStatistic(part) ? { source: { where: part.where }, known: [columnOf(part).name] } : { source: part, known: [] };
}
