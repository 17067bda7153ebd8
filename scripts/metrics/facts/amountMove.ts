import { both, coalesce, column, compare, differs, equal, integer, isNull, isTrue, localDate, minus, number, text, when } from '../relational/expression.ts';
import { extend, filter, join, project, rename } from '../relational/relation.ts';
import { AMOUNT_NEEDS, dealColumns, dealValues, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact } from './fact.ts';
import { converted } from './journeys.ts';

/** One row each time the amount of a deal was changed: `grown`, `shrunk`, or `estimated` where there was none before. */
export const amountMove: Fact = {
  name: 'amount_move',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...AMOUNT_NEEDS],
  ofDeals: true,
  whileOpen: true,
  spells: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    direction: { type: 'text', needs: [] },
    change: { type: 'number', needs: [] },
    closed: { type: 'boolean', needs: [] },
    stage: { type: 'text', needs: [] },
    ...dealColumns,
  },
  relation({ timeZone }, deals) {
    const { spell, journey } = requireDeals(deals);
    const moved = filter(spell, both(compare(column('step'), '>', integer(1)), differs(column('amount_before'), column('amount'))));
    const then = rename(moved, { moved_deal: 'deal_id', at: 'at', before: 'amount_before', after: 'amount', was_closed: 'closed', stage: 'stage_name' });
    const rows = join('inner', then, filter(journey, column('counts')), equal(column('deal_id'), column('moved_deal')));
    const change = minus(coalesce(column('after'), number(0)), coalesce(column('before'), number(0)));
    return project(extend(rows, { change }), {
      opportunity_id: column('deal_id'),
      on_date: localDate(column('at'), timeZone),
      direction: when([[isNull(column('before')), text('estimated')], [compare(column('change'), '>=', number(0)), text('grown')]], text('shrunk')),
      change: converted(column('change')),
      closed: isTrue(column('was_closed')),
      stage: column('stage'),
      ...dealValues,
    });
  },
};
