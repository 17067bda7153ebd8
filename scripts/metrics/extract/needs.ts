/** Which objects and fields a snapshot needs: exactly those that the chosen metrics read. */
import { columnsOf, type Metric } from '../../playbook/metricModel.ts';
import type { Playbook } from '../../playbook/model.ts';
import { FACTS } from '../facts/index.ts';
import { SOURCE_OBJECTS, sourceColumns } from '../facts/sources.ts';

export interface ObjectNeed {
  readonly object: string;
  /** In the order of the file; `Id` first. */
  readonly fields: readonly string[];
  /** Fields without which the fact cannot be computed at all. */
  readonly required: readonly string[];
}

/** An org that never had these installed, or a user who may not see them, still gets numbers; they say what is missing. */
const isOwn = (field: string): boolean => field.endsWith('__c');

/** @param metrics ids; absent: all of the playbook */
export function objectsNeeded(playbook: Playbook, metrics?: readonly string[]): ObjectNeed[] {
  const chosen = playbook.metrics.filter((metric) => metrics === undefined || metrics.includes(metric.id));
  const fields = new Set<string>(chosen.flatMap(fieldsOf));
  const required = new Set<string>(chosen.flatMap((metric) => FACTS[metric.fact].needs).filter((field) => !isOwn(field)));
  return SOURCE_OBJECTS.map((object) => {
    const all = Object.keys(sourceColumns(object));
    return { object, fields: all.filter((field) => fields.has(`${object}.${field}`)), required: all.filter((field) => required.has(`${object}.${field}`)) };
  }).filter((need) => need.fields.length > 0);
}

/** Fields, as `Object.Field`, that a metric reads whichever way it is cut. */
function fieldsOf(metric: Metric): string[] {
  return [...FACTS[metric.fact].needs, ...fieldsOfColumns(metric, columnsOf(metric))];
}

/** Fields that columns of a metric's fact are made of. */
export function fieldsOfColumns(metric: Metric, columns: readonly string[]): string[] {
  return columns.flatMap((column) => FACTS[metric.fact].columns[column]?.needs ?? []);
}
