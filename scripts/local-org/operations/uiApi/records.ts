/** Records in the UI API's shape: named fields with their display values, parents nested. */
import type { FieldSchema, ObjectSchema } from '../../engine/schema.ts';
import { defineField } from '../../engine/schemaIndex.ts';
import { OrgError, type Engine, type Session } from '../../engine/types.ts';
import { isObject } from '../../http/input.ts';
import { literal } from '../../http/soqlLiteral.ts';
import { normalizeId } from '../../store/ids.ts';
import { canRead, isLayoutable, objectOf } from './access.ts';
import { fieldValue, uiValue } from './display.ts';
import type { FieldPath } from './fields.ts';
import { MASTER_RECORD_TYPE, recordTypeNamed } from './recordTypes.ts';
import { missing, tagged, type Shape } from './respond.ts';

/** Always read: they head every record. */
const HEAD = ['LastModifiedById', 'LastModifiedDate', 'SystemModstamp', 'RecordTypeId'];
const INSTANT = defineField({ apiName: 'SystemModstamp', type: 'datetime' });

interface Asker {
  readonly engine: Engine;
  readonly session: Session;
}

/** The object and the 18-character id of a record. @throws OrgError INVALID_ID_FIELD, NOT_FOUND */
export function recordOf(asker: Asker, text: string): { readonly object: ObjectSchema; readonly id: string } {
  const id = normalizeId(text);
  if (id === null) {
    throw new OrgError('INVALID_ID_FIELD', `Record ID ${text} is not a valid record ID.`, 400);
  }
  const named = asker.engine.schema.objectByKeyPrefix(id.slice(0, 3));
  if (named === undefined) {
    throw missing();
  }
  return { object: objectOf(asker, named.apiName), id };
}

/** Columns of SOQL that a record with these fields needs. A parent is answered with its id whether asked for or not. */
export function columnsOf(asker: Asker, object: ObjectSchema, paths: readonly FieldPath[]): readonly string[] {
  const parents = paths.flatMap((path) => path.lookups.flatMap((lookup, index) => [[...path.names.slice(0, index), lookup.apiName].join('.'), ...parentColumns(asker, lookup, path.names.slice(0, index + 1))]));
  return [...new Set(['Id', ...headColumns(asker, object), ...parents, ...paths.map((path) => path.names.join('.'))])];
}

const headColumns = ({ engine, session }: Asker, object: ObjectSchema): readonly string[] => HEAD.filter((name) => engine.schema.field(object.apiName, name) !== undefined && canRead(session, object.apiName, name));

/** What heads a parent, and what it is displayed as. */
function parentColumns(asker: Asker, lookup: FieldSchema, names: readonly string[]): readonly string[] {
  // What SOQL reads through a lookup to several objects is the name.
  if (lookup.referenceTo.length > 1) {
    return [[...names, 'Name'].join('.')];
  }
  const parent = asker.engine.schema.object(lookup.referenceTo[0] ?? '');
  if (parent === undefined) {
    return [];
  }
  const called = parent.fields.filter((field) => field.nameField && canRead(asker.session, parent.apiName, field.apiName)).map(({ apiName }) => apiName);
  return [...headColumns(asker, parent), ...called].map((column) => [...names, column].join('.'));
}

/** One record by its id. @throws OrgError NOT_FOUND */
export function readRecord(asker: Asker, object: ObjectSchema, id: string, paths: readonly FieldPath[]): Shape {
  const [row] = asker.engine.query(asker.session, `SELECT ${columnsOf(asker, object, paths).join(', ')} FROM ${object.apiName} WHERE Id = ${literal(id)}`).records;
  if (row === undefined) {
    throw missing();
  }
  return representation(asker, object, row, paths);
}

/**
 * A row of SOQL as a record.
 * @param implicit fields that nobody asked for and that are given raw
 */
export function representation(asker: Asker, object: ObjectSchema, row: Shape, paths: readonly FieldPath[], implicit: readonly string[] = []): Shape {
  return nested(asker, object, row, paths.map((path) => ({ path, depth: 0 })), new Set(implicit));
}

interface Asked {
  readonly path: FieldPath;
  readonly depth: number;
}

function nested(asker: Asker, object: ObjectSchema, row: Shape, asked: readonly Asked[], implicit: ReadonlySet<string>): Shape {
  const { engine, session } = asker;
  const fields: Record<string, unknown> = {};
  for (const { path, depth } of asked) {
    const name = path.names[depth] ?? '';
    const lookup = path.lookups[depth];
    if (lookup === undefined) {
      fields[name] = implicit.has(name) ? { displayValue: null, value: uiValue(path.field, row[name]) } : fieldValue(path.field, row[name], session.timeZone);
    } else if (!(name in fields)) {
      const parentId = row[lookup.apiName];
      const parent = lookup.referenceTo.length > 1 && typeof parentId === 'string' ? engine.schema.objectByKeyPrefix(parentId.slice(0, 3)) : engine.schema.object(lookup.referenceTo[0] ?? '');
      const below = asked.filter((other) => other.path.names[depth] === name && other.path.lookups[depth] !== undefined).map((other) => ({ path: other.path, depth: depth + 1 }));
      const value = row[name];
      fields[name] = isObject(value) && parent !== undefined
        ? { displayValue: displayName(parent, value), value: nested(asker, parent, { ...value, Id: parentId }, below, implicit) }
        : { displayValue: null, value: null };
    }
  }
  return tagged({ apiName: object.apiName, childRelationships: {}, fields: sorted(fields), ...headOf(object, row) });
}

const sorted = (fields: Readonly<Record<string, unknown>>): Shape => Object.fromEntries(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)));

function displayName(object: ObjectSchema, row: Shape): unknown {
  return row[object.fields.find(({ nameField }) => nameField)?.apiName ?? 'Name'] ?? null;
}

function headOf(object: ObjectSchema, row: Shape): Shape {
  const stamp = (name: string): unknown => uiValue(INSTANT, row[name]);
  const modified = stamp('SystemModstamp');
  const recordTypeId = typeof row['RecordTypeId'] === 'string' ? row['RecordTypeId'] : isLayoutable(object) ? MASTER_RECORD_TYPE : null;
  const type = recordTypeNamed(object, recordTypeId ?? '');
  return {
    id: row['Id'] ?? null,
    lastModifiedById: row['LastModifiedById'] ?? null,
    lastModifiedDate: stamp('LastModifiedDate'),
    recordTypeId,
    recordTypeInfo: type === undefined ? null : { available: true, defaultRecordTypeMapping: false, master: false, name: type.label, recordTypeId: type.id },
    systemModstamp: modified,
    weakEtag: typeof modified === 'string' ? Date.parse(modified) : 0,
  };
}
