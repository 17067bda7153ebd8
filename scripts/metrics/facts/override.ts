import { both, coalesce, column, compare, equal, instant, isNull, isTrue, localDate, not, text, when } from '../relational/expression.ts';
import { filter, join, project, scan, union } from '../relational/relation.ts';
import { MET_COLUMNS, MET_TABLE } from '../criteria/questions.ts';
import { dealColumns, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { UNKNOWN } from './dimensions.ts';
import type { Fact } from './fact.ts';
import { sourceColumns } from './sources.ts';

const NEEDS = ['Id', 'IsDeleted', 'Opportunity__c', 'Criterion__c', 'Status__c', 'CreatedDate', 'Decided_At__c'].map((name) => `Handrail_Override__c.${name}` as 'Handrail_Override__c.Id');

/**
 * One row per override that was asked for, by what became of it; and one per criterion that a deal has passed by meeting it
 * (`passed`), on the day the deal was created, so that overrides stand beside what they are an exception from.
 */
export const override: Fact = {
  name: 'override',
  id: 'override_id',
  needs: [...DEAL_NEEDS, ...NEEDS],
  ofDeals: true,
  criteria: true,
  ofToday: true,
  columns: {
    override_id: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    criterion: { type: 'text', needs: [] },
    status: { type: 'text', needs: [] },
    owner: dealColumns['owner'] ?? { type: 'text', needs: [] },
    segment: dealColumns['segment'] ?? { type: 'text', needs: [] },
  },
  relation({ asOf, timeZone }, deals) {
    const counted = filter(requireDeals(deals).journey, column('counts'));
    const asked = filter(scan('Handrail_Override__c', sourceColumns('Handrail_Override__c')), both(not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf))));
    const known = join('inner', asked, counted, equal(column('deal_id'), column('Opportunity__c')));
    // What was decided later than the day was only asked for then.
    const decided = isTrue(compare(column('Decided_At__c'), '<', instant(asOf)));
    const requests = project(known, { override_id: column('Id'), on_date: localDate(column('CreatedDate'), timeZone), criterion: coalesce(column('Criterion__c'), text(UNKNOWN)), status: when([[decided, coalesce(column('Status__c'), text(UNKNOWN))]], text('Requested')), owner: column('owner'), segment: column('segment') });
    const met = filter(join('inner', scan(MET_TABLE, MET_COLUMNS), counted, equal(column('deal_id'), column('met_deal'))), both(column('met'), not(isNull(column('gate_rank'))), isTrue(compare(column('highest_rank'), '>', column('gate_rank')))));
    return union(requests, project(met, { override_id: text(null), on_date: column('created_on'), criterion: column('criterion'), status: text('passed'), owner: column('owner'), segment: column('segment') }));
  },
};
