/** Picklists that the org had already, standard value sets among them: the playbook declares their values and never deploys them. */
import type { FieldDefinition } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { PicklistState } from '../orgState.ts';
import { setId, sharedSetOf } from '../valueSets.ts';
import { presetChange, valueChanges, type FieldChange } from './fields.ts';

/** A change as one field shows it. */
interface Seen {
  readonly field: FieldDefinition;
  readonly key: string;
  readonly change: FieldChange;
}

/**
 * A change of a set that several fields share is one difference, whose id names the set.
 * @param declared fields of the org that the playbook lists values of
 * @param org picklists by `Object.Field`; one that is absent was not readable
 * @param readersOf ids of the criteria that read a field `Object.Field`
 */
export function compareStandardPicklists(declared: readonly FieldDefinition[], org: ReadonlyMap<string, PicklistState>, readersOf: (field: string) => readonly string[]): Difference[] {
  const seen = declared.flatMap((field): Seen[] => {
    const key = `${field.object}.${field.apiName}`;
    const actual = org.get(key);
    if (actual === undefined) return [];
    const values = field.values?.map((name) => ({ name, label: name, active: true })) ?? null;
    const found = [...valueChanges({ object: field.object, label: field.label, values }, actual), ...preset(field, actual, readersOf(key))];
    return found.map((change) => ({ field, key, change }));
  });
  return [...Map.groupBy(seen, changeKey).values()].flatMap((same) => differenceOf(same, readersOf));
}

/** Equal for what one change of a set does to each of its fields. */
function changeKey({ key, change: { kind, suffix, expected } }: Seen): string {
  return JSON.stringify([sharedSetOf(key) ?? key, kind, suffix, suffix === '-default' ? expected : null]);
}

function differenceOf(same: readonly Seen[], readersOf: (field: string) => readonly string[]): Difference[] {
  const [first] = same;
  if (first === undefined) return [];
  const { field, key, change: { suffix = '', ...change } } = first;
  const set = same.length > 1 ? sharedSetOf(key) : undefined;
  const keys = same.map((seen) => seen.key);
  const objects = same.map((seen) => seen.field.object).join(' and ');
  return [{
    ...change, summary: change.summary.replace(`${field.label} on ${field.object}`, () => `${field.label} on ${objects}`),
    id: `${set === undefined ? `FIELD-${field.object}-${field.apiName}` : setId(set)}${suffix}`, object: field.object, component: field.apiName,
    changed: { kind: 'ownField', key }, criteria: change.severity === 'low' ? [] : keys.flatMap(readersOf), touches: { fields: keys },
    // Value sets of the org are read and never deployed.
    revertible: false,
  }];
}

/** A required picklist that begins with a value is answered by nobody and counts as answered. */
function preset(field: FieldDefinition, { defaultValue }: PicklistState, readers: readonly string[]): FieldChange[] {
  const expected = field.default === undefined ? null : String(field.default);
  if (defaultValue === expected || (expected === null && readers.length === 0)) return [];
  return [presetChange(field, expected, defaultValue)];
}
