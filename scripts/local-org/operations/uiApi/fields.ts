/** Fields in the words of a request: `Opportunity.Account.Name`. */
import type { FieldSchema, ObjectSchema, Schema } from '../../engine/schema.ts';
import { OrgError, type Engine, type Session } from '../../engine/types.ts';
import { canRead, canReadObject } from './access.ts';

/** A field of a record, or of a parent: `[Account, Name]` for `Opportunity.Account.Name`. */
export interface FieldPath {
  readonly names: readonly string[];
  /** The lookups on the way, outermost first. */
  readonly lookups: readonly FieldSchema[];
  readonly field: FieldSchema;
}

/** Levels from child to parent that a path may climb. */
const MAX_LEVELS = 5;

/** @returns undefined when there is no such field, or none that this user may read */
export function resolvePath(schema: Schema, session: Session, object: ObjectSchema, path: readonly string[]): FieldPath | undefined {
  const names: string[] = [];
  const lookups: FieldSchema[] = [];
  let here = object;
  for (const [index, name] of path.entries()) {
    if (index === path.length - 1) {
      const field = schema.field(here.apiName, name);
      return field === undefined || !canRead(session, here.apiName, field.apiName) || index > MAX_LEVELS ? undefined : { names: [...names, field.apiName], lookups, field };
    }
    const lookup = here.fields.find((field) => field.relationshipName?.toLowerCase() === name.toLowerCase());
    // A lookup to several objects is read through `Name`, which SOQL has for the owner (a user here) only.
    const parent = schema.object(lookup?.referenceTo[0] ?? '');
    if (lookup === undefined || lookup.relationshipName === null || !canRead(session, here.apiName, lookup.apiName) || !canReadObject(session, parent)) {
      return undefined;
    }
    names.push(lookup.relationshipName);
    lookups.push(lookup);
    here = parent;
  }
  return undefined;
}

interface Asker {
  readonly engine: Engine;
  readonly session: Session;
}

/**
 * The paths of qualified names.
 * @param isQualified false: names may stand without their object, as in list views
 * @returns undefined for a name that leads nowhere
 */
export function namedPaths({ engine, session }: Asker, object: ObjectSchema, names: readonly string[], isQualified = true): readonly (FieldPath | undefined)[] {
  return names.map((name) => {
    const [root, ...path] = name.split('.');
    const within = root?.toLowerCase() === object.apiName.toLowerCase() ? resolvePath(engine.schema, session, object, path) : undefined;
    return within ?? (isQualified ? undefined : resolvePath(engine.schema, session, object, name.split('.')));
  });
}

/** `fields` must all be there; of `optionalFields` those that are not are left out. @throws OrgError INVALID_FIELD */
export function askedPaths(asker: Asker, object: ObjectSchema, fields: readonly string[], optionalFields: readonly string[], isQualified = true): readonly FieldPath[] {
  const required = namedPaths(asker, object, fields, isQualified).map((path, index) => {
    if (path === undefined) {
      throw new OrgError('INVALID_FIELD', `There is no field ${fields[index] ?? ''} for this user. Names are qualified: ${object.apiName}.Name.`, 400);
    }
    return path;
  });
  return [...required, ...namedPaths(asker, object, optionalFields, isQualified).filter((path) => path !== undefined)];
}
