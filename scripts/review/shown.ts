/** What a meeting looks at: the metrics to count, and the records to name. */
import type { MetricResult } from '../metrics/types.ts';
import type { Cadence, Playbook } from '../playbook/model.ts';
import { resultsShown, type ShownMetric } from './order.ts';

/** Ids of everything that a meeting looks at or shows. */
export function metricsOf(meeting: Cadence, playbook: Playbook): string[] {
  const known = new Set(playbook.metrics.map(({ id }) => id));
  return [...new Set([...meeting.metrics, ...shownIn(meeting, playbook).map(({ metric }) => metric)])].filter((id) => known.has(id));
}

/** Records that a number of the meeting names at most. */
export function mostRecords(meeting: Cadence, playbook: Playbook): number {
  return Math.max(0, ...shownIn(meeting, playbook).map(({ records }) => records));
}

/** Ids of the records that a pack may name and whose names did not come with the numbers. */
export function namelessIn(results: readonly MetricResult[], meeting: Cadence, playbook: Playbook): Set<string> {
  const shown = shownIn(meeting, playbook).filter(({ records }) => records > 0);
  return new Set(shown.flatMap((one) => resultsShown(one, results, playbook).flatMap(({ records }) => (records?.ids ?? []).slice(0, one.records).filter((id) => records?.names?.[id] === undefined))));
}

/** The results of a meeting that its pack shows, whole or cut: what the next pack compares with. */
export function resultsIn(results: readonly MetricResult[], meeting: Cadence, playbook: Playbook): MetricResult[] {
  const cuts = new Set(shownIn(meeting, playbook).flatMap((one) => resultsShown(one, results, playbook)));
  return results.filter((result) => cuts.has(result) || (meeting.metrics.includes(result.id) && Object.keys(result.slice).length === 0));
}

export function showsExperiments({ preRead, agenda }: Cadence, { opensPacks }: Playbook): boolean {
  return [...opensPacks, ...preRead, ...agenda].some(({ shows }) => shows.some((one) => 'list' in one && one.list === 'experiments'));
}

function shownIn({ preRead, agenda }: Cadence, { opensPacks }: Playbook): ShownMetric[] {
  return [...opensPacks, ...preRead, ...agenda].flatMap(({ shows }) => shows).flatMap((shown) => ('metric' in shown ? [shown] : []));
}
