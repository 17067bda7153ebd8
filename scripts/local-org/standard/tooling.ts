/**
 * Objects of the Tooling API: components as rows. Their rows are written when metadata is deployed;
 * `FullName` and `Metadata` are answered for a query of one row only, as the org does.
 */
import type { FieldSchema, ObjectSchema } from '../engine/schema.ts';
import { bareColumns, checkbox, complexValue, dateTime, integer, object, picklist, reference, setupColumns, text, textArea } from './columns.ts';

const manageable: readonly FieldSchema[] = [
  text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
  picklist('ManageableState', 'Manageable State', ['unmanaged', 'installed', 'released'], 'readOnly', 'restricted'),
];

const component: readonly FieldSchema[] = [text('FullName', 'Full Name', 255, 'readOnly', 'noFilter'), complexValue('Metadata', 'Metadata', 'readOnly', 'noFilter')];

const tooling = (apiName: string, label: string, keyPrefix: string | null, fields: readonly FieldSchema[]): ObjectSchema =>
  object('tooling', apiName, label, `${label}s`, keyPrefix, {}, setupColumns(label, [...fields, ...manageable, ...component]));

/** Rows of the metadata catalogue have a `DurableId` where others have an id, and no audit columns. */
const catalogue = (apiName: string, label: string, fields: readonly FieldSchema[]): ObjectSchema =>
  object('tooling', apiName, label, `${label}s`, null, {}, bareColumns(label, [text('DurableId', 'Durable ID', 255, 'required', 'readOnly'), ...fields]));

const entity = (): FieldSchema => reference('EntityDefinitionId', 'Entity Definition ID', 'EntityDefinition', {}, 'readOnly');

const byDeveloperName = (apiName: string, label: string, keyPrefix: string): ObjectSchema =>
  tooling(apiName, label, keyPrefix, [text('DeveloperName', 'Developer Name', 80, 'readOnly', 'name'), text('MasterLabel', 'Master Label', 80, 'readOnly'), textArea('Description', 'Description', 1000, 'readOnly')]);

/** Seen by the data API too, as the definitions are (`standard/setup.ts`). */
const flowVersionView = object('setup', 'FlowVersionView', 'Flow Version View', 'Flow Versions', null, {}, bareColumns('Flow Version', [
  text('DurableId', 'Durable ID', 255, 'required', 'readOnly'),
  text('FlowDefinitionViewId', 'Flow Definition View ID', 255, 'readOnly'),
  text('Label', 'Label', 255, 'readOnly', 'name'),
  text('Description', 'Description', 255, 'readOnly'),
  picklist('Status', 'Status', ['Active', 'Draft', 'Obsolete', 'InvalidDraft'], 'readOnly', 'restricted'),
  integer('VersionNumber', 'Version Number', 9, 'readOnly'),
  picklist('ProcessType', 'Process Type', ['AutoLaunchedFlow', 'Flow', 'Workflow'], 'readOnly'),
  text('ApiVersion', 'API Version', 18, 'readOnly'),
  dateTime('LastModifiedDate', 'Last Modified Date', 'readOnly'),
]));

