/** The metadata catalogue: objects, their fields with the values they offer, and what is left of their limits. */
import type { FieldSchema, ObjectSchema } from '../../engine/schema.ts';
import type { Scalar } from '../../engine/types.ts';
import type { Component } from '../component.ts';
import { textOf } from '../xml/element.ts';
import type { OrgLimits } from '../checks/context.ts';
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

/** A particle is a field as the API sees it; the catalogue has one per field here, as compound fields have none of their own. */
function particleRows(object: ObjectSchema, field: FieldSchema, ids: { readonly entity: string; readonly field: string }): SystemRow[] {
  const row: Record<string, Scalar> = {
    Id: ids.field, DurableId: ids.field, EntityDefinitionId: ids.entity, FieldDefinitionId: ids.field, QualifiedApiName: field.apiName, DeveloperName: field.apiName.replace(/__c$/, ''), NamespacePrefix: null,
    MasterLabel: field.label, Label: field.label, DataType: field.type, ValueTypeId: field.type, Length: field.length, Precision: field.precision, Scale: field.scale, InlineHelpText: field.helpText,
    IsApiFilterable: field.filterable, IsApiGroupable: field.groupable, IsApiSortable: field.sortable, IsAutonumber: field.autoNumberFormat !== null, IsCalculated: field.formula !== null,
    IsCaseSensitive: field.caseSensitive === true, IsCreatable: field.createable, IsDependentPicklist: (field.controllerName ?? null) !== null, IsFieldHistoryTracked: field.trackHistory && object.historyTracking,
    IsNameField: field.nameField, IsNillable: field.nillable, IsUnique: field.unique, IsUpdatable: field.updateable, RelationshipName: field.relationshipName, ReferenceTo: referenceTo(field),
  };
  const values = field.picklistValues.map((value): SystemRow => {
    const id = `${ids.field}.${value.value}`;
    return { object: 'PicklistValueInfo', row: { Id: id, DurableId: id, EntityParticleId: ids.field, Value: value.value, Label: value.label, IsActive: value.active, IsDefaultValue: value.isDefault } };
  });
  return [{ object: 'EntityParticle', row }, ...values];
}

const referenceTo = (field: FieldSchema): string => JSON.stringify({ referenceTo: field.referenceTo.length === 0 ? null : field.referenceTo });

/** Limits that the checks of a deploy keep. */
function limitRows(object: ObjectSchema, entity: string, limits: OrgLimits): SystemRow[] {
  const used: readonly (readonly [string, string, number, number])[] = [
    ['ActiveValidationRules', 'Active Validation Rules', limits.activeValidationRules, object.validationRules.filter((rule) => rule.active).length],
    ['CustomFields', 'Custom Fields', limits.customFieldsPerObject, object.fields.filter((field) => field.custom).length],
  ];
  return used.map(([type, label, max, count]) => ({ object: 'EntityLimit', row: { Id: `${entity}.${type}`, DurableId: `${entity}.${type}`, EntityDefinitionId: entity, Label: label, Type: type, Max: max, Remaining: max - count } }));
}

/** Objects of the catalogue whose rows `entityRows` writes, with the column that names the object. */
export const CATALOGUE: Readonly<Record<string, string>> = { EntityDefinition: 'Id', EntityLimit: 'EntityDefinitionId', EntityParticle: 'EntityDefinitionId', FieldDefinition: 'EntityDefinitionId' };

/** `DurableId` of a field: by its name, a custom one by the id of its component. */
export function fieldId(context: Pick<RowContext, 'components'>, object: ObjectSchema, field: FieldSchema): string {
  const own = field.custom ? context.components.get('CustomField', `${object.apiName}.${field.apiName}`) : undefined;
  return `${entityId(context, object.apiName)}.${own === undefined ? field.apiName : own.id.slice(0, 15)}`;
}

export function entityRows(object: ObjectSchema, context: RowContext): SystemRow[] {
  const component = context.components.get('CustomObject', object.apiName);
  const id = entityId(context, object.apiName);
  const sharing = component === undefined ? null : textOf(component.content, 'sharingModel');
  const entity: SystemRow = {
    object: 'EntityDefinition',
    row: {
      Id: id, DurableId: id, QualifiedApiName: object.apiName, DeveloperName: object.apiName.replace(/__(c|mdt)$/, ''), NamespacePrefix: null, MasterLabel: object.label, Label: object.label,
      PluralLabel: object.labelPlural, KeyPrefix: object.keyPrefix, InternalSharingModel: sharing ?? 'ReadWrite', ExternalSharingModel: 'Private',
      IsCustomizable: object.kind === 'standard' || object.kind === 'custom' || object.kind === 'customMetadata', IsQueryable: object.queryable, IsCustomSetting: object.kind === 'customSetting', ...modified(component),
    },
  };
  const limits = object.kind === 'standard' || object.kind === 'custom' ? limitRows(object, id, context.limits) : [];
  return [entity, ...limits, ...object.fields.flatMap((field): SystemRow[] => {
    const own = context.components.get('CustomField', `${object.apiName}.${field.apiName}`);
    const durableId = fieldId(context, object, field);
    const content = own?.content;
    return [{
      object: 'FieldDefinition',
      row: {
        Id: durableId, DurableId: durableId, EntityDefinitionId: id, QualifiedApiName: field.apiName, DeveloperName: field.apiName.replace(/__c$/, ''), NamespacePrefix: null, MasterLabel: field.label,
        Label: field.label, DataType: dataType(field), ValueTypeId: field.type, Length: field.length, Precision: field.precision, Scale: field.scale, ExtraTypeInfo: null,
        Description: content === undefined ? null : textOf(content, 'description'), IsCalculated: field.formula !== null, IsFieldHistoryTracked: field.trackHistory && object.historyTracking,
        IsIndexed: field.unique || field.externalId || field.type === 'reference' || field.type === 'id' || field.nameField, IsNillable: field.nillable,
        BusinessOwnerId: null, BusinessStatus: content === undefined ? null : textOf(content, 'businessStatus'), SecurityClassification: content === undefined ? null : textOf(content, 'securityClassification'),
        RelationshipName: field.relationshipName, ReferenceTo: referenceTo(field), ...modified(own),
      },
    }, ...particleRows(object, field, { entity: id, field: durableId })];
  })];
}
