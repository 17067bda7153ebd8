import { boolean, both, coalesce, column, compare, either, equal, instant, integer, isIn, isNull, isTrue, localDate, text, when, type Expression } from '../relational/expression.ts';
import { extend, filter, join, project, scan, union, window } from '../relational/relation.ts';
import { INPUTS } from '../inputs.ts';
import { CATEGORY_NEEDS, dealColumns, dealValues, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { UNKNOWN } from './dimensions.ts';
import type { Fact } from './fact.ts';
import { ownerLabels } from './people.ts';

/** Coarsest first: the total is the coarsest level that a period has, never levels added up. */
const QUOTA_LEVELS = ['company', 'team', 'user'];

/**
 * What coverage is made of, one row each: open deals on their close date, won deals on the day they were won, quota on
 * the days of its period. Quota of the company stands against the total, quota of a person against that owner; no other
 * cut has one.
 */
export const pipeline: Fact = {
  name: 'pipeline',
  id: 'opportunity_id',
  needs: DEAL_NEEDS,
  ofDeals: true,
  inputKinds: ['quota'],
  lastDay: 'last_day',
  scope: { column: 'scope', of: (dimensions) => (dimensions.length === 0 ? 'total' : dimensions.join('+')) },
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    on_date: { type: 'date', needs: [] },
    last_day: { type: 'date', needs: [] },
    scope: { type: 'text', needs: [] },
    qualified: { type: 'boolean', needs: [] },
    overdue: { type: 'boolean', needs: [] },
    category: { type: 'text', needs: CATEGORY_NEEDS },
    in_forecast: { type: 'boolean', needs: CATEGORY_NEEDS },
    stage: { type: 'text', needs: [] },
    ...dealColumns,
  },
  relation({ playbook, asOf, timeZone }, deals) {
    const { journey } = requireDeals(deals);
    const counted = filter(journey, column('counts'));
    const deal = (kind: string, day: string, qualified: Expression, overdue: Expression): Record<string, Expression> => ({
      opportunity_id: column('deal_id'),
      kind: text(kind),
      on_date: column(day),
      last_day: column(day),
      scope: text(null),
      qualified,
      overdue,
      category: coalesce(column('category'), text(UNKNOWN)),
      // What a forecast by commit counts on.
      in_forecast: kind === 'won' ? boolean(true) : isTrue(equal(column('category'), text('Commit'))),
      stage: column('stage_name'),
      ...dealValues,
    });
    const isQualified = Number.isFinite(playbook.qualifiedRank) ? coalesce(compare(column('rank'), '>=', integer(playbook.qualifiedRank)), boolean(false)) : boolean(false);
    const today = localDate(instant(asOf), timeZone);
    const open = project(filter(counted, equal(column('outcome'), text('open'))), deal('open', 'close_date', isQualified, coalesce(compare(column('close_date'), '<', today), boolean(false))));
    const won = project(filter(counted, equal(column('outcome'), text('won'))), deal('won', 'closed_on', boolean(true), boolean(false)));
    return union(open, won, ...quotas());
  },
};

function quotas(): ReturnType<typeof project>[] {
  const rows = filter(scan('input_quota', INPUTS.quota.columns), both(equal(column('motion'), text('new')), isIn(column('level'), QUOTA_LEVELS), either(isNull(column('basis')), equal(column('basis'), text('amount')))));
  const ranked = extend(rows, { coarseness: when(QUOTA_LEVELS.map((level, index) => [equal(column('level'), text(level)), integer(index)] as const)) });
  const first = window(ranked, { position: { function: 'row_number', partitionBy: ['period_start', 'period_end'], orderBy: [{ column: 'coarseness' }] } });
  const coarsest = project(filter(first, equal(column('position'), integer(1))), { of_start: column('period_start'), of_end: column('period_end'), of_level: column('level') });
  const quota = (scope: string, owner: Expression): Record<string, Expression> => ({
    opportunity_id: text(null),
    kind: text('quota'),
    on_date: column('period_start'),
    last_day: column('period_end'),
    scope: text(scope),
    qualified: boolean(true),
    overdue: boolean(false),
    category: text(null),
    in_forecast: boolean(false),
    stage: text(null),
    ...Object.fromEntries(Object.keys(dealColumns).map((name) => [name, text(null)])),
    amount: column('amount'),
    owner,
  });
  const total = join('inner', ranked, coarsest, both(equal(column('of_start'), column('period_start')), equal(column('of_end'), column('period_end')), equal(column('of_level'), column('level'))));
  const people = join('left', filter(ranked, equal(column('level'), text('user'))), ownerLabels(), equal(column('username'), column('owner')));
  return [project(total, quota('total', text(null))), project(people, quota('owner', coalesce(column('owner_label'), column('owner'), text(UNKNOWN))))];
}
