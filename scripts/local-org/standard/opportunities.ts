/** Opportunities, their people, products, stages and history. */
import type { ObjectSchema } from '../engine/schema.ts';
import { activityDates, bareColumns, checkbox, currency, date, dateTime, fieldHistory, integer, number, object, owner, percent, picklist, recordColumns, reference, setupColumns, text, textArea } from './columns.ts';
import { contactRoles, forecastCategories, forecastCategoryNames, leadSources, opportunityStages, opportunityTypes } from './picklists.ts';

const stageNames = opportunityStages.map((stage) => stage.name);

const opportunity = object('standard', 'Opportunity', 'Opportunity', 'Opportunities', '006', { historyTracking: true, searchable: true }, recordColumns('Opportunity', [
  reference('AccountId', 'Account ID', 'Account', { children: 'Opportunities', onDelete: 'Cascade' }, 'tracked'),
  checkbox('IsPrivate', 'Private'),
  text('Name', 'Name', 120, 'required', 'name'),
  textArea('Description', 'Description', 32000),
  picklist('StageName', 'Stage', stageNames, 'required', 'tracked'),
  currency('Amount', 'Amount', 2, 'tracked'),
  percent('Probability', 'Probability (%)', 3, 0),
  currency('ExpectedRevenue', 'Expected Amount', 2, 'readOnly'),
  number('TotalOpportunityQuantity', 'Quantity', 18, 2),
  date('CloseDate', 'Close Date', 'required', 'tracked'),
  picklist('Type', 'Opportunity Type', opportunityTypes),
  text('NextStep', 'Next Step', 255),
  picklist('LeadSource', 'Lead Source', leadSources),
  checkbox('IsClosed', 'Closed', 'readOnly'),
  checkbox('IsWon', 'Won', 'readOnly'),
  picklist('ForecastCategory', 'Forecast Category', forecastCategories, 'required', 'readOnly', 'restricted'),
  picklist('ForecastCategoryName', 'Forecast Category', forecastCategoryNames, 'tracked'),
  reference('CampaignId', 'Campaign ID', 'Campaign', { children: 'Opportunities' }),
  checkbox('HasOpportunityLineItem', 'Has Line Item', 'readOnly'),
  reference('Pricebook2Id', 'Price Book ID', 'Pricebook2', { children: 'Opportunities' }),
  owner(),
  integer('PushCount', 'Push Count', 8, 'readOnly'),
  dateTime('LastStageChangeDate', 'Last Stage Change Date', 'readOnly'),
  integer('FiscalQuarter', 'Fiscal Quarter', 9, 'readOnly'),
  integer('FiscalYear', 'Fiscal Year', 9, 'readOnly'),
  text('Fiscal', 'Fiscal Period', 6, 'readOnly'),
  reference('ContactId', 'Contact ID', 'Contact', {}, 'createOnly'),
  ...activityDates,
  reference('LastAmountChangedHistoryId', 'Opportunity History ID', 'OpportunityHistory', {}, 'readOnly'),
  reference('LastCloseDateChangedHistoryId', 'Opportunity History ID', 'OpportunityHistory', {}, 'readOnly'),
  checkbox('HasOpenActivity', 'Has Open Activity', 'readOnly', 'noFilter'),
  checkbox('HasOverdueTask', 'Has Overdue Task', 'readOnly', 'noFilter'),
]));

/** One row per change of amount, probability, stage, close date or forecast category, and one at creation. */
const opportunityHistory = object('history', 'OpportunityHistory', 'Opportunity: Stage History', 'Opportunity: Stage History', '008', {}, bareColumns('Opportunity History', [
  reference('OpportunityId', 'Opportunity ID', 'Opportunity', { children: 'OpportunityHistories', onDelete: 'Cascade' }, 'required', 'readOnly'),
  reference('CreatedById', 'Created By ID', 'User', {}, 'required', 'readOnly'),
  dateTime('CreatedDate', 'Created Date', 'required', 'readOnly'),
  picklist('StageName', 'Stage Name', stageNames, 'readOnly'),
  currency('Amount', 'Amount', 2, 'readOnly'),
  currency('ExpectedRevenue', 'Expected Revenue', 2, 'readOnly'),
  date('CloseDate', 'Close Date', 'readOnly'),
  percent('Probability', 'Probability', 3, 0, 'readOnly'),
  picklist('ForecastCategory', 'To ForecastCategory', forecastCategories, 'readOnly', 'restricted'),
  currency('PrevAmount', 'Previous Amount', 2, 'readOnly'),
  date('PrevCloseDate', 'Previous Close Date', 'readOnly'),
  dateTime('SystemModstamp', 'System Modstamp', 'required', 'readOnly'),
  checkbox('IsDeleted', 'Deleted', 'readOnly'),
]));

