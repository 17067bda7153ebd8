/** What the UI API tells of objects, as this user may use them. */
import type { FieldSchema, FieldType, ObjectSchema } from '../../engine/schema.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { canReadObject, isLayoutable, objectOf, readableFields } from './access.ts';
import { defaultRecordTypeId, recordTypeInfos } from './recordTypes.ts';
import { batch, get, rootOf, tagged, type Shape } from './respond.ts';
import { themeInfo } from './themes.ts';

/** Types as object info names them. */
export const DATA_TYPES: Readonly<Record<FieldType, string>> = {
  id: 'Reference', reference: 'Reference', string: 'String', textarea: 'TextArea', url: 'Url', email: 'Email', phone: 'Phone', picklist: 'Picklist',
  multipicklist: 'MultiPicklist', combobox: 'ComboBox', boolean: 'Boolean', int: 'Int', double: 'Double', currency: 'Currency', percent: 'Percent', date: 'Date',
  datetime: 'DateTime', time: 'Time', address: 'Address', location: 'Location', base64: 'Base64', anyType: 'AnyType', complexvalue: 'ComplexValue',
};

/** Fields that together are one, as the parts of a person's name. */
const COMPOUND: ReadonlySet<FieldType> = new Set(['address', 'location']);

function fieldInfo(request: SyncRequest, object: ObjectSchema, field: FieldSchema): Shape {
  const { engine, session } = request;
  const editable = session.access?.field(object.apiName, field.apiName, 'edit') !== false;
  const compoundFieldName = field.compoundFieldName ?? null;
  const controller = field.controllerName ?? null;
  return {
    apiName: field.apiName,
    calculated: field.formula !== null || (field.summary ?? null) !== null,
    compound: COMPOUND.has(field.type),
    compoundComponentName: null,
    compoundFieldName,
    controllerName: controller,
    controllingFields: controllingFields(request, object, field),
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

/** Fields that decide over the values of a picklist, the nearest first. */
function controllingFields(request: SyncRequest, object: ObjectSchema, field: FieldSchema): readonly string[] {
  const names: string[] = [];
  let controller = field.controllerName ?? null;
  while (controller !== null && !names.includes(controller)) {
    names.push(controller);
    controller = request.engine.schema.field(object.apiName, controller)?.controllerName ?? null;
  }
  return names;
}

interface Dependents {
  readonly [field: string]: Dependents;
}

/** Controlling fields with the fields they control, nested. */
function dependentFields(fields: readonly FieldSchema[]): Dependents {
  const below = (controller: string, above: readonly string[]): Dependents => Object.fromEntries(fields
    .filter((field) => field.controllerName === controller && !above.includes(field.apiName))
    .map((field) => [field.apiName, below(field.apiName, [...above, field.apiName])]));
  const roots = new Set(fields.flatMap(({ controllerName }) => controllerName ?? []).filter((name) => (fields.find(({ apiName }) => apiName === name)?.controllerName ?? null) === null));
  return Object.fromEntries([...roots].map((name) => [name, below(name, [name])]));
}

const nameFields = (object: ObjectSchema | undefined): readonly string[] => {
  const names = object?.fields.filter((field) => field.nameField).map((field) => field.apiName) ?? [];
  const isPerson = object?.fields.some(({ apiName }) => apiName === 'LastName') === true && object.fields.some(({ apiName }) => apiName === 'FirstName');
  return isPerson ? ['FirstName', 'LastName', ...names] : names;
};

function summary(request: SyncRequest, object: ObjectSchema): Shape {
  return {
    apiName: object.apiName,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    nameFields: nameFields(object),
    objectInfoUrl: `${rootOf(request)}/object-info/${object.apiName}`,
  };
}

/** Object Info of an object. */
export function objectInfoOf(request: SyncRequest, object: ObjectSchema): Shape {
  const { engine, session } = request;
  const may = (right: 'create' | 'edit' | 'delete'): boolean => session.access?.object(object.apiName, right) !== false;
  const readable = readableFields(session, object);
  return tagged({
    apiName: object.apiName,
    associateEntityType: object.kind === 'history' ? 'History' : null,
    associateParentEntity: null,
    childRelationships: engine.schema.children(object.apiName)
      .filter((child) => child.relationshipName !== null && canReadObject(session, engine.schema.object(child.childObject)))
      .map((child) => ({ childObjectApiName: child.childObject, fieldName: child.field, junctionIdListNames: [], junctionReferenceTo: [], relationshipName: child.relationshipName })),
    createable: object.createable && may('create'),
    custom: object.custom,
    defaultRecordTypeId: isLayoutable(object) ? defaultRecordTypeId(object) : null,
    deletable: object.deletable && may('delete'),
    dependentFields: dependentFields(readable),
    feedEnabled: false,
    fields: Object.fromEntries(readable.map((field) => [field.apiName, fieldInfo(request, object, field)])),
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: isLayoutable(object),
    mruEnabled: isLayoutable(object),
    nameFields: nameFields(object),
    queryable: object.queryable,
    recordTypeInfos: isLayoutable(object) ? recordTypeInfos(object) : {},
    searchLayoutable: object.searchable,
    searchable: object.searchable,
    themeInfo: themeInfo(request.instanceUrl, object),
    updateable: object.updateable && may('edit'),
  });
}

function directory(request: SyncRequest): Shape {
  const shown = request.engine.schema.objects.filter((object) => isLayoutable(object) && canReadObject(request.session, object));
  return tagged({ objects: Object.fromEntries(shown.map((object) => [object.apiName, summary(request, object)])) });
}

const named = (request: SyncRequest, name: string): Shape => objectInfoOf(request, objectOf(request, name));

export const objectInfoOperations: readonly SyncOperation[] = [
  get('objects', 'object-info', directory),
  get('objectInfo', 'object-info/:object', (request) => named(request, request.params['object'] ?? '')),
  get('objectInfos', 'object-info/batch/:objects', (request) => {
    const { hasErrors, results } = batch((request.params['objects'] ?? '').split(','), (name) => named(request, name));
    return { hasErrors, results };
  }),
];
