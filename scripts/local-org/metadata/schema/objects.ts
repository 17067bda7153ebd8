/** The schema that results from the standard objects and everything that is deployed. */
import type { FieldSchema, FlowSchema, ObjectSchema, PicklistValue, RecordTypeSchema, Schema, ValidationRuleSchema } from '../../engine/schema.ts';
import { buildSchema, defineField, defineObject, systemFields } from '../../engine/schemaIndex.ts';
import type { Component, ComponentSet } from '../component.ts';
import { ownerOf, partOf } from '../registry.ts';
import { toObject } from '../elements/toObject.ts';
import { childOf, flagOf, numberOf, textOf, type XmlElement } from '../xml/element.ts';
import { customFieldSchema, customizeStandardField } from './fields.ts';
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

/** The object whose saves an active before-save flow takes part in; null for every other flow. */
export function beforeSaveObject(flow: XmlElement): string | null {
  const start = childOf(flow, 'start');
  const runs = start !== undefined && textOf(start, 'triggerType') === 'RecordBeforeSave' && textOf(flow, 'status') === 'Active';
  return runs ? textOf(start, 'object') : null;
}

const toFlow = (component: Component): FlowSchema => ({
  fullName: component.fullName,
  trigger: 'RecordBeforeSave',
  triggerOrder: numberOf(component.content, 'triggerOrder'),
  metadata: toObject(component.content, 'Flow'),
});

const toRecordType = (component: Component): RecordTypeSchema => ({
  id: component.id,
  developerName: partOf(component.fullName),
  label: textOf(component.content, 'label') ?? partOf(component.fullName),
  active: flagOf(component.content, 'active'),
});

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

interface Parts {
  readonly fields: readonly Component[];
  readonly rules: readonly Component[];
  readonly recordTypes: readonly Component[];
  readonly flows: readonly Component[];
}

const definedFields = (parts: Parts, components: ComponentSet): FieldSchema[] =>
  parts.fields.map((field) => customFieldSchema(field, components)).filter((field) => field !== undefined);

function customMetadataType(component: Component, parts: Parts, components: ComponentSet): ObjectSchema {
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
      ...definedFields(parts, components),
    ],
  });
}

function customObject(component: Component, parts: Parts, components: ComponentSet): ObjectSchema {
  const label = textOf(component.content, 'label') ?? component.fullName;
  const fields = definedFields(parts, components);
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
    recordTypes: parts.recordTypes.map(toRecordType),
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

function customizedStandardObject(object: ObjectSchema, settings: Component | undefined, parts: Parts, components: ComponentSet): ObjectSchema {
  const deployed = new Map(parts.fields.map((field) => [partOf(field.fullName).toLowerCase(), field]));
  const fields = object.fields.map((field) => {
    const component = deployed.get(field.apiName.toLowerCase());
    if (component === undefined) return field;
    deployed.delete(field.apiName.toLowerCase());
    return customizeStandardField(field, component);
  });
  const added = definedFields({ ...parts, fields: [...deployed.values()] }, components);
  const hasRecordType = fields.some((field) => field.apiName === 'RecordTypeId');
  return {
    ...object,
    historyTracking: settings === undefined || textOf(settings.content, 'enableHistory') === null ? object.historyTracking : flagOf(settings.content, 'enableHistory'),
    fields: [...fields, ...(parts.recordTypes.length > 0 && !hasRecordType ? [recordTypeField()] : []), ...added],
    validationRules: parts.rules.map(toRule),
    flows: parts.flows.map(toFlow),
    recordTypes: parts.recordTypes.map(toRecordType),
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
  const flows = Map.groupBy(components.ofType('Flow'), (flow) => beforeSaveObject(flow.content)?.toLowerCase() ?? '');
  const overrides = standardValueOverrides(components);
  const partsOf = (name: string): Parts => {
    const key = name.toLowerCase();
    return { fields: fields.get(key) ?? [], rules: rules.get(key) ?? [], recordTypes: recordTypes.get(key) ?? [], flows: flows.get(key) ?? [] };
  };

  const standard = standardObjects.map((object) => {
    const parts = partsOf(object.apiName);
    const settings = components.get('CustomObject', object.apiName);
    const touched = settings !== undefined || parts.fields.length > 0 || parts.rules.length > 0 || parts.recordTypes.length > 0 || parts.flows.length > 0;
    return withStandardValues(touched ? customizedStandardObject(object, settings, parts, components) : object, overrides);
  });
  const custom = components.ofType('CustomObject').filter((component) => /__(c|mdt)$/.test(component.fullName)).flatMap((component) => {
    const parts = partsOf(component.fullName);
    if (component.fullName.endsWith('__mdt')) return [customMetadataType(component, parts, components)];
    const object = customObject(component, parts, components);
    return object.historyTracking ? [object, historyObject(object)] : [object];
  });
  return buildSchema([...standard, ...custom].map((object) => reuse(object, previous)));
}

function reuse(object: ObjectSchema, previous: Schema | undefined): ObjectSchema {
  const before = previous?.object(object.apiName);
  return before !== undefined && (before === object || JSON.stringify(before) === JSON.stringify(object)) ? before : object;
}
