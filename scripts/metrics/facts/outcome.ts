import type { Playbook } from '../../playbook/model.ts';
import { both, column, compare, date, daysBetween, equal, integer, isNull, isTrue, not, quarterStart, text, when, type Expression } from '../relational/expression.ts';
import { filter, project } from '../relational/relation.ts';
import { requireDeals, dealColumns, dealValues, DEAL_NEEDS, OUTCOME_NEEDS } from './dealColumns.ts';
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
  whileOpen: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    outcome: { type: 'text', needs: OUTCOME_NEEDS },
    closed_on: { type: 'date', needs: [] },
    created_on: { type: 'date', needs: [] },
    cycle_days: { type: 'integer', needs: [] },
    created_to_close_days: { type: 'integer', needs: [] },
    created_to_won_days: { type: 'integer', needs: [] },
    regressions: { type: 'integer', needs: [] },
    reopened: { type: 'integer', needs: [] },
    withdrawn: { type: 'boolean', needs: [] },
    mid_funnel: { type: 'boolean', needs: [] },
    qualified: { type: 'boolean', needs: [] },
    overdue: { type: 'boolean', needs: [] },
    create_and_close: { type: 'boolean', needs: [] },
    loss_reason: { type: 'text', needs: OUTCOME_NEEDS },
    loss_detail: { type: 'text', needs: ['Opportunity.Handrail_Loss_Detail__c'] },
    win_reason: { type: 'text', needs: ['Opportunity.Handrail_Win_Reason__c'] },
    loss_stage: { type: 'text', needs: [] },
    stage_group: { type: 'text', needs: [] },
    competitor: { type: 'text', needs: ['Opportunity.Handrail_Competitor__c'] },
    acv: { type: 'number', needs: ['Opportunity.Amount', 'Opportunity.Handrail_One_Off__c', 'Opportunity.Handrail_Term_Months__c'] },
    ...dealColumns,
  },
  relation({ playbook, today }, deals) {
    const won = equal(column('outcome'), text('won'));
    const open = equal(column('outcome'), text('open'));
    const days = (from: string, to: string, where: Expression): Expression => when([[both(won, where, compare(column(to), '>=', column(from))), daysBetween(column(from), column(to))]]);
    const imported = column('created_closed');
    return project(filter(requireDeals(deals).journey, column('counts')), {
      opportunity_id: column('deal_id'),
      outcome: column('outcome'),
      closed_on: column('closed_on'),
      created_on: column('created_on'),
      cycle_days: days('qualified_on', 'closed_on', not(imported)),
      created_to_close_days: days('created_on', 'close_date', won),
      created_to_won_days: days('created_on', 'closed_on', not(imported)),
      regressions: column('regressions'),
      reopened: column('reopened'),
      withdrawn: column('withdrawn'),
      mid_funnel: column('mid_funnel'),
      qualified: Number.isFinite(playbook.qualifiedRank) ? both(open, isTrue(compare(column('rank'), '>=', integer(playbook.qualifiedRank)))) : both(open, not(open)),
      overdue: both(open, isTrue(compare(column('close_date'), '<', date(today)))),
      create_and_close: isTrue(both(won, compare(column('created_on'), '>=', quarterStart(column('closed_on'), playbook.fiscalYearStart)))),
      loss_reason: column('loss_reason'),
      loss_detail: column('loss_detail'),
      win_reason: column('win_reason'),
      loss_stage: column('loss_stage'),
      stage_group: stageGroup(playbook),
      competitor: column('competitor'),
      acv: column('acv'),
      ...dealValues,
    });
  },
};

/** From where a deal was lost: up to the first qualified stage, where a deal may be committed, or between. */
function stageGroup({ objects, qualifiedRank }: Playbook): Expression {
  const committed = objects.find(({ apiName }) => apiName === 'Opportunity')?.stages.filter(({ categories }) => categories.includes('Commit')).map(({ rank }) => rank) ?? [];
  const late = committed.length === 0 ? [] : [[compare(column('loss_rank'), '>=', integer(Math.min(...committed))), text('late')] as const];
  const middle = Number.isFinite(qualifiedRank) ? [[compare(column('loss_rank'), '>', integer(qualifiedRank)), text('middle')] as const] : [];
  return when([[isNull(column('loss_stage')), text(null)], ...late, ...middle], text('early'));
}
