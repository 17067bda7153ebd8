/** WHERE and HAVING as SQL. Blank counts as in SOQL: `!=` and NOT IN hold for blank fields, other comparisons do not. */
import { normalizeId } from '../../store/ids.ts';
import type { FieldType } from '../schema.ts';
import { parseDate, parseDateTime, parseTime, toInstant } from '../time.ts';
import { dateLiteralRange } from './dateLiterals.ts';
import { queryErrors } from './errors.ts';
import { expressionOf, type CompileContext, type SqlExpression } from './expressions.ts';
import { isAscii, likePattern, unescapeText } from './literals.ts';
import type { Comparison, ConditionTree } from './syntax.ts';

/** Name of the SQL function that folds case beyond ASCII. */
export const FOLD_FUNCTION = 'handrail_fold';

type Operator = Comparison['operator'];
type Scalar = string | number | null;
type Family = 'text' | 'id' | 'number' | 'boolean' | 'date' | 'datetime' | 'time' | 'multipicklist';

const FAMILY: Readonly<Partial<Record<FieldType, Family>>> = {
  id: 'id', reference: 'id', boolean: 'boolean', int: 'number', double: 'number', currency: 'number', percent: 'number',
  date: 'date', datetime: 'datetime', time: 'time', multipicklist: 'multipicklist',
};
/** As the platform's message names the type. */
const TYPE_NAME: Readonly<Record<Family, string>> = {
  text: 'string', id: 'string', number: 'double', boolean: 'boolean', date: 'date', datetime: 'dateTime', time: 'time', multipicklist: 'string',
};
const QUOTED: ReadonlySet<Family> = new Set(['text', 'id', 'multipicklist']);
const ORDERING: ReadonlySet<Operator> = new Set(['<', '<=', '>', '>=']);

const LITERALS: Readonly<Record<Family, ReadonlySet<string>>> = {
  text: new Set(['STRING']),
  id: new Set(['STRING']),
  multipicklist: new Set(['STRING']),
  number: new Set(['INTEGER', 'DECIMAL']),
  boolean: new Set(['BOOLEAN']),
  date: new Set(['DATE']),
  datetime: new Set(['DATETIME']),
  time: new Set(['STRING']),
};

interface Literal {
  readonly text: string;
  readonly type: string;
}

function literalsOf(comparison: Comparison): Literal[] {
  if (!('value' in comparison)) {
    return [];
  }
  const values = Array.isArray(comparison.value) ? comparison.value : [comparison.value];
  const { literalType } = comparison;
  return values.map((text, index) => ({ text: String(text), type: Array.isArray(literalType) ? String(literalType[index]) : String(literalType) }));
}

/** The metadata catalogue's ids of standard objects and fields are their names: `EntityDefinitionId = 'Opportunity'`. */
function isDurable(context: CompileContext, { field }: SqlExpression): boolean {
  return field.type === 'id' ? context.scope.plan.object.keyPrefix === null : field.referenceTo.some((target) => target === 'EntityDefinition' || target === 'FieldDefinition');
}

function readValue(context: CompileContext, expression: SqlExpression, family: Family, literal: Literal): Scalar {
  const { soql } = context.scope;
  if (literal.type === 'NULL') {
    return null;
  }
  if (literal.type === 'APEX_BIND_VARIABLE') {
    throw queryErrors.unexpectedToken(soql, ':');
  }
  if (!LITERALS[family].has(literal.type)) {
    throw queryErrors.wrongLiteral(soql, expression.text, expression.field.apiName, TYPE_NAME[family], QUOTED.has(family));
  }
  const readers: Readonly<Record<Family, () => Scalar | undefined>> = {
    text: () => unescapeText(literal.text),
    multipicklist: () => unescapeText(literal.text),
    id: () => {
      const text = unescapeText(literal.text);
      return text === '' ? '' : normalizeId(text) ?? (isDurable(context, expression) ? text : undefined);
    },
    number: () => Number(literal.text),
    boolean: () => (literal.text.toUpperCase() === 'TRUE' ? 1 : 0),
    date: () => parseDate(literal.text) ?? undefined,
    datetime: () => parseDateTime(literal.text) ?? undefined,
    time: () => parseTime(unescapeText(literal.text)) ?? undefined,
  };
  const value = readers[family]();
  if (value === undefined) {
    throw family === 'id'
      ? queryErrors.invalidId(soql, expression.text, unescapeText(literal.text))
      : queryErrors.wrongLiteral(soql, expression.text, expression.field.apiName, TYPE_NAME[family], QUOTED.has(family));
  }
  // The empty text is blank on the platform.
  return value === '' ? null : value;
}

