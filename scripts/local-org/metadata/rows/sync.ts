/** Brings the rows of setup, custom metadata and the Tooling API in line with the components. */
import { createHash } from 'node:crypto';
import type { Schema } from '../../engine/schema.ts';
import type { Engine } from '../../engine/types.ts';
import { composeId } from '../../store/ids.ts';
import type { Component, ComponentSet } from '../component.ts';
import { auditRow, type Change } from './audit.ts';
import { entityRows, isCatalogued } from './catalogue.ts';
import { entityId, type RowContext, type SystemRow } from './row.ts';
import { statusObjectOf } from './valueSets.ts';
import { ROW_WRITERS } from './writers.ts';

type RowEngine = Pick<Engine, 'writeSystemRow' | 'deleteSystemRows'>;

/** 48 bits of a hash: the same row has the same id in every deploy, and two rows of one org do not meet. */
export function stableId(prefix: string, parts: readonly string[]): string {
  return composeId(prefix, Number.parseInt(createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12), 16));
}

export function rowContext(schema: Schema, components: ComponentSet, userName: (id: string) => string): RowContext {
  return {
    schema,
    components,
    userName,
    rowId: (component, object, key) => stableId(schema.object(object)?.keyPrefix ?? '000', [component.id, object, key.toLowerCase()]),
  };
}

/** Rows of a component whose object the org has. */
function rowsOf(component: Component | undefined, context: RowContext): readonly SystemRow[] {
  if (component === undefined) return [];
  return (ROW_WRITERS[component.type]?.(component, context) ?? []).filter((row) => context.schema.object(row.object) !== undefined);
}

const keyOf = (row: SystemRow): string => `${row.object}:${String(row.row['Id'])}`;

/** Rows of the changed components: those that went away are deleted, the rest are written anew. */
export function syncComponentRows(engine: RowEngine, changes: readonly Change[], before: RowContext, after: RowContext): void {
  for (const change of changes) {
    const next = rowsOf(change.after, after);
    const kept = new Set(next.map(keyOf));
    const replaced = change.after?.type === 'StandardValueSet' ? statusObjectOf(change.after.fullName) : undefined;
    if (replaced !== undefined && after.schema.object(replaced) !== undefined) engine.deleteSystemRows(replaced, {});
    for (const row of rowsOf(change.before, before)) {
      if (!kept.has(keyOf(row)) && after.schema.object(row.object) !== undefined) engine.deleteSystemRows(row.object, { Id: row.row['Id'] ?? null });
    }
    for (const row of next) engine.writeSystemRow(row.object, row.row);
  }
}

/** EntityDefinition and FieldDefinition rows of every object that is not the same as before. */
export function syncCatalogue(engine: RowEngine, before: RowContext | undefined, after: RowContext): void {
  if (after.schema.object('EntityDefinition') === undefined || after.schema.object('FieldDefinition') === undefined) return;
  const clear = (id: string): void => {
    engine.deleteSystemRows('EntityDefinition', { Id: id });
    engine.deleteSystemRows('FieldDefinition', { EntityDefinitionId: id });
  };
  for (const object of before?.schema.objects ?? []) if (after.schema.object(object.apiName) === undefined) clear(entityId(before as RowContext, object.apiName));
  for (const object of after.schema.objects) {
    if (!isCatalogued(object) || before?.schema.object(object.apiName) === object) continue;
    clear(entityId(after, object.apiName));
    for (const row of entityRows(object, after)) engine.writeSystemRow(row.object, row.row);
  }
}

export function writeAudit(engine: RowEngine, changes: readonly Change[], schema: Schema, userId: string, at: string): void {
  if (schema.object('SetupAuditTrail') === undefined) return;
  for (const change of changes) engine.writeSystemRow('SetupAuditTrail', auditRow(change, schema, userId, at));
}
