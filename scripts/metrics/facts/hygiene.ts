/** What is wrong with open deals: five things that make pipeline rot. */
import { addDays } from '../period.ts';
import { aggregate, both, coalesce, column, compare, date, daysBetween, differs, either, equal, folded, integer, isIn, isNull, isTrue, lengthOf, localDate, not, quarterStart, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, values, type Relation } from '../relational/relation.ts';
import { once, type Deals, type FactInput } from './fact.ts';
import { sourceColumns, type SourceField } from './sources.ts';

/** Days without a change or an activity after which a deal is stale. */
const STALE_DAYS = 21;
const MOST_PUSHES = 2;
const MOST_CROSSINGS = 1;
/** As the gate asks of a next step. */
const STEP_LENGTH = 5;

export const HYGIENE_NEEDS: readonly SourceField[] = ['Opportunity.NextStep', 'Opportunity.Handrail_Next_Step_Date__c', 'Opportunity.LastActivityDate'];

/**
 * One row per open deal of new business: `deal_id`, and `no_next_step`, `overdue`, `stuck` (longer in its stage than the
 * playbook allows), `stale`, `pushed_again` (three pushes, or two out of the quarter). Next step and activities are those of
 * the snapshot: they have no history.
 */
export const hygiene = once((input: FactInput, { change, journey, spell }: Deals) => {
  const { playbook, timeZone, today } = input;
  const open = filter(journey, both(column('counts'), equal(column('outcome'), text('open'))));
  const records = project(scan('Opportunity', sourceColumns('Opportunity')), { r_deal: column('Id'), next_step: column('NextStep'), next_step_on: column('Handrail_Next_Step_Date__c'), active_on: column('LastActivityDate') });
  const entered = rename(aggregated(change, ['deal_id'], { entered: aggregate('max', column('at')) }), { c_deal: 'deal_id', entered: 'entered' });
  const limits = values({ limit_stage: 'text', max_days: 'integer' }, stagesOf(input).flatMap(({ name, maxDays }) => (maxDays === null ? [] : [[name, maxDays]])));
  // As in close moves: a date that was replaced in the instant in which the deal was made is no push.
  const later = filter(spell, both(not(isTrue(column('closed'))), differs(column('at'), column('made_at')), isTrue(compare(column('close_date'), '>', column('close_before')))));
  const crossing = compare(quarterStart(column('close_date'), playbook.fiscalYearStart), '>', quarterStart(column('close_before'), playbook.fiscalYearStart));
  const pushes = rename(aggregated(later, ['deal_id'], { pushes: aggregate('count'), crossings: aggregate('count', null, crossing) }), { m_deal: 'deal_id', pushes: 'pushes', crossings: 'crossings' });
  const sides: readonly (readonly [Relation, Expression])[] = [[records, equal(column('r_deal'), column('deal_id'))], [entered, equal(column('c_deal'), column('deal_id'))], [limits, equal(column('limit_stage'), column('stage_name'))], [pushes, equal(column('m_deal'), column('deal_id'))]];
  const told = extend(sides.reduce((found, [side, on]) => join('left', found, side, on), open), { words: coalesce(folded(column('next_step')), text('')) });
  const isStep = both(compare(lengthOf(column('words')), '>=', integer(STEP_LENGTH)), not(isIn(column('words'), playbook.placeholders)), isTrue(compare(column('next_step_on'), '>=', date(today))));
  const old = (on: Expression): Expression => either(isNull(on), isTrue(compare(on, '<', date(addDays(today, -STALE_DAYS)))));
  const changed = column('seen_on');
  return ['hygiene', project(told, {
    deal_id: column('deal_id'),
    no_next_step: not(isStep),
    overdue: isTrue(compare(column('close_date'), '<', date(today))),
    stuck: isTrue(compare(daysBetween(localDate(column('entered'), timeZone), date(today)), '>', column('max_days'))),
    stale: both(old(changed), old(column('active_on'))),
    pushed_again: isTrue(either(compare(column('pushes'), '>', integer(MOST_PUSHES)), compare(column('crossings'), '>', integer(MOST_CROSSINGS)))),
  })];
});

function stagesOf({ playbook }: FactInput): FactInput['playbook']['objects'][number]['stages'] {
  return playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? [];
}

/** How many of some conditions hold. */
export function howMany(conditions: readonly Expression[]): Expression {
  const one = (condition: Expression): Expression => when([[condition, integer(1)]], integer(0));
  return conditions.map(one).reduce((left, right) => ({ kind: 'arithmetic', operator: '+', left, right }));
}
