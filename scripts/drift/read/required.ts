import { OrgRequestError } from '../../org/index.ts';
import type { OrgConnection } from '../../org/types.ts';
import type { RequiredField } from '../orgState.ts';

interface Describe {
  readonly fields: readonly { readonly name: string; readonly label: string; readonly custom: boolean; readonly nillable: boolean; readonly createable: boolean; readonly defaultedOnCreate: boolean }[];
}

/**
 * Fields made required in their definition. Describe shows them to every user: a required field cannot be hidden by
 * field-level security. A checkbox is never null and always defaulted.
 */
export async function readRequired(connection: OrgConnection, objects: readonly string[]): Promise<RequiredField[]> {
  const found: RequiredField[] = [];
  for (const object of objects) {
    const described = await describe(connection, object);
    for (const { name, label, custom, nillable, createable, defaultedOnCreate } of described?.fields ?? []) {
      if (custom && createable && !nillable && !defaultedOnCreate) found.push({ object, apiName: name, label });
    }
  }
  return found;
}

/** @returns undefined for an object that is not in the org; its fields are missing ones then */
async function describe(connection: OrgConnection, object: string): Promise<Describe | undefined> {
  try {
    return await connection.json<Describe>('GET', `/services/data/v${connection.apiVersion}/sobjects/${encodeURIComponent(object)}/describe`);
  } catch (error) {
    if (error instanceof OrgRequestError && error.status === 404) return undefined;
    throw error;
  }
}
