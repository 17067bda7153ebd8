import { addDays, aggregate, both, column, compare, date, equal, integer, isIn, isNull, not, text, when } from '../relational/expression.ts';
import { aggregated, filter, join, project, rename, scan, values } from '../relational/relation.ts';
import { ACCOUNT_NEEDS, AMOUNT_NEEDS, dealColumns, DEAL_NEEDS, requireDeals, TERM_NEEDS } from './dealColumns.ts';
import { stepTable, type Fact } from './fact.ts';
import { sourceColumns } from './sources.ts';
import { terms } from './terms.ts';

/**
 * One row per open expansion that has gone on though its customer is in doubt (`expansion_waits` of post-sale.yaml): a renewal of the account
 * that is due soon is at risk, or the account's health says so. Customer success has to agree first.
 */
export const expansionWait: Fact = {
  name: 'expansion_wait',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...ACCOUNT_NEEDS, ...TERM_NEEDS, 'Opportunity.Handrail_Renewal_Risk__c', 'Account.Id', 'Account.Handrail_Health__c'],
  ofDeals: true,
  rowsOfMoney: 'loaded',
  ofToday: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    doubt: { type: 'text', needs: [] },
    amount: { type: 'number', needs: AMOUNT_NEEDS },
    stage: { type: 'text', needs: [] },
    segment: { type: 'text', needs: dealColumns['segment']?.needs ?? [] },
    owner: { type: 'text', needs: dealColumns['owner']?.needs ?? [] },
  },
  steps: (_, deals) => [terms(requireDeals(deals))],
  relation({ playbook, today }, deals) {
    const { journey } = requireDeals(deals);
    const waits = playbook.postSale?.expansionWaits ?? null;
    if (waits === null) return values({ opportunity_id: 'text', doubt: 'text', amount: 'number', stage: 'text', segment: 'text', owner: 'text' }, []);
    const stages = playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages ?? [];
    const rank = stages.find(({ name }) => name === waits.stage)?.rank ?? 0;
    const open = filter(journey, both(column('sold'), equal(column('outcome'), text('open'))));
    const expansions = filter(open, both(equal(column('motion'), text('Expansion')), compare(column('rank'), '>', integer(rank))));
    const soon = rename(filter(stepTable(terms(requireDeals(deals))), both(compare(column('ends_on'), '>=', date(today)), compare(column('ends_on'), '<=', addDays(date(today), integer(waits.withinDays))))), { term_id: 'deal_id' });
    const judged = rename(filter(scan('Opportunity', sourceColumns('Opportunity')), isIn(column('Handrail_Renewal_Risk__c'), waits.risk)), { judged_id: 'Id' });
    const renewals = project(filter(open, equal(column('motion'), text('Renewal'))), { renewal_id: column('deal_id'), renewed_id: column('base_id'), at_account: column('account_id') });
    const risky = aggregated(join('inner', join('inner', renewals, soon, equal(column('term_id'), column('renewed_id'))), judged, equal(column('judged_id'), column('renewal_id'))), ['at_account'], { renewals: aggregate('count') });
    const ill = rename(filter(scan('Account', sourceColumns('Account')), isIn(column('Handrail_Health__c'), waits.health)), { ill_account: 'Id' });
    const doubted = join('left', join('left', expansions, risky, equal(column('at_account'), column('account_id'))), ill, equal(column('ill_account'), column('account_id')));
    const doubt = when([[both(not(isNull(column('at_account'))), not(isNull(column('ill_account')))), text('renewal and health')], [not(isNull(column('at_account'))), text('renewal')], [not(isNull(column('ill_account'))), text('health')]]);
    return filter(project(doubted, { opportunity_id: column('deal_id'), doubt, amount: column('amount'), stage: column('stage_name'), segment: column('segment'), owner: column('owner') }), not(isNull(column('doubt'))));
  },
};
