/** From the selections of a record to the columns of one SOQL query; children are planned beside it. */
import { getArgumentValues, type FieldNode, type GraphQLObjectType } from 'graphql';
import type { FieldSchema, ObjectSchema } from '../../../engine/schema.ts';
import { RequestError } from '../errors.ts';
import type { GraphqlContext, Row } from '../context.ts';
import type { Member, ObjectView } from '../schema/view.ts';
import { orderSoql, rawArgument } from './order.ts';
import { pageOf, type Page } from './page.ts';
import { selectionOf, type SelectionInfo } from './selection.ts';
import { scopeSoql, whereSoql, type Place } from './where.ts';

/** Levels from child to parent. */
const MAX_PARENTS = 5;

export interface RecordPlan {
  readonly columns: Set<string>;
  readonly children: ChildPlan[];
}

export interface ChildPlan {
  /** Response key on the parent. */
  readonly key: string;
  readonly relationship: string;
  readonly child: ObjectSchema;
  readonly lookup: FieldSchema;
  readonly plan: RecordPlan;
  readonly query: ConnectionQuery;
}

export interface ConnectionQuery {
  /** ` WHERE …`, or nothing. */
  readonly filter: string;
  /** ` ORDER BY …`; by id at last, so that a page never repeats a record. */
  readonly order: string;
  readonly page: Page;
}

export interface PlanContext {
  readonly info: SelectionInfo;
  readonly context: GraphqlContext;
}

/** Where the fields of a record come from that every record has. */
const SYSTEM: Readonly<Record<string, (view: ObjectView) => readonly string[]>> = {
  __typename: () => [],
  ApiName: () => [],
  DisplayValue: (view) => (view.nameField === undefined ? [] : [view.nameField.apiName]),
  WeakEtag: (view) => (view.members.has('SystemModstamp') ? ['SystemModstamp'] : []),
};

/** The plan of a connection's records: what is asked of `edges { node }`. */
export function planConnection(scope: PlanContext, connection: GraphQLObjectType, nodes: readonly FieldNode[], object: ObjectSchema, isChild: boolean): RecordPlan {
  const plan: RecordPlan = { columns: new Set(['Id']), children: [] };
  const edgeNodes = named(scope, connection, nodes, 'edges');
  const edge = objectType(scope, `${object.apiName}Edge`);
  planRecord(scope, { view: scope.context.view, object, prefix: '' }, named(scope, edge, edgeNodes, 'node'), plan, isChild);
  return plan;
}

const named = (scope: PlanContext, type: GraphQLObjectType, nodes: readonly FieldNode[], name: string): readonly FieldNode[] =>
  [...selectionOf(scope.info, type, nodes).values()].flat().filter((node) => node.name.value === name);

export function objectType(scope: PlanContext, name: string): GraphQLObjectType {
  return scope.info.schema.getType(name) as GraphQLObjectType;
}

/** Adds the columns that the selections below `nodes` need. */
export function planRecord(scope: PlanContext, place: Place, nodes: readonly FieldNode[], plan: RecordPlan, isChild: boolean): void {
  const { object, prefix } = place;
  const view = scope.context.view.objects.get(object.apiName);
  if (view === undefined) {
    return;
  }
  for (const [key, same] of selectionOf(scope.info, objectType(scope, object.apiName), nodes)) {
    const name = same[0]?.name.value ?? '';
    const member = view.members.get(name);
    if (member === undefined) {
      // Fields that every record has, some objects do not store.
      (SYSTEM[name]?.(view) ?? []).forEach((column) => plan.columns.add(`${prefix}${column}`));
    } else {
      planMember(scope, place, { key, name, nodes: same, member, isChild }, plan);
    }
  }
}

interface Asked {
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly member: Member;
  readonly isChild: boolean;
}

function planMember(scope: PlanContext, place: Place, { key, name, nodes, member, isChild }: Asked, plan: RecordPlan): void {
  const below = `${place.prefix}${name}.`;
  switch (member.kind) {
    case 'field':
      plan.columns.add(`${place.prefix}${member.field.apiName}`);
      return;
    case 'parent':
      if (below.split('.').length - 1 > MAX_PARENTS) {
        throw new RequestError(`A query can follow ${MAX_PARENTS} levels from child to parent, no more.`);
      }
      plan.columns.add(`${below}Id`);
      planRecord(scope, { ...place, object: member.target, prefix: below }, nodes, plan, isChild);
      return;
    case 'polymorphic':
      plan.columns.add(typeOf(scope, place, name, member.targets, nodes));
      return;
    case 'children':
      if (isChild || place.prefix !== '') {
        throw new RequestError('A query can follow one level from parent to child, from the object it queries.');
      }
      plan.children.push(planChildren(scope, key, name, nodes, member));
  }
}

/** `TYPEOF Who WHEN Contact THEN Id, Name …`: every possible object, so that what the record points at is known. */
function typeOf(scope: PlanContext, place: Place, name: string, targets: readonly ObjectSchema[], nodes: readonly FieldNode[]): string {
  if (place.prefix !== '') {
    throw new RequestError(`unsupported: the local org's GraphQL reads ${name} of the queried object only, not of a parent.`, 'UnsupportedByLocalOrg');
  }
  const whens = targets.map((object) => {
    const own: RecordPlan = { columns: new Set(['Id']), children: [] };
    planRecord(scope, { ...place, object, prefix: '' }, nodes, own, true);
    if ([...own.columns].some((column) => /[. ]/.test(column))) {
      throw new RequestError(`unsupported: the local org's GraphQL reads fields of ${name} only, not of its parents.`, 'UnsupportedByLocalOrg');
    }
    return `WHEN ${object.apiName} THEN ${[...own.columns].join(', ')}`;
  });
  return `TYPEOF ${name} ${whens.join(' ')} END`;
}

function planChildren(scope: PlanContext, key: string, relationship: string, nodes: readonly FieldNode[], { child, lookup }: Extract<Member, { kind: 'children' }>): ChildPlan {
  const connection = objectType(scope, `${child.apiName}Connection`);
  const [node] = nodes;
  const parent = objectType(scope, lookup.referenceTo[0] ?? '');
  const definition = parent.getFields()[relationship];
  const args = node === undefined || definition === undefined ? {} : getArgumentValues(definition, node, scope.info.variableValues);
  return { key, relationship, child, lookup, plan: planConnection(scope, connection, nodes, child, true), query: connectionQuery(scope, child, node, args) };
}

/** Filter, order and page of a connection. */
export function connectionQuery({ context }: PlanContext, object: ObjectSchema, node: FieldNode | undefined, args: Row): ConnectionQuery {
  const place: Place = { view: context.view, object, prefix: '' };
  const conditions = [whereSoql(args['where'], place), scopeSoql(args['scope'], context.request.session)].filter((text) => text !== '');
  const order = node === undefined ? [] : orderSoql(rawArgument(node, 'orderBy', context.variables), place);
  return {
    filter: conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`,
    order: ` ORDER BY ${[...order, ...(order.some((text) => /^Id\b/.test(text)) ? [] : ['Id ASC'])].join(', ')}`,
    page: pageOf(args),
  };
}
