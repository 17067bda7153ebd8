/** The organization, its users, roles and profiles. */
import type { ObjectSchema } from '../engine/schema.ts';
import { address, checkbox, dateTime, email, integer, object, phone, picklist, reference, setupColumns, text } from './columns.ts';
import { userPermissions } from './permissions.ts';

const organization = object('setup', 'Organization', 'Organization', 'Organizations', '00D', {}, setupColumns('Organization', [
  text('Name', 'Name', 80, 'required', 'name'),
  ...address(''),
  phone('Phone', 'Phone'),
  text('PrimaryContact', 'Primary Contact', 80),
  text('DefaultLocaleSidKey', 'Locale', 40, 'required'),
  text('TimeZoneSidKey', 'Time Zone', 40, 'required'),
  text('LanguageLocaleKey', 'Language', 40, 'required'),
  integer('FiscalYearStartMonth', 'Fiscal Year Starts In', 9, 'readOnly'),
  checkbox('UsesStartDateAsFiscalYearName', 'Fiscal Year Name by Start', 'readOnly'),
  text('OrganizationType', 'Edition', 40, 'readOnly'),
  text('NamespacePrefix', 'Namespace Prefix', 15, 'readOnly'),
  text('InstanceName', 'Instance Name', 5, 'readOnly'),
  checkbox('IsSandbox', 'Is Sandbox', 'readOnly'),
  checkbox('IsReadOnly', 'Is Read Only', 'readOnly'),
  dateTime('TrialExpirationDate', 'Trial Expiration Date', 'readOnly'),
]));

const user = object('setup', 'User', 'User', 'People', '005', { access: 'cu', searchable: true }, setupColumns('User', [
  text('Username', 'Username', 80, 'required', 'unique'),
  text('LastName', 'Last Name', 80, 'required'),
  text('FirstName', 'First Name', 40),
  text('Name', 'Full Name', 121, 'required', 'readOnly', 'name'),
  text('CompanyName', 'Company Name', 80),
  text('Division', 'Division', 80),
  text('Department', 'Department', 80),
  text('Title', 'Title', 80),
  email('Email', 'Email', 128, 'required'),
  phone('Phone', 'Phone'),
  phone('MobilePhone', 'Mobile'),
  text('Alias', 'Alias', 8, 'required'),
  text('CommunityNickname', 'Nickname', 40, 'required', 'unique'),
  checkbox('IsActive', 'Active'),
  text('TimeZoneSidKey', 'Time Zone', 40, 'required'),
  reference('UserRoleId', 'Role ID', 'UserRole', { children: 'Users' }),
  text('LocaleSidKey', 'Locale', 40, 'required'),
  text('EmailEncodingKey', 'Email Encoding', 40, 'required'),
  reference('ProfileId', 'Profile ID', 'Profile', { children: 'Users' }, 'required'),
  picklist('UserType', 'User Type', ['Standard', 'AutomatedProcess'], 'readOnly', 'restricted'),
  text('LanguageLocaleKey', 'Language', 40, 'required'),
  text('EmployeeNumber', 'Employee Number', 20),
  reference('ManagerId', 'Manager ID', 'User', { children: 'ManagedUsers' }),
  dateTime('LastLoginDate', 'Last Login', 'readOnly'),
  checkbox('ForecastEnabled', 'Allow Forecasting'),
  text('FederationIdentifier', 'SAML Federation ID', 512),
  text('DefaultCurrencyIsoCode', 'Default Currency ISO Code', 3),
]));

const userRole = object('setup', 'UserRole', 'Role', 'Roles', '00E', { access: 'cud' }, setupColumns('Role', [
  text('Name', 'Name', 80, 'required', 'name'),
  reference('ParentRoleId', 'Parent Role ID', 'UserRole'),
  text('DeveloperName', 'Developer Name', 80),
  text('RollupDescription', 'Description', 80),
]));

const userLicense = object('setup', 'UserLicense', 'User License', 'User Licenses', '100', {}, setupColumns('User License', [
  text('LicenseDefinitionKey', 'License Definition Key', 40, 'required', 'readOnly'),
  text('Name', 'Name', 40, 'readOnly', 'name'),
  text('MasterLabel', 'Master Label', 40, 'readOnly'),
  text('Status', 'Status', 40, 'readOnly'),
  integer('TotalLicenses', 'Total Licenses', 9, 'readOnly'),
  integer('UsedLicenses', 'Used Licenses', 9, 'readOnly'),
]));

const profile = object('setup', 'Profile', 'Profile', 'Profile', '00e', {}, setupColumns('Profile', [
  text('Name', 'Name', 255, 'required', 'name'),
  reference('UserLicenseId', 'User License ID', 'UserLicense', {}, 'required', 'readOnly'),
  picklist('UserType', 'User Type', ['Standard'], 'readOnly', 'restricted'),
  text('Description', 'Description', 255),
  ...userPermissions,
]));

export const peopleObjects: readonly ObjectSchema[] = [organization, user, userRole, userLicense, profile];
