/** Recurring revenue: terms of won deals, the lines they make by month, customers by month. */
import { INPUTS } from '../inputs.ts';
import { addDays, aggregate, both, coalesce, column, compare, date, daysBetween, differs, dividedBy, either, equal, integer, isIn, isNull, isTrue, larger, minus, not, number, smaller, text, times, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, union, window, type Relation } from '../relational/relation.ts';
import { monthEnds } from './calendar.ts';
import { UNKNOWN } from './dimensions.ts';
import { once, stepTable, type Deals, type FactInput, type Step } from './fact.ts';
import { rateSpans } from './journeys.ts';
import { prefixed } from './passages.ts';
import { withRoots } from './termRoots.ts';

/** A customer who signs again within so many days after the end has renewed late; later, it is a win-back. */
const LATE_DAYS = 90;

const DIMENSIONS = ['account_id', 'segment', 'source', 'owner', 'tier', 'motion', 'region'] as const;

/**
 * One row per won deal with a term: `starts_on`, `ends_on` as signed, `runs_until` as it turned out, `arr`, `root_id` (the
 * deal it changes, else its own). A renewal that begins before the end cuts the deal it renews, and every change of it.
 */
export function terms({ journey }: Deals): Step {
  const signed = filter(journey, both(equal(column('outcome'), text('won')), column('is_customer'), not(isNull(column('arr'))), not(isNull(column('term_start'))), not(isNull(column('term_end')))));
  const renewed = rename(aggregated(filter(signed, both(equal(column('motion'), text('Renewal')), not(isNull(column('base_id'))))), ['base_id'], { renewed_on: aggregate('min', column('term_start')) }), { renewed_id: 'base_id', renewed_on: 'renewed_on' });
  // A renewal may name an expansion: it cuts that one, and not the deal that it changed.
  const alone = rename(renewed, { alone_id: 'renewed_id', alone_on: 'renewed_on' });
  const found = join('left', join('left', withRoots(signed), renewed, equal(column('renewed_id'), column('root_id'))), alone, equal(column('alone_id'), column('deal_id')));
  const cut = extend(found, { cut_on: smaller(coalesce(column('renewed_on'), column('alone_on')), coalesce(column('alone_on'), column('renewed_on'))) });
  return ['term', project(cut, {
    deal_id: column('deal_id'),
    root_id: column('root_id'),
    base_id: column('base_id'),
    closed_on: column('closed_on'),
    starts_on: column('term_start'),
    ends_on: column('term_end'),
    runs_until: when([[isTrue(compare(column('cut_on'), '<=', column('term_end'))), addDays(column('cut_on'), integer(-1))]], column('term_end')),
    arr: column('arr'),
    currency: column('currency'),
    rate: column('rate'),
    risk_reason: column('risk_reason'),
    csm_id: column('csm_id'),
    ...Object.fromEntries(DIMENSIONS.map((name) => [name, column(name)])),
  })];
}

/** Money of one deal at the rate of another, so that what was agreed is compared and not what became of the currency; in two currencies each has its own. */
function atRateOf(money: Expression, prefix: string): Expression {
  return when([[equal(column('rate'), column(`${prefix}_rate`)), money], [equal(column('currency'), column(`${prefix}_currency`)), dividedBy(times(money, column(`${prefix}_rate`)), column('rate'))]], money);
}

/** ARR of a deal and its changes on its last day, at the rate of the deal: `held_root`, `held_arr`. */
function heldAtEnd(all: Relation): Relation {
  const roots = project(filter(all, equal(column('root_id'), column('deal_id'))), { held_root: column('deal_id'), held_end: column('ends_on'), held_rate: column('rate'), held_currency: column('currency') });
  const running = join('inner', roots, all, both(equal(column('root_id'), column('held_root')), compare(column('starts_on'), '<=', column('held_end')), compare(column('ends_on'), '>=', column('held_end'))));
  return aggregated(running, ['held_root'], { held_arr: aggregate('sum', atRateOf(column('arr'), 'held')) });
}

/**
 * Days between a term and its late renewal, with the smaller of what was and what is: nobody left, nothing grew. What was
 * renewed in time is not what they renew, and together late renewals fill no more than is left of it.
 */
function lateGaps(all: Relation): Relation {
  const ended = rename(join('left', all, heldAtEnd(all), equal(column('held_root'), column('deal_id'))), { old_id: 'deal_id', old_end: 'ends_on', old_own: 'arr', old_held: 'held_arr' });
  const renewing = extend(join('inner', filter(all, equal(column('motion'), text('Renewal'))), ended, equal(column('old_id'), column('base_id'))), { gap: minus(daysBetween(column('old_end'), column('starts_on')), integer(1)) });
  const isLate = both(compare(column('gap'), '>', integer(0)), compare(column('gap'), '<', integer(LATE_DAYS)));
  const parts = extend(renewing, { prompt: when([[compare(column('gap'), '<=', integer(0)), column('arr')]], number(0)), late: when([[isLate, column('arr')]], number(0)) });
  const sum = (name: string) => ({ function: 'sum' as const, of: column(name), partitionBy: ['base_id'], orderBy: [] });
  const together = extend(window(parts, { all_prompt: sum('prompt'), all_late: sum('late') }), { room: larger(minus(coalesce(column('old_held'), column('old_own')), column('all_prompt')), number(0)) });
  const part = when([[compare(column('all_late'), '<=', column('room')), column('arr')], [equal(column('all_late'), column('arr')), column('room')]], dividedBy(times(column('arr'), column('room')), column('all_late')));
  return extend(filter(together, both(isLate, compare(column('arr'), '>', number(0)), compare(column('room'), '>', number(0)))), {
    arr: part,
    runs_until: addDays(column('starts_on'), integer(-1)),
    starts_on: addDays(column('old_end'), integer(1)),
  });
}

