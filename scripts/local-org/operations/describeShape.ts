/** Schema to the JSON of `sobjects/X/describe`. */
import type { FieldSchema, FieldType, ObjectSchema, PicklistValue, Schema } from '../engine/schema.ts';
import type { Access } from '../engine/types.ts';

const SOAP_TYPES: Readonly<Record<FieldType, string>> = {
  id: 'tns:ID', reference: 'tns:ID', string: 'xsd:string', textarea: 'xsd:string', url: 'xsd:string', email: 'xsd:string', phone: 'xsd:string',
  picklist: 'xsd:string', multipicklist: 'xsd:string', combobox: 'xsd:string', boolean: 'xsd:boolean', int: 'xsd:int', double: 'xsd:double',
  currency: 'xsd:double', percent: 'xsd:double', date: 'xsd:date', datetime: 'xsd:dateTime', time: 'xsd:time', address: 'urn:address',
  location: 'urn:location', base64: 'xsd:base64Binary', anyType: 'xsd:anyType', complexvalue: 'urn:complexvalue',
};

const TEXT: ReadonlySet<FieldType> = new Set(['string', 'textarea', 'url', 'email', 'phone', 'picklist', 'multipicklist', 'combobox', 'id', 'reference', 'anyType']);

/** Id of the master record type, the same in every org. */
const MASTER_RECORD_TYPE = '012000000000000AAA';

/** Fields the org fills when the client leaves them out. */
function defaultedOnCreate(field: FieldSchema): boolean {
  return field.type === 'boolean' || field.defaultValue !== null || field.defaultValueFormula !== null || field.apiName === 'OwnerId'
    || field.type === 'id' || /^(Created|LastModified|SystemModstamp)/.test(field.apiName) || field.picklistValues.some((value) => value.isDefault);
}

/** The controlling values that allow a dependent one, as bits, the first value in the highest; whole groups of three bytes, so that base64 needs no padding. */
function validFor(value: PicklistValue, controller: FieldSchema | undefined): string | null {
  if (controller === undefined) {
    return null;
  }
  const controlling = controller.type === 'boolean' ? ['false', 'true'] : controller.picklistValues.map((candidate) => candidate.value);
  const bytes = new Uint8Array(Math.max(1, Math.ceil(controlling.length / 24)) * 3);
  controlling.forEach((candidate, index) => {
    if (value.validFor === undefined || value.validFor.includes(candidate)) {
      bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7));
    }
  });
  return Buffer.from(bytes).toString('base64');
}

