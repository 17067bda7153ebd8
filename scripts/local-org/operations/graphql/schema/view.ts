/** The org as one user may query it: the objects, and what each of them offers under which name. */
import type { FieldSchema, ObjectSchema, Schema } from '../../../engine/schema.ts';
import type { Session } from '../../../engine/types.ts';
import { canRead, canReadObject, readableFields } from '../../uiApi/access.ts';
import { kindOf, type FieldKind } from './fieldKinds.ts';

export type Member =
  | { readonly kind: 'field'; readonly field: FieldSchema; readonly fieldKind: FieldKind }
  | { readonly kind: 'parent'; readonly lookup: FieldSchema; readonly target: ObjectSchema }
  /** A lookup to several objects: what it points at is told by inline fragments. */
  | { readonly kind: 'polymorphic'; readonly lookup: FieldSchema; readonly targets: readonly ObjectSchema[] }
  | { readonly kind: 'children'; readonly child: ObjectSchema; readonly lookup: FieldSchema };

export interface ObjectView {
  readonly object: ObjectSchema;
  readonly members: ReadonlyMap<string, Member>;
  /** What the record is called by. */
  readonly nameField: FieldSchema | undefined;
}

export interface OrgView {
  /** By API name, as the schema spells it. */
  readonly objects: ReadonlyMap<string, ObjectView>;
}

const GRAPHQL_NAME = /^[A-Za-z]\w*$/;

export function viewOf(schema: Schema, session: Session): OrgView {
  const objects = schema.objects.filter((object) => canReadObject(session, object) && GRAPHQL_NAME.test(object.apiName) && object.fields.some((field) => field.type === 'id'));
  const readable = new Map(objects.map((object) => [object.apiName, object]));
  return { objects: new Map(objects.map((object) => [object.apiName, objectView(schema, session, object, readable)])) };
}

function objectView(schema: Schema, session: Session, object: ObjectSchema, readable: ReadonlyMap<string, ObjectSchema>): ObjectView {
  const members = new Map<string, Member>();
  const add = (name: string, member: Member): void => {
    if (!members.has(name) && GRAPHQL_NAME.test(name)) {
      members.set(name, member);
    }
  };
  const fields = readableFields(session, object);
  for (const field of fields) {
    const fieldKind = kindOf(field);
    if (fieldKind !== undefined) {
      add(field.apiName, { kind: 'field', field, fieldKind });
    }
  }
  for (const lookup of fields.filter(({ relationshipName }) => relationshipName !== null)) {
    const targets = lookup.referenceTo.map((name) => readable.get(name)).filter((target) => target !== undefined);
    const [target] = targets;
    if (target !== undefined) {
      add(lookup.relationshipName ?? '', lookup.referenceTo.length > 1 ? { kind: 'polymorphic', lookup, targets } : { kind: 'parent', lookup, target });
    }
  }
  for (const { childObject, field, relationshipName } of schema.children(object.apiName)) {
    const child = readable.get(childObject);
    const lookup = schema.field(childObject, field);
    if (relationshipName !== null && child !== undefined && lookup !== undefined && canRead(session, childObject, field)) {
      add(relationshipName, { kind: 'children', child, lookup });
    }
  }
  return { object, members, nameField: fields.find(({ nameField }) => nameField) };
}
