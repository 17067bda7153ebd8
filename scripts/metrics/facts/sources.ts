/** What the facts read of an org: objects, fields and their types. Nothing else is ever extracted. */
import type { Columns } from '../relational/expression.ts';

export const SOURCES = {
  Opportunity: {
    Id: 'text',
    Name: 'text',
    AccountId: 'text',
    OwnerId: 'text',
    RecordTypeId: 'text',
    StageName: 'text',
    ForecastCategoryName: 'text',
    Amount: 'number',
    CurrencyIsoCode: 'text',
    CloseDate: 'date',
    LeadSource: 'text',
    CreatedDate: 'timestamp',
    IsDeleted: 'boolean',
    Handrail_Motion__c: 'text',
    Handrail_Exclude__c: 'text',
    Handrail_Loss_Reason__c: 'text',
    Handrail_Competitor__c: 'text',
    Handrail_Push_Reason__c: 'text',
    NextStep: 'text',
    Handrail_Next_Step_Date__c: 'date',
    LastActivityDate: 'date',
    Handrail_Loss_Detail__c: 'text',
    Handrail_Win_Reason__c: 'text',
    Handrail_Tier__c: 'text',
    Handrail_ARR__c: 'number',
    Handrail_One_Off__c: 'number',
    Handrail_Term_Start__c: 'date',
    Handrail_Term_Months__c: 'integer',
    Handrail_Term_End__c: 'date',
    Handrail_Base_Deal__c: 'text',
    Handrail_Renewal_Risk__c: 'text',
    Handrail_Risk_Reason__c: 'text',
    Handrail_Agreed_Uplift__c: 'number',
    Handrail_Discovery_Held__c: 'date',
    Handrail_Kickoff_Owner__c: 'text',
  },
  OpportunityHistory: { Id: 'text', OpportunityId: 'text', StageName: 'text', Amount: 'number', CloseDate: 'date', ForecastCategory: 'text', CreatedDate: 'timestamp', CreatedById: 'text' },
  OpportunityFieldHistory: { Id: 'text', OpportunityId: 'text', Field: 'text', OldValue: 'text', CreatedDate: 'timestamp' },
  Account: { Id: 'text', Name: 'text', NumberOfEmployees: 'integer', BillingCountry: 'text', Website: 'text', Handrail_CSM__c: 'text', Handrail_Health__c: 'text' },
  User: { Id: 'text', Name: 'text', Username: 'text', UserRoleId: 'text', IsActive: 'boolean' },
  UserRole: { Id: 'text', Name: 'text' },
  Territory2: { Id: 'text', Name: 'text', DeveloperName: 'text' },
  UserTerritory2Association: { Id: 'text', UserId: 'text', Territory2Id: 'text' },
  RecordType: { Id: 'text', Name: 'text' },
  Lead: {
    Id: 'text',
    OwnerId: 'text',
    LeadSource: 'text',
    Status: 'text',
    IsConverted: 'boolean',
    ConvertedOpportunityId: 'text',
    ConvertedDate: 'date',
    NumberOfEmployees: 'integer',
    Email: 'text',
    CreatedDate: 'timestamp',
    IsDeleted: 'boolean',
    Handrail_Original_Source__c: 'text',
    Handrail_Request__c: 'text',
    Handrail_MQL_At__c: 'timestamp',
    Handrail_Assigned_At__c: 'timestamp',
    Handrail_First_Response_At__c: 'timestamp',
    Handrail_Sales_Decision__c: 'text',
    Handrail_Decided_At__c: 'timestamp',
    Handrail_SQL_At__c: 'timestamp',
    Handrail_Reject_Reason__c: 'text',
    Handrail_Meeting_Held__c: 'date',
  },
  LeadHistory: { Id: 'text', LeadId: 'text', Field: 'text', OldValue: 'text', CreatedDate: 'timestamp' },
  Handrail_Handoff__c: {
    Id: 'text',
    IsDeleted: 'boolean',
    Type__c: 'text',
    Opportunity__c: 'text',
    Sender__c: 'text',
    Receiver__c: 'text',
    Items_Required_At_Sending__c: 'integer',
    Items_Valid_At_Sending__c: 'integer',
    Sent_At__c: 'timestamp',
    Resent_At__c: 'timestamp',
    Accepted_At__c: 'timestamp',
    Rejected_At__c: 'timestamp',
    Kickoff_Held_At__c: 'timestamp',
    Go_Live_On__c: 'date',
    First_Value_On__c: 'date',
    Blocker__c: 'text',
    First_Invoice_On__c: 'date',
    Live_Billing_On__c: 'date',
  },
  Handrail_Override__c: { Id: 'text', IsDeleted: 'boolean', Opportunity__c: 'text', Criterion__c: 'text', Status__c: 'text', Decided_At__c: 'timestamp', CreatedDate: 'timestamp' },
  Handrail_Gate_Event__c: { Id: 'text', IsDeleted: 'boolean', Event__c: 'text', Record_Id__c: 'text', From__c: 'text', To__c: 'text', Codes__c: 'text', CreatedDate: 'timestamp' },
  Task: { Id: 'text', IsDeleted: 'boolean', WhatId: 'text', OwnerId: 'text', IsClosed: 'boolean', CompletedDateTime: 'timestamp' },
  Event: { Id: 'text', IsDeleted: 'boolean', WhatId: 'text', OwnerId: 'text', EndDateTime: 'timestamp' },
  BusinessHours: {
    Id: 'text', IsActive: 'boolean', IsDefault: 'boolean', TimeZoneSidKey: 'text',
    SundayStartTime: 'text', SundayEndTime: 'text', MondayStartTime: 'text', MondayEndTime: 'text', TuesdayStartTime: 'text', TuesdayEndTime: 'text', WednesdayStartTime: 'text', WednesdayEndTime: 'text',
    ThursdayStartTime: 'text', ThursdayEndTime: 'text', FridayStartTime: 'text', FridayEndTime: 'text', SaturdayStartTime: 'text', SaturdayEndTime: 'text',
  },
  Holiday: { Id: 'text', ActivityDate: 'date', IsAllDay: 'boolean', IsRecurrence: 'boolean' },
  Handrail_Metric__c: { Id: 'text', IsDeleted: 'boolean', Metric__c: 'text', Series__c: 'text', Slice__c: 'text', Slice_Dimension__c: 'text', Slice_Value__c: 'text', Period_From__c: 'date', As_Of__c: 'timestamp', Value__c: 'number' },
} as const satisfies Readonly<Record<string, Columns>>;

