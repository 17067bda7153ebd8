/** Unique fields. Deleted records do not count. */
import { isChanged, type Draft, type SaveContext } from '../context.ts';
import { saveErrors } from '../saveErrors.ts';
import type { SaveError } from '../types.ts';

/** Refuses a value that another record of the object holds (text in any case). */
export function checkUnique(draft: Draft, context: SaveContext): SaveError[] {
  const { plan, row } = draft;
  const { records } = context.engine;
  const own = row['Id'];
  const errors: SaveError[] = [];
  for (const field of plan.unique) {
    const value = row[field.apiName] ?? null;
    if (value === null || !isChanged(draft, field.apiName)) {
      continue;
    }
    const other = records.find(plan, field.apiName, value).find((candidate) => candidate['Id'] !== own);
    if (other !== undefined) {
      errors.push(saveErrors.duplicateValue(field.apiName, String(other['Id'])));
    }
  }
  return errors;
}
