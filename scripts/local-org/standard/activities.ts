/** Tasks, events, campaigns. */
import type { FieldSchema, ObjectSchema } from '../engine/schema.ts';
import { activityDates, checkbox, combobox, currency, date, dateTime, integer, number, object, owner, percent, picklist, queueableOwner, recordColumns, reference, setupColumns, text, textArea } from './columns.ts';
import { campaignMemberStatuses, campaignStatuses, campaignTypes, eventSubjects, taskPriorities, taskStatuses, taskSubjects, taskSubtypes } from './picklists.ts';

/** What an activity hangs on: a person (`Who`) and a thing (`What`). */
const parties = (children: string): readonly FieldSchema[] => [
  reference('WhoId', 'Name ID', ['Contact', 'Lead'], { children }),
  reference('WhatId', 'Related To ID', ['Account', 'Campaign', 'Case', 'Contract', 'Opportunity', 'Order', 'Product2', 'Quote'], { children }),
  reference('AccountId', 'Account ID', 'Account', {}, 'readOnly'),
];

const task = object('standard', 'Task', 'Task', 'Tasks', '00T', { searchable: true }, recordColumns('Activity', [
  ...parties('Tasks'),
  combobox('Subject', 'Subject', taskSubjects),
  date('ActivityDate', 'Due Date Only'),
  picklist('Status', 'Status', taskStatuses.map((status) => ({ value: status.name, label: status.name, active: true, isDefault: status.isDefault })), 'required'),
  picklist('Priority', 'Priority', taskPriorities, 'required'),
  checkbox('IsHighPriority', 'High Priority', 'readOnly'),
  queueableOwner(),
  textArea('Description', 'Description', 32000),
  picklist('Type', 'Type', ['Call', 'Email', 'Meeting', 'Other']),
  checkbox('IsClosed', 'Closed', 'readOnly'),
  checkbox('IsArchived', 'Archived', 'readOnly'),
  integer('CallDurationInSeconds', 'Call Duration', 8),
  picklist('CallType', 'Call Type', ['Internal', 'Inbound', 'Outbound']),
  text('CallDisposition', 'Call Result', 255),
  picklist('TaskSubtype', 'Task Subtype', taskSubtypes, 'createOnly'),
  dateTime('CompletedDateTime', 'Completed Date', 'readOnly'),
]));

const taskStatus = object('setup', 'TaskStatus', 'Task Status Value', 'Task Status Value', '01J', {}, setupColumns('Task Status Value', [
  text('MasterLabel', 'Master Label', 255, 'readOnly', 'name'),
  text('ApiName', 'API Name', 255, 'required', 'readOnly'),
  integer('SortOrder', 'Sort Order', 9, 'readOnly'),
  checkbox('IsDefault', 'Is Default', 'readOnly'),
  checkbox('IsClosed', 'Closed', 'readOnly'),
]));

const event = object('standard', 'Event', 'Event', 'Events', '00U', { searchable: true }, recordColumns('Activity', [
  ...parties('Events'),
  combobox('Subject', 'Subject', eventSubjects),
  text('Location', 'Location', 255),
  checkbox('IsAllDayEvent', 'All-Day Event'),
  dateTime('ActivityDateTime', 'Due Date Time'),
  date('ActivityDate', 'Due Date Only'),
  integer('DurationInMinutes', 'Duration', 8),
  dateTime('StartDateTime', 'Start Date Time'),
  dateTime('EndDateTime', 'End Date Time'),
  date('EndDate', 'End Date', 'readOnly'),
  textArea('Description', 'Description', 32000),
  owner(),
  picklist('Type', 'Type', ['Call', 'Email', 'Meeting', 'Other']),
  checkbox('IsPrivate', 'Private'),
  picklist('ShowAs', 'Show Time As', ['Busy', 'OutOfOffice', 'Free']),
  checkbox('IsArchived', 'Archived', 'readOnly'),
]));

const campaign = object('standard', 'Campaign', 'Campaign', 'Campaigns', '701', { searchable: true }, recordColumns('Campaign', [
  text('Name', 'Name', 80, 'required', 'name'),
  reference('ParentId', 'Parent Campaign ID', 'Campaign', { children: 'ChildCampaigns' }),
  picklist('Type', 'Type', campaignTypes),
  picklist('Status', 'Status', campaignStatuses),
  date('StartDate', 'Start Date'),
  date('EndDate', 'End Date'),
  currency('ExpectedRevenue', 'Expected Revenue in Campaign', 0),
  currency('BudgetedCost', 'Budgeted Cost in Campaign', 0),
  currency('ActualCost', 'Actual Cost in Campaign', 0),
  percent('ExpectedResponse', 'Expected Response (%)', 10, 2),
  number('NumberSent', 'Num Sent in Campaign', 18, 0),
  checkbox('IsActive', 'Active'),
  textArea('Description', 'Description', 32000),
  owner(),
  ...activityDates,
]));

const campaignMember = object('standard', 'CampaignMember', 'Campaign Member', 'Campaign Members', '00v', {}, recordColumns('Campaign Member', [
  reference('CampaignId', 'Campaign ID', 'Campaign', { children: 'CampaignMembers', onDelete: 'Cascade' }, 'required', 'createOnly'),
  reference('LeadId', 'Lead ID', 'Lead', { children: 'CampaignMembers', onDelete: 'Cascade' }, 'createOnly'),
  reference('ContactId', 'Contact ID', 'Contact', { children: 'CampaignMembers', onDelete: 'Cascade' }, 'createOnly'),
  picklist('Status', 'Status', campaignMemberStatuses),
  checkbox('HasResponded', 'Responded', 'readOnly'),
  date('FirstRespondedDate', 'First Responded Date', 'readOnly'),
]));

export const activityObjects: readonly ObjectSchema[] = [task, taskStatus, event, campaign, campaignMember];
