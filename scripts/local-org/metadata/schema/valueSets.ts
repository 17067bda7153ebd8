/** Picklist values: of a field, of a global value set, of the standard value sets. */
import type { PicklistValue } from '../../engine/schema.ts';
import type { ComponentSet } from '../component.ts';
import { lookUp } from '../lookUp.ts';
import { childOf, childrenOf, flagOf, textOf, textsOf, type XmlElement } from '../xml/element.ts';

/** Fields that show a standard value set (Metadata API guide, StandardValueSet names); only those of the objects here. */
export const STANDARD_VALUE_SETS: Readonly<Record<string, readonly { readonly object: string; readonly field: string }[]>> = {
  AccountOwnership: [{ object: 'Account', field: 'Ownership' }],
  AccountRating: [{ object: 'Account', field: 'Rating' }, { object: 'Lead', field: 'Rating' }],
  AccountType: [{ object: 'Account', field: 'Type' }],
  CampaignMemberStatus: [{ object: 'CampaignMember', field: 'Status' }],
  CampaignStatus: [{ object: 'Campaign', field: 'Status' }],
  CampaignType: [{ object: 'Campaign', field: 'Type' }],
  ContactRole: [{ object: 'OpportunityContactRole', field: 'Role' }],
  EventSubject: [{ object: 'Event', field: 'Subject' }],
  Industry: [{ object: 'Account', field: 'Industry' }, { object: 'Lead', field: 'Industry' }],
  LeadSource: [{ object: 'Lead', field: 'LeadSource' }, { object: 'Contact', field: 'LeadSource' }, { object: 'Opportunity', field: 'LeadSource' }, { object: 'Account', field: 'AccountSource' }],
  LeadStatus: [{ object: 'Lead', field: 'Status' }],
  OpportunityStage: [{ object: 'Opportunity', field: 'StageName' }, { object: 'OpportunityHistory', field: 'StageName' }],
  OpportunityType: [{ object: 'Opportunity', field: 'Type' }],
  Salutation: [{ object: 'Contact', field: 'Salutation' }, { object: 'Lead', field: 'Salutation' }],
  TaskPriority: [{ object: 'Task', field: 'Priority' }],
  TaskStatus: [{ object: 'Task', field: 'Status' }],
  TaskSubject: [{ object: 'Task', field: 'Subject' }],
};

function toValue(node: XmlElement): PicklistValue {
  const value = textOf(node, 'fullName') ?? '';
  return { value, label: textOf(node, 'label') ?? value, active: textOf(node, 'isActive') !== 'false', isDefault: flagOf(node, 'default') };
}

const sortIfAsked = (values: readonly PicklistValue[], sorted: boolean): readonly PicklistValue[] =>
  (sorted ? values.toSorted((left, right) => left.label.localeCompare(right.label, 'en')) : values);

/** Values of a deployed standard value set, or undefined when it was never deployed. */
export function standardValues(components: ComponentSet, name: string): readonly PicklistValue[] | undefined {
  const component = components.get('StandardValueSet', name);
  return component === undefined ? undefined : sortIfAsked(childrenOf(component.content, 'standardValue').map(toValue), flagOf(component.content, 'sorted'));
}

export interface FieldValues {
  readonly values: readonly PicklistValue[];
  readonly restricted: boolean;
  /** Field whose value decides which of these may be chosen. */
  readonly controller?: string;
}

/** A controlling checkbox is `checked` or `unchecked` in the file. */
const CHECKBOX_VALUES: Readonly<Record<string, string>> = { checked: 'true', unchecked: 'false' };

/** Values under the controlling values that the file names; one that it does not name can never be chosen. */
function dependentValues(values: FieldValues, valueSet: XmlElement): FieldValues {
  const controller = textOf(valueSet, 'controllingField');
  if (controller === null) return values;
  const settings = new Map(childrenOf(valueSet, 'valueSettings').map((node) => [textOf(node, 'valueName') ?? '', textsOf(node, 'controllingFieldValue')]));
  const validFor = (value: string): readonly string[] => (settings.get(value) ?? []).map((name) => lookUp(CHECKBOX_VALUES, name) ?? name);
  return { ...values, controller, values: values.values.map((value) => ({ ...value, validFor: validFor(value.value) })) };
}

/** Values of a custom picklist field; undefined when its value set does not exist. */
export function fieldValues(components: ComponentSet, field: XmlElement): FieldValues | undefined {
  const valueSet = childOf(field, 'valueSet');
  const values = valueSet === undefined ? undefined : declaredValues(components, valueSet);
  return valueSet === undefined || values === undefined ? undefined : dependentValues(values, valueSet);
}

function declaredValues(components: ComponentSet, valueSet: XmlElement): FieldValues | undefined {
  const restricted = flagOf(valueSet, 'restricted');
  const definition = childOf(valueSet, 'valueSetDefinition');
  if (definition !== undefined) return { values: sortIfAsked(childrenOf(definition, 'value').map(toValue), flagOf(definition, 'sorted')), restricted };
  const name = textOf(valueSet, 'valueSetName');
  if (name === null) return undefined;
  const global = components.get('GlobalValueSet', name.replace(/__gvs$/, ''));
  if (global !== undefined) return { values: sortIfAsked(childrenOf(global.content, 'customValue').map(toValue), flagOf(global.content, 'sorted')), restricted: true };
  const standard = standardValues(components, name);
  return standard === undefined ? undefined : { values: standard, restricted };
}
