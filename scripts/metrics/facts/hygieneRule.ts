import type { Playbook, Stage } from '../../playbook/model.ts';
import { MET_COLUMNS, MET_TABLE } from '../criteria/questions.ts';
import { aggregate, boolean, both, coalesce, column, compare, date, daysBetween, equal, integer, isIn, isNull, isTrue, localDate, not, number, quarterStart, text, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, union, window, type Relation } from '../relational/relation.ts';
import { categoryWords, levelOf, SAID } from './categories.ts';
import { closeMoves } from './closeMove.ts';
import { AMOUNT_NEEDS, CATEGORY_NEEDS, dealColumns, dealValues, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { once, stepTable, type Deals, type Fact, type FactInput } from './fact.ts';
import { hygiene, HYGIENE_NEEDS } from './hygiene.ts';
import { sourceColumns } from './sources.ts';

/** What a commit needs. */
const COMMIT_EVIDENCE = 'OPP-FCST-02';
const NEAR_DAYS = 14;

/** The rules as people read them, each with the code that packs and pages go by. */
const HYGIENE = {
  nextStep: 'HY-1 no next step',
  overdue: 'HY-2 close date passed',
  stuck: 'HY-3 stuck in its stage',
  stale: 'HY-4 stale',
  pushed: 'HY-5 pushed again',
  unproven: 'HY-6 commit without evidence',
  early: 'HY-7 early stage, near date',
  amountless: 'HY-8 no amount',
  reset: 'HY-9 category reset',
  ownerless: 'HY-10 owner gone',
  bulk: 'HY-11 bulk date edit',
  reasonless: 'HY-12 push without reason',
} as const;
/** One row per open deal that breaks any of the first ten. */
export const ANY_RULE = 'any';

/**
 * One row per open deal and rule of hygiene that it breaks today, one more per deal that breaks any; and one per close date
 * that was moved with a lot of others (HY-11), or out of its quarter without a push reason (HY-12), on the day of the move.
 */
export const hygieneRule: Fact = {
  name: 'hygiene',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...AMOUNT_NEEDS, ...CATEGORY_NEEDS, ...HYGIENE_NEEDS, 'Opportunity.OwnerId', 'User.Id', 'User.IsActive', 'Opportunity.Handrail_Push_Reason__c', 'OpportunityHistory.CreatedById'],
  ofDeals: true,
  spells: true,
  criteria: true,
  ofToday: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    rule: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    stage: { type: 'text', needs: [] },
    ...dealColumns,
  },
  ofRecord: ['stage', ...Object.keys(dealColumns)],
  steps: (input, deals) => [...closeMoves(input, requireDeals(deals)), hygiene(input, requireDeals(deals)), openFlags(input, requireDeals(deals))],
  relation(input, deals) {
    const counted = filter(requireDeals(deals).journey, column('counts'));
    const flags = stepTable(openFlags(input, requireDeals(deals)));
    const any = project(aggregated(flags, ['flagged_deal'], { rules: aggregate('count') }), { flagged_deal: column('flagged_deal'), rule: text(ANY_RULE), on_date: date(input.today) });
    const events = movesFlagged(input, requireDeals(deals), counted);
    const all = union(project(flags, { flagged_deal: column('flagged_deal'), rule: column('rule'), on_date: date(input.today) }), any, events);
    return project(join('inner', all, counted, equal(column('deal_id'), column('flagged_deal'))), { opportunity_id: column('deal_id'), rule: column('rule'), on_date: column('on_date'), stage: column('stage_name'), ...dealValues });
  },
};

