/** The types of records: what a node of an object has, and the connections that lead to it. */
import {
  GraphQLBoolean, GraphQLID, GraphQLInterfaceType, GraphQLNonNull, GraphQLObjectType, GraphQLString, GraphQLUnionType,
  type GraphQLFieldConfig, type GraphQLFieldConfigMap,
} from 'graphql';
import type { FieldSchema, ObjectSchema } from '../../../engine/schema.ts';
import { defineField } from '../../../engine/schemaIndex.ts';
import { isObject } from '../../../http/input.ts';
import { MASTER_RECORD_TYPE } from '../../uiApi/recordTypes.ts';
import { uiValue } from '../../uiApi/display.ts';
import { RequestError } from '../errors.ts';
import type { ConnectionSource, GraphqlContext, RecordSource, Row } from '../context.ts';
import { childConnection } from '../records/connection.ts';
import { pageOf } from '../records/page.ts';
import { connectionType } from './connections.ts';
import { queryArguments, type Inputs } from './inputs.ts';
import { scalars } from './scalars.ts';
import { valueTypes, type ValueSource } from './values.ts';
import type { Member, ObjectView, OrgView } from './view.ts';

type RecordField = GraphQLFieldConfig<RecordSource, GraphqlContext>;
type RecordFields = GraphQLFieldConfigMap<RecordSource, GraphqlContext>;

const SYSTEM_FIELDS: readonly FieldSchema[] = [
  defineField({ apiName: 'SystemModstamp', type: 'datetime' }), defineField({ apiName: 'LastModifiedById', type: 'reference' }),
  defineField({ apiName: 'LastModifiedDate', type: 'datetime' }), defineField({ apiName: 'RecordTypeId', type: 'reference' }),
];

/** What every record has. */
const recordInterface = new GraphQLInterfaceType({
  name: 'Record',
  fields: {
    ApiName: { type: new GraphQLNonNull(GraphQLString) },
    Id: { type: new GraphQLNonNull(GraphQLID) },
    DisplayValue: { type: GraphQLString },
    WeakEtag: { type: new GraphQLNonNull(scalars.Long) },
    SystemModstamp: { type: valueTypes.DateTime },
    LastModifiedById: { type: valueTypes.ID },
    LastModifiedDate: { type: valueTypes.DateTime },
    RecordTypeId: { type: valueTypes.ID, args: { fallback: { type: GraphQLBoolean } } },
  },
  resolveType: (source: RecordSource) => source.object.apiName,
});

const answer = (field: FieldSchema, value: unknown, context: GraphqlContext): ValueSource => ({ field, value: value ?? null, timeZone: context.request.session.timeZone });

const MODSTAMP = defineField({ apiName: 'SystemModstamp', type: 'datetime' });

function systemFields(view: ObjectView): RecordFields {
  const absent = SYSTEM_FIELDS.filter(({ apiName }) => !view.members.has(apiName));
  return {
    ...Object.fromEntries(absent.map((field): [string, RecordField] => [field.apiName, {
      type: field.type === 'datetime' ? valueTypes.DateTime : valueTypes.ID,
      resolve: (_source, _args, context) => answer(field, null, context),
    }])),
    ...(view.members.has('RecordTypeId') || absent.some(({ apiName }) => apiName === 'RecordTypeId') ? { RecordTypeId: recordTypeId } : {}),
    ApiName: { type: new GraphQLNonNull(GraphQLString), resolve: ({ object }) => object.apiName },
    Id: { type: new GraphQLNonNull(GraphQLID), resolve: ({ row }) => row['Id'] },
    DisplayValue: { type: GraphQLString, resolve: ({ row }) => (view.nameField === undefined ? null : row[view.nameField.apiName] ?? null) },
    WeakEtag: { type: new GraphQLNonNull(scalars.Long), resolve: ({ row }) => weakEtag(row['SystemModstamp']) },
  };
}

