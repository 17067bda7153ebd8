/** `uiapi { query { <Object>(…) { … } } }`: one page of records by one SOQL query. */
import type { FieldSchema, ObjectSchema } from '../engine/schema.ts';
import type { Engine, Session } from '../engine/types.ts';
import { isObject } from '../http/input.ts';
import { literal } from '../http/soqlLiteral.ts';
import { fieldOf, orderClause, parentPlace, whereClause, type Place } from './graphqlFilter.ts';
import { GraphqlError, type Selected } from './graphqlSelection.ts';
import { canReadObject, valueRepresentation } from './uiApiFields.ts';

export interface GraphqlContext {
  readonly engine: Engine;
  readonly session: Session;
}

type Row = Readonly<Record<string, unknown>>;

const DEFAULT_PAGE = 10;
const MAX_PAGE = 2000;

/** The connection of one object: edges, pageInfo, totalCount, as far as selected. */
export function queryObject(context: GraphqlContext, selection: Selected): Row {
  const { engine, session } = context;
  const object = engine.schema.object(selection.name);
  if (!canReadObject(session, object) || object.apiName !== selection.name) {
    throw new GraphqlError(`Validation error (FieldUndefined@[uiapi/query/${selection.name}]) : Field '${selection.name}' in type 'RecordQuery' is undefined`);
  }
  const place: Place = { schema: engine.schema, session, object, prefix: '' };
  const { where, orderBy, scope } = selection.arguments;
  const conditions = [whereClause(where, place), scopeClause(scope, session)].filter((part) => part !== '');
  const filter = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const page = pageOf(selection.arguments);

  const nodes = selection.fields.filter((field) => field.name === 'edges').flatMap((edges) => edges.fields.filter((field) => field.name === 'node'));
  const columns = [...new Set(['Id', ...nodes.flatMap((node) => columnsOf(node.fields, place))])];
  // Records by id when nothing else is asked, so that a page never repeats one.
  const order = [...orderClause(orderBy, place), 'Id ASC'].join(', ');
  const rows = engine.query(session, `SELECT ${columns.join(', ')} FROM ${object.apiName}${filter} ORDER BY ${order} LIMIT ${page.offset + page.size + 1}`).records.slice(page.offset);
  const shown = rows.slice(0, page.size);

  const answers: Readonly<Record<string, (field: Selected) => unknown>> = {
    edges: (field) => shown.map((row, index) => edge(field, row, place, page.offset + index)),
    totalCount: () => engine.query(session, `SELECT COUNT() FROM ${object.apiName}${filter}`).totalSize,
    pageInfo: (field) => selectedOf(field, {
      hasNextPage: rows.length > page.size,
      hasPreviousPage: page.offset > 0,
      startCursor: shown.length === 0 ? null : cursor(page.offset),
      endCursor: shown.length === 0 ? null : cursor(page.offset + shown.length - 1),
    }),
    pageResultCount: () => shown.length,
  };
  return selectedOf(selection, Object.fromEntries(selection.fields.map((field) => [field.name, known(answers, field, selection.name)(field)])));
}

function known<T>(table: Readonly<Record<string, T>>, field: Selected, type: string): T {
  const entry = Object.hasOwn(table, field.name) ? table[field.name] : undefined;
  if (entry === undefined) {
    throw new GraphqlError(`Validation error (FieldUndefined) : Field '${field.name}' in type '${type}' is undefined`);
  }
  return entry;
}

/** The selected keys of `values`, under their aliases. */
function selectedOf(selection: Selected, values: Row): Row {
  return Object.fromEntries(selection.fields.map((field) => [field.alias, values[field.name]]));
}

function scopeClause(scope: unknown, session: Session): string {
  if (scope === undefined || scope === null || scope === 'EVERYTHING') {
    return '';
  }
  if (scope === 'MINE') {
    return `OwnerId = ${literal(session.userId)}`;
  }
  throw new GraphqlError(`unsupported: the local org has no query scope ${JSON.stringify(scope)}.`, 'UnsupportedByLocalOrg');
}

