/**
 * Tables that follow the schema: one per object, one typed column per stored field, indexes where lookups, names
 * and external ids are searched. Formula and compound fields have no column: they are computed when read.
 */
import type { FieldSchema, FieldType, ObjectSchema, Schema } from '../engine/schema.ts';
import type { Store } from './store.ts';

const TEXT = 'TEXT COLLATE NOCASE';
const EXACT = 'TEXT';
const NUMBER = 'REAL';

/** Text compares without regard to case, as SOQL does; ids and times compare exactly. */
const COLUMN_TYPE: Readonly<Record<FieldType, string | null>> = {
  id: EXACT, reference: EXACT, string: TEXT, textarea: TEXT, url: TEXT, email: TEXT, phone: TEXT, picklist: TEXT,
  multipicklist: TEXT, combobox: TEXT, boolean: 'INTEGER', int: NUMBER, double: NUMBER, currency: NUMBER, percent: NUMBER,
  date: EXACT, datetime: EXACT, time: EXACT, address: null, location: null, base64: EXACT, anyType: EXACT, complexvalue: EXACT,
};

/** Written on every save and searched by nobody: an index on them would cost each save for nothing. */
const UNINDEXED: ReadonlySet<string> = new Set(['CreatedById', 'LastModifiedById', 'LastAmountChangedHistoryId', 'LastCloseDateChangedHistoryId']);

/** Quotes a table or column name. Names come from the schema only, never from a request. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Whether the field has a column of its own. */
export function isStored(field: FieldSchema): boolean {
  return field.formula === null && COLUMN_TYPE[field.type] !== null;
}

function columnType(field: FieldSchema): string {
  return COLUMN_TYPE[field.type] ?? EXACT;
}

function columnDefinition(name: string, type: string): string {
  return `${quoteName(name)} ${type}${name === 'Id' ? ' PRIMARY KEY NOT NULL' : ''}`;
}

function storedColumns(object: ObjectSchema): Map<string, string> {
  return new Map(object.fields.filter(isStored).map((field) => [field.apiName, columnType(field)]));
}

function isIndexed(field: FieldSchema): boolean {
  return isStored(field) && !UNINDEXED.has(field.apiName)
    && (field.type === 'reference' || field.nameField || field.externalId || field.unique);
}

function indexName(object: ObjectSchema, field: FieldSchema): string {
  return quoteName(`ix.${object.apiName}.${field.apiName}`);
}

function createTable(store: Store, name: string, columns: ReadonlyMap<string, string>): void {
  const definitions = [...columns].map(([column, type]) => columnDefinition(column, type));
  store.database.exec(`CREATE TABLE ${quoteName(name)} (${definitions.join(', ')})`);
}

function createIndex(store: Store, object: ObjectSchema, field: FieldSchema): void {
  const column = quoteName(field.apiName);
  // Most lookups of most records are blank: those cost the index nothing.
  store.database.exec(`CREATE INDEX IF NOT EXISTS ${indexName(object, field)} ON ${quoteName(object.apiName)} (${column}) WHERE ${column} IS NOT NULL`);
}

/** Every save that a duplicate rule looks at searches for the values it compares. */
function createMatchIndexes(store: Store, schema: Schema): void {
  for (const { matchObject, items } of schema.objects.flatMap((object) => (object.duplicateRules ?? []).flatMap((rule) => rule.matches))) {
    const object = schema.object(matchObject);
    for (const { matchField } of items) {
      const field = schema.field(matchObject, matchField);
      if (object !== undefined && field !== undefined && isStored(field)) {
        createIndex(store, object, field);
      }
    }
  }
}

/** Copies the table into its new shape; a column whose type changed is cast by SQLite's affinity rules. */
function rebuildTable(store: Store, table: string, columns: ReadonlyMap<string, string>, existing: ReadonlySet<string>): void {
  const temporary = `handrail_new.${table}`;
  createTable(store, temporary, columns);
  const kept = [...columns.keys()].filter((name) => existing.has(name)).map(quoteName).join(', ');
  store.database.exec(`INSERT INTO ${quoteName(temporary)} (${kept}) SELECT ${kept} FROM ${quoteName(table)} ORDER BY rowid`);
  store.database.exec(`DROP TABLE ${quoteName(table)}`);
  store.database.exec(`ALTER TABLE ${quoteName(temporary)} RENAME TO ${quoteName(table)}`);
}

/** Collation is not in `table_info`, so the declared columns are read from the stored CREATE statement. */
function declaredColumns(store: Store, table: string): Map<string, string> {
  const sql = String(store.prepare("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table)?.['sql'] ?? '');
  const declared = new Map<string, string>();
  for (const match of sql.matchAll(/"([^"]+)" (TEXT COLLATE NOCASE|TEXT|REAL|INTEGER)/g)) {
    declared.set(match[1] ?? '', match[2] ?? '');
  }
  return declared;
}

function alterTable(store: Store, object: ObjectSchema, previous: ObjectSchema | undefined): void {
  const declared = declaredColumns(store, object.apiName);
  const wanted = storedColumns(object);
  const removed = previous === undefined ? [] : [...storedColumns(previous).keys()].filter((name) => !wanted.has(name) && declared.has(name));
  const retyped = [...wanted].some(([name, type]) => declared.has(name) && declared.get(name) !== type);
  if (retyped || removed.length > 0) {
    const columns = new Map([...declared, ...wanted]);
    for (const name of removed) {
      columns.delete(name);
    }
    rebuildTable(store, object.apiName, columns, new Set(declared.keys()));
    return;
  }
  for (const field of object.fields.filter((candidate) => isStored(candidate) && !declared.has(candidate.apiName))) {
    const initial = field.type === 'boolean' ? ` DEFAULT ${field.defaultValue === true ? 1 : 0}` : '';
    store.database.exec(`ALTER TABLE ${quoteName(object.apiName)} ADD COLUMN ${columnDefinition(field.apiName, columnType(field))}${initial}`);
  }
}

/**
 * Creates and alters tables until they fit the schema. Only what `previous` had and `schema` has no more is
 * dropped: an org that opens its file knows the standard objects first and its deployed ones a moment later.
 * Call it inside a transaction: SQLite undoes table changes with the rest.
 */
export function syncTables(store: Store, schema: Schema, previous: Schema | null): void {
  const existing = new Set(store.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all().map((row) => String(row['name'])));
  for (const object of schema.objects) {
    const before = previous?.object(object.apiName);
    if (before === object) {
      continue;
    }
    if (existing.has(object.apiName)) {
      alterTable(store, object, before);
    } else {
      createTable(store, object.apiName, storedColumns(object));
    }
    object.fields.filter(isIndexed).forEach((field) => createIndex(store, object, field));
  }
  createMatchIndexes(store, schema);
  for (const object of previous?.objects ?? []) {
    if (schema.object(object.apiName) === undefined) {
      store.database.exec(`DROP TABLE IF EXISTS ${quoteName(object.apiName)}`);
    }
  }
}
