/**
 * The relations that the facts about deals share: stages in their order, what happened to each deal, which stages it
 * entered, what it looked like on the day.
 *
 *     history -> change -> entry --.
 *        '---------------------> journey
 *
 * Stages that the playbook does not have (renamed, added in Setup): a deal that has been through one counts as having stayed
 * where it was; a deal that is in one on the day is in no number, since nobody can tell whether it is open, won or lost.
 * `unplacedIn` tells of those, and the numbers they are missing from say so.
 */
import { aggregate, boolean, both, coalesce, column, compare, concat, date, differs, either, equal, instant, integer, isIn, isNull, localDate, not, text, when, type Columns, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, sort, values, window, type Relation } from '../relational/relation.ts';
import type { Period } from '../period.ts';
import { bandOf, segmentOf, UNKNOWN } from './dimensions.ts';
import type { Deals, FactInput } from './fact.ts';
import { sourceColumns } from './sources.ts';

/** Motions that count as new business; blank does too. */
const NEW_BUSINESS = ['New Logo', 'Win-back'];
const NO_RANK = 1_000_000;

/** In the order they build on each other; each may read the ones before it by name. */
export function dealRelations(input: FactInput): readonly (readonly [name: string, relation: Relation])[] {
  const stage = stageOrder(input);
  const history = historyOf(input);
  const change = changes(input, scan('history', history.columns), scan('stage', stage.columns));
  const entry = entries(scan('change', change.columns), scan('stage', stage.columns));
  const journey = journeys(input, { history: scan('history', history.columns), change: scan('change', change.columns), entry: scan('entry', entry.columns), stage: scan('stage', stage.columns) });
  return [['stage', stage], ['history', history], ['change', change], ['entry', entry], ['journey', journey]];
}

/** The tables that `dealRelations` makes. */
export function dealTables(relations: ReturnType<typeof dealRelations>): Deals {
  const table = (name: string): Relation => scan(name, relations.find(([found]) => found === name)?.[1].columns ?? {});
  return { stage: table('stage'), entry: table('entry'), journey: table('journey') };
}

const STAGE_COLUMNS: Columns = { stage: 'text', rank: 'integer', closed: 'boolean', won: 'boolean', valid_from: 'timestamp', valid_to: 'timestamp', in_force: 'boolean' };

function stageOrder({ stageOrders, asOf }: FactInput): Relation {
  const seen = stageOrders.filter(({ from }) => from === null || from <= asOf);
  return values(
    STAGE_COLUMNS,
    seen.flatMap(({ from, stages }, index) => {
      const to = seen[index + 1]?.from ?? null;
      return stages.map(({ name, rank, closed, won }) => [name, rank, closed, won, from, to, index === seen.length - 1]);
    }),
  );
}

/** The order of stages that was in force at an instant. */
function inForce(at: string, prefix: string): Expression {
  return both(
    either(isNull(column(`${prefix}valid_from`)), compare(column(`${prefix}valid_from`), '<=', column(at))),
    either(isNull(column(`${prefix}valid_to`)), compare(column(at), '<', column(`${prefix}valid_to`))),
  );
}

function prefixed(relation: Relation, prefix: string): Relation {
  return rename(relation, Object.fromEntries(Object.keys(relation.columns).map((name) => [`${prefix}${name}`, name])));
}

/** History up to the day, in order; two rows of one instant are ordered by id, as they were written. */
function historyOf({ asOf }: FactInput): Relation {
  const seen = filter(scan('OpportunityHistory', sourceColumns('OpportunityHistory')), compare(column('CreatedDate'), '<', instant(asOf)));
  const partitionBy = ['OpportunityId'];
  const forwards = [{ column: 'CreatedDate' }, { column: 'Id' }];
  const numbered = window(seen, {
    step: { function: 'row_number', partitionBy, orderBy: forwards },
    steps_left: { function: 'row_number', partitionBy, orderBy: forwards.map((order) => ({ ...order, descending: true })) },
  });
  return rename(numbered, { deal_id: 'OpportunityId', at: 'CreatedDate', stage_name: 'StageName', amount: 'Amount', close_date: 'CloseDate', step: 'step', steps_left: 'steps_left' });
}

