import { nearest } from '../../formula/index.ts';
import { problem } from '../diagnostics.ts';
import { formulaProblems } from '../metricFormula.ts';
import { columnsOfMeasure, type Metric } from '../metricModel.ts';
import { FACTS } from '../metricSchema.ts';
import { at, didYouMean, type Check } from './check.ts';

/** A formula of a metric speaks of its parts, and of nothing else. */
export const metricFormulas: Check = {
  name: 'formulas of metrics can be computed',
  *run(context) {
    for (const metric of context.playbook.metrics) {
      const measures = [{ path: ['measure'], measure: metric.measure }, ...metric.variants.map(({ measure }, index) => ({ path: ['variants', index, 'measure'], measure }))];
      for (const { path, measure } of measures) {
        if ('formula' in measure) for (const message of formulaProblems(measure)) yield problem('metric-formula', at(context, metric, ...path, 'formula'), { metric: metric.id, message });
      }
    }
  },
};

/** A metric counts, filters, slices and dates by columns that its fact has. */
export const metricColumns: Check = {
  name: 'metrics use the columns of their fact',
  *run(context) {
    for (const metric of context.playbook.metrics) {
      const known: readonly string[] = FACTS[metric.fact];
      for (const { path, columns } of namedColumns(metric)) {
        for (const column of new Set(columns)) {
          if (known.includes(column)) continue;
          yield problem('unknown-column', at(context, metric, ...path), { metric: metric.id, fact: metric.fact, column }, didYouMean(nearest(column, known), `Columns: ${known.join(', ')}.`));
        }
      }
    }
  },
};

function namedColumns(metric: Metric): { path: readonly (string | number)[]; columns: readonly string[] }[] {
  const date = metric.periodBy === null ? [] : [metric.periodBy];
  return [
    { path: ['where'], columns: Object.keys(metric.where) },
    { path: ['default_where'], columns: Object.keys(metric.defaultWhere) },
    { path: ['period_by'], columns: date },
    { path: ['measure'], columns: columnsOfMeasure(metric.measure) },
    ...metric.variants.flatMap((variant, index) => [
      { path: ['variants', index, 'measure'], columns: columnsOfMeasure(variant.measure) },
      { path: ['variants', index, 'period_by'], columns: [variant.periodBy].filter((column) => column !== null && column !== metric.periodBy) as string[] },
      { path: ['variants', index, 'resolved'], columns: Object.keys(variant.resolved?.where ?? {}) },
    ]),
    ...metric.slices.map((slice, index) => ({ path: ['slices', index], columns: [slice] })),
    { path: ['split_by'], columns: metric.splitBy === null ? [] : [metric.splitBy] },
    { path: ['resolved'], columns: Object.keys(metric.resolved?.where ?? {}) },
  ];
}
