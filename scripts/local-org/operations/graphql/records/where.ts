/** `where` as SOQL. Every value becomes a literal of its field's type; names come from the schema. */
import type { FieldSchema, ObjectSchema } from '../../../engine/schema.ts';
import type { Session } from '../../../engine/types.ts';
import { isObject } from '../../../http/input.ts';
import { literal } from '../../../http/soqlLiteral.ts';
import { RequestError } from '../errors.ts';
import { DATE_FUNCTIONS } from '../schema/dateFunctions.ts';
import type { OrgView } from '../schema/view.ts';

export interface Place {
  readonly view: OrgView;
  readonly object: ObjectSchema;
  /** `Account.` below a relationship. */
  readonly prefix: string;
}

const COMPARISONS: Readonly<Record<string, string>> = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' };
const SETS: Readonly<Record<string, string>> = { in: 'IN', nin: 'NOT IN', includes: 'INCLUDES', excludes: 'EXCLUDES' };
const JOINS: Readonly<Record<string, string>> = { inq: 'IN', ninq: 'NOT IN' };
const UNQUOTED: ReadonlySet<FieldSchema['type']> = new Set(['int', 'double', 'currency', 'percent', 'boolean', 'date', 'datetime', 'time']);
const NOTHING = 'Id = null';
const EVERYTHING = 'Id != null';

type Input = Readonly<Record<string, unknown>>;

/** @returns '' when nothing is asked */
export function whereSoql(where: unknown, place: Place): string {
  return isObject(where) ? joined(Object.entries(where).map(([name, value]) => part(name, value, place)), 'AND') : '';
}

function joined(parts: readonly string[], word: 'AND' | 'OR'): string {
  const kept = parts.filter((text) => text !== '');
  return kept.length > 1 ? `(${kept.join(` ${word} `)})` : kept[0] ?? '';
}

function part(name: string, value: unknown, place: Place): string {
  switch (name) {
    case 'and': return joined(listOf(value).map((entry) => whereSoql(entry, place)), 'AND');
    case 'or': return joined(listOf(value).map((entry) => whereSoql(entry, place)), 'OR');
    case 'not': {
      const inner = whereSoql(value, place);
      return inner === '' ? '' : `(NOT ${inner})`;
    }
    default: return value === null ? '' : member(name, value as Input, place);
  }
}

const listOf = (value: unknown): readonly unknown[] => Array.isArray(value) ? value : [];

function member(name: string, value: Input, place: Place): string {
  const found = place.view.objects.get(place.object.apiName)?.members.get(name);
  switch (found?.kind) {
    case 'field': return fieldCondition(found.field, value, place);
    case 'parent': return whereSoql(value, { ...place, object: found.target, prefix: `${place.prefix}${name}.` });
    case 'polymorphic': return joined(Object.entries(value).map(([target, filter]) => {
      const object = found.targets.find(({ apiName }) => apiName === target);
      return object === undefined || filter === null ? '' : `${place.prefix}${found.lookup.apiName} IN (${idsOf('Id', object, filter, place)})`;
    }), 'AND');
    default: throw new RequestError(`Field '${name}' in type '${place.object.apiName}' is undefined`);
  }
}

const idsOf = (column: string, object: ObjectSchema, filter: unknown, place: Place): string => {
  const condition = whereSoql(filter, { ...place, object, prefix: '' });
  return `SELECT ${column} FROM ${object.apiName}${condition === '' ? '' : ` WHERE ${condition}`}`;
};

function fieldCondition(field: FieldSchema, conditions: Input, place: Place): string {
  const path = `${place.prefix}${field.apiName}`;
  return joined(Object.entries(conditions).map(([operator, value]) => {
    if (Object.hasOwn(COMPARISONS, operator)) {
      return `${path} ${COMPARISONS[operator] ?? ''} ${soqlValue(field, value)}`;
    }
    if (operator === 'like') {
      return typeof value === 'string' ? `${path} LIKE ${likePattern(value)}` : `${path} = null`;
    }
    if (Object.hasOwn(SETS, operator)) {
      return setCondition(path, operator, field, listOf(value));
    }
    if (Object.hasOwn(JOINS, operator)) {
      return isObject(value) ? `${path} ${JOINS[operator] ?? ''} (${joinQuery(value, place)})` : '';
    }
    return isObject(value) ? functionCondition(operator, path, value) : '';
  }), 'AND');
}

