/** Column metadata: what `columns=true` adds to a query's answer. */
import type { FieldSchema, FieldType } from '../schema.ts';
import type { ColumnMetadata } from '../types.ts';

const NUMERIC: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent']);
const NOT_TEXT: ReadonlySet<FieldType> = new Set([
  'int', 'double', 'currency', 'percent', 'boolean', 'date', 'datetime', 'time', 'address', 'location', 'base64', 'anyType', 'complexvalue',
]);
const APEX_TYPE: Readonly<Partial<Record<FieldType, string>>> = {
  id: 'Id', reference: 'Id', boolean: 'Boolean', int: 'Integer', double: 'Double', currency: 'Double', percent: 'Double', date: 'Date',
  datetime: 'Datetime', time: 'Time', address: 'Address', location: 'Location', base64: 'Blob', anyType: 'Object', complexvalue: 'Object',
};

/** A selected field. */
export function fieldColumn(field: FieldSchema, name = field.apiName): ColumnMetadata {
  return {
    columnName: name,
    displayName: name,
    aggregate: false,
    apexType: APEX_TYPE[field.type] ?? 'String',
    booleanType: field.type === 'boolean',
    custom: field.custom,
    foreignKeyName: null,
    insertable: field.createable,
    joinColumns: [],
    numberType: NUMERIC.has(field.type),
    textType: !NOT_TEXT.has(field.type),
    updatable: field.updateable,
  };
}

/** An aggregate or a function: named by its alias, shown as written. */
export function functionColumn(field: FieldSchema, name: string, text: string): ColumnMetadata {
  return { ...fieldColumn(field, name), displayName: text, aggregate: true, custom: false, insertable: false, updatable: false };
}

/** A parent (`aggregate` false) or a child query (`aggregate` true) with its own columns. */
export function joinColumn(name: string, columns: readonly ColumnMetadata[], aggregate: boolean): ColumnMetadata {
  return {
    columnName: name, displayName: name, aggregate, apexType: 'Object', booleanType: false, custom: name.endsWith('__r'), foreignKeyName: aggregate ? null : name,
    insertable: false, joinColumns: columns, numberType: false, textType: false, updatable: false,
  };
}
