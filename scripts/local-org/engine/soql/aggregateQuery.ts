/** Compiles queries that count and group: COUNT(), aggregates, GROUP BY, ROLLUP, CUBE, HAVING. */
import type { ColumnMetadata } from '../types.ts';
import { limitSql, orderKeys, orderSql, whereSql, type OrderKey } from './clauses.ts';
import { fieldColumn, functionColumn } from './columns.ts';
import { queryErrors } from './errors.ts';
import { argumentOf, expressionOf, type CompileContext, type SqlExpression } from './expressions.ts';
import { conditionSql, type ExpressionCheck } from './filter.ts';
import { formatPresenter } from './format.ts';
import { aggregateNamed, isDateFunction } from './functions.ts';
import { presenterOf, type Presenter } from './present.ts';
import type { Expression, FunctionNode, Grouping, Select, SelectItem } from './syntax/tree.ts';

export interface AggregateQuery {
  readonly sql: string;
  readonly members: readonly { readonly key: string; readonly present: Presenter }[];
  readonly columns: readonly ColumnMetadata[];
}

/** Rows of an aggregate query; there is no next batch. */
export const MAX_GROUPS = 2_000;
/** Fields of ROLLUP and CUBE. */
const MAX_SUBTOTALS = 3;

interface Item {
  readonly key: string;
  readonly expression: SqlExpression;
  readonly present: Presenter;
  readonly named: boolean;
}

/** Which expressions each pass groups by; one pass unless ROLLUP or CUBE. */
interface Grouped {
  readonly all: ReadonlySet<string>;
  readonly sets: readonly ReadonlySet<string>[];
}

/** `SELECT COUNT() FROM X`: no records, only a number. */
export function isPlainCount(select: Select): boolean {
  const [item, ...more] = select.items;
  return more.length === 0 && select.groupBy === undefined && item?.kind === 'expression' && item.expression.kind === 'function'
    && item.expression.name.toUpperCase() === 'COUNT' && item.expression.arguments.length === 0;
}

function isGrouped(expression: Expression): boolean {
  return expression.kind === 'function' && (aggregateNamed(expression.name) !== undefined || isDateFunction(expression.name)
    || expression.arguments.some((argument) => argument.kind !== 'literal' && isGrouped(argument)));
}

export function isAggregateQuery(select: Select): boolean {
  return select.groupBy !== undefined || select.items.some((item) => item.kind === 'expression' && isGrouped(item.expression));
}

/** SQL of `SELECT COUNT()`. A LIMIT bounds the count. */
export function compileCount(context: CompileContext, select: Select, includeDeleted: boolean): string {
  const [order] = select.orderBy;
  if (order !== undefined) {
    const { offset, text } = expressionOf(context, order.expression);
    throw queryErrors.orderMustBeGrouped(context.scope.soql, offset, text);
  }
  const where = whereSql(context, select, includeDeleted);
  const limit = limitSql(context, select);
  return limit === '' ? `SELECT COUNT(*) ${context.scope.fromSql()}${where}` : `SELECT COUNT(*) FROM (SELECT 1 ${context.scope.fromSql()}${where}${limit})`;
}

/** A group without a value is blank whatever its type: a subtotal of a checkbox is neither true nor false. */
function blankOr(present: Presenter): Presenter {
  return (value) => (value === null ? null : present(value));
}

const isNamed = (node: Expression, name: string): node is FunctionNode => node.kind === 'function' && node.name.toUpperCase() === name;

/** SQL that asks a pass whether it groups by an expression; put in its place by `passSql`. */
function groupingMark(sql: string): string {
  return `/*grouping*/(${sql})`;
}

function isMark(sql: string): boolean {
  return sql.startsWith('/*grouping*/');
}

function groupedExpression(context: CompileContext, node: Expression): SqlExpression {
  if (!isNamed(node, 'GROUPING')) {
    return expressionOf(context, node);
  }
  const inner = expressionOf(context, argumentOf(context, node));
  return { ...inner, sql: groupingMark(inner.sql), text: node.text, field: { ...inner.field, type: 'int' }, aggregate: true };
}

function readItems(context: CompileContext, select: Select): Item[] {
  let unnamed = 0;
  const nextName = (): string => {
    unnamed += 1;
    return `expr${unnamed - 1}`;
  };
  const items = select.items.map((item: SelectItem): Item => {
    if (item.kind !== 'expression') {
      throw queryErrors.malformed('Grouped query cannot have child queries or TYPEOF');
    }
    const node = item.expression;
    if (node.kind === 'field') {
      const expression = expressionOf(context, node);
      return { key: item.alias ?? expression.field.apiName, expression, present: blankOr(presenterOf(expression.field)), named: true };
    }
    if (isNamed(node, 'TOLABEL')) {
      throw queryErrors.unsupported('toLabel() in a grouped query');
    }
    const key = item.alias ?? nextName();
    if (isNamed(node, 'FORMAT')) {
      const expression = groupedExpression(context, argumentOf(context, node));
      return { key, expression, present: formatPresenter(context, expression.field), named: false };
    }
    const expression = groupedExpression(context, node);
    return { key, expression, present: blankOr(presenterOf(expression.field)), named: false };
  });
  const seen = new Set<string>();
  items.forEach(({ key }, index) => {
    if (seen.has(key.toLowerCase())) {
      throw queryErrors.duplicateAlias(context.scope.soql, select.items[index]?.offset ?? -1, key);
    }
    seen.add(key.toLowerCase());
  });
  return items;
}