/** One row per term and month end: `running`, `late renewal` (the gap before one), `contracted` (signed, not yet begun). */
export const linesByMonth = once(({ today }: FactInput, deals: Deals) => {
  const all = stepTable(terms(deals));
  const months = monthEnds(today);
  const line = (kind: string): Record<string, Expression> => ({
    opportunity_id: column('deal_id'),
    kind: text(kind),
    month_end: column('month_end'),
    month_start: column('month_start'),
    year_later: column('year_later'),
    arr: column('arr'),
    currency: column('currency'),
    rate: column('rate'),
    starts_on: column('starts_on'),
    ...Object.fromEntries(DIMENSIONS.map((name) => [name, column(name)])),
  });
  const during = (rows: Relation): Relation => join('inner', rows, months, both(compare(column('starts_on'), '<=', column('month_end')), compare(column('runs_until'), '>=', column('month_end'))));
  const ahead = filter(all, not(isIn(column('motion'), ['Renewal', 'Contraction'])));
  const signed = join('inner', ahead, months, both(compare(column('closed_on'), '<=', column('month_end')), compare(column('starts_on'), '>', column('month_end'))));
  return ['term_month', union(project(during(all), line('running')), project(during(lateGaps(all)), line('late renewal')), project(signed, line('contracted')))];
});

/**
 * Adds to lines of a month what they are worth at the rate of that month's end (`of_then`), and at the one of twelve months
 * before (`at_then`): retention compares in one rate. Before the first rate of a currency that one holds.
 */
function atConstantRates(lines: Relation, { playbook, today }: FactInput): Relation {
  const spans = filter(rateSpans('first'), differs(column('of_currency'), text(playbook.currency)));
  const before = rename(monthEnds(today), { year_before: 'month_end', a_year_later: 'year_later' });
  const dated = join('left', lines, before, equal(column('a_year_later'), column('month_end')));
  const rated = ['month_end', 'year_before'].reduce<Relation>((rows, day) => {
    const own = prefixed(spans, `${day}_`);
    return join('left', rows, own, both(equal(column(`${day}_of_currency`), column('currency')), compare(column(`${day}_valid_from`), '<=', column(day)), compare(column(day), '<', column(`${day}_valid_until`))));
  }, dated);
  const worth = (day: string): Expression => when([[isNull(column(`${day}_known_rate`)), column('arr')]], dividedBy(times(column('arr'), column(`${day}_known_rate`)), column('rate')));
  return extend(rated, { of_then: worth('month_end'), at_then: worth('year_before') });
}

/**
 * One row per customer and month end: its ARR then (`arr_then`, twelve months before) and now, both at the rates of then, and
 * what lies between; `arr_booked` is its ARR now as it is. Who was no customer then is new. It is sliced by what it was then:
 * the segment, source and tier of its largest line.
 */
export function customersByMonth(input: FactInput, deals: Deals): Relation {
  const lines = atConstantRates(filter(stepTable(linesByMonth(input, deals)), isIn(column('kind'), ['running', 'late renewal'])), input);
  const main = window(lines, { nth: { function: 'row_number', partitionBy: ['account_id', 'month_end'], orderBy: [{ column: 'arr', descending: true }, { column: 'starts_on' }, { column: 'opportunity_id' }] } });
  const first = (name: string): Expression => aggregate('max', column(name), equal(column('nth'), integer(1)));
  const sum = (name: string): Expression => aggregate('sum', column(name));
  const held = filter(
    aggregated(main, ['account_id', 'month_end', 'month_start', 'year_later'], { booked: sum('arr'), of_then: sum('of_then'), at_then: sum('at_then'), segment: first('segment'), source: first('source'), tier: first('tier') }),
    compare(column('booked'), '>', integer(0)),
  );
  const side = (month: string, now: Expression, booked: Expression, then: Expression): Relation => project(held, { account_id: column('account_id'), month_end: column(month), now, booked, then, ...Object.fromEntries(['segment', 'source', 'tier'].flatMap((name) => [[`${name}_now`, month === 'month_end' ? column(name) : text(null)], [`${name}_then`, month === 'month_end' ? text(null) : column(name)]])) });
  const sides = union(side('month_end', column('at_then'), column('booked'), number(0)), side('year_later', number(0), number(0), column('of_then')));
  const told = ['segment', 'source', 'tier'].flatMap((name) => [`${name}_now`, `${name}_then`]);
  const twoYears = aggregated(sides, ['account_id', 'month_end'], { arr: aggregate('sum', column('now')), arr_booked: aggregate('sum', column('booked')), arr_then: aggregate('sum', column('then')), ...Object.fromEntries(told.map((name) => [name, aggregate('max', column(name))])) });
  const months = rename(monthEnds(input.today), { over: 'month_end', begins: 'month_start' });
  const rows = join('left', join('inner', twoYears, months, equal(column('over'), column('month_end'))), yearlyMargins(input.today), equal(column('margin_until'), column('over')));
  const was = compare(column('arr_then'), '>', integer(0));
  const is = compare(column('arr'), '>', integer(0));
  const change = (from: string, to: string): Expression => when([[both(was, is), larger(minus(column(to), column(from)), number(0))]], number(0));
  return project(rows, {
    account_id: column('account_id'),
    month_end: column('month_end'),
    arr: column('arr'),
    arr_then: column('arr_then'),
    arr_booked: column('arr_booked'),
    kept: when([[was, smaller(column('arr'), column('arr_then'))]], number(0)),
    expansion: change('arr_then', 'arr'),
    contraction: change('arr', 'arr_then'),
    churn: when([[both(was, not(is)), column('arr_then')]], number(0)),
    churned: both(was, not(is)),
    was_customer: was,
    is_customer: is,
    margin: column('margin'),
    ...Object.fromEntries(['segment', 'source', 'tier'].map((name) => [name, coalesce(column(`${name}_then`), column(`${name}_now`), text(UNKNOWN))])),
  });
}

