/** WHERE and HAVING as SQL. Blank counts as in SOQL: `!=` and NOT IN hold for blank fields, other comparisons do not. */
import { normalizeId } from '../../store/ids.ts';
import type { FieldSchema, FieldType } from '../schema.ts';
import { parseDate, parseDateTime, parseTime, toInstant } from '../time.ts';
import { dateLiteralRange } from './dateLiterals.ts';
import { queryErrors } from './errors.ts';
import { expressionOf, type CompileContext, type SqlExpression } from './expressions.ts';
import { isAscii, likePattern, unescapeText } from './literals.ts';
import type { Comparison, Condition, LiteralKind, LiteralNode, Operator } from './syntax/tree.ts';

/** Name of the SQL function that folds case beyond ASCII. */
export const FOLD_FUNCTION = 'handrail_fold';

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
const ORDERING: ReadonlySet<Operator> = new Set(['<', '<=', '>', '>=']);

const LITERALS: Readonly<Record<Family, LiteralKind>> = {
  text: 'text', id: 'text', multipicklist: 'text', number: 'number', boolean: 'boolean', date: 'date', datetime: 'datetime', time: 'time',
};

function typeName(family: Family, field: FieldSchema): string {
  return field.type === 'int' ? 'int' : TYPE_NAME[family];
}

function wrongLiteral(context: CompileContext, expression: SqlExpression, family: Family): Error {
  return queryErrors.wrongLiteral(context.scope.soql, expression.offset, expression.field.apiName, typeName(family, expression.field), LITERALS[family] === 'text');
}

/** The metadata catalogue's ids of standard objects and fields are their names: `EntityDefinitionId = 'Opportunity'`. */
function isDurable(context: CompileContext, { field }: SqlExpression): boolean {
  return field.type === 'id' ? context.scope.plan.object.keyPrefix === null : field.referenceTo.some((target) => target === 'EntityDefinition' || target === 'FieldDefinition');
}

const READERS: Readonly<Record<Family, (text: string) => Scalar | undefined>> = {
  text: unescapeText,
  multipicklist: unescapeText,
  id: unescapeText,
  number: Number,
  boolean: (text) => (text.toUpperCase() === 'TRUE' ? 1 : 0),
  date: (text) => parseDate(text) ?? undefined,
  datetime: (text) => parseDateTime(text) ?? undefined,
  time: timeOfDay,
};

