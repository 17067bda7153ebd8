/** What a number hangs on: the fields it is made of, and the criteria that answer for them. The relation is that of drift, read from the number's side. */
import { gatedFields, READS } from '../drift/breaks.ts';
import { readByNumber } from '../metrics/extract/needs.ts';
import { isAsked } from '../playbook/asked.ts';
import type { Metric } from '../playbook/metricModel.ts';
import type { Playbook } from '../playbook/model.ts';

export interface Lineage {
  /** `Object.Field`, each with the ids of the criteria that want it filled or complain at it. */
  readonly fields: readonly { readonly field: string; readonly criteria: readonly string[] }[];
  /** Objects of which it counts how far their records came, each with all the criteria on the way. */
  readonly gates: readonly { readonly object: string; readonly criteria: readonly string[] }[];
  /** Files beside the CRM. */
  readonly inputs: readonly string[];
}

export function lineageOf(metric: Metric, playbook: Playbook): Lineage {
  const gated = gatedFields(playbook);
  const reads = READS[metric.fact];
  // That a record has an id says nothing of it.
  const fields = [...new Set([...readByNumber(metric), ...reads.fields])].filter((field) => !field.endsWith('.Id')).map((field) => ({ field, criteria: gated.get(field) ?? [] }));
  return {
    // What somebody must answer for stands first.
    fields: [...fields.filter(({ criteria }) => criteria.length > 0), ...fields.filter(({ criteria }) => criteria.length === 0)],
    gates: (reads.gatesOf ?? []).map((object) => ({ object, criteria: criteriaOf(object, playbook) })),
    inputs: metric.inputs,
  };
}

function criteriaOf(object: string, { objects }: Playbook): string[] {
  return objects.flatMap(({ apiName, criteria }) => (apiName === object ? criteria.filter(isAsked).map(({ id }) => id) : []));
}

/** Of so many criteria the first and the last stand for all. */
const MOST_NAMED = 6;

/** One sentence each for fields with criteria, fields without, gates and files; none that says nothing. */
export function lineageLines({ fields, gates, inputs }: Lineage): string[] {
  const [asked, others] = [fields.filter(({ criteria }) => criteria.length > 0), fields.filter(({ criteria }) => criteria.length === 0)];
  return [
    ...(asked.length === 0 ? [] : [`Gated fields: ${asked.map(({ field, criteria }) => `${field} (${criteria.join(', ')})`).join('; ')}`]),
    ...(others.length === 0 ? [] : [`Other fields: ${others.map(({ field }) => field).join(', ')}`]),
    ...gates.map(({ object, criteria }) => `Gates of ${object}: how far records came, past ${criteria.length > MOST_NAMED ? `${criteria.length} criteria, ${criteria[0] ?? ''} to ${criteria.at(-1) ?? ''}` : criteria.join(', ')}`),
    ...(inputs.length === 0 ? [] : [`Files: ${inputs.map((input) => `${input}.csv`).join(', ')}`]),
  ];
}
