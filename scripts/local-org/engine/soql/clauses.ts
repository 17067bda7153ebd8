/** The clauses that every kind of query has: deleted records, order, limit. */
import { OrgError } from '../types.ts';
import { queryErrors } from './errors.ts';
import { expressionOf, type CompileContext, type SqlExpression } from './expressions.ts';
import { conditionSql, type ExpressionCheck } from './filter.ts';
import { checkSemiJoins } from './semiJoins.ts';
import type { Select } from './syntax/tree.ts';

const MAX_OFFSET = 2_000;

/** Aggregates belong to HAVING and to the order of grouped queries. */
export function noAggregate(context: CompileContext): ExpressionCheck {
  return (expression) => {
    if (expression.aggregate) {
      throw queryErrors.unexpectedToken(context.scope.soql, { kind: 'name', text: expression.text.replace(/\(.*$/s, ''), offset: expression.offset });
    }
  };
}

/** USING SCOPE. */
function scopeSql(context: CompileContext, name: string): string[] {
  const { plan, rootAlias } = context.scope;
  switch (name.toLowerCase()) {
    case 'everything':
      return [];
    case 'mine':
      if (plan.has('OwnerId')) {
        return [`${rootAlias}."OwnerId" = ${context.parameters.add(context.once().userId)}`];
      }
      throw queryErrors.unsupported(`USING SCOPE mine on ${plan.object.apiName}, which has no owner,`);
    default:
      throw queryErrors.unsupported(`USING SCOPE ${name}`);
  }
}

/** WHERE with what is always asked. `link` ties a child query to its parent. */
export function whereSql(context: CompileContext, select: Select, includeDeleted: boolean, link?: string): string {
  const conditions: string[] = [];
  if (link !== undefined) {
    conditions.push(link);
  }
  if (!includeDeleted && context.scope.plan.has('IsDeleted')) {
    conditions.push(`${context.scope.rootAlias}."IsDeleted" = 0`);
  }
  if (select.scope !== undefined) {
    conditions.push(...scopeSql(context, select.scope.name));
  }
  if (select.where !== undefined) {
    checkSemiJoins(select.where);
    conditions.push(conditionSql(context, select.where, noAggregate(context)));
  }
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

/** Picklists sort in the order of their value set, other values after it. */
function sortKeys(context: CompileContext, expression: SqlExpression): string[] {
  const { field, sql } = expression;
  if (field.type !== 'picklist' || field.picklistValues.length === 0 || expression.aggregate) {
    return [sql];
  }
  const order = JSON.stringify(Object.fromEntries(field.picklistValues.map(({ value }, index) => [value, index])));
  const position = `(SELECT value FROM json_each(${context.parameters.add(order)}) WHERE key = ${sql})`;
  return [`CASE WHEN ${sql} IS NULL THEN NULL ELSE COALESCE(${position}, ${field.picklistValues.length}) END`, sql];
}

export interface OrderKey {
  readonly sql: string;
  /** SQL of the expression the key is made of. */
  readonly of: string;
  /** `DESC NULLS FIRST` */
  readonly direction: string;
}

/** What ORDER BY sorts by; blank values come first unless it says otherwise. `check` may refuse an expression. */
export function orderKeys(context: CompileContext, items: Select['orderBy'], check: ExpressionCheck, compile = expressionOf): OrderKey[] {
  return items.flatMap(({ expression: node, descending, nullsLast }) => {
    if (node.kind === 'function' && node.name.toUpperCase() === 'TOLABEL') {
      throw queryErrors.unsupported('ORDER BY toLabel()');
    }
    const expression = compile(context, node);
    if (!expression.field.sortable && !expression.aggregate) {
      throw queryErrors.cannotSort(context.scope.soql, expression.offset, expression.field.apiName);
    }
    check(expression);
    const direction = `${descending ? 'DESC' : 'ASC'} NULLS ${nullsLast ? 'LAST' : 'FIRST'}`;
    return sortKeys(context, expression).map((sql) => ({ sql, of: expression.sql, direction }));
  });
}

export function orderSql(keys: readonly OrderKey[]): string {
  return keys.length === 0 ? '' : ` ORDER BY ${keys.map(({ sql, direction }) => `${sql} ${direction}`).join(', ')}`;
}

/** LIMIT and OFFSET. */
export function limitSql(context: CompileContext, select: Select): string {
  const { limit, offset } = select;
  if (offset !== undefined && offset > MAX_OFFSET) {
    throw new OrgError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  }
  if (limit === undefined && offset === undefined) {
    return '';
  }
  const rows = context.parameters.add(limit ?? -1);
  return ` LIMIT ${rows}${offset === undefined ? '' : ` OFFSET ${context.parameters.add(offset)}`}`;
}
