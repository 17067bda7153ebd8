/** What of the org a user sees through the UI API. */
import type { FieldSchema, ObjectSchema } from '../../engine/schema.ts';
import { OrgError, type Engine, type Session } from '../../engine/types.ts';

export function canRead(session: Session, object: string, field: string): boolean {
  return session.access?.field(object, field, 'read') !== false;
}

/** Every object but custom settings and those of the Tooling API. Salesforce keeps a shorter list of standard objects, which changes by release. */
export function canReadObject(session: Session, object: ObjectSchema | undefined): object is ObjectSchema {
  return object !== undefined && object.kind !== 'tooling' && object.kind !== 'customSetting' && object.queryable && session.access?.object(object.apiName, 'read') !== false;
}

export function readableFields(session: Session, object: ObjectSchema): readonly FieldSchema[] {
  return object.fields.filter((field) => canRead(session, object.apiName, field.apiName));
}

/** @throws OrgError in the UI API's words for an object that is not there for this user */
export function objectOf(request: { readonly engine: Engine; readonly session: Session }, name: string): ObjectSchema {
  const object = request.engine.schema.object(name);
  if (!canReadObject(request.session, object)) {
    throw new OrgError('INVALID_TYPE', `Object ${name} is not supported in UI API`, 400);
  }
  return object;
}

/** Objects that have page layouts, record pages and list views. */
export const isLayoutable = (object: ObjectSchema): boolean => object.kind === 'standard' || object.kind === 'custom';
