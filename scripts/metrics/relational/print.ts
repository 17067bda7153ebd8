/** Relations and expressions as SQL text of a dialect. Lines are indented as they are made, never afterwards: a literal may hold line ends. */
import { UnsupportedError, type Dialect } from './dialect.ts';
import { both, column, columnsIn, equal, integer, type ColumnType, type Columns, type Expression, type Value } from './expression.ts';
import { extend, totalFlag, type Relation, type WindowColumn } from './relation.ts';
import { typeOf } from './typing.ts';

export interface PrintOptions {
  /** What stands after FROM for a scan; default its name. */
  readonly table?: (name: string, columns: Columns) => string;
}

interface Printer extends Required<PrintOptions> {
  readonly dialect: Dialect;
  readonly depth: number;
}

/** @throws UnsupportedError for what the dialect cannot say */
export function printRelation(relation: Relation, dialect: Dialect, options: PrintOptions = {}): string {
  return print(relation, { dialect, depth: 0, table: options.table ?? dialect.identifier });
}

function print(relation: Relation, printer: Printer): string {
  const { dialect } = printer;
  const id = dialect.identifier;
  const line = newLine(printer.depth);
  const from = (input: Relation): string => (input.kind === 'scan' ? printer.table(input.table, input.columns) : nested(input, 't', printer));
  const expression = (of: Expression, input: Relation): string => printExpression(of, dialect, input.columns);
  if (dialect.foldsCase) requireDistinct(relation, dialect);
  switch (relation.kind) {
    case 'scan':
      return `SELECT ${Object.keys(relation.columns).map(id).join(', ')}${line}FROM ${from(relation)}`;
    case 'values':
      return printValues(relation.rows, Object.entries(relation.columns), dialect, line);
    case 'project':
      return `SELECT${line}  ${Object.entries(relation.expressions).map(([name, of]) => named(expression(of, relation.input), id(name))).join(`,${line}  `)}${line}FROM ${from(relation.input)}`;
    case 'filter':
      return `SELECT *${line}FROM ${from(relation.input)}${line}WHERE ${expression(relation.where, relation.input)}`;
    case 'join': {
      const { left, right, on, columns } = dialect.leftJoinNeedsEquality ? withEquality(relation) : relation;
      return `SELECT ${Object.keys(relation.columns).map(id).join(', ')}${line}FROM ${nested(left, 'l', printer)}${line}${relation.how.toUpperCase()} JOIN ${nested(right, 'r', printer)}${line}ON ${printExpression(on, dialect, columns)}`;
    }
    case 'window':
      return `SELECT *,${line}  ${Object.entries(relation.added).map(([name, added]) => `${windowSql(added, relation.input, dialect)} AS ${id(name)}`).join(`,${line}  `)}${line}FROM ${from(relation.input)}`;
    case 'union':
      return relation.inputs.map((input) => print(input, printer)).join(`${line}UNION ALL${line}`);
    case 'aggregate':
      return printAggregate(relation, from(relation.input), dialect, line);
    case 'sort':
      return `SELECT *${line}FROM ${from(relation.input)}${line}ORDER BY ${relation.by.map((name) => dialect.order(id(name), relation.columns[name] ?? 'text', false)).join(', ')}`;
  }
}

function newLine(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}

function named(printed: string, name: string): string {
  return printed === name ? name : `${printed} AS ${name}`;
}

function nested(input: Relation, alias: string, printer: Printer): string {
  const inner = { ...printer, depth: printer.depth + 1 };
  return `(${newLine(inner.depth)}${print(input, inner)}${newLine(printer.depth)}) AS ${printer.dialect.identifier(alias)}`;
}

/** A left join by a range alone gets a column on both sides that is always the same. */
function withEquality(relation: Extract<Relation, { kind: 'join' }>): Pick<Extract<Relation, { kind: 'join' }>, 'left' | 'right' | 'on' | 'columns'> {
  if (relation.how === 'inner' || setsEqual(relation.on, relation)) return relation;
  const left = extend(relation.left, { left_of_join: integer(1) });
  const right = extend(relation.right, { right_of_join: integer(1) });
  return { left, right, on: both(equal(column('left_of_join'), column('right_of_join')), relation.on), columns: { ...left.columns, ...right.columns } };
}

