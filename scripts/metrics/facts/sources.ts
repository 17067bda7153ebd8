/** What the facts read of an org: objects, fields and their types. Nothing else is ever extracted. */
import type { Columns } from '../relational/expression.ts';

export const SOURCES = {
  Opportunity: {
    Id: 'text',
    AccountId: 'text',
    OwnerId: 'text',
    StageName: 'text',
    Amount: 'number',
    CloseDate: 'date',
    LeadSource: 'text',
    CreatedDate: 'timestamp',
    IsDeleted: 'boolean',
    Handrail_Motion__c: 'text',
    Handrail_Exclude__c: 'text',
    Handrail_Loss_Reason__c: 'text',
  },
  OpportunityHistory: { Id: 'text', OpportunityId: 'text', StageName: 'text', Amount: 'number', CloseDate: 'date', CreatedDate: 'timestamp' },
  Account: { Id: 'text', NumberOfEmployees: 'integer' },
  User: { Id: 'text', Name: 'text', Username: 'text' },
  Lead: {
    Id: 'text',
    LeadSource: 'text',
    Status: 'text',
    IsConverted: 'boolean',
    ConvertedOpportunityId: 'text',
    ConvertedDate: 'date',
    NumberOfEmployees: 'integer',
    CreatedDate: 'timestamp',
    IsDeleted: 'boolean',
    Handrail_Original_Source__c: 'text',
  },
} as const satisfies Readonly<Record<string, Columns>>;

export type SourceObject = keyof typeof SOURCES;

/** `Opportunity.Amount` */
export type SourceField = { [O in SourceObject]: `${O}.${Extract<keyof (typeof SOURCES)[O], string>}` }[SourceObject];

export const SOURCE_OBJECTS = Object.keys(SOURCES) as SourceObject[];

/** Columns of an object, for a scan. */
export function sourceColumns(object: SourceObject): Columns {
  return SOURCES[object];
}
