/** What a form starts with: defaults of a new record, the values of a clone, and all that a record page needs at once. */
import type { FieldSchema, ObjectSchema } from '../../engine/schema.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { unsupported } from '../../http/errors.ts';
import { canRead, isLayoutable, objectOf } from './access.ts';
import { fieldValue } from './display.ts';
import { namedPaths } from './fields.ts';
import { askedRecordType, LAYOUT_TYPES, layoutFields, layoutOf, MODES, wordList } from './layouts.ts';
import { objectInfoOf } from './objectInfo.ts';
import { layoutPaths } from './recordOperations.ts';
import { readRecord, recordOf } from './records.ts';
import { recordTypeNamed } from './recordTypes.ts';
import { get, listParameter, missing, tagged, type Shape } from './respond.ts';

/** Value of a field on a new record. Formulas as defaults are computed by the save, not here. */
function presetOf(object: ObjectSchema, field: FieldSchema, recordTypeId: string, request: SyncRequest): unknown {
  if (field.apiName === 'OwnerId') {
    return request.session.userId;
  }
  const ofType = recordTypeNamed(object, recordTypeId)?.picklists?.get(field.apiName);
  if (ofType !== undefined) {
    return ofType.defaultValue;
  }
  return field.defaultValue ?? field.picklistValues.find(({ active, isDefault }) => active && isDefault)?.value ?? (field.type === 'boolean' ? false : null);
}

function layoutableObject(request: SyncRequest, name: string): ObjectSchema {
  const object = objectOf(request, name);
  if (!isLayoutable(object)) {
    throw missing();
  }
  return object;
}

function creatable(request: SyncRequest, object: ObjectSchema): readonly FieldSchema[] {
  const asked = namedPaths(request, object, listParameter(request, 'optionalFields')).flatMap((path) => (path === undefined || path.lookups.length > 0 ? [] : [path.field]));
  return [...new Set([...layoutFields(request, object, ['Full']), ...asked])].filter((field) => field.createable && canRead(request.session, object.apiName, field.apiName));
}

function recordShape(object: ObjectSchema, recordTypeId: string, fields: Shape): Shape {
  return tagged({
    apiName: object.apiName, childRelationships: {}, fields, id: null, lastModifiedById: null, lastModifiedDate: null, recordTypeId,
    recordTypeInfo: null, systemModstamp: null, weakEtag: 0,
  });
}

function objectInfos(request: SyncRequest, object: ObjectSchema): Shape {
  return { [object.apiName]: objectInfoOf(request, object) };
}

function createDefaults(request: SyncRequest): { readonly object: ObjectSchema; readonly recordTypeId: string; readonly record: Shape } {
  const object = layoutableObject(request, request.params['object'] ?? '');
  const recordTypeId = askedRecordType(request, object);
  const fields = Object.fromEntries(creatable(request, object).map((field) => [field.apiName, fieldValue(field, presetOf(object, field, recordTypeId, request), request.session.timeZone)]));
  return { object, recordTypeId, record: recordShape(object, recordTypeId, fields) };
}

function cloneDefaults(request: SyncRequest): { readonly object: ObjectSchema; readonly recordTypeId: string; readonly record: Shape } {
  const { object: named, id } = recordOf(request, request.params['id'] ?? '');
  const object = layoutableObject(request, named.apiName);
  const original = readRecord(request, object, id, layoutPaths(request, object, ['Full'])) as { readonly fields: Shape; readonly recordTypeId: string };
  const kept = new Set(creatable(request, object).flatMap(({ apiName, relationshipName }) => [apiName, ...(relationshipName === null ? [] : [relationshipName])]));
  const recordTypeId = request.query.has('recordTypeId') ? askedRecordType(request, object) : original.recordTypeId;
  return { object, recordTypeId, record: recordShape(object, recordTypeId, Object.fromEntries(Object.entries(original.fields).filter(([name]) => kept.has(name)))) };
}

const withLayout = (request: SyncRequest, { object, recordTypeId, record }: ReturnType<typeof createDefaults>): Shape =>
  tagged({ layout: layoutOf(request, object, recordTypeId, 'Full', 'Create'), objectInfos: objectInfos(request, object), record });

/** A template has the fields and the record type, no layout. */
const template = (request: SyncRequest, { object, recordTypeId, record }: ReturnType<typeof createDefaults>): Shape =>
  ({ objectInfos: objectInfos(request, object), record: { apiName: object.apiName, fields: record['fields'], recordTypeId, recordTypeInfo: null } });

/** Layouts, object infos and records of a page, for records of any objects. */
function recordUi(request: SyncRequest): Shape {
  const types = wordList(request, 'layoutTypes', LAYOUT_TYPES, ['Full']);
  const modes = wordList(request, 'modes', MODES, ['View']);
  const optional = listParameter(request, 'optionalFields');
  const layouts: Record<string, Record<string, Record<string, Record<string, Shape>>>> = {};
  const infos: Record<string, Shape> = {};
  const records: Record<string, Shape> = {};
  for (const text of (request.params['ids'] ?? '').split(',')) {
    const { object, id } = recordOf(request, text);
    if (!isLayoutable(object)) {
      throw unsupported(`record page of ${object.apiName}`);
    }
    const named = namedPaths(request, object, optional).filter((path) => path !== undefined);
    const record = readRecord(request, object, id, [...layoutPaths(request, object, types), ...named]);
    const recordTypeId = String(record['recordTypeId']);
    const ofObject = (layouts[object.apiName] ??= {});
    ofObject[recordTypeId] ??= Object.fromEntries(types.map((type) => [type, Object.fromEntries(modes.map((mode) => [mode, layoutOf(request, object, recordTypeId, type, mode)]))]));
    infos[object.apiName] ??= objectInfoOf(request, object);
    records[id] = record;
  }
  return tagged({ layoutUserStates: {}, layouts, objectInfos: infos, records });
}

export const recordDefaultsOperations: readonly SyncOperation[] = [
  get('recordDefaults.create', 'record-defaults/create/:object', (request) => withLayout(request, createDefaults(request))),
  get('recordDefaults.clone', 'record-defaults/clone/:id', (request) => withLayout(request, cloneDefaults(request))),
  get('recordDefaults.templateCreate', 'record-defaults/template/create/:object', (request) => template(request, createDefaults(request))),
  get('recordDefaults.templateClone', 'record-defaults/template/clone/:id', (request) => template(request, cloneDefaults(request))),
  get('recordUi', 'record-ui/:ids', recordUi),
];
