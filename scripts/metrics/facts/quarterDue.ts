import { both, column, compare, equal, instant, isTrue, not, quarterStart, smaller, text, when } from '../relational/expression.ts';
import { extend, filter, join, project, values, type Relation } from '../relational/relation.ts';
import { fiscalQuarters, startOfDay } from './calendar.ts';
import { bandOf } from './dimensions.ts';
import { AMOUNT_NEEDS, dealColumns, dealValues, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact, FactInput } from './fact.ts';
import { converted } from './journeys.ts';
import { prefixed } from './passages.ts';

/**
 * One row per fiscal quarter and deal that was due in it when it began, with the amount of that moment and what had become
 * of it at the end (or by the day): `won`, `lost`, `pushed` out of the quarter, or `open` and still due. A deal that was
 * made later is in none, and one that was pushed and came back was not.
 */
export const quarterDue: Fact = {
  name: 'quarter_due',
  id: 'opportunity_id',
  needs: DEAL_NEEDS,
  ofDeals: true,
  spells: true,
  whole: 'quarters',
  lastDay: 'last_day',
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    last_day: { type: 'date', needs: [] },
    state: { type: 'text', needs: [] },
    stage: { type: 'text', needs: [] },
    ...dealColumns,
    amount: { type: 'number', needs: AMOUNT_NEEDS },
  },
  relation(input, deals) {
    const { spell, journey } = requireDeals(deals);
    const keyed = extend(spell, { due_quarter: quarterStart(column('close_date'), input.playbook.fiscalYearStart) });
    const begun = filter(
      join('inner', prefixed(keyed, 'b_'), quarters(input), both(equal(column('b_due_quarter'), column('quarter')), compare(column('b_at'), '<', column('begins_at')), compare(column('b_next_at'), '>=', column('begins_at')))),
      isTrue(not(column('b_closed'))),
    );
    const ended = join('inner', begun, prefixed(keyed, 'e_'), both(equal(column('e_deal_id'), column('b_deal_id')), compare(column('e_at'), '<', column('ends_at')), compare(column('e_next_at'), '>=', column('ends_at'))));
    const rows = join('inner', ended, filter(journey, column('counts')), equal(column('deal_id'), column('b_deal_id')));
    const state = when([[isTrue(column('e_won')), text('won')], [isTrue(column('e_closed')), text('lost')], [isTrue(compare(column('e_close_date'), '>', column('quarter_last'))), text('pushed')]], text('open'));
    return project(extend(rows, { amount: converted(column('b_amount')) }), {
      opportunity_id: column('deal_id'),
      on_date: column('quarter'),
      last_day: column('quarter_last'),
      state,
      stage: column('b_stage_name'),
      ...dealValues,
      band: bandOf('amount'),
    });
  },
};

/** Quarters that have begun, with the instants between which a deal was due: `quarter`, `quarter_last`, `begins_at`, `ends_at`. */
function quarters({ playbook, asOf, timeZone }: FactInput): Relation {
  const rows = fiscalQuarters(playbook.fiscalYearStart, asOf).map(({ from, last, to }) => [from, last, startOfDay(from, timeZone), startOfDay(to, timeZone)]).filter(([, , begins = '']) => begins <= asOf);
  const all = values({ quarter: 'date', quarter_last: 'date', begins_at: 'timestamp', ends: 'timestamp' }, rows);
  return project(all, { quarter: column('quarter'), quarter_last: column('quarter_last'), begins_at: column('begins_at'), ends_at: smaller(column('ends'), instant(asOf)) });
}
