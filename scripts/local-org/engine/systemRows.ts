/** Rows that come past the save pipeline: custom metadata, tooling rows, users and other setup. */
import type { EngineContext } from './context.ts';
import { planOf, type ObjectPlan } from './objectPlan.ts';
import type { Row } from './records.ts';
import { idCounter, idNumber, normalizeId } from '../store/ids.ts';
import { quoteName } from '../store/tables.ts';
import { toInstant } from './time.ts';
import { OrgError, type Scalar } from './types.ts';

function planNamed(engine: EngineContext, object: string): ObjectPlan {
  const found = engine.schema.object(object);
  if (found === undefined) {
    throw new OrgError('INVALID_TYPE', `sObject type '${object}' is not supported.`);
  }
  return planOf(found);
}

function canonical(plan: ObjectPlan, given: Readonly<Record<string, Scalar>>): Row {
  const row: Row = {};
  for (const [name, value] of Object.entries(given)) {
    const field = plan.fields.get(name.toLowerCase());
    if (field === undefined || !plan.has(field.apiName)) {
      throw new OrgError('INVALID_FIELD', `No such column '${name}' on sobject of type ${plan.object.apiName}`);
    }
    row[field.apiName] = (field.type === 'id' || field.type === 'reference') && typeof value === 'string' ? normalizeId(value) ?? value : value;
  }
  return row;
}

/** An id given from outside must not be given again. */
function keepIdFree(engine: EngineContext, id: string): void {
  const number = normalizeId(id) === null ? null : idNumber(id);
  if (number !== null) {
    engine.store.skipNumber(idCounter(id.slice(0, 3)), number);
  }
}

/**
 * Writes one row as it is given: updates the row whose `Id` it carries, else creates one (with that id, or a new
 * one). Created and modified stamps are filled when absent. Answers the id.
 */
export function writeSystemRow(engine: EngineContext, object: string, given: Readonly<Record<string, Scalar>>): string {
  const plan = planNamed(engine, object);
  const row = canonical(plan, given);
  const instant = toInstant(engine.clock.now());
  engine.setup.forget(plan.object.apiName);
  const id = typeof row['Id'] === 'string' ? row['Id'] : null;
  if (id !== null && engine.records.get(plan, id) !== undefined) {
    const stamps: Row = {};
    for (const name of ['LastModifiedDate', 'SystemModstamp']) {
      if (plan.has(name) && !(name in row)) {
        stamps[name] = instant;
      }
    }
    engine.records.update(plan, id, { ...row, ...stamps });
    return id;
  }
  const created = id ?? engine.newId(plan.object.keyPrefix ?? '000');
  if (id !== null) {
    keepIdFree(engine, id);
  }
  const full: Row = { ...row, Id: created };
  for (const name of ['CreatedDate', 'LastModifiedDate', 'SystemModstamp']) {
    if (plan.has(name) && (full[name] ?? null) === null) {
      full[name] = instant;
    }
  }
  for (const field of plan.stored) {
    if (field.type === 'boolean' && full[field.apiName] === undefined) {
      full[field.apiName] = field.defaultValue === true;
    }
  }
  engine.records.insert(plan, full);
  return created;
}

/** Deletes the rows whose columns equal the given values (null means blank); answers how many. An empty condition deletes all. */
export function deleteSystemRows(engine: EngineContext, object: string, where: Readonly<Record<string, Scalar>>): number {
  const plan = planNamed(engine, object);
  const conditions = Object.entries(canonical(plan, where));
  const sql = conditions.map(([name]) => `${quoteName(name)} IS ?`).join(' AND ');
  const values = conditions.map(([, value]) => (typeof value === 'boolean' ? Number(value) : value));
  engine.setup.forget(plan.object.apiName);
  const result = engine.store.prepare(`DELETE FROM ${quoteName(plan.object.apiName)}${sql === '' ? '' : ` WHERE ${sql}`}`).run(...values);
  return Number(result.changes);
}