/** A time in any offset, as the time it is in UTC. */
function timeOfDay(text: string): string | undefined {
  const [, clock = '', zone = 'Z'] = /^(.*?)(Z|[+-]\d{2}:?\d{2})$/.exec(text) ?? [];
  const time = parseTime(clock);
  const instant = time === null ? Number.NaN : Date.parse(`1970-01-02T${time.slice(0, -1)}${zone.replace(/^(.{3})(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString().slice(11);
}

function readValue(context: CompileContext, expression: SqlExpression, family: Family, literal: LiteralNode): Scalar {
  if (literal.id !== undefined) {
    context.keepIds();
  }
  if (literal.type === 'null') {
    return null;
  }
  if (literal.type === 'currency') {
    throw queryErrors.unsupported(`currency literal ${literal.text}`);
  }
  if (literal.type !== LITERALS[family]) {
    throw wrongLiteral(context, expression, family);
  }
  const value = READERS[family](literal.text);
  if (value === undefined || Number.isNaN(value)) {
    throw wrongLiteral(context, expression, family);
  }
  // The empty text is blank on the platform.
  if (value === '') {
    return null;
  }
  if (family !== 'id') {
    return value;
  }
  const id = normalizeId(String(value)) ?? (isDurable(context, expression) ? value : null);
  if (id === null) {
    throw queryErrors.invalidId(context.scope.soql, expression.offset, String(value));
  }
  return id;
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
    throw queryErrors.invalidOperator(context.scope.soql, expression.offset, 'boolean');
  }
  const { left, right } = comparable(context, sql, family, value);
  return operator === '!=' ? `${left} IS NOT ${right}` : `${left} ${operator} ${right}`;
}

/** What stands before the first wildcard bounds the search, so that it uses the column's index. */
function prefixRange(context: CompileContext, { sql, aggregate }: SqlExpression, pattern: string): string {
  const prefix = (/^(?:\\.|[^\\%_])*/s.exec(pattern)?.[0] ?? '').replace(/\\(.)/gs, '$1').toLowerCase();
  if (aggregate || prefix === '' || !isAscii(pattern)) {
    return '';
  }
  const beyond = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
  return `${sql} >= ${context.parameters.add(prefix)} AND ${sql} < ${context.parameters.add(beyond)} AND `;
}

function like(context: CompileContext, expression: SqlExpression, family: Family, literals: readonly LiteralNode[]): string {
  if (family !== 'text') {
    throw queryErrors.invalidOperator(context.scope.soql, expression.offset, TYPE_NAME[family] === 'string' ? family : typeName(family, expression.field));
  }
  const alternatives = literals.map((literal) => {
    readValue(context, expression, family, literal);
    const pattern = likePattern(literal.text);
    const { left, right } = comparable(context, expression.sql, family, pattern);
    return `(${prefixRange(context, expression, pattern)}${left} LIKE ${right} ESCAPE '\\')`;
  });
  return `(${alternatives.join(' OR ')})`;
}

function membership(context: CompileContext, expression: SqlExpression, family: Family, literals: readonly LiteralNode[], negated: boolean): string {
  const { sql } = expression;
  const ranges = literals.filter((literal) => literal.type === 'dateLiteral');
  const values = literals.filter((literal) => literal.type !== 'dateLiteral').map((literal) => readValue(context, expression, family, literal));
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
function includes(context: CompileContext, expression: SqlExpression, literals: readonly LiteralNode[]): string {
  const alternatives = literals.map((literal) => {
    const members = String(readValue(context, expression, 'multipicklist', literal) ?? '').split(';');
    const all = members.map((member) =>
      `instr(${FOLD_FUNCTION}(';' || ${expression.sql} || ';'), ${context.parameters.add(`;${member.toLowerCase()};`)}) > 0`);
    return `(${all.join(' AND ')})`;
  });
  return `(${expression.sql} IS NOT NULL AND (${alternatives.join(' OR ')}))`;
}

function dateRange(context: CompileContext, expression: SqlExpression, family: Family, operator: Operator, literal: LiteralNode): string {
  const { now, timeZone, setup } = context.once();
  const range = dateLiteralRange(literal.text, now, timeZone, setup);
  if (range === undefined) {
    throw queryErrors.unexpectedToken(context.scope.soql, { ...literal, kind: 'name' });
  }
  if (family !== 'date' && family !== 'datetime') {
    throw wrongLiteral(context, expression, family);
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
    throw queryErrors.invalidOperator(context.scope.soql, expression.offset, typeName(family, expression.field));
  }
  return build();
}

/** Refuses an expression that has no place in the clause. */
export type ExpressionCheck = (expression: SqlExpression) => void;

/** `AccountId = '…'`, whose plan serves every id; null for what is no id. */
function equalsId(context: CompileContext, expression: SqlExpression, literal: LiteralNode): string | null {
  if (literal.id === undefined || FAMILY[expression.field.type] !== 'id' || isDurable(context, expression)) {
    return null;
  }
  const id = normalizeId(literal.text.slice(1, -1));
  return id === null ? null : `${expression.sql} = ${context.parameters.addId(id, literal.id)}`;
}

function semiJoinSql(context: CompileContext, expression: SqlExpression, family: Family, comparison: Comparison): string {
  if (family !== 'id' || comparison.query === undefined) {
    throw queryErrors.malformed(`The left operand field in the where expression for outer query should be an id field, cannot use: '${expression.field.apiName}'`);
  }
  const list = context.compileSemiJoin(comparison.query, expression);
  return comparison.operator === 'NOT IN' ? `(${expression.sql} IS NULL OR ${expression.sql} NOT IN (${list}))` : `${expression.sql} IN (${list})`;
}

function comparisonSql(context: CompileContext, comparison: Comparison, check: ExpressionCheck): string {
  const expression = expressionOf(context, comparison.left);
  check(expression);
  const { soql } = context.scope;
  const { operator, values, query } = comparison;
  if (!expression.field.filterable && !expression.aggregate) {
    throw queryErrors.cannotFilter(soql, expression.offset, expression.field.apiName);
  }
  if (comparison.left.kind === 'function' && comparison.left.name.toUpperCase() === 'DISTANCE' && operator !== '<' && operator !== '>') {
    throw queryErrors.unsupported(`${operator} of DISTANCE()`);
  }
  const family = FAMILY[expression.field.type] ?? 'text';
  if (query !== undefined) {
    return semiJoinSql(context, expression, family, comparison);
  }
  switch (operator) {
    case 'LIKE':
      return like(context, expression, family, values);
    case 'IN':
    case 'NOT IN':
      return membership(context, expression, family, values, operator === 'NOT IN');
    case 'INCLUDES':
    case 'EXCLUDES': {
      if (family !== 'multipicklist') {
        throw queryErrors.invalidOperator(soql, expression.offset, typeName(family, expression.field));
      }
      const any = includes(context, expression, values);
      return operator === 'INCLUDES' ? any : `NOT ${any}`;
    }
    default: {
      const [literal] = values as readonly [LiteralNode];
      const byId = operator === '=' ? equalsId(context, expression, literal) : null;
      if (byId !== null) {
        return byId;
      }
      return literal.type === 'dateLiteral'
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
export function conditionSql(context: CompileContext, tree: Condition, check: ExpressionCheck): string {
  switch (tree.kind) {
    case 'comparison':
      return comparisonSql(context, tree, check);
    case 'not':
      return `NOT COALESCE(${conditionSql(context, tree.operand, check)}, 0)`;
    default:
      return chained(tree.operands.map((operand) => conditionSql(context, operand, check)), tree.kind === 'and' ? 'AND' : 'OR');
  }
}
