import { aggregate, boolean, both, coalesce, column, compare, date, daysBetween, either, instant, isIn, isNull, localDate, not } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, scan } from '../relational/relation.ts';
import { segmentOf } from './dimensions.ts';
import type { Fact } from './fact.ts';
import { leadSourceOf, sourceStateOf } from './leadSource.ts';
import { sourceColumns } from './sources.ts';

/**
 * One row per lead, by the source it came from first. Converted without an opportunity is no conversion to one. A lead
 * is resolved when it was converted or closed, or is older than conversions usually take (their median).
 */
export const lead: Fact = {
  name: 'lead',
  id: 'lead_id',
  needs: ['Lead.Id', 'Lead.CreatedDate', 'Lead.IsDeleted'],
  ofDeals: false,
  columns: {
    lead_id: { type: 'text', needs: [] },
    created_on: { type: 'date', needs: [] },
    converted_on: { type: 'date', needs: ['Lead.ConvertedDate'] },
    source: { type: 'text', needs: ['Lead.Handrail_Original_Source__c', 'Lead.LeadSource'] },
    source_state: { type: 'text', needs: ['Lead.Handrail_Original_Source__c', 'Lead.LeadSource'] },
    segment: { type: 'text', needs: ['Lead.NumberOfEmployees'] },
    has_opportunity: { type: 'boolean', needs: ['Lead.IsConverted', 'Lead.ConvertedOpportunityId', 'Lead.ConvertedDate'] },
    met: { type: 'boolean', needs: ['Lead.Handrail_Meeting_Held__c'] },
    is_converted: { type: 'boolean', needs: ['Lead.IsConverted', 'Lead.ConvertedDate'] },
    resolved: { type: 'boolean', needs: ['Lead.IsConverted', 'Lead.ConvertedDate', 'Lead.Status'] },
  },
  relation({ playbook, asOf, timeZone, today: day }) {
    const today = date(day);
    const closed = playbook.objects.find(({ apiName }) => apiName === 'Lead')?.stages.filter((stage) => stage.closed).map((stage) => stage.name) ?? [];
    const seen = filter(scan('Lead', sourceColumns('Lead')), both(not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf))));
    // Conversion has a day and no time of day, so a conversion on the as-of day is seen.
    const converted = both(coalesce(column('IsConverted'), boolean(false)), coalesce(compare(column('ConvertedDate'), '<=', today), boolean(false)));
    const leads = extend(seen, {
      created_on: localDate(column('CreatedDate'), timeZone),
      converted,
      has_opportunity: both(converted, not(isNull(column('ConvertedOpportunityId')))),
    });
    const lags = extend(filter(leads, column('has_opportunity')), { lag_days: daysBetween(column('created_on'), column('ConvertedDate')) });
    const usual = aggregated(lags, [], { usual_lag: aggregate('median', column('lag_days')) });
    const ofUsualAge = coalesce(compare(daysBetween(column('created_on'), today), '>=', column('usual_lag')), boolean(false));
    return project(join('left', leads, usual, boolean(true)), {
      lead_id: column('Id'),
      created_on: column('created_on'),
      converted_on: column('ConvertedDate'),
      source: leadSourceOf(playbook),
      source_state: sourceStateOf(playbook),
      segment: segmentOf('NumberOfEmployees', playbook),
      has_opportunity: column('has_opportunity'),
      met: coalesce(compare(column('Handrail_Meeting_Held__c'), '<=', today), boolean(false)),
      is_converted: column('converted'),
      resolved: either(column('converted'), coalesce(isIn(column('Status'), closed), boolean(false)), ofUsualAge),
    });
  },
};
