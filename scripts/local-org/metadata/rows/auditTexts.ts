/**
 * What the Setup Audit Trail says of a change. Salesforce documents the object, not the texts: actions, sections and
 * wording here are those of rows that administrators have published from their orgs. A change without an entry has
 * this org's own wording, of the same make; the gap list says so.
 */
import type { Schema } from '../../engine/schema.ts';
import type { Component } from '../component.ts';
import { ownerOf, partOf } from '../registry.ts';
import { childOf, childrenOf, flagOf, textOf, type XmlElement } from '../xml/element.ts';

export interface Change {
  readonly before: Component | undefined;
  readonly after: Component | undefined;
}

export interface Entry {
  readonly Action: string;
  readonly Section: string;
  readonly Display: string;
}

export interface Subject {
  readonly before: Component | undefined;
  readonly after: Component | undefined;
  /** The component as it is, or as it was. */
  readonly component: Component;
  readonly schema: Schema;
}

type Describe = (subject: Subject) => readonly Entry[];

const words = (type: string): string => type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
const labelOf = (component: Component, element = 'label'): string => textOf(component.content, element) ?? component.fullName;
const onOff = (flag: boolean): string => (flag ? 'on' : 'off');
const quoted = (text: string | null): string => `"${text ?? ''}"`;

/** Both values of an element that is not what it was. */
function difference({ before, after }: Subject, element: string): { readonly from: string | null; readonly to: string | null } | undefined {
  if (before === undefined || after === undefined) return undefined;
  const [from, to] = [textOf(before.content, element), textOf(after.content, element)];
  return from === to ? undefined : { from, to };
}

function validationRule(subject: Subject): readonly Entry[] {
  const { before, after, component, schema } = subject;
  const object = schema.object(ownerOf(component.fullName))?.label ?? ownerOf(component.fullName);
  const name = quoted(partOf(component.fullName));
  const entry = (Action: string, Display: string): Entry => ({ Action, Section: 'Validation Rules', Display });
  if (before === undefined) return [entry('newValidation', `New ${object} validation rule ${name}`)];
  if (after === undefined) return [entry('removedValidation', `Removed ${object} validation ${name}`)];
  const fieldLabel = (field: string | null): string => (field === null ? 'Top of Page' : schema.field(ownerOf(component.fullName), field)?.label ?? field);
  const active = difference(subject, 'active');
  const formula = difference(subject, 'errorConditionFormula');
  const message = difference(subject, 'errorMessage');
  const place = difference(subject, 'errorDisplayField');
  return [
    ...(active === undefined ? [] : [entry('changedValidationActive', `Changed active flag for ${object} validation ${name} from ${Number(active.from === 'true')} to ${Number(active.to === 'true')}`)]),
    ...(formula === undefined ? [] : [entry('changedValidationFormula', `Changed formula for ${object} validation ${name} from ${quoted(formula.from)} to ${quoted(formula.to)}`)]),
    ...(message === undefined ? [] : [entry('changedValidationMessage', `Changed error message for ${object} validation ${name} from ${quoted(message.from)} to ${quoted(message.to)}`)]),
    ...(place === undefined ? [] : [entry('changedValidationLocation', `Changed error location for ${object} validation ${name} from ${quoted(fieldLabel(place.from))} to ${quoted(fieldLabel(place.to))}`)]),
  ];
}

/** Kinds of new field that the trail tells apart, with what stands in parentheses. */
function fieldKind(field: XmlElement): { readonly action: string; readonly what: string; readonly detail: string } {
  const type = textOf(field, 'type') ?? '';
  if (childOf(field, 'formula') !== undefined) return { action: 'Formula', what: 'custom formula field', detail: type };
  if (type === 'Summary') return { action: '_RSF', what: 'roll up summary field', detail: textOf(field, 'summaryOperation') ?? '' };
  if (type === 'MasterDetail') return { action: 'MasterDetail', what: 'master-detail field', detail: textOf(field, 'referenceTo') ?? '' };
  if (type === 'Lookup' || type === 'Hierarchy') return { action: 'Lookup', what: 'custom lookup relationship', detail: textOf(field, 'referenceTo') ?? 'User' };
  return { action: '', what: 'custom field', detail: type };
}

/** The trail writes some of these texts with a colon and some without. */
const hasColon = (action: string, isCustom: boolean): boolean => action === 'MasterDetail' || (!isCustom && action !== 'Lookup');

