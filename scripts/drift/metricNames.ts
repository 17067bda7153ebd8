/** Which metric a report speaks of, by its name. */
import type { Metric } from '../playbook/metricModel.ts';

/** Labels shorter than this stand in too many names. */
const SHORTEST = 3;

/** What a report would be called after a metric: its label, without what comes after a comma. */
export function metricName({ label }: Pick<Metric, 'label'>): string {
  return wordsOf(label.split(',')[0] ?? label);
}

/** The metric whose name is in the report's, by whole words; of several the longest. */
export function metricNamedBy(reportName: string, metrics: readonly Metric[]): Metric | undefined {
  const name = ` ${wordsOf(reportName)} `;
  return metrics
    .filter((metric) => metricName(metric).length >= SHORTEST && name.includes(` ${metricName(metric)} `))
    .toSorted((left, right) => metricName(right).length - metricName(left).length)[0];
}

function wordsOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
