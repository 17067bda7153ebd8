/** The schema that results from the standard objects and everything that is deployed. */
import type { CustomSettingsType, DuplicateRuleSchema, FieldSchema, FlowSchema, FlowTrigger, ObjectSchema, PicklistValue, Schema, ValidationRuleSchema } from '../../engine/schema.ts';
import { buildSchema, defineField, defineObject, systemFields } from '../../engine/schemaIndex.ts';
import type { Component, ComponentSet } from '../component.ts';
import { ownerOf, partOf } from '../registry.ts';
import { toObject } from '../elements/toObject.ts';
import { childOf, flagOf, numberOf, textOf, type XmlElement } from '../xml/element.ts';
import { duplicateRulesByObject } from './duplicateRules.ts';
import { customFieldSchema, customizeStandardField, type FieldSources } from './fields.ts';
import { toRecordType } from './recordTypes.ts';
import { orgSettings } from './settings.ts';
import { STANDARD_VALUE_SETS, standardValues } from './valueSets.ts';

/** Parts of objects by the object they belong to, in lower case. */
function groupByOwner(components: ComponentSet, type: string): ReadonlyMap<string, readonly Component[]> {
  return Map.groupBy(components.ofType(type), (component) => ownerOf(component.fullName).toLowerCase());
}

function toRule(component: Component): ValidationRuleSchema {
  const rule = component.content;
  return {
    fullName: partOf(component.fullName),
    active: flagOf(rule, 'active'),
    description: textOf(rule, 'description'),
    errorConditionFormula: textOf(rule, 'errorConditionFormula') ?? '',
    errorDisplayField: textOf(rule, 'errorDisplayField'),
    errorMessage: textOf(rule, 'errorMessage') ?? '',
  };
}

/** `triggerType` of the flows that saves and deletions run. */
const FLOW_TRIGGERS: readonly FlowTrigger[] = ['RecordBeforeSave', 'RecordAfterSave', 'RecordBeforeDelete'];

/** The object whose saves or deletions an active flow takes part in, and when; null for every other flow. */
export function flowTrigger(flow: XmlElement): { readonly object: string; readonly trigger: FlowTrigger } | null {
  const start = childOf(flow, 'start');
  const object = start === undefined ? null : textOf(start, 'object');
  const type = start === undefined ? null : textOf(start, 'triggerType');
  const trigger = FLOW_TRIGGERS.find((name) => name === type);
  return object === null || trigger === undefined || textOf(flow, 'status') !== 'Active' ? null : { object, trigger };
}

const toFlow = (component: Component): FlowSchema => ({
  fullName: component.fullName,
  trigger: flowTrigger(component.content)?.trigger ?? 'RecordBeforeSave',
  triggerOrder: numberOf(component.content, 'triggerOrder'),
  metadata: toObject(component.content, 'Flow'),
});

/** Characters of the name of a record of a list custom setting. */
const LONGEST_LIST_NAME = 38;

const recordTypeField = (): FieldSchema => defineField({
  apiName: 'RecordTypeId', type: 'reference', label: 'Record Type ID', referenceTo: ['RecordType'], relationshipName: 'RecordType',
});

function nameField(component: Component): FieldSchema {
  const definition = childOf(component.content, 'nameField');
  const label = definition === undefined ? null : textOf(definition, 'label');
  const format = definition === undefined || textOf(definition, 'type') !== 'AutoNumber' ? null : textOf(definition, 'displayFormat') ?? '{0}';
  return defineField({
    apiName: 'Name', type: 'string', label: label ?? 'Name', length: 80, nameField: true, autoNumberFormat: format,
    nillable: format === null, trackHistory: definition !== undefined && flagOf(definition, 'trackHistory'),
  });
}

const SETTINGS_TYPES: readonly CustomSettingsType[] = ['Hierarchy', 'List'];

/** What kind of custom setting an object is; undefined for every other object. */
export const settingsTypeOf = (object: XmlElement): CustomSettingsType | undefined => SETTINGS_TYPES.find((type) => type === textOf(object, 'customSettingsType'));

interface Parts {
  readonly fields: readonly Component[];
  readonly rules: readonly Component[];
  readonly recordTypes: readonly Component[];
  readonly flows: readonly Component[];
  readonly duplicateRules: readonly DuplicateRuleSchema[];
}

const definedFields = (parts: Parts, sources: FieldSources): FieldSchema[] =>
  parts.fields.map((field) => customFieldSchema(field, sources)).filter((field) => field !== undefined);

