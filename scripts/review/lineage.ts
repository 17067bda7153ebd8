/** What a number hangs on: the fields it is made of, and the criteria that answer for them. The relation is that of drift, read from the number's side. */
import { gatedFields, READS } from '../drift/breaks.ts';
import { FACTS } from '../metrics/facts/index.ts';
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
  /** What records that were entered twice do to it, a sentence for each object. */
  readonly duplicates: readonly string[];
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
    duplicates: duplicatesIn(metric, fields.map(({ field }) => field), playbook),
  };
}

const MATCHES = { email: 'the same e-mail address', domain: 'the same web domain', name: 'the same name' } as const;

/** Of the number of duplicates itself they are the subject. */
function duplicatesIn({ fact }: Metric, fields: readonly string[], { duplicates }: Playbook): string[] {
  if (fact === 'duplicate') return [];
  const reads = (prefix: string): boolean => fields.some((field) => field.startsWith(prefix));
  return [
    ...(reads('Lead.') ? [`a person entered as two leads (${MATCHES[duplicates.Lead.match]}) counts twice`] : []),
    ...(FACTS[fact].id === 'account_id' ? [`a customer kept as two accounts (${MATCHES[duplicates.Account.match]}) counts as two`] : []),
    ...(reads('Opportunity.Handrail_Exclude__c') ? ['a deal entered twice counts twice until it is excluded from metrics'] : []),
  ];
}

function criteriaOf(object: string, { objects }: Playbook): string[] {
  return objects.flatMap(({ apiName, criteria }) => (apiName === object ? criteria.filter(isAsked).map(({ id }) => id) : []));
}

/** Of so many criteria the first and the last stand for all. */
const MOST_NAMED = 6;

/** One sentence each for fields with criteria, fields without, gates and files; none that says nothing. */
export function lineageLines({ fields, gates, inputs, duplicates }: Lineage): string[] {
  const [asked, others] = [fields.filter(({ criteria }) => criteria.length > 0), fields.filter(({ criteria }) => criteria.length === 0)];
  return [
    ...(asked.length === 0 ? [] : [`Gated fields: ${asked.map(({ field, criteria }) => `${field} (${criteria.join(', ')})`).join('; ')}`]),
    ...(others.length === 0 ? [] : [`Other fields: ${others.map(({ field }) => field).join(', ')}`]),
    ...gates.map(({ object, criteria }) => `Gates of ${object}: how far records came, past ${criteria.length > MOST_NAMED ? `${criteria.length} criteria, ${criteria[0] ?? ''} to ${criteria.at(-1) ?? ''}` : criteria.join(', ')}`),
    ...(duplicates.length === 0 ? [] : [`Duplicates: ${duplicates.join('; ')}`]),
    ...(inputs.length === 0 ? [] : [`Files: ${inputs.map((input) => `${input}.csv`).join(', ')}`]),
  ];
}
