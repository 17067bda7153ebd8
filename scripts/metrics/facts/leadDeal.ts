import { both, column, compare, date, daysBetween, either, equal, instant, integer, isIn, isTrue, localDate, not, text, when } from '../relational/expression.ts';
import { extend, filter, join, project, rename, scan } from '../relational/relation.ts';
import { DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { segmentOf } from './dimensions.ts';
import type { Fact } from './fact.ts';
import { leadSourceOf } from './leadSource.ts';
import { sourceColumns } from './sources.ts';

/** A lead that is older has become what it will become, in nearly all companies; see `sales_cycle` for one's own. */
const SETTLED_DAYS = 365;

/** One row per lead with what became of its deal: which source closes, not only enters. */
export const leadDeal: Fact = {
  name: 'lead_deal',
  id: 'lead_id',
  needs: ['Lead.Id', 'Lead.CreatedDate', 'Lead.IsDeleted', 'Lead.IsConverted', 'Lead.ConvertedOpportunityId', 'Lead.ConvertedDate', ...DEAL_NEEDS],
  ofDeals: true,
  columns: {
    lead_id: { type: 'text', needs: [] },
    created_on: { type: 'date', needs: [] },
    source: { type: 'text', needs: ['Lead.Handrail_Original_Source__c', 'Lead.LeadSource'] },
    segment: { type: 'text', needs: ['Lead.NumberOfEmployees'] },
    won: { type: 'boolean', needs: [] },
    resolved: { type: 'boolean', needs: ['Lead.Status'] },
  },
  relation({ playbook, asOf, timeZone, today: day }, deals) {
    const today = date(day);
    const closed = playbook.objects.find(({ apiName }) => apiName === 'Lead')?.stages.filter((stage) => stage.closed && !stage.won).map(({ name }) => name) ?? [];
    const seen = filter(scan('Lead', sourceColumns('Lead')), both(not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf))));
    const ended = rename(filter(requireDeals(deals).journey, column('counts')), { deal_id: 'deal_id', outcome: 'outcome' });
    // The day is decided before the join: engines join fast on equality alone.
    const converted = extend(seen, { became: when([[isTrue(compare(column('ConvertedDate'), '<=', today)), column('ConvertedOpportunityId')]]) });
    const rows = join('left', converted, ended, equal(column('deal_id'), column('became')));
    const createdOn = localDate(column('CreatedDate'), timeZone);
    const isClosed = isTrue(not(equal(column('outcome'), text('open'))));
    return project(rows, {
      lead_id: column('Id'),
      created_on: createdOn,
      source: leadSourceOf(playbook),
      segment: segmentOf('NumberOfEmployees', playbook),
      won: isTrue(equal(column('outcome'), text('won'))),
      resolved: either(isClosed, isTrue(isIn(column('Status'), closed)), isTrue(compare(daysBetween(createdOn, today), '>=', integer(SETTLED_DAYS)))),
    });
  },
};