/** Rows on which the stage really changed: probability-only and amount-only rows are no passage, nor is a stage without a place. */
function changes({ stageOrders }: FactInput, history: Relation, stage: Relation): Relation {
  const names = [...new Set(stageOrders.flatMap(({ stages }) => stages.map(({ name }) => name)))];
  const placed = window(filter(history, isIn(column('stage_name'), names)), { stage_before: { function: 'lag', of: column('stage_name'), partitionBy: ['deal_id'], orderBy: [{ column: 'step' }] } });
  const changed = filter(placed, differs(column('stage_before'), column('stage_name')));
  const now = join('left', changed, prefixed(stage, 'now_'), both(equal(column('now_stage'), column('stage_name')), inForce('at', 'now_')));
  const before = join('left', now, prefixed(stage, 'was_'), both(equal(column('was_stage'), column('stage_before')), inForce('at', 'was_')));
  return project(before, {
    deal_id: column('deal_id'),
    at: column('at'),
    step: column('step'),
    stage_name: column('stage_name'),
    rank: column('now_rank'),
    closed: coalesce(column('now_closed'), boolean(false)),
    was_rank: coalesce(column('was_rank'), integer(0)),
    was_closed: coalesce(column('was_closed'), boolean(false)),
  });
}

/**
 * Stages a deal reached, each at the first instant it was in it or beyond: a move forward passes the stages between,
 * in the order in force at that moment, marked as not entered. Stages of rank 0 (lost) are no progress.
 */
function entries(change: Relation, stage: Relation): Relation {
  const passed = join('inner', change, prefixed(stage, 'of_'), both(inForce('at', 'of_'), compare(column('of_rank'), '>', integer(0)), either(
    equal(column('of_stage'), column('stage_name')),
    both(compare(column('of_rank'), '>', column('was_rank')), compare(column('of_rank'), '<=', column('rank'))),
  )));
  return aggregated(passed, ['deal_id', 'of_stage'], {
    rank: aggregate('max', column('of_rank')),
    open_stage: aggregate('any', not(column('of_closed'))),
    entered_at: aggregate('min', column('at')),
    entered: aggregate('any', equal(column('of_stage'), column('stage_name'))),
  });
}

interface Steps {
  readonly history: Relation;
  readonly change: Relation;
  readonly entry: Relation;
  readonly stage: Relation;
}

/** One row per deal: as it was on the day, and what its passages tell. Won, reopened and won again counts at its last closing. */
function journeys(input: FactInput, steps: Steps): Relation {
  const { playbook, timeZone } = input;
  const qualified = Number.isFinite(playbook.qualifiedRank) ? playbook.qualifiedRank : NO_RANK;
  const passages = aggregated(extend(steps.change, { backward: both(compare(column('rank'), '<', column('was_rank')), compare(column('rank'), '>', integer(0)), not(column('closed')), not(column('was_closed'))) }), ['deal_id'], {
    last_change_at: aggregate('max', column('at')),
    qualified_at: aggregate('min', column('at'), compare(column('rank'), '>=', integer(qualified))),
    regressions: aggregate('count', null, column('backward')),
    reopened: aggregate('count', null, both(column('was_closed'), not(column('closed')))),
    created_closed: aggregate('any', both(equal(column('step'), integer(1)), column('closed'))),
  });
  const highest = aggregated(steps.entry, ['deal_id'], { highest_rank: aggregate('max', column('rank')) });
  const seen = dealsOnTheDay(input, steps);
  const withPassages = join('left', join('left', seen, prefixed(passages, 'p_'), equal(column('p_deal_id'), column('deal_id'))), prefixed(highest, 'h_'), equal(column('h_deal_id'), column('deal_id')));
  const lossClass = values({ reason: 'text', class: 'text' }, playbook.lossReasons.map(({ name, outcomeClass }) => [name, outcomeClass]));
  const withClass = join('left', withPassages, lossClass, equal(column('reason'), column('loss_reason')));
  // Without history the close date is all that is known of when a closed deal was closed.
  const closedOn = when([[column('closed'), coalesce(localDate(column('p_last_change_at'), timeZone), column('close_date'))]]);
  return project(withClass, {
    deal_id: column('deal_id'),
    account_id: coalesce(column('account_id'), column('deal_id')),
    counts: both(isNull(column('excluded')), column('new_business'), not(isNull(column('rank')))),
    unplaced: both(isNull(column('excluded')), column('new_business'), isNull(column('rank'))),
    stage_name: column('stage_name'),
    seen_on: localDate(column('seen_at'), timeZone),
    is_customer: either(isNull(column('excluded')), equal(column('excluded'), text('Migration'))),
    motion: column('motion'),
    created_on: localDate(column('created_at'), timeZone),
    closed_on: closedOn,
    qualified_on: localDate(column('p_qualified_at'), timeZone),
    close_date: column('close_date'),
    rank: column('rank'),
    highest_rank: coalesce(column('h_highest_rank'), when([[not(column('closed')), column('rank')]]), integer(0)),
    created_closed: coalesce(column('p_created_closed'), boolean(false)),
    regressions: coalesce(column('p_regressions'), integer(0)),
    reopened: coalesce(column('p_reopened'), integer(0)),
    outcome: when([[column('won'), text('won')], [not(column('closed')), text('open')]], coalesce(column('class'), text('lost'))),
    amount: column('amount'),
    segment: segmentOf('employees', playbook),
    band: bandOf('amount'),
    source: column('source'),
    owner: coalesce(column('owner_label'), text(UNKNOWN)),
  });
}

