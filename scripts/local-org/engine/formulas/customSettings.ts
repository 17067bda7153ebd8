/** `$Setup`: the value of a hierarchy custom setting for the running user. */
import type { RawValue } from '../../../formula/types.ts';
import type { FormulaEnvironment } from './environment.ts';

/** Owners from the lowest level up: the user, the user's profile, the organization. */
function ownersOf({ session, setup, load }: FormulaEnvironment): readonly string[] {
  const levels = [session.userId, load(session.userId)?.row['ProfileId'], setup.all('Organization')[0]?.['Id']];
  return levels.filter((level) => typeof level === 'string');
}

/**
 * Reads a field of a hierarchy custom setting. Each field comes from the lowest level that has a value for it
 * (Apex Reference, getInstance(): fields are merged); a checkbox has one wherever there is a record.
 */
export function customSettingValue(environment: FormulaEnvironment, setting: string, fieldName: string): RawValue | undefined {
  const field = environment.schema.field(setting, fieldName);
  if (field === undefined) {
    return undefined;
  }
  for (const owner of ownersOf(environment)) {
    const value = environment.setup.find(setting, 'SetupOwnerId', owner)?.[field.apiName] ?? null;
    if (value !== null) {
      return value;
    }
  }
  return field.type === 'boolean' ? false : null;
}
