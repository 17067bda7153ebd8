/** Deletes, undeletes and purges: records go to the recycle bin with their children, come back with them, or go for good. */
import type { EngineContext } from '../context.ts';
import { runBeforeDelete } from '../flows/beforeDelete.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import type { Row } from '../records.ts';
import { saveErrors } from '../saveErrors.ts';
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts';
import { normalizeId } from '../../store/ids.ts';
import { quoteName } from '../../store/tables.ts';
import type { SaveOptions, SaveResult, Session } from '../types.ts';
import { updateAggregates } from './aggregates.ts';
import { saveAll, SaveRefused, type SaveCall } from './call.ts';
import { clearLookup, forgetLookups, restoreLookups } from './clearedLookups.ts';
import { rollUp } from './rollups.ts';
import { saveMaster } from './save.ts';
import { checkUnique } from './uniqueness.ts';

interface ChildLookup {
  readonly plan: ObjectPlan;
  readonly field: FieldSchema;
}

function childLookups(schema: Schema, object: ObjectSchema): ChildLookup[] {
  return schema.children(object.apiName).flatMap((child) => {
    const childObject = schema.object(child.childObject);
    const field = schema.field(child.childObject, child.field);
    return childObject === undefined || field === undefined ? [] : [{ plan: planOf(childObject), field }];
  });
}

function childrenOf(engine: EngineContext, lookup: ChildLookup, id: string): Row[] {
  return engine.records.find(lookup.plan, lookup.field.apiName, id);
}

function requireId(given: string): string {
  const id = normalizeId(given);
  if (id === null) {
    throw new SaveRefused([saveErrors.malformedId(given)]);
  }
  return id;
}

/** A record that went to the recycle bin, or came back from it. */
interface Moved {
  readonly plan: ObjectPlan;
  readonly row: Row;
}

/** Marks one record and what hangs on it; each child goes once. Answers all that went. */
function bin(call: SaveCall, plan: ObjectPlan, row: Row): Moved[] {
  const gone: Moved[] = [{ plan, row }];
  const { engine, instant, session } = call.context;
  const id = String(row['Id']);
  for (const lookup of childLookups(engine.schema, plan.object)) {
    const { deleteConstraint } = lookup.field;
    if (deleteConstraint === 'Restrict' && lookup.plan.object.kind !== 'history' && plan.object.apiName !== 'User') {
      const [blocking] = childrenOf(engine, lookup, id);
      if (blocking !== undefined) {
        const nameOf = (of: ObjectPlan, record: Row): string => String(record[of.nameField?.apiName ?? 'Id'] ?? record['Id']);
        throw new SaveRefused([saveErrors.deleteRestricted(lookup.plan.object.labelPlural, nameOf(plan, row), nameOf(lookup.plan, blocking))]);
      }
    } else if (deleteConstraint === 'Cascade') {
      for (const child of childrenOf(engine, lookup, id)) {
        gone.push(...bin(call, lookup.plan, child));
      }
    } else if (deleteConstraint === 'SetNull') {
      clearLookup(engine, lookup, id);
    }
  }
  if (plan.has('IsDeleted')) {
    engine.records.update(plan, id, {
      IsDeleted: true,
      ...(plan.has('LastModifiedDate') ? { LastModifiedDate: instant, LastModifiedById: session.userId } : {}),
      ...(plan.has('SystemModstamp') ? { SystemModstamp: instant } : {}),
    });
  } else {
    engine.records.remove(plan, id);
  }
  engine.setup.forget(plan.object.apiName);
  return gone;
}

function requireDeletable(object: ObjectSchema, session: Session): void {
  if (!object.deletable) {
    throw new SaveRefused([saveErrors.entityNotWriteable('deleted', object.label)]);
  }
  if (session.access?.object(object.apiName, 'delete') === false) {
    throw new SaveRefused([saveErrors.insufficientAccess()]);
  }
}

/** Deletes a live record inside the caller's savepoint. Flows run for the record that is named, not for what goes along with it. */
export function deleteRecord(call: SaveCall, plan: ObjectPlan, id: string): void {
  const row = call.context.engine.records.get(plan, id);
  if (row === undefined) {
    throw new SaveRefused([saveErrors.invalidCrossReference()]);
  }
  if (row['IsDeleted'] === true) {
    throw new SaveRefused([saveErrors.entityDeleted()]);
  }
  runBeforeDelete(plan, row, call);
  const gone = bin(call, plan, row);
  call.environment.forget();
  gone.forEach((moved) => followUp(call, moved));
}

