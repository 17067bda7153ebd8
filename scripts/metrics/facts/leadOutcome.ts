import { aggregate, column, compare, date, equal, isIn, isNull, isTrue, localDate, not, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan } from '../relational/relation.ts';
import { DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { segmentOf } from './dimensions.ts';
import type { Fact } from './fact.ts';
import { cyclesOf, UNDECIDED } from './leadCycle.ts';
import { leadSourceOf } from './leadSource.ts';
import { sourceColumns } from './sources.ts';

/**
 * One row per lead that was ever handed to sales, however many cycles it had, with where it has come to: the outcome of its deal
 * (`open deal` while there is none), else what sales decided last (`accepted`, as is what was converted without a deal, or `rejected`), `recycled` where it was put back and has
 * not qualified again, `closed` where it was given up without a rejection, and `undecided` where sales owes an answer.
 */
export const leadOutcome: Fact = {
  name: 'lead_outcome',
  id: 'lead_id',
  needs: [
    'Lead.Id', 'Lead.CreatedDate', 'Lead.IsDeleted', 'Lead.IsConverted', 'Lead.ConvertedOpportunityId', 'Lead.ConvertedDate', 'Lead.Status', 'Lead.Handrail_MQL_At__c',
    'LeadHistory.Id', 'LeadHistory.LeadId', 'LeadHistory.Field', 'LeadHistory.OldValue', 'LeadHistory.CreatedDate', ...DEAL_NEEDS,
  ],
  ofDeals: true,
  columns: {
    lead_id: { type: 'text', needs: [] },
    handed_on: { type: 'date', needs: [] },
    outcome: { type: 'text', needs: ['Lead.Handrail_Sales_Decision__c', 'Lead.Handrail_Decided_At__c'] },
    source: { type: 'text', needs: ['Lead.Handrail_Original_Source__c', 'Lead.LeadSource'] },
    segment: { type: 'text', needs: ['Lead.NumberOfEmployees'] },
  },
  relation(input, deals) {
    const { playbook, timeZone, today } = input;
    const closed = playbook.objects.find(({ apiName }) => apiName === 'Lead')?.stages.filter((stage) => stage.closed && !stage.won).map(({ name }) => name) ?? [];
    const cycles = aggregated(cyclesOf(input), ['lead_id'], { handed_at: aggregate('min', column('mql_at')), decided: aggregate('max', column('decision'), not(column('is_over'))) });
    const handed = rename(cycles, { handed_lead: 'lead_id', handed_at: 'handed_at', decided: 'decided' });
    const leads = join('inner', scan('Lead', sourceColumns('Lead')), handed, equal(column('Id'), column('handed_lead')));
    const isConverted = isTrue(compare(column('ConvertedDate'), '<=', date(today)));
    // The day is decided before the join: engines join fast on equality alone.
    const converted = extend(leads, { taken: isConverted, became: when([[isConverted, column('ConvertedOpportunityId')]]) });
    const ended = rename(filter(requireDeals(deals).journey, column('counts')), { deal_id: 'deal_id', deal_outcome: 'outcome' });
    const said = (decision: string): Expression => isTrue(equal(column('decided'), text(decision)));
    return project(join('left', converted, ended, equal(column('deal_id'), column('became'))), {
      lead_id: column('Id'),
      handed_on: localDate(column('handed_at'), timeZone),
      outcome: when(
        [
          [isTrue(equal(column('deal_outcome'), text('open'))), text('open deal')],
          [not(isNull(column('deal_outcome'))), column('deal_outcome')],
          [column('taken'), text('accepted')],
          [said('Rejected'), text('rejected')],
          [isTrue(isIn(column('Status'), closed)), text('closed')],
          [said('Accepted'), text('accepted')],
          [said(UNDECIDED), text('undecided')],
        ],
        text('recycled'),
      ),
      source: leadSourceOf(playbook),
      segment: segmentOf('NumberOfEmployees', playbook),
    });
  },
};
