/** What the user of a connection can read of an object, from describe; asked once per object. */
import { OrgRequestError } from '../org/index.ts';
import type { OrgConnection } from '../org/types.ts';

interface DescribedField {
  readonly name: string;
  readonly relationshipName: string | null;
  readonly referenceTo: readonly string[];
}

interface Describe {
  readonly fields: readonly DescribedField[];
}

export interface Readable {
  /** The field's own spelling; undefined when the org has no such field or hides it from this user. */
  name(path: readonly string[]): Promise<string | undefined>;
}

/** @returns undefined when the org has no such object, or hides it */
export type ReadObject = (object: string) => Promise<Readable | undefined>;

export function createReader(connection: OrgConnection): ReadObject {
  const described = new Map<string, Promise<Describe | undefined>>();
  const describe = (object: string): Promise<Describe | undefined> => {
    const known = described.get(object) ?? ask(connection, object);
    described.set(object, known);
    return known;
  };
  return async (object) => ((await describe(object)) === undefined ? undefined : { name: (path) => nameOf(describe, object, path) });
}

async function ask(connection: OrgConnection, object: string): Promise<Describe | undefined> {
  try {
    return await connection.json<Describe>('GET', `/services/data/v${connection.apiVersion}/sobjects/${encodeURIComponent(object)}/describe`);
  } catch (error) {
    if (error instanceof OrgRequestError && (error.status === 404 || error.errorCode === 'INVALID_TYPE')) return undefined;
    throw error;
  }
}

/** Follows a path through lookups; a polymorphic lookup is followed to its first target. */
async function nameOf(describe: (object: string) => Promise<Describe | undefined>, object: string, path: readonly string[]): Promise<string | undefined> {
  const [first = '', ...rest] = path;
  const fields = (await describe(object))?.fields ?? [];
  const same = (name: string | null): boolean => name?.toLowerCase() === first.toLowerCase();
  if (rest.length === 0) return fields.find(({ name }) => same(name))?.name;
  const lookup = fields.find(({ relationshipName }) => same(relationshipName));
  const target = lookup?.referenceTo[0];
  const name = target === undefined ? undefined : await nameOf(describe, target, rest);
  return name === undefined ? undefined : `${lookup?.relationshipName ?? first}.${name}`;
}
