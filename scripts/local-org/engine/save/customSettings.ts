/** What the platform asks of a record of a custom setting: one per owner in a hierarchy, one per name in a list. */
import { isChanged, type Draft, type SaveContext } from '../context.ts';
import { saveErrors } from '../saveErrors.ts';
import type { SaveError } from '../types.ts';

/** The field by which the records of a setting are told apart. */
const KEYS = { Hierarchy: 'SetupOwnerId', List: 'Name' } as const;

export function checkCustomSetting(draft: Draft, context: SaveContext): SaveError[] {
  const { plan, row } = draft;
  const type = plan.object.customSettingsType;
  const key = type === undefined ? undefined : plan.fields.get(KEYS[type].toLowerCase());
  const value = key === undefined ? undefined : row[key.apiName];
  if (type === undefined || key === undefined || typeof value !== 'string') {
    return [];
  }
  if (type === 'List' && row['SetupOwnerId'] !== context.engine.organizationId) {
    return [saveErrors.invalidCrossReference(['SetupOwnerId'])];
  }
  const own = row['Id'];
  const isTaken = isChanged(draft, key.apiName) && context.engine.records.find(plan, key.apiName, value).some((other) => other['Id'] !== own);
  if (!isTaken) {
    return [];
  }
  // Of a hierarchy an org names the owner where other errors name the record.
  return [type === 'List' ? saveErrors.duplicateSettingName(key.label, value, key.apiName) : saveErrors.duplicateValue(key.apiName, value)];
}