function customMetadataType(component: Component, parts: Parts, sources: FieldSources): ObjectSchema {
  const label = textOf(component.content, 'label') ?? component.fullName;
  const text = (apiName: string, title: string, length: number, more: Partial<FieldSchema> = {}): FieldSchema => defineField({ apiName, type: 'string', label: title, length, createable: false, updateable: false, ...more });
  return defineObject({
    apiName: component.fullName,
    label,
    labelPlural: textOf(component.content, 'pluralLabel') ?? `${label}s`,
    keyPrefix: component.recordKeyPrefix,
    kind: 'customMetadata',
    description: textOf(component.content, 'description'),
    fields: [
      defineField({ apiName: 'Id', type: 'id', label: 'Record ID' }),
      text('DeveloperName', 'Custom Metadata Record Name', 40, { nillable: false, nameField: true }),
      text('MasterLabel', 'Label', 40, { nillable: false }),
      text('Label', 'Label', 40, { nillable: false }),
      text('Language', 'Master Language', 40),
      text('NamespacePrefix', 'Namespace Prefix', 15),
      text('QualifiedApiName', 'Qualified API Name', 70, { nillable: false }),
      defineField({ apiName: 'SystemModstamp', type: 'datetime', label: 'System Modstamp', createable: false, updateable: false }),
      ...definedFields(parts, sources),
    ],
  });
}

function customObject(component: Component, parts: Parts, sources: FieldSources): ObjectSchema {
  const label = textOf(component.content, 'label') ?? component.fullName;
  const fields = definedFields(parts, sources);
  const isDetail = parts.fields.some((field) => textOf(field.content, 'type') === 'MasterDetail');
  return defineObject({
    apiName: component.fullName,
    label,
    labelPlural: textOf(component.content, 'pluralLabel') ?? `${label}s`,
    keyPrefix: component.recordKeyPrefix,
    kind: 'custom',
    description: textOf(component.content, 'description'),
    historyTracking: flagOf(component.content, 'enableHistory'),
    fields: [...systemFields({ owner: !isDetail, queues: true }), nameField(component), ...(parts.recordTypes.length > 0 ? [recordTypeField()] : []), ...fields],
    validationRules: parts.rules.map(toRule),
    flows: parts.flows.map(toFlow),
    duplicateRules: parts.duplicateRules,
    recordTypes: parts.recordTypes.map((type) => toRecordType(type, sources.components)),
  });
}

/**
 * A custom setting has neither owner nor name field of its own. Names of a list have 38 characters at most, and whoever adds a
 * record says one; in a hierarchy the owner tells the records apart.
 */
function customSetting(component: Component, type: CustomSettingsType, parts: Parts, sources: FieldSources): ObjectSchema {
  const label = textOf(component.content, 'label') ?? component.fullName;
  const isList = type === 'List';
  return defineObject({
    apiName: component.fullName,
    label,
    labelPlural: label,
    keyPrefix: component.recordKeyPrefix,
    kind: 'customSetting',
    customSettingsType: type,
    description: textOf(component.content, 'description'),
    fields: [
      ...systemFields(),
      defineField({ apiName: 'Name', type: 'string', label: 'Name', length: isList ? LONGEST_LIST_NAME : 80, nameField: true, nillable: !isList }),
      defineField({ apiName: 'SetupOwnerId', type: 'reference', label: 'Location', referenceTo: ['Organization', 'Profile', 'User'], relationshipName: 'SetupOwner', updateable: false }),
      ...definedFields(parts, sources),
    ],
  });
}

/** `Handoff__c` keeps its field history in `Handoff__History`. */
function historyObject(object: ObjectSchema): ObjectSchema {
  const readOnly = { createable: false, updateable: false } as const;
  return defineObject({
    apiName: object.apiName.replace(/__c$/, '__History'),
    label: `${object.label} History`,
    kind: 'history',
    keyPrefix: '017',
    fields: [
      defineField({ apiName: 'Id', type: 'id', label: 'Record ID' }),
      defineField({ apiName: 'IsDeleted', type: 'boolean', label: 'Deleted', ...readOnly }),
      defineField({ apiName: 'ParentId', type: 'reference', label: 'Parent ID', referenceTo: [object.apiName], relationshipName: 'Parent', childRelationshipName: 'Histories', deleteConstraint: 'Cascade', nillable: false, ...readOnly }),
      defineField({ apiName: 'CreatedById', type: 'reference', label: 'Created By ID', referenceTo: ['User'], relationshipName: 'CreatedBy', nillable: false, deleteConstraint: 'Restrict', ...readOnly }),
      defineField({ apiName: 'CreatedDate', type: 'datetime', nillable: false, ...readOnly }),
      defineField({ apiName: 'Field', type: 'string', label: 'Changed Field', length: 255, nillable: false, ...readOnly }),
      defineField({ apiName: 'DataType', type: 'string', label: 'Datatype', length: 40, ...readOnly }),
      defineField({ apiName: 'OldValue', type: 'anyType', label: 'Old Value', length: 255, ...readOnly }),
      defineField({ apiName: 'NewValue', type: 'anyType', label: 'New Value', length: 255, ...readOnly }),
    ],
  });
}

