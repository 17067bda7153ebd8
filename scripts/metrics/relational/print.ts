/** Relations and expressions as SQL text of a dialect. Never indented afterwards: a literal may hold line ends. */
import type { Dialect } from './dialect.ts';
import type { ColumnType, Expression, Value } from './expression.ts';
import { totalFlag, type Relation, type WindowColumn } from './relation.ts';

export function printRelation(relation: Relation, dialect: Dialect): string {
  const id = (name: string): string => dialect.identifier(name);
  const expression = (of: Expression, input: Relation): string => printExpression(of, dialect, input.columns);
  const from = (input: Relation): string => (input.kind === 'scan' ? id(input.table) : `(\n${printRelation(input, dialect)}\n) AS ${id('t')}`);
  switch (relation.kind) {
    case 'scan':
      return `SELECT ${Object.keys(relation.columns).map(id).join(', ')} FROM ${id(relation.table)}`;
    case 'values':
      return printValues(relation.rows, Object.entries(relation.columns), dialect);
    case 'project':
      return `SELECT ${Object.entries(relation.expressions).map(([name, of]) => `${expression(of, relation.input)} AS ${id(name)}`).join(', ')}\nFROM ${from(relation.input)}`;
    case 'filter':
      return `SELECT * FROM ${from(relation.input)}\nWHERE ${expression(relation.where, relation.input)}`;
    case 'join': {
      const side = (input: Relation, alias: string): string => `(\n${printRelation(input, dialect)}\n) AS ${id(alias)}`;
      const names = Object.keys(relation.columns).map(id).join(', ');
      return `SELECT ${names}\nFROM ${side(relation.left, 'l')} ${relation.how.toUpperCase()} JOIN ${side(relation.right, 'r')}\nON ${expression(relation.on, relation)}`;
    }
    case 'window':
      return `SELECT *, ${Object.entries(relation.added).map(([name, added]) => `${windowSql(added, relation.input, dialect)} AS ${id(name)}`).join(', ')}\nFROM ${from(relation.input)}`;
    case 'union':
      return relation.inputs.map((input) => printRelation(input, dialect)).join('\nUNION ALL\n');
    case 'aggregate':
      return printAggregate(relation, from(relation.input), dialect);
    case 'sort':
      return `SELECT * FROM ${from(relation.input)}\nORDER BY ${relation.by.map(id).join(', ')}`;
  }
}

function printAggregate(relation: Extract<Relation, { kind: 'aggregate' }>, from: string, dialect: Dialect): string {
  const id = (name: string): string => dialect.identifier(name);
  const flags = relation.dimensions.filter((name) => Object.hasOwn(relation.columns, totalFlag(name)));
  const selected = [
    ...relation.dimensions.map(id),
    ...flags.map((name) => `GROUPING(${id(name)}) AS ${id(totalFlag(name))}`),
    ...Object.entries(relation.measures).map(([name, of]) => `${printExpression(of, dialect, relation.input.columns)} AS ${id(name)}`),
  ];
  const sets = relation.sets.map((set) => `(${set.map(id).join(', ')})`);
  const [only] = relation.sets;
  const groupBy = relation.sets.length === 1 && only && flags.length === 0 ? (only.length === 0 ? '' : `\nGROUP BY ${only.map(id).join(', ')}`) : `\nGROUP BY ${dialect.groupingSets(sets)}`;
  return `SELECT ${selected.join(',\n  ')}\nFROM ${from}${groupBy}`;
}

function printValues(rows: readonly (readonly Value[])[], columns: readonly (readonly [string, ColumnType])[], dialect: Dialect): string {
  const names = columns.map(([name]) => dialect.identifier(name));
  const typed = columns.map(([name, type]) => `CAST(${dialect.identifier(name)} AS ${dialect.type(type)}) AS ${dialect.identifier(name)}`).join(', ');
  const row = (of: readonly Value[]): string => `(${columns.map(([, type], index) => printLiteral(of[index] ?? null, type, dialect)).join(', ')})`;
  const listed = rows.length > 0 ? rows.map(row).join(', ') : row([]);
  return `SELECT ${typed} FROM (VALUES ${listed}) AS ${dialect.identifier('t')}(${names.join(', ')})${rows.length > 0 ? '' : ' WHERE FALSE'}`;
}

