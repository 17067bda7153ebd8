/** The types of groups: `AccountResult { aggregate { Industry { value } Id { count { value } } } }`. */
import { GraphQLNonNull, GraphQLObjectType, GraphQLString, type GraphQLFieldConfigMap } from 'graphql';
import type { FieldSchema } from '../../../engine/schema.ts';
import { defineField } from '../../../engine/schemaIndex.ts';
import { displayed, uiValue } from '../../uiApi/display.ts';
import type { ConnectionSource, GraphqlContext } from '../context.ts';
import { aggregateExpression, type GroupSource } from '../records/aggregate.ts';
import { connectionType } from './connections.ts';
import { dateFunctionsOf } from './dateFunctions.ts';
import { FIELD_KINDS, type FieldKind, type KindName } from './fieldKinds.ts';
import { valueTypes, type ValueSource } from './values.ts';
import type { ObjectView, OrgView } from './view.ts';

/** A field of a group. */
interface AggregateSource {
  readonly field: FieldSchema;
  readonly path: string;
  readonly group: GroupSource;
}

type Members = GraphQLFieldConfigMap<AggregateSource, GraphqlContext>;

const NUMBER = defineField({ apiName: 'count', type: 'int' });
const DAY = defineField({ apiName: 'dayOnly', type: 'date' });
const INTEGERS: ReadonlySet<KindName> = new Set(['Int', 'Long']);

const calculated = (type: GraphQLObjectType<ValueSource>, member: string, field: (source: AggregateSource) => FieldSchema): Members => ({
  [member]: { type, resolve: (source, _args, { request }): ValueSource => ({ field: field(source), value: source.group.valueOf(aggregateExpression(member, source.path)), timeZone: request.session.timeZone }) },
});
const counted = (member: string): Members => calculated(valueTypes.Long, member, () => NUMBER);
const own = (source: AggregateSource): FieldSchema => source.field;
/** Averages have more digits than what they are taken of. */
const precise = ({ field }: AggregateSource): FieldSchema => ({ ...field, type: field.type === 'int' ? 'double' : field.type, scale: Math.max(field.scale, 2) });

function functionsOf({ name, family }: FieldKind): Members {
  const type = valueTypes[name];
  const bounds: Members = { ...counted('count'), ...counted('countDistinct'), ...calculated(type, 'max', own), ...calculated(type, 'min', own) };
  const grouping = calculated(valueTypes.Int, 'grouping', () => NUMBER);
  switch (family) {
    case 'text': return { ...bounds, ...grouping };
    case 'number': return {
      ...bounds,
      ...(INTEGERS.has(name) ? grouping : {}),
      ...calculated(INTEGERS.has(name) ? valueTypes.Double : type, 'avg', precise),
      ...calculated(INTEGERS.has(name) ? valueTypes.Long : type, 'sum', own),
    };
    case 'date': return Object.assign({ ...bounds, ...(name === 'Date' ? grouping : {}) }, ...dateFunctionsOf(name === 'Date' ? 'date' : 'datetime')
      .map((entry) => (entry.name === 'DAY_ONLY' ? calculated(valueTypes.Date, entry.member, () => DAY) : calculated(valueTypes.Long, entry.member, () => NUMBER)))) as Members;
    case 'plain': return name === 'Boolean' ? grouping : {};
  }
}

const aggregateTypes: Readonly<Record<KindName, GraphQLObjectType<AggregateSource, GraphqlContext>>> = Object.fromEntries(Object.values(FIELD_KINDS).map((kind) => {
  const shown = ({ field, path, group }: AggregateSource, _args: unknown, { request }: GraphqlContext): string | null => displayed(field, group.valueOf(path), request.session.timeZone);
  return [kind.name, new GraphQLObjectType<AggregateSource, GraphqlContext>({
    name: `${kind.name}Aggregate`,
    fields: {
      value: { type: kind.scalar, resolve: ({ field, path, group }) => uiValue(field, group.valueOf(path)) },
      displayValue: { type: GraphQLString, resolve: shown },
      ...(kind.name === 'Picklist' ? { label: { type: GraphQLString, resolve: shown } } : {}),
      ...functionsOf(kind),
    },
  })];
})) as unknown as Record<KindName, GraphQLObjectType<AggregateSource, GraphqlContext>>;

/** Connections of groups, by object. */
export function aggregateConnections(view: OrgView): ReadonlyMap<string, GraphQLObjectType<ConnectionSource<unknown>>> {
  const aggregates = new Map<string, GraphQLObjectType<GroupSource, GraphqlContext>>();
  const connections = new Map<string, GraphQLObjectType<ConnectionSource<unknown>>>();
  for (const [name, object] of view.objects) {
    const aggregate = new GraphQLObjectType<GroupSource, GraphqlContext>({ name: `${name}Aggregate`, fields: () => members(object, aggregates) });
    const result = new GraphQLObjectType<GroupSource, GraphqlContext>({ name: `${name}Result`, fields: { aggregate: { type: new GraphQLNonNull(aggregate), resolve: (source) => source } } });
    aggregates.set(name, aggregate);
    connections.set(name, connectionType(`${name}Aggregate`, () => result));
  }
  return connections;
}

function members({ members: all }: ObjectView, aggregates: ReadonlyMap<string, GraphQLObjectType<GroupSource, GraphqlContext>>): GraphQLFieldConfigMap<GroupSource, GraphqlContext> {
  const fields: GraphQLFieldConfigMap<GroupSource, GraphqlContext> = {};
  for (const [name, member] of all) {
    if (member.kind === 'field') {
      const { field, fieldKind } = member;
      fields[name] = { type: aggregateTypes[fieldKind.name], resolve: (group): AggregateSource => ({ field, path: `${group.prefix}${field.apiName}`, group }) };
      continue;
    }
    const parent = member.kind === 'parent' ? aggregates.get(member.target.apiName) : undefined;
    if (parent !== undefined) {
      fields[name] = { type: parent, resolve: (group): GroupSource => ({ ...group, prefix: `${group.prefix}${name}.` }) };
    }
  }
  return fields;
}
