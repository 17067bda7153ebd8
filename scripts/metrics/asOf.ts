/** Metrics as they would have been printed on several days, from one reading of the snapshot. */
import type { Playbook } from '../playbook/model.ts';
import { buildAndAnswer } from './answering.ts';
import { chooseMetrics, requestsOf, type ComputeOptions } from './compute.ts';
import { withSession } from './session.ts';
import type { MetricResult } from './types.ts';

export interface Moment {
  /** ISO date or instant. */
  readonly asOf: string;
  /** Ids. */
  readonly metrics: readonly string[];
}

/**
 * What `computeMetrics` gives for each moment, without the records. Moments of one instant are answered together.
 * @throws as `computeMetrics`
 */
export async function computeAsOf(playbook: Playbook, snapshotDir: string, moments: readonly Moment[], options: Pick<ComputeOptions, 'slice' | 'inputsDir'> = {}): Promise<MetricResult[][]> {
  if (moments.length === 0) return [];
  return withSession(playbook, snapshotDir, options, async (session) => {
    const answers = new Map<string, MetricResult[][]>();
    for (const [asOf, own] of Map.groupBy(moments, (moment) => new Date(moment.asOf).toISOString())) {
      const then = session.at(asOf);
      answers.set(asOf, await buildAndAnswer(then, own.map(({ metrics }) => chooseMetrics(playbook, { metrics }).flatMap((metric) => requestsOf(metric, then, options)))));
    }
    return moments.map(({ asOf }) => answers.get(new Date(asOf).toISOString())?.shift() ?? []);
  });
}
