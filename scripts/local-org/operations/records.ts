/** One record: create, read, update, delete, and the same by an external id. */
import type { FieldSchema, ObjectSchema } from '../engine/schema.ts';
import { OrgError, type SaveError, type SaveResult } from '../engine/types.ts';
import { notFound, saveErrors } from '../http/errors.ts';
import { isUnmodifiedSince } from '../http/conditional.ts';
import { recordBody } from '../http/input.ts';
import type { Reply } from '../http/operation.ts';
import { literal } from '../http/soqlLiteral.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import { normalizeId } from '../store/ids.ts';
import { dataObject, fieldsOf, saveOptions } from './dataRequest.ts';
import { throughRelationship, type OnRecord } from './relationships.ts';

const created = (result: SaveResult): Reply => ({ status: 201, body: { id: result.id, success: true, errors: [] } });

function create(request: SyncRequest): Reply {
  const object = dataObject(request);
  const [result] = request.engine.insert(request.session, object.apiName, [recordBody(request.body)], saveOptions(request));
  if (result === undefined || !result.success) {
    return saveErrors(result?.errors ?? []);
  }
  const reply = created(result);
  return { ...reply, headers: { Location: `/services/data/v${request.version}/sobjects/${object.apiName}/${result.id ?? ''}` } };
}

