/**
 * What to do about a criterion whose lift is known: keep it, enforce it, retire it, or wait. Judged at the ends of the last two
 * fiscal quarters, each over the twelve months before it, so that one quarter of luck decides nothing.
 */
import { isAsked } from '../playbook/asked.ts';
import type { Mode, Playbook } from '../playbook/model.ts';
import { closedPeriods, shiftMonths } from './period.ts';
import { isTooFew } from './formats/value.ts';
import type { MetricRequest } from './planned.ts';
import type { MetricResult, Verdict } from './types.ts';

const REVIEWS = 2;
const MONTHS = 12;

/** The requests beside those asked for from which verdicts are made. */
export function reviewRequests(requests: readonly MetricRequest[]): MetricRequest[] {
  return requests.filter(isJudged).flatMap((request) =>
    closedPeriods('quarter', REVIEWS, request.today, request.fiscalYearStart).map(({ to }): MetricRequest => ({ ...request, period: { from: shiftMonths({ from: to, to }, -MONTHS).from, to }, slices: [] })),
  );
}

function isJudged({ metric: { measure, splitBy }, time }: MetricRequest): boolean {
  return 'formula' in measure && measure.interval !== undefined && splitBy === 'criterion' && time === undefined;
}

/** Adds the verdict to each result that speaks of a criterion of the playbook. @param reviews results of `reviewRequests` */
export function withVerdicts(results: readonly MetricResult[], reviews: readonly MetricResult[], { objects }: Pick<Playbook, 'objects'>): MetricResult[] {
  if (reviews.length === 0) return [...results];
  const modes = new Map(objects.flatMap(({ criteria }) => criteria.filter(isAsked).map(({ id, mode }) => [id, mode] as const)));
  const byCriterion = Map.groupBy(reviews, ({ id, slice }) => JSON.stringify([id, slice['criterion']]));
  return results.map((result) => {
    const { criterion = '', ...others } = result.slice;
    const mode = modes.get(criterion);
    if (mode === undefined || Object.keys(others).length > 0) return result;
    return { ...result, verdict: verdictOf(byCriterion.get(JSON.stringify([result.id, criterion])) ?? [], mode) };
  });
}

function verdictOf(reviews: readonly MetricResult[], mode: Mode): Verdict {
  const seen = reviews.map(({ period, parts, ...standing }) => ({ until: period.to, low: parts?.['low'] ?? null, high: parts?.['high'] ?? null, enough: !isTooFew(standing) && standing.state !== 'undefined' })).toSorted((left, right) => left.until.localeCompare(right.until));
  const told = seen.map(({ until, low, high, enough }) => ({ until, low, high, spansZero: low !== null && high !== null ? low <= 0 && high >= 0 : null, enough }));
  return { word: wordOf(told, mode), reviews: told };
}

function wordOf(reviews: Verdict['reviews'], mode: Mode): Verdict['word'] {
  const latest = reviews.at(-1);
  if (reviews.length < REVIEWS || latest === undefined || !reviews.every(({ enough }) => enough)) return 'too early';
  // One that goes with losing is none to keep either.
  if (reviews.every(({ low }) => low !== null && low <= 0)) return 'retire';
  if (latest.low !== null && latest.low > 0) return mode === 'shadow' ? 'enforce' : 'keep';
  return mode === 'shadow' ? 'too early' : 'keep';
}

/** `retire: from -12.3 to 14.1 points until 2026-01-01, from -10.0 to 15.2 points until 2026-04-01` */
export function verdictInWords({ word, reviews }: Verdict): string {
  const points = (value: number | null): string => (value === null ? '–' : (100 * value).toFixed(1));
  const told = reviews.map(({ until, low, high, enough }) => (enough ? `from ${points(low)} to ${points(high)} points in the year to ${until}` : `too few in the year to ${until}`));
  return told.length === 0 ? word : `${word}: ${told.join(', ')}`;
}
