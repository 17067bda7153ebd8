/** Upsert: update the record that holds the key, else create it. */
import type { EngineContext } from '../context.ts';
import type { ObjectPlan } from '../objectPlan.ts';
import { saveErrors } from '../saveErrors.ts';
import type { ObjectSchema } from '../schema.ts';
import { OrgError, type RecordInput, type SaveOptions, type SaveResult, type Session } from '../types.ts';
import { coerce } from './coerce.ts';
import { saveAll, SaveRefused, type SaveCall } from './call.ts';
import { needsSavepoint } from './isolation.ts';
import { createRefusal, unlessRefused, updateRefusal } from './objectRights.ts';
import { insertRecord, updateRecord, updateTarget } from './save.ts';

function valueOf(input: RecordInput, name: string): unknown {
  const key = Object.keys(input).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : input[key];
}

/** Upserts by `Id` or by an external id field; each result says whether the record is new. */
export function upsertRecords(
  engine: EngineContext, session: Session, object: ObjectSchema, keyField: string, inputs: readonly RecordInput[], options: SaveOptions,
): SaveResult[] {
  const field = engine.schema.field(object.apiName, keyField);
  if (field === undefined || (!field.externalId && field.type !== 'id') || session.access?.field(object.apiName, field.apiName, 'read') === false) {
    throw new OrgError('NOT_FOUND', 'Provided external ID field does not exist or is not accessible: ' + keyField, 404);
  }
  const seen = new Set<string>();
  const [mayNotCreate, mayNotUpdate] = [createRefusal(session, object), updateRefusal(session, object)];
  const create = (call: SaveCall, plan: ObjectPlan, input: RecordInput): { id: string; created: boolean } => {
    unlessRefused(mayNotCreate);
    return { id: insertRecord(call, plan, input), created: true };
  };
  const change = (call: SaveCall, plan: ObjectPlan, id: string, input: RecordInput): { id: string; created: boolean } => {
    unlessRefused(mayNotUpdate);
    return { id: updateRecord(call, plan, id, input), created: false };
  };
  return saveAll(engine, session, object, inputs.length, options, (call, plan, item) => {
    const input = inputs[item] ?? {};
    const given = valueOf(input, field.apiName);
    if (field.type === 'id') {
      if (given === undefined || given === null || given === '') {
        const rest = Object.fromEntries(Object.entries(input).filter(([name]) => name.toLowerCase() !== 'id'));
        return create(call, plan, rest);
      }
      return change(call, plan, updateTarget(input, object), input);
    }
    const coerced = coerce(field, given, engine.schema);
    if ('error' in coerced) {
      throw new SaveRefused([coerced.error]);
    }
    if (coerced.value === null) {
      throw new SaveRefused([saveErrors.externalIdMissing(field.apiName)]);
    }
    const key = field.caseSensitive === true ? String(coerced.value) : String(coerced.value).toLowerCase();
    if (seen.has(key)) {
      throw new SaveRefused([saveErrors.duplicateInRequest(String(coerced.value))]);
    }
    seen.add(key);
    const found = engine.records.find(plan, field.apiName, coerced.value);
    if (found.length > 1) {
      throw new SaveRefused([saveErrors.duplicateExternalId(field.apiName, found.map((row) => String(row['Id'])))]);
    }
    const [existing] = found;
    return existing === undefined ? create(call, plan, input) : change(call, plan, String(existing['Id']), input);
  }, needsSavepoint(engine, object));
}
