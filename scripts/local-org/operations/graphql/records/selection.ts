/** What a document asks of a field: its selections with fragments, @skip and @include resolved, before anything is executed. */
import { getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, isAbstractType, Kind, type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, type SelectionNode } from 'graphql';

export type SelectionInfo = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

/** By response key: the same field in two places is one. */
export type Selection = ReadonlyMap<string, readonly FieldNode[]>;

/** The fields below `nodes` that hold for an object of `type`. */
export function selectionOf(info: SelectionInfo, type: GraphQLObjectType, nodes: readonly FieldNode[]): Selection {
  const found = new Map<string, FieldNode[]>();
  for (const node of nodes) {
    collect(info, type, node.selectionSet?.selections ?? [], found, new Set());
  }
  return found;
}

function collect(info: SelectionInfo, type: GraphQLObjectType, selections: readonly SelectionNode[], found: Map<string, FieldNode[]>, spread: Set<string>): void {
  for (const node of selections.filter((candidate) => isIncluded(info, candidate))) {
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      found.set(key, [...found.get(key) ?? [], node]);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      if (applies(info, type, node.typeCondition?.name.value)) {
        collect(info, type, node.selectionSet.selections, found, spread);
      }
    } else {
      const fragment = info.fragments[node.name.value];
      if (fragment !== undefined && !spread.has(node.name.value) && applies(info, type, fragment.typeCondition.name.value)) {
        spread.add(node.name.value);
        collect(info, type, fragment.selectionSet.selections, found, spread);
      }
    }
  }
}

function applies(info: SelectionInfo, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) {
    return true;
  }
  const named = info.schema.getType(condition);
  return isAbstractType(named) && info.schema.isSubType(named, type);
}

function isIncluded(info: SelectionInfo, node: SelectionNode): boolean {
  return getDirectiveValues(GraphQLSkipDirective, node, info.variableValues)?.['if'] !== true
    && getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues)?.['if'] !== false;
}
