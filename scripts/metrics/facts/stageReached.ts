import { aggregate, both, column, compare, either, equal, integer, isNull, isTrue, localDate, not, text, type Expression } from '../relational/expression.ts';
import { aggregated, filter, join, project, rename, window, type Relation } from '../relational/relation.ts';
import { dealColumns, dealValues, DEAL_NEEDS, OUTCOME_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact } from './fact.ts';

/**
 * One row per deal and stage it reached. A deal that went further has reached the stages it skipped, marked as imputed;
 * deals that were created closed have no stages to speak of. `in_order` holds where it entered this stage and every one
 * before it; `advanced` where it reached a later stage; `settled` where that has happened or no longer can.
 */
export const stageReached: Fact = {
  name: 'stage_reached',
  id: 'opportunity_id',
  needs: DEAL_NEEDS,
  ofDeals: true,
  whileOpen: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    stage: { type: 'text', needs: [] },
    outcome: { type: 'text', needs: OUTCOME_NEEDS },
    closed_on: { type: 'date', needs: [] },
    created_on: { type: 'date', needs: [] },
    entered_on: { type: 'date', needs: [] },
    open_stage: { type: 'boolean', needs: [] },
    imputed: { type: 'boolean', needs: [] },
    in_order: { type: 'boolean', needs: [] },
    advanced: { type: 'boolean', needs: [] },
    next_entered: { type: 'boolean', needs: [] },
    next_in_order: { type: 'boolean', needs: [] },
    highest_rank: { type: 'integer', needs: [] },
    settled: { type: 'boolean', needs: [] },
    ...dealColumns,
  },
  relation({ timeZone }, deals) {
    const { entry, journey, stage } = requireDeals(deals);
    const reached = rename(entry, { entry_deal: 'deal_id', stage: 'of_stage', stage_rank: 'rank', open_stage: 'open_stage', entered_at: 'entered_at', entered: 'entered' });
    const skipped = rename(aggregated(filter(reached, not(column('entered'))), ['entry_deal'], { first: aggregate('min', column('stage_rank')) }), { skip_deal: 'entry_deal', first_skipped: 'first' });
    const rows = join('left', join('inner', reached, journey, equal(column('deal_id'), column('entry_deal'))), skipped, equal(column('skip_deal'), column('entry_deal')));
    const entered = filter(entry, column('entered'));
    const next = rename(entered, { next_deal: 'deal_id', next_stage: 'of_stage', next_rank: 'rank' });
    const followed = join('left', join('left', rows, stagesAfter(stage), equal(column('before_stage'), column('stage'))), next, both(equal(column('next_deal'), column('deal_id')), equal(column('next_stage'), column('after_stage'))));
    const advanced = compare(column('highest_rank'), '>', column('stage_rank'));
    const inOrder = (rank: string): Expression => either(isNull(column('first_skipped')), compare(column(rank), '<', column('first_skipped')));
    const nextEntered = not(isNull(column('next_deal')));
    return project(filter(followed, both(column('counts'), not(column('created_closed')))), {
      opportunity_id: column('deal_id'),
      stage: column('stage'),
      outcome: column('outcome'),
      closed_on: column('closed_on'),
      created_on: column('created_on'),
      entered_on: localDate(column('entered_at'), timeZone),
      open_stage: column('open_stage'),
      imputed: not(column('entered')),
      in_order: both(column('entered'), inOrder('stage_rank')),
      advanced,
      next_entered: nextEntered,
      next_in_order: both(column('entered'), nextEntered, isTrue(inOrder('next_rank'))),
      settled: either(advanced, not(equal(column('outcome'), text('open')))),
      highest_rank: column('highest_rank'),
      ...dealValues,
    });
  },
};

/** Each stage of today with the one after it: `before_stage`, `after_stage`. */
function stagesAfter(stage: Relation): Relation {
  const placed = filter(stage, both(column('in_force'), compare(column('rank'), '>', integer(0))));
  return rename(window(placed, { after: { function: 'lead', of: column('stage'), partitionBy: [], orderBy: [{ column: 'rank' }] } }), { before_stage: 'stage', after_stage: 'after' });
}
