/**
 * The notation of the standard-object tables: one call per field, one per object, so that a table reads like
 * the Object Reference it is taken from. What a call leaves out is the usual case of its type.
 */
import type { FieldSchema, FieldType, ObjectKind, ObjectSchema, PicklistValue } from '../engine/schema.ts';

/**
 * - `required`: not nillable;
 * - `readOnly`: set by the org; `createOnly`: fixed after the insert;
 * - `noFilter`: cannot stand in WHERE (nor be sorted or grouped by); `noGroup`: not in GROUP BY;
 * - `tracked`: written to field history as long as the object's history is on.
 */
export type Flag = 'required' | 'readOnly' | 'createOnly' | 'noFilter' | 'noGroup' | 'unique' | 'externalId' | 'name' | 'restricted' | 'tracked';

export interface ReferenceOptions {
  /** Name of the child relationship on the parent. */
  readonly children?: string;
  readonly onDelete?: 'SetNull' | 'Restrict' | 'Cascade';
}

const UNGROUPABLE: ReadonlySet<FieldType> = new Set(['double', 'currency', 'percent', 'datetime', 'textarea', 'multipicklist', 'base64', 'anyType', 'complexvalue']);
const UNFILTERABLE: ReadonlySet<FieldType> = new Set(['base64', 'anyType', 'complexvalue']);

function column(apiName: string, label: string, type: FieldType, flags: readonly Flag[], more: Partial<FieldSchema> = {}): FieldSchema {
  const has = (flag: Flag): boolean => flags.includes(flag);
  const longText = type === 'textarea' && (more.length ?? 0) > 255;
  const filterable = !has('noFilter') && !UNFILTERABLE.has(type) && !longText;
  return {
    apiName,
    label,
    type,
    custom: false,
    length: 0,
    precision: 0,
    scale: 0,
    nillable: !has('required'),
    createable: !has('readOnly'),
    updateable: !has('readOnly') && !has('createOnly'),
    filterable,
    sortable: filterable,
    groupable: filterable && !has('noGroup') && !UNGROUPABLE.has(type),
    unique: has('unique'),
    externalId: has('externalId'),
    nameField: has('name'),
    helpText: null,
    referenceTo: [],
    relationshipName: null,
    childRelationshipName: null,
    deleteConstraint: null,
    restrictedPicklist: has('restricted'),
    picklistValues: [],
    defaultValue: null,
    defaultValueFormula: null,
    formula: null,
    formulaTreatBlanksAs: 'blank',
    autoNumberFormat: null,
    trackHistory: has('tracked'),
    ...more,
  };
}

export const text = (apiName: string, label: string, length: number, ...flags: Flag[]): FieldSchema => column(apiName, label, 'string', flags, { length });
export const textArea = (apiName: string, label: string, length: number, ...flags: Flag[]): FieldSchema => column(apiName, label, 'textarea', flags, { length });
export const url = (apiName: string, label: string, ...flags: Flag[]): FieldSchema => column(apiName, label, 'url', flags, { length: 255 });
export const email = (apiName: string, label: string, length = 80, ...flags: Flag[]): FieldSchema => column(apiName, label, 'email', flags, { length });
export const phone = (apiName: string, label: string, ...flags: Flag[]): FieldSchema => column(apiName, label, 'phone', flags, { length: 40 });
export const date = (apiName: string, label: string, ...flags: Flag[]): FieldSchema => column(apiName, label, 'date', flags);
export const dateTime = (apiName: string, label: string, ...flags: Flag[]): FieldSchema => column(apiName, label, 'datetime', flags);
export const time = (apiName: string, label: string, ...flags: Flag[]): FieldSchema => column(apiName, label, 'time', flags);
export const integer = (apiName: string, label: string, digits: number, ...flags: Flag[]): FieldSchema => column(apiName, label, 'int', flags, { precision: digits });
export const number = (apiName: string, label: string, precision: number, scale: number, ...flags: Flag[]): FieldSchema => column(apiName, label, 'double', flags, { precision, scale });
export const currency = (apiName: string, label: string, scale: number, ...flags: Flag[]): FieldSchema => column(apiName, label, 'currency', flags, { precision: 18, scale });
export const percent = (apiName: string, label: string, precision: number, scale: number, ...flags: Flag[]): FieldSchema => column(apiName, label, 'percent', flags, { precision, scale });
const anyValue = (apiName: string, label: string, ...flags: Flag[]): FieldSchema => column(apiName, label, 'anyType', flags, { length: 255 });
/** `Metadata` of the Tooling API: a whole component as JSON. */
export const complexValue = (apiName: string, label: string, ...flags: Flag[]): FieldSchema => column(apiName, label, 'complexvalue', flags);

