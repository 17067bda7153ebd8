/** Requests answered: their facts are built one after the other, asked in one pass, and gone before the next. */
import { countsItsPeriod } from '../playbook/metricModel.ts';
import { cellsTogether, type Cells } from './counting.ts';
import { FACTS, type FactName } from './facts/index.ts';
import type { Period } from './period.ts';
import { planQueries, readOf } from './plan.ts';
import type { FactQuery, MetricRequest } from './planned.ts';
import { recordsOfCells, type RecordsAsked, type RecordsOfCell } from './records.ts';
import { namedPeriod, resultsOf } from './results.ts';
import type { Unconverted } from './missingDeals.ts';
import type { Session, SessionDay, Together } from './session.ts';
import type { Evidence } from './state.ts';
import type { MetricResult } from './types.ts';
import { reviewRequests, withVerdicts } from './verdict.ts';

/** Groups of requests as of an instant. */
export interface AskingGroups {
  readonly asOf: string;
  readonly groups: readonly (readonly MetricRequest[])[];
}

/**
 * Groups of requests answered, each for itself.
 * @param records to give with each number
 */
export async function buildAndAnswer(session: Session, groups: readonly (readonly MetricRequest[])[], records?: RecordsAsked): Promise<MetricResult[][]> {
  const [answers = []] = await answerTogether(session, [{ asOf: session.asOf, groups }], records);
  return answers;
}

/** As `buildAndAnswer`, of instants at which the same metrics are asked, and no criteria if there are several: their facts are built in one pass. */
export async function answerTogether(session: Session, asking: readonly AskingGroups[], records?: RecordsAsked): Promise<MetricResult[][][]> {
  const together = session.together(asking.map(({ asOf }) => asOf));
  const answers = asking.map(({ groups }, day) => groups.map((requests) => new Answers(together.sessions[day] as SessionDay, requests)));
  const queriesOf = (fact: FactName, own: readonly Answers[]): FactQuery[] => own.flatMap((answer) => answer.queries(fact));
  await together.build(asking.flatMap(({ groups }) => groups.flat().map(({ metric }) => metric.fact)), asking.map(({ groups }) => periodsOf(groups.flat())), {
    read: (fact, relation, day) => readOf(relation, queriesOf(fact, answers[day] ?? []), records !== undefined, queriesOf(fact, answers.flat())),
    ask: async (fact) => {
      for (const [group] of answers[0]?.entries() ?? []) await ask(together, answers.map((own) => own[group] as Answers), fact, records);
    },
  });
  return answers.map((own) => own.map((answer) => answer.results()));
}

/** @param answers to the same requests, by instant */
async function ask(together: Together, answers: readonly Answers[], fact: FactName, asked: RecordsAsked | undefined): Promise<void> {
  const queries = answers.map((answer) => answer.queries(fact));
  for (const [index] of queries[0]?.entries() ?? []) {
    const alike = queries.map((own) => own[index] as FactQuery);
    const cells = await cellsTogether(together, alike);
    const records = asked === undefined ? null : await recordsOfCells(together, alike, asked);
    for (const [day, query] of alike.entries()) await answers[day]?.take(query, cells[day] as Cells, records?.[day] ?? null);
  }
}

/** The periods that are asked for, by fact. */
export function periodsOf(requests: readonly MetricRequest[]): ReadonlyMap<FactName, readonly Period[]> {
  const found = Map.groupBy(requests, ({ metric }) => metric.fact);
  return new Map([...found].map(([fact, own]) => [fact, own.map(({ period }) => period)]));
}

/** What is found out about requests, fact by fact. */
class Answers {
  readonly #session: SessionDay;
  readonly #requests: readonly MetricRequest[];
  readonly #reviews: ReadonlySet<MetricRequest>;
  readonly #queries: readonly FactQuery[];
  readonly #found: MetricResult[] = [];
  readonly #reviewed: MetricResult[] = [];
  readonly #missing: MissingDeals = { unplaced: new Map(), unconverted: new Map() };

