import { boolean, both, column, compare, daysBetween, dividedBy, either, equal, instant, integer, isTrue, localDate, minus, not, number, plus, text, times, type Expression } from '../relational/expression.ts';
import { extend, filter, join, project, union, window, type Relation } from '../relational/relation.ts';
import { workingDays } from './calendar.ts';
import { armNeeds } from './clockTargets.ts';
import { ACCOUNT_NEEDS, AMOUNT_NEEDS, dealColumns, DEAL_NEEDS, OUTCOME_NEEDS, requireDeals, TERM_NEEDS } from './dealColumns.ts';
import { stepTable, type Deals, type Fact, type FactInput } from './fact.ts';
import { HANDOFF_LEAK_NEEDS, unstartedDeals } from './handoffLeak.ts';
import { howMany, hygiene, HYGIENE_NEEDS } from './hygiene.ts';
import { LEAD_NEEDS, unworkedLeads, worthOfMql } from './leadLeak.ts';
import { lostAtStep, stepLosses } from './stepLoss.ts';
import { renewals, terms } from './terms.ts';

/** A renewal that nobody has begun so close to the end. */
const RENEWAL_DAYS = 90;
/** Less than this is missing because somebody rounded. */
const ROUNDING = 1;

/**
 * Revenue that is being lost, one row per record: a record in two leaks is in the later one of the customer's way.
 *
 * - LK-1, MQLs that nobody worked, each worth what was won per MQL in the last four full quarters
 * - LK-2, qualified open deals with a close date that has passed, or with two of: no next step, stuck, stale, pushed again
 * - LK-3, deals that ended at the stage and segment that lose most against the best other segment; an estimate
 * - LK-4, won deals that are not invoiced, invoiced below contract, not answered, not begun, not billed
 * - LK-5, renewals not begun so close to the end, or gone: unsigned, without a record, renewed below or without the agreed uplift and without a reason
 */
export const leak: Fact = {
  name: 'leak',
  id: 'record_id',
  needs: [...DEAL_NEEDS, ...OUTCOME_NEEDS, ...ACCOUNT_NEEDS, ...TERM_NEEDS, ...AMOUNT_NEEDS, 'Opportunity.Handrail_Risk_Reason__c', 'Opportunity.Handrail_Agreed_Uplift__c', ...LEAD_NEEDS, 'User.Id', ...(dealColumns['segment']?.needs ?? []), ...HYGIENE_NEEDS, ...HANDOFF_LEAK_NEEDS],
  needsWith: armNeeds('S2', 'S3', 'S5', 'S6'),
  ofDeals: true,
  rowsOfMoney: 'loaded',
  spells: true,
  workingTime: true,
  columns: {
    record_id: { type: 'text', needs: [] },
    leak: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    handoff: { type: 'text', needs: [] },
    certainty: { type: 'text', needs: [] },
    amount: { type: 'number', needs: [] },
    on_date: { type: 'date', needs: [] },
    source: dealColumns['source'] ?? { type: 'text', needs: [] },
    segment: dealColumns['segment'] ?? { type: 'text', needs: [] },
    owner: dealColumns['owner'] ?? { type: 'text', needs: [] },
  },
  steps: (input, deals) => {
    const found = requireDeals(deals);
    return [workingDays(input), terms(found), renewals(input, found), hygiene(input, found), stepLosses(input, found)];
  },
  relation(input, deals) {
    const found = requireDeals(deals);
    const leads = join('inner', unworkedLeads(input), worthOfMql(input, found), boolean(true));
    const all = union(
      marked(project(leads, { ...OF_ROW, record_id: column('lead_id'), amount: column('per_mql') }), 1),
      marked(project(rotting(input, found), { ...OF_ROW, record_id: column('deal_id') }), 2),
      marked(project(lostAtStep(input, found), { ...OF_ROW, record_id: column('deal_id') }), 3),
      marked(project(unstartedDeals(input, found), { ...OF_ROW, record_id: column('deal_id') }), 4),
      marked(notRenewed(input, found), 5),
    );
    const once = window(all, { nth: { function: 'row_number', partitionBy: ['record_id'], orderBy: [{ column: 'rank', descending: true }, { column: 'kind' }] } });
    return project(filter(once, equal(column('nth'), integer(1))), Object.fromEntries(Object.keys(leak.columns).map((name) => [name, column(name)])));
  },
};