const opportunityContactRole = object('standard', 'OpportunityContactRole', 'Opportunity Contact Role', 'Opportunity Contact Role', '00K', {}, recordColumns('Contact Role', [
  reference('OpportunityId', 'Opportunity ID', 'Opportunity', { children: 'OpportunityContactRoles', onDelete: 'Cascade' }, 'required', 'createOnly'),
  reference('ContactId', 'Contact ID', 'Contact', { children: 'OpportunityContactRoles', onDelete: 'Cascade' }, 'required'),
  picklist('Role', 'Role', contactRoles),
  checkbox('IsPrimary', 'Primary'),
]));

const opportunityStage = object('setup', 'OpportunityStage', 'Opportunity Stage', 'Opportunity Stage', '01J', {}, setupColumns('Opportunity Stage', [
  text('MasterLabel', 'Master Label', 255, 'readOnly', 'name'),
  text('ApiName', 'API Name', 255, 'required', 'readOnly'),
  checkbox('IsActive', 'Is Active', 'readOnly'),
  integer('SortOrder', 'Sort Order', 9, 'readOnly'),
  checkbox('IsClosed', 'Closed', 'readOnly'),
  checkbox('IsWon', 'Won', 'readOnly'),
  picklist('ForecastCategory', 'Forecast Category', forecastCategories, 'readOnly', 'restricted'),
  picklist('ForecastCategoryName', 'Forecast Category', forecastCategoryNames, 'readOnly'),
  percent('DefaultProbability', 'Probability (%)', 3, 0, 'readOnly'),
  text('Description', 'Description', 255, 'readOnly'),
]));

const product = object('standard', 'Product2', 'Product', 'Products', '01t', { searchable: true }, recordColumns('Product', [
  text('Name', 'Product Name', 255, 'required', 'name'),
  text('ProductCode', 'Product Code', 255),
  textArea('Description', 'Product Description', 4000),
  checkbox('IsActive', 'Active'),
  picklist('Family', 'Product Family', ['None']),
  text('StockKeepingUnit', 'Product SKU', 180),
]));

const pricebook = object('standard', 'Pricebook2', 'Price Book', 'Price Books', '01s', {}, recordColumns('Price Book', [
  text('Name', 'Price Book Name', 255, 'required', 'name'),
  checkbox('IsActive', 'Active'),
  textArea('Description', 'Description', 255),
  checkbox('IsStandard', 'Is Standard Price Book', 'readOnly'),
]));

const pricebookEntry = object('standard', 'PricebookEntry', 'Price Book Entry', 'Price Book Entries', '01u', {}, recordColumns('Price Book Entry', [
  text('Name', 'Product Name', 255, 'readOnly', 'name'),
  reference('Pricebook2Id', 'Price Book ID', 'Pricebook2', { children: 'PricebookEntries', onDelete: 'Cascade' }, 'required', 'createOnly'),
  reference('Product2Id', 'Product ID', 'Product2', { children: 'PricebookEntries', onDelete: 'Cascade' }, 'required', 'createOnly'),
  currency('UnitPrice', 'List Price', 2, 'required'),
  checkbox('IsActive', 'Active'),
  checkbox('UseStandardPrice', 'Use Standard Price'),
  text('ProductCode', 'Product Code', 255, 'readOnly'),
]));

const opportunityLineItem = object('standard', 'OpportunityLineItem', 'Opportunity Product', 'Opportunity Product', '00k', {}, recordColumns('Line Item', [
  reference('OpportunityId', 'Opportunity ID', 'Opportunity', { children: 'OpportunityLineItems', onDelete: 'Cascade' }, 'required', 'createOnly'),
  integer('SortOrder', 'Sort Order', 9, 'readOnly'),
  reference('PricebookEntryId', 'Price Book Entry ID', 'PricebookEntry', { children: 'OpportunityLineItems' }, 'createOnly'),
  reference('Product2Id', 'Product ID', 'Product2', { children: 'OpportunityLineItems' }, 'createOnly'),
  text('ProductCode', 'Product Code', 255, 'readOnly'),
  text('Name', 'Opportunity Product Name', 376, 'readOnly', 'name'),
  number('Quantity', 'Quantity', 12, 2, 'required'),
  currency('TotalPrice', 'Total Price', 2),
  currency('UnitPrice', 'Sales Price', 2),
  currency('ListPrice', 'List Price', 2, 'readOnly'),
  date('ServiceDate', 'Date'),
  text('Description', 'Line Description', 255),
]));

export const opportunityObjects: readonly ObjectSchema[] = [
  opportunity,
  opportunityHistory,
  fieldHistory('OpportunityFieldHistory', 'Opportunity'),
  opportunityContactRole,
  opportunityStage,
  opportunityLineItem,
  product,
  pricebook,
  pricebookEntry,
];
