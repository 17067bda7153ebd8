/** Rows by metadata type. */
import type { FieldSchema } from '../../engine/schema.ts';
import type { Scalar } from '../../engine/types.ts';
import type { Component } from '../component.ts';
import { customMetadataType } from '../checks/customMetadata.ts';
import { elementTypeOf, ownerOf, partOf } from '../registry.ts';
import { childOf, childrenOf, flagOf, numberOf, textOf, type XmlElement } from '../xml/element.ts';
import { toObject } from '../elements/toObject.ts';
import { auditFields, entityId, type RowContext, type RowWriter, type SystemRow } from './row.ts';
import { group, queue, role } from './people.ts';
import { accessesOf, fieldPermissionRow, objectPermissionRow } from './permissions.ts';
import { valueSetRows } from './valueSets.ts';

const unmanaged = { NamespacePrefix: null, ManageableState: 'unmanaged' } as const;
const bareName = (name: string): string => name.replace(/__(c|mdt)$/, '');

/** What every Tooling row says: id, audit, full name and metadata. */
function tooling(component: Component): Record<string, Scalar> {
  const metadata = toObject(component.content, elementTypeOf(component.type, component.fullName));
  delete metadata['fullName'];
  return { Id: component.id, ...auditFields(component), ...unmanaged, FullName: component.fullName, Metadata: JSON.stringify(metadata) };
}

const developerRow = (object: string, labelElement: string, more: (content: XmlElement) => Record<string, Scalar> = () => ({})): RowWriter => (component) => [{
  object,
  row: { ...tooling(component), DeveloperName: component.fullName, MasterLabel: textOf(component.content, labelElement) ?? component.fullName, ...more(component.content) },
}];

const validationRule: RowWriter = (component, context) => [{
  object: 'ValidationRule',
  row: {
    ...tooling(component),
    EntityDefinitionId: entityId(context, ownerOf(component.fullName)),
    ValidationName: partOf(component.fullName),
    Active: flagOf(component.content, 'active'),
    Description: textOf(component.content, 'description'),
    ErrorDisplayField: textOf(component.content, 'errorDisplayField'),
    ErrorMessage: textOf(component.content, 'errorMessage'),
  },
}];

const customField: RowWriter = (component, context) => {
  if (!partOf(component.fullName).endsWith('__c')) return [];
  const entity = entityId(context, ownerOf(component.fullName));
  return [{
    object: 'CustomField',
    row: {
      ...tooling(component), EntityDefinitionId: entity, TableEnumOrId: entity, DeveloperName: bareName(partOf(component.fullName)), Description: textOf(component.content, 'description'),
      InlineHelpText: textOf(component.content, 'inlineHelpText'), Length: numberOf(component.content, 'length'), Precision: numberOf(component.content, 'precision'),
      Scale: numberOf(component.content, 'scale'),
    },
  }];
};

const customObject: RowWriter = (component) => (/__(c|mdt)$/.test(component.fullName)
  ? [{ object: 'CustomObject', row: { ...tooling(component), DeveloperName: bareName(component.fullName), Description: textOf(component.content, 'description') } }]
  : []);

const NUMERIC: ReadonlySet<FieldSchema['type']> = new Set(['double', 'currency', 'percent', 'int']);

function metadataValue(field: FieldSchema, node: XmlElement | undefined): Scalar {
  const text = node === undefined || node.attributes?.['xsi:nil'] === 'true' || node.text === '' ? null : node.text;
  if (field.type === 'boolean') return text === null ? field.defaultValue === true : text === 'true';
  if (text === null) return field.defaultValue;
  return NUMERIC.has(field.type) ? Number(text) : text;
}

const customMetadata: RowWriter = (component, { schema }) => {
  const type = customMetadataType(component.fullName);
  const object = schema.object(type);
  if (object === undefined) return [];
  const values = new Map(childrenOf(component.content, 'values').map((node) => [(textOf(node, 'field') ?? '').toLowerCase(), childOf(node, 'value')]));
  const name = partOf(component.fullName);
  const label = textOf(component.content, 'label') ?? name;
  const row: Record<string, Scalar> = {
    Id: component.id, DeveloperName: name, MasterLabel: label, Label: label, Language: 'en_US', NamespacePrefix: null, QualifiedApiName: name, SystemModstamp: component.lastModifiedDate,
  };
  for (const field of object.fields) if (field.custom && field.formula === null) row[field.apiName] = metadataValue(field, values.get(field.apiName.toLowerCase()));
  return [{ object: object.apiName, row }];
};

const customPermission: RowWriter = (component) => [{
  object: 'CustomPermission',
  row: {
    Id: component.id, ...auditFields(component), DeveloperName: component.fullName, MasterLabel: textOf(component.content, 'label') ?? component.fullName,
    Description: textOf(component.content, 'description'), Language: 'en_US', NamespacePrefix: null, IsProtected: false, IsLicensed: flagOf(component.content, 'isLicensed'),
  },
}];

