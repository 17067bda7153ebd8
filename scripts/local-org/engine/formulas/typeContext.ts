/** The schema seen by the formula checker: the type of every path an object's formula may name. */
import { nearest } from '../../../formula/index.ts';
import type { FormulaContext, FormulaContextKind, FormulaType, ReferenceType } from '../../../formula/types.ts';
import type { FieldSchema, FieldType, ObjectSchema, Schema } from '../schema.ts';
import { createSizes } from './dependencies.ts';
import { destinationOf, objectOfGlobal } from './paths.ts';

/** Names outside the schema that a formula may use. Absent: whatever is named is taken to be there. */
export interface KnownNames {
  permission(name: string): boolean;
  label(name: string): boolean;
  customMetadata(type: string, record: string): boolean;
}

const EVERYTHING: KnownNames = { permission: () => true, label: () => true, customMetadata: () => true };

const FORMULA_TYPE: Readonly<Record<FieldType, FormulaType | null>> = {
  id: 'Id', reference: 'Id', string: 'Text', textarea: 'Text', url: 'Text', email: 'Text', phone: 'Text', combobox: 'Text',
  picklist: 'Picklist', multipicklist: 'MultiPicklist', boolean: 'Boolean', int: 'Number', double: 'Number',
  currency: 'Currency', percent: 'Percent', date: 'Date', datetime: 'DateTime', time: 'Time', location: 'Geolocation',
  address: null, base64: null, anyType: null, complexvalue: null,
};

/** A text area beyond this length is a long one. */
const LONGEST_TEXT_AREA = 255;

/** Types of fields that VLOOKUP returns (Salesforce Help, VLOOKUP); formula fields and long text areas are not among them. */
const RETURNABLE: ReadonlySet<FieldType> = new Set([
  'id', 'reference', 'string', 'textarea', 'url', 'email', 'phone', 'picklist', 'boolean', 'int', 'double', 'percent', 'date', 'datetime',
]);

const isLong = (field: FieldSchema): boolean => field.type === 'textarea' && field.length > LONGEST_TEXT_AREA;

