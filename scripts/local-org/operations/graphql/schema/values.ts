/** The types of values: `StringValue { value displayValue }`, `PicklistValue { … label }`, one per kind of field. */
import { GraphQLInterfaceType, GraphQLObjectType, GraphQLString } from 'graphql';
import type { FieldSchema } from '../../../engine/schema.ts';
import { displayed, uiValue } from '../../uiApi/display.ts';
import { FIELD_KINDS, kindOf, type FieldKind, type KindName } from './fieldKinds.ts';

/** A value on its way out: what a resolver of a field answers. */
export interface ValueSource {
  readonly field: FieldSchema;
  readonly value: unknown;
  readonly timeZone: string;
}

const displayValue = ({ field, value, timeZone }: ValueSource): string | null => displayed(field, value, timeZone);
const label = ({ field, value }: ValueSource): string | null => field.picklistValues.find((entry) => entry.value === value)?.label ?? null;

const fieldValueInterface = new GraphQLInterfaceType({
  name: 'FieldValue',
  fields: { displayValue: { type: GraphQLString } },
  resolveType: (source: ValueSource) => `${kindOf(source.field)?.name ?? 'String'}Value`,
});

const LABELLED: ReadonlySet<KindName> = new Set(['Picklist', 'MultiPicklist']);
const FORMATTED: ReadonlySet<KindName> = new Set(['Int', 'Long', 'Double', 'Currency', 'Percent', 'Date', 'DateTime', 'Time']);

function valueType({ name, scalar }: FieldKind): GraphQLObjectType<ValueSource> {
  return new GraphQLObjectType<ValueSource>({
    name: `${name}Value`,
    interfaces: [fieldValueInterface],
    fields: {
      value: { type: scalar, resolve: ({ field, value }) => uiValue(field, value) },
      displayValue: { type: GraphQLString, resolve: displayValue },
      ...(LABELLED.has(name) ? { label: { type: GraphQLString, resolve: label } } : {}),
      // As SOQL's FORMAT(): the user's locale.
      ...(FORMATTED.has(name) ? { format: { type: GraphQLString, resolve: displayValue } } : {}),
    },
  });
}

export const valueTypes: Readonly<Record<KindName, GraphQLObjectType<ValueSource>>> = Object.fromEntries(
  Object.values(FIELD_KINDS).map((kind) => [kind.name, valueType(kind)]),
) as Record<KindName, GraphQLObjectType<ValueSource>>;
