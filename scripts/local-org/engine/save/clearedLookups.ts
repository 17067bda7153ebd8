/**
 * Lookups to a deleted record are blank while it lies in the recycle bin, and name it again when it comes back, unless they
 * have been given another value meanwhile ("Salesforce restores only lookup relationships that have not been replaced").
 */
import type { EngineContext } from '../context.ts';
import type { ObjectPlan } from '../objectPlan.ts';
import type { FieldSchema } from '../schema.ts';
import type { Store } from '../../store/store.ts';
import { quoteName } from '../../store/tables.ts';

const TABLE = 'handrail_cleared_lookup';

/** Creates the table that remembers them. */
export function openClearedLookups(store: Store): void {
  store.database.exec(`CREATE TABLE IF NOT EXISTS ${TABLE} (parent TEXT NOT NULL, object TEXT NOT NULL, field TEXT NOT NULL, child TEXT NOT NULL, PRIMARY KEY (parent, object, field, child)) WITHOUT ROWID`);
}

/** Blanks a lookup field of all records that name the record. */
export function clearLookup(engine: EngineContext, { plan, field }: { readonly plan: ObjectPlan; readonly field: FieldSchema }, id: string): void {
  const [table, column] = [quoteName(plan.object.apiName), quoteName(field.apiName)];
  if (engine.store.prepare(`SELECT 1 FROM ${table} WHERE ${column} = ? LIMIT 1`).get(id) === undefined) {
    return;
  }
  engine.store.prepare(`INSERT OR IGNORE INTO ${TABLE} SELECT ?, ?, ?, "Id" FROM ${table} WHERE ${column} = ?`).run(id, plan.object.apiName, field.apiName, id);
  engine.store.prepare(`UPDATE ${table} SET ${column} = NULL WHERE ${column} = ?`).run(id);
}

/** Lets the lookups that were blanked name the record again. */
export function restoreLookups(engine: EngineContext, plan: ObjectPlan, id: string): void {
  for (const { object, field } of engine.store.prepare(`SELECT DISTINCT object, field FROM ${TABLE} WHERE parent = ?`).all(id)) {
    // A field may have been deleted from the schema meanwhile.
    if (engine.schema.field(String(object), String(field))?.referenceTo.includes(plan.object.apiName) === true) {
      const [table, column] = [quoteName(String(object)), quoteName(String(field))];
      engine.store
        .prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} IS NULL AND "Id" IN (SELECT child FROM ${TABLE} WHERE parent = ? AND object = ? AND field = ?)`)
        .run(id, id, String(object), String(field));
    }
  }
  forgetLookups(engine, id);
}

/** The record will not come back. */
export function forgetLookups(engine: EngineContext, id: string): void {
  engine.store.prepare(`DELETE FROM ${TABLE} WHERE parent = ?`).run(id);
}
