/** Deals that were won, and are not begun, not invoiced or invoiced too low. */
import { INPUTS } from '../inputs.ts';
import { aggregate, both, coalesce, column, compare, date, daysBetween, dividedBy, either, equal, instant, integer, isNull, isTrue, larger, localDate, minus, not, number, plus, secondsBetween, smaller, text, times, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, type Relation } from '../relational/relation.ts';
import { withWorkingTime, workingSeconds } from './calendar.ts';
import { allowedSeconds, withArms } from './clockTargets.ts';
import type { Deals, FactInput } from './fact.ts';
import { firstInvoices, handoffs, seen } from './handoff.ts';
import { rateSpans } from './journeys.ts';
import type { SourceField } from './sources.ts';

/** A won deal without an invoice for longer than this has been forgotten. */
const INVOICE_DAYS = 30;
const YEAR_DAYS = 365;
const YEAR_MONTHS = 12;
const DAY = 86_400_000;
/** Of what a period should bring; leap years and rounding are no leak. */
const TOLERANCE = 0.01;

export const HANDOFF_LEAK_NEEDS: readonly SourceField[] = ['Id', 'IsDeleted', 'Type__c', 'Opportunity__c', 'Sent_At__c', 'Resent_At__c', 'Accepted_At__c', 'Rejected_At__c', 'Kickoff_Held_At__c', 'First_Invoice_On__c', 'Live_Billing_On__c'].map((name) => `Handrail_Handoff__c.${name}` as SourceField);

/**
 * Won deals that were handed over, each with the first thing that is wrong, and its value: what is not invoiced, what was
 * invoiced too little, or else the ARR that waits. `deal_id`, `kind`, `amount`, `on_date` and the dimensions of the deal.
 */
export function unstartedDeals(input: FactInput, { journey }: Deals): Relation {
  const { playbook, asOf, timeZone, today: day } = input;
  const today = date(day);
  const handed = project(handoffs(input), {
    handed_deal: column('Opportunity__c'),
    receiver_id: column('Receiver__c'),
    asked_at: larger(column('Sent_At__c'), coalesce(seen('Resent_At__c', asOf), column('Sent_At__c'))),
    accepted_at: seen('Accepted_At__c', asOf),
    rejected_at: seen('Rejected_At__c', asOf),
    resent_at: seen('Resent_At__c', asOf),
    kicked_at: seen('Kickoff_Held_At__c', asOf),
    noted_on: column('First_Invoice_On__c'),
    billing_on: column('Live_Billing_On__c'),
  });
  const won = join('inner', filter(journey, both(column('sold'), equal(column('outcome'), text('won')))), handed, equal(column('handed_deal'), column('deal_id')));
  const billed = join('left', join('left', won, firstInvoices(), equal(column('billed_deal'), column('deal_id'))), invoicedBelow(input, journey), equal(column('below_deal'), column('deal_id')));
  const begun = extend(billed, { now: instant(asOf), asked_worked: column('asked_at'), now_worked: instant(asOf), rejected_since: coalesce(column('rejected_at'), instant(asOf)), rejected_worked: instant(asOf) });
  const worked = withArms(withWorkingTime(begun, { asked_worked: 'asked_at', now_worked: 'now', rejected_worked: 'rejected_since' }, timeZone), ['S5', 'S6'], 'receiver_id', playbook);
  const happened = (name: string): Expression => isTrue(compare(column(name), '<=', today));
  const standing = both(not(isNull(column('rejected_at'))), isNull(column('accepted_at')), not(isTrue(compare(column('resent_at'), '>=', column('rejected_at')))));
  const answered = either(not(isNull(column('accepted_at'))), standing);
  const late = (wait: Expression, id: string, since: Expression, kind: string | null = null): Expression => isTrue(compare(wait, '>', allowedSeconds(playbook, id, since, kind)));
  const askedOn = localDate(column('asked_at'), timeZone);
  const kind = when([
    [both(not(happened('noted_on')), not(happened('invoiced_on')), compare(daysBetween(column('closed_on'), today), '>', integer(INVOICE_DAYS))), text('not invoiced')],
    [isTrue(compare(column('below'), '>', number(0))), text('invoiced below contract')],
    [both(standing, late(workingSeconds('rejected_worked', 'now_worked'), 'S12', localDate(column('rejected_at'), timeZone), 'handoff')), text('handoff not sent again')],
    [both(not(answered), late(workingSeconds('asked_worked', 'now_worked'), 'S5', askedOn)), text('handoff not answered')],
    [both(isNull(column('kicked_at')), late(secondsBetween(column('closed_at'), instant(asOf)), 'S6', column('closed_on'))), text('kickoff not held')],
    [both(not(happened('billing_on')), not(happened('recurring_on')), isTrue(compare(times(daysBetween(column('term_start'), today), integer(86_400)), '>', allowedSeconds(playbook, 'S9', column('term_start'))))), text('not billed live')],
  ]);
  const found = filter(extend(worked, { leak_kind: kind }), not(isNull(column('leak_kind'))));
  const value = when([[equal(column('leak_kind'), text('not invoiced')), column('amount')], [equal(column('leak_kind'), text('invoiced below contract')), column('below')]], coalesce(column('arr'), column('amount')));
  return project(found, { deal_id: column('deal_id'), kind: column('leak_kind'), amount: value, on_date: column('closed_on'), source: column('source'), segment: column('segment'), owner: column('owner') });
}

