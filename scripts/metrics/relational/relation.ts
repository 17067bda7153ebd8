/** Relations as plain data: a dozen node kinds, each with its columns worked out and checked when it is built. */
import { column, type ColumnType, type Columns, type Expression, type Value } from './expression.ts';
import { RelationError, typeOf } from './typing.ts';

interface Typed {
  readonly columns: Columns;
}

export interface WindowColumn {
  /** `sum` and `max` run from the first row of the partition to this one; without an order, over all of it. */
  readonly function: 'row_number' | 'lag' | 'lead' | 'sum' | 'max';
  /** Of all but `row_number`. */
  readonly of?: Expression;
  readonly partitionBy: readonly string[];
  readonly orderBy: readonly { readonly column: string; readonly descending?: boolean }[];
}

export type Relation = Typed &
  (
    | { readonly kind: 'scan'; readonly table: string }
    | { readonly kind: 'values'; readonly rows: readonly (readonly Value[])[] }
    | { readonly kind: 'project'; readonly input: Relation; readonly expressions: Readonly<Record<string, Expression>> }
    | { readonly kind: 'filter'; readonly input: Relation; readonly where: Expression }
    | { readonly kind: 'join'; readonly how: 'inner' | 'left'; readonly left: Relation; readonly right: Relation; readonly on: Expression }
    | { readonly kind: 'window'; readonly input: Relation; readonly added: Readonly<Record<string, WindowColumn>> }
    | { readonly kind: 'union'; readonly inputs: readonly Relation[] }
    | { readonly kind: 'aggregate'; readonly input: Relation; readonly sets: readonly (readonly string[])[]; readonly dimensions: readonly string[]; readonly measures: Readonly<Record<string, Expression>> }
    | { readonly kind: 'sort'; readonly input: Relation; readonly by: readonly string[] }
  );

export const scan = (table: string, columns: Columns): Relation => ({ kind: 'scan', table, columns });

/** Rows in the order of the columns. */
export function values(columns: Columns, rows: readonly (readonly Value[])[]): Relation {
  const types = Object.values(columns);
  for (const row of rows) {
    if (row.length !== types.length) throw new RelationError(`A row has ${row.length} values for ${types.length} columns.`);
    row.forEach((value, index) => typeOf({ kind: 'literal', type: types[index] ?? 'text', value }, {}));
  }
  return { kind: 'values', rows, columns };
}

export function project(input: Relation, expressions: Readonly<Record<string, Expression>>): Relation {
  return { kind: 'project', input, expressions, columns: typesOf(expressions, input.columns) };
}

/** All columns of the input and the given ones; one of the same name replaces it. */
export function extend(input: Relation, expressions: Readonly<Record<string, Expression>>): Relation {
  return project(input, { ...Object.fromEntries(Object.keys(input.columns).map((name) => [name, column(name)])), ...expressions });
}

/** These columns in their order and no others. */
export function exactly(input: Relation, columns: Columns): Relation {
  const names = Object.keys(columns);
  return Object.keys(input.columns).join() === names.join() ? input : project(input, Object.fromEntries(names.map((name) => [name, column(name)])));
}

/** The given columns under new names. */
export function rename(input: Relation, names: Readonly<Record<string, string>>): Relation {
  return project(input, Object.fromEntries(Object.entries(names).map(([to, from]) => [to, column(from)])));
}

export function filter(input: Relation, where: Expression): Relation {
  requireBoolean(where, input.columns);
  return { kind: 'filter', input, where, columns: input.columns };
}

/** Names of the two sides must differ: rename before joining, so that a column always means one thing. */
export function join(how: 'inner' | 'left', left: Relation, right: Relation, on: Expression): Relation {
  const twice = Object.keys(right.columns).filter((name) => Object.hasOwn(left.columns, name));
  if (twice.length > 0) throw new RelationError(`Both sides of a join have ${twice.join(', ')}.`);
  const columns = { ...left.columns, ...right.columns };
  requireBoolean(on, columns);
  return { kind: 'join', how, left, right, on, columns };
}

export function window(input: Relation, added: Readonly<Record<string, WindowColumn>>): Relation {
  const types = Object.entries(added).map(([name, { function: called, of, partitionBy, orderBy }]): [string, ColumnType] => {
    for (const used of [...partitionBy, ...orderBy.map((order) => order.column)]) typeOf(column(used), input.columns);
    if (called === 'row_number') return [name, 'integer'];
    if (!of) throw new RelationError(`${called} needs a column.`);
    return [name, typeOf(of, input.columns)];
  });
  return { kind: 'window', input, added, columns: { ...input.columns, ...Object.fromEntries(types) } };
}

/** Rows of all inputs, which have the same columns in the same order. */
export function union(...inputs: readonly Relation[]): Relation {
  const [first] = inputs;
  if (!first) throw new RelationError('A union needs an input.');
  const wanted = JSON.stringify(Object.entries(first.columns));
  for (const input of inputs) if (JSON.stringify(Object.entries(input.columns)) !== wanted) throw new RelationError(`Inputs of a union differ: ${wanted} and ${JSON.stringify(Object.entries(input.columns))}.`);
  return { kind: 'union', inputs, columns: first.columns };
}

/** Name of the column that says, with 1, that a row of `grouped` is not cut by the dimension. */
export function totalFlag(dimension: string): string {
  return `not_by_${dimension}`;
}

export function aggregated(input: Relation, groups: readonly string[], measures: Readonly<Record<string, Expression>>): Relation {
  return aggregateNode(input, [groups], groups, measures, {});
}

/** One pass for several ways of cutting: a row for each group of each set, told apart by `totalFlag` columns. */
export function grouped(input: Relation, sets: readonly (readonly string[])[], measures: Readonly<Record<string, Expression>>): Relation {
  const dimensions = [...new Set(sets.flat())];
  return aggregateNode(input, sets, dimensions, measures, Object.fromEntries(dimensions.map((name) => [totalFlag(name), 'integer' as const])));
}

function aggregateNode(input: Relation, sets: readonly (readonly string[])[], dimensions: readonly string[], measures: Readonly<Record<string, Expression>>, flags: Columns): Relation {
  const keys = Object.fromEntries(dimensions.map((name) => [name, typeOf(column(name), input.columns)]));
  return { kind: 'aggregate', input, sets, dimensions, measures, columns: { ...keys, ...flags, ...typesOf(measures, input.columns) } };
}

export function sort(input: Relation, by: readonly string[]): Relation {
  for (const name of by) typeOf(column(name), input.columns);
  return { kind: 'sort', input, by, columns: input.columns };
}

function typesOf(expressions: Readonly<Record<string, Expression>>, columns: Columns): Columns {
  return Object.fromEntries(Object.entries(expressions).map(([name, expression]) => [name, typeOf(expression, columns)]));
}

function requireBoolean(condition: Expression, columns: Columns): void {
  if (typeOf(condition, columns) !== 'boolean') throw new RelationError('A condition must be true or false.');
}
