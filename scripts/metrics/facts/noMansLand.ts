import { addDays, aggregate, boolean, both, coalesce, column, compare, date, daysBetween, either, equal, instant, integer, isIn, isNull, isTrue, larger, localDate, not, number, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, union, type Relation } from '../relational/relation.ts';
import { withWorkingTime, workingDays, workingSeconds } from './calendar.ts';
import { allowedSeconds, armNeeds, withArms } from './clockTargets.ts';
import { ACCOUNT_NEEDS, AMOUNT_NEEDS, DEAL_NEEDS, requireDeals, TERM_NEEDS } from './dealColumns.ts';
import { UNKNOWN } from './dimensions.ts';
import { stepTable, type Deals, type Fact, type FactInput } from './fact.ts';
import { answered, handoffs, seen } from './handoff.ts';
import { askedSince } from './leadHolders.ts';
import { ownerLabels } from './people.ts';
import { sourceColumns, type SourceField } from './sources.ts';
import { renewals, terms } from './terms.ts';

/** A renewal is due when its term ends within so many days. */
const RENEWAL_DAYS = 90;

const KINDS = {
  queue: 'N1 lead in a queue',
  undecided: 'N2 MQL undecided',
  untriaged: 'N3 rejected, not triaged',
  idle: 'N4 accepted and idle',
  unanswered: 'N5 handoff not answered',
  unsent: 'N6 handoff rejected, not sent again',
  ownerless: 'N7 open deal of nobody',
  csmless: 'N8 customer without CSM',
  renewal: 'N9 renewal due without owner',
} as const;

const LEAD_NEEDS = ['Id', 'OwnerId', 'IsConverted', 'IsDeleted', 'Status', 'CreatedDate', 'Handrail_MQL_At__c', 'Handrail_Assigned_At__c', 'Handrail_Sales_Decision__c', 'Handrail_Decided_At__c', 'Handrail_SQL_At__c'].map((name) => `Lead.${name}` as SourceField);
const HANDOFF_NEEDS = ['Id', 'IsDeleted', 'Type__c', 'Opportunity__c', 'Sent_At__c', 'Resent_At__c', 'Accepted_At__c', 'Rejected_At__c'].map((name) => `Handrail_Handoff__c.${name}` as SourceField);

/**
 * One row per item that lies between two functions today: past its clock, or owned by a queue, by somebody who has left, or by
 * nobody. `amount` is what is at stake where that is known; a lead has none. Working time is that of the calendar.
 */
export const noMansLand: Fact = {
  name: 'no_mans_land',
  id: 'record_id',
  needs: [...DEAL_NEEDS, ...AMOUNT_NEEDS, ...ACCOUNT_NEEDS, ...TERM_NEEDS, ...LEAD_NEEDS, ...HANDOFF_NEEDS, 'Opportunity.OwnerId', 'Account.Id', 'Account.Handrail_CSM__c', 'User.Id', 'User.IsActive', 'User.Name', 'User.Username'],
  needsWith: armNeeds('S3', 'S4', 'S5'),
  ofDeals: true,
  rowsOfMoney: 'loaded',
  workingTime: true,
  ofToday: true,
  columns: {
    record_id: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    since: { type: 'date', needs: [] },
    days: { type: 'integer', needs: [] },
    amount: { type: 'number', needs: [] },
    owner: { type: 'text', needs: [] },
  },
  steps: (input, deals) => [workingDays(input), terms(requireDeals(deals)), renewals(input, requireDeals(deals))],
  relation(input, deals) {
    const found = requireDeals(deals);
    const items = union(leads(input), handed(input, found), openDeals(found), customers(input, found), dueRenewals(input, found));
    const named = join('left', items, ownerLabels(), equal(column('user_id'), column('held_by')));
    return project(named, {
      record_id: column('record_id'),
      kind: column('kind'),
      since: column('since'),
      days: daysBetween(column('since'), date(input.today)),
      amount: column('amount'),
      owner: coalesce(column('owner_label'), text(UNKNOWN)),
    });
  },
};

/** Users who are there; where that could not be read, all of them. */
function activeUsers(name: string): Relation {
  return rename(filter(scan('User', sourceColumns('User')), coalesce(column('IsActive'), boolean(true))), { [name]: 'Id' });
}

function item(rows: Relation, kind: string, values: { readonly id: string; readonly since: Expression; readonly amount?: Expression; readonly owner: string }): Relation {
  return project(rows, { record_id: column(values.id), kind: text(kind), since: values.since, amount: values.amount ?? number(null), held_by: column(values.owner) });
}

/** Working time since an instant is longer than a clock allows. */
function past(rows: Relation, since: string, clock: string, person: string, input: FactInput, whose: string | null = null): Relation {
  const { playbook, asOf, timeZone } = input;
  const timed = withWorkingTime(extend(filter(rows, not(isNull(column(since)))), { began: column(since), now: instant(asOf) }), { began: 'began', now: 'now' }, timeZone);
  const allowed = allowedSeconds(playbook, clock, localDate(column(since), timeZone), whose);
  return filter(withArms(timed, [clock], person, playbook), compare(workingSeconds('began', 'now'), '>', allowed));
}

