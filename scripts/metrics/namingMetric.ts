import type { Metric } from '../playbook/metricModel.ts';
import { RelationError } from './relational/typing.ts';

/** @throws RangeError that names the metric and its place, where the work fails for a column or a type */
export function namingMetric<T>(metric: Metric, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RelationError) throw new RangeError(`The metric ${metric.id} (${metric.position.file}:${metric.position.line}) cannot be computed: ${error.message}`, { cause: error });
    throw error;
  }
}
