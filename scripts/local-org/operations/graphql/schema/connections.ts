/** Relay connections: `edges { node cursor } pageInfo totalCount pageResultCount`. */
import { GraphQLBoolean, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLString, type GraphQLOutputType } from 'graphql';
import type { ConnectionSource } from '../context.ts';
import { cursorAt } from '../records/page.ts';

const pageInfo = new GraphQLObjectType<ConnectionSource<unknown>>({
  name: 'PageInfo',
  fields: {
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean), resolve: (source) => source.hasNext },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean), resolve: (source) => source.offset > 0 },
    startCursor: { type: GraphQLString, resolve: ({ nodes, offset }) => (nodes.length === 0 ? null : cursorAt(offset)) },
    endCursor: { type: GraphQLString, resolve: ({ nodes, offset }) => (nodes.length === 0 ? null : cursorAt(offset + nodes.length - 1)) },
  },
});

interface EdgeSource {
  readonly node: unknown;
  readonly position: number;
}

/** `AccountConnection` and `AccountEdge`. */
export function connectionType(prefix: string, node: () => GraphQLOutputType): GraphQLObjectType<ConnectionSource<unknown>> {
  const edge = new GraphQLObjectType<EdgeSource>({
    name: `${prefix}Edge`,
    fields: () => ({
      node: { type: node(), resolve: (source) => source.node },
      cursor: { type: new GraphQLNonNull(GraphQLString), resolve: (source) => cursorAt(source.position) },
    }),
  });
  return new GraphQLObjectType<ConnectionSource<unknown>>({
    name: `${prefix}Connection`,
    fields: {
      edges: { type: new GraphQLList(edge), resolve: ({ nodes, offset }): readonly EdgeSource[] => nodes.map((entry, index) => ({ node: entry, position: offset + index })) },
      pageInfo: { type: new GraphQLNonNull(pageInfo), resolve: (source) => source },
      totalCount: { type: new GraphQLNonNull(GraphQLInt), resolve: (source) => source.total() },
      pageResultCount: { type: new GraphQLNonNull(GraphQLInt), resolve: (source) => source.nodes.length },
    },
  });
}
