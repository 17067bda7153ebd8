import { addDays } from '../period.ts';
import { aggregate, boolean, both, coalesce, column, compare, concat, date, differs, dividedBy, equal, integer, isIn, isTrue, larger, minus, not, number, text, times, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, union, window, type Relation } from '../relational/relation.ts';
import { AMOUNT_NEEDS, dealColumns, DEAL_NEEDS, OUTCOME_NEEDS, requireDeals } from './dealColumns.ts';
import { UNKNOWN } from './dimensions.ts';
import { once, stepTable, type Deals, type Fact, type FactInput } from './fact.ts';
import { LEAD_NEEDS, recentMqls, worthOfMql } from './leadLeak.ts';

/** Fewer say too little to be compared. */
const LEAST = 20;
/** Deals closed in the last two years. */
const DAYS = 730;
const HANDOFF = 'Marketing to sales';

/**
 * One row per step of the customer's way and group: how many reached it and went on, against the best other group, and what
 * the gap is worth. Steps are the open stages, of deals that closed in the last 24 months, compared by segment and by source;
 * and the handoff from marketing to sales, of the MQLs of the last four full quarters, worth what was won per accepted one.
 */
export const stepLoss: Fact = {
  name: 'step_loss',
  id: 'place',
  needs: [...DEAL_NEEDS, ...OUTCOME_NEEDS, ...AMOUNT_NEEDS, ...(dealColumns['segment']?.needs ?? []), ...(dealColumns['source']?.needs ?? []), ...LEAD_NEEDS],
  ofDeals: true,
  columns: {
    place: { type: 'text', needs: [] },
    compared: { type: 'text', needs: [] },
    step: { type: 'text', needs: [] },
    group: { type: 'text', needs: [] },
    best_group: { type: 'text', needs: [] },
    reached: { type: 'integer', needs: [] },
    went_on: { type: 'integer', needs: [] },
    best_reached: { type: 'integer', needs: [] },
    best_went_on: { type: 'integer', needs: [] },
    reached_amount: { type: 'number', needs: [] },
    gap: { type: 'number', needs: [], plain: true },
    value: { type: 'number', needs: [] },
    top: { type: 'boolean', needs: [] },
  },
  steps: (input, deals) => [stepLosses(input, requireDeals(deals))],
  relation: (input, deals) => project(stepTable(stepLosses(input, requireDeals(deals))), Object.fromEntries(Object.keys(stepLoss.columns).map((name) => [name, column(name)]))),
};

/** The fact; `top` marks the stage and segment that lose most, which is a leak. */
export const stepLosses = once((input: FactInput, deals: Deals) => {
  const stage = stagesReached(input, deals);
  const handoff = join('inner', recentMqls(input), worthOfMql(input, deals), boolean(true));
  const of = (rows: Relation, compared: string, step: Expression, group: string, wentOn: Expression, amount: Expression): Relation =>
    aggregated(project(rows, { compared: text(compared), step, group: column(group), on: wentOn, amount }), ['compared', 'step', 'group'], { reached: aggregate('count'), went_on: aggregate('count', null, column('on')), reached_amount: aggregate('sum', column('amount')) });
  const stageStep = (compared: string, group: string): Relation => of(stage, compared, column('of_stage'), group, column('advanced'), column('amount'));
  const handoffStep = (compared: string, group: string): Relation => of(handoff, compared, text(HANDOFF), group, column('accepted'), column('per_accepted'));
  const all = union(stageStep('segment', 'segment'), stageStep('source', 'source'), handoffStep('segment', 'mql_segment'), handoffStep('source', 'mql_source'));
  const rate = dividedBy(column('went_on'), column('reached'));
  const known = extend(filter(all, both(compare(column('reached'), '>=', integer(LEAST)), not(equal(column('group'), text(UNKNOWN))))), { rate });
  const other = rename(known, { o_compared: 'compared', o_step: 'step', best_group: 'group', best_reached: 'reached', best_went_on: 'went_on', best_rate: 'rate' });
  const pairs = join('inner', known, other, both(equal(column('o_compared'), column('compared')), equal(column('o_step'), column('step')), differs(column('best_group'), column('group'))));
  const best = filter(window(pairs, { nth: { function: 'row_number', partitionBy: ['compared', 'step', 'group'], orderBy: [{ column: 'best_rate', descending: true }, { column: 'best_group' }] } }), equal(column('nth'), integer(1)));
  const gap = larger(minus(column('best_rate'), column('rate')), number(0));
  const valued = extend(best, { gap, value: times(coalesce(column('reached_amount'), number(0)), gap), is_stage: both(equal(column('compared'), text('segment')), not(equal(column('step'), text(HANDOFF)))) });
  const ranked = window(valued, { place_by_value: { function: 'row_number', partitionBy: ['is_stage'], orderBy: [{ column: 'value', descending: true }, { column: 'step' }, { column: 'group' }] } });
  return ['step_loss', extend(ranked, { place: concat(column('step'), text(', '), column('group')), top: both(column('is_stage'), equal(column('place_by_value'), integer(1)), compare(column('value'), '>', number(0))) })];
});

/** Stages of deals that ended; what never was a deal lost nothing. */
function stagesReached({ today }: FactInput, { entry, journey }: Deals): Relation {
  const closed = filter(journey, both(column('counts'), not(column('created_closed')), not(isIn(column('outcome'), ['open', 'void'])), isTrue(compare(column('closed_on'), '>=', date(addDays(today, -DAYS))))));
  const reached = project(filter(entry, column('open_stage')), { e_deal: column('deal_id'), of_stage: column('of_stage'), of_rank: column('rank') });
  return extend(join('inner', reached, closed, equal(column('e_deal'), column('deal_id'))), { advanced: compare(column('highest_rank'), '>', column('of_rank')) });
}

/** Deals that ended at the step that loses most, each with its part of the value by amount: `deal_id`, `kind`, `amount` and dimensions. */
export function lostAtStep(input: FactInput, deals: Deals): Relation {
  const top = project(filter(stepTable(stepLosses(input, deals)), column('top')), { t_step: column('step'), t_group: column('group'), t_value: column('value') });
  const ended = join('inner', filter(stagesReached(input, deals), not(column('advanced'))), top, both(equal(column('t_step'), column('of_stage')), equal(column('t_group'), column('segment'))));
  const lost = window(extend(ended, { weight: coalesce(column('amount'), number(0)), one: integer(1) }), { all: { function: 'sum', of: column('weight'), partitionBy: [], orderBy: [] }, many: { function: 'sum', of: column('one'), partitionBy: [], orderBy: [] } });
  const share = when([[compare(column('all'), '>', number(0)), dividedBy(column('weight'), column('all'))]], dividedBy(number(1), column('many')));
  return project(lost, { deal_id: column('deal_id'), kind: text('step that loses most'), amount: times(column('t_value'), share), on_date: column('closed_on'), source: column('source'), segment: column('segment'), owner: column('owner') });
}