/** `flagged_deal`, `rule`: what is wrong with open deals today. */
const openFlags = once((input: FactInput, deals: Deals) => {
  const { spell, journey } = deals;
  const { playbook, today } = input;
  const stages = playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? [];
  const open = filter(journey, both(column('counts'), equal(column('outcome'), text('open'))));
  const told = join('inner', open, rename(stepTable(hygiene(input, deals)), { told_deal: 'deal_id', no_next_step: 'no_next_step', overdue: 'overdue', stuck: 'stuck', stale: 'stale', pushed_again: 'pushed_again' }), equal(column('told_deal'), column('deal_id')));
  const flag = (rule: string, rows: Relation): Relation => project(rows, { flagged_deal: column('deal_id'), rule: text(rule) });
  const beyondFirst = compare(column('rank'), '>', integer(lowestRank(stages)));
  const committable = Math.min(...stages.filter(({ categories }) => categories.includes('Commit')).map(({ rank }) => rank));
  const early = Number.isFinite(committable) ? compare(column('rank'), '<', integer(committable)) : equal(integer(1), integer(0));
  const qualified = compare(column('rank'), '>=', integer(Number.isFinite(playbook.qualifiedRank) ? playbook.qualifiedRank : Number.MAX_SAFE_INTEGER));
  const untilClose = daysBetween(date(today), column('close_date'));
  return ['hygiene_flag', union(
    flag(HYGIENE.nextStep, filter(told, both(beyondFirst, column('no_next_step')))),
    ...(['overdue', 'stuck', 'stale'] as const).map((name) => flag(HYGIENE[name], filter(told, column(name)))),
    flag(HYGIENE.pushed, filter(told, column('pushed_again'))),
    flag(HYGIENE.unproven, filter(unmet(open, COMMIT_EVIDENCE), equal(column('category'), text('Commit')))),
    flag(HYGIENE.early, filter(open, both(early, isTrue(both(compare(untilClose, '>=', integer(0)), compare(untilClose, '<=', integer(NEAR_DAYS))))))),
    flag(HYGIENE.amountless, filter(open, both(qualified, equal(coalesce(column('amount'), number(0)), number(0))))),
    flag(HYGIENE.reset, categoryReset(open, spell)),
    flag(HYGIENE.ownerless, ownerGone(open)),
  )];
});

function lowestRank(stages: readonly Stage[]): number {
  return Math.min(...stages.filter(({ rank }) => rank > 0).map(({ rank }) => rank), Number.MAX_SAFE_INTEGER);
}

function unmet(open: Relation, criterion: string): Relation {
  const found = rename(filter(scan(MET_TABLE, MET_COLUMNS), both(equal(column('criterion'), text(criterion)), not(column('met')))), { unmet_deal: 'met_deal' });
  return join('inner', open, found, equal(column('unmet_deal'), column('deal_id')));
}

function later(): Expression {
  return both(isTrue(compare(column('close_date'), '>', column('close_before'))), not(isTrue(column('closed'))));
}

function crosses({ fiscalYearStart }: Playbook): Expression {
  return isTrue(compare(quarterStart(column('close_date'), fiscalYearStart), '>', quarterStart(column('close_before'), fiscalYearStart)));
}

/** The platform lowers the category when a deal moves on; nobody has set it again since. */
function categoryReset(open: Relation, spell: Relation): Relation {
  const partitionBy = ['deal_id'];
  const orderBy = [{ column: 'step' }];
  const worded = extend(spell, { words: categoryWords(column('category')) });
  const steps = window(worded, { words_before: { function: 'lag', of: column('words'), partitionBy, orderBy }, rank_before: { function: 'lag', of: column('rank'), partitionBy, orderBy } });
  const fell = both(isIn(column('words_before'), SAID), compare(levelOf(column('words')), '<', levelOf(column('words_before'))));
  const resets = rename(aggregated(filter(steps, both(isTrue(fell), isTrue(compare(column('rank'), '>', column('rank_before'))))), ['deal_id'], { resets: aggregate('count') }), { reset_deal: 'deal_id' });
  return filter(join('inner', open, resets, equal(column('reset_deal'), column('deal_id'))), not(isTrue(isIn(column('category'), SAID))));
}

/** Queues are no users; where nobody may see who is active, all are. */
function ownerGone(open: Relation): Relation {
  const active = rename(filter(scan('User', sourceColumns('User')), coalesce(column('IsActive'), boolean(true))), { active_user: 'Id' });
  return filter(join('left', open, active, equal(column('active_user'), column('owner_id'))), isNull(column('active_user')));
}

/** Moves with a lot, and moves out of the quarter on deals without a push reason, on their days. */
function movesFlagged(input: FactInput, deals: Deals, counted: Relation): Relation {
  const { playbook, timeZone } = input;
  const [, moves] = closeMoves(input, deals);
  const moved = stepTable(moves);
  const lots = project(filter(moved, column('bulk')), { flagged_deal: column('deal_id'), rule: text(HYGIENE.bulk), on_date: localDate(column('at'), timeZone) });
  const crossing = project(filter(moved, both(later(), crosses(playbook))), { moved_deal: column('deal_id'), moved_at: column('at') });
  const reasonless = filter(join('inner', crossing, counted, equal(column('deal_id'), column('moved_deal'))), isNull(column('push_reason')));
  return union(lots, project(reasonless, { flagged_deal: column('moved_deal'), rule: text(HYGIENE.reasonless), on_date: localDate(column('moved_at'), timeZone) }));
}