function customizedStandardObject(object: ObjectSchema, settings: Component | undefined, parts: Parts, sources: FieldSources): ObjectSchema {
  const deployed = new Map(parts.fields.map((field) => [partOf(field.fullName).toLowerCase(), field]));
  const fields = object.fields.map((field) => {
    const component = deployed.get(field.apiName.toLowerCase());
    if (component === undefined) return field;
    deployed.delete(field.apiName.toLowerCase());
    return customizeStandardField(field, component);
  });
  const added = definedFields({ ...parts, fields: [...deployed.values()] }, sources);
  const hasRecordType = fields.some((field) => field.apiName === 'RecordTypeId');
  return {
    ...object,
    historyTracking: settings === undefined || textOf(settings.content, 'enableHistory') === null ? object.historyTracking : flagOf(settings.content, 'enableHistory'),
    fields: [...fields, ...(parts.recordTypes.length > 0 && !hasRecordType ? [recordTypeField()] : []), ...added],
    validationRules: parts.rules.map(toRule),
    flows: parts.flows.map(toFlow),
    duplicateRules: parts.duplicateRules,
    recordTypes: parts.recordTypes.map((type) => toRecordType(type, sources.components)),
  };
}

function standardValueOverrides(components: ComponentSet): ReadonlyMap<string, readonly PicklistValue[]> {
  const overrides = new Map<string, readonly PicklistValue[]>();
  for (const [name, fields] of Object.entries(STANDARD_VALUE_SETS)) {
    const values = standardValues(components, name);
    if (values === undefined) continue;
    for (const { object, field } of fields) overrides.set(`${object}.${field}`, values);
  }
  return overrides;
}

function withStandardValues(object: ObjectSchema, overrides: ReadonlyMap<string, readonly PicklistValue[]>): ObjectSchema {
  if (!object.fields.some((field) => overrides.has(`${object.apiName}.${field.apiName}`))) return object;
  return {
    ...object,
    fields: object.fields.map((field) => {
      const values = overrides.get(`${object.apiName}.${field.apiName}`);
      return values === undefined ? field : { ...field, picklistValues: values };
    }),
  };
}

/**
 * Builds the schema. An object that nothing deployed touches is passed on as the same value, so that the store
 * can skip its table.
 * @param standardObjects the objects of a fresh org
 * @param previous the schema in force: its objects are reused where nothing changed
 */
export function rebuildSchema(standardObjects: readonly ObjectSchema[], components: ComponentSet, previous?: Schema): Schema {
  const fields = groupByOwner(components, 'CustomField');
  const rules = groupByOwner(components, 'ValidationRule');
  const recordTypes = groupByOwner(components, 'RecordType');
  const flows = Map.groupBy(components.ofType('Flow'), (flow) => flowTrigger(flow.content)?.object.toLowerCase() ?? '');
  const duplicateRules = duplicateRulesByObject(components);
  const overrides = standardValueOverrides(components);
  const byName = new Map(standardObjects.map((object) => [object.apiName.toLowerCase(), object]));
  const sources: FieldSources = { components, standardField: (object, name) => byName.get(object.toLowerCase())?.fields.find((field) => field.apiName.toLowerCase() === name.toLowerCase()) };
  const partsOf = (name: string): Parts => {
    const key = name.toLowerCase();
    return { fields: fields.get(key) ?? [], rules: rules.get(key) ?? [], recordTypes: recordTypes.get(key) ?? [], flows: flows.get(key) ?? [], duplicateRules: duplicateRules.get(key) ?? [] };
  };

  const standard = standardObjects.map((object) => {
    const parts = partsOf(object.apiName);
    const settings = components.get('CustomObject', object.apiName);
    const touched = settings !== undefined || Object.values(parts).some((part: readonly unknown[]) => part.length > 0);
    return withStandardValues(touched ? customizedStandardObject(object, settings, parts, sources) : object, overrides);
  });
  const custom = components.ofType('CustomObject').filter((component) => /__(c|mdt)$/.test(component.fullName)).flatMap((component) => {
    const parts = partsOf(component.fullName);
    if (component.fullName.endsWith('__mdt')) return [customMetadataType(component, parts, sources)];
    const settings = settingsTypeOf(component.content);
    if (settings !== undefined) return [customSetting(component, settings, parts, sources)];
    const object = customObject(component, parts, sources);
    return object.historyTracking ? [object, historyObject(object)] : [object];
  });
  const about = components.ofType('CustomObject').filter(({ fullName, content }) => fullName.endsWith('__c') && settingsTypeOf(content) === undefined && flagOf(content, 'enableActivities')).map(({ fullName }) => fullName).toSorted();
  return buildSchema([...standard.map((object) => withActivitiesAbout(object, about)), ...custom].map((object) => reuse(object, previous)), orgSettings(components));
}

/** Tasks and events may be about records of custom objects that allow activities. */
function withActivitiesAbout(object: ObjectSchema, custom: readonly string[]): ObjectSchema {
  if (custom.length === 0 || (object.apiName !== 'Task' && object.apiName !== 'Event')) return object;
  return { ...object, fields: object.fields.map((field) => (field.apiName === 'WhatId' ? { ...field, referenceTo: [...field.referenceTo, ...custom] } : field)) };
}

function reuse(object: ObjectSchema, previous: Schema | undefined): ObjectSchema {
  const before = previous?.object(object.apiName);
  return before !== undefined && (before === object || serialized(before) === serialized(object)) ? before : object;
}

/** Plain data, the maps of record types included. */
const serialized = (object: ObjectSchema): string => JSON.stringify(object, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
