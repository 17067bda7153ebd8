/** What Setup shows about the org itself: record types, the audit trail, flows. */
import type { ObjectSchema } from '../engine/schema.ts';
import { bareColumns, checkbox, dateTime, integer, object, picklist, reference, setupColumns, text, textArea } from './columns.ts';

const recordType = object('setup', 'RecordType', 'Record Type', 'Record Types', '012', {}, setupColumns('Record Type', [
  text('Name', 'Name', 80, 'required', 'name'),
  text('DeveloperName', 'Record Type Name', 80, 'required'),
  text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
  text('Description', 'Description', 255),
  text('SobjectType', 'SObject Type Name', 40, 'required', 'createOnly'),
  checkbox('IsActive', 'Active'),
]));

const setupAuditTrail = object('setup', 'SetupAuditTrail', 'Setup Audit Trail Entry', 'Setup Audit Trail Entries', '0Ym', {}, [
  ...setupColumns('Setup Audit Trail', [
    text('Action', 'Action', 40, 'required', 'readOnly'),
    text('Section', 'Section', 1000, 'readOnly', 'noFilter'),
    textArea('Display', 'Display', 1000, 'readOnly', 'noFilter'),
    text('DelegateUser', 'Delegate User', 121, 'readOnly'),
    text('ResponsibleNamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
    text('CreatedByContext', 'Created By Context', 80, 'readOnly'),
    text('CreatedByIssuer', 'Created By Issuer', 40, 'readOnly'),
  ]).filter((field) => !/^(LastModified|SystemModstamp)/.test(field.apiName)),
]);

/** One row per flow; written when a flow is deployed. `DurableId` is the flow's definition id. */
const flowDefinitionView = object('setup', 'FlowDefinitionView', 'Flow Definition View', 'Flow Definitions', null, {}, bareColumns('Flow Definition', [
  text('DurableId', 'Durable ID', 255, 'required', 'readOnly'),
  text('ApiName', 'API Name', 255, 'required', 'readOnly', 'name'),
  text('Label', 'Label', 255, 'readOnly'),
  text('Description', 'Description', 255, 'readOnly'),
  picklist('ProcessType', 'Process Type', ['AutoLaunchedFlow', 'Flow', 'Workflow'], 'readOnly'),
  picklist('TriggerType', 'Trigger', ['RecordBeforeSave', 'RecordAfterSave', 'RecordBeforeDelete', 'Scheduled'], 'readOnly'),
  picklist('RecordTriggerType', 'Record Trigger', ['Create', 'Update', 'CreateAndUpdate', 'Delete', 'None'], 'readOnly'),
  integer('TriggerOrder', 'Trigger Order', 9, 'readOnly'),
  text('TriggerObjectOrEventLabel', 'Trigger Object or Event Label', 255, 'readOnly'),
  text('ActiveVersionId', 'Active Version ID', 255, 'readOnly'),
  text('LatestVersionId', 'Latest Version ID', 255, 'readOnly'),
  checkbox('IsActive', 'Active', 'readOnly'),
  text('ManageableState', 'Manageable State', 40, 'readOnly'),
  text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
  text('InstalledPackageName', 'Installed Package Name', 80, 'readOnly'),
  integer('ApiVersion', 'API Version', 9, 'readOnly'),
  integer('VersionNumber', 'Version Number', 9, 'readOnly'),
  text('LastModifiedBy', 'Last Modified By', 121, 'readOnly'),
  dateTime('LastModifiedDate', 'Last Modified Date', 'readOnly'),
]));

/** Its folder is its owner, as the Object Reference has it; an unfiled one has none here. */
const report = object('setup', 'Report', 'Report', 'Reports', '00O', {}, setupColumns('Report', [
  text('Name', 'Report Name', 40, 'required', 'readOnly', 'name'),
  text('DeveloperName', 'Report Unique Name', 80, 'required', 'readOnly'),
  text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
  text('Description', 'Description', 255, 'readOnly'),
  text('FolderName', 'Folder Name', 256, 'readOnly'),
  picklist('Format', 'Format', ['Tabular', 'Summary', 'Matrix', 'MultiBlock'], 'readOnly'),
  reference('OwnerId', 'Owner ID', 'Folder', {}, 'readOnly'),
]));

const dashboard = object('setup', 'Dashboard', 'Dashboard', 'Dashboards', '01Z', {}, setupColumns('Dashboard', [
  text('Title', 'Title', 80, 'required', 'readOnly', 'name'),
  text('DeveloperName', 'Dashboard Unique Name', 80, 'required', 'readOnly'),
  text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
  text('Description', 'Description', 255, 'readOnly'),
  text('FolderName', 'Folder Name', 256, 'readOnly'),
  reference('FolderId', 'Folder ID', 'Folder', {}, 'readOnly'),
]));

const folder = object('setup', 'Folder', 'Folder', 'Folders', '00l', {}, setupColumns('Folder', [
  text('Name', 'Name', 40, 'required', 'readOnly', 'name'),
  text('DeveloperName', 'Folder Unique Name', 80, 'readOnly'),
  text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
  picklist('Type', 'Type', ['Report', 'Dashboard', 'Document', 'Email'], 'readOnly'),
  picklist('AccessType', 'Access Type', ['Shadow', 'Public', 'Hidden'], 'readOnly'),
]));

export const setupObjects: readonly ObjectSchema[] = [recordType, setupAuditTrail, flowDefinitionView, folder, report, dashboard];
