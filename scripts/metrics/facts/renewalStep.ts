import type { PostSale } from '../../playbook/practiceModel.ts';
import { MET_COLUMNS, MET_TABLE } from '../criteria/questions.ts';
import { addDays, aggregate, both, coalesce, column, compare, date, daysBetween, either, equal, integer, isIn, isNull, isTrue, not, text, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, union, values, window, type Relation } from '../relational/relation.ts';
import { ACCOUNT_NEEDS, dealColumns, DEAL_NEEDS, requireDeals, TERM_NEEDS } from './dealColumns.ts';
import { UNKNOWN } from './dimensions.ts';
import { stepTable, type Deals, type Fact, type FactInput } from './fact.ts';
import { ownerLabels } from './people.ts';
import { renewals, terms } from './terms.ts';

type Step = PostSale['renewal'][number];

/**
 * One row per term that runs out and step its renewal must have reached by now (`renewal` of post-sale.yaml): whether it has, since when it is
 * due, and of those that have not, whether it is the first of the term, so that its revenue can be added up once.
 */
export const renewalStep: Fact = {
  name: 'renewal_step',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...ACCOUNT_NEEDS, ...TERM_NEEDS],
  ofDeals: true,
  criteria: true,
  rowsOfMoney: 'loaded',
  ofToday: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    step: { type: 'text', needs: [] },
    done: { type: 'boolean', needs: [] },
    due_on: { type: 'date', needs: [] },
    days_late: { type: 'integer', needs: [] },
    first_late: { type: 'boolean', needs: [] },
    arr: { type: 'number', needs: [] },
    segment: { type: 'text', needs: dealColumns['segment']?.needs ?? [] },
    tier: { type: 'text', needs: dealColumns['tier']?.needs ?? [] },
    csm: { type: 'text', needs: ['Account.Id', 'Account.Handrail_CSM__c', 'User.Id', 'User.Name', 'User.Username'] },
  },
  steps: (input, deals) => [terms(requireDeals(deals)), renewals(input, requireDeals(deals))],
  relation(input, deals) {
    const ahead = filter(stepTable(renewals(input, requireDeals(deals))), not(column('over')));
    const due = (input.playbook.postSale?.renewal ?? []).map((step) => dueOf(step, ahead, input, requireDeals(deals)));
    const all = due.length === 0 ? NONE : union(...due);
    const byDue = { function: 'row_number' as const, partitionBy: ['term_id'], orderBy: [{ column: 'due_on' }, { column: 'step' }] };
    const rows = union(extend(filter(all, column('done')), { nth: integer(0) }), window(filter(all, not(column('done'))), { nth: byDue }));
    const named = join('left', rows, ownerLabels(), equal(column('user_id'), column('csm_id')));
    return project(named, {
      opportunity_id: column('term_id'),
      step: column('step'),
      done: column('done'),
      due_on: column('due_on'),
      days_late: daysBetween(column('due_on'), date(input.today)),
      first_late: equal(column('nth'), integer(1)),
      arr: column('arr'),
      segment: column('segment'),
      tier: column('tier'),
      csm: coalesce(column('owner_label'), text(UNKNOWN)),
    });
  },
};

const NONE = values({ term_id: 'text', step: 'text', done: 'boolean', due_on: 'date', arr: 'number', segment: 'text', tier: 'text', csm_id: 'text' }, []);

function dueOf(step: Step, ahead: Relation, input: FactInput, deals: Deals): Relation {
  const dated = filter(extend(ahead, { due_on: addDays(column('ends_on'), integer(-step.daysBefore)) }), compare(column('due_on'), '<=', date(input.today)));
  const reached = rename(reachedBy(step, input, deals), { reached_base: 'base_id', reached: 'reached' });
  return project(join('left', dated, reached, equal(column('reached_base'), column('opportunity_id'))), {
    term_id: column('opportunity_id'), step: text(step.name), done: isTrue(column('reached')), due_on: column('due_on'), arr: column('arr'), segment: column('segment'), tier: column('tier'), csm_id: column('csm_id'),
  });
}

/** Deals that are renewed, and whether one of their renewals has come so far; a renewal that is won has. */
function reachedBy({ stage, criteria }: Step, { playbook }: FactInput, { journey }: Deals): Relation {
  const stages = playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? [];
  const rank = stages.find(({ name }) => name === stage)?.rank ?? 0;
  const renewing = filter(journey, both(column('is_customer'), equal(column('motion'), text('Renewal')), not(isNull(column('base_id'))), isIn(column('outcome'), ['open', 'won'])));
  const asked = criteria.reduce<Relation>((rows, criterion, index) => {
    const met = rename(filter(scan(MET_TABLE, MET_COLUMNS), both(equal(column('criterion'), text(criterion)), column('met'))), { [`met_${index}`]: 'met_deal' });
    return join('left', rows, met, equal(column(`met_${index}`), column('deal_id')));
  }, renewing);
  const far: Expression = both(compare(column('rank'), '>=', integer(rank)), ...criteria.map((_, index) => not(isNull(column(`met_${index}`)))));
  return aggregated(asked, ['base_id'], { reached: aggregate('any', either(equal(column('outcome'), text('won')), far)) });
}