/** The id of the path. One that cannot be an id of the object is looked for as an external id, in vain. @throws OrgError NOT_FOUND */
function idOf(request: SyncRequest, object: ObjectSchema): string {
  const given = request.params['id'] ?? '';
  const id = normalizeId(given);
  if (id === null || (object.keyPrefix !== null && !id.startsWith(object.keyPrefix))) {
    throw new OrgError('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${given}`, 404);
  }
  return id;
}

/** The record of the path is not there: 404. The same code for a lookup names its field and stays 400. */
function refused(errors: readonly SaveError[]): Reply {
  const reply = saveErrors(errors);
  const [error] = errors;
  return error?.statusCode === 'INVALID_CROSS_REFERENCE_KEY' && error.fields.length === 0 ? { ...reply, status: 404 } : reply;
}

function read(request: SyncRequest): Reply {
  const object = dataObject(request);
  const id = idOf(request, object);
  const record = request.engine.retrieve(request.session, object.apiName, id, fieldsOf(request));
  const modified = modifiedOf(request, object, id);
  if (modified !== null && isUnmodifiedSince(request.headers['if-modified-since'], modified)) {
    return { status: 304 };
  }
  // The id is answered whether asked for or not.
  return { status: 200, body: { ...withVersion(record, request.version), Id: id } };
}

/** When the record was changed last; null for objects that do not tell. */
function modifiedOf(request: SyncRequest, object: ObjectSchema, id: string): Date | null {
  const conditional = request.headers['if-modified-since'] ?? request.headers['if-unmodified-since'];
  if (conditional === undefined || request.engine.schema.field(object.apiName, 'SystemModstamp') === undefined) {
    return null;
  }
  const { SystemModstamp: stamp } = request.engine.retrieve(request.session, object.apiName, id, ['SystemModstamp']);
  return typeof stamp === 'string' ? new Date(stamp) : null;
}

/** @throws OrgError 412 when the record has changed since `If-Unmodified-Since` */
function requireUnmodified(request: SyncRequest, object: ObjectSchema, id: string): void {
  const header = request.headers['if-unmodified-since'];
  const modified = header === undefined ? null : modifiedOf(request, object, id);
  if (modified !== null && !isUnmodifiedSince(header, modified)) {
    throw new OrgError('PRECONDITION_FAILED', 'The record was modified after the date of If-Unmodified-Since.', 412);
  }
}

/** `attributes.url` names the version of the request. */
function withVersion(record: Record<string, unknown>, version: string): Record<string, unknown> {
  const attributes = record['attributes'] as { readonly url?: string } | undefined;
  return attributes?.url === undefined ? record : { ...record, attributes: { ...attributes, url: attributes.url.replace(/\/v[^/]*\//, `/v${version}/`) } };
}

function change(request: SyncRequest, object: ObjectSchema, id: string): Reply {
  requireUnmodified(request, object, id);
  const body = recordBody(request.body);
  if ('Id' in body || 'id' in body) {
    throw new OrgError('INVALID_FIELD', 'The Id field should not be specified in the sobject data.', 400, ['Id']);
  }
  const [result] = request.engine.update(request.session, object.apiName, [{ ...body, Id: id }], saveOptions(request));
  return result?.success === true ? { status: 204 } : refused(result?.errors ?? []);
}

function remove(request: SyncRequest, object: ObjectSchema, id: string): Reply {
  requireUnmodified(request, object, id);
  const [result] = request.engine.delete(request.session, object.apiName, [id]);
  return result?.success === true ? { status: 204 } : refused(result?.errors ?? []);
}

function withId(request: SyncRequest, work: (request: SyncRequest, object: ObjectSchema, id: string) => Reply): Reply {
  const object = dataObject(request);
  return work(request, object, idOf(request, object));
}

function externalField(request: SyncRequest, object: ObjectSchema): FieldSchema {
  const name = request.params['field'] ?? '';
  const field = request.engine.schema.field(object.apiName, name);
  if (field === undefined || !(field.externalId || field.type === 'id' || field.nameField && field.custom)) {
    throw new OrgError('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`, 404);
  }
  return field;
}

/** Ids of the records with this external value: one, none, or several when the field is not unique. */
function matches(request: SyncRequest, object: ObjectSchema, field: FieldSchema): readonly string[] {
  const value = request.params['value'] ?? '';
  const number = field.type === 'double' || field.type === 'int';
  if (number && !/^-?\d+(\.\d+)?$/.test(value)) {
    return [];
  }
  const condition = `${field.apiName} = ${number ? value : literal(value)}`;
  return request.engine.query(request.session, `SELECT Id FROM ${object.apiName} WHERE ${condition} LIMIT 2001`).records.map((row) => String(row['Id']));
}

function several(request: SyncRequest, object: ObjectSchema, ids: readonly string[]): Reply {
  return { status: 300, body: ids.map((id) => `/services/data/v${request.version}/sobjects/${object.apiName}/${id}`) };
}

function one(request: SyncRequest, work: (object: ObjectSchema, id: string) => Reply): Reply {
  const object = dataObject(request);
  const ids = matches(request, object, externalField(request, object));
  const [id] = ids;
  return id === undefined ? notFound() : ids.length > 1 ? several(request, object, ids) : work(object, id);
}

function upsert(request: SyncRequest): Reply {
  const object = dataObject(request);
  const field = externalField(request, object);
  const value = request.params['value'] ?? '';
  if (field.type === 'id') {
    return withId({ ...request, params: { object: object.apiName, id: value } }, change);
  }
  const body = recordBody(request.body);
  if (Object.keys(body).some((name) => name.toLowerCase() === field.apiName.toLowerCase())) {
    throw new OrgError('INVALID_FIELD', `The ${field.apiName} field should not be specified in the sobject data.`, 400, [field.apiName]);
  }
  const ids = matches(request, object, field);
  if (ids.length > 1) {
    return several(request, object, ids);
  }
  if (ids.length === 0 && request.query.get('updateOnly') === 'true') {
    return notFound();
  }
  const [result] = request.engine.upsert(request.session, object.apiName, field.apiName, [{ ...body, [field.apiName]: value }], saveOptions(request));
  if (result === undefined || !result.success) {
    return saveErrors(result?.errors ?? []);
  }
  return { status: result.created ? 201 : 200, body: { id: result.id, success: true, errors: [], created: result.created } };
}

/** By an external id, or over a relationship of the record whose id stands in the place of the field. */
function byFieldOrRelationship(work: OnRecord): SyncOperation['run'] {
  return (request) => {
    const object = dataObject(request);
    const id = normalizeId(request.params['field'] ?? '');
    return id === null || !id.startsWith(object.keyPrefix ?? id) ? one(request, (found, foundId) => work(request, found, foundId)) : throughRelationship(request, object, id, work);
  };
}

const BY_ID = '/services/data/:version/sobjects/:object/:id';
const BY_EXTERNAL_ID = '/services/data/:version/sobjects/:object/:field/:value';

export const recordOperations: readonly SyncOperation[] = [
  { name: 'sobject.create', method: 'POST', path: '/services/data/:version/sobjects/:object', run: create },
  // Upsert by `Id` without an id is an insert.
  { name: 'sobject.createById', method: 'POST', path: '/services/data/:version/sobjects/:object/Id', run: create },
  { name: 'sobject.read', method: 'GET', path: BY_ID, run: read },
  { name: 'sobject.update', method: 'PATCH', path: BY_ID, run: (request) => withId(request, change) },
  { name: 'sobject.delete', method: 'DELETE', path: BY_ID, run: (request) => withId(request, remove) },
  { name: 'sobject.readByExternalId', method: 'GET', path: BY_EXTERNAL_ID, run: byFieldOrRelationship((request, object, id) => read({ ...request, params: { object: object.apiName, id } })) },
  { name: 'sobject.upsert', method: 'PATCH', path: BY_EXTERNAL_ID, run: patchByField },
  { name: 'sobject.deleteByExternalId', method: 'DELETE', path: BY_EXTERNAL_ID, run: byFieldOrRelationship(remove) },
];

function patchByField(request: SyncRequest): Reply {
  const object = dataObject(request);
  const id = normalizeId(request.params['field'] ?? '');
  return id === null || !id.startsWith(object.keyPrefix ?? id) ? upsert(request) : throughRelationship(request, object, id, change);
}
