import { both, column, compare, daysBetween, equal, not, text, when } from '../relational/expression.ts';
import { filter, project } from '../relational/relation.ts';
import { requireDeals, dealColumns, DEAL_NEEDS, OUTCOME_NEEDS } from './dealColumns.ts';
import type { Fact } from './fact.ts';

/**
 * One row per deal of new business: how and when it ended. A cycle runs from the first qualified stage (or the first one
 * at or after it) to the moment of winning, in local days. Null where there is none to tell: created closed (an import),
 * or negative, since somebody backdated.
 */
export const outcome: Fact = {
  name: 'outcome',
  id: 'opportunity_id',
  needs: DEAL_NEEDS,
  ofDeals: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    outcome: { type: 'text', needs: OUTCOME_NEEDS },
    closed_on: { type: 'date', needs: [] },
    created_on: { type: 'date', needs: [] },
    cycle_days: { type: 'integer', needs: [] },
    created_to_close_days: { type: 'integer', needs: [] },
    regressions: { type: 'integer', needs: [] },
    reopened: { type: 'integer', needs: [] },
    ...dealColumns,
  },
  relation(_, deals) {
    const won = equal(column('outcome'), text('won'));
    return project(filter(requireDeals(deals).journey, column('counts')), {
      opportunity_id: column('deal_id'),
      outcome: column('outcome'),
      closed_on: column('closed_on'),
      created_on: column('created_on'),
      cycle_days: when([[both(won, not(column('created_closed')), compare(column('closed_on'), '>=', column('qualified_on'))), daysBetween(column('qualified_on'), column('closed_on'))]]),
      created_to_close_days: when([[both(won, compare(column('close_date'), '>=', column('created_on'))), daysBetween(column('created_on'), column('close_date'))]]),
      regressions: column('regressions'),
      reopened: column('reopened'),
      amount: column('amount'),
      segment: column('segment'),
      source: column('source'),
      owner: column('owner'),
      band: column('band'),
    });
  },
};
