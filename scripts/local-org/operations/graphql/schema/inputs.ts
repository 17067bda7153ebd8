/** The input types of each object: `Account_Filter`, `Account_OrderBy`, `Account_GroupBy` and the arguments that take them. */
import {
  GraphQLBoolean, GraphQLEnumType, GraphQLInputObjectType, GraphQLInt, GraphQLList, GraphQLString,
  type GraphQLFieldConfigArgumentMap, type GraphQLInputFieldConfig, type GraphQLInputFieldConfigMap, type GraphQLInputType,
} from 'graphql';
import { DATE_FUNCTIONS } from './dateFunctions.ts';
import { idOperators, operators } from './operators.ts';
import type { Member, ObjectView, OrgView } from './view.ts';

const resultOrder = new GraphQLEnumType({ name: 'ResultOrder', values: { ASC: {}, DESC: {} } });
const nullOrder = new GraphQLEnumType({ name: 'NullOrder', values: { FIRST: {}, LAST: {} } });
const ORDER = { order: { type: resultOrder }, nulls: { type: nullOrder } };
const orderByClause = new GraphQLInputObjectType({ name: 'OrderByClause', fields: ORDER });

const aggregateOrder = (name: string, functions: readonly string[]): GraphQLInputObjectType => new GraphQLInputObjectType({
  name: `AggregateOrderBy${name}Clause`,
  fields: { ...ORDER, function: { type: new GraphQLEnumType({ name: `AggregateOrderBy${name}Function`, values: Object.fromEntries(functions.map((entry) => [entry, {}])) }) } },
});
const COUNTED = ['COUNT', 'COUNT_DISTINCT', 'MAX', 'MIN'];
const AGGREGATE_ORDERS = {
  text: aggregateOrder('String', COUNTED),
  date: aggregateOrder('DateTime', [...COUNTED, ...DATE_FUNCTIONS.map(({ name }) => name)]),
  number: aggregateOrder('Number', ['AVG', ...COUNTED, 'SUM']),
  plain: new GraphQLInputObjectType({ name: 'NoFunctionAggregateOrderByClause', fields: ORDER }),
};

const groupByType = new GraphQLEnumType({ name: 'GroupByType', values: { GROUP_BY: {}, ROLLUP: {}, CUBE: {} } });
const groupByClause = new GraphQLInputObjectType({ name: 'GroupByClause', fields: { group: { type: GraphQLBoolean } } });
const groupByFunction = new GraphQLEnumType({ name: 'GroupByFunction', values: Object.fromEntries(DATE_FUNCTIONS.map(({ name }) => [name, {}])) });
const groupByDateFunction = new GraphQLInputObjectType({ name: 'GroupByDateFunction', fields: { function: { type: groupByFunction }, group: { type: GraphQLBoolean } } });

type InputTypes = ReadonlyMap<string, GraphQLInputObjectType>;

export interface Inputs {
  readonly filters: InputTypes;
  readonly orders: InputTypes;
  readonly aggregateOrders: InputTypes;
  readonly groups: InputTypes;
  readonly scopes: ReadonlyMap<string, GraphQLEnumType>;
}

export function inputTypes(view: OrgView): Inputs {
  const filters = new Map<string, GraphQLInputObjectType>();
  const join = new GraphQLInputObjectType({
    name: 'JoinInput',
    fields: () => ({ ...Object.fromEntries([...filters].map(([name, type]) => [name, { type }])), ApiName: { type: GraphQLString } }),
  });
  const id = idOperators(join);
  const perObject = (suffix: string, member: (object: ObjectView, name: string, member: Member, own: InputTypes) => GraphQLInputType | undefined, more: (own: GraphQLInputObjectType) => GraphQLInputFieldConfigMap = () => ({})): Map<string, GraphQLInputObjectType> => {
    const own = new Map<string, GraphQLInputObjectType>();
    for (const [name, object] of view.objects) {
      const type: GraphQLInputObjectType = new GraphQLInputObjectType({ name: `${name}_${suffix}`, fields: () => ({ ...membersOf(object, (key, entry) => member(object, key, entry, own)), ...more(type) }) });
      own.set(name, type);
    }
    return own;
  };
  const parentOr = (entry: Member, own: InputTypes, field: (entry: Extract<Member, { kind: 'field' }>) => GraphQLInputType | undefined): GraphQLInputType | undefined =>
    entry.kind === 'field' ? field(entry) : entry.kind === 'parent' ? own.get(entry.target.apiName) : undefined;

  for (const [name, type] of perObject('Filter', (object, name, entry, own) => {
    if (entry.kind === 'polymorphic') {
      return new GraphQLInputObjectType({ name: `${object.object.apiName}_${name}_Filters`, fields: Object.fromEntries(entry.targets.flatMap(({ apiName }) => { const type = own.get(apiName); return type === undefined ? [] : [[apiName, { type }]]; })) });
    }
    return parentOr(entry, own, ({ field, fieldKind }) => (field.filterable ? fieldKind.name === 'ID' ? id : operators[fieldKind.name] : undefined));
  }, (own) => ({ and: { type: new GraphQLList(own) }, or: { type: new GraphQLList(own) }, not: { type: own } }))) {
    filters.set(name, type);
  }
  return {
    filters,
    orders: perObject('OrderBy', (_object, _name, entry, own) => parentOr(entry, own, ({ field }) => (field.sortable ? orderByClause : undefined))),
    aggregateOrders: perObject('AggregateOrderBy', (_object, _name, entry, own) => parentOr(entry, own, ({ fieldKind }) => AGGREGATE_ORDERS[fieldKind.family])),
    groups: perObject('GroupBy', (_object, _name, entry, own) => parentOr(entry, own, ({ field, fieldKind }) => (fieldKind.family === 'date' ? groupByDateFunction : field.groupable ? groupByClause : undefined)), () => ({ type: { type: groupByType } })),
    scopes: new Map([...view.objects].map(([name, { members }]) => [name, new GraphQLEnumType({ name: `${name.toUpperCase()}_SCOPE`, values: { EVERYTHING: {}, ...(members.has('OwnerId') ? { MINE: {} } : {}) } })])),
  };
}

function membersOf({ members }: ObjectView, type: (name: string, member: Member) => GraphQLInputType | undefined): GraphQLInputFieldConfigMap {
  return Object.fromEntries([...members].flatMap(([name, member]): readonly [string, GraphQLInputFieldConfig][] => {
    const found = type(name, member);
    return found === undefined ? [] : [[name, { type: found }]];
  }));
}

const given = (type: GraphQLInputType | undefined, name: string): GraphQLFieldConfigArgumentMap => (type === undefined ? {} : { [name]: { type } });

/** Arguments of a connection of records. */
export function queryArguments(inputs: Inputs, object: string): GraphQLFieldConfigArgumentMap {
  return {
    first: { type: GraphQLInt },
    after: { type: GraphQLString },
    upperBound: { type: GraphQLInt },
    ...given(inputs.filters.get(object), 'where'),
    ...given(inputs.orders.get(object), 'orderBy'),
    ...given(inputs.scopes.get(object), 'scope'),
  };
}

/** Arguments of a connection of groups. */
export function aggregateArguments(inputs: Inputs, object: string): GraphQLFieldConfigArgumentMap {
  return {
    first: { type: GraphQLInt },
    after: { type: GraphQLString },
    ...given(inputs.filters.get(object), 'where'),
    ...given(inputs.aggregateOrders.get(object), 'orderBy'),
    ...given(inputs.groups.get(object), 'groupBy'),
    ...given(inputs.scopes.get(object), 'scope'),
  };
}
