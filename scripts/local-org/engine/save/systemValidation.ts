/** The platform's own checks of a whole record: required fields and parents that exist. */
import { isChanged, type Draft, type EngineContext, type SaveContext } from '../context.ts';
import { saveErrors } from '../saveErrors.ts';
import type { FormulaEnvironment } from '../formulas/environment.ts';
import type { SaveError } from '../types.ts';

/** One error that names every blank required field, as the API words it. */
export function checkRequired(draft: Draft): SaveError[] {
  const missing = draft.plan.required
    .filter((field) => (draft.row[field.apiName] ?? null) === null && (draft.isNew || draft.given.has(field.apiName)))
    .map((field) => field.apiName);
  return missing.length === 0 ? [] : [saveErrors.required(missing)];
}

/** A queue owns records of the objects it was set up for. Whatever is no queue is judged elsewhere. */
function queueTakes(engine: EngineContext, id: string, object: string): boolean {
  return engine.schema.objectByKeyPrefix(id.slice(0, 3))?.apiName !== 'Group' || engine.schema.object('QueueSobject') === undefined
    || engine.setup.all('QueueSobject').some((row) => row['QueueId'] === id && row['SobjectType'] === object);
}

/** Every lookup that the save sets must name a record that exists and is not deleted. */
export function checkReferences(draft: Draft, context: SaveContext, environment: FormulaEnvironment): SaveError[] {
  const errors: SaveError[] = [];
  if (draft.given.has('OwnerId') && (draft.row['OwnerId'] ?? null) === null && draft.plan.object.kind !== 'setup') {
    errors.push(saveErrors.ownerBlank());
  }
  for (const name of draft.given) {
    const field = draft.plan.fields.get(name.toLowerCase());
    const id = draft.row[name];
    if (field?.type !== 'reference' || typeof id !== 'string' || !isChanged(draft, name)) {
      continue;
    }
    if (name === 'OwnerId' && environment.load(id)?.row['IsActive'] === false) {
      errors.push(saveErrors.inactiveOwner(id, draft.plan.object.apiName));
      continue;
    }
    if (name === 'OwnerId' && !queueTakes(context.engine, id, draft.plan.object.apiName)) {
      errors.push(saveErrors.queueNotAssociated());
      continue;
    }
    if (id === draft.row['Id']) {
      errors.push(saveErrors.invalidCrossReference([name]));
      continue;
    }
    if (name === 'RecordTypeId' && draft.plan.object.recordTypes.some((type) => type.id === id)) {
      continue;
    }
    const target = context.engine.schema.objectByKeyPrefix(id.slice(0, 3));
    const parent = target === undefined ? undefined : environment.load(id);
    if (parent === undefined || !field.referenceTo.includes(parent.plan.object.apiName)) {
      errors.push(saveErrors.invalidCrossReference([name]));
    } else if (parent.row['IsDeleted'] === true) {
      errors.push(saveErrors.entityDeleted());
    }
  }
  return errors;
}