/**
 * Deals of new business that are in no number because of their stage: one row per stage, with `deals`. Of a period are those
 * that were made or last changed in it, or are to close in it.
 */
export function unplacedIn({ from, to }: Period, { journey }: Deals): Relation {
  const within = (day: string): Expression => both(compare(column(day), '>=', date(from)), compare(column(day), '<', date(to)));
  const found = filter(journey, both(column('unplaced'), either(within('created_on'), within('seen_on'), within('close_date'))));
  return sort(aggregated(found, ['stage_name'], { deals: aggregate('count') }), ['stage_name']);
}

/** Deals that existed on the day with stage, amount and close date of that day; one without history keeps the record's. */
function dealsOnTheDay({ asOf }: FactInput, { history, stage }: Steps): Relation {
  const deals = filter(scan('Opportunity', sourceColumns('Opportunity')), both(not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf))));
  const latest = prefixed(filter(history, equal(column('steps_left'), integer(1))), 'last_');
  const known = not(isNull(column('last_deal_id')));
  const state = project(join('left', deals, latest, equal(column('last_deal_id'), column('Id'))), {
    deal_id: column('Id'),
    account_id: column('AccountId'),
    owner_id: column('OwnerId'),
    created_at: column('CreatedDate'),
    seen_at: coalesce(column('last_at'), column('CreatedDate')),
    stage_name: coalesce(column('last_stage_name'), column('StageName')),
    amount: when([[known, column('last_amount')]], column('Amount')),
    close_date: coalesce(column('last_close_date'), column('CloseDate')),
    loss_reason: column('Handrail_Loss_Reason__c'),
    excluded: column('Handrail_Exclude__c'),
    motion: column('Handrail_Motion__c'),
    new_business: either(isNull(column('Handrail_Motion__c')), isIn(column('Handrail_Motion__c'), NEW_BUSINESS)),
    source: coalesce(column('LeadSource'), text(UNKNOWN)),
  });
  const current = project(filter(stage, column('in_force')), { of_stage: column('stage'), rank: column('rank'), of_closed: column('closed'), of_won: column('won') });
  const ranked = join('left', state, current, equal(column('of_stage'), column('stage_name')));
  const accounts = rename(scan('Account', sourceColumns('Account')), { of_account: 'Id', employees: 'NumberOfEmployees' });
  const owned = join('left', join('left', ranked, accounts, equal(column('of_account'), column('account_id'))), ownerLabels(), equal(column('user_id'), column('owner_id')));
  return extend(owned, { closed: coalesce(column('of_closed'), boolean(false)), won: coalesce(column('of_won'), boolean(false)) });
}

/** Names of people; two of the same name are told apart by their usernames. */
export function ownerLabels(): Relation {
  const users = rename(scan('User', sourceColumns('User')), { user_id: 'Id', name: 'Name', username: 'Username' });
  const names = rename(aggregated(users, ['name'], { bearers: aggregate('count') }), { shared_name: 'name', bearers: 'bearers' });
  const label = when([[compare(column('bearers'), '>', integer(1)), concat(column('name'), text(' ('), column('username'), text(')'))]], column('name'));
  return project(join('left', users, names, equal(column('shared_name'), column('name'))), { user_id: column('user_id'), owner_label: label, username: column('username') });
}
