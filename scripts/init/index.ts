/**
 * Init: a playbook drafted from an org that already lives. Reads only.
 *
 *     org -> read/ -> facts -> translate/ (rules as criteria) -> draft, proved by check and compiler -> write/ (YAML with figures)
 */
import { momentOf, type OrgConnection } from '../org/index.ts';
import { draftOf, writeDraft, type Draft } from './draft.ts';
import { FIGURES_BUDGET, readFigures } from './read/figures.ts';
import { MOST_PARENTS, readOrg } from './read/readOrg.ts';
import { Reader } from './read/reader.ts';
import type { InitReport, OrgField } from './types.ts';

export type { InitReport, NotExpressed } from './types.ts';

/** Stages, statuses, two describes, company, time zone, currency, hours, holidays; a retrieve and its status questions. */
const READ_BUDGET = 9 + 6 + MOST_PARENTS;

/** The most API calls of one run. */
const API_BUDGET = READ_BUDGET + FIGURES_BUDGET;

export interface InitOptions {
  /** Path from the folder of the draft to the JSON Schemas, with forward slashes. */
  readonly schemaDir: string;
  readonly now: Date;
  readonly onProgress?: (text: string) => void;
}

/**
 * Reads the org and drafts; writes nothing, neither there nor here.
 * @throws OrgRequestError when the org's stages cannot be read; Error when they make no sound playbook
 */
export async function draftPlaybook(connection: OrgConnection, options: InitOptions): Promise<InitReport> {
  const onProgress = options.onProgress ?? ((): void => undefined);
  const callsBefore = connection.apiCalls;
  onProgress(`Budget ${API_BUDGET} API calls. Nothing will be written to the org.`);
  const reader = new Reader(onProgress);
  const facts = await readOrg(connection, reader);
  const { today, zoneUnread } = await momentOf(connection, facts.calendar ? { zone: facts.calendar.timeZone, whose: 'the zone of the business hours' } : { zone: 'UTC', whose: 'for want of one' }, options.now);
  if (zoneUnread !== null) reader.unread.push(zoneUnread);
  const sound = draftOf(facts, today);
  const stages = { Opportunity: facts.stages.map(({ name }) => name), Lead: facts.statuses.map(({ name }) => name) };
  const figures = await readFigures(connection, reader, { objects: facts.objects, criteria: sound.criteria, stages, declared: familiar(sound), lists: listed(sound) });
  const draft: Draft = { ...sound, figures };
  return {
    files: writeDraft(draft, options.schemaDir).map(({ name, text }) => ({ path: name, text })),
    stages: [
      ...draft.stages.map(({ stage, rank }) => ({ object: 'Opportunity', name: stage.name, rank })),
      ...draft.statuses.map(({ stage, rank }) => ({ object: 'Lead', name: stage.name, rank })),
    ],
    criteria: draft.criteria.map(({ id, object, rule, differs }) => ({ id, object, rule: rule?.name ?? null, differs })),
    notExpressed: draft.notExpressed,
    figures: draft.figures,
    coverage: { read: reader.read, unread: reader.unread, apiCalls: connection.apiCalls - callsBefore, budget: API_BUDGET },
  };
}

/** Fields whose use is worth a figure: those that may be left blank, and the org's own. */
function familiar({ declared }: Draft): { object: string; fields: readonly OrgField[] }[] {
  return declared.map(({ object, fields }) => ({ object, fields: fields.flatMap(({ field }) => (field.custom || field.nillable ? [field] : [])) }));
}

/** Picklists beside the stages, the org's own first. Values of parents are counted by nobody: their records are not what is judged. */
function listed({ declared }: Draft): { object: string; field: OrgField }[] {
  return declared
    .filter(({ object }) => object === 'Opportunity' || object === 'Lead')
    .flatMap(({ object, fields }) => fields.flatMap(({ field, stages }) => (field.type === 'picklist' && field.nillable && !stages ? [{ object, field }] : [])))
    .toSorted((left, right) => Number(right.field.custom) - Number(left.field.custom));
}
