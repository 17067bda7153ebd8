import { both, column, compare, date, equal, isIn, isNull, not, text, when } from '../relational/expression.ts';
import { filter, join, project, rename } from '../relational/relation.ts';
import { ACCOUNT_NEEDS, dealColumns, DEAL_NEEDS, requireDeals, TERM_NEEDS } from './dealColumns.ts';
import { stepTable, type Fact } from './fact.ts';
import { CHANGES } from './termRoots.ts';
import { terms } from './terms.ts';

/**
 * One row per expansion or contraction that runs or is to run, with whether its term ends with the deal it changes. One that ends later
 * keeps recurring revenue that its customer may have given up with the deal; one that ends before loses some while the deal runs.
 */
export const termChange: Fact = {
  name: 'term_change',
  id: 'opportunity_id',
  needs: [...DEAL_NEEDS, ...ACCOUNT_NEEDS, ...TERM_NEEDS],
  ofDeals: true,
  rowsOfMoney: 'loaded',
  ofToday: true,
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    state: { type: 'text', needs: [] },
    ends_on: { type: 'date', needs: [] },
    arr: { type: 'number', needs: [] },
    motion: { type: 'text', needs: [] },
    segment: { type: 'text', needs: dealColumns['segment']?.needs ?? [] },
    owner: { type: 'text', needs: dealColumns['owner']?.needs ?? [] },
  },
  steps: (_, deals) => [terms(requireDeals(deals))],
  relation({ today }, deals) {
    const all = stepTable(terms(requireDeals(deals)));
    const changes = filter(all, both(isIn(column('motion'), CHANGES), compare(column('runs_until'), '>=', date(today))));
    const roots = rename(filter(all, equal(column('root_id'), column('deal_id'))), { changed_id: 'deal_id', changed_until: 'ends_on' });
    const rows = join('left', changes, roots, both(equal(column('changed_id'), column('root_id')), not(equal(column('root_id'), column('deal_id')))));
    return project(rows, {
      opportunity_id: column('deal_id'),
      state: when([[isNull(column('changed_id')), text('names no deal')], [compare(column('ends_on'), '>', column('changed_until')), text('ends later')], [compare(column('ends_on'), '<', column('changed_until')), text('ends before')]], text('ends with it')),
      ends_on: column('ends_on'),
      arr: column('arr'),
      motion: column('motion'),
      segment: column('segment'),
      owner: column('owner'),
    });
  },
};
