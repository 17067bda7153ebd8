/** Standard value sets of the classic default org: an org as Salesforce used to hand it out, nothing changed. */
import type { PicklistValue } from '../engine/schema.ts';
import { preset } from './columns.ts';

export interface StageDefinition {
  readonly name: string;
  readonly probability: number;
  readonly forecastCategory: string;
  readonly forecastCategoryName: string;
  readonly closed: boolean;
  readonly won: boolean;
}

const open = (name: string, probability: number): StageDefinition => ({ name, probability, forecastCategory: 'Pipeline', forecastCategoryName: 'Pipeline', closed: false, won: false });

export const opportunityStages: readonly StageDefinition[] = [
  open('Prospecting', 10),
  open('Qualification', 10),
  open('Needs Analysis', 20),
  open('Value Proposition', 50),
  open('Id. Decision Makers', 60),
  open('Perception Analysis', 70),
  open('Proposal/Price Quote', 75),
  open('Negotiation/Review', 90),
  { name: 'Closed Won', probability: 100, forecastCategory: 'Closed', forecastCategoryName: 'Closed', closed: true, won: true },
  { name: 'Closed Lost', probability: 0, forecastCategory: 'Omitted', forecastCategoryName: 'Omitted', closed: true, won: false },
];

export interface LeadStatusDefinition {
  readonly name: string;
  readonly converted: boolean;
  readonly isDefault: boolean;
}

export const leadStatuses: readonly LeadStatusDefinition[] = [
  { name: 'Open - Not Contacted', converted: false, isDefault: true },
  { name: 'Working - Contacted', converted: false, isDefault: false },
  { name: 'Closed - Converted', converted: true, isDefault: false },
  { name: 'Closed - Not Converted', converted: false, isDefault: false },
];

export interface TaskStatusDefinition {
  readonly name: string;
  readonly closed: boolean;
  readonly isDefault: boolean;
}

export const taskStatuses: readonly TaskStatusDefinition[] = [
  { name: 'Not Started', closed: false, isDefault: true },
  { name: 'In Progress', closed: false, isDefault: false },
  { name: 'Completed', closed: true, isDefault: false },
  { name: 'Waiting on someone else', closed: false, isDefault: false },
  { name: 'Deferred', closed: false, isDefault: false },
];

export const caseStatuses: readonly TaskStatusDefinition[] = [
  { name: 'New', closed: false, isDefault: true },
  { name: 'Working', closed: false, isDefault: false },
  { name: 'Escalated', closed: false, isDefault: false },
  { name: 'Closed', closed: true, isDefault: false },
];

/** API value and label differ: the label is what `ForecastCategoryName` holds. */
export const forecastCategories: readonly PicklistValue[] = [['Omitted', 'Omitted'], ['Pipeline', 'Pipeline'], ['BestCase', 'Best Case'], ['MostLikely', 'Most Likely'], ['Forecast', 'Commit'], ['Closed', 'Closed']]
  .map(([value = '', label = '']) => ({ value, label, active: true, isDefault: false }));
export const forecastCategoryNames: readonly string[] = ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'];

export const leadSources: readonly string[] = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];
export const opportunityTypes: readonly string[] = ['Existing Customer - Upgrade', 'Existing Customer - Replacement', 'Existing Customer - Downgrade', 'New Customer'];
export const accountTypes: readonly string[] = ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Channel Partner / Reseller', 'Installation Partner', 'Technology Partner', 'Other'];
export const accountOwnerships: readonly string[] = ['Public', 'Private', 'Subsidiary', 'Other'];
export const ratings: readonly string[] = ['Hot', 'Warm', 'Cold'];
export const salutations: readonly string[] = ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.'];
export const contactRoles: readonly string[] = ['Business User', 'Decision Maker', 'Economic Buyer', 'Economic Decision Maker', 'Evaluator', 'Executive Sponsor', 'Influencer', 'Technical Buyer', 'Other'];
export const taskPriorities: readonly (string | PicklistValue)[] = ['High', preset('Normal'), 'Low'];
export const taskSubtypes: readonly (string | PicklistValue)[] = [preset('Task'), 'Email', 'ListEmail', 'Cadence', 'Call', 'LinkedIn'];
export const taskSubjects: readonly string[] = ['Call', 'Send Letter', 'Send Quote', 'Other'];
export const eventSubjects: readonly string[] = ['Call', 'Email', 'Meeting', 'Send Letter/Quote', 'Other'];
export const campaignTypes: readonly string[] = ['Conference', 'Webinar', 'Trade Show', 'Public Relations', 'Partners', 'Referral Program', 'Advertisement', 'Banner Ads', 'Direct Mail', 'Email', 'Telemarketing', 'Other'];
export const campaignStatuses: readonly (string | PicklistValue)[] = [preset('Planned'), 'In Progress', 'Completed', 'Aborted'];
export const campaignMemberStatuses: readonly (string | PicklistValue)[] = [preset('Sent'), 'Responded'];
export const industries: readonly string[] = [
  'Agriculture', 'Apparel', 'Banking', 'Biotechnology', 'Chemicals', 'Communications', 'Construction', 'Consulting', 'Education', 'Electronics', 'Energy',
  'Engineering', 'Entertainment', 'Environmental', 'Finance', 'Food & Beverage', 'Government', 'Healthcare', 'Hospitality', 'Insurance', 'Machinery',
  'Manufacturing', 'Media', 'Not For Profit', 'Recreation', 'Retail', 'Shipping', 'Technology', 'Telecommunications', 'Transportation', 'Utilities', 'Other',
];
