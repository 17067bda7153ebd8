/** A filter of the UI API, written as GraphQL writes `where`: `{ StageName: { eq: "Prospecting" } }`. */
import { coerceInputValue, GraphQLError, isInputType, Kind, parseConstValue, valueFromASTUntyped, type ConstValueNode } from 'graphql';
import type { ObjectSchema } from '../../engine/schema.ts';
import { OrgError } from '../../engine/types.ts';
import type { SyncRequest } from '../../http/syncOperation.ts';
import { checkNesting } from './document.ts';
import { RequestError } from './errors.ts';
import { whereSoql } from './records/where.ts';
import { uiapiSchema } from './schema/build.ts';

const MAX_TOKENS = 2_000;
const MAX_DEPTH = 25;

/**
 * @returns SOQL of the condition; '' when nothing is asked
 * @throws OrgError when the text is no filter of this object for this user
 */
export function whereTextSoql(request: SyncRequest, object: ObjectSchema, text: string): string {
  if (text.trim() === '') return '';
  const schema = uiapiSchema(request.engine.schema, request.session);
  const type = schema.graphql.getType(`${object.apiName}_Filter`);
  try {
    checkNesting(text, MAX_TOKENS);
    const node = parseConstValue(text);
    if (type === undefined || !isInputType(type) || node.kind !== Kind.OBJECT || depthOf(node) > MAX_DEPTH) throw invalid(text);
    // As a variable is checked: a name that is no field is an error, where `valueFromAST` would pass over it.
    const value: unknown = coerceInputValue(valueFromASTUntyped(node), type, () => {
      throw invalid(text);
    });
    return whereSoql(value, { view: schema.view, object, prefix: '' });
  } catch (error) {
    throw error instanceof GraphQLError || error instanceof RequestError ? invalid(text) : error;
  }
}

const invalid = (text: string): OrgError => new OrgError('ILLEGAL_QUERY_PARAMETER_VALUE', `The value '${text.slice(0, 200)}' of the parameter where is not valid.`, 400);

function depthOf(node: ConstValueNode): number {
  const inner = node.kind === Kind.OBJECT ? node.fields.map(({ value }) => value) : node.kind === Kind.LIST ? node.values : [];
  return 1 + inner.reduce((deepest, child) => Math.max(deepest, depthOf(child)), 0);
}
