import { boolean, both, coalesce, column, compare, date, daysBetween, either, equal, instant, integer, isNull, isTrue, not, text } from '../relational/expression.ts';
import { filter, join, project, rename, scan, union } from '../relational/relation.ts';
import { DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { UNKNOWN } from './dimensions.ts';
import type { Fact } from './fact.ts';
import { ownerLabels } from './people.ts';
import { leadSourceOf } from './leadSource.ts';
import { sourceColumns } from './sources.ts';

/** An opportunity this many days after the meeting came of it. */
const WITHIN_DAYS = 30;

/**
 * One row per lead or deal whose first meeting was held: the buyer took part. A meeting that conversion copied from the
 * lead to its deal is one meeting, that of the lead.
 */
export const meeting: Fact = {
  name: 'meeting',
  id: 'record_id',
  needs: ['Lead.Id', 'Lead.IsDeleted', 'Lead.CreatedDate', 'Lead.Handrail_Meeting_Held__c', 'Lead.ConvertedOpportunityId', 'Opportunity.Handrail_Discovery_Held__c', ...DEAL_NEEDS],
  ofDeals: true,
  columns: {
    record_id: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    source: { type: 'text', needs: ['Lead.Handrail_Original_Source__c', 'Lead.LeadSource', 'Opportunity.LeadSource'] },
    owner: { type: 'text', needs: ['Lead.OwnerId', 'Opportunity.OwnerId', 'User.Id', 'User.Name', 'User.Username'] },
    became_opportunity: { type: 'boolean', needs: [] },
    settled: { type: 'boolean', needs: [] },
  },
  relation({ asOf, playbook, today: day }, deals) {
    const { journey } = requireDeals(deals);
    const today = date(day);
    const leads = filter(scan('Lead', sourceColumns('Lead')), both(not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf)), isTrue(compare(column('Handrail_Meeting_Held__c'), '<=', today))));
    const created = rename(journey, { came_id: 'deal_id', came_on: 'created_on' });
    const after = daysBetween(column('Handrail_Meeting_Held__c'), column('came_on'));
    const became = isTrue(both(compare(after, '>=', integer(0)), compare(after, '<=', integer(WITHIN_DAYS))));
    const ofLeads = join('left', join('left', leads, created, equal(column('came_id'), column('ConvertedOpportunityId'))), ownerLabels(), equal(column('user_id'), column('OwnerId')));
    const lead = project(ofLeads, {
      record_id: column('Id'),
      kind: text('lead'),
      on_date: column('Handrail_Meeting_Held__c'),
      source: leadSourceOf(playbook),
      owner: coalesce(column('owner_label'), text(UNKNOWN)),
      became_opportunity: became,
      settled: either(became, compare(daysBetween(column('Handrail_Meeting_Held__c'), today), '>=', integer(WITHIN_DAYS))),
    });
    const held = rename(scan('Opportunity', sourceColumns('Opportunity')), { held_deal: 'Id', held_on: 'Handrail_Discovery_Held__c' });
    const counted = rename(leads, { lead_deal: 'ConvertedOpportunityId', by_lead: 'Id' });
    const ofDeals = join('left', join('inner', filter(journey, column('counts')), held, equal(column('held_deal'), column('deal_id'))), counted, equal(column('lead_deal'), column('deal_id')));
    const deal = project(filter(ofDeals, both(isNull(column('by_lead')), isTrue(compare(column('held_on'), '<=', today)))), {
      record_id: column('deal_id'),
      kind: text('deal'),
      on_date: column('held_on'),
      source: column('source'),
      owner: column('owner'),
      became_opportunity: boolean(false),
      settled: boolean(true),
    });
    return union(lead, deal);
  },
};
