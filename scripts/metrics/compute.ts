/** Metrics from a snapshot: load -> facts -> one query per fact -> results with their states. */
import { nearest } from '../formula/index.ts';
import { type Metric } from '../playbook/metricModel.ts';
import { TIME_SLICES } from '../playbook/metricSchema.ts';
import type { Playbook } from '../playbook/model.ts';
import { FACTS, type FactName, type StageOrder } from './facts/index.ts';
import { cellsOf } from './counting.ts';
import { nameOfPart, parsePeriod, partsOfPeriod, windowOf, type Period, type TimeSlice } from './period.ts';
import { planQueries, readOf } from './plan.ts';
import type { FactQuery, MetricRequest } from './planned.ts';
import { recordsOf, type RecordSide } from './recordRows.ts';
import { recordsOfCells, type RecordsAsked } from './records.ts';
import { namedPeriod, resultsOf } from './results.ts';
import { withSession, type EngineSource, type Session, type Unconverted } from './session.ts';
import type { Evidence } from './state.ts';
import type { MetricResult } from './types.ts';
import { reviewRequests, withVerdicts } from './verdict.ts';

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

/**
 * Groups of requests answered, each for itself. Facts are built one after the other, asked in one pass, and gone before the next.
 * @param asked records to give with each number
 */
export async function buildAndAnswer(session: Session, groups: readonly (readonly MetricRequest[])[], asked?: RecordsAsked): Promise<MetricResult[][]> {
  const answers = groups.map((requests) => new Answers(session, requests, asked));
  const requests = groups.flat();
  await session.build(requests.map(({ metric }) => metric.fact), askedOf(requests), {
    read: (fact, relation) => readOf(relation, answers.flatMap((answer) => answer.queries(fact)), asked !== undefined),
    ask: async (fact) => {
      for (const answer of answers) await answer.ask(fact);
    },
  });
  return answers.map((answer) => answer.results());
}

/** What is found out about requests, fact by fact. */
class Answers {
  readonly #session: Session;
  readonly #requests: readonly MetricRequest[];
  readonly #records: RecordsAsked | undefined;
  readonly #reviews: ReadonlySet<MetricRequest>;
  readonly #queries: readonly FactQuery[];
  readonly #found: MetricResult[] = [];
  readonly #reviewed: MetricResult[] = [];
  readonly #unplaced: Unplaced = { deals: undefined, byPeriod: new Map() };

  constructor(session: Session, requests: readonly MetricRequest[], records: RecordsAsked | undefined) {
    this.#session = session;
    this.#requests = requests;
    this.#records = records;
    this.#reviews = new Set(reviewRequests(requests));
    this.#queries = planQueries([...requests, ...this.#reviews]);
  }

  queries(fact: FactName): readonly FactQuery[] {
    return this.#queries.filter((query) => query.fact === fact);
  }

  async ask(fact: FactName): Promise<void> {
    const session = this.#session;
    const own = [...this.#requests, ...this.#reviews].filter(({ metric }) => metric.fact === fact);
    const unplaced = await unplacedBy(own, session, this.#unplaced);
    for (const query of this.queries(fact)) {
      const cells = await cellsOf(session.engine, query);
      const records = this.#records === undefined ? null : await recordsOfCells(session.db, query, this.#records);
      for (const cut of query.cuts) (this.#reviews.has(cut.request) ? this.#reviewed : this.#found).push(...resultsOf(cut, cells, { ...session, records, ...(unplaced.get(cut.request) ?? ALL_THERE) }));
    }
  }

  /** In the order of the requests. */
  results(): MetricResult[] {
    const results = [...this.#found, ...this.#requests.flatMap((request) => refusedResult(request, this.#session))];
    const order = new Map(this.#requests.map(({ metric }, index) => [metric.id, index] as const).toReversed());
    const rank = ({ id }: MetricResult): number => order.get(id) ?? 0;
    return withVerdicts(results, this.#reviewed, this.#session.playbook).toSorted((left, right) => rank(left) - rank(right) || Object.keys(left.slice).length - Object.keys(right.slice).length || left.period.from.localeCompare(right.period.from));
  }
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
  await session.build(requests.map(({ metric }) => metric.fact), askedOf(requests));
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

/** Periods by fact. */
function askedOf(requests: readonly MetricRequest[]): ReadonlyMap<FactName, readonly Period[]> {
  const found = Map.groupBy(requests, ({ metric }) => metric.fact);
  return new Map([...found].map(([fact, own]) => [fact, own.map(({ period }) => period)]));
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

/** What has been asked already of deals that are in no number. */
interface Unplaced {
  deals: Unconverted | undefined;
  readonly byPeriod: Map<string, string | null>;
}

/** What must be said of deals that a number cannot see, or whose amounts it cannot add. */
type Missing = Pick<Evidence, 'unplaced' | 'unconverted'>;
const ALL_THERE: Missing = { unplaced: null, unconverted: null };

async function unplacedBy(requests: readonly MetricRequest[], session: Session, asked: Unplaced): Promise<ReadonlyMap<MetricRequest, Missing>> {
  const said = new Map<MetricRequest, Missing>();
  const ofDeals = requests.filter(({ metric }) => FACTS[metric.fact].ofDeals);
  if (ofDeals.length > 0 && asked.deals === undefined) asked.deals = await session.unconverted();
  const periods = asked.byPeriod;
  for (const request of ofDeals) {
    const key = `${request.period.from} ${request.period.to}`;
    const unplaced = periods.has(key) ? (periods.get(key) ?? null) : await session.unplaced(request.period);
    periods.set(key, unplaced);
    said.set(request, { unplaced, unconverted: asked.deals?.[FACTS[request.metric.fact].rowsOfMoney ?? 'sold'] ?? null });
  }
  return said;
}

/** A metric whose fact this engine was not asked to compute; it is said once, of the whole. */
function refusedResult({ metric, period, time }: MetricRequest, { refused, asOf, fiscalYear }: Session): MetricResult[] {
  const reason = refused.get(metric.fact);
  if (reason === undefined || time !== undefined) return [];
  const nothing = { value: null, state: 'undefined' as const, reason, numerator: null, denominator: null };
  const { id, label, tier, unit, definitionVersion } = metric;
  return [{ id, label, tier, slice: {}, period: namedPeriod(period, fiscalYear), unit, n: 0, definitionVersion, asOf, decision: metric.decision, advice: null, ...nothing, variants: metric.variants.map((variant) => ({ id: variant.id, label: variant.label, unit: variant.unit, ...nothing })) }];
}
