/** One record through the UI API: read with the fields asked for, create, update, delete. */
import type { ObjectSchema } from '../engine/schema.ts';
import { OrgError, type RecordInput, type SaveError, type SaveResult } from '../engine/types.ts';
import { isObject, objectBody } from '../http/input.ts';
import type { Reply } from '../http/operation.ts';
import { literal } from '../http/soqlLiteral.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import { normalizeId } from '../store/ids.ts';
import { canRead, resolvePath, uiValue, valueRepresentation, type FieldPath } from './uiApiFields.ts';
import { MASTER_RECORD_TYPE, objectOf } from './uiApiObjectInfo.ts';

const RECORDS = '/services/data/:version/ui-api/records';
/** Always read: they head every record. */
const HEAD = ['LastModifiedById', 'LastModifiedDate', 'SystemModstamp', 'RecordTypeId'];

type Row = Readonly<Record<string, unknown>>;

const missingRecord = (): OrgError => new OrgError('NOT_FOUND', 'The requested resource does not exist', 404);

function recordOf(request: SyncRequest): { readonly object: ObjectSchema; readonly id: string } {
  const id = normalizeId(request.params['id'] ?? '');
  const named = id === null ? undefined : request.engine.schema.objectByKeyPrefix(id.slice(0, 3));
  if (id === null || named === undefined) {
    throw missingRecord();
  }
  return { object: objectOf(request, named.apiName), id };
}

