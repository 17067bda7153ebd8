/** `uiapi { aggregate { <Object>(…) } }`: groups of records by one SOQL query. */
import type { FieldNode, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import type { ObjectSchema } from '../../../engine/schema.ts';
import { isObject } from '../../../http/input.ts';
import { RequestError } from '../errors.ts';
import type { ConnectionSource, GraphqlContext, Row } from '../context.ts';
import { DATE_FUNCTIONS } from '../schema/dateFunctions.ts';
import { orderSoql, rawArgument } from './order.ts';
import { pageOf } from './page.ts';
import { objectType, type PlanContext } from './plan.ts';
import { selectionOf } from './selection.ts';
import { scopeSoql, whereSoql, type Place } from './where.ts';

/** One group, seen from an object on the way to its parents. */
export interface GroupSource {
  readonly prefix: string;
  /** Value of a SOQL expression, such as `SUM(Amount)`. */
  readonly valueOf: (expression: string) => unknown;
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  count: 'COUNT', countDistinct: 'COUNT_DISTINCT', min: 'MIN', max: 'MAX', avg: 'AVG', sum: 'SUM', grouping: 'GROUPING',
  ...Object.fromEntries(DATE_FUNCTIONS.map(({ member, name }) => [member, name])),
};

/** SOQL of a member of an aggregate: `sum` of `Amount`, or the field itself that is grouped by. */
export const aggregateExpression = (member: string, path: string): string => (Object.hasOwn(FUNCTIONS, member) ? `${FUNCTIONS[member] ?? ''}(${path})` : path);

/** Members of an aggregate that are the grouped value itself. */
const OF_THE_VALUE: ReadonlySet<string> = new Set(['value', 'displayValue', 'label', 'format']);

export function readGroups(context: GraphqlContext, object: ObjectSchema, args: Row, info: GraphQLResolveInfo, connection: GraphQLObjectType): ConnectionSource<GroupSource> {
  const scope: PlanContext = { info, context };
  const place: Place = { view: context.view, object, prefix: '' };
  const expressions = selectedExpressions(scope, connection, info.fieldNodes, place);
  const [node] = info.fieldNodes;
  const raw = (name: string): unknown => (node === undefined ? undefined : rawArgument(node, name, context.variables));
  const conditions = [whereSoql(args['where'], place), scopeSoql(args['scope'], context.request.session)].filter((text) => text !== '');
  const order = orderSoql(raw('orderBy'), place, (path, clause) => (typeof clause['function'] === 'string' ? `${clause['function']}(${path})` : path));
  const soql = [
    `SELECT ${[...expressions].map(([expression, alias]) => `${expression} ${alias}`).join(', ')} FROM ${object.apiName}`,
    conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`,
    groupSoql(raw('groupBy'), place),
    order.length === 0 ? '' : `ORDER BY ${order.join(', ')}`,
  ].filter((text) => text !== '').join(' ');
  const rows = context.request.engine.query(context.request.session, soql).records;
  const { offset, size } = pageOf(args);
  return {
    nodes: rows.slice(offset, offset + size).map((row) => ({ prefix: '', valueOf: (expression) => row[expressions.get(expression) ?? ''] ?? null })),
    offset,
    hasNext: rows.length > offset + size,
    total: () => rows.length,
  };
}

/** Every SOQL expression that the selections need, with its alias. */
function selectedExpressions(scope: PlanContext, connection: GraphQLObjectType, nodes: readonly FieldNode[], place: Place): ReadonlyMap<string, string> {
  const found = new Set<string>();
  const { apiName } = place.object;
  const steps: readonly (readonly [string, string])[] = [[connection.name, 'edges'], [`${apiName}AggregateEdge`, 'node'], [`${apiName}Result`, 'aggregate']];
  const aggregates = steps.reduce((current, [type, name]) => [...selectionOf(scope.info, objectType(scope, type), current).values()].flat().filter((node) => node.name.value === name), nodes);
  collect(scope, place, aggregates, found);
  if (found.size === 0) {
    found.add('COUNT(Id)');
  }
  return new Map([...found].map((expression, index) => [expression, `a${index}`]));
}

function collect(scope: PlanContext, place: Place, nodes: readonly FieldNode[], found: Set<string>): void {
  const view = scope.context.view.objects.get(place.object.apiName);
  for (const same of selectionOf(scope.info, objectType(scope, `${place.object.apiName}Aggregate`), nodes).values()) {
    const name = same[0]?.name.value ?? '';
    const member = view?.members.get(name);
    if (member?.kind === 'parent') {
      collect(scope, { ...place, object: member.target, prefix: `${place.prefix}${name}.` }, same, found);
    } else if (member?.kind === 'field') {
      const type = objectType(scope, `${member.fieldKind.name}Aggregate`);
      for (const asked of [...selectionOf(scope.info, type, same).values()].flat()) {
        const wanted = asked.name.value;
        if (OF_THE_VALUE.has(wanted) || Object.hasOwn(FUNCTIONS, wanted)) {
          found.add(aggregateExpression(wanted, `${place.prefix}${name}`));
        }
      }
    }
  }
}

/** GROUP BY in the order in which the client wrote its fields, which ROLLUP depends on. */
function groupSoql(groupBy: unknown, place: Place): string {
  if (!isObject(groupBy)) {
    return '';
  }
  const { type } = groupBy;
  const keys = groupKeys(groupBy, place);
  if (keys.length === 0) {
    return '';
  }
  return type === 'ROLLUP' || type === 'CUBE' ? `GROUP BY ${type}(${keys.join(', ')})` : `GROUP BY ${keys.join(', ')}`;
}

function groupKeys(groupBy: Row, place: Place): readonly string[] {
  const view = place.view.objects.get(place.object.apiName);
  return Object.entries(groupBy).flatMap(([name, clause]): readonly string[] => {
    const member = view?.members.get(name);
    if (!isObject(clause)) {
      return [];
    }
    if (member?.kind === 'parent') {
      return groupKeys(clause, { ...place, object: member.target, prefix: `${place.prefix}${name}.` });
    }
    if (member?.kind !== 'field') {
      throw new RequestError(`Field '${name}' in type '${place.object.apiName}_GroupBy' is undefined`);
    }
    const path = `${place.prefix}${member.field.apiName}`;
    const called = clause['function'];
    return typeof called === 'string' ? [`${called}(${path})`] : clause['group'] === true ? [path] : [];
  });
}
