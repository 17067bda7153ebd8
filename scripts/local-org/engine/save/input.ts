/** Step 1 of a save: names and values of the request become fields of the draft. */
import type { Draft, SaveContext } from '../context.ts';
import { AUDIT_FIELDS, planOf } from '../objectPlan.ts';
import { saveErrors } from '../saveErrors.ts';
import type { FieldSchema } from '../schema.ts';
import type { RecordInput, SaveError } from '../types.ts';
import { coerce } from './coerce.ts';
import { fieldRights } from './fieldRights.ts';

/** Fields that *Set Audit Fields upon Record Creation* opens. */
const SETTABLE_AUDIT_FIELDS: ReadonlySet<string> = new Set(['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById']);

function isWriteable(draft: Draft, field: FieldSchema, context: SaveContext): boolean {
  if (AUDIT_FIELDS.has(field.apiName)) {
    return draft.isNew && context.options.setAuditFields === true && SETTABLE_AUDIT_FIELDS.has(field.apiName);
  }
  return (draft.isNew ? field.createable : field.updateable) && !fieldRights(context.session.access, draft.plan).locked.has(field.apiName);
}

/** `Account: { Ext__c: 'A-1' }` names a parent by its external id; the result is the parent's id. */
function resolveForeignKey(context: SaveContext, lookup: FieldSchema, key: string, given: unknown): { readonly id: string | null } | { readonly error: SaveError } {
  for (const target of lookup.referenceTo) {
    const object = context.engine.schema.object(target);
    const plan = object === undefined ? undefined : planOf(object);
    const field = plan?.fields.get(key.toLowerCase());
    if (plan === undefined || field === undefined) {
      continue;
    }
    if (!field.externalId && field.apiName !== 'Id') {
      break;
    }
    const coerced = coerce(field, given, context.engine.schema);
    if ('error' in coerced) {
      return coerced;
    }
    if (coerced.value === null) {
      return { id: null };
    }
    const found = context.engine.records.find(plan, field.apiName, coerced.value);
    if (found.length > 1) {
      return { error: saveErrors.foreignKeyAmbiguous(String(given), field.apiName, plan.object.apiName) };
    }
    return found[0] === undefined
      ? { error: saveErrors.foreignKeyNotFound(String(given), field.apiName, plan.object.apiName) }
      : { id: String(found[0]['Id']) };
  }
  return { error: saveErrors.noSuchColumn(key, lookup.referenceTo[0] ?? lookup.apiName) };
}

function readRelationship(draft: Draft, context: SaveContext, name: string, given: unknown): SaveError | undefined {
  const dot = name.indexOf('.');
  const lookup = draft.plan.relationships.get((dot < 0 ? name : name.slice(0, dot)).toLowerCase());
  if (lookup === undefined) {
    return saveErrors.noSuchColumn(name, draft.plan.object.apiName);
  }
  if (!isWriteable(draft, lookup, context)) {
    return saveErrors.notWriteable([lookup.apiName]);
  }
  let id: string | null = null;
  const keys = dot < 0 && typeof given === 'object' && given !== null
    ? Object.entries(given).filter(([key]) => key !== 'attributes' && key !== 'type')
    : [[name.slice(dot + 1), given] as const];
  const [first] = keys;
  if (keys.length !== 1 || first === undefined) {
    return saveErrors.unexpectedStructure('reference', 'START_OBJECT');
  }
  if (given !== null) {
    const resolved = resolveForeignKey(context, lookup, first[0], first[1]);
    if ('error' in resolved) {
      return resolved.error;
    }
    id = resolved.id;
  }
  draft.row[lookup.apiName] = id;
  draft.given.add(lookup.apiName);
  return undefined;
}

/** Reads every entry of the request into the draft; answers all that is wrong with it. */
export function readInput(draft: Draft, input: RecordInput, context: SaveContext): SaveError[] {
  const errors: SaveError[] = [];
  const refused: string[] = [];
  const { hidden } = fieldRights(context.session.access, draft.plan);
  for (const [name, given] of Object.entries(input)) {
    const field = draft.plan.fields.get(name.toLowerCase());
    if (name === 'attributes' || (field?.apiName === 'Id' && !draft.isNew)) {
      continue;
    }
    if (field !== undefined && hidden.has(field.apiName)) {
      errors.push(saveErrors.noSuchColumn(name, draft.plan.object.apiName));
    } else if (field === undefined) {
      const error = readRelationship(draft, context, name, given);
      if (error !== undefined) {
        errors.push(error);
      }
    } else if (field.apiName === 'Id') {
      errors.push(saveErrors.idNotAllowed());
    } else if (!isWriteable(draft, field, context)) {
      refused.push(field.apiName);
    } else {
      const coerced = coerce(field, given, context.engine.schema);
      if ('error' in coerced) {
        errors.push(coerced.error);
      } else {
        draft.row[field.apiName] = coerced.value;
        draft.given.add(field.apiName);
      }
    }
  }
  if (refused.length > 0) {
    errors.push(saveErrors.notWriteable(refused));
  }
  return errors;
}
