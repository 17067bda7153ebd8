/** Columns that all facts about deals share, and the fields behind them. */
import { column, type Expression } from '../relational/expression.ts';
import type { Deals, FactColumn } from './fact.ts';
import type { SourceField } from './sources.ts';

/** Without these no deal can be placed in time, or told from one that does not count. */
export const DEAL_NEEDS: readonly SourceField[] = [
  'Opportunity.Id',
  'Opportunity.StageName',
  'Opportunity.CloseDate',
  'Opportunity.CreatedDate',
  'Opportunity.IsDeleted',
  'Opportunity.Handrail_Motion__c',
  'Opportunity.Handrail_Exclude__c',
  'OpportunityHistory.Id',
  'OpportunityHistory.OpportunityId',
  'OpportunityHistory.StageName',
  'OpportunityHistory.CloseDate',
  'OpportunityHistory.CreatedDate',
];

export const OUTCOME_NEEDS: readonly SourceField[] = ['Opportunity.Handrail_Loss_Reason__c'];
export const AMOUNT_NEEDS: readonly SourceField[] = ['Opportunity.Amount', 'Opportunity.CurrencyIsoCode', 'OpportunityHistory.Amount'];
export const ACCOUNT_NEEDS: readonly SourceField[] = ['Opportunity.AccountId'];
export const CATEGORY_NEEDS: readonly SourceField[] = ['Opportunity.ForecastCategoryName', 'OpportunityHistory.ForecastCategory'];
export const TERM_NEEDS: readonly SourceField[] = ['Opportunity.Handrail_ARR__c', 'Opportunity.CurrencyIsoCode', 'Opportunity.Handrail_Term_Start__c', 'Opportunity.Handrail_Term_End__c', 'Opportunity.Handrail_Base_Deal__c'];
const PEOPLE_NEEDS: readonly SourceField[] = ['Opportunity.OwnerId', 'User.Id', 'User.Name', 'User.Username'];
/** Who had a deal at an event stands in field history alone. */
export const OWNER_NEEDS: readonly SourceField[] = [...PEOPLE_NEEDS, 'OpportunityFieldHistory.Id', 'OpportunityFieldHistory.OpportunityId', 'OpportunityFieldHistory.Field', 'OpportunityFieldHistory.OldValue', 'OpportunityFieldHistory.CreatedDate'];

export const dealColumns: Readonly<Record<string, FactColumn>> = {
  amount: { type: 'number', needs: AMOUNT_NEEDS },
  segment: { type: 'text', needs: [...ACCOUNT_NEEDS, 'Account.Id', 'Account.NumberOfEmployees'] },
  source: { type: 'text', needs: ['Opportunity.LeadSource'] },
  owner: { type: 'text', needs: OWNER_NEEDS },
  team: { type: 'text', needs: [...OWNER_NEEDS, 'User.UserRoleId', 'UserRole.Id', 'UserRole.Name'] },
  band: { type: 'text', needs: AMOUNT_NEEDS },
  tier: { type: 'text', needs: ['Opportunity.Handrail_Tier__c'] },
  motion: { type: 'text', needs: ['Opportunity.Handrail_Motion__c'] },
  region: { type: 'text', needs: [...ACCOUNT_NEEDS, 'Account.Id', 'Account.BillingCountry'] },
  record_type: { type: 'text', needs: ['Opportunity.RecordTypeId', 'RecordType.Id', 'RecordType.Name'] },
};

/** `dealColumns` as they stand in a relation that has them. */
export const dealValues: Readonly<Record<string, Expression>> = Object.fromEntries(Object.keys(dealColumns).map((name) => [name, column(name)]));

export function requireDeals(deals: Deals | null): Deals {
  if (!deals) throw new Error('The relations of the deals must be built before this fact.');
  return deals;
}
