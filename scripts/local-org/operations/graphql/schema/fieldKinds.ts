/** How a field of the org stands in the GraphQL schema, by its type. */
import { GraphQLBoolean, GraphQLID, GraphQLInt, GraphQLString, type GraphQLScalarType } from 'graphql';
import type { FieldSchema, FieldType } from '../../../engine/schema.ts';
import { scalars } from './scalars.ts';

export type KindName =
  | 'ID' | 'String' | 'TextArea' | 'LongTextArea' | 'Url' | 'Email' | 'PhoneNumber' | 'Picklist' | 'MultiPicklist' | 'Boolean'
  | 'Int' | 'Double' | 'Currency' | 'Percent' | 'Date' | 'DateTime' | 'Time' | 'Base64' | 'Long';

export interface FieldKind {
  readonly name: KindName;
  readonly scalar: GraphQLScalarType;
  /** Which functions aggregate it. */
  readonly family: 'text' | 'number' | 'date' | 'plain';
}

const kind = (name: KindName, scalar: GraphQLScalarType, family: FieldKind['family']): FieldKind => ({ name, scalar, family });

export const FIELD_KINDS: Readonly<Record<KindName, FieldKind>> = {
  ID: kind('ID', GraphQLID, 'text'),
  String: kind('String', GraphQLString, 'text'),
  TextArea: kind('TextArea', scalars.TextArea, 'text'),
  LongTextArea: kind('LongTextArea', scalars.LongTextArea, 'plain'),
  Url: kind('Url', scalars.Url, 'text'),
  Email: kind('Email', scalars.Email, 'text'),
  PhoneNumber: kind('PhoneNumber', scalars.PhoneNumber, 'text'),
  Picklist: kind('Picklist', scalars.Picklist, 'text'),
  MultiPicklist: kind('MultiPicklist', scalars.MultiPicklist, 'plain'),
  Boolean: kind('Boolean', GraphQLBoolean, 'plain'),
  Int: kind('Int', GraphQLInt, 'number'),
  Long: kind('Long', scalars.Long, 'number'),
  Double: kind('Double', scalars.Double, 'number'),
  Currency: kind('Currency', scalars.Currency, 'number'),
  Percent: kind('Percent', scalars.Percent, 'number'),
  Date: kind('Date', scalars.Date, 'date'),
  DateTime: kind('DateTime', scalars.DateTime, 'date'),
  Time: kind('Time', scalars.Time, 'plain'),
  Base64: kind('Base64', scalars.Base64, 'plain'),
};

const BY_TYPE: Partial<Record<FieldType, KindName>> = {
  id: 'ID', reference: 'ID', string: 'String', url: 'Url', email: 'Email', phone: 'PhoneNumber', picklist: 'Picklist', combobox: 'Picklist', multipicklist: 'MultiPicklist',
  boolean: 'Boolean', int: 'Int', double: 'Double', currency: 'Currency', percent: 'Percent', date: 'Date', datetime: 'DateTime', time: 'Time', base64: 'Base64',
};

const LONG_TEXT = 255;

/** @returns undefined for compound fields and types that have no value of their own */
export function kindOf(field: FieldSchema): FieldKind | undefined {
  if (field.type === 'textarea') {
    return field.length > LONG_TEXT ? FIELD_KINDS.LongTextArea : FIELD_KINDS.TextArea;
  }
  const name = BY_TYPE[field.type];
  return name === undefined ? undefined : FIELD_KINDS[name];
}
