/** What keeps a user from creating or changing records of an object at all; asked once per call. */
import { saveErrors } from '../saveErrors.ts';
import type { ObjectSchema } from '../schema.ts';
import type { SaveError, Session } from '../types.ts';
import { SaveRefused } from './call.ts';

/** A detail is written by who may edit its masters, or read them where the relationship says so. */
function masterRefusal({ access }: Session, object: ObjectSchema): SaveError | undefined {
  const forbidden = access !== undefined && object.fields.some(({ masterDetail, referenceTo }) =>
    masterDetail !== undefined && referenceTo.some((master) => !access.object(master, masterDetail.writeRequiresMasterRead ? 'read' : 'edit')));
  return forbidden ? saveErrors.insufficientAccessToParent() : undefined;
}

/** The platform's answer when the user may create no record of the object. */
export function createRefusal(session: Session, object: ObjectSchema): SaveError | undefined {
  return !object.createable || session.access?.object(object.apiName, 'create') === false
    ? saveErrors.entityNotWriteable('inserted', object.label)
    : masterRefusal(session, object);
}

/** The platform's answer when the user may change no record of the object. */
export function updateRefusal(session: Session, object: ObjectSchema): SaveError | undefined {
  if (!object.updateable) {
    return saveErrors.entityNotWriteable('updated', object.label);
  }
  return session.access?.object(object.apiName, 'edit') === false ? saveErrors.insufficientAccess() : masterRefusal(session, object);
}

/** @throws SaveRefused when there is a refusal */
export function unlessRefused(refusal: SaveError | undefined): void {
  if (refusal !== undefined) {
    throw new SaveRefused([refusal]);
  }
}
