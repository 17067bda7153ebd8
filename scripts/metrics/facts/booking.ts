import { both, column, equal, isNull, not, text } from '../relational/expression.ts';
import { filter, project } from '../relational/relation.ts';
import { dealColumns, dealValues, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact } from './fact.ts';

/** One row per deal that was won, whatever its motion; what was loaded when the CRM was set up was not sold then. */
export const booking: Fact = {
  name: 'booking',
  id: 'opportunity_id',
  needs: DEAL_NEEDS,
  ofDeals: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    arr: { type: 'number', needs: ['Opportunity.Handrail_ARR__c'] },
    account_id: { type: 'text', needs: ['Opportunity.AccountId'] },
    ...dealColumns,
  },
  relation(_, deals) {
    const { journey } = requireDeals(deals);
    const sold = both(equal(column('outcome'), text('won')), not(isNull(column('rank'))), column('sold'));
    return project(filter(journey, sold), { opportunity_id: column('deal_id'), on_date: column('closed_on'), arr: column('arr'), account_id: column('account_id'), ...dealValues });
  },
};
