/** What the UI API tells of objects and picklists, as this user may use them. */
import type { FieldSchema, ObjectSchema } from '../engine/schema.ts';
import { OrgError } from '../engine/types.ts';
import type { SyncOperation, SyncRequest } from '../http/syncOperation.ts';
import { canRead, canReadObject, DATA_TYPES } from './uiApiFields.ts';

/** Id of the master record type, the same in every org. */
export const MASTER_RECORD_TYPE = '012000000000000AAA';

const ROOT = '/services/data/:version/ui-api';

type Shape = Readonly<Record<string, unknown>>;

/** @throws OrgError in the UI API's words for an object that is not there for this user */
export function objectOf(request: Pick<SyncRequest, 'engine' | 'session'>, name: string): ObjectSchema {
  const object = request.engine.schema.object(name);
  if (!canReadObject(request.session, object)) {
    throw new OrgError('INVALID_TYPE', `Object ${name} is not supported in UI API`, 400);
  }
  return object;
}

function fieldInfo(request: SyncRequest, object: ObjectSchema, field: FieldSchema): Shape {
  const { engine, session } = request;
  const editable = session.access?.field(object.apiName, field.apiName, 'edit') !== false;
  return {
    apiName: field.apiName,
    calculated: field.formula !== null,
    compound: false,
    compoundComponentName: null,
    compoundFieldName: null,
    controllerName: null,
    controllingFields: [],
    createable: field.createable && editable,
    custom: field.custom,
    dataType: DATA_TYPES[field.type],
    externalId: field.externalId,
    extraTypeInfo: field.type === 'textarea' ? 'PlainTextArea' : null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    highScaleNumber: false,
    htmlFormatted: false,
    inlineHelpText: field.helpText,
    label: field.label,
    length: field.length,
    maskType: null,
    nameField: field.nameField,
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    reference: field.referenceTo.length > 0,
    referenceTargetField: null,
    referenceToInfos: field.referenceTo.map((name) => ({ apiName: name, nameFields: nameFields(engine.schema.object(name)) })),
    relationshipName: field.relationshipName,
    required: !field.nillable && field.createable && field.type !== 'boolean',
    scale: field.scale,
    searchPrefilterable: field.referenceTo.length > 0,
    sortable: field.sortable,
    unique: field.unique,
    updateable: field.updateable && editable,
  };
}

const nameFields = (object: ObjectSchema | undefined): readonly string[] => object?.fields.filter((field) => field.nameField).map((field) => field.apiName) ?? [];

const recordType = (id: string, name: string, master: boolean, isDefault: boolean): Shape => ({ available: true, defaultRecordTypeMapping: isDefault, master, name, recordTypeId: id });

function recordTypeInfos(object: ObjectSchema): Record<string, Shape> {
  const own = object.recordTypes.filter((type) => type.active);
  return Object.fromEntries([
    ...own.map((type, index) => [type.id, recordType(type.id, type.label, false, index === 0)] as const),
    [MASTER_RECORD_TYPE, recordType(MASTER_RECORD_TYPE, 'Master', true, own.length === 0)] as const,
  ]);
}

function summary(object: ObjectSchema, version: string): Shape {
  return {
    apiName: object.apiName,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    nameFields: nameFields(object),
    objectInfoUrl: `/services/data/v${version}/ui-api/object-info/${object.apiName}`,
  };
}

function objectInfo(request: SyncRequest): Shape {
  const object = objectOf(request, request.params['object'] ?? '');
  const { engine, session } = request;
  const may = (right: 'create' | 'edit' | 'delete'): boolean => session.access?.object(object.apiName, right) !== false;
  const readable = object.fields.filter((field) => canRead(session, object.apiName, field.apiName));
  return {
    apiName: object.apiName,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: engine.schema.children(object.apiName)
      .filter((child) => child.relationshipName !== null && canReadObject(session, engine.schema.object(child.childObject)))
      .map((child) => ({ childObjectApiName: child.childObject, fieldName: child.field, junctionIdListNames: [], junctionReferenceTo: [], relationshipName: child.relationshipName })),
    createable: object.createable && may('create'),
    custom: object.custom,
    defaultRecordTypeId: Object.values(recordTypeInfos(object)).find((info) => info['defaultRecordTypeMapping'] === true)?.['recordTypeId'],
    deletable: object.deletable && may('delete'),
    dependentFields: {},
    feedEnabled: false,
    fields: Object.fromEntries(readable.map((field) => [field.apiName, fieldInfo(request, object, field)])),
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: object.kind === 'standard' || object.kind === 'custom',
    mruEnabled: false,
    nameFields: nameFields(object),
    queryable: object.queryable,
    recordTypeInfos: recordTypeInfos(object),
    searchLayoutable: object.searchable,
    searchable: object.searchable,
    themeInfo: null,
    updateable: object.updateable && may('edit'),
  };
}

