/** What requests for records of the data API have in common: the object of the path, the fields asked for, what headers ask of a save. */
import type { ObjectSchema } from '../engine/schema.ts';
import { OrgError, type SaveOptions } from '../engine/types.ts';
import type { SyncRequest } from '../http/syncOperation.ts';

export const noSuchResource = (): OrgError => new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);

/** The object of the path as the data API shows it to the user. @throws OrgError NOT_FOUND */
export function dataObject(request: Pick<SyncRequest, 'engine' | 'params' | 'session'>): ObjectSchema {
  const object = request.engine.schema.object(request.params['object'] ?? '');
  if (object === undefined || object.kind === 'tooling' || request.session.access?.object(object.apiName, 'read') === false) {
    throw noSuchResource();
  }
  return object;
}

/** What headers ask of a save. There are no assignment rules here for `Sforce-Auto-Assign` to turn off. */
export function saveOptions({ headers }: Pick<SyncRequest, 'headers'>): SaveOptions {
  const duplicates = headers['sforce-duplicate-rule-header'];
  return typeof duplicates === 'string' && /\ballowSave\s*=\s*true\b/i.test(duplicates) ? { allowSave: true } : {};
}

/** Undefined: the client names none. */
export function fieldsOf(request: SyncRequest): readonly string[] | undefined {
  const fields = request.query.get('fields');
  return fields === null ? undefined : fields.split(',').map((name) => name.trim()).filter((name) => name !== '');
}