function setCondition(path: string, operator: string, field: FieldSchema, values: readonly unknown[]): string {
  // SOQL has no empty list: nothing is in it, everything outside.
  if (values.length === 0) {
    return operator === 'in' || operator === 'includes' ? NOTHING : EVERYTHING;
  }
  return `${path} ${SETS[operator] ?? ''} (${values.map((value) => soqlValue(field, value)).join(', ')})`;
}

/** `{ Opportunity: { … }, ApiName: "AccountId" }` */
function joinQuery(join: Input, place: Place): string {
  const { ApiName: apiName, ...queries } = join;
  const [query, ...others] = Object.entries(queries).filter(([, filter]) => filter !== null && filter !== undefined);
  const joinedObject = query === undefined ? undefined : place.view.objects.get(query[0]);
  if (query === undefined || joinedObject === undefined || others.length > 0 || typeof apiName !== 'string') {
    throw new RequestError('A join names one object and, in ApiName, one of its fields.');
  }
  const column = joinedObject.members.get(apiName);
  if (column?.kind !== 'field') {
    throw new RequestError(`Field '${apiName}' in type '${joinedObject.object.apiName}' is undefined`);
  }
  return idsOf(column.field.apiName, joinedObject.object, query[1], place);
}

/** `CreatedDate: { CALENDAR_YEAR: { value: { eq: 2026 } } }` */
function functionCondition(name: string, path: string, value: Input): string {
  if (!DATE_FUNCTIONS.some((entry) => entry.name === name)) {
    throw new RequestError(`There is no operator ${name}.`);
  }
  const compared = (argument: string, conditions: unknown): string => (isObject(conditions) ? joined(Object.entries(conditions).map(([operator, number]) => {
    const call = `${name}(${argument})`;
    return Object.hasOwn(SETS, operator) ? `${call} ${SETS[operator] ?? ''} (${listOf(number).map(String).join(', ')})` : `${call} ${COMPARISONS[operator] ?? '='} ${String(number)}`;
  }), 'AND') : '');
  return joined([compared(path, value['value']), compared(`convertTimezone(${path})`, value['convertTimezoneValue'])], 'AND');
}

/** `\\%` and `\\_` stand for themselves and stay so; everything else is text. */
function likePattern(pattern: string): string {
  const parts = pattern.split(/(\\[\\%_])/).map((text) => (/^\\[%_]$/.test(text) ? text : text === '\\\\' ? '\\\\' : literal(text).slice(1, -1)));
  return `'${parts.join('')}'`;
}

/** The schema's scalars have checked the form already. */
function soqlValue(field: FieldSchema, value: unknown): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (isObject(value)) {
    return temporal(field, value);
  }
  const text = plainText(value);
  return UNQUOTED.has(field.type) ? text : literal(text);
}

/** Scalars of arguments are texts, numbers and booleans. */
const plainText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** `{ value }`, `{ literal: LAST_MONTH }` or `{ range: { last_n_days: 7 } }` */
function temporal(field: FieldSchema, { value, literal: named, range }: Input): string {
  const given = [value, named, range].filter((entry) => entry !== undefined);
  const [entry] = given;
  if (given.length !== 1) {
    throw new RequestError(`A condition on ${field.apiName} takes one of value, literal and range.`);
  }
  if (!isObject(entry)) {
    return entry === null ? 'null' : plainText(entry);
  }
  const [[name, count] = ['', undefined], ...others] = Object.entries(entry);
  if (typeof count !== 'number' || others.length > 0) {
    throw new RequestError(`A range on ${field.apiName} takes one count, such as { last_n_days: 7 }.`);
  }
  return `${name.toUpperCase()}:${count}`;
}

/** `scope` as a condition. */
export function scopeSoql(scope: unknown, session: Session): string {
  return scope === 'MINE' ? `OwnerId = ${literal(session.userId)}` : '';
}
