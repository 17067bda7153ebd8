/** Reads a GraphQL document within limits and leaves out the `@optional` fields that this user has not. */
import {
  GraphQLError, Kind, Lexer, OperationTypeNode, parse, Source, TokenKind, TypeInfo, visit, visitWithTypeInfo,
  type DocumentNode, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql';
import { failure, RequestError, type Failure } from './errors.ts';

const MAX_TOKENS = 10_000;
const MAX_DEPTH = 25;
/** Fields after fragments are resolved: a fragment that uses another many times multiplies. */
const MAX_FIELDS = 5_000;
/** Brackets within brackets: the parser calls itself for each, and has one stack. */
const MAX_NESTING = 200;
const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** @throws GraphQLError when the text has more tokens than `maxTokens`, is nested too deeply, or holds what is no token */
export function checkNesting(text: string, maxTokens = MAX_TOKENS): void {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  for (let count = 0; lexer.advance().kind !== TokenKind.EOF; count += 1) {
    depth += OPENING.has(lexer.token.kind) ? 1 : CLOSING.has(lexer.token.kind) ? -1 : 0;
    if (count >= maxTokens) {
      throw new GraphQLError(`Syntax Error: Document contains more than ${maxTokens} tokens. Parsing aborted.`);
    }
    if (depth > MAX_NESTING) {
      throw new GraphQLError(`Syntax Error: Brackets are nested deeper than ${MAX_NESTING} levels.`);
    }
  }
}

/** The document, or why it is none. */
export function readDocument(source: string): DocumentNode | Failure {
  try {
    checkNesting(source);
    return parse(source, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) {
      return syntaxFailure(error);
    }
    throw error;
  }
}

/** In the words of graphql-java, which answers at Salesforce. */
function syntaxFailure(error: GraphQLError): Failure {
  const [place] = error.locations ?? [];
  const token = /(?:found|Unexpected) (.+?)\.$/.exec(error.message)?.[1]?.replace(/^(?:Name|Int|Float|String) /, '').replace(/^"(.*)"$/, '$1');
  const where = place === undefined ? '' : ` at line ${place.line} column ${place.column}`;
  const message = token === undefined ? `Invalid syntax${where}: ${error.message.replace(/^Syntax Error: /, '')}` : `Invalid syntax with offending token '${token}'${where}`;
  return failure(message, 'InvalidSyntax', place === undefined ? [] : [place]);
}

/** The one operation that runs. @throws RequestError when it is not clear which, or when the document is too large */
export function operationOf(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const named = operationName === undefined ? operations : operations.filter((operation) => operation.name?.value === operationName);
  const [operation] = named;
  if (operation === undefined) {
    throw new RequestError(operationName === undefined ? 'The document has no operation.' : `Unknown operation named '${operationName}'.`, 'OperationNotSupported');
  }
  if (named.length > 1) {
    throw new RequestError('Must provide operation name if query contains multiple operations.', 'OperationNotSupported');
  }
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
    throw new RequestError('Schema is not configured for subscriptions.', 'OperationNotSupported');
  }
  checkSize(document, operation);
  return operation;
}

function checkSize(document: DocumentNode, operation: OperationDefinitionNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>(document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION).map((definition) => [definition.name.value, definition]));
  let fields = 0;
  const walk = (set: SelectionSetNode | undefined, depth: number, open: readonly string[]): void => {
    if (depth > MAX_DEPTH) {
      throw new RequestError(`The query is nested deeper than ${MAX_DEPTH} levels.`, 'ExecutionAborted');
    }
    for (const node of set?.selections ?? []) {
      fields += 1;
      if (fields > MAX_FIELDS) {
        throw new RequestError(`The query asks for more than ${MAX_FIELDS} fields.`, 'ExecutionAborted');
      }
      if (node.kind !== Kind.FRAGMENT_SPREAD) {
        walk(node.selectionSet, depth + (node.kind === Kind.FIELD ? 1 : 0), open);
      } else if (!open.includes(node.name.value)) {
        // A fragment within itself is named by validation.
        walk(fragments.get(node.name.value)?.selectionSet, depth, [...open, node.name.value]);
      }
    }
  };
  walk(operation.selectionSet, 0, []);
}

/** `@optional`: a field that is not there for this user is left out, with all below it, rather than refused. */
export function withoutAbsentOptionals(schema: GraphQLSchema, document: DocumentNode): { readonly document: DocumentNode; readonly leftOut: boolean } {
  let leftOut = false;
  const types = new TypeInfo(schema);
  const kept = visit(document, visitWithTypeInfo(types, {
    Field(node) {
      const absent = isPresent(types.getParentType()) && !isPresent(types.getFieldDef());
      if (!absent || node.directives?.some((directive) => directive.name.value === 'optional') !== true) {
        return undefined;
      }
      leftOut = true;
      return null;
    },
  }));
  return { document: kept, leftOut };
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;
