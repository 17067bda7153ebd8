/** What a describe tells of the fields of an object: those every save needs, and the values of picklists. */
import { OrgRequestError } from '../../org/index.ts';
import type { OrgConnection } from '../../org/types.ts';
import type { FieldDefinition, Playbook } from '../../playbook/model.ts';
import type { PicklistState, RequiredField } from '../orgState.ts';

interface Describe {
  readonly fields: readonly {
    readonly name: string; readonly label: string; readonly custom: boolean; readonly nillable: boolean; readonly createable: boolean; readonly defaultedOnCreate: boolean;
    readonly picklistValues?: readonly { readonly value: string; readonly label: string | null; readonly active: boolean; readonly defaultValue: boolean }[];
  }[];
}

export interface Described {
  readonly required: readonly RequiredField[];
  /** By `Object.Field`, of all picklists of the objects. */
  readonly picklists: ReadonlyMap<string, PicklistState>;
  /** Objects that are not in the org, or hidden from this user. */
  readonly notFound: readonly string[];
}

/** Picklists of the org that the playbook says the values or the default of; stages and statuses are compared by the objects that hold them. */
export function listedPicklists(playbook: Playbook): FieldDefinition[] {
  return playbook.objects.flatMap(({ fields, stageField }) => fields.filter((field) => field.existing && (field.values !== undefined || (field.type === 'Picklist' && field.default !== undefined)) && field.apiName !== stageField));
}

/** Objects to describe: those with gates, and those with such picklists. */
export function describedObjects(playbook: Playbook): string[] {
  const listed = new Set(listedPicklists(playbook).map(({ object }) => object));
  return playbook.objects.filter(({ apiName, criteria }) => criteria.length > 0 || listed.has(apiName)).map(({ apiName }) => apiName);
}

/**
 * Fields made required in their definition. Describe shows them to every user: a required field cannot be hidden by
 * field-level security. A checkbox is never null and always defaulted.
 */
export async function readDescribed(connection: OrgConnection, objects: readonly string[]): Promise<Described> {
  const required: RequiredField[] = [];
  const picklists = new Map<string, PicklistState>();
  const notFound: string[] = [];
  for (const object of objects) {
    const described = await describe(connection, object);
    if (described === undefined) notFound.push(object);
    for (const { name, label, custom, nillable, createable, defaultedOnCreate, picklistValues = [] } of described?.fields ?? []) {
      if (custom && createable && !nillable && !defaultedOnCreate) required.push({ object, apiName: name, label });
      if (picklistValues.length === 0) continue;
      const values = picklistValues.map((value) => ({ name: value.value, label: value.label ?? value.value, active: value.active }));
      picklists.set(`${object}.${name}`, { values, defaultValue: picklistValues.find(({ defaultValue }) => defaultValue)?.value ?? null });
    }
  }
  return { required, picklists, notFound };
}

/** @returns undefined for an object that is not there for this user */
async function describe(connection: OrgConnection, object: string): Promise<Describe | undefined> {
  try {
    return await connection.json<Describe>('GET', `/services/data/v${connection.apiVersion}/sobjects/${encodeURIComponent(object)}/describe`);
  } catch (error) {
    if (error instanceof OrgRequestError && error.status === 404) return undefined;
    throw error;
  }
}
