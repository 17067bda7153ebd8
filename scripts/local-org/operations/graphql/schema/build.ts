/**
 * The GraphQL schema of the org for one user, so that what they may not see does not exist. Built once per schema of
 * the org and set of rights: a deploy replaces the one, a change of permissions the other.
 */
import { DirectiveLocation, GraphQLDirective, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, specifiedDirectives, type GraphQLFieldConfigMap } from 'graphql';
import type { Schema } from '../../../engine/schema.ts';
import type { Session } from '../../../engine/types.ts';
import type { GraphqlContext, Row } from '../context.ts';
import type { Prepared } from '../prepared.ts';
import { readConnection } from '../records/connection.ts';
import { readGroups } from '../records/aggregate.ts';
import { aggregateConnections } from './aggregates.ts';
import { aggregateArguments, inputTypes, queryArguments } from './inputs.ts';
import { mutationType } from './mutations.ts';
import { fieldTypes, objectInfoFields } from './objectInfos.ts';
import { recordTypes } from './records.ts';
import { viewOf, type OrgView } from './view.ts';

export interface UiapiSchema {
  readonly graphql: GraphQLSchema;
  readonly view: OrgView;
  /** Documents that were checked against it, by operation and text. */
  readonly documents: Map<string, Prepared>;
}

/** Tells a client how a field is cached; nothing here. */
const category = new GraphQLDirective({ name: 'category', locations: [DirectiveLocation.FIELD], args: { name: { type: new GraphQLNonNull(GraphQLString) } } });
/** Leaves a field out when this user has none of that name. */
const optional = new GraphQLDirective({ name: 'optional', locations: [DirectiveLocation.FIELD] });

const EVERYTHING = {};
const built = new WeakMap<Schema, WeakMap<object, UiapiSchema>>();

export function uiapiSchema(schema: Schema, session: Session): UiapiSchema {
  const rights = session.access ?? EVERYTHING;
  const known = built.get(schema) ?? new WeakMap<object, UiapiSchema>();
  built.set(schema, known);
  const found = known.get(rights) ?? build(schema, session);
  known.set(rights, found);
  return found;
}

function build(schema: Schema, session: Session): UiapiSchema {
  const view = viewOf(schema, session);
  const inputs = inputTypes(view);
  const types = recordTypes(view, inputs);
  const groups = aggregateConnections(view);
  const perObject = (fields: (name: string, object: OrgView['objects'] extends ReadonlyMap<string, infer View> ? View : never) => GraphQLFieldConfigMap<unknown, GraphqlContext>): GraphQLFieldConfigMap<unknown, GraphqlContext> =>
    Object.assign({}, ...[...view.objects].map(([name, object]) => fields(name, object))) as GraphQLFieldConfigMap<unknown, GraphqlContext>;

  const recordQuery = new GraphQLObjectType<unknown, GraphqlContext>({
    name: 'RecordQuery',
    fields: () => perObject((name, { object }) => {
      const connection = types.connections.get(name);
      return connection === undefined ? {} : { [name]: { type: connection, args: queryArguments(inputs, name), resolve: (_source, args: Row, context, info) => readConnection(context, object, args, info, connection) } };
    }),
  });
  const recordQueryAggregate = new GraphQLObjectType<unknown, GraphqlContext>({
    name: 'RecordQueryAggregate',
    fields: () => perObject((name, { object }) => {
      const connection = groups.get(name);
      return connection === undefined ? {} : { [name]: { type: connection, args: aggregateArguments(inputs, name), resolve: (_source, args: Row, context, info) => readGroups(context, object, args, info, connection) } };
    }),
  });
  const uiapi = new GraphQLObjectType<unknown, GraphqlContext>({
    name: 'UIAPI',
    fields: {
      query: { type: new GraphQLNonNull(recordQuery), resolve: () => ({}) },
      aggregate: { type: new GraphQLNonNull(recordQueryAggregate), resolve: () => ({}) },
      ...objectInfoFields,
    },
  });
  const mutation = mutationType(view, session, types);
  const graphql = new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { uiapi: { type: new GraphQLNonNull(uiapi), resolve: () => ({}) } } }),
    ...(mutation === undefined ? {} : { mutation }),
    types: [...fieldTypes],
    directives: [...specifiedDirectives, category, optional],
  });
  return { graphql, view, documents: new Map() };
}