function leads(input: FactInput): Relation {
  const { playbook, asOf, timeZone } = input;
  const closed = playbook.objects.find(({ apiName }) => apiName === 'Lead')?.stages.filter((stage) => stage.closed).map(({ name }) => name) ?? [];
  const open = filter(scan('Lead', sourceColumns('Lead')), both(not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf)), not(isTrue(column('IsConverted'))), not(isTrue(isIn(column('Status'), closed)))));
  const owned = join('left', open, activeUsers('lead_user'), equal(column('lead_user'), column('OwnerId')));
  const isPersons = not(isNull(column('lead_user')));
  const undecided = isNull(column('Handrail_Sales_Decision__c'));
  const decided = (decision: string): Expression => equal(column('Handrail_Sales_Decision__c'), text(decision));
  const of = (kind: string, rows: Relation, since: string): Relation => item(rows, kind, { id: 'Id', since: localDate(column(since), timeZone), owner: 'OwnerId' });
  const qualified = extend(filter(owned, isTrue(compare(column('Handrail_MQL_At__c'), '<', instant(asOf)))), { asked_at: askedSince(column('Handrail_Assigned_At__c'), column('Handrail_MQL_At__c')) });
  return union(
    of(KINDS.queue, past(filter(qualified, both(not(isPersons), undecided)), 'Handrail_MQL_At__c', 'S1', 'OwnerId', input), 'Handrail_MQL_At__c'),
    of(KINDS.undecided, past(filter(qualified, both(isPersons, undecided)), 'asked_at', 'S3', 'OwnerId', input), 'asked_at'),
    of(KINDS.untriaged, past(filter(owned, isTrue(decided('Rejected'))), 'Handrail_Decided_At__c', 'S12', 'OwnerId', input, 'lead'), 'Handrail_Decided_At__c'),
    of(KINDS.idle, past(filter(owned, isTrue(decided('Accepted'))), 'Handrail_SQL_At__c', 'S4', 'OwnerId', input), 'Handrail_SQL_At__c'),
  );
}

function handed(input: FactInput, { journey }: Deals): Relation {
  const { asOf, timeZone } = input;
  const rejected = seen('Rejected_At__c', asOf);
  const sent = extend(handoffs(input), { asked_at: larger(column('Sent_At__c'), coalesce(seen('Resent_At__c', asOf), column('Sent_At__c'))), answered_at: answered(asOf), refused_at: when([[both(isNull(seen('Accepted_At__c', asOf)), not(isTrue(compare(seen('Resent_At__c', asOf), '>=', rejected)))), rejected]]) });
  const rows = join('inner', sent, filter(journey, both(column('sold'), equal(column('outcome'), text('won')))), equal(column('deal_id'), column('Opportunity__c')));
  const of = (kind: string, found: Relation, since: string): Relation => item(found, kind, { id: 'Id', since: localDate(column(since), timeZone), amount: column('amount'), owner: 'owner_id' });
  return union(
    of(KINDS.unanswered, past(filter(rows, isNull(column('answered_at'))), 'asked_at', 'S5', 'Receiver__c', input), 'asked_at'),
    of(KINDS.unsent, past(filter(rows, not(isNull(column('refused_at')))), 'refused_at', 'S12', 'Receiver__c', input, 'handoff'), 'refused_at'),
  );
}

function openDeals({ journey }: Deals): Relation {
  const open = filter(journey, both(column('sold'), equal(column('outcome'), text('open')), not(isNull(column('rank')))));
  const owned = join('left', open, activeUsers('deal_user'), equal(column('deal_user'), column('owner_id')));
  return item(filter(owned, isNull(column('deal_user'))), KINDS.ownerless, { id: 'deal_id', since: column('seen_on'), amount: column('amount'), owner: 'owner_id' });
}

/** Accounts with a running term and nobody to look after them, with their ARR. */
function customers({ today }: FactInput, deals: Deals): Relation {
  const running = filter(stepTable(terms(deals)), both(compare(column('starts_on'), '<=', date(today)), compare(column('runs_until'), '>=', date(today))));
  const held = aggregated(running, ['account_id', 'csm_id'], { arr: aggregate('sum', column('arr')), first: aggregate('min', column('starts_on')) });
  const owned = join('left', held, activeUsers('csm_user'), equal(column('csm_user'), column('csm_id')));
  return item(filter(owned, both(isNull(column('csm_user')), compare(column('arr'), '>', integer(0)))), KINDS.csmless, { id: 'account_id', since: column('first'), amount: column('arr'), owner: 'csm_id' });
}

/** Terms that end soon, or ended unsigned, without an open renewal of somebody who is there, nor such a CSM. */
function dueRenewals(input: FactInput, deals: Deals): Relation {
  const { today } = input;
  const ending = filter(stepTable(renewals(input, deals)), both(isIn(column('state'), ['none', 'begun']), compare(daysBetween(date(today), column('ends_on')), '<', integer(RENEWAL_DAYS))));
  const open = filter(deals.journey, both(column('sold'), equal(column('outcome'), text('open')), equal(column('motion'), text('Renewal')), not(isNull(column('base_id')))));
  const worked = aggregated(join('inner', open, activeUsers('renewal_user'), equal(column('renewal_user'), column('owner_id'))), ['base_id'], { owners: aggregate('count') });
  const found = join('left', join('left', ending, rename(worked, { worked_base: 'base_id', owners: 'owners' }), equal(column('worked_base'), column('opportunity_id'))), activeUsers('csm_user'), equal(column('csm_user'), column('csm_id')));
  return item(filter(found, both(isNull(column('owners')), either(isNull(column('csm_user')), isNull(column('csm_id'))))), KINDS.renewal, { id: 'opportunity_id', since: addDays(column('ends_on'), integer(-RENEWAL_DAYS)), amount: column('arr'), owner: 'csm_id' });
}
