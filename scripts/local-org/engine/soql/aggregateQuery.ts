/** Compiles queries that count and group: COUNT(), aggregates, GROUP BY, ROLLUP, CUBE, HAVING. */
import type { FieldType as SelectItem, GroupByClause } from '@jetstreamapp/soql-parser-js';
import type { ColumnMetadata } from '../types.ts';
import { limitSql, orderSql, whereSql } from './clauses.ts';
import { fieldColumn, functionColumn } from './columns.ts';
import { queryErrors } from './errors.ts';
import { expressionOf, fieldExpression, functionExpression, type CompileContext, type FunctionCall, type SqlExpression } from './expressions.ts';
import { conditionSql, type ExpressionCheck } from './filter.ts';
import { aggregateNamed, isDateFunction } from './functions.ts';
import { presenterOf, type Presenter } from './present.ts';
import type { Select } from './syntax.ts';

export interface AggregateQuery {
  readonly sql: string;
  readonly members: readonly { readonly key: string; readonly present: Presenter }[];
  readonly columns: readonly ColumnMetadata[];
}

interface Item {
  readonly key: string;
  readonly expression: SqlExpression;
  /** The grouped expression that GROUPING() asks about. */
  readonly groupingOf?: string;
  readonly named: boolean;
}

/** `SELECT COUNT() FROM X`: no records, only a number. */
export function isPlainCount(select: Select): boolean {
  const [item] = select.fields;
  return select.fields.length === 1 && item?.type === 'FieldFunctionExpression' && item.functionName.toUpperCase() === 'COUNT' && item.parameters.length === 0;
}

export function isAggregateQuery(select: Select): boolean {
  return select.groupBy.length > 0
    || select.fields.some((item) => item.type === 'FieldFunctionExpression' && (aggregateNamed(item.functionName) !== undefined || isDateFunction(item.functionName)));
}

/** SQL of `SELECT COUNT()`. A LIMIT bounds the count. */
export function compileCount(context: CompileContext, select: Select, includeDeleted: boolean): string {
  const where = whereSql(context, select, includeDeleted);
  const limit = limitSql(context, select);
  return `SELECT COUNT(*) FROM (SELECT 1 ${context.scope.fromSql()}${where}${limit})`;
}

function readItems(context: CompileContext, select: Select): Item[] {
  let unnamed = 0;
  const nextName = (): string => {
    unnamed += 1;
    return `expr${unnamed - 1}`;
  };
  const items = select.fields.map((item: SelectItem): Item => {
    switch (item.type) {
      case 'Field':
      case 'FieldRelationship': {
        const alias = 'alias' in item ? item.alias : undefined;
        const path = ('rawValue' in item ? item.rawValue : undefined) ?? (item.type === 'Field' ? item.field : [...item.relationships, item.field].join('.'));
        const expression = fieldExpression(context, path);
        return { key: alias ?? expression.field.apiName, expression, named: true };
      }
      case 'FieldFunctionExpression': {
        const key = item.alias ?? nextName();
        const [argument] = item.parameters;
        if (item.functionName.toUpperCase() === 'GROUPING' && typeof argument === 'string') {
          const inner = fieldExpression(context, argument);
          return { key, expression: { ...inner, text: item.rawValue ?? key, field: { ...inner.field, type: 'int' }, aggregate: true }, groupingOf: inner.sql, named: false };
        }
        return { key, expression: functionExpression(context, item), named: false };
      }
      default:
        throw queryErrors.malformed('Grouped query cannot have child queries or TYPEOF');
    }
  });
  const seen = new Set<string>();
  for (const { key } of items) {
    if (seen.has(key.toLowerCase())) {
      throw queryErrors.duplicateAlias(context.scope.soql, key);
    }
    seen.add(key.toLowerCase());
  }
  return items;
}

interface Grouping {
  readonly expressions: readonly SqlExpression[];
  /** Which expressions each pass groups by; one pass unless ROLLUP or CUBE. */
  readonly sets: readonly ReadonlySet<string>[];
}

