/** EntityDefinition and FieldDefinition: the metadata catalogue, one row per object and field of the schema. */
import type { FieldSchema, ObjectSchema } from '../../engine/schema.ts';
import type { Scalar } from '../../engine/types.ts';
import type { Component } from '../component.ts';
import { textOf } from '../xml/element.ts';
import { entityId, type RowContext, type SystemRow } from './row.ts';

const DATA_TYPES: Readonly<Partial<Record<FieldSchema['type'], (field: FieldSchema) => string>>> = {
  boolean: () => 'Checkbox', currency: (field) => `Currency(${field.precision - field.scale}, ${field.scale})`, date: () => 'Date', datetime: () => 'Date/Time',
  double: (field) => `Number(${field.precision - field.scale}, ${field.scale})`, int: (field) => `Number(${field.precision}, 0)`, percent: (field) => `Percent(${field.precision - field.scale}, ${field.scale})`,
  email: () => 'Email', id: () => 'Lookup()', multipicklist: () => 'Picklist (Multi-Select)', phone: () => 'Phone', picklist: () => 'Picklist', combobox: () => 'Picklist',
  reference: (field) => `${field.deleteConstraint === 'Cascade' && field.custom ? 'Master-Detail' : 'Lookup'}(${field.referenceTo.join(',')})`,
  string: (field) => (field.autoNumberFormat === null ? `Text(${field.length})` : 'Auto Number'), textarea: (field) => (field.length > 255 ? `Long Text Area(${field.length})` : `Text Area(${field.length})`),
  time: () => 'Time', url: () => `URL(255)`,
};

const FORMULA_TYPES: Readonly<Partial<Record<FieldSchema['type'], string>>> = {
  boolean: 'Checkbox', currency: 'Currency', date: 'Date', datetime: 'Date/Time', double: 'Number', percent: 'Percent', string: 'Text', time: 'Time',
};

function dataType(field: FieldSchema): string {
  if (field.formula !== null) return `Formula (${FORMULA_TYPES[field.type] ?? 'Text'})`;
  return DATA_TYPES[field.type]?.(field) ?? field.type;
}

const modified = (component: Component | undefined): Record<string, Scalar> => ({
  LastModifiedById: component?.lastModifiedById ?? null, LastModifiedDate: component?.lastModifiedDate ?? null,
});

/** Objects of the Tooling API do not describe themselves here. */
export const isCatalogued = (object: ObjectSchema): boolean => object.kind !== 'tooling' && object.kind !== 'history';

export function entityRows(object: ObjectSchema, context: RowContext): SystemRow[] {
  const component = context.components.get('CustomObject', object.apiName);
  const id = entityId(context, object.apiName);
  const sharing = component === undefined ? null : textOf(component.content, 'sharingModel');
  const entity: SystemRow = {
    object: 'EntityDefinition',
    row: {
      Id: id, DurableId: id, QualifiedApiName: object.apiName, DeveloperName: object.apiName.replace(/__(c|mdt)$/, ''), NamespacePrefix: null, MasterLabel: object.label, Label: object.label,
      PluralLabel: object.labelPlural, KeyPrefix: object.keyPrefix, InternalSharingModel: sharing ?? 'ReadWrite', ExternalSharingModel: 'Private',
      IsCustomizable: object.kind === 'standard' || object.kind === 'custom' || object.kind === 'customMetadata', IsQueryable: object.queryable, IsCustomSetting: false, ...modified(component),
    },
  };
  return [entity, ...object.fields.map((field): SystemRow => {
    const own = context.components.get('CustomField', `${object.apiName}.${field.apiName}`);
    const durableId = `${id}.${field.custom && own !== undefined ? own.id.slice(0, 15) : field.apiName}`;
    const content = own?.content;
    return {
      object: 'FieldDefinition',
      row: {
        Id: durableId, DurableId: durableId, EntityDefinitionId: id, QualifiedApiName: field.apiName, DeveloperName: field.apiName.replace(/__c$/, ''), NamespacePrefix: null, MasterLabel: field.label,
        Label: field.label, DataType: dataType(field), ValueTypeId: field.type, Length: field.length, Precision: field.precision, Scale: field.scale, ExtraTypeInfo: null,
        Description: content === undefined ? null : textOf(content, 'description'), IsCalculated: field.formula !== null, IsFieldHistoryTracked: field.trackHistory && object.historyTracking,
        IsIndexed: field.unique || field.externalId || field.type === 'reference' || field.type === 'id' || field.nameField, IsNillable: field.nillable,
        BusinessOwnerId: null, BusinessStatus: content === undefined ? null : textOf(content, 'businessStatus'), SecurityClassification: content === undefined ? null : textOf(content, 'securityClassification'),
        RelationshipName: field.relationshipName, ReferenceTo: JSON.stringify({ referenceTo: field.referenceTo.length === 0 ? null : field.referenceTo }), ...modified(own),
      },
    };
  })];
}
