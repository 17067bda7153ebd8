/**
 * Record types narrow the values of restricted picklists. An org refuses over the API what a restricted picklist does not
 * offer for the record type; it lets pass what an unrestricted one does not, and does not look at field dependencies.
 */
import { isChanged, type Draft } from '../context.ts';
import { saveErrors } from '../saveErrors.ts';
import type { RecordTypeSchema } from '../schema.ts';
import type { SaveError } from '../types.ts';

/** The record type the draft has; undefined for the master. */
export function recordTypeOf({ plan, row }: Draft): RecordTypeSchema | undefined {
  const id = row['RecordTypeId'] ?? null;
  return id === null ? undefined : plan.object.recordTypes.find((type) => type.id === id);
}

/** Refuses an unknown record type, and given values of restricted picklists that the record type does not have. */
export function checkRecordType(draft: Draft): SaveError[] {
  const { plan, row, given } = draft;
  if (plan.object.recordTypes.length === 0) {
    return [];
  }
  const id = row['RecordTypeId'] ?? null;
  const type = recordTypeOf(draft);
  if (id !== null && type === undefined && given.has('RecordTypeId')) {
    return [saveErrors.recordTypeInvalid(String(id))];
  }
  const errors: SaveError[] = [];
  for (const [name, { values }] of type?.picklists ?? []) {
    const field = plan.fields.get(name.toLowerCase());
    const value = field === undefined ? null : row[field.apiName] ?? null;
    if (field?.restrictedPicklist !== true || typeof value !== 'string' || !given.has(field.apiName) || !isChanged(draft, field.apiName)) {
      continue;
    }
    const members = field.type === 'multipicklist' ? value.split(';') : [value];
    const foreign = members.find((member) => !values.includes(member));
    if (foreign !== undefined) {
      errors.push(saveErrors.restrictedPicklist(field.label, foreign, field.apiName));
    }
  }
  return errors;
}