type Sides = Pick<Extract<Relation, { kind: 'join' }>, 'left' | 'right'>;

/** Whether something of the one side is set equal to something of the other. */
function setsEqual(on: Expression, sides: Sides): boolean {
  if (on.kind === 'and') return on.all.some((part) => setsEqual(part, sides));
  if (on.kind !== 'compare' || on.operator !== '=') return false;
  const found = [sideOf(on.left, sides), sideOf(on.right, sides)];
  return found.includes('left') && found.includes('right');
}

function sideOf(expression: Expression, { left, right }: Sides): 'left' | 'right' | null {
  const names = [...columnsIn(expression)];
  if (names.length === 0) return null;
  if (names.every((name) => Object.hasOwn(left.columns, name))) return 'left';
  return names.every((name) => Object.hasOwn(right.columns, name)) ? 'right' : null;
}

function requireDistinct({ columns }: Relation, { name: dialect }: Dialect): void {
  const names = Object.keys(columns);
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) throw new UnsupportedError(dialect, `columns that differ only in case: ${names.join(', ')}`);
}

function printAggregate(relation: Extract<Relation, { kind: 'aggregate' }>, from: string, dialect: Dialect, line: string): string {
  const id = dialect.identifier;
  const flags = relation.dimensions.filter((name) => Object.hasOwn(relation.columns, totalFlag(name)));
  const measures = Object.entries(relation.measures).map(([name, of]) => `${printExpression(of, dialect, relation.input.columns)} AS ${id(name)}`);
  const query = (keys: readonly string[], groupBy: string): string => `SELECT${line}  ${[...keys, ...measures].join(`,${line}  `)}${line}FROM ${from}${groupBy === '' ? '' : `${line}GROUP BY ${groupBy}`}`;
  const keys = [...relation.dimensions.map(id), ...flags.map((name) => `GROUPING(${id(name)}) AS ${id(totalFlag(name))}`)];
  const [only] = relation.sets;
  if (relation.sets.length === 1 && only && flags.length === 0) return query(keys, only.map(id).join(', '));
  const whole = relation.sets.some((set) => set.length === 0);
  const apart = relation.sets.filter((set) => set.length > 0 || !dialect.totalApart);
  const printed = (set: readonly string[]): string => `(${set.map(id).join(', ')})`;
  const cut = query(keys, dialect.groupingSets(apart.map(printed)));
  if (!whole || !dialect.totalApart) return cut;
  const blank = [...relation.dimensions.map((name) => `CAST(NULL AS ${dialect.type(relation.columns[name] ?? 'text')}) AS ${id(name)}`), ...flags.map((name) => `1 AS ${id(totalFlag(name))}`)];
  return `${query(blank, '')}${line}UNION ALL${line}${cut}`;
}

function printValues(rows: readonly (readonly Value[])[], columns: readonly (readonly [string, ColumnType])[], dialect: Dialect, line: string): string {
  const typed = columns.map(([name, type]) => `CAST(${dialect.identifier(name)} AS ${dialect.type(type)}) AS ${dialect.identifier(name)}`).join(', ');
  const listed = dialect.rows(columns, rows.length > 0 ? rows : [[]], (value, type) => printLiteral(value, type, dialect));
  return `SELECT ${typed}${line}FROM ${listed}${rows.length > 0 ? '' : `${line}WHERE FALSE`}`;
}

function windowSql({ function: called, of, partitionBy, orderBy }: WindowColumn, input: Relation, dialect: Dialect): string {
  const order = orderBy.map(({ column, descending }) => dialect.order(dialect.identifier(column), input.columns[column] ?? 'text', descending ?? false)).join(', ');
  const framed = (called === 'sum' || called === 'max') && order !== '' ? ' ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW' : '';
  const parts = [...(partitionBy.length > 0 ? [`PARTITION BY ${partitionBy.map(dialect.identifier).join(', ')}`] : []), ...(order === '' ? [] : [`ORDER BY ${order}${framed}`])];
  return `${called}(${of ? printExpression(of, dialect, input.columns) : ''}) OVER (${parts.join(' ')})`;
}