/** The version of a record for caches: its last change in milliseconds. */
function weakEtag(systemModstamp: unknown): number {
  return typeof systemModstamp === 'string' ? Date.parse(String(uiValue(MODSTAMP, systemModstamp))) : 0;
}

/** `fallback: true`: the master record type where the record has none. */
const recordTypeId: RecordField = {
  type: valueTypes.ID,
  args: { fallback: { type: GraphQLBoolean } },
  resolve: ({ row }, { fallback }, context) => answer(SYSTEM_FIELDS[3] ?? MODSTAMP, row['RecordTypeId'] ?? (fallback === true ? MASTER_RECORD_TYPE : null), context),
};

export interface RecordTypes {
  readonly nodes: ReadonlyMap<string, GraphQLObjectType<RecordSource, GraphqlContext>>;
  readonly connections: ReadonlyMap<string, GraphQLObjectType<ConnectionSource<unknown>>>;
}

export function recordTypes(view: OrgView, inputs: Inputs): RecordTypes {
  const nodes = new Map<string, GraphQLObjectType<RecordSource, GraphqlContext>>();
  const connections = new Map<string, GraphQLObjectType<ConnectionSource<unknown>>>();
  const types: RecordTypes = { nodes, connections };
  for (const [name, object] of view.objects) {
    nodes.set(name, new GraphQLObjectType<RecordSource, GraphqlContext>({ name, interfaces: [recordInterface], fields: () => ({ ...memberFields(object, types, inputs), ...systemFields(object) }) }));
    connections.set(name, connectionType(name, () => nodeOf(types, name)));
  }
  return types;
}

export function nodeOf(types: RecordTypes, name: string): GraphQLObjectType<RecordSource, GraphqlContext> {
  const type = types.nodes.get(name);
  if (type === undefined) {
    throw new TypeError(`There is no type for the object ${name}.`);
  }
  return type;
}

function memberFields({ object, members }: ObjectView, types: RecordTypes, inputs: Inputs): RecordFields {
  return Object.fromEntries([...members].map(([name, member]): [string, RecordField] => [name, memberField(object, name, member, types, inputs)]));
}

function memberField(object: ObjectSchema, name: string, member: Member, types: RecordTypes, inputs: Inputs): RecordField {
  switch (member.kind) {
    case 'field': return { type: valueTypes[member.fieldKind.name], resolve: ({ row }, _args, context) => answer(member.field, row[member.field.apiName], context) };
    case 'parent': return { type: nodeOf(types, member.target.apiName), resolve: (source) => parentSource(source, name, member.target) };
    case 'polymorphic': return {
      type: new GraphQLUnionType({ name: `${object.apiName}_${name}`, types: member.targets.map((target) => nodeOf(types, target.apiName)), resolveType: (source: RecordSource) => source.object.apiName }),
      resolve: (source) => parentSource(source, name, member.targets),
    };
    case 'children': return {
      type: types.connections.get(member.child.apiName) ?? GraphQLString,
      args: queryArguments(inputs, member.child.apiName),
      resolve: (source, args: Row, _context, info) => {
        refuseInMutation(source, name);
        return childConnection(source, String(info.path.key), member.child, { page: pageOf(args) });
      },
    };
  }
}

function refuseInMutation({ inMutation }: RecordSource, name: string): void {
  if (inMutation) {
    throw new RequestError(`${name} is not currently available in mutation results`, 'DataFetchingException');
  }
}

function parentSource(source: RecordSource, name: string, target: ObjectSchema | readonly ObjectSchema[]): RecordSource | null {
  refuseInMutation(source, name);
  const row = source.row[name];
  if (!isObject(row)) {
    return null;
  }
  const type = (row['attributes'] as { readonly type?: unknown } | undefined)?.type;
  const object = Array.isArray(target) ? (target as readonly ObjectSchema[]).find(({ apiName }) => apiName === type) : target as ObjectSchema;
  return object === undefined ? null : { object, row, children: new Map(), inMutation: false };
}
