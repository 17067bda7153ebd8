/** What `where` takes for each kind of field. Identifiers and joins are built per schema, as joins name its objects. */
import { GraphQLEnumType, GraphQLID, GraphQLInputObjectType, GraphQLInt, GraphQLList, type GraphQLInputFieldConfigMap, type GraphQLInputType } from 'graphql';
import { DATE_LITERALS, DATE_RANGES, dateFunctionsOf } from './dateFunctions.ts';
import { FIELD_KINDS, type FieldKind, type KindName } from './fieldKinds.ts';
import { scalars } from './scalars.ts';

const COMPARED = ['eq', 'ne', 'lt', 'gt', 'lte', 'gte'] as const;

const inputs = (type: GraphQLInputType, names: readonly string[]): GraphQLInputFieldConfigMap => Object.fromEntries(names.map((name) => [name, { type }]));
const lists = (type: GraphQLInputType, names: readonly string[]): GraphQLInputFieldConfigMap => inputs(new GraphQLList(type), names);

const dateLiteral = new GraphQLEnumType({ name: 'DateLiteral', values: Object.fromEntries(DATE_LITERALS.map((name) => [name, {}])) });
const dateRange = new GraphQLInputObjectType({ name: 'DateRange', fields: inputs(GraphQLInt, DATE_RANGES) });
const longOperators = new GraphQLInputObjectType({ name: 'LongOperators', fields: { ...inputs(scalars.Long, COMPARED), ...lists(scalars.Long, ['in', 'nin']) } });
const dateFunctionInput = new GraphQLInputObjectType({ name: 'DateFunctionInput', fields: { value: { type: longOperators } } });
const dateTimeFunctionInput = new GraphQLInputObjectType({ name: 'DateTimeFunctionInput', fields: { value: { type: longOperators }, convertTimezoneValue: { type: longOperators } } });

function temporal(name: 'Date' | 'DateTime'): GraphQLInputObjectType {
  const value = new GraphQLInputObjectType({
    name: `${name}Input`,
    fields: { value: { type: scalars[name] }, literal: { type: dateLiteral }, range: { type: dateRange } },
  });
  const functions = dateFunctionsOf(name === 'Date' ? 'date' : 'datetime').filter((entry) => entry.name !== 'DAY_ONLY').map((entry) => entry.name);
  return new GraphQLInputObjectType({
    name: `${name}Operators`,
    fields: { ...inputs(value, COMPARED), ...lists(value, ['in', 'nin']), ...inputs(name === 'Date' ? dateFunctionInput : dateTimeFunctionInput, functions) },
  });
}

const NAMES: Partial<Record<KindName, string>> = { Int: 'IntegerOperators' };
const plain = (kind: FieldKind, fields: GraphQLInputFieldConfigMap): GraphQLInputObjectType => new GraphQLInputObjectType({ name: NAMES[kind.name] ?? `${kind.name}Operators`, fields });
const textual = (kind: FieldKind): GraphQLInputObjectType => plain(kind, { ...inputs(kind.scalar, [...COMPARED, 'like']), ...lists(kind.scalar, ['in', 'nin']) });
const numeric = (kind: FieldKind): GraphQLInputObjectType => plain(kind, { ...inputs(kind.scalar, COMPARED), ...lists(kind.scalar, ['in', 'nin']) });

/** By kind; identifiers are not among them, see `idOperators`. */
export const operators: Partial<Record<KindName, GraphQLInputObjectType>> = {
  String: textual(FIELD_KINDS.String),
  TextArea: textual(FIELD_KINDS.TextArea),
  Url: textual(FIELD_KINDS.Url),
  Email: textual(FIELD_KINDS.Email),
  PhoneNumber: textual(FIELD_KINDS.PhoneNumber),
  Picklist: textual(FIELD_KINDS.Picklist),
  MultiPicklist: plain(FIELD_KINDS.MultiPicklist, { ...inputs(scalars.MultiPicklist, ['eq', 'ne']), ...lists(scalars.MultiPicklist, ['includes', 'excludes']) }),
  Boolean: plain(FIELD_KINDS.Boolean, inputs(FIELD_KINDS.Boolean.scalar, ['eq', 'ne'])),
  Int: numeric(FIELD_KINDS.Int),
  Double: numeric(FIELD_KINDS.Double),
  Currency: numeric(FIELD_KINDS.Currency),
  Percent: numeric(FIELD_KINDS.Percent),
  Date: temporal('Date'),
  DateTime: temporal('DateTime'),
  Time: numeric(FIELD_KINDS.Time),
};

/** `inq` and `ninq` take a query of another object: `{ Opportunity: { … }, ApiName: "AccountId" }`. */
export const idOperators = (join: GraphQLInputObjectType): GraphQLInputObjectType => new GraphQLInputObjectType({
  name: 'IdOperators',
  fields: { ...inputs(GraphQLID, COMPARED), ...lists(GraphQLID, ['in', 'nin']), ...inputs(join, ['inq', 'ninq']) },
});
