/** Picklists that the org had already, standard value sets among them: the playbook declares their values and never deploys them. */
import type { FieldDefinition } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { PicklistState } from '../orgState.ts';
import { valueChanges } from './fields.ts';

/**
 * @param declared fields of the org that the playbook lists values of
 * @param org picklists by `Object.Field`; one that is absent was not readable
 * @param readersOf ids of the criteria that read a field `Object.Field`
 */
export function compareStandardPicklists(declared: readonly FieldDefinition[], org: ReadonlyMap<string, PicklistState>, readersOf: (field: string) => readonly string[]): Difference[] {
  return declared.flatMap((field): Difference[] => {
    const key = `${field.object}.${field.apiName}`;
    const actual = org.get(key);
    if (actual === undefined) return [];
    const values = (field.values ?? []).map((name) => ({ name, label: name, active: true }));
    const found = [...valueChanges({ object: field.object, label: field.label, values }, actual), ...preset(field, actual, readersOf(key))];
    return found.map(({ suffix = '', expected, actual: inOrg, ...change }) => ({
      ...change, id: `FIELD-${field.object}-${field.apiName}${suffix}`, object: field.object, component: field.apiName, expected, actual: inOrg,
      changed: { kind: 'picklist', key }, criteria: change.severity === 'low' ? [] : readersOf(key), touches: { fields: [key] },
      // Value sets of the org are read and never deployed.
      revertible: false,
    }));
  });
}

/** A required picklist that begins with a value is answered by nobody and counts as answered. */
function preset({ object, label, default: declared }: FieldDefinition, { defaultValue }: PicklistState, readers: readonly string[]): ReturnType<typeof valueChanges> {
  const expected = declared === undefined ? null : String(declared);
  if (defaultValue === expected || (expected === null && readers.length === 0)) return [];
  return [{
    kind: 'field-changed', severity: 'medium', suffix: '-default', expected, actual: defaultValue,
    summary: defaultValue === null ? `${label} on ${object} begins blank on new records instead of with ${expected ?? ''}.` : `${label} on ${object} begins with ${defaultValue} on new records${expected === null ? ', so it counts as answered' : ` instead of with ${expected}`}.`,
  }];
}
