import { aggregate, both, coalesce, column, compare, daysBetween, equal, instant, integer, isNull, localDate, not, when } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename } from '../relational/relation.ts';
import { dealColumns, dealValues, DEAL_NEEDS, OUTCOME_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact } from './fact.ts';

/**
 * One row per deal and open stage it was in: for how many local days, all its stays added up. A stay that goes on lasts to
 * the day. Deals that were created closed were in none.
 */
export const stageTime: Fact = {
  name: 'stage_time',
  id: 'opportunity_id',
  needs: DEAL_NEEDS,
  ofDeals: true,
  whileOpen: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    stage: { type: 'text', needs: [] },
    entered_on: { type: 'date', needs: [] },
    left_on: { type: 'date', needs: [] },
    days: { type: 'number', needs: [], plain: true },
    times: { type: 'integer', needs: [] },
    open_now: { type: 'boolean', needs: [] },
    outcome: { type: 'text', needs: OUTCOME_NEEDS },
    ...dealColumns,
  },
  relation({ asOf, timeZone }, deals) {
    const { change, journey } = requireDeals(deals);
    const stays = extend(filter(change, both(not(column('closed')), not(isNull(column('rank'))))), {
      from_day: localDate(column('at'), timeZone),
      to_day: localDate(coalesce(column('left_at'), instant(asOf)), timeZone),
    });
    const days = extend(stays, { stay: daysBetween(column('from_day'), column('to_day')), goes_on: isNull(column('left_at')) });
    const added = rename(
      aggregated(days, ['deal_id', 'stage_name'], {
        entered: aggregate('min', column('from_day')),
        left: aggregate('max', column('to_day')),
        days: aggregate('sum', column('stay')),
        times: aggregate('count'),
        open_now: aggregate('any', column('goes_on')),
      }),
      { stay_deal: 'deal_id', stage: 'stage_name', entered: 'entered', left: 'left', days: 'days', times: 'times', open_now: 'open_now' },
    );
    const rows = join('inner', added, filter(journey, column('counts')), equal(column('deal_id'), column('stay_deal')));
    return project(rows, {
      opportunity_id: column('deal_id'),
      stage: column('stage'),
      entered_on: column('entered'),
      // The day on which it last left; one that is still there has not.
      left_on: when([[not(column('open_now')), column('left')]]),
      days: when([[compare(column('days'), '>=', integer(0)), column('days')]]),
      times: column('times'),
      open_now: column('open_now'),
      outcome: column('outcome'),
      ...dealValues,
    });
  },
};
