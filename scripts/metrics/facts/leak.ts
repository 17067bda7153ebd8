import { both, column, compare, daysBetween, equal, instant, integer, isNull, isTrue, localDate, minus, not, text, type Expression } from '../relational/expression.ts';
import { filter, join, project, rename, union, type Relation } from '../relational/relation.ts';
import { ACCOUNT_NEEDS, AMOUNT_NEEDS, dealColumns, DEAL_NEEDS, requireDeals, TERM_NEEDS } from './dealColumns.ts';
import { stepTable, type Fact, type FactInput } from './fact.ts';
import { firstInvoices, handoffs } from './handoff.ts';
import { renewals, terms } from './terms.ts';

/** A won deal without an invoice for longer than this has been forgotten. */
const INVOICE_DAYS = 30;
/** A renewal that nobody has begun so close to the end. */
const RENEWAL_DAYS = 90;

/**
 * Revenue that is being lost, one row per record and never twice: renewals come before invoices, since a customer who is
 * gone needs no invoice.
 *
 * - `renewal not begun`: the term ends within 90 days and nobody has opened a renewal
 * - `expired, unsigned`: the term is over, the renewal is still open
 * - `expired, no renewal`: the term is over and there never was a renewal
 * - `renewed below`: less than what ran out, and no risk reason says why
 * - `not invoiced`: won and handed over more than 30 days ago
 */
export const leak: Fact = {
  name: 'leak',
  id: 'record_id',
  needs: [...DEAL_NEEDS, ...ACCOUNT_NEEDS, ...TERM_NEEDS, ...AMOUNT_NEEDS, 'Opportunity.Handrail_Risk_Reason__c', 'Handrail_Handoff__c.Id', 'Handrail_Handoff__c.IsDeleted', 'Handrail_Handoff__c.Type__c', 'Handrail_Handoff__c.Opportunity__c', 'Handrail_Handoff__c.Sent_At__c', 'Handrail_Handoff__c.First_Invoice_On__c'],
  ofDeals: true,
  columns: {
    record_id: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    amount: { type: 'number', needs: [] },
    on_date: { type: 'date', needs: [] },
    segment: dealColumns['segment'] ?? { type: 'text', needs: [] },
    owner: dealColumns['owner'] ?? { type: 'text', needs: [] },
  },
  steps: (input, deals) => [terms(requireDeals(deals)), renewals(input, requireDeals(deals))],
  relation(input, deals) {
    const found = requireDeals(deals);
    const today = localDate(instant(input.asOf), input.timeZone);
    const ending = stepTable(renewals(input, found));
    const state = (name: string): Expression => equal(column('state'), text(name));
    const ahead = daysBetween(today, column('ends_on'));
    const of = (kind: string, where: Expression, amount: Expression = column('arr')): Relation => project(filter(ending, where), { record_id: column('opportunity_id'), kind: text(kind), amount, on_date: column('ends_on'), segment: column('segment'), owner: column('owner') });
    const soon = both(not(column('over')), compare(ahead, '>=', integer(0)), compare(ahead, '<', integer(RENEWAL_DAYS)));
    const renewing = [
      of('renewal not begun', both(state('none'), soon)),
      of('expired, unsigned', both(state('begun'), column('over'))),
      of('expired, no renewal', both(state('none'), column('over'))),
      of('renewed below', both(state('renewed'), not(column('judged')), isTrue(compare(column('won_arr'), '<', column('arr')))), minus(column('arr'), column('won_arr'))),
    ];
    return union(...renewing, notInvoiced(input, found.journey, rename(union(...renewing), { known_id: 'record_id' })));
  },
};

function notInvoiced(input: FactInput, journey: Relation, known: Relation): Relation {
  const today = localDate(instant(input.asOf), input.timeZone);
  const handed = project(handoffs(input), { handed_deal: column('Opportunity__c'), noted_on: column('First_Invoice_On__c') });
  const won = join('inner', filter(journey, equal(column('outcome'), text('won'))), handed, equal(column('handed_deal'), column('deal_id')));
  const invoiced = join('left', join('left', won, firstInvoices(), equal(column('billed_deal'), column('deal_id'))), known, equal(column('known_id'), column('deal_id')));
  const none = (name: string): Expression => not(isTrue(compare(column(name), '<=', today)));
  const forgotten = both(isNull(column('known_id')), none('noted_on'), none('invoiced_on'), compare(daysBetween(column('closed_on'), today), '>', integer(INVOICE_DAYS)));
  return project(filter(invoiced, forgotten), { record_id: column('deal_id'), kind: text('not invoiced'), amount: column('amount'), on_date: column('closed_on'), segment: column('segment'), owner: column('owner') });
}
