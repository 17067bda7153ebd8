/** Sales Territories, in an org that has them on: the models, of which one is active, their territories, and who is assigned to them (Object Reference, Territory2 and others). */
import type { ObjectSchema } from '../engine/schema.ts';
import { checkedBox, dateTime, integer, object, picklist, preset, reference, setupColumns, text, textArea } from './columns.ts';

const STATES = [preset('Planning'), 'Activating', 'Activation Failed', 'Active', 'Archiving', 'Archiving Failed', 'Archived', 'Deleting', 'Deletion Failed'];
const READ_OR_WRITE = ['Read Only', 'Read/Write'];

const model = object('setup', 'Territory2Model', 'Territory Model', 'Territory Models', '0MA', { access: 'cud' }, setupColumns('Territory Model', [
  text('Name', 'Label', 80, 'required', 'name'),
  text('DeveloperName', 'Territory Model Name', 80, 'required', 'unique'),
  textArea('Description', 'Description', 255),
  { ...picklist('State', 'State', STATES, 'restricted'), createable: false },
  dateTime('ActivatedDate', 'Activated Date', 'readOnly'),
  dateTime('DeactivatedDate', 'Archived Date', 'readOnly'),
]));

const type = object('setup', 'Territory2Type', 'Territory Type', 'Territory Types', '0M5', { access: 'cud' }, setupColumns('Territory Type', [
  text('MasterLabel', 'Label', 80, 'required', 'name'),
  text('DeveloperName', 'Territory Type Name', 80, 'required', 'unique'),
  textArea('Description', 'Description', 255),
  integer('Priority', 'Priority', 9, 'required', 'unique'),
]));

const territory = object('setup', 'Territory2', 'Territory', 'Territories', '0MI', { access: 'cud' }, setupColumns('Territory', [
  text('Name', 'Label', 80, 'required', 'name'),
  text('DeveloperName', 'Territory Name', 80, 'required', 'unique'),
  text('Description', 'Description', 1000, 'noGroup'),
  reference('Territory2TypeId', 'Territory Type ID', 'Territory2Type', { onDelete: 'Restrict' }, 'required'),
  reference('Territory2ModelId', 'Territory Model ID', 'Territory2Model', { onDelete: 'Cascade' }, 'required', 'createOnly'),
  reference('ParentTerritory2Id', 'Parent Territory ID', 'Territory2', { onDelete: 'Cascade' }),
  picklist('AccountAccessLevel', 'Account Access', [...READ_OR_WRITE, 'Owner'], 'restricted'),
  picklist('OpportunityAccessLevel', 'Opportunity Access', ['Private', ...READ_OR_WRITE], 'restricted'),
  picklist('CaseAccessLevel', 'Case Access', ['Private', ...READ_OR_WRITE], 'restricted'),
  picklist('ContactAccessLevel', 'Contact Access', ['Private', ...READ_OR_WRITE], 'readOnly', 'restricted'),
  reference('ForecastUserId', 'Forecast User ID', 'User'),
]));

const assignment = object('setup', 'UserTerritory2Association', 'User Territory Association', 'User Territory Associations', '0MS', { access: 'cd' }, setupColumns('User Territory Association', [
  reference('UserId', 'User ID', 'User', {}, 'required', 'createOnly'),
  reference('Territory2Id', 'Territory ID', 'Territory2', { children: 'UserTerritory2Associations', onDelete: 'Cascade' }, 'required', 'createOnly'),
  checkedBox('IsActive', 'Active', 'readOnly'),
  picklist('RoleInTerritory2', 'Role in Territory', ['Owner', 'Administrator', 'Sales Rep']),
]).filter((field) => !field.apiName.startsWith('Created')));

export const territoryObjects: readonly ObjectSchema[] = [model, type, territory, assignment].map((found) => ({ ...found, feature: 'SalesTerritories' }));
