/** Which file holds which topic, by name. */
import type { z } from 'zod';
import { LANGUAGE_CODES, LANGUAGE_FOLDER, languageOf } from './languageCodes.ts';
import { metricsSchema } from './metricSchema.ts';
import { cadenceSchema } from './schema/cadence.ts';
import { closingSchema } from './schema/closing.ts';
import { definitionsSchema } from './schema/definitions.ts';
import { fieldsSchema } from './schema/fields.ts';
import { forecastSchema } from './schema/forecast.ts';
import { governanceSchema } from './schema/governance.ts';
import { handoffsSchema } from './schema/handoffs.ts';
import { languageSchema } from './schema/language.ts';
import { leadSchema } from './schema/lead.ts';
import { opportunitySchema } from './schema/opportunity.ts';
import { postSaleSchema } from './schema/postSale.ts';
import { serviceLevelsSchema } from './schema/serviceLevels.ts';

export interface Topic {
  /** Name of the JSON Schema in config/schema. */
  readonly name: string;
  readonly schema: z.ZodType;
}

const TOPICS: ReadonlyMap<string, Topic> = new Map([
  ['definitions.yaml', { name: 'definitions', schema: definitionsSchema }],
  ['opportunity.yaml', { name: 'opportunity', schema: opportunitySchema }],
  ['lead.yaml', { name: 'lead', schema: leadSchema }],
  ['forecast.yaml', { name: 'forecast', schema: forecastSchema }],
  ['closed-lost.yaml', { name: 'closing', schema: closingSchema }],
  ['closed-won.yaml', { name: 'closing', schema: closingSchema }],
  ['handoffs.yaml', { name: 'handoffs', schema: handoffsSchema }],
  ['service-levels.yaml', { name: 'service-levels', schema: serviceLevelsSchema }],
  ['post-sale.yaml', { name: 'post-sale', schema: postSaleSchema }],
  ['metrics.yaml', { name: 'metrics', schema: metricsSchema }],
  ['cadence.yaml', { name: 'cadence', schema: cadenceSchema }],
  ['governance.yaml', { name: 'governance', schema: governanceSchema }],
]);

const FIELDS: Topic = { name: 'fields', schema: fieldsSchema };
const LANGUAGE: Topic = { name: 'language', schema: languageSchema };

/** Without these there is no playbook. */
export const REQUIRED_FILES = ['definitions.yaml', 'opportunity.yaml'] as const;

export const FILE_NAMES: readonly string[] = [...TOPICS.keys()];

/** Names that a file of a folder of languages may have. */
export const LANGUAGE_FILES: readonly string[] = LANGUAGE_CODES.map((code) => `${LANGUAGE_FOLDER}/${code}.yaml`);

/** Fields may be spread over as many `…-fields.yaml` files as there are objects; a language has a file in a folder of its own. */
export function topicOf(fileName: string): Topic | undefined {
  if (fileName.includes('/')) return languageOf(fileName) === undefined ? undefined : LANGUAGE;
  return fileName.endsWith('-fields.yaml') ? FIELDS : TOPICS.get(fileName);
}

/** Every schema once, by name. */
export function allTopics(): Topic[] {
  return [...new Map([...TOPICS.values(), FIELDS, LANGUAGE].map((topic) => [topic.name, topic])).values()];
}
