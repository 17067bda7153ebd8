/** Reads and writes whole records of one object; no rules, no permissions. */
import { quoteName } from '../store/tables.ts';
import type { Store } from '../store/store.ts';
import type { ObjectPlan } from './objectPlan.ts';
import type { Scalar } from './types.ts';

/** A record by API names: numbers as numbers, checkboxes as booleans, dates and date-times as ISO text. */
export type Row = Record<string, Scalar>;

type SqlValue = string | number | null;

export interface Records {
  /** By 18-character id; deleted records too. */
  get(plan: ObjectPlan, id: string): Row | undefined;
  /** Records whose column equals the value (text without regard to case), oldest first, not deleted ones. */
  find(plan: ObjectPlan, column: string, value: Scalar): Row[];
  insert(plan: ObjectPlan, row: Row): void;
  /** Writes the named columns of one record. */
  update(plan: ObjectPlan, id: string, changes: Readonly<Row>): void;
  remove(plan: ObjectPlan, id: string): void;
}

interface Statements {
  readonly get: string;
  readonly insert: string;
  readonly columns: readonly string[];
}

function toSql(value: Scalar | undefined): SqlValue {
  if (value === undefined) {
    return null;
  }
  return typeof value === 'boolean' ? Number(value) : value;
}

/** SQLite has no booleans: turns the columns of checkboxes back, in place. */
export function decodeRow(plan: ObjectPlan, raw: Record<string, unknown>): Row {
  const row = raw as Row;
  for (const name of plan.storedBooleans) {
    row[name] = row[name] === 1;
  }
  return row;
}

/** A copy that can be changed; column by column, which is several times faster than spreading a row of SQLite. */
export function copyRow(plan: ObjectPlan, row: Row): Row {
  const copy: Row = {};
  for (const { apiName } of plan.stored) {
    copy[apiName] = row[apiName] ?? null;
  }
  return copy;
}

/** Opens the records of a store. */
export function createRecords(store: Store): Records {
  const statements = new WeakMap<ObjectPlan, Statements>();
  const statementsOf = (plan: ObjectPlan): Statements => {
    let known = statements.get(plan);
    if (known === undefined) {
      const columns = plan.stored.map((field) => field.apiName);
      const table = quoteName(plan.object.apiName);
      const names = columns.map(quoteName).join(', ');
      known = {
        columns,
        get: `SELECT ${names} FROM ${table} WHERE "Id" = ?`,
        insert: `INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
      };
      statements.set(plan, known);
    }
    return known;
  };
  return {
    get: (plan, id) => {
      const raw = store.prepare(statementsOf(plan).get).get(id);
      return raw === undefined ? undefined : decodeRow(plan, raw);
    },
    find: (plan, column, value) => {
      const deleted = plan.has('IsDeleted') ? ' AND "IsDeleted" = 0' : '';
      const names = statementsOf(plan).columns.map(quoteName).join(', ');
      const sql = `SELECT ${names} FROM ${quoteName(plan.object.apiName)} WHERE ${quoteName(column)} = ?${deleted} ORDER BY "Id"`;
      return store.prepare(sql).all(toSql(value)).map((raw) => decodeRow(plan, raw));
    },
    insert: (plan, row) => {
      const { columns, insert } = statementsOf(plan);
      const values: SqlValue[] = [];
      for (const column of columns) {
        values.push(toSql(row[column]));
      }
      store.prepare(insert).run(...values);
    },
    update: (plan, id, changes) => {
      const names = Object.keys(changes);
      if (names.length === 0) {
        return;
      }
      const values: SqlValue[] = names.map((name) => toSql(changes[name]));
      const assignments = names.map((name) => `${quoteName(name)} = ?`).join(', ');
      store.prepare(`UPDATE ${quoteName(plan.object.apiName)} SET ${assignments} WHERE "Id" = ?`).run(...values, id);
    },
    remove: (plan, id) => {
      store.prepare(`DELETE FROM ${quoteName(plan.object.apiName)} WHERE "Id" = ?`).run(id);
    },
  };
}
