/** Types of describe as the playbook calls them. */
import type { FieldType } from '../playbook/model.ts';
import type { OrgField } from './types.ts';

const TYPES: Readonly<Record<string, FieldType>> = {
  string: 'Text', combobox: 'Text', encryptedstring: 'Text', url: 'Url', email: 'Email', phone: 'Phone',
  int: 'Number', double: 'Number', long: 'Number', currency: 'Currency', percent: 'Percent', date: 'Date', datetime: 'DateTime',
  boolean: 'Checkbox', picklist: 'Picklist', multipicklist: 'MultiselectPicklist', reference: 'Lookup',
};

/** Longer text areas are another type of field, which no query can filter. */
const TEXT_AREA = 255;

/** @returns undefined for a type that a playbook does not have, such as an address or a time */
export function playbookType(field: OrgField): FieldType | undefined {
  return field.type === 'textarea' ? (field.length > TEXT_AREA ? 'LongTextArea' : 'TextArea') : TYPES[field.type];
}

const TEXTS = new Set<FieldType>(['Text', 'TextArea', 'LongTextArea', 'Url', 'Email', 'Phone']);

export function isText(field: OrgField): boolean {
  const type = playbookType(field);
  return type !== undefined && TEXTS.has(type);
}