/** User permissions that a permission set row shows; the schema of PermissionSet says which there are. */
function userPermissionColumns(component: Component, context: RowContext): Record<string, Scalar> {
  const granted = new Set(childrenOf(component.content, 'userPermissions').filter((node) => flagOf(node, 'enabled')).map((node) => `Permissions${textOf(node, 'name') ?? ''}`));
  const columns = context.schema.object('PermissionSet')?.fields.filter((field) => field.apiName.startsWith('Permissions')) ?? [];
  return Object.fromEntries(columns.map((field) => [field.apiName, granted.has(field.apiName)]));
}

function accessRows(component: Component, context: RowContext): SystemRow[] {
  const access = (type: string, id: string): SystemRow => ({
    object: 'SetupEntityAccess',
    row: { Id: context.rowId(component, 'SetupEntityAccess', id), ParentId: component.id, SetupEntityId: id, SetupEntityType: type, SystemModstamp: component.lastModifiedDate },
  });
  return accessesOf(component.content, context).filter(({ enabled }) => enabled).map(({ type, id }) => access(type, id));
}

const permissionSet: RowWriter = (component, context) => {
  const { content } = component;
  // Only what is granted has a row.
  const objects = childrenOf(content, 'objectPermissions').filter((node) => flagOf(node, 'allowRead'))
    .map((node) => objectPermissionRow(node, component.id, context.rowId(component, 'ObjectPermissions', textOf(node, 'object') ?? ''), auditFields(component)));
  const fields = childrenOf(content, 'fieldPermissions').filter((node) => flagOf(node, 'readable'))
    .map((node) => fieldPermissionRow(node, component.id, context.rowId(component, 'FieldPermissions', textOf(node, 'field') ?? ''), auditFields(component)));
  return [{
    object: 'PermissionSet',
    row: {
      Id: component.id, ...auditFields(component), Name: component.fullName, Label: textOf(content, 'label'), Description: textOf(content, 'description'), NamespacePrefix: null, LicenseId: null,
      ProfileId: null, IsOwnedByProfile: false, IsCustom: true, Type: 'Regular', ...userPermissionColumns(component, context),
    },
  }, ...objects, ...fields, ...accessRows(component, context)];
};

const recordType: RowWriter = (component) => [{
  object: 'RecordType',
  row: {
    Id: component.id, ...auditFields(component), Name: textOf(component.content, 'label'), DeveloperName: partOf(component.fullName), NamespacePrefix: null,
    Description: textOf(component.content, 'description'), SobjectType: ownerOf(component.fullName), IsActive: flagOf(component.content, 'active'),
  },
}];

/** One version is kept per flow: its number stays 1. Named in the gap list. */
const flow: RowWriter = (component, context) => {
  const { content } = component;
  const start = childOf(content, 'start');
  const status = textOf(content, 'status') ?? 'Draft';
  const version = context.rowId(component, 'Flow', 'version');
  const active = status === 'Active';
  const label = textOf(content, 'label') ?? component.fullName;
  const description = textOf(content, 'description');
  const object = start === undefined ? undefined : context.schema.object(textOf(start, 'object') ?? '');
  const common = { ...auditFields(component), ...unmanaged };
  return [{
    object: 'FlowDefinitionView',
    row: {
      Id: component.id, DurableId: component.id, ApiName: component.fullName, Label: label, Description: description, ProcessType: textOf(content, 'processType'),
      TriggerType: start === undefined ? null : textOf(start, 'triggerType'), RecordTriggerType: start === undefined ? null : textOf(start, 'recordTriggerType'),
      TriggerOrder: numberOf(content, 'triggerOrder'), TriggerObjectOrEventLabel: object?.label ?? null, ActiveVersionId: active ? version : null, LatestVersionId: version,
      IsActive: active, ...unmanaged, InstalledPackageName: null, ApiVersion: Math.trunc(numberOf(content, 'apiVersion') ?? 0), VersionNumber: 1,
      LastModifiedBy: context.userName(component.lastModifiedById), LastModifiedDate: component.lastModifiedDate,
    },
  }, {
    object: 'FlowDefinition',
    row: { Id: component.id, ...common, DeveloperName: component.fullName, MasterLabel: label, Description: description, ActiveVersionId: active ? version : null, LatestVersionId: version, FullName: component.fullName, Metadata: JSON.stringify({ activeVersionNumber: active ? 1 : 0 }) },
  }, {
    object: 'FlowVersionView',
    row: {
      Id: version, DurableId: version, FlowDefinitionViewId: component.id, Label: label, Description: description, Status: status, VersionNumber: 1, ProcessType: textOf(content, 'processType'),
      ApiVersion: String(Math.trunc(numberOf(content, 'apiVersion') ?? 0)), LastModifiedDate: component.lastModifiedDate,
    },
  }, {
    object: 'Flow',
    row: {
      ...tooling(component), Id: version, DefinitionId: component.id, MasterLabel: label, Description: description, ProcessType: textOf(content, 'processType'), Status: status,
      VersionNumber: 1, ApiVersion: Math.trunc(numberOf(content, 'apiVersion') ?? 0),
    },
  }];
};

