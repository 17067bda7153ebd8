/** `where` and `orderBy` of a UI API query, as SOQL. Every value becomes a literal of its field's type. */
import type { FieldSchema, ObjectSchema, Schema } from '../engine/schema.ts';
import type { Session } from '../engine/types.ts';
import { isObject } from '../http/input.ts';
import { literal } from '../http/soqlLiteral.ts';
import { GraphqlError } from './graphqlSelection.ts';
import { canRead, canReadObject } from './uiApiFields.ts';

export interface Place {
  readonly schema: Schema;
  readonly session: Session;
  readonly object: ObjectSchema;
  /** `Account.` below a relationship. */
  readonly prefix: string;
}

const COMPARISONS: Readonly<Record<string, string>> = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=', like: 'LIKE', in: 'IN', nin: 'NOT IN', inq: 'IN', ninq: 'NOT IN' };
const NUMBERS: ReadonlySet<FieldSchema['type']> = new Set(['int', 'double', 'currency', 'percent']);
/** `TODAY`, `LAST_MONTH`, … */
const DATE_LITERAL = /^[A-Z][A-Z0-9_]*$/;

/** @returns '' when nothing is asked */
export function whereClause(where: unknown, place: Place): string {
  return where === undefined || where === null ? '' : condition(where, place);
}

function condition(where: unknown, place: Place): string {
  if (!isObject(where)) {
    throw new GraphqlError('A condition in where must be an object.');
  }
  return joined(Object.entries(where).map(([key, value]) => {
    switch (key) {
      case 'and': return joined(listOf(value).map((entry) => condition(entry, place)), 'AND');
      case 'or': return joined(listOf(value).map((entry) => condition(entry, place)), 'OR');
      case 'not': return `(NOT ${condition(value, place)})`;
      default: return fieldCondition(key, value, place);
    }
  }), 'AND');
}

const listOf = (value: unknown): readonly unknown[] => Array.isArray(value) ? value : [value];

function joined(parts: readonly string[], word: 'AND' | 'OR'): string {
  const kept = parts.filter((part) => part !== '');
  return kept.length === 0 ? '' : kept.length === 1 ? (kept[0] ?? '') : `(${kept.join(` ${word} `)})`;
}

function fieldCondition(name: string, operators: unknown, place: Place): string {
  const parent = parentPlace(name, place);
  if (parent !== undefined) {
    return condition(operators, parent);
  }
  const field = fieldOf(name, place);
  if (!isObject(operators)) {
    throw new GraphqlError(`The condition on ${name} must be an object such as { eq: … }.`);
  }
  return joined(Object.entries(operators).map(([operator, value]) => {
    const sign = COMPARISONS[operator];
    if (sign === undefined) {
      throw new GraphqlError(`unsupported: the local org has no operator ${operator} in where (field ${name}).`, 'UnsupportedByLocalOrg');
    }
    const shown = sign === 'LIKE' && typeof value === 'string' ? likePattern(value) : sign.endsWith('IN') ? `(${listOf(value).map((entry) => soqlValue(field, entry)).join(', ')})` : soqlValue(field, value);
    return `${place.prefix}${field.apiName} ${sign} ${shown}`;
  }), 'AND');
}

/** The place behind `Account: { … }`; undefined when the name is no relationship. */
export function parentPlace(name: string, place: Place): Place | undefined {
  const lookup = place.object.fields.find((field) => field.relationshipName === name && canRead(place.session, place.object.apiName, field.apiName));
  const parent = place.schema.object(lookup?.referenceTo[0] ?? '');
  return lookup !== undefined && canReadObject(place.session, parent) ? { ...place, object: parent, prefix: `${place.prefix}${name}.` } : undefined;
}

export function fieldOf(name: string, place: Place): FieldSchema {
  const field = place.object.fields.find((candidate) => candidate.apiName === name);
  if (field === undefined || !canRead(place.session, place.object.apiName, field.apiName)) {
    throw new GraphqlError(`Validation error (FieldUndefined) : Field '${name}' in type '${place.object.apiName}' is undefined`);
  }
  return field;
}

/** `\\%` and `\\_` stand for themselves and stay so; everything else is text. */
function likePattern(pattern: string): string {
  const parts = pattern.split(/(\\[\\%_])/).map((part) => (/^\\[%_]$/.test(part) ? part : part === '\\\\' ? '\\\\' : literal(part).slice(1, -1)));
  return `'${parts.join('')}'`;
}

function soqlValue(field: FieldSchema, value: unknown): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (isObject(value) && (field.type === 'date' || field.type === 'datetime')) {
    return temporal(field, value['value'] ?? value['literal'], value['literal'] !== undefined);
  }
  if (field.type === 'date' || field.type === 'datetime') {
    return temporal(field, value, false);
  }
  if (field.type === 'boolean' && typeof value === 'boolean') {
    return String(value);
  }
  if (NUMBERS.has(field.type) && typeof value === 'number' && Number.isFinite(value)) {
    return String(value);
  }
  if (typeof value === 'string' && !NUMBERS.has(field.type) && field.type !== 'boolean') {
    return literal(value);
  }
  throw new GraphqlError(`The value ${JSON.stringify(value)} does not fit the field ${field.apiName}.`);
}

function temporal(field: FieldSchema, value: unknown, isLiteral: boolean): string {
  const form = isLiteral ? DATE_LITERAL : field.type === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
  if (typeof value !== 'string' || !form.test(value)) {
    throw new GraphqlError(`The value ${JSON.stringify(value)} does not fit the field ${field.apiName}.`);
  }
  return value;
}

/** `{ Amount: { order: DESC, nulls: LAST } }` or a list of such. */
export function orderClause(orderBy: unknown, place: Place): readonly string[] {
  return listOf(orderBy ?? []).flatMap((entry) => Object.entries(isObject(entry) ? entry : {}).flatMap(([name, value]): readonly string[] => {
    const parent = parentPlace(name, place);
    if (parent !== undefined) {
      return orderClause(value, parent);
    }
    const { order, nulls } = isObject(value) ? value : {};
    return [`${place.prefix}${fieldOf(name, place).apiName} ${order === 'DESC' ? 'DESC' : 'ASC'}${nulls === 'LAST' ? ' NULLS LAST' : nulls === 'FIRST' ? ' NULLS FIRST' : ''}`];
  }));
}
