/** `$Setup`: the value of a hierarchy custom setting for the running user. */
import type { RawValue } from '../../../formula/types.ts';
import type { Row } from '../records.ts';
import type { FormulaEnvironment } from './environment.ts';

/**
 * Reads a field of a hierarchy custom setting. Each field comes from the lowest level that has a value for it
 * (Apex Reference, getInstance(): fields are merged); a checkbox has one wherever there is a record.
 * @param owners from the lowest level up
 */
function valueFor({ schema, setup }: FormulaEnvironment, setting: string, fieldName: string, owners: readonly unknown[]): RawValue | undefined {
  const field = schema.field(setting, fieldName);
  if (field === undefined) {
    return undefined;
  }
  for (const owner of owners) {
    const value = typeof owner === 'string' ? setup.find(setting, 'SetupOwnerId', owner)?.[field.apiName] ?? null : null;
    if (value !== null) {
      return value;
    }
  }
  return field.type === 'boolean' ? false : null;
}

/** What reads the field. The value is kept as long as user, profile and the records of the setting stay the same. */
export function customSettingReader(setting: string, fieldName: string): (environment: FormulaEnvironment) => RawValue | undefined {
  let known: { readonly rows: readonly Row[]; readonly userId: string; readonly profileId: unknown; readonly value: RawValue | undefined } | undefined;
  return (environment) => {
    const { session: { userId }, setup, load } = environment;
    const rows = setup.all(setting);
    const profileId = load(userId)?.row['ProfileId'];
    if (known?.rows !== rows || known.userId !== userId || known.profileId !== profileId) {
      known = { rows, userId, profileId, value: valueFor(environment, setting, fieldName, [userId, profileId, setup.all('Organization')[0]?.['Id']]) };
    }
    return known.value;
  };
}