export type SourceObject = keyof typeof SOURCES;

/** `Opportunity.Amount` */
export type SourceField = { [O in SourceObject]: `${O}.${Extract<keyof (typeof SOURCES)[O], string>}` }[SourceObject];

export const SOURCE_OBJECTS = Object.keys(SOURCES) as SourceObject[];

/** Histories that a company need not keep, and of which only some rows are read. */
export const HISTORIES: Readonly<Partial<Record<SourceObject, readonly string[]>>> = {
  OpportunityFieldHistory: ['Owner'],
  LeadHistory: ['Handrail_MQL_At__c', 'Handrail_Assigned_At__c', 'Handrail_First_Response_At__c', 'Handrail_Sales_Decision__c', 'Handrail_Reject_Reason__c'],
};

/** Objects that a user need not see: numbers that read them say what is missing, and the others are none the worse. */
export const OPTIONAL_OBJECTS: readonly SourceObject[] = ['Task', 'Event', 'BusinessHours', 'Holiday', 'Territory2', 'UserTerritory2Association'];

/** Rows that are read of an object with many others. Of territory models one is active; who may manage them sees those that are planned or past as well. */
export const ROWS: Readonly<Partial<Record<SourceObject, readonly string[]>>> = {
  Handrail_Metric__c: ["Series__c = 'kept'"],
  Territory2: ["Territory2Model.State = 'Active'"],
  UserTerritory2Association: ["Territory2.Territory2Model.State = 'Active'"],
};

/** Fields that an org has only with a feature of the platform; without it nothing is missing. */
const FEATURE_FIELDS: readonly SourceField[] = ['Opportunity.CurrencyIsoCode'];

/** @param field `Object.Field` */
export function isFeatureField(field: string): boolean {
  // An org where no sync has run has kept nothing, and misses nothing.
  return FEATURE_FIELDS.some((found) => found === field) || field.startsWith('Handrail_Metric__c.');
}

/** What records are called, for those who open the records behind a number; names of people stay in the org. */
export const RECORD_NAMES: Readonly<Partial<Record<SourceObject, string>>> = { Opportunity: 'Name', Account: 'Name' };

/** Columns of an object, for a scan. */
export function sourceColumns(object: SourceObject): Columns {
  return SOURCES[object];
}
