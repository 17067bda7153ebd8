import { ownerOf } from '../registry.ts';
import { childOf, textOf, textsOf } from '../xml/element.ts';
import { noSuch, type ComponentCheck } from './context.ts';

const isCustomName = (name: string): boolean => /__(c|mdt)$/.test(name);

export const checkObject: ComponentCheck = (incoming, { schema }, report) => {
  const { fullName, node } = incoming;
  if (!isCustomName(fullName)) {
    const object = schema.object(fullName);
    if (object === undefined || (object.kind !== 'standard' && object.kind !== 'setup')) report(`fullName must end with: __c or __mdt, or be a standard object of this org (${fullName} is not)`);
    return;
  }
  for (const element of ['label', 'pluralLabel']) if (textOf(node, element) === null) report(`Required field is missing: ${element}`);
  if (fullName.endsWith('__mdt')) return;
  if (childOf(node, 'nameField') === undefined) report('Required field is missing: nameField');
  for (const element of ['deploymentStatus', 'sharingModel']) if (textOf(node, element) === null) report(`Required field is missing: ${element}`);
  if (textOf(node, 'customSettingsType') !== null) report('unsupported: the local org does not have custom settings', childOf(node, 'customSettingsType'));
};

/** Parts of an object that name its fields. */
export const checkPartOwner: ComponentCheck = (incoming, { schema }, report) => {
  if (schema.object(ownerOf(incoming.fullName)) === undefined) report(`Entity of type CustomObject named '${ownerOf(incoming.fullName)}' cannot be found`);
};

export const checkCompactLayoutFields: ComponentCheck = (incoming, { schema }, report) => {
  const owner = ownerOf(incoming.fullName);
  if (schema.object(owner) === undefined) return;
  for (const name of textsOf(incoming.node, 'fields')) if (schema.field(owner, name) === undefined) report(noSuch('fields', 'CustomField', `${owner}.${name}`));
};

/** List views and field sets name standard columns in a notation of their own (`OPPORTUNITY.NAME`); only custom fields are looked up. */
export const checkListedFields: ComponentCheck = (incoming, { schema }, report) => {
  const owner = ownerOf(incoming.fullName);
  if (schema.object(owner) === undefined) return;
  const named = [...textsOf(incoming.node, 'columns'), ...incoming.node.children.filter((node) => node.name === 'filters').map((node) => textOf(node, 'field') ?? '')];
  for (const name of named) if (/^\w+__c$/.test(name) && schema.field(owner, name) === undefined) report(`Could not resolve list view column: ${name}`);
};

export const checkRecordTypeValues: ComponentCheck = (incoming, { schema }, report) => {
  const owner = ownerOf(incoming.fullName);
  if (schema.object(owner) === undefined) return;
  for (const node of incoming.node.children.filter((child) => child.name === 'picklistValues')) {
    const name = textOf(node, 'picklist') ?? '';
    const field = schema.field(owner, name);
    if (field === undefined) {
      report(noSuch('picklist', 'Picklist', `${owner}.${name}`), node);
      continue;
    }
    for (const value of node.children.filter((child) => child.name === 'values')) {
      const text = textOf(value, 'fullName') ?? '';
      const known = field.picklistValues.some((candidate) => candidate.value === text || candidate.value === decode(text));
      if (!known) report(`Picklist value: ${text} in picklist: ${name} not found`, value);
    }
  }
};

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