/** Text beyond ASCII is folded on both sides; plain text uses the column's own collation and its index. */
function comparable(context: CompileContext, sql: string, family: Family, value: string | number): { readonly left: string; readonly right: string } {
  const folds = typeof value === 'string' && (family === 'text' || family === 'multipicklist') && !isAscii(value);
  return folds
    ? { left: `${FOLD_FUNCTION}(${sql})`, right: context.parameters.add(value.toLowerCase()) }
    : { left: sql, right: context.parameters.add(value) };
}

function simple(context: CompileContext, expression: SqlExpression, family: Family, operator: Operator, value: Scalar): string {
  const { sql } = expression;
  if (value === null) {
    if (operator === '=') {
      return `${sql} IS NULL`;
    }
    if (operator === '!=') {
      return `${sql} IS NOT NULL`;
    }
    return '0';
  }
  if (family === 'boolean' && ORDERING.has(operator)) {
    throw queryErrors.invalidOperator(context.scope.soql, expression.text, 'boolean');
  }
  const { left, right } = comparable(context, sql, family, value);
  return operator === '!=' ? `${left} IS NOT ${right}` : `${left} ${operator} ${right}`;
}

function like(context: CompileContext, expression: SqlExpression, family: Family, literals: readonly Literal[]): string {
  if (family !== 'text') {
    throw queryErrors.invalidOperator(context.scope.soql, expression.text, TYPE_NAME[family] === 'string' ? family : TYPE_NAME[family]);
  }
  const alternatives = literals.map((literal) => {
    readValue(context, expression, family, literal);
    const pattern = likePattern(literal.text);
    const { left, right } = comparable(context, expression.sql, family, pattern);
    return `${left} LIKE ${right} ESCAPE '\\'`;
  });
  return `(${alternatives.join(' OR ')})`;
}

function membership(context: CompileContext, expression: SqlExpression, family: Family, literals: readonly Literal[], negated: boolean): string {
  const { sql } = expression;
  const ranges = literals.filter((literal) => literal.type.startsWith('DATE_'));
  const values = literals.filter((literal) => !literal.type.startsWith('DATE_')).map((literal) => readValue(context, expression, family, literal));
  const present = values.filter((value) => value !== null);
  const parts = ranges.map((literal) => dateRange(context, expression, family, '=', literal));
  if (values.includes(null)) {
    parts.push(`${sql} IS NULL`);
  }
  const plain = present.filter((value) => typeof value !== 'string' || family === 'id' || isAscii(value));
  for (const value of present.filter((candidate) => !plain.includes(candidate))) {
    parts.push(simple(context, expression, family, '=', value));
  }
  if (plain.length > 0) {
    // One parameter for the whole list: SQLite limits their number, and the statement is the same for every length.
    parts.push(`${sql} IN (SELECT value FROM json_each(${context.parameters.add(JSON.stringify(plain))}))`);
  }
  const any = `(${parts.join(' OR ')})`;
  if (!negated) {
    return any;
  }
  return values.includes(null) ? `NOT ${any}` : `(${sql} IS NULL OR NOT ${any})`;
}

/** `INCLUDES ('a;b', 'c')`: a and b, or c. */
function includes(context: CompileContext, expression: SqlExpression, literals: readonly Literal[]): string {
  const alternatives = literals.map((literal) => {
    const members = String(readValue(context, expression, 'multipicklist', literal) ?? '').split(';');
    const all = members.map((member) =>
      `instr(${FOLD_FUNCTION}(';' || ${expression.sql} || ';'), ${context.parameters.add(`;${member.toLowerCase()};`)}) > 0`);
    return `(${all.join(' AND ')})`;
  });
  return `(${expression.sql} IS NOT NULL AND (${alternatives.join(' OR ')}))`;
}