const listParameter = (request: SyncRequest, name: string): readonly string[] => (request.query.get(name) ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');

/** `fields` must all be there; of `optionalFields` those that are not are left out. */
function askedPaths(request: SyncRequest, object: ObjectSchema): readonly FieldPath[] {
  if (request.query.has('layoutTypes')) {
    throw new OrgError('UNSUPPORTED_BY_LOCAL_ORG', 'unsupported: the local org has no page layouts to read records by; name the fields.', 501);
  }
  const resolve = (qualified: string): FieldPath | undefined => {
    const [root, ...path] = qualified.split('.');
    return root?.toLowerCase() === object.apiName.toLowerCase() ? resolvePath(request.engine.schema, request.session, object, path) : undefined;
  };
  const required = listParameter(request, 'fields').map((qualified) => {
    const path = resolve(qualified);
    if (path === undefined) {
      throw new OrgError('INVALID_FIELD', `There is no field ${qualified} for this user. Names are qualified: ${object.apiName}.Name.`, 400);
    }
    return path;
  });
  const optional = listParameter(request, 'optionalFields').map(resolve).filter((path) => path !== undefined);
  if (required.length + optional.length === 0) {
    throw new OrgError('MISSING_ARGUMENT', 'Name the fields to read in fields or optionalFields.', 400);
  }
  return [...required, ...optional];
}

/** The record in the UI API's shape. @throws OrgError NOT_FOUND */
function representation(request: SyncRequest, object: ObjectSchema, id: string, paths: readonly FieldPath[]): Row {
  const { engine, session } = request;
  const head = HEAD.filter((name) => engine.schema.field(object.apiName, name) !== undefined && canRead(session, object.apiName, name));
  // A parent is answered with its id whether asked for or not.
  const parents = paths.flatMap((path) => path.lookups.map((lookup, index) => [...path.names.slice(0, index), lookup.apiName].join('.')));
  const columns = [...new Set(['Id', ...head, ...parents, ...paths.map((path) => path.names.join('.'))])];
  const [row] = engine.query(session, `SELECT ${columns.join(', ')} FROM ${object.apiName} WHERE Id = ${literal(id)}`).records;
  if (row === undefined) {
    throw missingRecord();
  }
  const recordTypeId = row['RecordTypeId'] ?? MASTER_RECORD_TYPE;
  const type = object.recordTypes.find((candidate) => candidate.id === recordTypeId);
  return {
    ...nested(request, object, row, paths.map((path) => ({ path, depth: 0 }))),
    recordTypeId,
    recordTypeInfo: type === undefined ? null : { available: true, defaultRecordTypeMapping: false, master: false, name: type.label, recordTypeId: type.id },
  };
}

function nested(request: SyncRequest, object: ObjectSchema, row: Row, asked: readonly { readonly path: FieldPath; readonly depth: number }[]): Row {
  const { engine, session } = request;
  const fields: Record<string, unknown> = {};
  for (const { path, depth } of asked) {
    const name = path.names[depth] ?? '';
    const lookup = path.lookups[depth];
    if (lookup === undefined) {
      fields[name] = valueRepresentation(path.field, row[name], session.timeZone);
    } else if (!(name in fields)) {
      const parent = row[name];
      const parentObject = engine.schema.object(lookup.referenceTo[0] ?? '');
      const below = asked.filter((other) => other.path.names[depth] === name && other.path.lookups[depth] !== undefined).map((other) => ({ path: other.path, depth: depth + 1 }));
      fields[name] = isObject(parent) && parentObject !== undefined
        ? { displayValue: parent['Name'] ?? null, value: nested(request, parentObject, { ...parent, Id: row[lookup.apiName] }, below) }
        : { displayValue: null, value: null };
    }
  }
  const stamp = (name: string): unknown => {
    const field = engine.schema.field(object.apiName, name);
    return field === undefined ? null : uiValue(field, row[name]);
  };
  return {
    apiName: object.apiName,
    childRelationships: {},
    fields,
    id: row['Id'],
    lastModifiedById: row['LastModifiedById'] ?? null,
    lastModifiedDate: stamp('LastModifiedDate'),
    recordTypeId: null,
    recordTypeInfo: null,
    systemModstamp: stamp('SystemModstamp'),
  };
}

function fieldsOfBody(request: SyncRequest): RecordInput {
  const { fields } = objectBody(request.body);
  if (!isObject(fields)) {
    throw new OrgError('JSON_PARSER_ERROR', 'The property fields must be an object.', 400);
  }
  return fields;
}

/** "Error with output": each error at its fields, or at the record when it has none. */
function refused(request: SyncRequest, object: ObjectSchema, verb: 'create' | 'update' | 'delete', errors: readonly SaveError[]): Reply {
  const entry = ({ statusCode, message }: SaveError, field: string | null): Row => ({
    constituentField: null,
    duplicateRecordError: null,
    errorCode: statusCode,
    field,
    fieldLabel: field === null ? null : (request.engine.schema.field(object.apiName, field)?.label ?? null),
    message,
  });
  const fieldErrors: Record<string, Row[]> = {};
  for (const error of errors) {
    for (const field of error.fields) {
      (fieldErrors[field] ??= []).push(entry(error, field));
    }
  }
  return {
    status: 400,
    body: {
      message: `An error occurred while trying to ${verb} the record. Please try again.`,
      statusCode: 400,
      enhancedErrorType: 'RecordError',
      output: { errors: errors.filter((error) => error.fields.length === 0).map((error) => entry(error, null)), fieldErrors },
    },
  };
}

/** After a save: the record with the fields that were sent, those the user may read. */
function saved(request: SyncRequest, object: ObjectSchema, id: string, status: number, names: readonly string[]): Reply {
  const paths = names.map((name) => resolvePath(request.engine.schema, request.session, object, [name])).filter((path) => path !== undefined);
  return { status, body: representation(request, object, id, paths) };
}

const succeeded = (result: SaveResult | undefined): result is SaveResult & { readonly id: string } => result?.success === true && result.id !== null;

function read(request: SyncRequest): Reply {
  const { object, id } = recordOf(request);
  return { status: 200, body: representation(request, object, id, askedPaths(request, object)) };
}

function update(request: SyncRequest): Reply {
  const { object, id } = recordOf(request);
  const fields = fieldsOfBody(request);
  const [result] = request.engine.update(request.session, object.apiName, [{ ...fields, Id: id }]);
  return succeeded(result) ? saved(request, object, id, 200, Object.keys(fields)) : refused(request, object, 'update', result?.errors ?? []);
}

function create(request: SyncRequest): Reply {
  const fields = fieldsOfBody(request);
  const { apiName } = objectBody(request.body);
  const object = objectOf(request, typeof apiName === 'string' ? apiName : '');
  const [result] = request.engine.insert(request.session, object.apiName, [fields]);
  return succeeded(result) ? saved(request, object, result.id, 201, Object.keys(fields)) : refused(request, object, 'create', result?.errors ?? []);
}

function remove(request: SyncRequest): Reply {
  const { object, id } = recordOf(request);
  const [result] = request.engine.delete(request.session, object.apiName, [id]);
  return result?.success === true ? { status: 204 } : refused(request, object, 'delete', result?.errors ?? []);
}

export const uiRecordOperations: readonly SyncOperation[] = [
  { name: 'uiApi.record.create', method: 'POST', path: RECORDS, run: create },
  { name: 'uiApi.record.read', method: 'GET', path: `${RECORDS}/:id`, run: read },
  { name: 'uiApi.record.update', method: 'PATCH', path: `${RECORDS}/:id`, run: update },
  { name: 'uiApi.record.delete', method: 'DELETE', path: `${RECORDS}/:id`, run: remove },
];
