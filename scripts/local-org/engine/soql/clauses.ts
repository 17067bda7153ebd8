/** The clauses that every kind of query has: deleted records, order, limit. */
import { OrgError } from '../types.ts';
import { queryErrors } from './errors.ts';
import { expressionOf, type CompileContext, type SqlExpression } from './expressions.ts';
import { conditionSql, type ExpressionCheck } from './filter.ts';
import type { Select } from './syntax.ts';

const MAX_OFFSET = 2_000;

/** Aggregates belong to HAVING and to the order of grouped queries. */
export function noAggregate(context: CompileContext): ExpressionCheck {
  return (expression) => {
    if (expression.aggregate) {
      throw queryErrors.unexpectedToken(context.scope.soql, expression.text.replace(/\(.*$/s, ''));
    }
  };
}

/** WHERE with what is always asked. `link` ties a child query to its parent. */
export function whereSql(context: CompileContext, select: Select, includeDeleted: boolean, link?: string): string {
  const conditions: string[] = [];
  if (link !== undefined) {
    conditions.push(link);
  }
  if (!includeDeleted && !select.allRows && context.scope.plan.has('IsDeleted')) {
    conditions.push(`${context.scope.rootAlias}."IsDeleted" = 0`);
  }
  if (select.where !== undefined) {
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


/** ORDER BY; blank values come first unless the query says otherwise. `check` may refuse an expression. */
export function orderSql(context: CompileContext, select: Select, check: ExpressionCheck, last: string | null): string {
  const keys: string[] = [];
  for (const clause of select.orderBy) {
    const expression = expressionOf(context, clause);
    if (!expression.field.sortable && !expression.aggregate) {
      throw queryErrors.cannotSort(context.scope.soql, expression.text, expression.field.apiName);
    }
    check(expression);
    const direction = clause.order === 'DESC' ? 'DESC' : 'ASC';
    for (const key of sortKeys(context, expression)) {
      keys.push(`${key} ${direction} NULLS ${clause.nulls === 'LAST' ? 'LAST' : 'FIRST'}`);
    }
  }
  if (last !== null) {
    keys.push(last);
  }
  return keys.length === 0 ? '' : ` ORDER BY ${keys.join(', ')}`;
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