function describeField(field: FieldSchema, object: ObjectSchema, access: Access | undefined): Readonly<Record<string, unknown>> {
  const { type } = field;
  const editable = access?.field(object.apiName, field.apiName, 'edit') !== false;
  const controller = (field.controllerName ?? null) === null ? undefined : object.fields.find((other) => other.apiName === field.controllerName);
  const length = type === 'id' || type === 'reference' ? 18 : field.length;
  const decimal = type === 'double' || type === 'currency' || type === 'percent';
  return {
    aggregatable: field.filterable && type !== 'boolean',
    aiPredictionField: false,
    autoNumber: field.autoNumberFormat !== null,
    byteLength: TEXT.has(type) ? (type === 'id' || type === 'reference' ? 18 : length * 3) : 0,
    calculated: field.formula !== null || (field.summary ?? null) !== null || field.autoNumberFormat !== null,
    calculatedFormula: field.formula,
    cascadeDelete: field.deleteConstraint === 'Cascade',
    caseSensitive: field.caseSensitive === true,
    compoundFieldName: field.compoundFieldName ?? null,
    controllerName: field.controllerName ?? null,
    createable: field.createable && editable,
    custom: field.custom,
    defaultValue: type === 'boolean' ? field.defaultValue ?? false : field.defaultValue,
    defaultValueFormula: field.defaultValueFormula,
    defaultedOnCreate: defaultedOnCreate(field),
    dependentPicklist: controller !== undefined,
    deprecatedAndHidden: false,
    digits: type === 'int' ? field.precision : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: field.formula !== null && field.formulaTreatBlanksAs === 'zero',
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: type === 'id' || field.externalId || field.nameField,
    inlineHelpText: field.helpText,
    label: field.label,
    length,
    mask: null,
    maskType: null,
    name: field.apiName,
    nameField: field.nameField,
    namePointing: field.referenceTo.length > 1,
    nillable: field.nillable,
    permissionable: field.custom && field.nillable,
    picklistValues: field.picklistValues.map((value) => ({ active: value.active, defaultValue: value.isDefault, label: value.label, validFor: validFor(value, controller), value: value.value })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: decimal ? field.precision : 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: field.masterDetail === undefined ? null : 0,
    restrictedDelete: field.deleteConstraint === 'Restrict',
    restrictedPicklist: field.restrictedPicklist,
    scale: decimal ? field.scale : 0,
    searchPrefilterable: type === 'reference' || type === 'id',
    soapType: SOAP_TYPES[type],
    sortable: field.sortable,
    type,
    unique: field.unique,
    updateable: field.updateable && editable,
    writeRequiresMasterRead: field.masterDetail?.writeRequiresMasterRead === true,
  };
}

/** The row of `sobjects`; also the head of a full describe. */
export function describeSummary(object: ObjectSchema, base: string, access?: Access): Readonly<Record<string, unknown>> {
  const url = `${base}/${object.apiName}`;
  const may = (right: 'create' | 'edit' | 'delete'): boolean => access?.object(object.apiName, right) !== false;
  const deletable = object.deletable && may('delete');
  return {
    activateable: false,
    associateEntityType: object.kind === 'history' ? 'History' : null,
    associateParentEntity: null,
    createable: object.createable && may('create'),
    custom: object.custom,
    customSetting: object.kind === 'customSetting',
    deepCloneable: false,
    deletable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: object.kind === 'standard' || object.kind === 'custom',
    mergeable: object.apiName === 'Account' || object.apiName === 'Contact' || object.apiName === 'Lead',
    mruEnabled: object.kind === 'standard' || object.kind === 'custom',
    name: object.apiName,
    queryable: object.queryable,
    replicateable: object.fields.some((field) => field.apiName === 'SystemModstamp'),
    retrieveable: object.queryable,
    searchable: object.searchable,
    triggerable: object.kind === 'standard' || object.kind === 'custom',
    undeletable: deletable && object.kind !== 'customSetting' && object.fields.some((field) => field.apiName === 'IsDeleted'),
    updateable: object.updateable && may('edit'),
    urls: { rowTemplate: `${url}/{ID}`, describe: `${url}/describe`, sobject: url },
  };
}

/** What a user without a right is not shown: the field, the child object. */
export function describeObject(schema: Schema, object: ObjectSchema, base: string, access?: Access): Readonly<Record<string, unknown>> {
  const children = schema.children(object.apiName).filter((child) => access?.object(child.childObject, 'read') !== false && access?.field(child.childObject, child.field, 'read') !== false);
  return {
    ...describeSummary(object, base, access),
    actionOverrides: [],
    childRelationships: children.map((child) => ({
      cascadeDelete: child.cascadeDelete,
      childSObject: child.childObject,
      deprecatedAndHidden: false,
      field: child.field,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: child.relationshipName,
      restrictedDelete: false,
    })),
    compactLayoutable: object.kind === 'standard' || object.kind === 'custom',
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: object.fields.filter((field) => access?.field(object.apiName, field.apiName, 'read') !== false).map((field) => describeField(field, object, access)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: recordTypeInfos(object, base),
    searchLayoutable: object.searchable,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [{ label: `All ${object.labelPlural.toLowerCase()}`, name: 'everything' }],
  };
}

function recordTypeInfos(object: ObjectSchema, base: string): readonly Readonly<Record<string, unknown>>[] {
  const info = (id: string, developerName: string, name: string, active: boolean, master: boolean, preset: boolean): Readonly<Record<string, unknown>> => ({
    active,
    available: active,
    defaultRecordTypeMapping: preset,
    developerName,
    master,
    name,
    recordTypeId: id,
    urls: { layout: `${base}/${object.apiName}/describe/layouts/${id}` },
  });
  return [
    ...object.recordTypes.map((type, index) => info(type.id, type.developerName, type.label, type.active, false, index === 0)),
    info(MASTER_RECORD_TYPE, 'Master', 'Master', true, true, object.recordTypes.length === 0),
  ];
}
