/** One row per deal: as it was on the day, and what its passages tell. */
import type { Playbook } from '../../playbook/model.ts';
import { aggregate, boolean, both, coalesce, column, compare, date, dividedBy, either, equal, instant, integer, isIn, isNull, isTrue, localDate, minus, not, number, text, times, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, values, window, type Relation } from '../relational/relation.ts';
import { INPUTS } from '../inputs.ts';
import { categoryWords } from './categories.ts';
import { bandOf, segmentOf, UNKNOWN } from './dimensions.ts';
import type { FactInput } from './fact.ts';
import { prefixed, stageNamed } from './passages.ts';
import { dealSourceOf } from './leadSource.ts';
import { formerOwners, ownerLabels } from './people.ts';
import { sourceColumns } from './sources.ts';

/** Motions that count as new business; blank does too. */
const NEW_BUSINESS = ['New Logo', 'Win-back'];
const NO_RANK = 1_000_000;
const FOR_EVER = '9999-12-31';
const SINCE_EVER = '0001-01-01';

export interface Steps {
  readonly history: Relation;
  readonly change: Relation;
  readonly entry: Relation;
  readonly stage: Relation;
}

/** Won, reopened and won again counts at its last closing; won and then lost is a loss of that day, and was withdrawn. */
export function journeys(input: FactInput, steps: Steps): Relation {
  const { playbook, timeZone, asOf } = input;
  const qualified = Number.isFinite(playbook.qualifiedRank) ? playbook.qualifiedRank : NO_RANK;
  const seen = dealsOnTheDay(input, steps);
  const withPassages = join('left', join('left', seen, prefixed(passagesOf(steps, qualified), 'p_'), equal(column('p_deal_id'), column('deal_id'))), prefixed(highestOf(steps), 'h_'), equal(column('h_deal_id'), column('deal_id')));
  const lossClass = values({ reason: 'text', counted_reason: 'text', class: 'text' }, reasonsCounted(playbook));
  const withClass = join('left', withPassages, lossClass, equal(column('reason'), column('loss_reason')));
  const withRate = ratedAt(input, extend(withClass, { rate_day: when([[column('closed'), coalesce(localDate(column('p_last_change_at'), timeZone), column('close_date'))]], date(input.today)) }));
  const withOwner = ownedAt(extend(withRate, { event_at: when([[column('closed'), column('p_last_change_at')]], instant(asOf)) }));
  // Without history the close date is all that is known of when a closed deal was closed.
  const closedOn = when([[column('closed'), coalesce(localDate(column('p_last_change_at'), timeZone), column('close_date'))]]);
  const isLost = both(column('closed'), not(column('won')));
  return project(extend(withOwner, { converted_amount: converted(column('amount')) }), {
    deal_id: column('deal_id'),
    account_id: coalesce(column('account_id'), column('deal_id')),
    owner_id: coalesce(column('then_owner_id'), column('owner_id')),
    counts: both(isNull(column('excluded')), column('new_business'), not(isNull(column('rank')))),
    unplaced: both(isNull(column('excluded')), column('new_business'), isNull(column('rank'))),
    stage_name: column('stage_name'),
    seen_on: localDate(column('seen_at'), timeZone),
    sold: isNull(column('excluded')),
    is_customer: either(isNull(column('excluded')), equal(column('excluded'), text('Migration'))),
    motion: coalesce(column('motion'), text(UNKNOWN)),
    created_on: localDate(column('created_at'), timeZone),
    closed_on: closedOn,
    closed_at: when([[column('closed'), column('p_last_change_at')]]),
    qualified_at: column('p_qualified_at'),
    qualified_on: localDate(column('p_qualified_at'), timeZone),
    close_date: column('close_date'),
    category: column('category'),
    rank: column('rank'),
    highest_rank: coalesce(column('h_highest_rank'), when([[not(column('closed')), column('rank')]]), integer(0)),
    created_closed: isTrue(column('p_created_closed')),
    mid_funnel: isTrue(column('p_mid_funnel')),
    regressions: coalesce(column('p_regressions'), integer(0)),
    reopened: coalesce(column('p_reopened'), integer(0)),
    withdrawn: both(isLost, isTrue(column('p_was_won'))),
    outcome: when([[column('won'), text('won')], [not(column('closed')), text('open')]], coalesce(column('class'), text('lost'))),
    loss_reason: when([[isLost, coalesce(column('counted_reason'), column('loss_reason'), text(UNKNOWN))]]),
    loss_stage: when([[isLost, coalesce(column('p_left_stage'), text(UNKNOWN))]]),
    loss_detail: when([[isLost, coalesce(column('loss_detail'), text(UNKNOWN))]]),
    win_reason: when([[column('won'), coalesce(column('win_reason'), text(UNKNOWN))]]),
    loss_rank: when([[isLost, column('p_left_rank')]]),
    competitor: coalesce(column('competitor'), text(UNKNOWN)),
    push_reason: column('push_reason'),
    rate: column('rate'),
    currency: column('currency'),
    amount: converted(column('amount')),
    arr: converted(column('arr')),
    acv: converted(dividedBy(times(minus(column('amount'), coalesce(column('one_off'), number(0))), number(12)), column('term_months'))),
    term_start: column('term_start'),
    term_end: column('term_end'),
    base_id: column('base_id'),
    risk_reason: column('risk_reason'),
    uplift: column('uplift'),
    segment: segmentOf('employees', playbook),
    band: bandOf('converted_amount'),
    source: column('source'),
    owner: coalesce(column('owner_label'), text(UNKNOWN)),
    team: coalesce(column('owner_team'), text(UNKNOWN)),
    tier: coalesce(column('tier'), text(UNKNOWN)),
    region: coalesce(column('country'), text(UNKNOWN)),
    record_type: coalesce(column('record_type_name'), text(UNKNOWN)),
    csm_id: column('csm_id'),
  });
}

