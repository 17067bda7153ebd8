/** Default values of fields the org had already, where the playbook says one; whatever else such a field is, is the org's own. */
import { defaultElement } from '../../compiler/index.ts';
import type { FieldDefinition, Playbook } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { Components } from '../orgState.ts';
import { presetChange, sameOptional } from './fields.ts';

const PICKLISTS: ReadonlySet<FieldDefinition['type']> = new Set(['Picklist', 'MultiselectPicklist']);

/** Such fields by `Object.Field`. What picklists begin with is part of their values. */
export function presetFields({ objects }: Playbook): ReadonlyMap<string, FieldDefinition> {
  const declared = objects.flatMap(({ fields }) => fields.filter((field) => field.existing && field.default !== undefined && !PICKLISTS.has(field.type)));
  return new Map(declared.map((field) => [`${field.object}.${field.apiName}`, field] as const));
}

/** A field that the org did not give is left out. @param readersOf ids of the criteria that read a field `Object.Field` */
export function comparePresets(declared: ReadonlyMap<string, FieldDefinition>, org: Components, readersOf: (field: string) => readonly string[]): Difference[] {
  return [...declared].flatMap(([key, field]): Difference[] => {
    const actual = org.fields.get(key);
    const expected = presetText(field);
    if (actual === undefined || sameOptional(expected, actual.defaultValue)) return [];
    const { suffix = '', ...change } = presetChange(field, expected, actual.defaultValue);
    return [{ ...change, id: `FIELD-${field.object}-${field.apiName}${suffix}`, object: field.object, component: field.apiName, changed: { kind: 'ownField', key }, criteria: readersOf(key), touches: { fields: [key] }, revertible: false }];
  });
}

/** As parsed metadata has it: a checkbox that is not ticked begins with nothing. */
function presetText(field: FieldDefinition): string | null {
  const element = defaultElement(field);
  return element === undefined || element === false ? null : String(element);
}
