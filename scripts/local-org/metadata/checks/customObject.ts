import { lookUp } from '../lookUp.ts';
import { ownerOf } from '../registry.ts';
import { childOf, childrenOf, flagOf, textOf, textsOf } from '../xml/element.ts';
import { decodeValue, PROCESS_FIELDS } from '../schema/recordTypes.ts';
import { noSuch, notOfSettings, type ComponentCheck, type Report } from './context.ts';
import type { Incoming } from '../package/incoming.ts';

const isCustomName = (name: string): boolean => /__(c|mdt)$/.test(name);

/** Kinds of custom entities that this org has not, by the end of their names. */
const OTHER_ENTITIES: Readonly<Record<string, string>> = { __e: 'platform events', __b: 'big objects', __x: 'external objects', __kav: 'knowledge articles' };

/** What only objects with records of users have. Of `pluralLabel` the wording is known; what is switched on by a flag may be there, switched off. */
const NOT_OF_SETTINGS = ['deploymentStatus', 'externalSharingModel', 'nameField', 'pluralLabel', 'sharingModel', 'searchLayouts'];
const SWITCHED_OFF = ['enableActivities', 'enableBulkApi', 'enableFeeds', 'enableHistory', 'enableReports', 'enableSearch', 'enableSharing', 'enableStreamingApi'];

function checkSetting({ fullName, node }: Incoming, report: Report): void {
  if (!fullName.endsWith('__c')) report('Custom settings must end with __c', childOf(node, 'customSettingsType'));
  if (textOf(node, 'label') === null) report('Required field is missing: label');
  for (const element of [...NOT_OF_SETTINGS, ...SWITCHED_OFF.filter((flag) => flagOf(node, flag))]) {
    const found = childOf(node, element);
    if (found !== undefined) report(`Cannot specify: ${element} for CustomSettings`, found);
  }
}

export const checkObject: ComponentCheck = (incoming, { schema, components }, report) => {
  const { fullName, node } = incoming;
  const other = lookUp(OTHER_ENTITIES, /__[a-z]+$/.exec(fullName)?.[0] ?? '');
  if (other !== undefined) {
    report(`unsupported: the local org does not have ${other}`);
    return;
  }
  if (!isCustomName(fullName)) {
    const object = schema.object(fullName);
    if (object === undefined || (object.kind !== 'standard' && object.kind !== 'setup')) report(`fullName must end with: __c or __mdt, or be a standard object of this org (${fullName} is not)`);
    return;
  }
  if (textOf(node, 'customSettingsType') !== null) {
    checkSetting(incoming, report);
    return;
  }
  for (const element of ['label', 'pluralLabel']) if (textOf(node, element) === null) report(`Required field is missing: ${element}`);
  if (fullName.endsWith('__mdt')) return;
  if (childOf(node, 'nameField') === undefined) report('Required field is missing: nameField');
  for (const element of ['deploymentStatus', 'sharingModel']) if (textOf(node, element) === null) report(`Required field is missing: ${element}`);
  const sharing = textOf(node, 'sharingModel');
  const isDetail = components.ofType('CustomField').some((field) => ownerOf(field.fullName).toLowerCase() === fullName.toLowerCase() && textOf(field.content, 'type') === 'MasterDetail');
  if (isDetail && sharing !== null && sharing !== 'ControlledByParent') report(`Cannot set sharingModel to ${sharing} on a CustomObject with a MasterDetail relationship field`, childOf(node, 'sharingModel'));
  if (!isDetail && sharing === 'ControlledByParent') report('Cannot set sharingModel to ControlledByParent on a CustomObject without a MasterDetail relationship field', childOf(node, 'sharingModel'));
};

/** Parts of an object that name its fields. */
export const checkPartOwner: ComponentCheck = (incoming, { schema }, report) => {
  const object = schema.object(ownerOf(incoming.fullName));
  if (object === undefined) report(`Entity of type CustomObject named '${ownerOf(incoming.fullName)}' cannot be found`);
  else if (object.kind === 'customSetting') report(notOfSettings(incoming.type, object.apiName));
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
      const known = field.picklistValues.some((candidate) => candidate.value === text || candidate.value === decodeValue(text));
      if (!known) report(`Picklist value: ${text} in picklist: ${name} not found`, value);
    }
  }
};


/** A sales, lead or support process is a selection of the values of its picklist. */
export const checkProcessValues: ComponentCheck = (incoming, { schema }, report) => {
  const owner = ownerOf(incoming.fullName);
  const name = lookUp(PROCESS_FIELDS, owner);
  if (name === undefined) {
    report(`A business process is not allowed on ${owner}`);
    return;
  }
  const field = schema.field(owner, name);
  for (const node of childrenOf(incoming.node, 'values')) {
    const value = decodeValue(textOf(node, 'fullName') ?? '');
    if (field?.picklistValues.some((candidate) => candidate.value === value) === false) report(`Picklist value: ${value} in picklist: ${name} not found`, node);
  }
};

export const checkRecordTypeProcess: ComponentCheck = (incoming, { components }, report) => {
  const owner = ownerOf(incoming.fullName);
  const process = textOf(incoming.node, 'businessProcess');
  if (process !== null && !components.has('BusinessProcess', `${owner}.${process}`)) report(noSuch('businessProcess', 'BusinessProcess', `${owner}.${process}`), childOf(incoming.node, 'businessProcess'));
  if (process === null && Object.hasOwn(PROCESS_FIELDS, owner)) report('Required field is missing: businessProcess');
};
