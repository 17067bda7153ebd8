/** Columns that all facts about deals share, and the fields behind them. */
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
export const AMOUNT_NEEDS: readonly SourceField[] = ['Opportunity.Amount', 'OpportunityHistory.Amount'];
export const ACCOUNT_NEEDS: readonly SourceField[] = ['Opportunity.AccountId'];

export const dealColumns: Readonly<Record<string, FactColumn>> = {
  amount: { type: 'number', needs: AMOUNT_NEEDS },
  segment: { type: 'text', needs: [...ACCOUNT_NEEDS, 'Account.Id', 'Account.NumberOfEmployees'] },
  source: { type: 'text', needs: ['Opportunity.LeadSource'] },
  owner: { type: 'text', needs: ['Opportunity.OwnerId', 'User.Id', 'User.Name', 'User.Username'] },
  band: { type: 'text', needs: AMOUNT_NEEDS },
};

export function requireDeals(deals: Deals | null): Deals {
  if (!deals) throw new Error('The relations of the deals must be built before this fact.');
  return deals;
}
