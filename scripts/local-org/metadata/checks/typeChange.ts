/** Changes of a field that would lose what its records hold. */
import type { Component } from '../component.ts';
import type { Incoming } from '../package/incoming.ts';
import { ownerOf, partOf } from '../registry.ts';
import { childOf, numberOf, textOf, type XmlElement } from '../xml/element.ts';
import type { Report } from './context.ts';
import type { IsUsed } from './removal.ts';

/** What the records hold. */
export interface FieldData {
  readonly isUsed: IsUsed;
  hasValues(object: string, field: string): boolean;
  /** Characters of the longest text. */
  longest(object: string, field: string): number;
}

const NUMBERS = ['Number', 'Currency', 'Percent'] as const;
const TEXTS = ['Text', 'TextArea', 'LongTextArea'] as const;
/** Types that keep every value of another (Salesforce Help, Notes on Changing Custom Field Types). */
const KEEPS: Readonly<Record<string, readonly string[]>> = {
  AutoNumber: ['Text'], Currency: NUMBERS, Email: TEXTS, LongTextArea: ['Html'], Number: NUMBERS, Percent: NUMBERS, Phone: TEXTS, Picklist: [...TEXTS, 'MultiselectPicklist'],
  Text: [...TEXTS, 'Email', 'Phone', 'Url', 'Picklist'], TextArea: TEXTS, Url: TEXTS, Lookup: ['MasterDetail'], MasterDetail: ['Lookup'],
};

const globalValueSet = (field: XmlElement): string | null => {
  const valueSet = childOf(field, 'valueSet');
  return valueSet === undefined ? null : textOf(valueSet, 'valueSetName');
};

/** Texts of the two refusals that are Salesforce's own were seen in public deployment logs; the rest is ours. */
export function checkTypeChange(incoming: Incoming, before: Component, data: FieldData, report: Report): void {
  const object = ownerOf(incoming.fullName);
  const field = partOf(incoming.fullName);
  const [from, to] = [textOf(before.content, 'type') ?? '', textOf(incoming.node, 'type') ?? ''];
  const [wasFormula, isFormula] = [childOf(before.content, 'formula') !== undefined, childOf(incoming.node, 'formula') !== undefined];
  if (wasFormula && !isFormula) report('Cannot update a field from a Formula to something else');
  else if (!wasFormula && isFormula) report('Cannot update a field to a Formula from something else');
  if (wasFormula || isFormula || before.content.children.length === 0) return;
  const [oldSet, newSet] = [globalValueSet(before.content), globalValueSet(incoming.node)];
  if (from === to && oldSet !== newSet && (oldSet !== null || newSet !== null) && (from === 'Picklist' || from === 'MultiselectPicklist')) report('Cannot change which global value set this picklist uses', childOf(incoming.node, 'valueSet'));
  if (from !== to && KEEPS[from]?.includes(to) !== true && data.hasValues(object, field)) report('Cannot change type due to existing data', childOf(incoming.node, 'type'));
  const length = numberOf(incoming.node, 'length');
  if (length !== null && length < (numberOf(before.content, 'length') ?? length) && data.longest(object, field) > length) {
    report(`Length cannot be reduced to ${length}: records hold longer values`, childOf(incoming.node, 'length'));
  }
}
