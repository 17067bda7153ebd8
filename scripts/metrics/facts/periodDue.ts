import { both, coalesce, column, compare, equal, instant, isTrue, not, smaller, text, when } from '../relational/expression.ts';
import { extend, filter, join, project, type Relation } from '../relational/relation.ts';
import { bandOf, UNKNOWN } from './dimensions.ts';
import { AMOUNT_NEEDS, dealColumns, dealValues, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact, FactInput } from './fact.ts';
import { spanRows } from './forecastState.ts';
import { converted } from './journeys.ts';
import { prefixed } from './passages.ts';
import { periodsOf } from './spans.ts';

/**
 * One row per asked period and deal that was due in it when it began, with the amount of that moment and what had become
 * of it at the end (or by the day): `won`, `lost`, `pushed` out of the period, or `open` and still due. A deal that was
 * made later is in none, and one that was pushed and came back was not.
 */
export const periodDue: Fact = {
  name: 'period_due',
  id: 'opportunity_id',
  needs: DEAL_NEEDS,
  ofDeals: true,
  whileOpen: true,
  spells: true,
  spans: 'period',
  lastDay: 'last_day',
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    last_day: { type: 'date', needs: [] },
    state: { type: 'text', needs: [] },
    reason: { type: 'text', needs: ['Opportunity.Handrail_Push_Reason__c'] },
    stage: { type: 'text', needs: [] },
    ...dealColumns,
    amount: { type: 'number', needs: AMOUNT_NEEDS },
  },
  relation(input, deals) {
    const { spell, journey } = requireDeals(deals);
    const begun = filter(
      join('inner', prefixed(spell, 'b_'), periods(input), both(compare(column('b_close_date'), '>=', column('span_from')), compare(column('b_close_date'), '<=', column('span_last')), compare(column('b_at'), '<', column('begins_at')), compare(column('b_next_at'), '>=', column('begins_at')))),
      isTrue(not(column('b_closed'))),
    );
    const ended = join('inner', begun, prefixed(spell, 'e_'), both(equal(column('e_deal_id'), column('b_deal_id')), compare(column('e_at'), '<', column('until')), compare(column('e_next_at'), '>=', column('until'))));
    const rows = join('inner', ended, filter(journey, column('counts')), equal(column('deal_id'), column('b_deal_id')));
    const state = when([[isTrue(column('e_won')), text('won')], [isTrue(column('e_closed')), text('lost')], [isTrue(compare(column('e_close_date'), '>', column('span_last'))), text('pushed')]], text('open'));
    return project(extend(rows, { amount: converted(column('b_amount')) }), {
      opportunity_id: column('deal_id'),
      on_date: column('span_from'),
      last_day: column('span_last'),
      state,
      reason: coalesce(column('push_reason'), text(UNKNOWN)),
      stage: column('b_stage_name'),
      ...dealValues,
      band: bandOf('amount'),
    });
  },
};

/** Periods that have begun, each until its end or the day. */
function periods(input: FactInput): Relation {
  return extend(spanRows(periodsOf(input, 'period_due'), input), { until: smaller(column('ends_at'), instant(input.asOf)) });
}
