/** Small tables that every save reads (stages, lead statuses, the organization, custom settings), kept in memory until they change. */
import { planOf } from './objectPlan.ts';
import type { Row } from './records.ts';
import { decodeRow } from './records.ts';
import type { Schema } from './schema.ts';
import type { Store } from '../store/store.ts';
import { isStored, quoteName } from '../store/tables.ts';

export interface SetupRows {
  /** All rows of an object that are not deleted; none when the schema has no such object. */
  all(object: string): readonly Row[];
  /** The row whose field equals the value, in any case. */
  find(object: string, field: string, value: string): Row | undefined;
  /** Forgets one object, or everything. */
  forget(object?: string): void;
}

/** Opens the cache; `schema` is asked anew at each miss. */
export function createSetupRows(store: Store, schema: () => Schema): SetupRows {
  const rows = new Map<string, readonly Row[]>();
  const indexes = new Map<string, Map<string, Row>>();
  const forget = (object?: string): void => {
    if (object === undefined) {
      rows.clear();
      indexes.clear();
      return;
    }
    const name = object.toLowerCase();
    // Most saves are of objects that nobody keeps here.
    if (!rows.delete(name)) {
      return;
    }
    for (const key of [...indexes.keys()].filter((index) => index.startsWith(`${name}.`))) {
      indexes.delete(key);
    }
  };
  const all = (name: string): readonly Row[] => {
    const key = name.toLowerCase();
    let known = rows.get(key);
    if (known === undefined) {
      const object = schema().object(name);
      if (object === undefined) {
        return [];
      }
      const plan = planOf(object);
      const columns = object.fields.filter(isStored).map((field) => quoteName(field.apiName)).join(', ');
      known = store.prepare(`SELECT ${columns} FROM ${quoteName(object.apiName)}`).all().map((raw) => decodeRow(plan, raw)).filter((row) => row['IsDeleted'] !== true);
      rows.set(key, known);
    }
    return known;
  };
  return {
    all,
    find: (object, field, value) => {
      const key = `${object.toLowerCase()}.${field}`;
      let index = indexes.get(key);
      if (index === undefined) {
        index = new Map(all(object).map((row) => [String(row[field] ?? '').toLowerCase(), row]));
        indexes.set(key, index);
      }
      return index.get(value.toLowerCase());
    },
    forget,
  };
}

