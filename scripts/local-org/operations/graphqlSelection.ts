/** Reading a GraphQL document: its fields with fragments, directives, aliases and variables resolved. */
import { isDeepStrictEqual } from 'node:util';
import { Kind, OperationTypeNode, parse, type DirectiveNode, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionSetNode, type ValueNode } from 'graphql';

/** An error with a place, as GraphQL answers it: the HTTP status stays 200. */
export class GraphqlError extends Error {
  readonly errorType: string;
  constructor(message: string, errorType = 'ValidationError') {
    super(message);
    this.name = 'GraphqlError';
    this.errorType = errorType;
  }
}

export interface Selected {
  readonly name: string;
  /** Key of the answer. */
  readonly alias: string;
  /** `@optional`: left out when the user may not see it. */
  readonly optional: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly fields: readonly Selected[];
}

const MAX_TOKENS = 10_000;
const MAX_DEPTH = 20;
/** Fields after fragments are resolved: a fragment that uses another many times multiplies. */
const MAX_FIELDS = 5_000;

interface Reader {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Counts every field read. */
  fieldsRead: number;
}

/** @throws GraphqlError for a document that is no single query */
export function readQuery(source: string, variables: Readonly<Record<string, unknown>>, operationName: string | undefined): readonly Selected[] {
  const document = parsed(source);
  const operations = document.definitions.filter((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION);
  const operation = operationName === undefined ? operations[0] : operations.find((candidate) => candidate.name?.value === operationName);
  if (operation === undefined || (operationName === undefined && operations.length > 1)) {
    throw new GraphqlError(operationName === undefined ? 'Name one operation of the document in operationName.' : `Unknown operation named '${operationName}'.`);
  }
  if (operation.operation !== OperationTypeNode.QUERY) {
    throw new GraphqlError(`unsupported: the local org answers GraphQL queries only, not a ${operation.operation}.`, 'UnsupportedByLocalOrg');
  }
  const fragments = new Map(document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION).map((definition) => [definition.name.value, definition]));
  const reader: Reader = { fragments, variables: withDefaults(operation, variables), fieldsRead: 0 };
  return selectionsOf(operation.selectionSet, reader, 0);
}

function parsed(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: MAX_TOKENS, noLocation: true });
  } catch (error) {
    throw new GraphqlError(error instanceof Error ? error.message : String(error), 'InvalidSyntax');
  }
}

function withDefaults(operation: OperationDefinitionNode, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const { variable, defaultValue, type } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const value = Object.hasOwn(given, name) ? given[name] : defaultValue === undefined ? undefined : valueOf(defaultValue, {});
    if (type.kind === Kind.NON_NULL_TYPE && (value === undefined || value === null)) {
      throw new GraphqlError(`Variable '${name}' has an invalid value: Variable '${name}' has coerced Null value for NonNull type`);
    }
    values[name] = value;
  }
  return values;
}

function selectionsOf(set: SelectionSetNode | undefined, reader: Reader, depth: number): readonly Selected[] {
  if (depth > MAX_DEPTH) {
    throw new GraphqlError(`The query is nested deeper than ${MAX_DEPTH} levels.`);
  }
  return merged((set?.selections ?? []).flatMap((node): readonly Selected[] => {
    reader.fieldsRead += 1;
    if (reader.fieldsRead > MAX_FIELDS) {
      throw new GraphqlError(`The query asks for more than ${MAX_FIELDS} fields.`);
    }
    if (!isIncluded(node.directives ?? [], reader)) {
      return [];
    }
    if (node.kind === Kind.FIELD) {
      return [selected(node, reader, depth)];
    }
    if (node.kind === Kind.INLINE_FRAGMENT) {
      return selectionsOf(node.selectionSet, reader, depth + 1);
    }
    const fragment = reader.fragments.get(node.name.value);
    if (fragment === undefined) {
      throw new GraphqlError(`Undefined fragment '${node.name.value}'.`);
    }
    return selectionsOf(fragment.selectionSet, reader, depth + 1);
  }));
}

/** Fields under one key are one field with the selections of all: fragments may name the same. */
function merged(fields: readonly Selected[]): readonly Selected[] {
  const byAlias = new Map<string, Selected>();
  for (const field of fields) {
    const known = byAlias.get(field.alias);
    if (known !== undefined && (known.name !== field.name || !isDeepStrictEqual(known.arguments, field.arguments))) {
      throw new GraphqlError(`Validation error (FieldsConflict) : '${field.alias}' is asked for in two ways; give one of them an alias.`);
    }
    byAlias.set(field.alias, known === undefined ? field : { ...known, optional: known.optional && field.optional, fields: merged([...known.fields, ...field.fields]) });
  }
  return [...byAlias.values()];
}

function selected(node: FieldNode, reader: Reader, depth: number): Selected {
  return {
    name: node.name.value,
    alias: node.alias?.value ?? node.name.value,
    optional: (node.directives ?? []).some((directive) => directive.name.value === 'optional'),
    arguments: Object.fromEntries((node.arguments ?? []).map((argument) => [argument.name.value, valueOf(argument.value, reader.variables)])),
    fields: selectionsOf(node.selectionSet, reader, depth + 1),
  };
}

function isIncluded(directives: readonly DirectiveNode[], reader: Reader): boolean {
  return directives.every((directive) => {
    const condition = directive.arguments?.find((argument) => argument.name.value === 'if');
    const value = condition === undefined ? undefined : valueOf(condition.value, reader.variables);
    switch (directive.name.value) {
      case 'include': return value === true;
      case 'skip': return value !== true;
      // `category` only tells the client how the field is cached.
      case 'optional': case 'category': return true;
      default: throw new GraphqlError(`Unknown directive '${directive.name.value}'.`);
    }
  });
}

function valueOf(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.VARIABLE: return variables[node.name.value];
    case Kind.NULL: return null;
    case Kind.INT: case Kind.FLOAT: return Number(node.value);
    case Kind.LIST: return node.values.map((value) => valueOf(value, variables));
    case Kind.OBJECT: return Object.fromEntries(node.fields.map((field) => [field.name.value, valueOf(field.value, variables)]));
    default: return node.value;
  }
}