export const toolingObjects: readonly ObjectSchema[] = [
  tooling('ValidationRule', 'Validation Rule', '03d', [
    entity(),
    text('ValidationName', 'Rule Name', 40, 'readOnly', 'name'),
    checkbox('Active', 'Active', 'readOnly'),
    textArea('Description', 'Description', 255, 'readOnly'),
    text('ErrorDisplayField', 'Error Location', 80, 'readOnly'),
    textArea('ErrorMessage', 'Error Message', 255, 'readOnly'),
  ]),
  tooling('CustomField', 'Custom Field', '00N', [
    entity(),
    text('TableEnumOrId', 'Table', 80, 'readOnly'),
    text('DeveloperName', 'Developer Name', 80, 'readOnly', 'name'),
    text('Description', 'Description', 1000, 'readOnly'),
    text('InlineHelpText', 'Help Text', 510, 'readOnly'),
    integer('Length', 'Length', 9, 'readOnly'),
    integer('Precision', 'Precision', 9, 'readOnly'),
    integer('Scale', 'Scale', 9, 'readOnly'),
  ]),
  tooling('CustomObject', 'Custom Object', '01I', [text('DeveloperName', 'Developer Name', 80, 'readOnly', 'name'), textArea('Description', 'Description', 1000, 'readOnly')]),
  tooling('StandardValueSet', 'Standard Value Set', null, [text('MasterLabel', 'Master Label', 80, 'readOnly', 'name')]),
  tooling('GlobalValueSet', 'Global Value Set', '0Nt', [text('DeveloperName', 'Developer Name', 80, 'readOnly'), text('MasterLabel', 'Master Label', 80, 'readOnly', 'name')]),
  tooling('FlowDefinition', 'Flow Definition', '300', [
    text('DeveloperName', 'Developer Name', 80, 'readOnly', 'name'),
    text('MasterLabel', 'Master Label', 255, 'readOnly'),
    textArea('Description', 'Description', 1000, 'readOnly'),
    text('ActiveVersionId', 'Active Version ID', 18, 'readOnly'),
    text('LatestVersionId', 'Latest Version ID', 18, 'readOnly'),
  ]),
  tooling('Flow', 'Flow', '301', [
    reference('DefinitionId', 'Flow Definition ID', 'FlowDefinition', { children: 'Versions' }, 'readOnly'),
    text('MasterLabel', 'Label', 255, 'readOnly', 'name'),
    textArea('Description', 'Description', 1000, 'readOnly'),
    picklist('ProcessType', 'Process Type', ['AutoLaunchedFlow', 'Flow', 'Workflow'], 'readOnly'),
    picklist('Status', 'Status', ['Active', 'Draft', 'Obsolete', 'InvalidDraft'], 'readOnly', 'restricted'),
    integer('VersionNumber', 'Version Number', 9, 'readOnly'),
    integer('ApiVersion', 'API Version', 9, 'readOnly'),
  ]),
  tooling('PathAssistant', 'Path Assistant', '0DP', [
    text('DeveloperName', 'Developer Name', 80, 'readOnly', 'name'),
    text('MasterLabel', 'Master Label', 80, 'readOnly'),
    checkbox('IsActive', 'Active', 'readOnly'),
    text('RecordTypeId', 'Record Type ID', 18, 'readOnly'),
    text('SobjectType', 'Object', 80, 'readOnly'),
    text('SobjectProcessField', 'Picklist', 80, 'readOnly'),
  ]),
  tooling('Layout', 'Page Layout', '00h', [text('Name', 'Name', 80, 'readOnly', 'name'), text('TableEnumOrId', 'Table', 80, 'readOnly'), entity(), text('LayoutType', 'Layout Type', 40, 'readOnly')]),
  tooling('CustomTab', 'Custom Tab', '01r', [text('DeveloperName', 'Developer Name', 80, 'readOnly', 'name'), text('MasterLabel', 'Master Label', 80, 'readOnly'), text('Type', 'Type', 40, 'readOnly')]),
  tooling('FlexiPage', 'Lightning Page', '0M0', [text('DeveloperName', 'Developer Name', 80, 'readOnly', 'name'), text('MasterLabel', 'Master Label', 80, 'readOnly'), text('Type', 'Type', 40, 'readOnly'), entity()]),
  tooling('ApexClass', 'Apex Class', '01p', [text('Name', 'Name', 255, 'readOnly', 'name'), text('ApiVersion', 'API Version', 18, 'readOnly'), text('Status', 'Status', 40, 'readOnly'), textArea('Body', 'Body', 1000000, 'readOnly')]),
  tooling('ApexTrigger', 'Apex Trigger', '01q', [text('Name', 'Name', 255, 'readOnly', 'name'), text('TableEnumOrId', 'Table', 80, 'readOnly'), text('Status', 'Status', 40, 'readOnly'), textArea('Body', 'Body', 1000000, 'readOnly')]),
  byDeveloperName('LightningComponentBundle', 'Lightning Component Bundle', '0Rb'),
  byDeveloperName('CustomApplication', 'Custom Application', '02u'),
  byDeveloperName('QuickActionDefinition', 'Quick Action', '09D'),
  catalogue('EntityDefinition', 'Entity Definition', [
    text('QualifiedApiName', 'Qualified API Name', 80, 'readOnly', 'name'),
    text('DeveloperName', 'Developer Name', 80, 'readOnly'),
    text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
    text('MasterLabel', 'Master Label', 80, 'readOnly'),
    text('Label', 'Label', 80, 'readOnly'),
    text('PluralLabel', 'Plural Label', 80, 'readOnly'),
    text('KeyPrefix', 'Key Prefix', 3, 'readOnly'),
    text('InternalSharingModel', 'Internal Sharing Model', 40, 'readOnly'),
    text('ExternalSharingModel', 'External Sharing Model', 40, 'readOnly'),
    checkbox('IsCustomizable', 'Is Customizable', 'readOnly'),
    checkbox('IsQueryable', 'Is Queryable', 'readOnly'),
    checkbox('IsCustomSetting', 'Is Custom Setting', 'readOnly'),
    reference('LastModifiedById', 'Last Modified By ID', 'User', {}, 'readOnly'),
    dateTime('LastModifiedDate', 'Last Modified Date', 'readOnly'),
  ]),
  catalogue('FieldDefinition', 'Field Definition', [
    entity(),
    text('QualifiedApiName', 'Qualified API Name', 80, 'readOnly', 'name'),
    text('DeveloperName', 'Developer Name', 80, 'readOnly'),
    text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
    text('MasterLabel', 'Master Label', 80, 'readOnly'),
    text('Label', 'Label', 80, 'readOnly'),
    text('DataType', 'Data Type', 255, 'readOnly'),
    text('ValueTypeId', 'Value Type ID', 80, 'readOnly'),
    integer('Length', 'Length', 9, 'readOnly'),
    integer('Precision', 'Precision', 9, 'readOnly'),
    integer('Scale', 'Scale', 9, 'readOnly'),
    text('ExtraTypeInfo', 'Extra Type Info', 80, 'readOnly'),
    textArea('Description', 'Description', 1000, 'readOnly'),
    checkbox('IsCalculated', 'Is Calculated', 'readOnly'),
    checkbox('IsFieldHistoryTracked', 'Is Field History Tracked', 'readOnly'),
    checkbox('IsIndexed', 'Is Indexed', 'readOnly'),
    checkbox('IsNillable', 'Is Nillable', 'readOnly'),
    text('BusinessOwnerId', 'Business Owner', 18, 'readOnly'),
    text('BusinessStatus', 'Business Status', 40, 'readOnly'),
    text('SecurityClassification', 'Security Classification', 40, 'readOnly'),
    text('RelationshipName', 'Relationship Name', 80, 'readOnly'),
    textArea('ReferenceTo', 'Reference To', 1000, 'readOnly', 'noFilter'),
    reference('LastModifiedById', 'Last Modified By ID', 'User', {}, 'readOnly'),
    dateTime('LastModifiedDate', 'Last Modified Date', 'readOnly'),
  ]),
  catalogue('EntityParticle', 'Entity Particle', [
    entity(),
    reference('FieldDefinitionId', 'Field Definition ID', 'FieldDefinition', { children: 'Particles' }, 'readOnly'),
    text('QualifiedApiName', 'Qualified API Name', 80, 'readOnly', 'name'),
    text('DeveloperName', 'Developer Name', 80, 'readOnly'),
    text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
    text('MasterLabel', 'Master Label', 80, 'readOnly'),
    text('Label', 'Label', 80, 'readOnly'),
    text('DataType', 'Data Type', 255, 'readOnly'),
    text('ValueTypeId', 'Value Type ID', 80, 'readOnly'),
    integer('Length', 'Length', 9, 'readOnly'),
    integer('Precision', 'Precision', 9, 'readOnly'),
    integer('Scale', 'Scale', 9, 'readOnly'),
    text('InlineHelpText', 'Help Text', 510, 'readOnly'),
    ...['ApiFilterable', 'ApiGroupable', 'ApiSortable', 'Autonumber', 'Calculated', 'CaseSensitive', 'Creatable', 'DependentPicklist', 'FieldHistoryTracked', 'NameField', 'Nillable', 'Unique', 'Updatable']
      .map((name) => checkbox(`Is${name}`, name, 'readOnly')),
    text('RelationshipName', 'Relationship Name', 80, 'readOnly'),
    textArea('ReferenceTo', 'Reference To', 1000, 'readOnly', 'noFilter'),
  ]),
  catalogue('PicklistValueInfo', 'Picklist Value Info', [
    reference('EntityParticleId', 'Entity Particle ID', 'EntityParticle', { children: 'PicklistValues' }, 'readOnly'),
    text('Value', 'Value', 255, 'readOnly', 'name'),
    text('Label', 'Label', 255, 'readOnly'),
    checkbox('IsActive', 'Is Active', 'readOnly'),
    checkbox('IsDefaultValue', 'Is Default Value', 'readOnly'),
  ]),
  catalogue('EntityLimit', 'Entity Limit', [
    reference('EntityDefinitionId', 'Entity Definition ID', 'EntityDefinition', { children: 'Limits' }, 'readOnly'),
    text('Label', 'Label', 80, 'readOnly', 'name'),
    picklist('Type', 'Type', ['ActiveValidationRules', 'CustomFields'], 'readOnly', 'restricted'),
    integer('Max', 'Max', 9, 'readOnly'),
    integer('Remaining', 'Remaining', 9, 'readOnly'),
  ]),
  catalogue('FormulaFunctionCategory', 'Formula Function Category', [text('Name', 'Name', 80, 'readOnly', 'name'), text('Label', 'Label', 80, 'readOnly')]),
  catalogue('FormulaFunction', 'Formula Function', [
    reference('CategoryId', 'Category ID', 'FormulaFunctionCategory', { children: 'Functions' }, 'readOnly'),
    text('Name', 'Name', 80, 'readOnly', 'name'),
    text('Label', 'Label', 80, 'readOnly'),
    text('Description', 'Description', 1000, 'readOnly'),
    text('ExampleString', 'Example String', 255, 'readOnly'),
  ]),
  catalogue('FormulaFunctionAllowedType', 'Formula Function Allowed Type', [
    reference('FunctionId', 'Formula Function ID', 'FormulaFunction', { children: 'AllowedTypes' }, 'readOnly'),
    picklist('Type', 'Type', ['FLOW', 'VALIDATION', 'VISUALFORCE'], 'readOnly', 'restricted'),
  ]),
  catalogue('MetadataComponentDependency', 'Metadata Component Dependency', ['MetadataComponent', 'RefMetadataComponent'].flatMap((side) => [
    text(`${side}Id`, `${side} ID`, 255, 'readOnly'),
    text(`${side}Name`, `${side} Name`, 255, 'readOnly'),
    text(`${side}Namespace`, `${side} Namespace`, 15, 'readOnly'),
    text(`${side}Type`, `${side} Type`, 255, 'readOnly'),
  ])),
  flowVersionView,
];