export function printExpression(expression: Expression, dialect: Dialect, columns: Columns): string {
  const of = (inner: Expression): string => printExpression(inner, dialect, columns);
  const list = (all: readonly Expression[], between: string): string => `(${all.map(of).join(between)})`;
  switch (expression.kind) {
    case 'column':
      return dialect.identifier(expression.name);
    case 'literal':
      return expression.value === null ? `CAST(NULL AS ${dialect.type(expression.type)})` : printLiteral(expression.value, expression.type, dialect);
    case 'compare': {
      const ranks = expression.operator !== '=' && expression.operator !== '<>' && typeOf(expression.left, columns) === 'text';
      const side = (inner: Expression): string => (ranks ? dialect.byBytes(of(inner)) : of(inner));
      return `(${side(expression.left)} ${expression.operator} ${side(expression.right)})`;
    }
    case 'differs':
      return `(${dialect.differs(of(expression.left), of(expression.right))})`;
    case 'in': {
      const type = typeOf(expression.of, columns);
      // No value at all is never true; `IN ()` is no SQL.
      return expression.values.length === 0 ? 'FALSE' : `(${of(expression.of)} IN (${expression.values.map((value) => printLiteral(value, type, dialect)).join(', ')}))`;
    }
    case 'nth':
      return dialect.nth(of(expression.of), expression.values.map((value) => printLiteral(value, expression.type, dialect)), expression.type);
    case 'and':
      return list(expression.all, ' AND ');
    case 'or':
      return list(expression.all, ' OR ');
    case 'not':
      return `(NOT ${of(expression.of)})`;
    case 'is_null':
      return `(${of(expression.of)} IS NULL)`;
    case 'case':
      return `CASE ${expression.branches.map(([condition, then]) => `WHEN ${of(condition)} THEN ${of(then)}`).join(' ')}${expression.otherwise ? ` ELSE ${of(expression.otherwise)}` : ''} END`;
    case 'coalesce':
      return `coalesce${list(expression.all, ', ')}`;
    case 'concat':
      return list(expression.all, ' || ');
    case 'arithmetic': {
      const { operator, left, right } = expression;
      if (operator === '/') return dialect.quotient(of(left), of(right));
      if (operator === '*') return dialect.product(of(left), of(right));
      return typeOf(expression, columns) === 'number' ? dialect.sum(of(left), operator, of(right)) : `(${of(left)} ${operator} ${of(right)})`;
    }
    case 'folded':
      return dialect.folded(of(expression.of));
    case 'length':
      return `length(${of(expression.of)})`;
    case 'contains':
      return dialect.contains(of(expression.of), of(expression.part));
    case 'instant_of':
      return dialect.instantOf(of(expression.of));
    case 'add_days':
      return dialect.addDays(of(expression.of), of(expression.days));
    case 'quarter_start':
      return dialect.quarterStart(of(expression.of), expression.shift);
    case 'seconds_between':
      return dialect.secondsBetween(of(expression.from), of(expression.to));
    case 'local_date':
      return dialect.localDate(of(expression.of), expression.zone);
    case 'days_between':
      return dialect.daysBetween(of(expression.from), of(expression.to));
    case 'aggregate': {
      const type = expression.of ? typeOf(expression.of, columns) : null;
      const ranked = type === 'text' && (expression.function === 'min' || expression.function === 'max');
      const inner = expression.of ? of(expression.of) : null;
      return dialect.aggregate({ function: expression.function, of: inner !== null && ranked ? dialect.byBytes(inner) : inner, type, where: expression.where ? of(expression.where) : null });
    }
  }
}

/** @param value that fits the type */
function printLiteral(value: Value, type: ColumnType, dialect: Dialect): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return decimalDigits(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (type === 'date') return dialect.date(value);
  return type === 'timestamp' ? dialect.instant(value) : dialect.text(value);
}

/** Without an exponent, which would make it a floating-point number. */
function decimalDigits(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Math.abs(value) < 1 ? value.toFixed(8) : BigInt(Math.round(value)).toString();
}
