/** Deletes and undeletes: records go to the recycle bin with their children and come back with them. */
import type { EngineContext } from '../context.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import type { Row } from '../records.ts';
import { saveErrors } from '../saveErrors.ts';
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts';
import { normalizeId } from '../../store/ids.ts';
import { quoteName } from '../../store/tables.ts';
import type { SaveOptions, SaveResult, Session } from '../types.ts';
import { sumOpportunity } from './lineItemSums.ts';
import { saveAll, SaveRefused, type SaveCall } from './call.ts';
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

/** Marks one record and what hangs on it; each child goes once. */
function bin(call: SaveCall, plan: ObjectPlan, row: Row): void {
  const { engine, instant, session } = call.context;
  const id = String(row['Id']);
  for (const lookup of childLookups(engine.schema, plan.object)) {
    const { deleteConstraint, apiName } = lookup.field;
    if (deleteConstraint === 'Restrict' && lookup.plan.object.kind !== 'history' && plan.object.apiName !== 'User') {
      const [blocking] = childrenOf(engine, lookup, id);
      if (blocking !== undefined) {
        const nameOf = (of: ObjectPlan, record: Row): string => String(record[of.nameField?.apiName ?? 'Id'] ?? record['Id']);
        throw new SaveRefused([saveErrors.deleteRestricted(lookup.plan.object.labelPlural, nameOf(plan, row), nameOf(lookup.plan, blocking))]);
      }
    } else if (deleteConstraint === 'Cascade') {
      for (const child of childrenOf(engine, lookup, id)) {
        bin(call, lookup.plan, child);
      }
    } else if (deleteConstraint === 'SetNull') {
      engine.store.prepare(`UPDATE ${quoteName(lookup.plan.object.apiName)} SET ${quoteName(apiName)} = NULL WHERE ${quoteName(apiName)} = ?`).run(id);
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
  if (plan.object.apiName === 'OpportunityLineItem' && typeof row['OpportunityId'] === 'string') {
    sumOpportunity(row['OpportunityId'], call.context);
  }
}

/** Deletes records by id: `Cascade` children go along, `SetNull` lookups are cleared, `Restrict` children refuse. */
export function deleteRecords(engine: EngineContext, session: Session, object: ObjectSchema, ids: readonly string[], options: SaveOptions): SaveResult[] {
  return saveAll(engine, session, object, ids.length, options, (call, plan, item) => {
    if (!object.deletable) {
      throw new SaveRefused([saveErrors.entityNotWriteable('deleted', object.label)]);
    }
    if (session.access?.object(object.apiName, 'delete') === false) {
      throw new SaveRefused([saveErrors.insufficientAccess()]);
    }
    const id = requireId(ids[item] ?? '');
    const row = engine.records.get(plan, id);
    if (row === undefined) {
      throw new SaveRefused([saveErrors.invalidCrossReference()]);
    }
    if (row['IsDeleted'] === true) {
      throw new SaveRefused([saveErrors.entityDeleted()]);
    }
    bin(call, plan, row);
    call.environment.forget();
    return { id, created: false };
  });
}

/** Children that went with the parent carry its instant of deletion. */
function restore(call: SaveCall, plan: ObjectPlan, row: Row): void {
  const { engine, instant } = call.context;
  const id = String(row['Id']);
  const deletedAt = row['SystemModstamp'] ?? null;
  engine.records.update(plan, id, { IsDeleted: false, ...(plan.has('SystemModstamp') ? { SystemModstamp: instant } : {}) });
  for (const lookup of childLookups(engine.schema, plan.object).filter((candidate) => candidate.field.deleteConstraint === 'Cascade')) {
    if (!lookup.plan.has('IsDeleted')) {
      continue;
    }
    const stamp = lookup.plan.has('SystemModstamp') ? ' AND "SystemModstamp" IS ?' : '';
    const found = engine.store
      .prepare(`SELECT "Id" FROM ${quoteName(lookup.plan.object.apiName)} WHERE ${quoteName(lookup.field.apiName)} = ? AND "IsDeleted" = 1${stamp}`)
      .all(...(stamp === '' ? [id] : [id, typeof deletedAt === 'string' ? deletedAt : null]));
    for (const { Id: childId } of found) {
      const child = engine.records.get(lookup.plan, String(childId));
      if (child !== undefined) {
        restore(call, lookup.plan, child);
      }
    }
  }
}

/** Brings records back from the recycle bin with what was deleted along with them. Validation rules do not run. */
export function undeleteRecords(engine: EngineContext, session: Session, object: ObjectSchema, ids: readonly string[], options: SaveOptions): SaveResult[] {
  return saveAll(engine, session, object, ids.length, options, (call, plan, item) => {
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
    restore(call, plan, row);
    call.environment.forget();
    engine.setup.forget(object.apiName);
    return { id, created: false };
  });
}
