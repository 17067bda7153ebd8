/**
 * The planner: all metrics over one fact that are cut alike in one query. Measures become filtered aggregates, slices become
 * grouping sets, so the fact is scanned once however many cells are asked for. Metrics that are cut in other ways have a
 * query of their own: every aggregate of a query is computed for every one of its sets, needed or not.
 */
import type { Measure, Resolution, Waiting } from '../playbook/metricModel.ts';
import { conditions } from './conditions.ts';
import { anyOf, countedByAny, partsOf, sharedParts, withoutParts, type Alternatives } from './counted.ts';
import { FACTS, type Fact, type FactName } from './facts/index.ts';
import { columnTypes, factTable } from './factTable.ts';
import { frameOf, measureColumns, scopeOf, splitOf, type Collected } from './measureColumns.ts';
import { namingMetric } from './namingMetric.ts';
import { countedRows } from './recordRows.ts';
import type { CutColumns, FactQuery, MeasureColumns, MetricRequest, WaitingQuery } from './planned.ts';
import { aggregate, both, column, columnsIn, isNull, isTrue, not, type Expression } from './relational/expression.ts';
import { aggregated, filter, grouped, project, type Relation } from './relational/relation.ts';
import { typeOf } from './relational/typing.ts';

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
function cutsOf({ metric, slices }: MetricRequest): string[][] {
  const split = splitOf(metric);
  return [split, ...slices.map((slice) => [...new Set([...split, slice])])];
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
  const counted = countedByAny([...measures.values()].map(({ expression }) => expression));
  const shared = sharedParts(counted);
  const expressions = Object.fromEntries([...measures.values()].map((added) => [added.name, withoutParts(added.expression, shared)]));
  const waiting = [...waits.values()].map((wait): WaitingQuery => ({ column: wait.name, quantile: wait.of.waiting, relation: distribution(name, wait.of, wait.where, sets) }));
  const behind = [...[...waits.values()].map(({ where }) => where), ...cuts.map((cut) => countedRows(cut.request, cut.dimensions, 'counted'))];
  const rows = filteredTo(counted, factTable(name));
  return { fact: name, relation: ofRecords(FACTS[name], rows, sets, expressions) ?? grouped(rows, sets, expressions), dimensions: [...new Set(sets.flat())], cuts, waiting, rows: [...counted, ...behind.map(partsOf)] };
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

/**
 * Of a fact what queries over it read: these columns, of the rows that any of them counts.
 * @param withIds the ids of the records too
 * @param beside queries whose columns are kept as well
 */
export function readOf(fact: Relation, queries: readonly FactQuery[], withIds: boolean, beside: readonly FactQuery[] = []): Relation {
  const named = new Set([...queries, ...beside].flatMap((query) => [...(withIds ? [FACTS[query.fact].id] : []), ...query.dimensions, ...columnsIn([query.relation, query.waiting, query.rows])]));
  const columns = Object.keys(fact.columns).filter((name) => named.has(name));
  const counted = filteredTo(queries.flatMap((query) => query.rows), fact);
  // A number of rows reads no column.
  return project(counted, Object.fromEntries((columns.length > 0 ? columns : Object.keys(fact.columns).slice(0, 1)).map((name) => [name, column(name)])));
}

function filteredTo(rows: Alternatives, relation: Relation): Relation {
  const where = anyOf(rows);
  return where === null ? relation : filter(relation, where);
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
