/** `recent`: the records that the user has looked at or saved in the pages of the org. */
import { OrgError } from '../engine/types.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import type { RecentRecords } from './uiApi/recentRecords.ts';

const MOST = 200;

/** The records that are still there and may be seen, with their names. */
export function recentItems(request: SyncRequest, ids: readonly string[]): readonly Record<string, unknown>[] {
  const { engine, session, version } = request;
  return ids.flatMap((id) => {
    const object = engine.schema.objectByKeyPrefix(id.slice(0, 3));
    const name = object?.fields.find((field) => field.nameField)?.apiName;
    if (object === undefined || session.access?.object(object.apiName, 'read') === false) {
      return [];
    }
    try {
      const record = engine.retrieve(session, object.apiName, id, name === undefined ? ['Id'] : ['Id', name]);
      return [{ ...record, attributes: { type: object.apiName, url: `/services/data/v${version}/sobjects/${object.apiName}/${id}` } }];
    } catch (error) {
      if (error instanceof OrgError) {
        return [];
      }
      throw error;
    }
  });
}

function limitOf(request: SyncRequest): number {
  const given = request.query.get('limit');
  if (given === null) {
    return MOST;
  }
  if (!/^\d{1,6}$/.test(given)) {
    throw new OrgError('INVALID_INPUT', `limit must be a number, not ${given}.`);
  }
  return Math.min(MOST, Number(given));
}

export function recentOperations(recent: RecentRecords): readonly SyncOperation[] {
  return [{
    name: 'recent',
    method: 'GET',
    path: '/services/data/:version/recent',
    run: (request) => ({ status: 200, body: recentItems(request, recent.all(request.session.userId).slice(0, limitOf(request))) }),
  }];
}