function dateRange(context: CompileContext, expression: SqlExpression, family: Family, operator: Operator, literal: Literal): string {
  const range = dateLiteralRange(literal.text, context.now, context.timeZone, context.setup);
  if (range === undefined) {
    throw queryErrors.unexpectedToken(context.scope.soql, literal.text);
  }
  if (family !== 'date' && family !== 'datetime') {
    throw queryErrors.wrongLiteral(context.scope.soql, expression.text, expression.field.apiName, TYPE_NAME[family], QUOTED.has(family));
  }
  const bound = (day: typeof range.from): string =>
    context.parameters.add(family === 'date' ? day.toISODate() ?? '' : toInstant(day.toJSDate()));
  const { sql } = expression;
  const bounds: Readonly<Partial<Record<Operator, () => string>>> = {
    '=': () => `(${sql} >= ${bound(range.from)} AND ${sql} < ${bound(range.to)})`,
    '!=': () => `(${sql} IS NULL OR ${sql} < ${bound(range.from)} OR ${sql} >= ${bound(range.to)})`,
    '<': () => `${sql} < ${bound(range.from)}`,
    '<=': () => `${sql} < ${bound(range.to)}`,
    '>': () => `${sql} >= ${bound(range.to)}`,
    '>=': () => `${sql} >= ${bound(range.from)}`,
  };
  const build = bounds[operator];
  if (build === undefined) {
    throw queryErrors.invalidOperator(context.scope.soql, expression.text, TYPE_NAME[family]);
  }
  return build();
}

/** Refuses an expression that has no place in the clause. */
export type ExpressionCheck = (expression: SqlExpression) => void;

function comparisonSql(context: CompileContext, comparison: Comparison, check: ExpressionCheck): string {
  const expression = expressionOf(context, comparison);
  check(expression);
  const { soql } = context.scope;
  if (!expression.field.filterable && !expression.aggregate) {
    throw queryErrors.cannotFilter(soql, expression.text, expression.field.apiName);
  }
  const family = FAMILY[expression.field.type] ?? 'text';
  const { operator } = comparison;
  if ('valueQuery' in comparison) {
    if (family !== 'id') {
      throw queryErrors.malformed(`The left operand field in the where expression for outer query should be an id field, cannot use: '${expression.field.apiName}'`);
    }
    const list = context.compileSemiJoin(comparison.valueQuery);
    return operator === 'NOT IN' ? `(${expression.sql} IS NULL OR ${expression.sql} NOT IN (${list}))` : `${expression.sql} IN (${list})`;
  }
  const literals = literalsOf(comparison);
  switch (operator) {
    case 'LIKE':
      return like(context, expression, family, literals);
    case 'IN':
    case 'NOT IN':
      return membership(context, expression, family, literals, operator === 'NOT IN');
    case 'INCLUDES':
    case 'EXCLUDES': {
      if (family !== 'multipicklist') {
        throw queryErrors.invalidOperator(soql, expression.text, TYPE_NAME[family]);
      }
      const any = includes(context, expression, literals);
      return operator === 'INCLUDES' ? any : `NOT ${any}`;
    }
    default: {
      const [literal] = literals;
      if (literal === undefined) {
        throw queryErrors.unexpectedToken(soql, '');
      }
      return literal.type.startsWith('DATE_')
        ? dateRange(context, expression, family, operator, literal)
        : simple(context, expression, family, operator, readValue(context, expression, family, literal));
    }
  }
}

/** Halves, so that a long chain does not become a deep tree: SQLite stops at a depth of 1,000. */
function chained(parts: readonly string[], operator: 'AND' | 'OR'): string {
  if (parts.length <= 2) {
    return `(${parts.join(` ${operator} `)})`;
  }
  const middle = Math.ceil(parts.length / 2);
  return `(${chained(parts.slice(0, middle), operator)} ${operator} ${chained(parts.slice(middle), operator)})`;
}

/** A condition tree as SQL. NOT is two-valued: what does not hold, blank or not, holds under it. */
export function conditionSql(context: CompileContext, tree: ConditionTree, check: ExpressionCheck): string {
  switch (tree.kind) {
    case 'comparison':
      return comparisonSql(context, tree.comparison, check);
    case 'not':
      return `NOT COALESCE(${conditionSql(context, tree.operand, check)}, 0)`;
    default:
      return chained(tree.operands.map((operand) => conditionSql(context, operand, check)), tree.kind === 'and' ? 'AND' : 'OR');
  }
}