function list(request: SyncRequest): Shape {
  const shown = request.engine.schema.objects.filter((object) => (object.kind === 'standard' || object.kind === 'custom') && canReadObject(request.session, object));
  return { objects: Object.fromEntries(shown.map((object) => [object.apiName, summary(object, request.version)])) };
}

/** What a stage stands for, beside its name. */
function stageAttributes(request: SyncRequest): ReadonlyMap<string, Shape> {
  const { records } = request.engine.query(request.session, 'SELECT ApiName, IsClosed, IsWon, DefaultProbability, ForecastCategoryName FROM OpportunityStage');
  return new Map(records.map((row) => [String(row['ApiName']), {
    // The misspelling is Salesforce's.
    picklistAtrributesValueType: 'OpportunityStage',
    closed: row['IsClosed'],
    defaultProbability: row['DefaultProbability'],
    forecastCategoryName: row['ForecastCategoryName'],
    won: row['IsWon'],
  }]));
}

function picklist(request: SyncRequest, object: ObjectSchema, field: FieldSchema, recordTypeId: string): Shape {
  const attributes = object.apiName === 'Opportunity' && field.apiName === 'StageName' ? stageAttributes(request) : undefined;
  const value = (entry: FieldSchema['picklistValues'][number]): Shape => ({ attributes: attributes?.get(entry.value) ?? null, label: entry.label, validFor: [], value: entry.value });
  const preset = field.picklistValues.find((entry) => entry.active && entry.isDefault);
  return {
    controllerValues: {},
    defaultValue: preset === undefined ? null : value(preset),
    url: `/services/data/v${request.version}/ui-api/object-info/${object.apiName}/picklist-values/${recordTypeId}/${field.apiName}`,
    values: field.picklistValues.filter((entry) => entry.active).map(value),
  };
}

const isPicklist = (field: FieldSchema): boolean => field.type === 'picklist' || field.type === 'multipicklist';

function recordTypeOf(request: SyncRequest, object: ObjectSchema): string {
  const id = request.params['recordTypeId'] ?? '';
  if (!(id in recordTypeInfos(object))) {
    throw new OrgError('NOT_FOUND', `There is no record type ${id} of ${object.apiName} for this user.`, 404);
  }
  return id;
}

function allPicklists(request: SyncRequest): Shape {
  const object = objectOf(request, request.params['object'] ?? '');
  const id = recordTypeOf(request, object);
  const fields = object.fields.filter((field) => isPicklist(field) && canRead(request.session, object.apiName, field.apiName));
  return { picklistFieldValues: Object.fromEntries(fields.map((field) => [field.apiName, picklist(request, object, field, id)])) };
}

function onePicklist(request: SyncRequest): Shape {
  const object = objectOf(request, request.params['object'] ?? '');
  const id = recordTypeOf(request, object);
  const field = request.engine.schema.field(object.apiName, request.params['field'] ?? '');
  if (field === undefined || !isPicklist(field) || !canRead(request.session, object.apiName, field.apiName)) {
    throw new OrgError('INVALID_FIELD', `There is no picklist ${request.params['field'] ?? ''} on ${object.apiName} for this user.`, 400);
  }
  return picklist(request, object, field, id);
}

const get = (name: string, path: string, read: (request: SyncRequest) => Shape): SyncOperation => ({ name: `uiApi.${name}`, method: 'GET', path: `${ROOT}/${path}`, run: (request) => ({ status: 200, body: read(request) }) });

export const objectInfoOperations: readonly SyncOperation[] = [
  get('objects', 'object-info', list),
  get('objectInfo', 'object-info/:object', objectInfo),
  get('picklistValuesByRecordType', 'object-info/:object/picklist-values/:recordTypeId', allPicklists),
  get('picklistValues', 'object-info/:object/picklist-values/:recordTypeId/:field', onePicklist),
];