function customField(subject: Subject): readonly Entry[] {
  const { before, after, component, schema } = subject;
  const owner = ownerOf(component.fullName);
  const object = schema.object(owner);
  const isCustom = /__(c|mdt)$/.test(owner);
  const on = isCustom ? ` on ${object?.label ?? owner}` : '';
  const section = !isCustom ? `Customize ${object?.labelPlural ?? owner}` : owner.endsWith('__mdt') ? 'Custom Metadata Types' : 'Custom Objects';
  const label = labelOf(component);
  const entry = (action: string, Display: string): Entry => ({ Action: `${action}${isCustom ? 'Custom' : ''}`, Section: section, Display });
  if (before === undefined) {
    const { action, what, detail } = fieldKind(component.content);
    return [entry(`createdCF${action}`, `Created ${what}${hasColon(action, isCustom) ? ':' : ''} ${label} (${detail})${on}`)];
  }
  if (after === undefined) return [entry('deletedCF', `Deleted custom field ${label}${isCustom ? ` from ${object?.label ?? owner}` : ''}`)];
  const texts: readonly (readonly [string, string, (from: string | null, to: string | null) => string])[] = [
    ['label', 'changedCF', (from, to) => `Changed label of custom field${on} from ${from ?? ''} to ${to ?? ''}`],
    ['inlineHelpText', 'changedCFFieldHelp', () => `Changed help text of ${label} custom field${on}`],
    ['type', 'changedCFType', (from, to) => `Changed field type of ${label} custom field${on} from ${from ?? ''} to ${to ?? ''}`],
    ['length', 'changedCFLength', (from, to) => `Changed length of ${label} custom field${on} from ${from ?? ''} to ${to ?? ''}`],
    ['scale', 'changedCFScale', (from, to) => `Changed decimal places for ${label} custom field${on} from ${from ?? ''} to ${to ?? ''}`],
    ['formula', 'changedCFFormula', (from, to) => `Changed formula of ${partOf(component.fullName).replace(/__c$/, '')} custom field from ${quoted(from)} to ${quoted(to)}`],
    ['unique', 'changedCFUniqueOn', (from, to) => `Changed unique flag of ${label} custom field${on} from ${onOff(from === 'true')} to ${onOff(to === 'true')}`],
  ];
  const entries = texts.flatMap(([element, action, display]) => {
    const changed = difference(subject, element);
    return changed === undefined ? [] : [entry(action, display(changed.from, changed.to))];
  });
  const required = difference(subject, 'required');
  if (required !== undefined) {
    const [from, to] = [onOff(required.from === 'true'), onOff(required.to === 'true')];
    entries.push(entry(to === 'on' ? 'changedCFOptionOffOn' : 'changedCFOptionOnOff', `The custom field option Required for ${label}${isCustom ? ` on object ${object?.label ?? owner}` : ''} has changed from ${from} to ${to}`));
  }
  const tracked = difference(subject, 'trackHistory');
  if (tracked !== undefined) {
    const isOn = tracked.to === 'true';
    entries.push({ Action: isOn ? 'entity_history_field_tracked' : 'entity_history_field_untracked', Section: 'Track Field History', Display: `Track History for ${object?.label ?? owner} field ${label} ${onOff(isOn)}` });
  }
  return entries;
}

function customObject({ before, after, component }: Subject): readonly Entry[] {
  const isType = component.fullName.endsWith('__mdt');
  if (!isType && !component.fullName.endsWith('__c')) return [];
  const Section = isType ? 'Custom Metadata Types' : 'Custom Objects';
  const what = isType ? 'custom metadata type' : 'custom object';
  if (before === undefined) return [{ Action: isType ? 'createdCustMdType' : 'createdCustEnt', Section, Display: `Created ${what}: ${labelOf(component)}` }];
  if (after === undefined) return [{ Action: isType ? 'hardDeletedCustMdType' : 'deletedCustEnt', Section, Display: `Deleted ${what}: ${labelOf(component)}` }];
  const [from, to] = [labelOf(before), labelOf(after)];
  return from === to ? [] : [{ Action: 'changedCustEntLabel', Section, Display: `Changed label for ${what} from ${from} to ${to}` }];
}

/** Values of a custom metadata record by field. */
const recordValues = (component: Component): ReadonlyMap<string, string> =>
  new Map(childrenOf(component.content, 'values').map((node) => [textOf(node, 'field') ?? '', textOf(node, 'value') ?? 'null']));

function customMetadata({ before, after, component, schema }: Subject): readonly Entry[] {
  const type = schema.object(`${ownerOf(component.fullName)}__mdt`);
  const Section = type?.labelPlural ?? ownerOf(component.fullName);
  const label = labelOf(component);
  if (before === undefined) return [{ Action: 'setupEntityObjectCreated', Section, Display: `${label} was created` }];
  if (after === undefined) return [{ Action: 'setupEntityObjectDeleted', Section, Display: `${label} was deleted` }];
  const [old, next] = [recordValues(before), recordValues(after)];
  return [...new Set([...old.keys(), ...next.keys()])].filter((field) => old.get(field) !== next.get(field)).map((field) => ({
    Action: 'setupEntityObjectFieldUpdated', Section,
    Display: `${label}: ${type?.fields.find((candidate) => candidate.apiName === field)?.label ?? field} has changed from ${old.get(field) ?? 'null'} to ${next.get(field) ?? 'null'}`,
  }));
}

