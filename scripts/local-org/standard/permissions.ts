/** Permission sets: who holds them and what they give. */
import type { ObjectSchema } from '../engine/schema.ts';
import { checkbox, checkedBox, dateTime, object, picklist, reference, setupColumns, text } from './columns.ts';

/** Permissions that Handrail or its clients ask about; both profiles and permission sets carry them. */
export const userPermissions = [
  checkbox('PermissionsModifyAllData', 'Modify All Data'),
  checkbox('PermissionsViewAllData', 'View All Data'),
  checkbox('PermissionsViewSetup', 'View Setup and Configuration'),
  checkbox('PermissionsCustomizeApplication', 'Customize Application'),
  checkbox('PermissionsApiEnabled', 'API Enabled'),
  checkbox('PermissionsBulkApiHardDelete', 'Bulk API Hard Delete'),
  checkbox('PermissionsModifyMetadata', 'Modify Metadata Through Metadata API Functions'),
];

const permissionSet = object('setup', 'PermissionSet', 'Permission Set', 'Permission Set', '0PS', {}, setupColumns('Permission Set', [
  text('Name', 'Permission Set Name', 80, 'required', 'name'),
  text('Label', 'Permission Set Label', 80, 'required'),
  reference('LicenseId', 'License ID', 'UserLicense', {}, 'createOnly'),
  reference('ProfileId', 'Profile ID', 'Profile', {}, 'readOnly'),
  checkbox('IsOwnedByProfile', 'Is Owned By Profile', 'readOnly'),
  checkbox('IsCustom', 'Is Custom', 'readOnly'),
  text('Description', 'Description', 255),
  text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
  picklist('Type', 'Permission Set Type', ['Regular', 'Standard', 'Profile'], 'readOnly', 'restricted'),
  ...userPermissions,
]));

const permissionSetAssignment = object('setup', 'PermissionSetAssignment', 'Permission Set Assignment', 'Permission Set Assignment', '0Pa', { access: 'cd' }, [
  ...setupColumns('Permission Set Assignment', [
    reference('PermissionSetId', 'Permission Set ID', 'PermissionSet', { children: 'Assignments' }, 'createOnly'),
    reference('AssigneeId', 'Assignee ID', 'User', { children: 'PermissionSetAssignments' }, 'required', 'createOnly'),
    checkedBox('IsActive', 'Is Active', 'readOnly'),
    dateTime('ExpirationDate', 'Expiration Date'),
  ]).filter((field) => !/^(Created|LastModified)/.test(field.apiName)),
]);

const customPermission = object('setup', 'CustomPermission', 'Custom Permission', 'Custom Permissions', '0CP', {}, setupColumns('Custom Permission', [
  text('DeveloperName', 'Name', 80, 'required', 'name'),
  text('MasterLabel', 'Master Label', 80, 'required'),
  text('Description', 'Description', 255),
  text('Language', 'Language', 40),
  text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
  checkbox('IsProtected', 'Is Protected', 'readOnly'),
  checkbox('IsLicensed', 'Is Licensed', 'readOnly'),
]));

const setupEntityAccess = object('setup', 'SetupEntityAccess', 'Setup Entity Access', 'Setup Entity Access', '0J0', { access: 'cd' }, setupColumns('Setup Entity Access', [
  reference('ParentId', 'Parent ID', 'PermissionSet', { children: 'SetupEntityAccessItems' }, 'required', 'createOnly'),
  reference('SetupEntityId', 'Setup Entity ID', ['CustomPermission'], { children: 'SetupEntityAccessItems' }, 'required', 'createOnly'),
  picklist('SetupEntityType', 'Setup Entity Type', ['CustomPermission', 'CustomEntityDefinition', 'TabSet', 'FlowDefinition'], 'readOnly', 'restricted'),
]).filter((field) => !/^(Created|LastModified)/.test(field.apiName)));

/** Access a permission set gives to objects and fields; rows come from deployed permission sets. */
const objectPermissions = object('setup', 'ObjectPermissions', 'Object Permissions', 'Object Permissions', '110', {}, setupColumns('Object Permissions', [
  reference('ParentId', 'Parent ID', 'PermissionSet', { children: 'ObjectPerms' }, 'required', 'createOnly'),
  text('SobjectType', 'SObject Type Name', 40, 'required', 'createOnly'),
  checkbox('PermissionsCreate', 'Create Records'),
  checkbox('PermissionsRead', 'Read Records'),
  checkbox('PermissionsEdit', 'Edit Records'),
  checkbox('PermissionsDelete', 'Delete Records'),
  checkbox('PermissionsViewAllRecords', 'Read All Records'),
  checkbox('PermissionsModifyAllRecords', 'Edit All Records'),
]));

const fieldPermissions = object('setup', 'FieldPermissions', 'Field Permissions', 'Field Permissions', '01k', {}, setupColumns('Field Permissions', [
  reference('ParentId', 'Parent ID', 'PermissionSet', { children: 'FieldPerms' }, 'required', 'createOnly'),
  text('SobjectType', 'SObject Type Name', 40, 'required', 'createOnly'),
  text('Field', 'Field Name', 255, 'required', 'createOnly'),
  checkbox('PermissionsEdit', 'Edit Field'),
  checkbox('PermissionsRead', 'Read Field'),
]));

export const permissionObjects: readonly ObjectSchema[] = [permissionSet, permissionSetAssignment, customPermission, setupEntityAccess, objectPermissions, fieldPermissions];