/** Checkboxes are never null; they start false unless `checked`. */
export const checkbox = (apiName: string, label: string, ...flags: Flag[]): FieldSchema => column(apiName, label, 'boolean', ['required', ...flags], { defaultValue: false });
export const checkedBox = (apiName: string, label: string, ...flags: Flag[]): FieldSchema => column(apiName, label, 'boolean', ['required', ...flags], { defaultValue: true });

/** Values as text, or in full; the first value that is its own default counts as the field's. */
export function picklist(apiName: string, label: string, values: readonly (string | PicklistValue)[], ...flags: Flag[]): FieldSchema {
  return column(apiName, label, 'picklist', flags, { length: 255, picklistValues: picklistValues(values) });
}

/** A picklist that also takes free text (Task.Subject). */
export function combobox(apiName: string, label: string, values: readonly string[], ...flags: Flag[]): FieldSchema {
  return column(apiName, label, 'combobox', flags, { length: 255, picklistValues: picklistValues(values) });
}

/** A lookup; `relationshipName` is derived from the field's name (`AccountId` gives `Account`). */
export function reference(apiName: string, label: string, to: string | readonly string[], options: ReferenceOptions = {}, ...flags: Flag[]): FieldSchema {
  return column(apiName, label, 'reference', flags, {
    length: 18,
    referenceTo: typeof to === 'string' ? [to] : to,
    relationshipName: apiName.replace(/Id$/, ''),
    childRelationshipName: options.children ?? null,
    deleteConstraint: options.onDelete ?? (flags.includes('required') ? null : 'SetNull'),
  });
}

/** A value of a picklist where one is preset: `preset('Not Started')`. */
export const preset = (value: string): PicklistValue => ({ value, label: value, active: true, isDefault: true });

function picklistValues(values: readonly (string | PicklistValue)[]): readonly PicklistValue[] {
  return values.map((value) => (typeof value === 'string' ? { value, label: value, active: true, isDefault: false } : value));
}

/** One address: the compound field, and the parts through which it is written. */
export function address(prefix: string, ...flags: Flag[]): readonly FieldSchema[] {
  const compound = `${prefix}Address`;
  const label = (part: string): string => (prefix === '' ? part : `${prefix} ${part}`);
  const parts = [
    textArea(`${prefix}Street`, label('Street'), 255, 'noGroup', ...flags),
    text(`${prefix}City`, label('City'), 40, ...flags),
    text(`${prefix}State`, label('State/Province'), 80, ...flags),
    text(`${prefix}PostalCode`, label('Zip/Postal Code'), 20, ...flags),
    text(`${prefix}Country`, label('Country'), 80, ...flags),
    number(`${prefix}Latitude`, label('Latitude'), 18, 15, ...flags),
    number(`${prefix}Longitude`, label('Longitude'), 18, 15, ...flags),
    picklist(`${prefix}GeocodeAccuracy`, label('Geocode Accuracy'), geocodeAccuracies, 'restricted', ...flags),
  ];
  return [
    ...parts.map((part) => ({ ...part, compoundFieldName: compound })),
    { ...column(compound, label('Address'), 'address', ['readOnly']), sortable: false, groupable: false },
  ];
}

const geocodeAccuracies: readonly string[] = ['Address', 'NearAddress', 'Block', 'Street', 'ExtendedZip', 'Zip', 'Neighborhood', 'City', 'County', 'State', 'Unknown'];