/** What others tell of a record is brought in line after it went or came. */
function followUp(call: SaveCall, { plan, row }: Moved): void {
  const draft = { plan, isNew: false, row, prior: null, given: new Set<string>() };
  updateAggregates(call, draft);
  rollUp(call, draft, saveMaster);
}

/** Deletes records by id: `Cascade` children go along, `SetNull` lookups are cleared, `Restrict` children refuse. */
export function deleteRecords(engine: EngineContext, session: Session, object: ObjectSchema, ids: readonly string[], options: SaveOptions): SaveResult[] {
  return saveAll(engine, session, object, ids.length, options, (call, plan, item) => {
    requireDeletable(object, session);
    const id = requireId(ids[item] ?? '');
    deleteRecord(call, plan, id);
    return { id, created: false };
  });
}

/** What went to the recycle bin along with a record: its `Cascade` children that carry the instant of its deletion. */
function goneWith(engine: EngineContext, plan: ObjectPlan, row: Row): Moved[] {
  const deletedAt = row['SystemModstamp'] ?? null;
  return childLookups(engine.schema, plan.object)
    .filter(({ field, plan: child }) => field.deleteConstraint === 'Cascade' && child.has('IsDeleted'))
    .flatMap(({ field, plan: child }) => {
      const stamp = child.has('SystemModstamp') ? ' AND "SystemModstamp" IS ?' : '';
      const sql = `SELECT "Id" FROM ${quoteName(child.object.apiName)} WHERE ${quoteName(field.apiName)} = ? AND "IsDeleted" = 1${stamp}`;
      const parameters = [String(row['Id']), ...(stamp === '' ? [] : [typeof deletedAt === 'string' ? deletedAt : null])];
      return engine.store.prepare(sql).all(...parameters).flatMap(({ Id: id }) => {
        const found = engine.records.get(child, String(id));
        return found === undefined ? [] : [{ plan: child, row: found }];
      });
    });
}

/** Answers all that came back. */
function restore(call: SaveCall, plan: ObjectPlan, row: Row): Moved[] {
  const { engine, instant } = call.context;
  const children = goneWith(engine, plan, row);
  engine.records.update(plan, String(row['Id']), { IsDeleted: false, ...(plan.has('SystemModstamp') ? { SystemModstamp: instant } : {}) });
  restoreLookups(engine, plan, String(row['Id']));
  return [{ plan, row }, ...children.flatMap((child) => restore(call, child.plan, child.row))];
}

/** Brings records back from the recycle bin with what was deleted along with them. Validation rules do not run. */
export function undeleteRecords(engine: EngineContext, session: Session, object: ObjectSchema, ids: readonly string[], options: SaveOptions): SaveResult[] {
  return saveAll(engine, session, object, ids.length, options, (call, plan, item) => {
    requireDeletable(object, session);
    const id = requireId(ids[item] ?? '');
    const row = engine.records.get(plan, id);
    if (row === undefined) {
      throw new SaveRefused([saveErrors.invalidCrossReference()]);
    }
    if (row['IsDeleted'] !== true) {
      throw new SaveRefused([saveErrors.notInRecycleBin()]);
    }
    const duplicates = checkUnique({ plan, isNew: false, row, prior: null, given: new Set() }, call.context);
    if (duplicates.length > 0) {
      throw new SaveRefused(duplicates);
    }
    const back = restore(call, plan, row);
    call.environment.forget();
    back.forEach((moved) => followUp(call, moved));
    engine.setup.forget(object.apiName);
    return { id, created: false };
  });
}

/** Removes a record that lies in the recycle bin, with what lies there along with it. */
function destroy(engine: EngineContext, plan: ObjectPlan, row: Row): void {
  for (const child of goneWith(engine, plan, row)) {
    destroy(engine, child.plan, child.row);
  }
  forgetLookups(engine, String(row['Id']));
  engine.records.remove(plan, String(row['Id']));
}

/** Removes records for good: a live one is deleted first, with all that a deletion does. */
export function purgeRecords(engine: EngineContext, session: Session, object: ObjectSchema, ids: readonly string[], options: SaveOptions): SaveResult[] {
  return saveAll(engine, session, object, ids.length, options, (call, plan, item) => {
    requireDeletable(object, session);
    const id = requireId(ids[item] ?? '');
    if (engine.records.get(plan, id)?.['IsDeleted'] !== true) {
      deleteRecord(call, plan, id);
    }
    const row = engine.records.get(plan, id);
    if (row !== undefined) {
      destroy(engine, plan, row);
    }
    return { id, created: false };
  });
}