/** The mean gross margin of the twelve months up to a month end, each month once however many customers it had: `margin_until`, `margin`. */
function yearlyMargins(today: string): Relation {
  const margins = rename(scan('input_gross_margin', INPUTS.gross_margin.columns), { margin_month: 'month', rate: 'gross_margin' });
  const own = rename(monthEnds(today), { of_month: 'month_start', counts_from: 'month_end', counts_until: 'year_later' });
  const dated = join('inner', margins, own, equal(column('of_month'), column('margin_month')));
  const within = both(compare(column('margin_until'), '>=', column('counts_from')), compare(column('margin_until'), '<', column('counts_until')));
  return aggregated(join('inner', rename(monthEnds(today), { margin_until: 'month_end' }), dated, within), ['margin_until'], { margin: aggregate('mean', column('rate')) });
}

/** One row per deal that runs out: when, what it is worth, what has become of its renewal; all at the rate of the deal. */
export const renewals = once(({ today }: FactInput, deals: Deals) => {
  const all = stepTable(terms(deals));
  const bases = rename(all, { renewed_id: 'deal_id', old_rate: 'rate', old_currency: 'currency' });
  const renewing = join('inner', filter(deals.journey, both(column('is_customer'), equal(column('motion'), text('Renewal')))), bases, equal(column('renewed_id'), column('base_id')));
  const of = (outcome: string): Expression => equal(column('outcome'), text(outcome));
  const found = rename(
    aggregated(renewing, ['base_id'], {
      won: aggregate('any', of('won')),
      open: aggregate('any', of('open')),
      // Before the ARR is agreed the amount says what it will be, a year of it.
      open_arr: aggregate('sum', atRateOf(coalesce(column('arr'), column('acv'), column('amount'), number(0)), 'old'), of('open')),
      won_arr: aggregate('sum', atRateOf(column('arr'), 'old'), of('won')),
      judged: aggregate('any', both(of('won'), not(isNull(column('risk_reason'))))),
      uplift: aggregate('max', column('uplift'), of('won')),
    }),
    { of_base: 'base_id', won: 'won', open: 'open', open_arr: 'open_arr', won_arr: 'won_arr', judged: 'judged', uplift: 'uplift' },
  );
  // Where nothing recurs any more there is nothing to renew.
  const held = filter(heldAtEnd(all), compare(column('held_arr'), '>', number(0)));
  const roots = join('inner', filter(all, equal(column('root_id'), column('deal_id'))), held, equal(column('held_root'), column('deal_id')));
  const rows = join('left', roots, found, equal(column('of_base'), column('deal_id')));
  const state = when([[isTrue(column('won')), text('renewed')], [isTrue(column('open')), text('begun')], [not(isNull(column('of_base'))), text('lost')]], text('none'));
  return ['term_end', project(rows, {
    opportunity_id: column('deal_id'),
    owner: column('owner'),
    csm_id: column('csm_id'),
    ends_on: column('ends_on'),
    over: compare(column('ends_on'), '<', date(today)),
    ended_on: when([[compare(column('ends_on'), '<', date(today)), column('ends_on')]]),
    arr: column('held_arr'),
    open_arr: coalesce(column('open_arr'), number(0)),
    covered_arr: smaller(coalesce(column('open_arr'), number(0)), column('held_arr')),
    won_arr: column('won_arr'),
    judged: isTrue(column('judged')),
    uplift: column('uplift'),
    begun: isTrue(either(column('won'), column('open'))),
    state,
    segment: column('segment'),
    source: column('source'),
    tier: column('tier'),
  })];
});
