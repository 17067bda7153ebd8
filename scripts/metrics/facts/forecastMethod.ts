import { aggregate, boolean, both, coalesce, column, compare, equal, instant, integer, isNull, isTrue, minus, not, number, text, times, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, union, window, type Relation } from '../relational/relation.ts';
import { AMOUNT_NEEDS, CATEGORY_NEEDS, dealColumns, DEAL_NEEDS, OWNER_NEEDS, requireDeals } from './dealColumns.ts';
import { once, stepTable, type Deals, type Fact, type FactInput } from './fact.ts';
import { aged, judgement, lessons, methodPast, methodRates, methodStates, taught, usualRest, withChance } from './forecastPast.ts';
import { END, forecastsSince, OF_SPAN, snapshotRows, spanRows } from './forecastState.ts';

/** Four in five outcomes of a normal distribution lie within so many standard deviations. */
const WITHIN = 1.2816;

/**
 * Forecasts that are computed, for fiscal quarters at each of their snapshots. All methods begin with what was won so far:
 *
 * - `commit`: and the open commit that is due, as it was said; none before anybody ever said any
 * - `judged commit`: and the open commit, times what owners' open commit brought in the four quarters before
 * - `stage and age`: and the open deals that are due, each with the share of its like (stage, age, segment) that was won by
 *   the end of the quarter, and what usually comes of deals that were not due
 * - `history`: and what was won after the same snapshot in the four quarters before, on average
 *
 * Kinds of rows: `expected`, what is added up, with its variance; `result`, one per quarter, snapshot and method, beside what
 * was won in the quarter: how far apart they are, and whether it lies in the range that holds four of five (`inside`),
 * and whether all methods have one there (`comparable`).
 */
export const forecastMethod: Fact = {
  name: 'forecast_method',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...AMOUNT_NEEDS, ...CATEGORY_NEEDS],
  ofDeals: true,
  spells: true,
  spans: 'quarters',
  lastDay: 'last_day',
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    last_day: { type: 'date', needs: [] },
    of_quarter: { type: 'boolean', needs: [] },
    snapshot: { type: 'text', needs: [] },
    // One of them asks who had a deal then, one of which segment it is.
    method: { type: 'text', needs: [...OWNER_NEEDS, ...(dealColumns['segment']?.needs ?? [])] },
    part: { type: 'text', needs: [] },
    expected: { type: 'number', needs: [] },
    variance: { type: 'number', needs: [] },
    actual: { type: 'number', needs: [] },
    error: { type: 'number', needs: [] },
    inside: { type: 'boolean', needs: [] },
    comparable: { type: 'boolean', needs: [] },
    quarter_over: { type: 'boolean', needs: [] },
    stage: { type: 'text', needs: [] },
    segment: dealColumns['segment'] ?? { type: 'text', needs: [] },
  },
  steps: (input, deals) => {
    const found = requireDeals(deals);
    return [methodStates, methodPast, forecastsSince, lessons, usualRest, judgement, methodRates, expectations].map((step) => step(input, found));
  },
  relation(input, deals) {
    const rows = stepTable(expectations(input, requireDeals(deals)));
    const expected = project(rows, { ...ALL, kind: text('expected'), of_quarter: boolean(true), actual: number(null), error: number(null), inside: boolean(null), comparable: boolean(null) });
    return union(expected, results(rows, requireDeals(deals)));
  },
};

const ALL: Readonly<Record<string, Expression>> = Object.fromEntries(Object.keys(forecastMethod.columns).map((name) => [name, column(name)]));