const OF_ROW: Readonly<Record<string, Expression>> = Object.fromEntries(['record_id', 'kind', 'amount', 'on_date', 'source', 'segment', 'owner'].map((name) => [name, column(name)]));
/** By the order of the customer's way: where it leaks, and how sure the value is. */
const LEAKS = {
  1: { handoff: 'marketing to sales', certainty: 'estimate' },
  2: { handoff: 'within sales', certainty: 'at risk' },
  3: { handoff: 'within sales', certainty: 'estimate' },
  4: { handoff: 'sales to customer success and finance', certainty: 'known' },
  5: { handoff: 'customer success to sales', certainty: 'at risk' },
} as const;

function marked(rows: Relation, rank: keyof typeof LEAKS): Relation {
  const { handoff, certainty } = LEAKS[rank];
  return extend(rows, { leak: text(`LK-${rank}`), rank: integer(rank), handoff: text(handoff), certainty: text(certainty) });
}

function rotting(input: FactInput, deals: Deals): Relation {
  const { qualifiedRank } = input.playbook;
  const qualified = Number.isFinite(qualifiedRank) ? compare(column('rank'), '>=', integer(qualifiedRank)) : boolean(false);
  const wrong = project(stepTable(hygiene(input, deals)), Object.fromEntries([['h_deal', column('deal_id')], ...['no_next_step', 'overdue', 'stuck', 'stale', 'pushed_again'].map((name) => [name, column(name)] as const)]));
  const open = join('inner', filter(deals.journey, isTrue(qualified)), wrong, equal(column('h_deal'), column('deal_id')));
  const two = compare(howMany(['no_next_step', 'stuck', 'stale', 'pushed_again'].map(column)), '>=', integer(2));
  return project(extend(filter(open, either(column('overdue'), two)), { kind: text('pipeline that rots') }), { deal_id: column('deal_id'), kind: column('kind'), amount: column('amount'), on_date: column('close_date'), source: column('source'), segment: column('segment'), owner: column('owner') });
}

function notRenewed(input: FactInput, deals: Deals): Relation {
  const today = localDate(instant(input.asOf), input.timeZone);
  const ending = stepTable(renewals(input, deals));
  const state = (name: string): Expression => equal(column('state'), text(name));
  const ahead = daysBetween(today, column('ends_on'));
  const missing = minus(plus(column('arr'), dividedBy(times(column('arr'), column('uplift')), number(100))), column('won_arr'));
  const of = (kind: string, where: Expression, amount: Expression = column('arr')): Relation =>
    project(filter(ending, where), { record_id: column('opportunity_id'), kind: text(kind), amount, on_date: column('ends_on'), source: column('source'), segment: column('segment'), owner: column('owner') });
  return union(
    of('renewal not begun', both(state('none'), not(column('over')), compare(ahead, '>=', integer(0)), compare(ahead, '<', integer(RENEWAL_DAYS)))),
    of('expired, unsigned', both(state('begun'), column('over'))),
    of('expired, no renewal', both(state('none'), column('over'))),
    of('renewed below', both(state('renewed'), not(column('judged')), isTrue(compare(column('won_arr'), '<', column('arr')))), minus(column('arr'), column('won_arr'))),
    of('uplift not applied', both(state('renewed'), not(column('judged')), isTrue(compare(column('won_arr'), '>=', column('arr'))), isTrue(compare(column('uplift'), '>', number(0))), isTrue(compare(missing, '>=', number(ROUNDING)))), missing),
  );
}
