/** Forecasts to be kept: those whose day has come since the last week, as they stood at its first moment. */
import type { Playbook } from '../playbook/model.ts';
import { sameTimeBefore } from '../shared/localTime.ts';
import { buildAndAnswer } from './answering.ts';
import { chooseMetrics, type ComputeOptions } from './compute.ts';
import { KEPT_METRIC, KEPT_SERIES } from './facts/forecastKept.ts';
import { snapshotsOf, TODAY } from './facts/forecastState.ts';
import { SOURCES } from './facts/sources.ts';
import { lastQuarters } from './facts/spans.ts';
import type { Value } from './relational/expression.ts';
import { withSession } from './session.ts';
import type { MetricResult } from './types.ts';

const METRIC = 'forecast_snapshot';
/** A sync that runs once a week misses none; what is older is missing, and nothing else stands in for it. */
const LATE_DAYS = 7;
const SLICES = ['owner', 'team', 'segment'];

/** The rows in which forecasts are kept in the org, of those that are about to be. */
export function keptRows(taken: readonly MetricResult[]): Value[][] {
  return taken.map(({ slice, period, asOf, value }) => {
    const [, cut = [null, null]] = Object.entries(slice);
    const row: Readonly<Record<keyof typeof SOURCES.Handrail_Metric__c, Value>> = {
      Id: null, IsDeleted: false, Metric__c: KEPT_METRIC, Series__c: KEPT_SERIES, Slice__c: Object.entries(slice).map(([name, of]) => `${name}=${of}`).join(';'), Slice_Dimension__c: cut[0], Slice_Value__c: cut[1],
      Period_From__c: period.from, As_Of__c: asOf, Value__c: value,
    };
    return Object.keys(SOURCES.Handrail_Metric__c).map((name) => row[name as keyof typeof row]);
  });
}

/** Results of `forecast_snapshot`, whose `asOf` is the moment each was taken for; none where the playbook has no such metric. */
export async function takeForecasts(playbook: Playbook, snapshotDir: string, options: Pick<ComputeOptions, 'asOf' | 'inputsDir'> = {}): Promise<MetricResult[]> {
  if (!playbook.metrics.some(({ id }) => id === METRIC)) return [];
  const [metric] = chooseMetrics(playbook, { metrics: [METRIC] });
  if (!metric) return [];
  return withSession(playbook, snapshotDir, options, async (session) => {
    const { asOf, today, timeZone } = session;
    const since = sameTimeBefore(asOf, LATE_DAYS, timeZone);
    const quarters = lastQuarters({ playbook, today }, 2);
    const due = quarters.flatMap((span) => snapshotsOf(span, { asOf, timeZone, today }).filter(({ name, at }) => name !== TODAY && at > since).map(({ at }) => ({ at, span })));
    const found: MetricResult[] = [];
    for (const [at, [first]] of Map.groupBy(due, ({ at: moment }) => moment)) {
      if (!first) continue;
      const then = session.at(at);
      const request = { metric, period: { from: first.span.from, to: first.span.to }, slices: SLICES.filter((slice) => metric.slices.includes(slice)), today: then.today, fiscalYearStart: playbook.fiscalYearStart };
      found.push(...(await buildAndAnswer(then, [[request]])).flat().filter(({ value, n }) => value !== null && n > 0));
    }
    return found;
  });
}
