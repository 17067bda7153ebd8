/** The schema seen by the formula checker: the type of every path an object's formula may name. */
import type { FormulaContext, FormulaContextKind, FormulaType, ReferenceType } from '../../../formula/types.ts';
import type { FieldSchema, FieldType, ObjectSchema, Schema } from '../schema.ts';

const FORMULA_TYPE: Readonly<Record<FieldType, FormulaType | null>> = {
  id: 'Id', reference: 'Id', string: 'Text', textarea: 'Text', url: 'Text', email: 'Text', phone: 'Text', combobox: 'Text',
  picklist: 'Picklist', multipicklist: 'MultiPicklist', boolean: 'Boolean', int: 'Number', double: 'Number',
  currency: 'Currency', percent: 'Percent', date: 'Date', datetime: 'DateTime', time: 'Time', location: 'Geolocation',
  address: null, base64: null, anyType: null, complexvalue: null,
};

/** How a formula sees a field; undefined for types that no formula may read. */
export function referenceType(field: FieldSchema): ReferenceType | undefined {
  const type = FORMULA_TYPE[field.type];
  if (type === null) {
    return undefined;
  }
  const picklist = (field.type === 'picklist' || field.type === 'multipicklist') && field.restrictedPicklist;
  return {
    type,
    scale: field.scale,
    length: field.length,
    ...(picklist ? { picklistValues: field.picklistValues.map((value) => value.value) } : {}),
  };
}

const TEXT: ReferenceType = { type: 'Text' };

function resolveGlobal(schema: Schema, path: readonly string[]): ReferenceType | undefined {
  const [global = '', ...rest] = path;
  const fieldOf = (object: string, names: readonly string[]): ReferenceType | undefined => {
    const target = schema.object(object);
    return target === undefined ? undefined : resolveField(schema, target, names);
  };
  switch (global.toLowerCase()) {
    case '$permission':
      return rest.length === 1 ? { type: 'Boolean' } : undefined;
    case '$custommetadata':
      return rest.length === 3 ? fieldOf(rest[0] ?? '', rest.slice(2)) : undefined;
    case '$user':
      return fieldOf('User', rest);
    case '$userrole':
      return fieldOf('UserRole', rest);
    case '$profile':
      return rest.join('.').toLowerCase() === 'name' ? TEXT : fieldOf('Profile', rest);
    case '$organization':
      return fieldOf('Organization', rest);
    case '$label':
      return rest.length === 1 ? TEXT : undefined;
    case '$system':
      return rest.join('.').toLowerCase() === 'origindatetime' ? { type: 'DateTime' } : undefined;
    default:
      return undefined;
  }
}

function resolveField(schema: Schema, object: ObjectSchema, path: readonly string[]): ReferenceType | undefined {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    const field = schema.field(object.apiName, head);
    return field === undefined ? undefined : referenceType(field);
  }
  const lookup = object.fields.find((field) => field.relationshipName?.toLowerCase() === head.toLowerCase());
  if (lookup?.apiName === 'RecordTypeId') {
    return rest.length === 1 && ['developername', 'name', 'id'].includes(rest[0]?.toLowerCase() ?? '') ? TEXT : undefined;
  }
  // A polymorphic owner is read as a user: the type whose fields formulas name.
  const targets = lookup?.referenceTo ?? [];
  const target = schema.object(targets.includes('User') ? 'User' : targets[0] ?? '');
  return target === undefined ? undefined : resolveField(schema, target, rest);
}

/** The checking context of a formula that belongs to `objectName`. */
export function formulaContext(schema: Schema, objectName: string, kind: FormulaContextKind): FormulaContext {
  const object = schema.object(objectName);
  return {
    kind,
    resolve: (path) => {
      if (path[0]?.startsWith('$') === true) {
        return resolveGlobal(schema, path);
      }
      return object === undefined ? undefined : resolveField(schema, object, path);
    },
  };
}
