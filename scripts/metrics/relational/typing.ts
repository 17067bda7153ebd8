/** Types of expressions: a mistake in a fact is found when it is built, with the name of what is wrong. */
import type { ColumnType, Columns, Expression, Value } from './expression.ts';

export class RelationError extends Error {
  override name = 'RelationError';
}

const NUMERIC: ReadonlySet<ColumnType> = new Set(['integer', 'number']);

/** @throws RelationError for an unknown column, a wrong literal or operands that do not fit */
export function typeOf(expression: Expression, columns: Columns): ColumnType {
  const of = (inner: Expression): ColumnType => typeOf(inner, columns);
  const need = (inner: Expression, type: ColumnType): ColumnType => {
    const found = of(inner);
    if (!fits(found, type)) throw new RelationError(`${describe(inner)} is ${found}; ${type} is needed in ${expression.kind}.`);
    return found;
  };
  switch (expression.kind) {
    case 'column': {
      const type = Object.hasOwn(columns, expression.name) ? columns[expression.name] : undefined;
      if (!type) throw new RelationError(`There is no column ${expression.name}; there are ${Object.keys(columns).join(', ')}.`);
      return type;
    }
    case 'literal':
      checkValue(expression.value, expression.type);
      return expression.type;
    case 'compare':
    case 'differs':
      common([expression.left, expression.right].map(of), expression.kind);
      return 'boolean';
    case 'in': {
      const type = of(expression.of);
      for (const value of expression.values) checkValue(value, type);
      return 'boolean';
    }
    case 'nth':
      need(expression.of, 'integer');
      for (const value of expression.values) checkValue(value, expression.type);
      return expression.type;
    case 'and':
    case 'or':
      for (const inner of expression.all) need(inner, 'boolean');
      return 'boolean';
    case 'not':
      need(expression.of, 'boolean');
      return 'boolean';
    case 'is_null':
      of(expression.of);
      return 'boolean';
    case 'case':
      for (const [condition] of expression.branches) need(condition, 'boolean');
      return common([...expression.branches.map(([, then]) => of(then)), ...(expression.otherwise ? [of(expression.otherwise)] : [])], 'case');
    case 'coalesce':
      return common(expression.all.map(of), 'coalesce');
    case 'concat':
      for (const inner of expression.all) need(inner, 'text');
      return 'text';
    case 'arithmetic': {
      const sides = [need(expression.left, 'number'), need(expression.right, 'number')];
      return expression.operator === '/' || expression.operator === '*' ? 'number' : common(sides, 'arithmetic');
    }
    case 'folded':
      need(expression.of, 'text');
      return 'text';
    case 'length':
      need(expression.of, 'text');
      return 'integer';
    case 'contains':
      need(expression.of, 'text');
      need(expression.part, 'text');
      return 'boolean';
    case 'instant_of':
      need(expression.of, 'text');
      return 'timestamp';
    case 'add_days':
      need(expression.of, 'date');
      need(expression.days, 'integer');
      return 'date';
    case 'quarter_start':
      need(expression.of, 'date');
      return 'date';
    case 'seconds_between':
      need(expression.from, 'timestamp');
      need(expression.to, 'timestamp');
      return 'integer';
    case 'local_date':
      need(expression.of, 'timestamp');
      return 'date';
    case 'days_between':
      need(expression.from, 'date');
      need(expression.to, 'date');
      return 'integer';
    case 'aggregate':
      return typeOfAggregate(expression, of, need);
  }
}

function typeOfAggregate(expression: Extract<Expression, { kind: 'aggregate' }>, of: (inner: Expression) => ColumnType, need: (inner: Expression, type: ColumnType) => ColumnType): ColumnType {
  if (expression.where) need(expression.where, 'boolean');
  if (expression.function === 'count') return 'integer';
  if (!expression.of) throw new RelationError(`${expression.function} needs something to work on.`);
  const type = of(expression.of);
  switch (expression.function) {
    case 'count_distinct':
      return 'integer';
    case 'any':
      need(expression.of, 'boolean');
      return 'boolean';
    case 'min':
    case 'max':
      return type;
    default:
      need(expression.of, 'number');
      return 'number';
  }
}

function fits(found: ColumnType, wanted: ColumnType): boolean {
  return found === wanted || (NUMERIC.has(found) && NUMERIC.has(wanted));
}

function common(types: readonly ColumnType[], where: string): ColumnType {
  const [first] = types;
  if (!first) throw new RelationError(`${where} is empty.`);
  for (const type of types) if (!fits(type, first)) throw new RelationError(`${where} mixes ${first} and ${type}.`);
  return types.includes('number') ? 'number' : first;
}

const SHAPES: Readonly<Record<ColumnType, (value: string | number | boolean) => boolean>> = {
  text: (value) => typeof value === 'string',
  integer: (value) => typeof value === 'number' && Number.isSafeInteger(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  timestamp: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value),
};

function checkValue(value: Value, type: ColumnType): void {
  if (value !== null && !SHAPES[type](value)) throw new RelationError(`${JSON.stringify(value)} is no ${type}.`);
}

function describe(expression: Expression): string {
  return expression.kind === 'column' ? expression.name : `A ${expression.kind}`;
}
