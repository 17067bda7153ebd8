/**
 * Notices writes to what permissions hang on, through whatever door they come (REST, Bulk, deploy), so that
 * sessions can be cached between them.
 */
import type { Engine } from '../engine/types.ts';

const PERMISSION_OBJECTS: ReadonlySet<string> = new Set(['user', 'profile', 'permissionset', 'permissionsetassignment', 'setupentityaccess', 'custompermission', 'objectpermissions', 'fieldpermissions']);

/** @returns the engine, and a way to hear of changes to permissions */
export function watchPermissions<Watched extends Engine>(engine: Watched): { readonly engine: Engine; readonly onPermissionsChanged: (listener: () => void) => void } {
  const listeners: (() => void)[] = [];
  const notice = <Result>(object: string, work: () => Result): Result => {
    try {
      return work();
    } finally {
      if (PERMISSION_OBJECTS.has(object.toLowerCase())) {
        listeners.forEach((listener) => listener());
      }
    }
  };
  const watched: Engine = {
    get schema() {
      return engine.schema;
    },
    clock: engine.clock,
    organizationId: engine.organizationId,
    insert: (session, object, records, options) => notice(object, () => engine.insert(session, object, records, options)),
    update: (session, object, records, options) => notice(object, () => engine.update(session, object, records, options)),
    upsert: (session, object, field, records, options) => notice(object, () => engine.upsert(session, object, field, records, options)),
    delete: (session, object, ids, options) => notice(object, () => engine.delete(session, object, ids, options)),
    undelete: (session, object, ids, options) => notice(object, () => engine.undelete(session, object, ids, options)),
    purge: (session, object, ids, options) => notice(object, () => engine.purge(session, object, ids, options)),
    convertLead: (session, request) => engine.convertLead(session, request),
    query: (session, soql, options) => engine.query(session, soql, options),
    queryRows: (session, soql, options) => engine.queryRows(session, soql, options),
    search: (session, sosl, options) => engine.search(session, sosl, options),
    retrieve: (session, object, id, fields) => engine.retrieve(session, object, id, fields),
    replaceSchema: (schema) => engine.replaceSchema(schema),
    transaction: (work) => {
      try {
        return engine.transaction(work);
      } catch (error) {
        // What was noticed inside has been undone.
        listeners.forEach((listener) => listener());
        throw error;
      }
    },
    writeSystemRow: (object, row) => notice(object, () => engine.writeSystemRow(object, row)),
    deleteSystemRows: (object, where) => notice(object, () => engine.deleteSystemRows(object, where)),
    newId: (prefix) => engine.newId(prefix),
    writeLater: (write) => engine.writeLater(write),
  };
  return { engine: watched, onPermissionsChanged: (listener) => listeners.push(listener) };
}
