/**
 * The GraphQL API, the part that `lightning/graphql` reads records with: `uiapi { query { … } }`. Anything else is
 * answered with an error that names it. As at Salesforce, errors come with status 200.
 */
import { OrgError } from '../engine/types.ts';
import { isObject, objectBody } from '../http/input.ts';
import type { Operation } from '../http/operation.ts';
import type { SyncRequest } from '../http/syncOperation.ts';
import { toOperation } from '../http/syncOperation.ts';
import { queryObject } from './graphqlRecords.ts';
import { GraphqlError, readQuery, type Selected } from './graphqlSelection.ts';

/** Objects one request may query. */
const MAX_SUBQUERIES = 10;

interface Failure {
  readonly message: string;
  readonly paths: readonly string[];
  readonly locations: readonly never[];
  readonly extensions: { readonly ErrorType: string };
}

const failure = (error: GraphqlError | OrgError): Failure => ({
  message: error.message,
  paths: [],
  locations: [],
  extensions: { ErrorType: error instanceof GraphqlError ? error.errorType : error.errorCode },
});

function run(request: SyncRequest): { readonly data: unknown; readonly errors: readonly Failure[] } {
  const { query, variables, operationName } = objectBody(request.body);
  if (typeof query !== 'string') {
    return { data: null, errors: [failure(new GraphqlError('The property query must be a text.', 'InvalidSyntax'))] };
  }
  try {
    const selections = readQuery(query, isObject(variables) ? variables : {}, typeof operationName === 'string' ? operationName : undefined);
    return { data: Object.fromEntries(selections.map((selection) => [selection.alias, root(request, selection)])), errors: [] };
  } catch (error) {
    if (error instanceof GraphqlError || error instanceof OrgError) {
      return { data: null, errors: [failure(error)] };
    }
    throw error;
  }
}

function root(request: SyncRequest, selection: Selected): unknown {
  if (selection.name !== 'uiapi') {
    throw new GraphqlError(`unsupported: the local org's GraphQL has no ${selection.name}; only uiapi.`, 'UnsupportedByLocalOrg');
  }
  return Object.fromEntries(selection.fields.map((part) => {
    if (part.name !== 'query') {
      throw new GraphqlError(`unsupported: the local org's GraphQL has no uiapi.${part.name}; only uiapi.query.`, 'UnsupportedByLocalOrg');
    }
    if (part.fields.length > MAX_SUBQUERIES) {
      throw new GraphqlError(`A request may query ${MAX_SUBQUERIES} objects at most.`);
    }
    return [part.alias, Object.fromEntries(part.fields.map((object) => [object.alias, queryObject(request, object)]))];
  }));
}

export const graphqlOperations: readonly Operation[] = [
  toOperation({ name: 'graphql', method: 'POST', path: '/services/data/:version/graphql', run: (request) => ({ status: 200, body: run(request) }) }),
];
