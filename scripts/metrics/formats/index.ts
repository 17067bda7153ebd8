import type { MetricResult } from '../types.ts';
import { formatCsv } from './csv.ts';
import { formatMarkdown } from './markdown.ts';
import { formatTable, type TableOptions } from './table.ts';

export { metricsSection, type MetricWords } from './html.ts';
export { experimentsMarkdown, experimentsSection, formatExperiments } from './experiments.ts';
export { formatLeading } from './leading.ts';

/** Text forms; JSON and HTML are made by the command. */
export const FORMATS = ['table', 'csv', 'md'] as const;
export type MetricFormat = (typeof FORMATS)[number];

export function formatMetrics(results: readonly MetricResult[], format: MetricFormat, options: TableOptions): string {
  if (format === 'csv') return formatCsv(results);
  return format === 'md' ? formatMarkdown(results) : formatTable(results, options);
}
