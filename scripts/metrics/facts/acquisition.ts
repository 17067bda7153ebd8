import { INPUTS } from '../inputs.ts';
import { both, column, differs, equal, integer, not, number, text } from '../relational/expression.ts';
import { filter, project, scan, union, window } from '../relational/relation.ts';
import { ACCOUNT_NEEDS, AMOUNT_NEEDS, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact } from './fact.ts';
import { channelOf } from './leadSource.ts';

/** Spend that no channel answers for. */
const NOT_ALLOCATED = 'not allocated';

/**
 * Spend by month and channel beside what it brought: deals that qualified, and new customers. These are logos, not deals:
 * the first win of an account that never was a customer, whatever it was won with; a customer won back is none.
 */
export const acquisition: Fact = {
  name: 'acquisition',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...ACCOUNT_NEEDS],
  ofDeals: true,
  inputKinds: { spend: 'gtm_cost', margin: 'gross_margin' },
  whole: 'months',
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    amount: { type: 'number', needs: AMOUNT_NEEDS },
    arr: { type: 'number', needs: ['Opportunity.Handrail_ARR__c'] },
    rate: { type: 'number', needs: [], plain: true },
    channel: { type: 'text', needs: ['Opportunity.LeadSource'] },
    spend_kind: { type: 'text', needs: [] },
    spend_function: { type: 'text', needs: [] },
    segment: { type: 'text', needs: ['Account.Id', 'Account.NumberOfEmployees'] },
  },
  relation({ playbook }, deals) {
    const { journey } = requireDeals(deals);
    const blank = { opportunity_id: text(null), kind: text(null), on_date: column('month'), amount: number(null), arr: number(null), rate: number(null), channel: text(null), spend_kind: text(null), spend_function: text(null), segment: text(null) };
    const spend = project(scan('input_gtm_cost', INPUTS.gtm_cost.columns), {
      ...blank,
      kind: text('spend'),
      amount: column('amount'),
      channel: channelOf('channel', NOT_ALLOCATED, playbook),
      spend_kind: column('kind'),
      spend_function: column('function'),
    });
    const margin = project(scan('input_gross_margin', INPUTS.gross_margin.columns), { ...blank, kind: text('margin'), rate: column('gross_margin') });
    const deal = { ...blank, opportunity_id: column('deal_id'), amount: column('amount'), arr: column('arr'), channel: column('source'), segment: column('segment') };
    const wins = filter(journey, both(equal(column('outcome'), text('won')), column('is_customer')));
    const numbered = window(wins, { win: { function: 'row_number', partitionBy: ['account_id'], orderBy: [{ column: 'closed_on' }, { column: 'deal_id' }] } });
    const logos = project(filter(numbered, both(equal(column('win'), integer(1)), column('counts'), differs(column('motion'), text('Win-back')))), { ...deal, kind: text('logo'), on_date: column('closed_on') });
    const qualified = project(filter(journey, both(column('counts'), not(column('created_closed')))), { ...deal, kind: text('qualified'), on_date: column('qualified_on') });
    return union(spend, margin, logos, qualified);
  },
};
