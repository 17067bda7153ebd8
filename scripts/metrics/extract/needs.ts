/** Which objects and fields a snapshot needs: exactly those that the chosen metrics read. */
import { columnsOf, columnsOfMeasure, type Metric } from '../../playbook/metricModel.ts';
import type { Playbook } from '../../playbook/model.ts';
import { experimentsOf } from '../../compiler/index.ts';
import { askedFields } from '../criteria/questions.ts';
import { FACTS } from '../facts/index.ts';
import { cohortNeeds } from '../facts/people.ts';
import { HISTORIES, isFeatureField, OPTIONAL_OBJECTS, RECORD_NAMES, ROWS, SOURCE_OBJECTS, sourceColumns, type SourceObject } from '../facts/sources.ts';

export interface ObjectNeed {
  readonly object: SourceObject;
  /** In the order of the file; `Id` first. */
  readonly fields: readonly string[];
  /** Conditions in SOQL: of a history only the rows of some fields are read. */
  readonly where?: readonly string[];
}

/** An org that never had these installed or never kept the history, or a user who may not see them, still gets numbers; they say what is missing. */
const isOptional = (field: string): boolean => {
  const [object = '', name = ''] = field.split('.');
  return isFeatureField(field) || name.endsWith('__c') || object.endsWith('__c') || Object.hasOwn(HISTORIES, object) || OPTIONAL_OBJECTS.some((found) => found === object) || field === 'User.IsActive';
};

/** @param metrics ids; absent: all of the playbook */
export function objectsNeeded(playbook: Playbook, metrics?: readonly string[]): ObjectNeed[] {
  const chosen = playbook.metrics.filter((metric) => metrics === undefined || metrics.includes(metric.id));
  const fields = new Set<string>([...chosen.flatMap((metric) => readBy(metric)), ...chosen.flatMap(({ fact }) => FACTS[fact].needsWith?.(playbook) ?? []), ...experimentsOf(playbook).flatMap(({ cohort }) => cohortNeeds(cohort))]);
  if (chosen.some((metric) => FACTS[metric.fact].criteria)) for (const name of Object.keys(askedFields(playbook))) fields.add(`Opportunity.${name}`);
  const read = new Set([...fields].map((field) => field.split('.')[0]));
  for (const [object, name] of Object.entries(RECORD_NAMES)) if (read.has(object)) fields.add(`${object}.${name}`);
  return SOURCE_OBJECTS.map((object) => {
    const all = [...new Set([...Object.keys(sourceColumns(object)), ...(object === 'Opportunity' ? Object.keys(askedFields(playbook)) : [])])];
    return { object, fields: all.filter((field) => fields.has(`${object}.${field}`)), ...whereOf(object) };
  }).filter((need) => need.fields.length > 0);
}

/** Fields without which a metric has no number. */
export function requiredBy({ fact }: Metric): string[] {
  return FACTS[fact].needs.filter((field) => !isOptional(field));
}

/** What the calendar of an org is made of. */
const CALENDAR = (['BusinessHours', 'Holiday'] as const).flatMap((object) => Object.keys(sourceColumns(object)).map((field) => `${object}.${field}`));

function whereOf(object: SourceObject): Pick<ObjectNeed, 'where'> {
  const fields = HISTORIES[object];
  const where = fields ? [`Field IN (${fields.map((field) => `'${field}'`).join(', ')})`] : ROWS[object];
  return where ? { where } : {};
}

/** Fields, as `Object.Field`, that a metric reads whichever way it is cut. */
export function readBy(metric: Metric): string[] {
  return [...(FACTS[metric.fact].workingTime ? CALENDAR : []), ...FACTS[metric.fact].needs, ...fieldsOfColumns(metric, columnsOf(metric))];
}

/** Fields that its number itself is made of: without the cuts it may have and the other conventions beside it, and without the calendar. */
export function readByNumber(metric: Metric): string[] {
  const { measure, periodBy, where, defaultWhere, resolved, splitBy } = metric;
  const columns = [...columnsOfMeasure(measure), ...Object.keys({ ...where, ...defaultWhere, ...resolved?.where }), ...[periodBy, splitBy].filter((column) => column !== null)];
  return [...new Set([...FACTS[metric.fact].needs, ...fieldsOfColumns(metric, columns)])];
}

/** Fields that columns of a metric's fact are made of. */
export function fieldsOfColumns({ fact }: Metric, columns: readonly string[]): string[] {
  return columns.flatMap((name) => FACTS[fact].columns[name]?.needs ?? []);
}
