/** Metrics from a snapshot: load -> facts -> one query per fact -> results with their states. */
import type { Metric } from '../playbook/metricModel.ts';
import type { Playbook } from '../playbook/model.ts';
import { rowsOfRelation } from './duckdb.ts';
import { BANDS } from './facts/dimensions.ts';
import { FACTS, type StageOrder } from './facts/index.ts';
import { parsePeriod, windowOf } from './period.ts';
import { planQueries, recordsOf, type CutColumns, type FactQuery, type MeasureColumns, type MetricRequest, type RecordSide } from './plan.ts';
import { totalFlag } from './relational/relation.ts';
import { withSession, type Session } from './session.ts';
import { judge, type Counted, type Evidence } from './state.ts';
import type { MetricResult } from './types.ts';

export interface ComputeOptions {
  /** ISO date or instant; nothing that happened at or after it is seen. Default: when the snapshot was taken. */
  readonly asOf?: string;
  /** See `parsePeriod`; absent: each metric's own window. */
  readonly period?: string;
  /** Ids; absent: all. */
  readonly metrics?: readonly string[];
  /** Dimension to cut by, where a metric has it; `all`: every dimension the metric declares. */
  readonly slice?: string;
  /** Folder of the external inputs. */
  readonly inputsDir?: string;
  /** Earlier orders of the stages; absent: the playbook's has always been in force. */
  readonly stageOrders?: readonly StageOrder[];
}

/** @throws RangeError for an unknown metric, slice, period or column; Error when the snapshot or an input cannot be read */
export async function computeMetrics(playbook: Playbook, snapshotDir: string, options: ComputeOptions = {}): Promise<MetricResult[]> {
  return withRequests(playbook, snapshotDir, options, async (session, requests) => {
    const results: MetricResult[] = [];
    const unplaced = await unplacedBy(requests, session);
    for (const query of planQueries(requests)) {
      const rows = await rowsOfRelation(session.db, query.relation);
      for (const cut of query.cuts) results.push(...resultsOf(cut, query, rows, { ...session, unplaced: unplaced.get(cut.request) ?? null }));
    }
    const order = requests.map(({ metric }) => metric.id);
    return results.toSorted((left, right) => order.indexOf(left.id) - order.indexOf(right.id) || Object.keys(left.slice).length - Object.keys(right.slice).length);
  });
}

export interface RecordsOptions extends Omit<ComputeOptions, 'metrics' | 'slice'> {
  /** `counted` (default): the records the number speaks of; else those of one side of the ratio. */
  readonly side?: RecordSide;
}

/**
 * Ids of the records behind one number, in order.
 * @param slice as in the result: dimension to value; empty for the whole
 */
export async function recordsBehind(playbook: Playbook, snapshotDir: string, metric: string, slice: Readonly<Record<string, string>>, options: RecordsOptions = {}): Promise<string[]> {
  return withRequests(playbook, snapshotDir, { ...options, metrics: [metric] }, async ({ db }, [request]) => {
    if (!request) return [];
    return (await rowsOfRelation(db, recordsOf(request, slice, options.side ?? 'counted'))).map((row) => String(row['id']));
  });
}

async function withRequests<T>(playbook: Playbook, snapshotDir: string, options: ComputeOptions, work: (session: Session, requests: readonly MetricRequest[]) => Promise<T>): Promise<T> {
  const chosen = chooseMetrics(playbook, options);
  return withSession(playbook, snapshotDir, options, async (session) => {
    const requests = chosen.map(
      (metric): MetricRequest => ({
        metric,
        period: options.period === undefined ? windowOf(metric.window, session.today, playbook.fiscalYearStart) : parsePeriod(options.period, playbook.fiscalYearStart),
        slices: options.slice === 'all' ? metric.slices : metric.slices.filter((slice) => slice === options.slice),
      }),
    );
    await session.build(chosen.map((metric) => metric.fact));
    return work(session, requests);
  });
}

function chooseMetrics(playbook: Playbook, { metrics, slice }: ComputeOptions): readonly Metric[] {
  const known = new Map(playbook.metrics.map((metric) => [metric.id, metric]));
  const chosen = [...new Set(metrics ?? known.keys())].map((id): Metric => {
    const metric = known.get(id);
    if (!metric) throw new RangeError(`The playbook has no metric "${id}". It has: ${[...known.keys()].join(', ')}.`);
    return metric;
  });
  if (slice !== undefined && slice !== 'all' && !chosen.some((metric) => metric.slices.includes(slice))) {
    throw new RangeError(`None of these metrics can be cut by "${slice}". Dimensions: ${[...new Set(chosen.flatMap((metric) => metric.slices))].join(', ') || 'none'}.`);
  }
  return chosen;
}