/** Each loss reason with the one that counts in its place, and the class of that. */
function reasonsCounted({ lossReasons }: Playbook): string[][] {
  return lossReasons.map((reason) => {
    const counted = lossReasons.find(({ name }) => name === reason.replacedBy) ?? reason;
    return [reason.name, counted.name, counted.outcomeClass];
  });
}

function passagesOf({ change, stage }: Steps, qualified: number): Relation {
  const moves = extend(change, { backward: both(compare(column('rank'), '<', column('was_rank')), compare(column('rank'), '>', integer(0)), not(column('closed')), not(column('was_closed'))) });
  const first = both(equal(column('step'), integer(1)), not(column('closed')));
  const passages = aggregated(moves, ['deal_id'], {
    last_change_at: aggregate('max', column('at')),
    last_step: aggregate('max', column('step')),
    qualified_at: aggregate('min', column('at'), compare(column('rank'), '>=', integer(qualified))),
    first_rank: aggregate('min', column('rank'), first),
    regressions: aggregate('count', null, column('backward')),
    reopened: aggregate('count', null, both(column('was_closed'), not(column('closed')))),
    was_won: aggregate('any', column('won')),
    created_closed: aggregate('any', both(equal(column('step'), integer(1)), column('closed'))),
  });
  const last = project(change, { l_deal: column('deal_id'), l_step: column('step'), left_stage: column('stage_before'), left_rank: column('was_rank') });
  const lowest = aggregated(filter(stage, both(column('in_force'), compare(column('rank'), '>', integer(0)))), [], { lowest_rank: aggregate('min', column('rank')) });
  const joined = join('left', join('left', passages, last, both(equal(column('l_deal'), column('deal_id')), equal(column('l_step'), column('last_step')))), lowest, boolean(true));
  const names = Object.keys(passages.columns).filter((name) => name !== 'first_rank' && name !== 'last_step');
  return project(joined, { ...Object.fromEntries(names.map((name) => [name, column(name)])), left_stage: column('left_stage'), left_rank: column('left_rank'), mid_funnel: compare(column('first_rank'), '>', column('lowest_rank')) });
}

function highestOf({ entry }: Steps): Relation {
  return aggregated(entry, ['deal_id'], { highest_rank: aggregate('max', column('rank')) });
}

/**
 * Adds the rate of the deal's currency against that of the playbook: of the day it closed, or of today. One deal has one rate,
 * so that what was said of it earlier can be held against what it is. Null where no rate is known.
 */
function ratedAt({ playbook }: FactInput, deals: Relation): Relation {
  const own = either(isNull(column('currency')), equal(column('currency'), text(playbook.currency)));
  const foreign = project(filter(deals, not(own)), { rated_deal: column('deal_id'), in_currency: column('currency'), on_day: column('rate_day') });
  const known = join('inner', foreign, rateSpans(), both(equal(column('of_currency'), column('in_currency')), compare(column('valid_from'), '<=', column('on_day')), compare(column('on_day'), '<', column('valid_until'))));
  return extend(join('left', deals, rename(known, { rated_deal: 'rated_deal', known_rate: 'known_rate' }), equal(column('rated_deal'), column('deal_id'))), { rate: when([[own, number(1)]], column('known_rate')) });
}

/**
 * Rates with the days they hold on: `of_currency`, `valid_from`, `valid_until` (the first day that no longer counts), `known_rate`.
 * @param earlier what holds before the first rate of a currency: `none`, or that first one
 */
