import { boolean, both, coalesce, column, compare, daysBetween, differs, equal, integer, isNull, isTrue, localDate, minus, not, plus, quarterStart, secondsBetween, text, when } from '../relational/expression.ts';
import { extend, filter, join, project, rename, window } from '../relational/relation.ts';
import { AMOUNT_NEEDS, dealColumns, dealValues, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { once, stepTable, type Deals, type Fact, type FactInput, type Step } from './fact.ts';
import { converted } from './journeys.ts';

/** More dates than this, moved by one person within the time, were moved as a lot. */
const LOT = 10;
const LOT_SECONDS = 60;

/**
 * One row each time the close date of a deal was moved, with the amount of that moment: `later` (a push), `earlier` (a pull
 * in), or `at closing`, which is neither. `crossing` where it was pushed out of its fiscal quarter. A date that was replaced
 * in the very instant in which the deal was made is none that anybody gave: conversion of a lead sets one by itself.
 */
export const closeMove: Fact = {
  name: 'close_move',
  id: 'opportunity_id',
  needs: DEAL_NEEDS,
  ofDeals: true,
  whileOpen: true,
  spells: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    direction: { type: 'text', needs: [] },
    days: { type: 'integer', needs: [] },
    crossing: { type: 'boolean', needs: [] },
    bulk: { type: 'boolean', needs: ['OpportunityHistory.CreatedById'] },
    stage: { type: 'text', needs: [] },
    ...dealColumns,
    amount: { type: 'number', needs: AMOUNT_NEEDS },
  },
  steps: (input, deals) => closeMoves(input, requireDeals(deals)),
  relation(input, deals) {
    const { playbook, timeZone } = input;
    const { journey } = requireDeals(deals);
    const [, moves] = closeMoves(input, requireDeals(deals));
    const then = rename(stepTable(moves), { moved_deal: 'deal_id', at: 'at', before: 'close_before', after: 'close_date', closed: 'closed', stage: 'stage_name', amount_then: 'amount', bulk: 'bulk' });
    const rows = join('inner', then, filter(journey, column('counts')), equal(column('deal_id'), column('moved_deal')));
    const later = compare(column('after'), '>', column('before'));
    const atClosing = isTrue(column('closed'));
    return project(rows, {
      opportunity_id: column('deal_id'),
      on_date: localDate(column('at'), timeZone),
      direction: when([[atClosing, text('at closing')], [later, text('later')]], text('earlier')),
      days: daysBetween(column('before'), column('after')),
      crossing: both(not(atClosing), isTrue(compare(quarterStart(column('after'), playbook.fiscalYearStart), '>', quarterStart(column('before'), playbook.fiscalYearStart)))),
      bulk: column('bulk'),
      stage: column('stage'),
      ...dealValues,
      amount: converted(column('amount_then')),
    });
  },
};

/** Spells that began with another close date, but for one that was replaced in the instant in which the deal was made; by person in order (`nth`). */
const closeDatesMoved = once<Deals>((_, { spell }) => {
  const moved = filter(spell, both(not(isNull(column('close_before'))), differs(column('close_before'), column('close_date')), differs(column('at'), column('made_at'))));
  const kept = ['deal_id', 'at', 'step', 'stage_name', 'closed', 'amount', 'close_date', 'close_before', 'changed_by'];
  const orderBy = [{ column: 'at' }, { column: 'deal_id' }, { column: 'step' }];
  return ['close_moved', window(rename(moved, Object.fromEntries(kept.map((name) => [name, name]))), { nth: { function: 'row_number', partitionBy: ['changed_by'], orderBy } })];
});

/** These, with `bulk`: among more than ten moves by one person within a minute. */
const closeLots = once<Deals>((input, deals) => {
  const numbered = stepTable(closeDatesMoved(input, deals));
  const tenLater = project(numbered, { later_by: column('changed_by'), later_nth: minus(column('nth'), integer(LOT)), later_at: column('at') });
  const paired = join('left', numbered, tenLater, both(equal(column('later_by'), column('changed_by')), equal(column('later_nth'), column('nth'))));
  const begins = extend(paired, { lot_begins: when([[isTrue(compare(secondsBetween(column('at'), column('later_at')), '<=', integer(LOT_SECONDS))), column('nth')]]) });
  const running = window(begins, { lot: { function: 'max', of: column('lot_begins'), partitionBy: ['changed_by'], orderBy: [{ column: 'nth' }] } });
  const names = ['deal_id', 'at', 'stage_name', 'closed', 'amount', 'close_date', 'close_before'];
  return ['close_lot', project(running, { ...Object.fromEntries(names.map((name) => [name, column(name)])), bulk: coalesce(compare(plus(column('lot'), integer(LOT)), '>=', column('nth')), boolean(false)) })];
});

/** Steps of facts about moves of close dates; the last is one row per move. */
export function closeMoves(input: FactInput, deals: Deals): readonly [Step, Step] {
  return [closeDatesMoved(input, deals), closeLots(input, deals)];
}