function windowSql({ function: called, of, partitionBy, orderBy }: WindowColumn, input: Relation, dialect: Dialect): string {
  const order = orderBy.map(({ column, descending }) => `${dialect.identifier(column)}${descending ? ' DESC' : ''}`).join(', ');
  const framed = (called === 'sum' || called === 'max') && order !== '' ? ' ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW' : '';
  const parts = [...(partitionBy.length > 0 ? [`PARTITION BY ${partitionBy.map(dialect.identifier).join(', ')}`] : []), ...(order === '' ? [] : [`ORDER BY ${order}${framed}`])];
  return `${called}(${of ? printExpression(of, dialect, input.columns) : ''}) OVER (${parts.join(' ')})`;
}

export function printExpression(expression: Expression, dialect: Dialect, columns: Readonly<Record<string, ColumnType>>): string {
  const print = (inner: Expression): string => printExpression(inner, dialect, columns);
  const list = (all: readonly Expression[], between: string): string => `(${all.map(print).join(between)})`;
  switch (expression.kind) {
    case 'column':
      return dialect.identifier(expression.name);
    case 'literal':
      return expression.value === null ? `CAST(NULL AS ${dialect.type(expression.type)})` : printLiteral(expression.value, expression.type, dialect);
    case 'compare':
      return `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`;
    case 'differs':
      return `(${dialect.differs(print(expression.left), print(expression.right))})`;
    case 'in': {
      const type = expression.of.kind === 'column' ? (columns[expression.of.name] ?? 'text') : 'text';
      // No value at all is never true; `IN ()` is no SQL.
      return expression.values.length === 0 ? 'FALSE' : `(${print(expression.of)} IN (${expression.values.map((value) => printLiteral(value, type, dialect)).join(', ')}))`;
    }
    case 'and':
      return list(expression.all, ' AND ');
    case 'or':
      return list(expression.all, ' OR ');
    case 'not':
      return `(NOT ${print(expression.of)})`;
    case 'is_null':
      return `(${print(expression.of)} IS NULL)`;
    case 'case':
      return `CASE ${expression.branches.map(([condition, then]) => `WHEN ${print(condition)} THEN ${print(then)}`).join(' ')}${expression.otherwise ? ` ELSE ${print(expression.otherwise)}` : ''} END`;
    case 'coalesce':
      return `coalesce${list(expression.all, ', ')}`;
    case 'concat':
      return list(expression.all, ' || ');
    case 'arithmetic':
      if (expression.operator === '/') return dialect.quotient(print(expression.left), print(expression.right));
      return expression.operator === '*' ? dialect.product(print(expression.left), print(expression.right)) : `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`;
    case 'folded':
      return `lower(trim(${print(expression.of)}))`;
    case 'length':
      return `length(${print(expression.of)})`;
    case 'instant_of':
      return dialect.instantOf(print(expression.of));
    case 'add_days':
      return dialect.addDays(print(expression.of), print(expression.days));
    case 'quarter_start':
      return dialect.quarterStart(print(expression.of), expression.shift);
    case 'seconds_between':
      return dialect.secondsBetween(print(expression.from), print(expression.to));
    case 'local_date':
      return dialect.localDate(print(expression.of), dialect.text(expression.zone));
    case 'days_between':
      return dialect.daysBetween(print(expression.from), print(expression.to));
    case 'aggregate': {
      const called = printCall(expression, expression.of ? print(expression.of) : '*', dialect);
      return expression.where ? dialect.filtered(called, print(expression.where)) : called;
    }
  }
}

function printCall({ function: name }: Extract<Expression, { kind: 'aggregate' }>, of: string, dialect: Dialect): string {
  switch (name) {
    case 'count_distinct':
      return `count(DISTINCT ${of})`;
    case 'mean':
      return `avg(${of})`;
    case 'median':
      return dialect.median(of);
    case 'p90':
      return dialect.p90(of);
    case 'any':
      return dialect.any(of);
    default:
      return `${name}(${of})`;
  }
}

function printLiteral(value: Value, type: ColumnType, dialect: Dialect): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (type === 'date') return dialect.date(value);
  return type === 'timestamp' ? dialect.instant(value) : dialect.text(value);
}