export function rateSpans(earlier: 'none' | 'first' = 'none'): Relation {
  const rates = rename(scan('input_currency_rate', INPUTS.currency_rate.columns), { of_currency: 'currency', valid_from: 'valid_from', known_rate: 'rate' });
  const followed = window(rates, { followed_by: { function: 'lead', of: column('valid_from'), partitionBy: ['of_currency'], orderBy: [{ column: 'valid_from' }] }, nth: { function: 'row_number', partitionBy: ['of_currency'], orderBy: [{ column: 'valid_from' }] } });
  const from = earlier === 'none' ? column('valid_from') : when([[equal(column('nth'), integer(1)), date(SINCE_EVER)]], column('valid_from'));
  return project(followed, { of_currency: column('of_currency'), valid_from: from, valid_until: coalesce(column('followed_by'), date(FOR_EVER)), known_rate: column('known_rate') });
}

/** An amount of a deal in the currency of the playbook; exact where that is its own. */
export function converted(amount: Expression): Expression {
  return when([[equal(column('rate'), number(1)), amount]], times(amount, column('rate')));
}

/** Adds who had the deal at its event: its closing, or the day. */
function ownedAt(deals: Relation): Relation {
  const former = join('left', deals, formerOwners(deals), equal(column('then_deal_id'), column('deal_id')));
  return join('left', former, ownerLabels(), equal(column('user_id'), coalesce(column('then_owner_id'), column('owner_id'))));
}

/** Deals that existed on the day with stage, amount and close date of that day; one without history keeps the record's. */
function dealsOnTheDay({ asOf, playbook }: FactInput, { history, stage }: Steps): Relation {
  const deals = filter(scan('Opportunity', sourceColumns('Opportunity')), both(not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf))));
  const latest = prefixed(filter(history, isNull(column('next_at'))), 'last_');
  const known = not(isNull(column('last_deal_id')));
  const state = project(join('left', deals, latest, equal(column('last_deal_id'), column('Id'))), {
    deal_id: column('Id'),
    account_id: column('AccountId'),
    owner_id: column('OwnerId'),
    record_type_id: column('RecordTypeId'),
    currency: column('CurrencyIsoCode'),
    created_at: column('CreatedDate'),
    seen_at: coalesce(column('last_at'), column('CreatedDate')),
    stage_name: coalesce(column('last_stage_name'), stageNamed(column('StageName'), playbook)),
    amount: when([[known, column('last_amount')]], column('Amount')),
    close_date: coalesce(column('last_close_date'), column('CloseDate')),
    category: coalesce(categoryWords(column('last_category')), column('ForecastCategoryName')),
    loss_reason: column('Handrail_Loss_Reason__c'),
    competitor: column('Handrail_Competitor__c'),
    push_reason: column('Handrail_Push_Reason__c'),
    loss_detail: column('Handrail_Loss_Detail__c'),
    win_reason: column('Handrail_Win_Reason__c'),
    excluded: column('Handrail_Exclude__c'),
    motion: column('Handrail_Motion__c'),
    tier: column('Handrail_Tier__c'),
    arr: column('Handrail_ARR__c'),
    one_off: column('Handrail_One_Off__c'),
    term_start: column('Handrail_Term_Start__c'),
    term_months: column('Handrail_Term_Months__c'),
    term_end: column('Handrail_Term_End__c'),
    base_id: column('Handrail_Base_Deal__c'),
    risk_reason: column('Handrail_Risk_Reason__c'),
    uplift: column('Handrail_Agreed_Uplift__c'),
    new_business: either(isNull(column('Handrail_Motion__c')), isIn(column('Handrail_Motion__c'), NEW_BUSINESS)),
    source: dealSourceOf(playbook),
  });
  const current = project(filter(stage, column('in_force')), { of_stage: column('stage'), rank: column('rank'), of_closed: column('closed'), of_won: column('won') });
  const ranked = join('left', state, current, equal(column('of_stage'), column('stage_name')));
  const accounts = rename(scan('Account', sourceColumns('Account')), { of_account: 'Id', employees: 'NumberOfEmployees', country: 'BillingCountry', csm_id: 'Handrail_CSM__c' });
  const recordTypes = rename(scan('RecordType', sourceColumns('RecordType')), { of_record_type: 'Id', record_type_name: 'Name' });
  const described = join('left', join('left', ranked, accounts, equal(column('of_account'), column('account_id'))), recordTypes, equal(column('of_record_type'), column('record_type_id')));
  return extend(described, { closed: isTrue(column('of_closed')), won: isTrue(column('of_won')) });
}