/** How a formula sees a field; undefined for types that no formula may read. */
export function referenceType(field: FieldSchema): ReferenceType | undefined {
  const type = FORMULA_TYPE[field.type];
  if (type === null) {
    return undefined;
  }
  // Values of an unrestricted picklist are a suggestion: records may hold others.
  const picklist = (field.type === 'picklist' || field.type === 'multipicklist') && field.restrictedPicklist && field.picklistValues.length > 0;
  return {
    type,
    scale: field.scale,
    length: field.length,
    ...(isLong(field) ? { longText: true } : {}),
    ...(picklist ? { picklistValues: field.picklistValues.map((value) => value.value) } : {}),
    ...(field.formula !== null && /\b(?:HYPERLINK|IMAGE)\s*\(/i.test(field.formula) ? { markup: true } : {}),
  };
}

const TEXT: ReferenceType = { type: 'Text' };
const RECORD_TYPE: Readonly<Record<string, ReferenceType>> = { developername: TEXT, name: TEXT, id: { type: 'Id' } };

type GlobalResolver = (path: readonly string[], schema: Schema, known: KnownNames) => ReferenceType | undefined;

const unavailable = (what: string, reason: string): ReferenceType => ({ type: 'Text', refusal: { code: 'unsupported', message: `unsupported: ${what}: ${reason}` } });

/** The globals that are no record of one object, by lower-case name. */
const GLOBALS: Readonly<Record<string, GlobalResolver>> = {
  $permission: ([name = '', ...rest], _schema, known) => (rest.length === 0 && known.permission(name) ? { type: 'Boolean' } : undefined),
  $label: ([name = '', ...rest], _schema, known) => (rest.length === 0 && known.label(name) ? TEXT : undefined),
  $custommetadata: ([type = '', record = '', ...rest], schema, known) => {
    const object = schema.object(type);
    return rest.length === 1 && object?.kind === 'customMetadata' && known.customMetadata(type, record) ? resolveField(schema, object, rest) : undefined;
  },
  // Hierarchy settings only (Salesforce Help, Access Custom Settings).
  $setup: ([type = '', ...rest], schema) => {
    const object = schema.object(type);
    const isCustomField = rest.length === 1 && schema.field(type, rest[0] ?? '')?.custom === true;
    return object?.customSettingsType === 'Hierarchy' && isCustomField ? resolveField(schema, object, rest) : undefined;
  },
  $recordtype: ([property = '', ...rest]) => (rest.length === 0 ? RECORD_TYPE[property.toLowerCase()] : undefined),
  $objecttype: ([name = '', part = '', fieldName = '', ...rest], schema) => {
    const object = schema.object(name);
    const field = schema.field(name, fieldName);
    if (rest.length > 0 || part.toLowerCase() !== 'fields' || object?.kind !== 'custom' || field === undefined) {
      return undefined;
    }
    const type = referenceType(field);
    const returnable = RETURNABLE.has(field.type) && field.formula === null && !isLong(field);
    return type === undefined ? undefined : { ...type, lookup: { object: object.apiName, field: field.apiName, isName: field.nameField, returnable } };
  },
  $api: ([name = '']) =>
    /^(?:session_id|(?:enterprise|partner)_server_url_\d{2,3})$/i.test(name) ? unavailable(`$Api.${name}`, 'sessions are kept as digests, and there is no SOAP API.') : undefined,
};

function resolveGlobal(schema: Schema, path: readonly string[], known: KnownNames): ReferenceType | undefined {
  const [global = '', ...rest] = path;
  const object = objectOfGlobal(schema, global);
  return object === undefined ? GLOBALS[global.toLowerCase()]?.(rest, schema, known) : resolveField(schema, object, rest);
}

function resolveField(schema: Schema, object: ObjectSchema, path: readonly string[]): ReferenceType | undefined {
  const found = destinationOf(schema, object, path);
  switch (found?.kind) {
    case 'field':
      return referenceType(found.field);
    case 'recordType':
      return RECORD_TYPE[found.property.toLowerCase()];
    case 'refused':
      return { type: 'Null', refusal: { code: 'unknown-field', message: found.message } };
    default:
      return undefined;
  }
}

/** Long text areas are for rules: a formula field that names one is refused in these words. */
function forFormulaField(found: ReferenceType | undefined, path: readonly string[]): ReferenceType | undefined {
  return found?.longText === true
    ? { ...found, refusal: { code: 'wrong-type', message: `You referenced an unsupported field type called "Long Text Area" using the following field: ${path.join('.')}` } }
    : found;
}

/** The checking context of a formula that belongs to `objectName`. */
export function formulaContext(schema: Schema, objectName: string, kind: FormulaContextKind, known: KnownNames = EVERYTHING): FormulaContext {
  const context = contextOf(schema, objectName, kind, known);
  const object = schema.object(objectName);
  const sizeAt = createSizes(schema, ({ apiName }) => contextOf(schema, apiName, 'formulaField', known));
  return object === undefined ? context : { ...context, compiledSizeOf: (path) => sizeAt(object, path) };
}

function contextOf(schema: Schema, objectName: string, kind: FormulaContextKind, known: KnownNames): FormulaContext {
  const object = schema.object(objectName);
  return {
    kind,
    refuses: (name) => (name === 'GETSESSIONID' ? 'sessions are kept as digests.' : undefined),
    resolve: (path) => {
      const found = path[0]?.startsWith('$') === true ? resolveGlobal(schema, path, known) : object === undefined ? undefined : resolveField(schema, object, path);
      return kind === 'formulaField' ? forFormulaField(found, path) : found;
    },
    suggest: (path) => (path.length === 1 ? nearest(path[0] ?? '', object?.fields.map((field) => field.apiName) ?? []) : undefined),
  };
}
