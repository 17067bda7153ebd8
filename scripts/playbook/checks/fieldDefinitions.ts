import { problem, type Problem } from '../diagnostics.ts';
import type { FieldDefinition } from '../model.ts';
import { at, didYouMean, type Check, type CheckContext } from './check.ts';

/** The platform's limit for the name of a custom field without its suffix, and of a child relationship. */
const LONGEST_NAME = 40;
const NUMBERS = new Set<FieldDefinition['type']>(['Number', 'Currency', 'Percent']);
const PICKLISTS = new Set<FieldDefinition['type']>(['Picklist', 'MultiselectPicklist']);
/** Digits before and after the point together. */
const MOST_DIGITS = 18;

/** What a field of its type needs before an org accepts it. Fields that the org has already are the org's business. */
export const fieldDefinitions: Check = {
  name: 'fields that are added are complete',
  *run(context) {
    for (const { fields } of context.playbook.objects) {
      for (const field of fields) if (!field.existing) yield* problemsOf(field, context);
    }
  },
};

function* problemsOf(field: FieldDefinition, context: CheckContext): Generator<Problem> {
  const incomplete = (key: string, needs: string): Problem => problem('field-incomplete', at(context, field, key), { field: field.apiName, needs });
  if (!field.apiName.endsWith('__c')) yield problem('field-name', at(context, field, 'name'), { field: field.apiName }, didYouMean(`${field.apiName}__c`));
  else if (field.apiName.length - '__c'.length > LONGEST_NAME || field.apiName.slice(0, -3).includes('__')) yield problem('field-name', at(context, field, 'name'), { field: field.apiName });
  if (field.type === 'Lookup') {
    if (field.referenceTo === undefined) yield incomplete('name', '"reference_to", the object it points at');
    if (field.relationshipName === undefined || field.relationshipName.length > LONGEST_NAME) yield incomplete('relationship', `a "relationship" of at most ${LONGEST_NAME} characters`);
  }
  if (field.formula !== undefined) return;
  if (PICKLISTS.has(field.type) && field.values === undefined) yield incomplete('name', '"values", or "values_from"');
  if (field.type === 'Text' && field.length === undefined) yield incomplete('name', '"length", at most 255');
  if (field.type === 'Text' && (field.length ?? 0) > 255) yield incomplete('length', 'a "length" of at most 255, or the type LongTextArea');
  if (NUMBERS.has(field.type) && (field.precision === undefined || field.scale === undefined || field.scale > field.precision || field.precision > MOST_DIGITS)) {
    yield incomplete('precision', '"precision" and "scale": digits in all, and those of them after the point');
  }
  if (field.values && typeof field.default === 'string' && !field.values.includes(field.default)) yield incomplete('default', 'a "default" that is one of its values');
}
