/** Keeps the deployed components in the org's SQLite file, so that `--store` remembers them. */
import type { DatabaseSync } from 'node:sqlite';
import { ComponentSet, type Component } from './component.ts';
import type { XmlElement } from './xml/element.ts';

export interface ComponentStore {
  load(): ComponentSet;
  /** Call inside a transaction. */
  write(changed: readonly Component[], removed: readonly Component[]): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS handrail_component (
    type TEXT NOT NULL, full_name TEXT NOT NULL COLLATE NOCASE, file_name TEXT NOT NULL, content TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
    created_by_id TEXT NOT NULL, created_date TEXT NOT NULL, last_modified_by_id TEXT NOT NULL, last_modified_date TEXT NOT NULL,
    record_key_prefix TEXT, PRIMARY KEY (type, full_name)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS handrail_component_file (
    component_id TEXT NOT NULL, path TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (component_id, path));
`;

export function openComponentStore(database: DatabaseSync): ComponentStore {
  database.exec(SCHEMA);
  const put = database.prepare(`INSERT OR REPLACE INTO handrail_component VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const putFile = database.prepare('INSERT INTO handrail_component_file VALUES (?, ?, ?)');
  const removeFiles = database.prepare('DELETE FROM handrail_component_file WHERE component_id = ?');
  const remove = database.prepare('DELETE FROM handrail_component WHERE type = ? AND full_name = ?');
  return {
    load() {
      const files = new Map<string, Map<string, Uint8Array>>();
      for (const row of database.prepare('SELECT component_id, path, bytes FROM handrail_component_file ORDER BY path').iterate()) {
        const id = String(row['component_id']);
        const own = files.get(id) ?? new Map<string, Uint8Array>();
        own.set(String(row['path']), row['bytes'] as Uint8Array);
        files.set(id, own);
      }
      return new ComponentSet(database.prepare('SELECT * FROM handrail_component').all().map((row): Component => ({
        type: String(row['type']),
        fullName: String(row['full_name']),
        fileName: String(row['file_name']),
        content: JSON.parse(String(row['content'])) as XmlElement,
        files: files.get(String(row['id'])) ?? new Map(),
        id: String(row['id']),
        createdById: String(row['created_by_id']),
        createdDate: String(row['created_date']),
        lastModifiedById: String(row['last_modified_by_id']),
        lastModifiedDate: String(row['last_modified_date']),
        recordKeyPrefix: row['record_key_prefix'] === null ? null : String(row['record_key_prefix']),
      })));
    },
    write(changed, removed) {
      for (const component of removed) {
        remove.run(component.type, component.fullName);
        removeFiles.run(component.id);
      }
      for (const component of changed) {
        put.run(component.type, component.fullName, component.fileName, JSON.stringify(component.content), component.id, component.createdById,
          component.createdDate, component.lastModifiedById, component.lastModifiedDate, component.recordKeyPrefix);
        removeFiles.run(component.id);
        for (const [path, bytes] of component.files) putFile.run(component.id, path, bytes);
      }
    },
  };
}
