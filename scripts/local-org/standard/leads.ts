/** Leads and their statuses. */
import type { ObjectSchema } from '../engine/schema.ts';
import { activityDates, address, checkbox, checkedBox, currency, date, dateTime, email, fieldHistory, integer, object, personName, phone, picklist, queueableOwner, recordColumns, reference, setupColumns, text, textArea, url } from './columns.ts';
import { industries, leadSources, leadStatuses, ratings, salutations } from './picklists.ts';

const lead = object('standard', 'Lead', 'Lead', 'Leads', '00Q', { historyTracking: true, searchable: true }, recordColumns('Lead', [
  reference('MasterRecordId', 'Master Record ID', 'Lead', {}, 'readOnly'),
  personName(text('LastName', 'Last Name', 80, 'required')),
  personName(text('FirstName', 'First Name', 40)),
  personName(picklist('Salutation', 'Salutation', salutations)),
  text('Name', 'Full Name', 121, 'required', 'readOnly', 'name'),
  text('Title', 'Title', 128),
  text('Company', 'Company', 255, 'required'),
  ...address(''),
  phone('Phone', 'Phone'),
  phone('MobilePhone', 'Mobile Phone'),
  phone('Fax', 'Fax'),
  email('Email', 'Email'),
  url('Website', 'Website'),
  url('PhotoUrl', 'Photo URL', 'readOnly'),
  textArea('Description', 'Description', 32000),
  picklist('LeadSource', 'Lead Source', leadSources),
  picklist('Status', 'Status', leadStatuses.map((status) => ({ value: status.name, label: status.name, active: true, isDefault: status.isDefault })), 'required'),
  picklist('Industry', 'Industry', industries),
  picklist('Rating', 'Rating', ratings),
  currency('AnnualRevenue', 'Annual Revenue', 0),
  integer('NumberOfEmployees', 'Employees', 8),
  queueableOwner(),
  checkbox('HasOptedOutOfEmail', 'Email Opt Out'),
  checkbox('HasOptedOutOfFax', 'Fax Opt Out'),
  checkbox('DoNotCall', 'Do Not Call'),
  checkbox('IsConverted', 'Converted', 'createOnly'),
  date('ConvertedDate', 'Converted Date', 'readOnly'),
  reference('ConvertedAccountId', 'Converted Account ID', 'Account', {}, 'readOnly'),
  reference('ConvertedContactId', 'Converted Contact ID', 'Contact', {}, 'readOnly'),
  reference('ConvertedOpportunityId', 'Converted Opportunity ID', 'Opportunity', {}, 'readOnly'),
  checkedBox('IsUnreadByOwner', 'Unread By Owner'),
  ...activityDates,
  text('EmailBouncedReason', 'Email Bounced Reason', 255),
  dateTime('EmailBouncedDate', 'Email Bounced Date'),
]));

const leadStatus = object('setup', 'LeadStatus', 'Lead Status Value', 'Lead Status Value', '01J', {}, setupColumns('Lead Status Value', [
  text('MasterLabel', 'Master Label', 255, 'readOnly', 'name'),
  text('ApiName', 'API Name', 255, 'required', 'readOnly'),
  integer('SortOrder', 'Sort Order', 9, 'readOnly'),
  checkbox('IsDefault', 'Is Default', 'readOnly'),
  checkbox('IsConverted', 'Is Converted', 'readOnly'),
]));

export const leadObjects: readonly ObjectSchema[] = [lead, leadStatus, fieldHistory('LeadHistory', 'Lead')];
