/** Where the path of a reference leads: through relationships to a field, from an object or from a global that stands for a record. */
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts';

/** Relationships that one reference may follow (Salesforce Help, cross-object formulas). */
const MOST_RELATIONSHIPS = 10;

const OBJECT_GLOBALS: Readonly<Record<string, string>> = { $user: 'User', $profile: 'Profile', $userrole: 'UserRole', $organization: 'Organization' };

/** `Owner:User` names the type that a polymorphic relationship is to have. Both in lower case. */
export function relationshipStep(step: string): { readonly relationship: string; readonly target: string | null } {
  const [relationship = '', target] = step.toLowerCase().split(':');
  return { relationship, target: target ?? null };
}

export type Destination =
  | { readonly kind: 'field'; readonly object: ObjectSchema; readonly field: FieldSchema }
  /** Record types live in the schema, not in a table. */
  | { readonly kind: 'recordType'; readonly property: string }
  | { readonly kind: 'refused'; readonly message: string };

/** Follows a path from an object's record; undefined when nothing has that name. */
export function destinationOf(schema: Schema, object: ObjectSchema, path: readonly string[]): Destination | undefined {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    const field = schema.field(object.apiName, head);
    return field === undefined ? undefined : { kind: 'field', object, field };
  }
  const { relationship, target } = relationshipStep(head);
  const lookup = rest.length > MOST_RELATIONSHIPS ? undefined : object.fields.find((field) => field.relationshipName?.toLowerCase() === relationship);
  if (lookup?.apiName === 'RecordTypeId') {
    return rest.length === 1 ? { kind: 'recordType', property: rest[0] ?? '' } : undefined;
  }
  const targets = lookup?.referenceTo ?? [];
  const named = target === null ? undefined : targets.find((name) => name.toLowerCase() === target);
  if (lookup !== undefined && target !== null && named === undefined) {
    return { kind: 'refused', message: `${head.slice(head.indexOf(':') + 1)} is an invalid object type for the ${lookup.relationshipName ?? ''} field. Check spelling.` };
  }
  // Without a type, a polymorphic owner is read as a user: the type whose fields formulas name.
  const next = schema.object(named ?? (targets.includes('User') ? 'User' : targets[0] ?? ''));
  return next === undefined ? undefined : destinationOf(schema, next, rest);
}

/** The object whose record a global stands for, `$User` -> User; undefined for other globals. */
export function objectOfGlobal(schema: Schema, global: string): ObjectSchema | undefined {
  return schema.object(OBJECT_GLOBALS[global.toLowerCase()] ?? '');
}
