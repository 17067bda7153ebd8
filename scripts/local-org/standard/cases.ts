/** Cases: what customer success sees of a customer's troubles. */
import type { ObjectSchema } from '../engine/schema.ts';
import { checkbox, dateTime, email, fieldHistory, integer, object, picklist, phone, preset, queueableOwner, recordColumns, reference, setupColumns, text, textArea } from './columns.ts';
import { caseStatuses } from './picklists.ts';

const serviceCase = object('standard', 'Case', 'Case', 'Cases', '500', { historyTracking: true, searchable: true }, recordColumns('Case', [
  reference('MasterRecordId', 'Master Record ID', 'Case', {}, 'readOnly'),
  { ...text('CaseNumber', 'Case Number', 30, 'required', 'readOnly', 'name'), autoNumberFormat: '{00000000}' },
  reference('ContactId', 'Contact ID', 'Contact', { children: 'Cases' }),
  reference('AccountId', 'Account ID', 'Account', { children: 'Cases' }),
  reference('ParentId', 'Parent Case ID', 'Case', { children: 'Cases' }),
  text('SuppliedName', 'Name', 80),
  email('SuppliedEmail', 'Email Address'),
  text('SuppliedPhone', 'Phone', 40),
  text('SuppliedCompany', 'Company', 80),
  picklist('Type', 'Case Type', ['Mechanical', 'Electrical', 'Electronic', 'Structural', 'Other']),
  picklist('Status', 'Status', caseStatuses.map((status) => ({ value: status.name, label: status.name, active: true, isDefault: status.isDefault })), 'tracked'),
  picklist('Reason', 'Case Reason', ['Installation', 'Equipment Complexity', 'Performance', 'Breakdown', 'Equipment Design', 'Feedback', 'Other']),
  picklist('Origin', 'Case Origin', ['Phone', 'Email', 'Web']),
  text('Subject', 'Subject', 255),
  picklist('Priority', 'Priority', ['High', preset('Medium'), 'Low']),
  textArea('Description', 'Description', 32000),
  checkbox('IsClosed', 'Closed', 'readOnly'),
  dateTime('ClosedDate', 'Closed Date', 'readOnly'),
  checkbox('IsEscalated', 'Escalated'),
  queueableOwner(),
  phone('ContactPhone', 'Contact Phone', 'readOnly'),
  email('ContactEmail', 'Contact Email', 80, 'readOnly'),
  textArea('Comments', 'Internal Comments', 4000),
  dateTime('LastViewedDate', 'Last Viewed Date', 'readOnly'),
  dateTime('LastReferencedDate', 'Last Referenced Date', 'readOnly'),
]));

const caseStatus = object('setup', 'CaseStatus', 'Case Status Value', 'Case Status Value', '01J', {}, setupColumns('Case Status Value', [
  text('MasterLabel', 'Master Label', 255, 'readOnly', 'name'),
  text('ApiName', 'API Name', 255, 'required', 'readOnly'),
  integer('SortOrder', 'Sort Order', 9, 'readOnly'),
  checkbox('IsDefault', 'Is Default', 'readOnly'),
  checkbox('IsClosed', 'Is Closed', 'readOnly'),
]));

export const caseObjects: readonly ObjectSchema[] = [serviceCase, caseStatus, fieldHistory('CaseHistory', 'Case')];
