/** Brings the rows of setup, custom metadata and the Tooling API in line with the components. */
import type { ObjectSchema, Schema } from '../../engine/schema.ts';
import type { Engine } from '../../engine/types.ts';
import type { Component, ComponentSet } from '../component.ts';
import { auditRows, type Change } from './audit.ts';
import { CATALOGUE, entityRows, fieldId, isCatalogued } from './catalogue.ts';
import { dependencyRows } from './dependencies.ts';
import { formulaFunctionRows } from './formulaFunctions.ts';
import { entityId, type RowContext, type SystemRow } from './row.ts';
import { stableId } from './stableId.ts';
import { statusObjectOf } from './valueSets.ts';
import { ROW_WRITERS } from './writers.ts';

type RowEngine = Pick<Engine, 'writeSystemRow' | 'deleteSystemRows'>;

export function rowContext(schema: Schema, components: ComponentSet, environment: Pick<RowContext, 'userName' | 'userId' | 'limits'>): RowContext {
  return {
    schema,
    components,
    limits: environment.limits,
    userName: environment.userName,
    userId: environment.userId,
    rowId: (component, object, key) => stableId(schema.object(object)?.keyPrefix ?? '000', [component.id, object, key.toLowerCase()]),
  };
}

/** Rows of a component whose object the org has. */
function rowsOf(component: Component | undefined, context: RowContext): readonly SystemRow[] {
  if (component === undefined) return [];
  return [...(ROW_WRITERS[component.type]?.(component, context) ?? []), ...dependencyRows(component, context)].filter((row) => context.schema.object(row.object) !== undefined);
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

const DERIVED = [...Object.keys(CATALOGUE), 'PicklistValueInfo', 'FormulaFunctionCategory', 'FormulaFunction', 'FormulaFunctionAllowedType'];

/** Writes anew what is derived from the schema and from the formula language, so that a newer version's objects and functions show up. */
export function writeCatalogue(engine: RowEngine, context: RowContext): void {
  for (const object of DERIVED) if (context.schema.object(object) !== undefined) engine.deleteSystemRows(object, {});
  syncCatalogue(engine, undefined, context);
  for (const row of formulaFunctionRows()) if (context.schema.object(row.object) !== undefined) engine.writeSystemRow(row.object, row.row);
}

/** EntityDefinition and FieldDefinition rows of every object that is not the same as before. */
export function syncCatalogue(engine: RowEngine, before: RowContext | undefined, after: RowContext): void {
  if (Object.keys(CATALOGUE).some((name) => after.schema.object(name) === undefined)) return;
  const clear = (id: string, previous: ObjectSchema | undefined): void => {
    for (const field of previous?.fields ?? []) {
      if (field.picklistValues.length > 0) engine.deleteSystemRows('PicklistValueInfo', { EntityParticleId: fieldId(before as RowContext, previous as ObjectSchema, field) });
    }
    for (const [name, column] of Object.entries(CATALOGUE)) engine.deleteSystemRows(name, { [column]: id });
  };
  for (const object of before?.schema.objects ?? []) if (after.schema.object(object.apiName) === undefined) clear(entityId(before as RowContext, object.apiName), object);
  for (const object of after.schema.objects) {
    if (!isCatalogued(object) || before?.schema.object(object.apiName) === object) continue;
    clear(entityId(after, object.apiName), before?.schema.object(object.apiName));
    for (const row of entityRows(object, after)) engine.writeSystemRow(row.object, row.row);
  }
}

export function writeAudit(engine: RowEngine, changes: readonly Change[], schema: Schema, userId: string, at: string): void {
  if (schema.object('SetupAuditTrail') === undefined) return;
  for (const row of changes.flatMap((change) => auditRows(change, schema, userId, at))) engine.writeSystemRow('SetupAuditTrail', row);
}