async function unplacedBy(requests: readonly MetricRequest[], session: Session): Promise<ReadonlyMap<MetricRequest, string | null>> {
  const said = new Map<MetricRequest, string | null>();
  for (const request of requests) if (FACTS[request.metric.fact].ofDeals) said.set(request, await session.unplaced(request.period));
  return said;
}

type Row = Readonly<Record<string, unknown>>;

interface Counting extends Pick<Session, 'asOf' | 'manifest' | 'inputs' | 'playbook'> {
  readonly unplaced: string | null;
}

function resultsOf(cut: CutColumns, query: FactQuery, rows: readonly Row[], session: Counting): MetricResult[] {
  const { dimensions } = cut;
  return rows
    .filter((row) => query.dimensions.every((dimension) => (Number(row[totalFlag(dimension)]) === 0) === dimensions.includes(dimension)))
    // A row of another kind (quota has no segment) is no slice.
    .filter((row) => dimensions.every((dimension) => row[dimension] !== null))
    .map((row) => resultOf(cut, row, session))
    .filter((result) => dimensions.length === 0 || saysSomething(result))
    .toSorted((left, right) => compareSlices(left.slice, right.slice, session.playbook));
}

/** A slice of the fact that has nothing in this period is left out; a zero over something stays. */
function saysSomething({ n, numerator, denominator }: MetricResult): boolean {
  return n > 0 || Boolean(numerator) || Boolean(denominator);
}

function resultOf(cut: CutColumns, row: Row, session: Counting): MetricResult {
  const { metric, period } = cut.request;
  const { asOf, manifest, inputs, unplaced } = session;
  const about = { metric, dimensions: cut.dimensions, period, manifest, inputs, unplaced };
  const of = (columns: MeasureColumns, rest: Pick<Evidence, 'measure' | 'periodBy'> & { resolved: Evidence['resolution'] }) => {
    const counted = countedOf(columns, row);
    return { ...counted, ...judge({ ...about, measure: rest.measure, periodBy: rest.periodBy, resolution: rest.resolved, counted }) };
  };
  const main = of(cut.main, metric);
  return {
    id: metric.id,
    label: metric.label,
    tier: metric.tier,
    slice: Object.fromEntries(cut.dimensions.map((dimension) => [dimension, String(row[dimension])])),
    period,
    value: main.value,
    unit: metric.unit,
    state: main.state,
    reason: main.reason,
    numerator: main.numerator,
    denominator: main.denominator,
    n: main.n,
    definitionVersion: metric.definitionVersion,
    asOf,
    variants: metric.variants.flatMap((variant, index) => {
      const columns = cut.variants[index];
      if (!columns) return [];
      const { value, state, reason, numerator, denominator } = of(columns, variant);
      return [{ id: variant.id, label: variant.label, value, state, reason, numerator, denominator }];
    }),
  };
}

function countedOf(columns: MeasureColumns, row: Row): Counted {
  const at = (column: string | null): number | null => {
    const value = column === null ? null : row[column];
    return value === null || value === undefined ? null : Number(value);
  };
  const numerator = at(columns.numerator);
  const denominator = at(columns.denominator);
  const ratio = numerator !== null && denominator !== null && denominator > 0 ? numerator / denominator : null;
  return { value: columns.value === null ? ratio : at(columns.value), numerator, denominator, n: at(columns.n) ?? 0, resolved: at(columns.resolved), cohort: at(columns.cohort) };
}

/** Stages, segments and sizes in their order, everything else by name. */
function compareSlices(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>, { objects, segments }: Playbook): number {
  const ranks = new Map([
    ...objects.flatMap(({ stages }) => stages.map((stage) => [stage.name, stage.rank] as const)),
    ...[segments, BANDS].flatMap((names) => names.map(({ name }, index) => [name, index] as const)),
  ]);
  const key = (slice: Readonly<Record<string, string>>): string => Object.values(slice).map((value) => (ranks.has(value) ? String(ranks.get(value)).padStart(4, '0') : value)).join('\n');
  return key(left).localeCompare(key(right));
}