  constructor(session: SessionDay, requests: readonly MetricRequest[]) {
    this.#session = session;
    this.#requests = requests;
    this.#reviews = new Set(reviewRequests(requests));
    this.#queries = planQueries([...requests, ...this.#reviews]);
  }

  queries(fact: FactName): readonly FactQuery[] {
    return this.#queries.filter((query) => query.fact === fact);
  }

  async take(query: FactQuery, cells: Cells, records: RecordsOfCell | null): Promise<void> {
    const session = this.#session;
    const missing = await missingBy(query.cuts.map(({ request }) => request), session, this.#missing);
    for (const cut of query.cuts) (this.#reviews.has(cut.request) ? this.#reviewed : this.#found).push(...resultsOf(cut, cells, { ...session, records, ...(missing.get(cut.request) ?? ALL_THERE) }));
  }

  /** In the order of the requests. */
  results(): MetricResult[] {
    const results = [...this.#found, ...this.#requests.flatMap((request) => refusedResult(request, this.#session))];
    const order = new Map(this.#requests.map(({ metric }, index) => [metric.id, index] as const).toReversed());
    const rank = ({ id }: MetricResult): number => order.get(id) ?? 0;
    return withVerdicts(results, this.#reviewed, this.#session.playbook).toSorted((left, right) => rank(left) - rank(right) || Object.keys(left.slice).length - Object.keys(right.slice).length || left.period.from.localeCompare(right.period.from));
  }
}

/** What has been asked already of deals that are in no number, or in no sum, by period. */
interface MissingDeals {
  readonly unplaced: Map<string, string | null>;
  readonly unconverted: Map<string, Unconverted>;
}

/** What must be said of deals that a number cannot see, or whose amounts it cannot add. */
type Missing = Pick<Evidence, 'unplaced' | 'unconverted'>;
const ALL_THERE: Missing = { unplaced: null, unconverted: null };

async function missingBy(requests: readonly MetricRequest[], session: SessionDay, asked: MissingDeals): Promise<ReadonlyMap<MetricRequest, Missing>> {
  const said = new Map<MetricRequest, Missing>();
  for (const request of requests.filter(({ metric }) => FACTS[metric.fact].ofDeals)) {
    const unplaced = await onceBy(asked.unplaced, request.period, () => session.unplaced(request.period));
    said.set(request, { unplaced, unconverted: (await unconvertedOf(request, session, asked))[FACTS[request.metric.fact].rowsOfMoney ?? 'sold'] });
  }
  return said;
}

/** Deals that were closed before a period are missing from none of its numbers, unless these look further back. */
async function unconvertedOf({ metric, period }: MetricRequest, session: SessionDay, { unconverted }: MissingDeals): Promise<Unconverted> {
  const all = await onceBy(unconverted, null, (of) => session.unconverted(of));
  const isOfPeriod = FACTS[metric.fact].whileOpen === true && countsItsPeriod(metric);
  return all.loaded === null || !isOfPeriod ? all : onceBy(unconverted, period, (of) => session.unconverted(of));
}

async function onceBy<T>(known: Map<string, T>, period: Period | null, ask: (period: Period | null) => Promise<T>): Promise<T> {
  const key = period === null ? '' : `${period.from} ${period.to}`;
  const found = known.has(key) ? (known.get(key) as T) : await ask(period);
  known.set(key, found);
  return found;
}

/** A metric whose fact this engine was not asked to compute; it is said once, of the whole. */
function refusedResult({ metric, period, time }: MetricRequest, { refused, asOf, fiscalYear }: SessionDay): MetricResult[] {
  const reason = refused.get(metric.fact);
  if (reason === undefined || time !== undefined) return [];
  const nothing = { value: null, state: 'undefined' as const, reason, numerator: null, denominator: null };
  const { id, label, tier, unit, definitionVersion } = metric;
  return [{ id, label, tier, slice: {}, period: namedPeriod(period, fiscalYear), unit, n: 0, definitionVersion, asOf, decision: metric.decision, advice: null, ...nothing, variants: metric.variants.map((variant) => ({ id: variant.id, label: variant.label, unit: variant.unit, ...nothing })) }];
}
