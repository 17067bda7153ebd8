import { INPUTS } from '../inputs.ts';
import { both, coalesce, column, differs, equal, integer, text } from '../relational/expression.ts';
import { filter, project, scan, union, window } from '../relational/relation.ts';
import { ACCOUNT_NEEDS, AMOUNT_NEEDS, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact } from './fact.ts';

/** Spend that no channel answers for. */
export const NOT_ALLOCATED = 'not allocated';

/**
 * Spend by month and channel beside the new customers it won: logos, not deals. A logo is the first win of an account
 * that never was a customer, whatever it was won with; a customer won back is none.
 */
export const acquisition: Fact = {
  name: 'acquisition',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...ACCOUNT_NEEDS],
  ofDeals: true,
  inputKinds: ['spend'],
  monthly: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    amount: { type: 'number', needs: AMOUNT_NEEDS },
    channel: { type: 'text', needs: ['Opportunity.LeadSource'] },
    spend_kind: { type: 'text', needs: [] },
    spend_function: { type: 'text', needs: [] },
  },
  relation(_, deals) {
    const { journey } = requireDeals(deals);
    const spend = project(scan('input_gtm_cost', INPUTS.gtm_cost.columns), {
      opportunity_id: text(null),
      kind: text('spend'),
      on_date: column('month'),
      amount: column('amount'),
      channel: coalesce(column('channel'), text(NOT_ALLOCATED)),
      spend_kind: column('kind'),
      spend_function: column('function'),
    });
    const wins = filter(journey, both(equal(column('outcome'), text('won')), column('is_customer')));
    const numbered = window(wins, { win: { function: 'row_number', partitionBy: ['account_id'], orderBy: [{ column: 'closed_on' }, { column: 'deal_id' }] } });
    const logos = project(filter(numbered, both(equal(column('win'), integer(1)), column('counts'), differs(column('motion'), text('Win-back')))), {
      opportunity_id: column('deal_id'),
      kind: text('logo'),
      on_date: column('closed_on'),
      amount: column('amount'),
      channel: column('source'),
      spend_kind: text(null),
      spend_function: text(null),
    });
    return union(spend, logos);
  },
};
