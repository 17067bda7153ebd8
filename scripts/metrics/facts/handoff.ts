import { INPUTS } from '../inputs.ts';
import { aggregate, both, coalesce, column, compare, date, daysBetween, equal, instant, integer, isNull, isTrue, larger, localDate, not, secondsBetween, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, window, type Relation } from '../relational/relation.ts';
import { withWorkingTime, workingDays, workingSeconds } from './calendar.ts';
import { allowedSeconds, armNeeds, withArms } from './clockTargets.ts';
import { dealColumns, dealValues, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { UNKNOWN } from './dimensions.ts';
import type { Fact, FactInput } from './fact.ts';
import { ownerLabels } from './people.ts';
import { sourceColumns, type SourceField } from './sources.ts';

/** Clocks of service-levels.yaml. */
const ANSWER_CLOCK = 'S5';
const KICKOFF_CLOCK = 'S6';

const HANDOFF_NEEDS = ['Id', 'IsDeleted', 'Type__c', 'Opportunity__c', 'Sent_At__c'].map((name) => `Handrail_Handoff__c.${name}` as SourceField);
/** Value of *Type* that the handoff of a new customer has. */
const TYPE = 'Sales to Customer Success';

/**
 * One row per customer that sales has handed to customer success: was it answered and begun in time, how
 * long did it take to live, first value, first invoice and live billing, in days from the signature. Whoever still waits has
 * waited to the day.
 */
export const handoff: Fact = {
  name: 'handoff',
  id: 'handoff_id',
  needs: [...DEAL_NEEDS, ...HANDOFF_NEEDS],
  needsWith: armNeeds(ANSWER_CLOCK, KICKOFF_CLOCK),
  ofDeals: true,
  workingTime: ['answer'],
  columns: {
    handoff_id: { type: 'text', needs: [] },
    sent_on: { type: 'date', needs: [] },
    won_on: { type: 'date', needs: [] },
    answer: { type: 'text', needs: ['Handrail_Handoff__c.Accepted_At__c', 'Handrail_Handoff__c.Rejected_At__c', 'Handrail_Handoff__c.Resent_At__c'] },
    kickoff: { type: 'text', needs: ['Handrail_Handoff__c.Kickoff_Held_At__c'] },
    live_days: { type: 'integer', needs: ['Handrail_Handoff__c.Go_Live_On__c'] },
    live: { type: 'boolean', needs: ['Handrail_Handoff__c.Go_Live_On__c'] },
    value_days: { type: 'integer', needs: ['Handrail_Handoff__c.First_Value_On__c'] },
    value_reached: { type: 'boolean', needs: ['Handrail_Handoff__c.First_Value_On__c'] },
    invoice_days: { type: 'integer', needs: ['Handrail_Handoff__c.First_Invoice_On__c'] },
    invoiced: { type: 'boolean', needs: ['Handrail_Handoff__c.First_Invoice_On__c'] },
    billing_days: { type: 'integer', needs: ['Handrail_Handoff__c.Live_Billing_On__c'] },
    billed: { type: 'boolean', needs: ['Handrail_Handoff__c.Live_Billing_On__c'] },
    blocker: { type: 'text', needs: ['Handrail_Handoff__c.Blocker__c'] },
    receiver: { type: 'text', needs: ['Handrail_Handoff__c.Receiver__c', 'User.Id', 'User.Name', 'User.Username'] },
    csm: { type: 'text', needs: ['Opportunity.Handrail_Kickoff_Owner__c', 'User.Id', 'User.Name', 'User.Username'] },
    amount: dealColumns['amount'] ?? { type: 'number', needs: [] },
    segment: dealColumns['segment'] ?? { type: 'text', needs: [] },
    owner: dealColumns['owner'] ?? { type: 'text', needs: [] },
    tier: dealColumns['tier'] ?? { type: 'text', needs: [] },
    band: dealColumns['band'] ?? { type: 'text', needs: [] },
  },
  steps: (input) => [workingDays(input)],
  relation(input, deals) {
    const { playbook, asOf, timeZone, today } = input;
    const sent = project(handoffs(input), {
      handoff_id: column('Id'),
      of_deal: column('Opportunity__c'),
      receiver_id: column('Receiver__c'),
      sent_at: column('Sent_At__c'),
      asked_at: larger(column('Sent_At__c'), coalesce(seen('Resent_At__c', asOf), column('Sent_At__c'))),
      answered_at: answered(asOf),
      kicked_at: seen('Kickoff_Held_At__c', asOf),
      live_on: column('Go_Live_On__c'),
      value_on: column('First_Value_On__c'),
      invoice_on: column('First_Invoice_On__c'),
      billing_on: column('Live_Billing_On__c'),
      blocker: column('Blocker__c'),
    });
    const counted = join('inner', sent, filter(requireDeals(deals).journey, both(column('sold'), equal(column('outcome'), text('won')))), equal(column('deal_id'), column('of_deal')));
    const billed = join('left', counted, firstInvoices(), equal(column('billed_deal'), column('deal_id')));
    const begun = join('left', billed, kickoffOwners(), equal(column('kickoff_deal'), column('deal_id')));
    const people = rename(ownerLabels(), { csm_user: 'user_id', csm: 'owner_label' });
    const receivers = rename(ownerLabels(), { receiver_user: 'user_id', receiver: 'owner_label' });
    const named = join('left', join('left', begun, people, equal(column('csm_user'), column('kickoff_owner'))), receivers, equal(column('receiver_user'), column('receiver_id')));
    const timed = withArms(withWorkingTime(extend(named, { until: coalesce(column('answered_at'), instant(asOf)) }), { asked_worked: 'asked_at', until_worked: 'until' }, timeZone), [ANSWER_CLOCK, KICKOFF_CLOCK], 'receiver_id', playbook);
    const judged = (wait: Expression, limit: Expression, happened: Expression): Expression => when([[isTrue(compare(wait, '>', limit)), text('missed')], [happened, text('met')]], text('not due'));
    const days = (on: Expression): Expression => when([[compare(column('closed_on'), '<=', on), daysBetween(column('closed_on'), on)]]);
    const reached = (on: Expression): Expression => isTrue(compare(on, '<=', date(today)));
    const until = (on: Expression): Expression => days(when([[reached(on), on]], date(today)));
    const invoiceOn = coalesce(column('invoiced_on'), column('invoice_on'));
    const billingOn = coalesce(column('recurring_on'), column('billing_on'));
    const kept = Object.fromEntries(['amount', 'segment', 'owner', 'tier', 'band'].map((name) => [name, dealValues[name] ?? text(null)]));
    return project(timed, {
      handoff_id: column('handoff_id'),
      sent_on: localDate(column('sent_at'), timeZone),
      won_on: column('closed_on'),
      answer: judged(workingSeconds('asked_worked', 'until_worked'), allowedSeconds(playbook, ANSWER_CLOCK, localDate(column('asked_at'), timeZone)), not(isNull(column('answered_at')))),
      kickoff: judged(secondsBetween(column('closed_at'), coalesce(column('kicked_at'), instant(asOf))), allowedSeconds(playbook, KICKOFF_CLOCK, column('closed_on')), not(isNull(column('kicked_at')))),
      live_days: until(column('live_on')),
      live: reached(column('live_on')),
      value_days: until(column('value_on')),
      value_reached: reached(column('value_on')),
      invoice_days: until(invoiceOn),
      invoiced: reached(invoiceOn),
      billing_days: until(billingOn),
      billed: reached(billingOn),
      blocker: coalesce(column('blocker'), text(UNKNOWN)),
      receiver: coalesce(column('receiver'), text(UNKNOWN)),
      csm: coalesce(column('csm'), text(UNKNOWN)),
      ...kept,
    });
  },
};

/** Handoffs of new customers that had been sent by the day, of each deal the last one: a deal that was won again is handed over again. */
export function handoffs({ asOf }: FactInput): Relation {
  const sent = filter(scan('Handrail_Handoff__c', sourceColumns('Handrail_Handoff__c')), both(not(column('IsDeleted')), isTrue(compare(column('Sent_At__c'), '<', instant(asOf))), equal(coalesce(column('Type__c'), text(TYPE)), text(TYPE))));
  const numbered = window(sent, { nth: { function: 'row_number', partitionBy: ['Opportunity__c'], orderBy: [{ column: 'Sent_At__c', descending: true }, { column: 'Id', descending: true }] } });
  return rename(filter(numbered, equal(column('nth'), integer(1))), Object.fromEntries(Object.keys(sent.columns).map((name) => [name, name])));
}

/** A stamp that was there on the day. */
export function seen(name: string, asOf: string): Expression {
  return when([[compare(column(name), '<', instant(asOf)), column(name)]]);
}

/** The answer to the last sending: a rejection that was sent again is no longer one. */
export function answered(asOf: string): Expression {
  const rejected = seen('Rejected_At__c', asOf);
  const standing = when([[isTrue(compare(seen('Resent_At__c', asOf), '>=', rejected)), instant(null)]], rejected);
  return coalesce(seen('Accepted_At__c', asOf), standing);
}

/** First invoice and first recurring one by deal; the file wins over the dates of the handoff. */
export function firstInvoices(): Relation {
  const recurring = compare(column('recurring_amount'), '>', integer(0));
  return rename(
    aggregated(scan('input_billing', INPUTS.billing.columns), ['opportunity_id'], { invoiced_on: aggregate('min', column('invoice_date')), recurring_on: aggregate('min', column('invoice_date'), recurring) }),
    { billed_deal: 'opportunity_id', invoiced_on: 'invoiced_on', recurring_on: 'recurring_on' },
  );
}

/** Who begins with the customer, by deal: `kickoff_deal`, `kickoff_owner`. */
function kickoffOwners(): Relation {
  return project(scan('Opportunity', sourceColumns('Opportunity')), { kickoff_deal: column('Id'), kickoff_owner: column('Handrail_Kickoff_Owner__c') });
}
