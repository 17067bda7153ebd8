/**
 * The GraphQL API: a schema made of the org's objects, queries by SOQL, mutations by the save pipeline. As at
 * Salesforce, errors come with status 200.
 */
import { execute, Kind, valueFromASTUntyped, visit, type OperationDefinitionNode } from 'graphql';
import { isObject, objectBody } from '../../http/input.ts';
import type { Operation } from '../../http/operation.ts';
import type { SyncRequest } from '../../http/syncOperation.ts';
import { toOperation } from '../../http/syncOperation.ts';
import type { GraphqlContext, Row } from './context.ts';
import { operationOf } from './document.ts';
import { executionFailures, failure, refusedRequest, RequestError, type Answer } from './errors.ts';
import { prepare } from './prepared.ts';
import { uiapiSchema } from './schema/build.ts';
import { variableFailure } from './validate.ts';

/** Objects one request may query. */
const MAX_SUBQUERIES = 10;

function answer(request: SyncRequest): Answer {
  const { query, variables, operationName } = objectBody(request.body);
  if (typeof query !== 'string' || query.trim() === '') {
    return refusedRequest([failure('The property query must be a text.', 'InvalidSyntax')]);
  }
  try {
    return run(request, query, isObject(variables) ? variables : {}, typeof operationName === 'string' ? operationName : undefined);
  } catch (error) {
    if (error instanceof RequestError) {
      return refusedRequest([failure(error.message, error.errorType)]);
    }
    throw error;
  }
}

function run(request: SyncRequest, source: string, variables: Row, operationName: string | undefined): Answer {
  const schema = uiapiSchema(request.engine.schema, request.session);
  const prepared = prepare(schema, source, operationName);
  if ('failures' in prepared) {
    return refusedRequest(prepared.failures);
  }
  const { document } = prepared;
  const operation = operationOf(document, operationName);
  checkSubqueries(operation);
  const contextValue: GraphqlContext = { request, view: schema.view, variables: withDefaults(operation, variables) };
  const result = execute({ schema: schema.graphql, document, contextValue, variableValues: variables, operationName: operation.name?.value });
  if (result instanceof Promise) {
    throw new TypeError('A resolver waited.');
  }
  const { data, errors = [] } = result;
  return data === undefined
    ? refusedRequest(errors.map(variableFailure))
    : { data, errors: errors.flatMap(executionFailures) };
}

/** Variables as written, for what depends on the order of keys. */
function withDefaults(operation: OperationDefinitionNode, given: Row): Row {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) => (defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]]));
  return { ...Object.fromEntries(defaults) as Row, ...given };
}

/** Each object below `query` and `aggregate` is a subquery. Those in a fragment count once for it. */
function checkSubqueries(operation: OperationDefinitionNode): void {
  let count = 0;
  visit(operation, {
    Field(node) {
      if (node.name.value !== 'query' && node.name.value !== 'aggregate') {
        return undefined;
      }
      count += node.selectionSet?.selections.filter((selection) => selection.kind === Kind.FIELD).length ?? 0;
      return false;
    },
  });
  if (count > MAX_SUBQUERIES) {
    throw new RequestError(`A request can contain ${MAX_SUBQUERIES} subqueries at most; this one has ${count}.`, 'ExecutionAborted');
  }
}

export const graphqlOperations: readonly Operation[] = [
  toOperation({ name: 'graphql', method: 'POST', path: '/services/data/:version/graphql', run: (request) => ({ status: 200, body: answer(request) }) }),
];
