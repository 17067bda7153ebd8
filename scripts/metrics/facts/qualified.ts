import { boolean, both, coalesce, column, compare, equal, integer, isNull, not, text } from '../relational/expression.ts';
import { extend, filter, join, project, rename, window } from '../relational/relation.ts';
import { bandOf, UNKNOWN } from './dimensions.ts';
import { AMOUNT_NEEDS, dealColumns, dealValues, DEAL_NEEDS, OUTCOME_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact } from './fact.ts';
import { converted } from './journeys.ts';
import { formerOwners, ownerLabels } from './people.ts';

/**
 * One row per deal that became pipeline: the day it first reached the first qualified stage or one beyond, with the amount
 * and the owner of that moment. A deal created there did so on its first day.
 */
export const qualified: Fact = {
  name: 'qualified',
  id: 'opportunity_id',
  needs: DEAL_NEEDS,
  ofDeals: true,
  whileOpen: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    outcome: { type: 'text', needs: OUTCOME_NEEDS },
    ...dealColumns,
    amount: { type: 'number', needs: AMOUNT_NEEDS },
  },
  relation({ playbook }, deals) {
    const { change, journey } = requireDeals(deals);
    const rows = filter(journey, both(column('counts'), not(column('created_closed')), not(isNull(column('qualified_at')))));
    const { amount: _amount, owner: _owner, team: _team, band: _band, ...kept } = dealValues;
    const plain = project(rows, { deal_id: column('deal_id'), on_date: column('qualified_on'), event_at: column('qualified_at'), now_owner: column('owner_id'), rate: column('rate'), outcome: column('outcome'), ...kept });
    // By step: a deal may be in several stages at one instant.
    const reaching = filter(change, Number.isFinite(playbook.qualifiedRank) ? compare(column('rank'), '>=', integer(playbook.qualifiedRank)) : boolean(false));
    const first = filter(window(reaching, { nth: { function: 'row_number', partitionBy: ['deal_id'], orderBy: [{ column: 'step' }] } }), equal(column('nth'), integer(1)));
    const priced = join('inner', plain, rename(first, { at_deal: 'deal_id', amount: 'amount' }), equal(column('at_deal'), column('deal_id')));
    const former = join('left', priced, formerOwners(plain), equal(column('then_deal_id'), column('deal_id')));
    const owned = join('left', former, ownerLabels(), equal(column('user_id'), coalesce(column('then_owner_id'), column('now_owner'))));
    return project(extend(owned, { converted_amount: converted(column('amount')) }), {
      opportunity_id: column('deal_id'),
      on_date: column('on_date'),
      outcome: column('outcome'),
      amount: column('converted_amount'),
      ...kept,
      owner: coalesce(column('owner_label'), text(UNKNOWN)),
      team: coalesce(column('owner_team'), text(UNKNOWN)),
      band: bandOf('converted_amount'),
    });
  },
};
