import { aggregate, both, coalesce, column, equal, integer, text } from '../relational/expression.ts';
import { aggregated, filter, join, project } from '../relational/relation.ts';
import { ACTIVITY_NEEDS, doneActivities } from './activities.ts';
import { dealColumns, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import type { Fact } from './fact.ts';

/** One row per open deal, with how many tasks were completed and meetings held about it since it began. */
export const activity: Fact = {
  name: 'activity',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...ACTIVITY_NEEDS],
  ofDeals: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    activities: { type: 'integer', needs: ACTIVITY_NEEDS },
    stage: { type: 'text', needs: [] },
    owner: dealColumns['owner'] ?? { type: 'text', needs: [] },
    team: dealColumns['team'] ?? { type: 'text', needs: [] },
    segment: dealColumns['segment'] ?? { type: 'text', needs: [] },
  },
  relation({ asOf }, deals) {
    const open = filter(requireDeals(deals).journey, both(column('counts'), equal(column('outcome'), text('open'))));
    const done = aggregated(doneActivities(asOf), ['activity_deal'], { activities: aggregate('count') });
    return project(join('left', open, done, equal(column('activity_deal'), column('deal_id'))), {
      opportunity_id: column('deal_id'), activities: coalesce(column('activities'), integer(0)), stage: column('stage_name'), owner: column('owner'), team: column('team'), segment: column('segment'),
    });
  },
};
