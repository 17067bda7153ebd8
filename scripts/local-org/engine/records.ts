/** Reads and writes whole records of one object; no rules, no permissions. */
import type { StatementSync } from 'node:sqlite';
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
  /** Records whose column equals the value (text without regard to case, but for case-sensitive fields), oldest first, not deleted ones. */
  find(plan: ObjectPlan, column: string, value: Scalar): Row[];
  insert(plan: ObjectPlan, row: Row): void;
  /** Writes the named columns of one record. */
  update(plan: ObjectPlan, id: string, changes: Readonly<Row>): void;
  remove(plan: ObjectPlan, id: string): void;
}

/** Statements of one object, held compiled: a save runs the same few over and over. */
interface Statements {
  readonly names: string;
  readonly get: StatementSync;
  readonly insert: StatementSync;
  readonly columns: readonly string[];
  /** Whether the column is a checkbox. */
  readonly booleans: readonly boolean[];
  /** By the columns they set. */
  readonly updates: Map<string, StatementSync>;
}

/** Combinations of changed columns kept compiled for one object. */
const MOST_UPDATES = 200;

function toSql(value: Scalar | undefined): SqlValue {
  if (value === undefined) {
    return null;
  }
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A row of values in the order of the columns; assigned one by one, always in the same order, so that all rows of an object share a shape. */
function toRow({ columns, booleans }: Statements, values: readonly unknown[]): Row {
  const row: Row = {};
  for (let index = 0; index < columns.length; index += 1) {
    const value = values[index];
    row[columns[index] ?? ''] = booleans[index] === true ? value === 1 : (value as Scalar);
  }
  return row;
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

/** Answers arrays, which SQLite fills several times faster than objects of many columns. */
function asArrays(statement: StatementSync): StatementSync {
  statement.setReturnArrays(true);
  return statement;
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
        names,
        booleans: plan.stored.map((field) => field.type === 'boolean'),
        get: asArrays(store.database.prepare(`SELECT ${names} FROM ${table} WHERE "Id" = ?`)),
        insert: store.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`),
        updates: new Map(),
      };
      statements.set(plan, known);
    }
    return known;
  };
  return {
    get: (plan, id) => {
      const statements = statementsOf(plan);
      const values = statements.get.get(id) as unknown[] | undefined;
      return values === undefined ? undefined : toRow(statements, values);
    },
    find: (plan, column, value) => {
      const deleted = plan.has('IsDeleted') ? ' AND "IsDeleted" = 0' : '';
      const { names } = statementsOf(plan);
      const sql = `SELECT ${names} FROM ${quoteName(plan.object.apiName)} WHERE ${quoteName(column)} = ?${deleted} ORDER BY "Id"`;
      const found = store.prepare(sql).all(toSql(value)).map((raw) => decodeRow(plan, raw));
      return plan.fields.get(column.toLowerCase())?.caseSensitive === true ? found.filter((row) => row[column] === value) : found;
    },
    insert: (plan, row) => {
      const { columns, insert } = statementsOf(plan);
      const values: SqlValue[] = [];
      for (const column of columns) {
        values.push(toSql(row[column]));
      }
      insert.run(...values);
    },
    update: (plan, id, changes) => {
      const names = Object.keys(changes);
      if (names.length === 0) {
        return;
      }
      const values: SqlValue[] = names.map((name) => toSql(changes[name]));
      values.push(id);
      const { updates } = statementsOf(plan);
      const key = names.join();
      let statement = updates.get(key);
      if (statement === undefined) {
        const assignments = names.map((name) => `${quoteName(name)} = ?`).join(', ');
        statement = store.prepare(`UPDATE ${quoteName(plan.object.apiName)} SET ${assignments} WHERE "Id" = ?`);
        if (updates.size >= MOST_UPDATES) {
          updates.clear();
        }
        updates.set(key, statement);
      }
      statement.run(...values);
    },
    remove: (plan, id) => {
      store.prepare(`DELETE FROM ${quoteName(plan.object.apiName)} WHERE "Id" = ?`).run(id);
    },
  };
}