function groupingSets(mode: Grouping['mode'], keys: readonly string[]): Set<string>[] {
  if (mode === 'plain') {
    return [new Set(keys)];
  }
  if (mode === 'rollup') {
    return Array.from({ length: keys.length + 1 }, (_unused, dropped) => new Set(keys.slice(0, keys.length - dropped)));
  }
  const masks = Array.from({ length: 2 ** keys.length }, (_unused, mask) => 2 ** keys.length - 1 - mask);
  return masks.map((mask) => new Set(keys.filter((_key, index) => (mask >> index) & 1)));
}

function readGrouping(context: CompileContext, grouping: Grouping | undefined): Grouped {
  const { mode, expressions } = grouping ?? { mode: 'plain', expressions: [] };
  if (mode !== 'plain' && expressions.length > MAX_SUBTOTALS) {
    throw queryErrors.malformed(`GROUP BY ${mode.toUpperCase()} takes at most ${MAX_SUBTOTALS} fields`);
  }
  const keys = expressions.map((node) => {
    if (isNamed(node, 'TOLABEL')) {
      throw queryErrors.unsupported('toLabel() in GROUP BY');
    }
    const { field, offset, sql } = expressionOf(context, node);
    if (!field.groupable) {
      throw queryErrors.cannotGroup(context.scope.soql, offset, field.apiName);
    }
    return sql;
  });
  return { all: new Set(keys), sets: groupingSets(mode, keys) };
}

/** An expression in one pass: blank where the pass does not group by it. */
function passSql(sql: string, grouped: ReadonlySet<string>, all: ReadonlySet<string>): string {
  if (isMark(sql)) {
    return [...grouped].some((key) => groupingMark(key) === sql) ? '0' : '1';
  }
  return all.has(sql) && !grouped.has(sql) ? 'NULL' : sql;
}

/** Compiles an aggregate query. */
export function compileAggregateQuery(context: CompileContext, select: Select, includeDeleted: boolean): AggregateQuery {
  const { soql } = context.scope;
  const items = readItems(context, select);
  const { all, sets } = readGrouping(context, select.groupBy);
  const isTotal = sets.length > 1;
  if (select.groupBy === undefined && select.limit !== undefined) {
    throw queryErrors.malformed('Non-grouped query that uses overall aggregate functions cannot also use LIMIT');
  }
  const where = whereSql(context, select, includeDeleted);
  const mustBeGrouped: ExpressionCheck = ({ aggregate, sql, text, offset }) => {
    if (!aggregate && !all.has(sql)) {
      throw queryErrors.mustBeGrouped(soql, offset, text);
    }
  };
  items.forEach(({ expression }) => {
    mustBeGrouped(expression);
  });
  const having = select.having === undefined ? '' : ` HAVING ${conditionSql(context, select.having, (expression) => {
    mustBeGrouped(expression);
    if (isTotal && !expression.aggregate) {
      throw queryErrors.unsupported('HAVING on a grouped field beside ROLLUP or CUBE');
    }
  })}`;
  const order = orderKeys(context, select.orderBy, (expression) => {
    if (!expression.aggregate && !all.has(expression.sql)) {
      throw queryErrors.orderMustBeGrouped(soql, expression.offset, expression.text);
    }
  }, groupedExpression);
  const limit = limitSql(context, { ...select, limit: Math.min(select.limit ?? Infinity, MAX_GROUPS + 1) });
  const pass = (set: ReadonlySet<string>, keys: readonly OrderKey[]): string => {
    const columns = items.map(({ expression }) => passSql(expression.sql, set, all));
    // A key is as blank as the expression it is made of.
    const sorted = keys.map(({ sql, of }) => (passSql(of, set, all) === of ? sql : passSql(of, set, all)));
    const groupBy = set.size === 0 ? '' : ` GROUP BY ${[...set].join(', ')}`;
    return `SELECT ${[...columns, ...sorted].join(', ')} ${context.scope.fromSql()}${where}${groupBy}${having}`;
  };
  const [only = new Set<string>()] = sets;
  const isPlain = !isTotal && order.every(({ of }) => !isMark(of));
  return {
    sql: isPlain ? `${pass(only, [])}${orderSql(order)}${limit}` : `${sets.map((set) => pass(set, order)).join(' UNION ALL ')}${orderByColumns(order, items.length)}${limit}`,
    members: items.map(({ key, present }) => ({ key, present })),
    columns: items.map(({ key, expression, named }) => (named ? fieldColumn(expression.field, key) : functionColumn(expression.field, key, expression.text))),
  };
}

/** The passes stand one after the other; what they are sorted by goes along behind the members. */
function orderByColumns(keys: readonly OrderKey[], width: number): string {
  return orderSql(keys.map((key, index) => ({ ...key, sql: String(width + index + 1) })));
}