function groupingSets(kind: string, keys: readonly string[]): Set<string>[] {
  if (kind === 'ROLLUP') {
    return Array.from({ length: keys.length + 1 }, (_unused, dropped) => new Set(keys.slice(0, keys.length - dropped)));
  }
  const masks = Array.from({ length: 2 ** keys.length }, (_unused, mask) => 2 ** keys.length - 1 - mask);
  return masks.map((mask) => new Set(keys.filter((_key, index) => (mask >> index) & 1)));
}

function readGrouping(context: CompileContext, clauses: readonly GroupByClause[]): Grouping {
  const [first] = clauses;
  const call = first !== undefined && 'fn' in first ? (first.fn as FunctionCall) : undefined;
  const kind = call?.functionName?.toUpperCase() ?? '';
  if (kind === 'ROLLUP' || kind === 'CUBE') {
    const expressions = (call?.parameters ?? []).map((parameter) =>
      typeof parameter === 'string' ? fieldExpression(context, parameter) : functionExpression(context, parameter));
    return { expressions, sets: groupingSets(kind, expressions.map(({ sql }) => sql)) };
  }
  const expressions = clauses.map((clause) => expressionOf(context, clause));
  for (const { field, text } of expressions) {
    if (!field.groupable) {
      throw queryErrors.cannotGroup(context.scope.soql, text, field.apiName);
    }
  }
  return { expressions, sets: [new Set(expressions.map(({ sql }) => sql))] };
}

function itemSql(item: Item, grouped: ReadonlySet<string>, all: ReadonlySet<string>): string {
  if (item.groupingOf !== undefined) {
    return grouped.has(item.groupingOf) ? '0' : '1';
  }
  return all.has(item.expression.sql) && !grouped.has(item.expression.sql) ? 'NULL' : item.expression.sql;
}

/** A group without a value is blank whatever its type: a subtotal of a checkbox is neither true nor false. */
function blankOr(present: Presenter): Presenter {
  return (value) => (value === null ? null : present(value));
}

/** Compiles an aggregate query. */
export function compileAggregateQuery(context: CompileContext, select: Select, includeDeleted: boolean): AggregateQuery {
  const { soql } = context.scope;
  const items = readItems(context, select);
  const grouping = readGrouping(context, select.groupBy);
  const all = new Set(grouping.expressions.map(({ sql }) => sql));
  const where = whereSql(context, select, includeDeleted);
  const grouped = (refusal: (soql: string, field: string) => Error): ExpressionCheck => (expression) => {
    if (!expression.aggregate && !all.has(expression.sql)) {
      throw refusal(soql, expression.text);
    }
  };
  items.map(({ expression }) => expression).forEach(grouped(queryErrors.mustBeGrouped));
  const having = select.having === undefined ? '' : ` HAVING ${conditionSql(context, select.having, grouped(queryErrors.mustBeGrouped))}`;
  const order = orderSql(context, select, grouped(queryErrors.orderMustBeGrouped), null);
  if (grouping.sets.length > 1 && order !== '') {
    throw queryErrors.unsupported('ORDER BY with GROUP BY ROLLUP or CUBE');
  }
  const limit = limitSql(context, select);
  const passes = grouping.sets.map((set) => {
    const columns = items.map((item) => itemSql(item, set, all)).join(', ');
    const groupBy = set.size === 0 ? '' : ` GROUP BY ${[...set].join(', ')}`;
    return `SELECT ${columns} ${context.scope.fromSql()}${where}${groupBy}${having}`;
  });
  return {
    sql: `${passes.join(' UNION ALL ')}${order}${limit}`,
    members: items.map(({ key, expression }) => ({ key, present: blankOr(presenterOf(expression.field)) })),
    columns: items.map(({ key, expression, named }) => (named ? fieldColumn(expression.field, key) : functionColumn(expression.field, key, expression.text))),
  };
}
