/** Relationship URLs: from a record to its parent or its children. */
import type { ObjectSchema } from '../engine/schema.ts';
import { unsupported } from '../http/errors.ts';
import type { Reply } from '../http/operation.ts';
import { literal } from '../http/soqlLiteral.ts';
import type { SyncRequest } from '../http/syncOperation.ts';
import { dataObject, fieldsOf, noSuchResource } from './dataRequest.ts';

/** What is done with the record that a URL leads to. */
export type OnRecord = (request: SyncRequest, object: ObjectSchema, id: string) => Reply;

/** `sobjects/Opportunity/<id>/Account`: the parent record itself. @throws OrgError NOT_FOUND without such a relationship or parent */
export function throughRelationship(request: SyncRequest, object: ObjectSchema, id: string, work: OnRecord): Reply {
  const name = (request.params['value'] ?? '').toLowerCase();
  const lookup = object.fields.find((field) => field.relationshipName?.toLowerCase() === name && request.session.access?.field(object.apiName, field.apiName, 'read') !== false);
  if (lookup === undefined) {
    return children(request, object, id, name);
  }
  const parentId = request.engine.retrieve(request.session, object.apiName, id, [lookup.apiName])[lookup.apiName];
  const parent = typeof parentId === 'string' ? request.engine.schema.objectByKeyPrefix(parentId.slice(0, 3)) : undefined;
  if (typeof parentId !== 'string' || parent === undefined) {
    throw noSuchResource();
  }
  return work({ ...request, params: { ...request.params, object: parent.apiName, id: parentId } }, dataObject({ ...request, params: { object: parent.apiName } }), parentId);
}

/** Children of one answer; more come through a query. */
const CHILD_LIMIT = 2_000;

/** `sobjects/Account/<id>/Contacts`: a page of records, as a query gives it. */
function children(request: SyncRequest, object: ObjectSchema, id: string, name: string): Reply {
  const relation = request.engine.schema.children(object.apiName).find((child) => child.relationshipName?.toLowerCase() === name);
  if (relation === undefined || request.method !== 'GET') {
    throw noSuchResource();
  }
  request.engine.retrieve(request.session, object.apiName, id, ['Id']);
  const child = dataObject({ ...request, params: { object: relation.childObject } });
  const readable = child.fields.filter((field) => field.type !== 'base64' && request.session.access?.field(child.apiName, field.apiName, 'read') !== false);
  const fields = fieldsOf(request) ?? readable.map((field) => field.apiName);
  const result = request.engine.query(request.session, `SELECT ${fields.join(', ')} FROM ${child.apiName} WHERE ${relation.field} = ${literal(id)} LIMIT ${CHILD_LIMIT + 1}`, { apiVersion: `v${request.version}` });
  if (result.totalSize > CHILD_LIMIT) {
    throw unsupported(`more than ${CHILD_LIMIT} records over a relationship URL; query ${child.apiName}`);
  }
  return { status: 200, body: { totalSize: result.totalSize, done: true, records: result.records } };
}