function flow(subject: Subject): readonly Entry[] {
  const { before, after, component } = subject;
  const label = labelOf(component);
  const version = `flow version #1 "${label}" for flow with Unique Name "${component.fullName}"`;
  const definition = `flow with Name "${label}" and Unique Name "${component.fullName}"`;
  const entry = (Action: string, Display: string): Entry => ({ Action, Section: 'Flows', Display });
  if (after === undefined) return [entry('deletedinteractiondefinition', `Deleted ${definition}`)];
  const [was, is] = [before !== undefined && textOf(before.content, 'status') === 'Active', textOf(after.content, 'status') === 'Active'];
  return [
    ...(before === undefined ? [entry('createdinteractiondefinition', `Created ${definition}`), entry('createdinteractiondefversion', `Created ${version}`)] : []),
    ...(is && !was ? [entry('activatedinteractiondefinition', `Activated ${version}`)] : []),
    ...(was && !is ? [entry('deactivatedinteractiondefinition', `Deactivated ${definition}`)] : []),
  ];
}

/** Types of which the trail tells creation, deletion and sometimes a change, with the name of the thing. */
interface Plain {
  readonly section: string;
  readonly label: string;
  readonly created?: readonly [string, string];
  readonly changed?: readonly [string, string];
  readonly deleted?: readonly [string, string];
}

const PLAIN: Readonly<Record<string, Plain>> = {
  CustomApplication: { section: 'Custom Apps', label: 'label', created: ['createdTabSet', 'Created custom app '], changed: ['changedTabSetTabs', 'Changed tabs of custom app '], deleted: ['deletedTabSet', 'Deleted custom app '] },
  FlexiPage: { section: 'Lightning Pages', label: 'masterLabel', created: ['createdFlexiPage', 'Created Lightning Page: '], changed: ['changedFlexiPage', 'Changed Lightning Page: '], deleted: ['deletedFlexiPage', 'Deleted Lightning Page: '] },
  GlobalValueSet: { section: 'Global Value Sets', label: 'masterLabel', created: ['createGlobalPicklist', 'Created global picklist : '] },
  PermissionSet: { section: 'Manage Users', label: 'label', created: ['PermSetCreateNoLicense', 'Created permission set '], deleted: ['PermSetDelete', 'Deleted permission set '] },
  PermissionSetGroup: { section: 'Permission Set Group', label: 'label', created: ['PermissionSetGroupCreate', 'Created permission set group '], deleted: ['PermissionSetGroupDelete', 'Deleted permission set group '] },
  Queue: { section: 'Data Management', label: 'name', created: ['createdqueue', 'Created Queue '] },
};

/** What follows the name. */
const SUFFIXES: Readonly<Record<string, string>> = { PermSetCreateNoLicense: ': with no license' };

function plain({ before, after, component }: Subject): readonly Entry[] {
  const row = Object.hasOwn(PLAIN, component.type) ? PLAIN[component.type] : undefined;
  const text = before === undefined ? row?.created : after === undefined ? row?.deleted : row?.changed;
  if (row === undefined || text === undefined) return [];
  return [{ Action: text[0], Section: row.section, Display: `${text[1]}${labelOf(component, row.label)}${SUFFIXES[text[0]] ?? ''}` }];
}

function customTab({ before, after, component, schema }: Subject): readonly Entry[] {
  if (before !== undefined && after !== undefined) return [];
  const isObject = flagOf(component.content, 'customObject');
  const verb = before === undefined ? 'created' : 'deleted';
  const kind = isObject ? 'object' : childOf(component.content, 'lwcComponent') === undefined ? 'Lightning Page' : 'Lightning Component';
  return [{ Action: `${verb}${isObject ? 'CustEntTab' : 'CustomTab'}`, Section: 'Custom Tabs', Display: `${before === undefined ? 'Created' : 'Deleted'} custom ${kind} tab: ${isObject ? schema.object(component.fullName)?.label ?? component.fullName : labelOf(component)}` }];
}

const DESCRIBE: Readonly<Record<string, Describe>> = {
  CustomField: customField, CustomMetadata: customMetadata, CustomObject: customObject, CustomTab: customTab, Flow: flow, ValidationRule: validationRule,
};

/** This org's own words, where an org's are not known. */
function own({ before, after, component, schema }: Subject): Entry {
  const verb = before === undefined ? 'Created' : after === undefined ? 'Deleted' : 'Changed';
  const owner = ownerOf(component.fullName);
  const object = schema.object(owner === '' ? component.fullName : owner);
  return {
    Action: `${verb.toLowerCase()}${component.type}`.slice(0, 40), Section: object === undefined ? words(component.type) : `Customize ${object.labelPlural}`,
    Display: `${verb} ${words(component.type)} ${owner === '' ? component.fullName : `${partOf(component.fullName)} on ${owner}`}`,
  };
}

/** Entries of one change; every change leaves at least one. */
export function describeChange({ before, after }: Change, schema: Schema): readonly Entry[] {
  const subject: Subject = { before, after, component: (after ?? before) as Component, schema };
  const known = (Object.hasOwn(DESCRIBE, subject.component.type) ? DESCRIBE[subject.component.type] : plain)?.(subject) ?? [];
  return known.length > 0 ? known : [own(subject)];
}