const pathAssistant: RowWriter = (component, context) => {
  const { content } = component;
  const recordTypeName = textOf(content, 'recordTypeName');
  const entity = textOf(content, 'entityName') ?? '';
  return [{
    object: 'PathAssistant',
    row: {
      ...tooling(component), DeveloperName: component.fullName, MasterLabel: textOf(content, 'masterLabel'), IsActive: flagOf(content, 'active'),
      RecordTypeId: recordTypeName === null ? null : context.components.get('RecordType', `${entity}.${recordTypeName}`)?.id ?? null,
      SobjectType: entity, SobjectProcessField: textOf(content, 'fieldName'),
    },
  }];
};

const layout: RowWriter = (component, context) => {
  const entity = entityId(context, component.fullName.slice(0, Math.max(0, component.fullName.indexOf('-'))));
  return [{ object: 'Layout', row: { ...tooling(component), Name: component.fullName.slice(component.fullName.indexOf('-') + 1), TableEnumOrId: entity, EntityDefinitionId: entity, LayoutType: 'Standard' } }];
};

const flexiPage: RowWriter = (component, context) => {
  const object = textOf(component.content, 'sobjectType');
  return [{
    object: 'FlexiPage',
    row: { ...tooling(component), DeveloperName: component.fullName, MasterLabel: textOf(component.content, 'masterLabel'), Type: textOf(component.content, 'type'), EntityDefinitionId: object === null ? null : entityId(context, object) },
  }];
};

const folder = (type: 'Report' | 'Dashboard'): RowWriter => (component) => [{
  object: 'Folder',
  row: {
    Id: component.id, ...auditFields(component), Name: textOf(component.content, 'name') ?? component.fullName, DeveloperName: component.fullName.split('/').at(-1) ?? component.fullName, NamespacePrefix: null,
    Type: type, AccessType: 'Public',
  },
}];

/** Reports and dashboards, each in its folder. */
const inFolder = (type: 'Report' | 'Dashboard'): RowWriter => (component, context) => {
  const at = component.fullName.lastIndexOf('/');
  const holder = context.components.get(`${type}Folder`, component.fullName.slice(0, Math.max(0, at)));
  const name = component.fullName.slice(at + 1);
  const row: Record<string, Scalar> = {
    Id: component.id, ...auditFields(component), DeveloperName: name, NamespacePrefix: null, Description: textOf(component.content, 'description'),
    FolderName: holder === undefined ? `Unfiled Public ${type}s` : textOf(holder.content, 'name'),
  };
  if (type === 'Dashboard') return [{ object: type, row: { ...row, Title: textOf(component.content, 'title') ?? name, FolderId: holder?.id ?? null } }];
  return [{ object: type, row: { ...row, Name: textOf(component.content, 'name') ?? name, Format: textOf(component.content, 'format'), OwnerId: holder?.id ?? null } }];
};

const tabType = (content: XmlElement): string => (flagOf(content, 'customObject') ? 'customObject' : ['flexiPage', 'lwcComponent', 'url', 'page'].find((name) => textOf(content, name) !== null) ?? 'customObject');

/** A type without a row here is stored and retrieved, and no object shows it. */
export const ROW_WRITERS: Readonly<Record<string, RowWriter>> = {
  CustomApplication: developerRow('CustomApplication', 'label', (content) => ({ Description: textOf(content, 'description') })),
  CustomField: customField,
  CustomMetadata: customMetadata,
  CustomObject: customObject,
  CustomPermission: customPermission,
  CustomTab: developerRow('CustomTab', 'label', (content) => ({ Type: tabType(content) })),
  Dashboard: inFolder('Dashboard'),
  DashboardFolder: folder('Dashboard'),
  FlexiPage: flexiPage,
  Flow: flow,
  GlobalValueSet: developerRow('GlobalValueSet', 'masterLabel'),
  Group: group,
  Layout: layout,
  LightningComponentBundle: developerRow('LightningComponentBundle', 'masterLabel', (content) => ({ Description: textOf(content, 'description') })),
  PathAssistant: pathAssistant,
  PermissionSet: permissionSet,
  Queue: queue,
  QuickAction: developerRow('QuickActionDefinition', 'label', (content) => ({ Description: textOf(content, 'description') })),
  RecordType: recordType,
  Report: inFolder('Report'),
  ReportFolder: folder('Report'),
  Role: role,
  StandardValueSet: valueSetRows,
  ValidationRule: validationRule,
};