const expectations = once((input: FactInput, deals: Deals) => {
  const { quarters, moments } = taught(input);
  const taken = filter(join('inner', spanRows(quarters, input), snapshotRows(quarters, moments), OF_SPAN), not(equal(column('snapshot'), text(END))));
  const states = join('inner', stepTable(methodStates(input, deals)), taken, both(equal(column('span_from'), column('s_from')), equal(column('snapshot'), column('s_snapshot'))));
  const usual = stepTable(usualRest(input, deals));
  const ratios = stepTable(judgement(input, deals));
  const company = project(filter(ratios, isNull(column('k_owner'))), { c_quarter: column('k_quarter'), c_snapshot: column('k_snapshot'), c_ratio: column('ratio'), c_variance: column('k_variance') });
  const learnt = join('inner', taken, usual, both(equal(column('h_quarter'), column('span_from')), equal(column('h_snapshot'), column('snapshot'))));
  const heard = join('inner', taken, company, both(equal(column('c_quarter'), column('span_from')), equal(column('c_snapshot'), column('snapshot'))));
  const amount = coalesce(column('s_amount'), number(0));
  const deal = { opportunity_id: column('s_deal'), stage: column('s_stage'), segment: column('s_segment') };
  const nobody = { opportunity_id: text(null), stage: text(null), segment: text(null) };
  // Money, so that the parts of a cut are the whole.
  const noDeal = { opportunity_id: text(null), stage: text(NO_DEAL), segment: text(NO_DEAL) };
  const row = (rows: Relation, method: string, part: string, who: Readonly<Record<string, Expression>>, expected: Expression, variance: Expression): Relation =>
    project(rows, { ...who, on_date: column('span_from'), last_day: column('span_last'), snapshot: column('snapshot'), method: text(method), part: text(part), expected, variance, quarter_over: compare(column('ends_at'), '<=', instant(input.asOf)) });
  const won = filter(states, column('s_won'));
  const open = filter(states, not(column('s_won')));
  const commit = filter(open, equal(column('s_category'), text('Commit')));
  // Before anybody ever said what to expect there was no commit, which is not one of nothing.
  const since = filter(stepTable(forecastsSince(input, deals)), equal(column('since_name'), text('Commit')));
  const said = (rows: Relation): Relation => join('inner', rows, since, isTrue(compare(column('since_at'), '<', column('taken_at'))));
  const known = (rows: Relation): Relation => join('inner', rows, usual, both(equal(column('h_quarter'), column('s_from')), equal(column('h_snapshot'), column('s_snapshot'))));
  const judged = (rows: Relation): Relation => join('inner', rows, company, both(equal(column('c_quarter'), column('s_from')), equal(column('c_snapshot'), column('s_snapshot'))));
  const owned = join('left', judged(commit), filter(ratios, not(isNull(column('k_owner')))), both(equal(column('k_quarter'), column('s_from')), equal(column('k_snapshot'), column('s_snapshot')), equal(column('k_owner'), column('s_owner'))));
  const likely = extend(withChance(known(aged(open)), input, deals), { p: coalesce(column('chance'), number(0)) });
  const none = number(0);
  return ['method_expected', union(
    row(said(taken), 'commit', WON_SO_FAR, nobody, none, number(null)),
    row(said(won), 'commit', WON_SO_FAR, deal, amount, number(null)),
    row(said(commit), 'commit', 'open', deal, amount, number(null)),
    row(heard, 'judged commit', 'open', nobody, none, column('c_variance')),
    row(judged(won), 'judged commit', WON_SO_FAR, deal, amount, none),
    row(owned, 'judged commit', 'open', deal, times(amount, coalesce(column('ratio'), column('c_ratio'))), none),
    row(learnt, 'stage and age', 'not due yet', noDeal, column('late'), column('late_variance')),
    row(known(won), 'stage and age', WON_SO_FAR, deal, amount, none),
    row(likely, 'stage and age', 'open', deal, times(amount, column('p')), times(times(amount, column('p')), times(amount, minus(number(1), column('p'))))),
    row(learnt, 'history', 'still to come', noDeal, column('rest'), column('rest_variance')),
    row(known(won), 'history', WON_SO_FAR, deal, amount, none),
  )];
});

const WON_SO_FAR = 'won so far';
/** What is expected as a sum says of no deal where it stands. */
const NO_DEAL = 'of no single deal';
const METHODS = 4;

function results(rows: Relation, { journey }: Deals): Relation {
  const totals = aggregated(rows, ['on_date', 'last_day', 'snapshot', 'method', 'quarter_over'], { expected: aggregate('sum', column('expected')), variance: aggregate('sum', column('variance')) });
  const wins = project(filter(journey, both(column('counts'), equal(column('outcome'), text('won')))), { won_on: column('closed_on'), amount: column('amount') });
  const counted = window(extend(totals, { one: integer(1) }), { methods: { function: 'sum', of: column('one'), partitionBy: ['on_date', 'snapshot'], orderBy: [] } });
  const quarters = aggregated(totals, ['on_date', 'last_day'], {});
  const actual = project(
    aggregated(join('left', project(quarters, { q_from: column('on_date'), q_last: column('last_day') }), wins, both(compare(column('won_on'), '>=', column('q_from')), compare(column('won_on'), '<=', column('q_last')))), ['q_from'], { sum: aggregate('sum', column('amount')) }),
    { a_from: column('q_from'), actual: coalesce(column('sum'), number(0)) },
  );
  const beside = extend(join('inner', counted, actual, equal(column('a_from'), column('on_date'))), { off: minus(column('expected'), column('actual')) });
  const reach = times(number(WITHIN * WITHIN), column('variance'));
  return project(beside, {
    ...ALL,
    ...Object.fromEntries(['opportunity_id', 'part', 'stage', 'segment'].map((name) => [name, text(null)])),
    kind: text('result'),
    of_quarter: boolean(true),
    error: when([[compare(column('off'), '>=', number(0)), column('off')]], minus(number(0), column('off'))),
    comparable: equal(column('methods'), integer(METHODS)),
    inside: when([[not(isNull(column('variance'))), isTrue(compare(times(column('off'), column('off')), '<=', reach))]]),
  });
}