/**
 * What the invoices of a period, together, fell short of the ARR for it: `below_deal`, `below`. Each is turned back into the
 * currency of the deal at the rate of its day: a rate that fell since the signature is no shortfall.
 */
function invoicedBelow({ playbook, today }: FactInput, journey: Relation): Relation {
  const invoices = filter(scan('input_billing', INPUTS.billing.columns), both(not(isNull(column('period_start'))), not(isNull(column('period_end'))), not(isNull(column('recurring_amount'))), compare(column('invoice_date'), '<=', date(today))));
  const deals = project(journey, { i_deal: column('deal_id'), i_arr: column('arr'), i_rate: column('rate'), i_currency: coalesce(column('currency'), text(playbook.currency)) });
  const ofDeals = join('inner', invoices, deals, equal(column('i_deal'), column('opportunity_id')));
  const rated = join('left', ofDeals, rateSpans(), both(equal(column('of_currency'), column('i_currency')), compare(column('valid_from'), '<=', column('invoice_date')), isTrue(compare(column('invoice_date'), '<', column('valid_until')))));
  const isOwn = equal(column('i_currency'), text(playbook.currency));
  const paid = when([[isOwn, column('recurring_amount')]], dividedBy(times(column('recurring_amount'), column('i_rate')), column('known_rate')));
  const days = plus(daysBetween(column('period_start'), column('period_end')), integer(1));
  const together = aggregated(extend(rated, { days, paid }), ['opportunity_id', 'i_arr', 'period_start', 'period_end', 'days'], { paid: aggregate('sum', column('paid')) });
  const part = (count: Expression, of: number): Expression => dividedBy(times(column('i_arr'), count), integer(of));
  const byDays = part(column('days'), YEAR_DAYS);
  // Equal instalments are no shortfall of the longer months.
  const due = when([[isNull(monthsIn(column('days'))), byDays]], smaller(byDays, part(monthsIn(column('days')), YEAR_MONTHS)));
  const short = extend(together, { due, short: minus(due, column('paid')) });
  const real = filter(short, isTrue(compare(column('short'), '>', times(column('due'), number(TOLERANCE)))));
  return rename(aggregated(real, ['opportunity_id'], { below: aggregate('sum', column('short')) }), { below_deal: 'opportunity_id', below: 'below' });
}

/** How many whole months so many days can be, up to a year; null: none. */
function monthsIn(days: Expression): Expression {
  return when(Array.from({ length: YEAR_MONTHS }, (_, index) => index + 1).map((months) => {
    // Four years hold every length there is.
    const lengths = Array.from({ length: 4 * YEAR_MONTHS }, (_, first) => (Date.UTC(2025, first + months, 1) - Date.UTC(2025, first, 1)) / DAY);
    return [both(compare(days, '>=', integer(Math.min(...lengths))), compare(days, '<=', integer(Math.max(...lengths)))), integer(months)] as const;
  }));
}
