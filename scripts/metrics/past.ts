/** What the shared numbers were: each metric for its last closed periods, in the session that computes it for today. */
import type { Metric } from '../playbook/metricModel.ts';
import type { Playbook } from '../playbook/model.ts';
import { answerDays } from './days.ts';
import { buildAndAnswer } from './answering.ts';
import { chooseMetrics, requestsOf, type ComputeOptions } from './compute.ts';
import { startOfDay } from '../shared/localTime.ts';
import { FACTS } from './facts/index.ts';
import { closedPeriods, windowOf } from './period.ts';
import type { MetricRequest } from './planned.ts';
import { withSession, type Session } from './session.ts';
import type { MetricResult } from './types.ts';

export interface WithPast {
  /** As `computeMetrics` gives them. */
  readonly metrics: readonly MetricResult[];
  /** The whole of each metric, and its parts by what its `past_by` names, for its closed periods, oldest first; none where nothing was there to count. */
  readonly past: readonly MetricResult[];
}

/** How far back a trend goes. */
const PERIODS = 8;
/** Metrics that are looked at by the month; the others by the fiscal quarter. */
const MONTHLY: ReadonlySet<Metric['window']> = new Set(['week', 'four_weeks', 'month', 'all', 'next_90_days', 'next_120_days']);
/** Metrics that say how things stand on a day, and not what happened in a period. */
const STANDING: ReadonlySet<Metric['window']> = new Set(['all', 'next_90_days', 'next_120_days']);

/**
 * The snapshot is loaded once; the facts are built once for each day that is asked about.
 * @throws as `computeMetrics`
 */
export async function computeWithPast(playbook: Playbook, snapshotDir: string, options: Omit<ComputeOptions, 'period'> & { readonly periods?: number } = {}): Promise<WithPast> {
  const chosen = chooseMetrics(playbook, options);
  return withSession(playbook, snapshotDir, options, async (session) => {
    const requests = chosen.flatMap((metric) => requestsOf(metric, session, options));
    const { [session.asOf]: today = [], ...earlier } = Object.fromEntries(Map.groupBy(chosen.flatMap((metric) => pastRequests(metric, session, options.periods ?? PERIODS)), ({ asOf }) => asOf));
    const [metrics = [], told = []] = await buildAndAnswer(session, [requests, today.map(({ request }) => request)], options.records);
    const asking = Object.entries(earlier).toSorted(([left], [right]) => left.localeCompare(right)).map(([asOf, past]) => ({ asOf, requests: past.map(({ request }) => request) }));
    told.push(...(await answerDays(session, asking, options.records ? { records: options.records } : {})).flat());
    const order = new Map(chosen.map(({ id }, index) => [id, index]));
    const rank = ({ id }: MetricResult): number => order.get(id) ?? 0;
    const past = told.filter(({ value, n }) => value !== null || n > 0).toSorted((left, right) => rank(left) - rank(right) || left.period.to.localeCompare(right.period.to));
    return { metrics, past };
  });
}

interface PastRequest {
  readonly asOf: string;
  readonly request: MetricRequest;
}

/**
 * As of the end of each period, which is what would have been printed then. A cohort that takes time to resolve is told as
 * it stands today: at the end of its own period it was always too early to say.
 */
function pastRequests(metric: Metric, { asOf, today, timeZone, playbook }: Session, count: number): PastRequest[] {
  // What records hold today says nothing of an earlier day; what is always split has no whole to draw, and is told where the playbook asks.
  if (FACTS[metric.fact].ofToday || (metric.splitBy !== null && metric.pastBy.length === 0)) return [];
  const slices = metric.pastBy.filter((dimension) => dimension !== metric.splitBy);
  return closedPeriods(MONTHLY.has(metric.window) ? 'month' : 'quarter', count, today, playbook.fiscalYearStart).map((closed): PastRequest => {
    const standing = STANDING.has(metric.window);
    const then = metric.resolved !== null && !standing ? { asOf, today } : { asOf: startOfDay(closed.to, timeZone), today: closed.to };
    const period = standing ? windowOf(metric.window, closed.to, playbook.fiscalYearStart) : closed;
    return { asOf: then.asOf, request: { metric, period, slices, today: then.today, fiscalYearStart: playbook.fiscalYearStart } };
  });
}
