import { aggregate, both, column, compare, either, equal, isNull, localDate, not, text } from '../relational/expression.ts';
import { aggregated, filter, join, project, rename } from '../relational/relation.ts';
import { dealColumns, DEAL_NEEDS, OUTCOME_NEEDS, requireDeals } from './dealColumns.ts';
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
    settled: { type: 'boolean', needs: [] },
    ...dealColumns,
  },
  relation({ timeZone }, deals) {
    const { entry, journey } = requireDeals(deals);
    const reached = rename(entry, { entry_deal: 'deal_id', stage: 'of_stage', stage_rank: 'rank', open_stage: 'open_stage', entered_at: 'entered_at', entered: 'entered' });
    const skipped = rename(aggregated(filter(reached, not(column('entered'))), ['entry_deal'], { first: aggregate('min', column('stage_rank')) }), { skip_deal: 'entry_deal', first_skipped: 'first' });
    const rows = join('left', join('inner', reached, journey, equal(column('deal_id'), column('entry_deal'))), skipped, equal(column('skip_deal'), column('entry_deal')));
    const advanced = compare(column('highest_rank'), '>', column('stage_rank'));
    return project(filter(rows, both(column('counts'), not(column('created_closed')))), {
      opportunity_id: column('deal_id'),
      stage: column('stage'),
      outcome: column('outcome'),
      closed_on: column('closed_on'),
      created_on: column('created_on'),
      entered_on: localDate(column('entered_at'), timeZone),
      open_stage: column('open_stage'),
      imputed: not(column('entered')),
      in_order: both(column('entered'), either(isNull(column('first_skipped')), compare(column('stage_rank'), '<', column('first_skipped')))),
      advanced,
      settled: either(advanced, not(equal(column('outcome'), text('open')))),
      amount: column('amount'),
      segment: column('segment'),
      source: column('source'),
      owner: column('owner'),
      band: column('band'),
    });
  },
};