/** First and last name and salutation of a person, parts of `Name`. */
export const personName = (field: FieldSchema): FieldSchema => ({ ...field, compoundFieldName: 'Name' });

const id: FieldSchema = { ...column('Id', '', 'id', ['required', 'readOnly'], { length: 18 }) };

const auditColumns: readonly FieldSchema[] = [
  dateTime('CreatedDate', 'Created Date', 'required', 'readOnly'),
  reference('CreatedById', 'Created By ID', 'User', {}, 'required', 'readOnly'),
  dateTime('LastModifiedDate', 'Last Modified Date', 'required', 'readOnly'),
  reference('LastModifiedById', 'Last Modified By ID', 'User', {}, 'required', 'readOnly'),
  dateTime('SystemModstamp', 'System Modstamp', 'required', 'readOnly'),
];

const withId = (object: string): FieldSchema => ({ ...id, label: `${object} ID` });

/** Id, fields, audit columns: objects with an owner and a recycle bin get `IsDeleted` too. */
export const recordColumns = (label: string, fields: readonly FieldSchema[]): readonly FieldSchema[] =>
  [withId(label), checkbox('IsDeleted', 'Deleted', 'readOnly'), ...fields, ...auditColumns];

export const setupColumns = (label: string, fields: readonly FieldSchema[]): readonly FieldSchema[] => [withId(label), ...fields, ...auditColumns];

export const bareColumns = (label: string, fields: readonly FieldSchema[]): readonly FieldSchema[] => [withId(label), ...fields];

export const owner = (children?: string): FieldSchema => reference('OwnerId', 'Owner ID', 'User', children === undefined ? {} : { children }, 'required', 'tracked');

/** An owner that may be a queue. */
export const queueableOwner = (): FieldSchema => reference('OwnerId', 'Owner ID', ['Group', 'User'], {}, 'required', 'tracked');

/** The dates a record page and the recent items maintain. */
export const activityDates: readonly FieldSchema[] = [date('LastActivityDate', 'Last Activity', 'readOnly'), dateTime('LastViewedDate', 'Last Viewed Date', 'readOnly'), dateTime('LastReferencedDate', 'Last Referenced Date', 'readOnly')];

export interface ObjectOptions {
  readonly historyTracking?: boolean;
  readonly searchable?: boolean;
  /** Which of create, update and delete a client may do over REST: `'cud'`. */
  readonly access?: string;
}

export function object(kind: ObjectKind, apiName: string, label: string, labelPlural: string, keyPrefix: string | null, options: ObjectOptions, fields: readonly FieldSchema[]): ObjectSchema {
  const access = options.access ?? (kind === 'standard' ? 'cud' : '');
  return {
    apiName,
    label,
    labelPlural,
    keyPrefix,
    kind,
    custom: false,
    createable: access.includes('c'),
    updateable: access.includes('u'),
    deletable: access.includes('d'),
    queryable: true,
    searchable: options.searchable ?? false,
    historyTracking: options.historyTracking ?? false,
    description: null,
    fields,
    validationRules: [],
    recordTypes: [],
  };
}

/** `AccountHistory`, `LeadHistory`, …: old and new value of each tracked field. */
export function fieldHistory(apiName: string, parent: string): ObjectSchema {
  return object('history', apiName, `${parent} History`, `${parent} History`, '017', {}, bareColumns(`${parent} History`, [
    checkbox('IsDeleted', 'Deleted', 'readOnly'),
    reference(`${parent}Id`, `${parent} ID`, parent, { children: 'Histories', onDelete: 'Cascade' }, 'required', 'readOnly'),
    reference('CreatedById', 'Created By ID', 'User', {}, 'required', 'readOnly'),
    dateTime('CreatedDate', 'Created Date', 'required', 'readOnly'),
    text('Field', 'Changed Field', 255, 'required', 'readOnly'),
    text('DataType', 'Datatype', 40, 'readOnly'),
    anyValue('OldValue', 'Old Value', 'readOnly'),
    anyValue('NewValue', 'New Value', 'readOnly'),
  ]));
}
