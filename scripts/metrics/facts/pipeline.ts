import { boolean, both, coalesce, column, compare, date, daysBetween, either, equal, folded, integer, isIn, isNull, isTrue, not, plus, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, union, window, type Relation } from '../relational/relation.ts';
import { INPUTS } from '../inputs.ts';
import { CATEGORY_NEEDS, dealColumns, dealValues, DEAL_NEEDS, requireDeals } from './dealColumns.ts';
import { UNKNOWN } from './dimensions.ts';
import type { Fact } from './fact.ts';
import { ownerLabels } from './people.ts';

/** Coarsest first: the total is the coarsest level that has a quota of the day, never levels added up. */
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
  whileOpen: true,
  inputKinds: { quota: 'quota' },
  lastDay: 'last_day',
  ahead: ['on_date'],
  covers: { column: 'quota_days', kind: 'quota' },
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
    quota_days: { type: 'integer', needs: [] },
    ...dealColumns,
  },
  relation({ playbook, today: day }, deals) {
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
      quota_days: integer(0),
      ...dealValues,
    });
    const isQualified = Number.isFinite(playbook.qualifiedRank) ? coalesce(compare(column('rank'), '>=', integer(playbook.qualifiedRank)), boolean(false)) : boolean(false);
    const today = date(day);
    const open = project(filter(counted, equal(column('outcome'), text('open'))), deal('open', 'close_date', isQualified, coalesce(compare(column('close_date'), '<', today), boolean(false))));
    const won = project(filter(counted, equal(column('outcome'), text('won'))), deal('won', 'closed_on', boolean(true), boolean(false)));
    return union(open, won, ...quotas());
  },
};

function quotas(): Relation[] {
  const rows = filter(scan('input_quota', INPUTS.quota.columns), both(equal(column('motion'), text('new')), isIn(column('level'), QUOTA_LEVELS), either(isNull(column('basis')), not(equal(folded(column('basis')), text('arr'))))));
  const ranked = extend(rows, { coarseness: when(QUOTA_LEVELS.map((level, index) => [equal(column('level'), text(level)), integer(index)] as const)) });
  const quota = (scope: string, owner: Expression, days: Expression): Record<string, Expression> => ({
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
    quota_days: days,
    ...Object.fromEntries(Object.keys(dealColumns).map((name) => [name, text(null)])),
    amount: column('amount'),
    owner,
  });
  const people = join('left', filter(ranked, equal(column('level'), text('user'))), ownerLabels(), equal(folded(column('username')), column('owner')));
  return [project(totals(ranked), quota('total', text(null), column('days'))), project(people, quota('owner', coalesce(column('owner_label'), column('owner'), text(UNKNOWN)), integer(0)))];
}

/** Lines whose days no coarser level has; `days` they stand for, each day once however many people have a quota of it. */
function totals(ranked: Relation): Relation {
  const stretch = ['coarseness', 'period_start', 'period_end'];
  const stretches = (prefix: string): Relation => rename(aggregated(ranked, stretch, {}), Object.fromEntries(stretch.map((name) => [`${prefix}_${name}`, name])));
  const coarser = join('left', ranked, stretches('by'), both(compare(column('by_coarseness'), '<', column('coarseness')), compare(column('by_period_start'), '<=', column('period_end')), compare(column('by_period_end'), '>=', column('period_start'))));
  const own = project(filter(coarser, isNull(column('by_coarseness'))), Object.fromEntries([...stretch, 'owner', 'amount'].map((name) => [name, column(name)])));
  const same = stretch.map((name) => equal(column(`in_${name}`), column(`of_${name}`)));
  const within = both(equal(column('in_coarseness'), column('of_coarseness')), compare(column('in_period_start'), '<=', column('of_period_start')), compare(column('in_period_end'), '>=', column('of_period_end')), not(both(...same)));
  const inside = aggregated(join('inner', stretches('of'), stretches('in'), within), stretch.map((name) => `of_${name}`), {});
  const counted = join('left', window(own, { position: { function: 'row_number', partitionBy: stretch, orderBy: [{ column: 'owner' }] } }), inside, both(...stretch.map((name) => equal(column(name), column(`of_${name}`)))));
  return extend(counted, { days: when([[both(equal(column('position'), integer(1)), isNull(column('of_coarseness'))), plus(daysBetween(column('period_start'), column('period_end')), integer(1))]], integer(0)) });
}
