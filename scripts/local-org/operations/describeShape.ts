/** Schema to the JSON of `sobjects/X/describe`. */
import type { FieldSchema, FieldType, ObjectSchema, Schema } from '../engine/schema.ts';

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

function describeField(field: FieldSchema): Readonly<Record<string, unknown>> {
  const { type } = field;
  const length = type === 'id' || type === 'reference' ? 18 : field.length;
  const decimal = type === 'double' || type === 'currency' || type === 'percent';
  return {
    aggregatable: field.filterable && type !== 'boolean',
    aiPredictionField: false,
    autoNumber: field.autoNumberFormat !== null,
    byteLength: TEXT.has(type) ? (type === 'id' || type === 'reference' ? 18 : length * 3) : 0,
    calculated: field.formula !== null,
    calculatedFormula: field.formula,
    cascadeDelete: field.deleteConstraint === 'Cascade',
    caseSensitive: false,
    compoundFieldName: null,
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: type === 'boolean' ? field.defaultValue ?? false : field.defaultValue,
    defaultValueFormula: field.defaultValueFormula,
    defaultedOnCreate: defaultedOnCreate(field),
    dependentPicklist: false,
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
    picklistValues: field.picklistValues.map((value) => ({ active: value.active, defaultValue: value.isDefault, label: value.label, validFor: null, value: value.value })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: decimal ? field.precision : 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: field.deleteConstraint === 'Restrict',
    restrictedPicklist: field.restrictedPicklist,
    scale: decimal ? field.scale : 0,
    searchPrefilterable: type === 'reference' || type === 'id',
    soapType: SOAP_TYPES[type],
    sortable: field.sortable,
    type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
}

/** The row of `sobjects`; also the head of a full describe. */
export function describeSummary(object: ObjectSchema, base: string): Readonly<Record<string, unknown>> {
  const url = `${base}/${object.apiName}`;
  return {
    activateable: false,
    associateEntityType: object.kind === 'history' ? 'History' : null,
    associateParentEntity: null,
    createable: object.createable,
    custom: object.custom,
    customSetting: false,
    deepCloneable: false,
    deletable: object.deletable,
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
    undeletable: object.deletable && object.fields.some((field) => field.apiName === 'IsDeleted'),
    updateable: object.updateable,
    urls: { rowTemplate: `${url}/{ID}`, describe: `${url}/describe`, sobject: url },
  };
}

export function describeObject(schema: Schema, object: ObjectSchema, base: string): Readonly<Record<string, unknown>> {
  return {
    ...describeSummary(object, base),
    actionOverrides: [],
    childRelationships: schema.children(object.apiName).map((child) => ({
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
    fields: object.fields.map(describeField),
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
