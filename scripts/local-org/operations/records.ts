/** One record: create, read, update, delete, and the same by an external id. */
import type { FieldSchema, ObjectSchema } from '../engine/schema.ts';
import { OrgError, type SaveError, type SaveResult } from '../engine/types.ts';
import { notFound, saveErrors, unsupported } from '../http/errors.ts';
import { recordBody } from '../http/input.ts';
import type { Reply } from '../http/operation.ts';
import { literal } from '../http/soqlLiteral.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import { normalizeId } from '../store/ids.ts';

/** The object of the path as the data API sees it. @throws OrgError NOT_FOUND */
export function dataObject(request: Pick<SyncRequest, 'engine' | 'params'>): ObjectSchema {
  const object = request.engine.schema.object(request.params['object'] ?? '');
  if (object === undefined || object.kind === 'tooling') {
    throw new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);
  }
  return object;
}

const created = (result: SaveResult): Reply => ({ status: 201, body: { id: result.id, success: true, errors: [] } });

function create(request: SyncRequest): Reply {
  const object = dataObject(request);
  const [result] = request.engine.insert(request.session, object.apiName, [recordBody(request.body)]);
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

function fieldsOf(request: SyncRequest): readonly string[] | undefined {
  const fields = request.query.get('fields');
  return fields === null ? undefined : fields.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

function read(request: SyncRequest): Reply {
  const object = dataObject(request);
  const id = idOf(request, object);
  const record = request.engine.retrieve(request.session, object.apiName, id, fieldsOf(request));
  // The id is answered whether asked for or not.
  return { status: 200, body: { ...withVersion(record, request.version), Id: id } };
}

/** `attributes.url` names the version of the request. */
function withVersion(record: Record<string, unknown>, version: string): Record<string, unknown> {
  const attributes = record['attributes'] as { readonly url?: string } | undefined;
  return attributes?.url === undefined ? record : { ...record, attributes: { ...attributes, url: attributes.url.replace(/\/v[^/]*\//, `/v${version}/`) } };
}

function change(request: SyncRequest, object: ObjectSchema, id: string): Reply {
  const body = recordBody(request.body);
  if ('Id' in body || 'id' in body) {
    throw new OrgError('INVALID_FIELD', 'The Id field should not be specified in the sobject data.', 400, ['Id']);
  }
  const [result] = request.engine.update(request.session, object.apiName, [{ ...body, Id: id }]);
  return result?.success === true ? { status: 204 } : refused(result?.errors ?? []);
}

function remove(request: SyncRequest, object: ObjectSchema, id: string): Reply {
  const [result] = request.engine.delete(request.session, object.apiName, [id]);
  return result?.success === true ? { status: 204 } : refused(result?.errors ?? []);
}

function withId(request: SyncRequest, work: (request: SyncRequest, object: ObjectSchema, id: string) => Reply): Reply {
  const object = dataObject(request);
  return work(request, object, idOf(request, object));
}

function externalField(request: SyncRequest, object: ObjectSchema): FieldSchema {
  const name = request.params['field'] ?? '';
  if (normalizeId(name) !== null) {
    throw unsupported('records by relationship URL; query the child object');
  }
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
  const [result] = request.engine.upsert(request.session, object.apiName, field.apiName, [{ ...body, [field.apiName]: value }]);
  if (result === undefined || !result.success) {
    return saveErrors(result?.errors ?? []);
  }
  return { status: result.created ? 201 : 200, body: { id: result.id, success: true, errors: [], created: result.created } };
}

const BY_ID = '/services/data/:version/sobjects/:object/:id';
const BY_EXTERNAL_ID = '/services/data/:version/sobjects/:object/:field/:value';

export const recordOperations: readonly SyncOperation[] = [
  { name: 'sobject.create', method: 'POST', path: '/services/data/:version/sobjects/:object', run: create },
  { name: 'sobject.read', method: 'GET', path: BY_ID, run: read },
  { name: 'sobject.update', method: 'PATCH', path: BY_ID, run: (request) => withId(request, change) },
  { name: 'sobject.delete', method: 'DELETE', path: BY_ID, run: (request) => withId(request, remove) },
  { name: 'sobject.readByExternalId', method: 'GET', path: BY_EXTERNAL_ID, run: (request) => one(request, (object, id) => read({ ...request, params: { object: object.apiName, id } })) },
  { name: 'sobject.upsert', method: 'PATCH', path: BY_EXTERNAL_ID, run: upsert },
  { name: 'sobject.deleteByExternalId', method: 'DELETE', path: BY_EXTERNAL_ID, run: (request) => one(request, (object, id) => remove(request, object, id)) },
];
