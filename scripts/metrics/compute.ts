/** Metrics from a snapshot: load -> facts -> one query per fact -> results with their states. */
import { nearest } from '../formula/index.ts';
import { type Metric } from '../playbook/metricModel.ts';
import { TIME_SLICES } from '../playbook/metricSchema.ts';
import type { Playbook } from '../playbook/model.ts';
import { buildAndAnswer, periodsOf } from './answering.ts';
import type { StageOrder } from './facts/index.ts';
import { nameOfPart, parsePeriod, partsOfPeriod, windowOf, type TimeSlice } from './period.ts';
import type { MetricRequest } from './planned.ts';
import { recordsOf, type RecordSide } from './recordRows.ts';
import type { RecordsAsked } from './records.ts';
import { withSession, type EngineSource, type Session, type SessionOptions } from './session.ts';
import type { MetricResult } from './types.ts';

export interface ComputeOptions {
  /**
   * ISO date or instant; nothing that happened at or after it is seen. A date is its first moment in the zone of the org.
   * Default: when the snapshot was taken.
   */
  readonly asOf?: string;
  /** See `parsePeriod`; absent: each metric's own window. */
  readonly period?: string;
  /** Ids; absent: all. */
  readonly metrics?: readonly string[];
  /** Dimension to cut by, where a metric has it; `month`, `quarter`, `year`: by time; `all`: every dimension the metric declares. */
  readonly slice?: string;
  /** Each number with the records it was counted from. Default: without. */
  readonly records?: RecordsAsked;
  /** Folder of the external inputs. */
  readonly inputsDir?: string;
  /** Earlier orders of the stages; absent: the playbook's has always been in force. */
  readonly stageOrders?: readonly StageOrder[];
  /** See `SessionOptions`. */
  readonly kept?: NonNullable<SessionOptions['kept']>;
}

/**
 * @param source folder of a snapshot, or an engine with the objects in tables
 * @throws RangeError for an unknown metric, slice, period or column; Error when the snapshot or an input cannot be read
 */
export async function computeMetrics(playbook: Playbook, source: string | EngineSource, options: ComputeOptions = {}): Promise<MetricResult[]> {
  if (typeof source !== 'string' && options.records !== undefined) throw new RangeError('The records behind numbers are listed from a snapshot only.');
  return withSession(playbook, source, options, async (session) => {
    const requests = chooseMetrics(playbook, options).flatMap((metric) => requestsOf(metric, session, options));
    const [results = []] = await buildAndAnswer(session, [requests], options.records);
    return results;
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
export async function recordsBehind(playbook: Playbook, source: string | EngineSource, metric: string, slice: Readonly<Record<string, string>>, options: RecordsOptions = {}): Promise<string[]> {
  return withRequests(playbook, source, { ...options, metrics: [metric] }, async ({ engine }, [request]) => {
    if (!request) return [];
    return (await engine.rows(recordsOf(request, slice, options.side ?? 'counted'))).map((row) => String(row['id']));
  });
}

/** Opens what is to be counted and builds the facts of the chosen metrics. */
export async function withRequests<T>(playbook: Playbook, source: string | EngineSource, options: ComputeOptions, work: (session: Session, requests: readonly MetricRequest[]) => Promise<T>): Promise<T> {
  const chosen = chooseMetrics(playbook, options);
  return withSession(playbook, source, options, async (session) => {
    const requests = chosen.flatMap((metric) => requestsOf(metric, session, options));
    await buildFor(session, requests);
    return work(session, requests);
  });
}

/** Computes the facts that requests read, for the periods they ask for. */
export async function buildFor(session: Session, requests: readonly MetricRequest[]): Promise<void> {
  await session.build(requests.map(({ metric }) => metric.fact), periodsOf(requests));
}

/** What is asked of a metric: the whole with its slices, and each part of the time. */
export function requestsOf(metric: Metric, { today, fiscalYear }: Pick<Session, 'today' | 'fiscalYear'>, { period: asked, slice }: ComputeOptions): MetricRequest[] {
  const { start: fiscalYearStart } = fiscalYear;
  // What is placed in no time is of no period: it says how things stand, whatever was asked for.
  const period = asked === undefined || metric.periodBy === null ? windowOf(metric.window, today, fiscalYearStart) : parsePeriod(asked, fiscalYear);
  const slices = slice === 'all' ? metric.slices : metric.slices.filter((dimension) => dimension === slice);
  const time = isTimeSlice(slice) && isCutByTime(metric) ? partsOfPeriod(period, slice, fiscalYearStart).map((part): MetricRequest => ({ metric, period: part, slices: [], today, fiscalYearStart, time: { [slice]: nameOfPart(part.from, slice, fiscalYear) } })) : [];
  return [{ metric, period, slices, today, fiscalYearStart }, ...time];
}

function isTimeSlice(slice: string | undefined): slice is TimeSlice {
  return TIME_SLICES.some((known) => known === slice);
}

/** All time has no months, and what lies ahead is asked for as it stands today. */
function isCutByTime({ periodBy, window }: Metric): boolean {
  return periodBy !== null && window !== 'all';
}

/** @throws RangeError for an unknown metric or slice */
export function chooseMetrics(playbook: Playbook, { metrics, slice }: ComputeOptions): readonly Metric[] {
  const known = new Map(playbook.metrics.map((metric) => [metric.id, metric]));
  const chosen = [...new Set(metrics ?? known.keys())].map((id): Metric => {
    const metric = known.get(id);
    if (!metric) throw new RangeError(`The playbook has no metric "${id}".${didYouMean(id, known.keys())} It has: ${[...known.keys()].join(', ')}.`);
    return metric;
  });
  const dimensions = new Set<string>(chosen.flatMap((metric) => [...metric.slices, ...(isCutByTime(metric) ? TIME_SLICES : [])]));
  if (slice !== undefined && slice !== 'all' && !dimensions.has(slice)) {
    throw new RangeError(`None of these metrics can be cut by "${slice}".${didYouMean(slice, dimensions)} Dimensions: ${[...dimensions].join(', ') || 'none'}.`);
  }
  return chosen;
}

/** @returns a sentence with a blank before it; nothing when no name is near */
function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}