function pageOf({ first, after, upperBound }: Selected['arguments']): { readonly size: number; readonly offset: number } {
  const size = first ?? (upperBound === undefined ? DEFAULT_PAGE : MAX_PAGE);
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > MAX_PAGE) {
    throw new GraphqlError(`The argument first must be a whole number from 1 to ${MAX_PAGE}.`);
  }
  if (after === undefined || after === null) {
    return { size, offset: 0 };
  }
  const position = /^v1:(\d{1,9})$/.exec(typeof after === 'string' ? Buffer.from(after, 'base64').toString('utf8') : '')?.[1];
  if (position === undefined) {
    throw new GraphqlError('The argument after is no cursor of this query.');
  }
  return { size, offset: Number(position) + 1 };
}

const cursor = (position: number): string => Buffer.from(`v1:${position}`).toString('base64');

function edge(field: Selected, row: Row, place: Place, position: number): Row {
  const parts: Readonly<Record<string, (part: Selected) => unknown>> = { node: (part) => node(part.fields, row, place), cursor: () => cursor(position) };
  return Object.fromEntries(field.fields.map((part) => [part.alias, known(parts, part, `${place.object.apiName}Edge`)(part)]));
}

/** What a node has besides its fields. */
const OWN: Readonly<Record<string, (object: ObjectSchema) => unknown>> = { ApiName: (object) => object.apiName, __typename: (object) => object.apiName };

/** Whether `@optional` lets the field be left out: it is not there for this user. */
function isLeftOut(field: Selected, place: Place): boolean {
  return field.optional && parentPlace(field.name, place) === undefined && !place.object.fields.some((candidate) => candidate.apiName === field.name && place.session.access?.field(place.object.apiName, candidate.apiName, 'read') !== false);
}

function columnsOf(fields: readonly Selected[], place: Place): readonly string[] {
  return fields.filter((field) => !(field.name in OWN) && !isLeftOut(field, place)).flatMap((field) => {
    const parent = parentPlace(field.name, place);
    return parent === undefined ? [`${place.prefix}${columnOf(field, place).apiName}`] : [`${parent.prefix}Id`, ...columnsOf(field.fields, parent)];
  });
}

function columnOf(field: Selected, place: Place): FieldSchema {
  const child = place.schema.children(place.object.apiName).find((relationship) => relationship.relationshipName === field.name);
  if (child !== undefined) {
    throw new GraphqlError(`unsupported: the local org's GraphQL has no child relationships (${field.name}); query ${child.childObject} by ${child.field}.`, 'UnsupportedByLocalOrg');
  }
  const column = fieldOf(field.name, place);
  if (column.type !== 'id' && field.fields.length === 0) {
    throw new GraphqlError(`Validation error (SubselectionRequired) : Field '${field.name}' needs a selection such as { value }`);
  }
  return column;
}

function node(fields: readonly Selected[], row: Row, place: Place): Row {
  return Object.fromEntries(fields.filter((field) => !isLeftOut(field, place)).map((field) => [field.alias, nodeValue(field, row, place)]));
}

function nodeValue(field: Selected, row: Row, place: Place): unknown {
  const own = Object.hasOwn(OWN, field.name) ? OWN[field.name] : undefined;
  if (own !== undefined) {
    return own(place.object);
  }
  const parent = parentPlace(field.name, place);
  if (parent !== undefined) {
    const related = row[field.name];
    return isObject(related) ? node(field.fields, related, parent) : null;
  }
  const column = columnOf(field, place);
  const value = row[column.apiName] ?? null;
  if (column.type === 'id') {
    return value;
  }
  const shown = valueRepresentation(column, value, place.session.timeZone);
  const label = column.picklistValues.find((entry) => entry.value === value)?.label ?? null;
  return Object.fromEntries(field.fields.map((part) => [part.alias, known({ value: shown.value, displayValue: shown.displayValue, label }, part, `${column.apiName}Value`)]));
}
