/** Which deal a term belongs to: an expansion or a contraction to the one it changes, however many changes lie between. */
import { both, coalesce, column, compare, date, either, equal, integer, isIn, isNull, not } from '../relational/expression.ts';
import { extend, filter, join, project, rename, union, window, type Relation } from '../relational/relation.ts';
import { prefixed } from './passages.ts';

/** Motions that change a running deal and end with it. */
export const CHANGES = ['Expansion', 'Contraction'];
/** Steps from a change to its deal. SQL of all engines has no loop; nobody changes changes so often within one term. */
const STEPS = 6;

/**
 * Adds `root_id`: of a change the deal it changes, through changes of changes. Where that deal had been renewed by the day the
 * change begins, it is the renewal that is changed, whatever deal was named. A change of a deal that is not there stands for itself.
 * @param signed won deals with a term
 */
export function withRoots(signed: Relation): Relation {
  const isChange = both(isIn(column('motion'), CHANGES), not(isNull(column('base_id'))));
  const known = project(signed, { known_id: column('deal_id') });
  const changes = filter(join('inner', filter(signed, isChange), known, equal(column('known_id'), column('base_id'))), not(equal(column('base_id'), column('deal_id'))));
  const renewing = filter(signed, both(not(isIn(column('motion'), CHANGES)), not(isNull(column('base_id')))));
  const first = filter(window(renewing, { nth: { function: 'row_number', partitionBy: ['base_id'], orderBy: [{ column: 'term_start' }, { column: 'deal_id' }] } }), equal(column('nth'), integer(1)));
  const own = rename(project(changes, { deal_id: column('deal_id') }), { change_id: 'deal_id' });
  // From a change the way leads to what it changes, though it has a renewal of its own.
  const renewals = filter(join('left', first, own, equal(column('change_id'), column('base_id'))), isNull(column('change_id')));
  const next = union(
    project(changes, { of: column('deal_id'), to: column('base_id'), since: date(null) }),
    project(renewals, { of: column('base_id'), to: column('deal_id'), since: column('term_start') }),
  );
  const columns = Object.keys(signed.columns).map((name) => [name, column(name)] as const);
  const moved = Array.from({ length: STEPS }, (_, index) => `n${index}_`).reduce<Relation>((found, prefix) => {
    const here = both(equal(column(`${prefix}of`), column('root_id')), either(isNull(column(`${prefix}since`)), compare(column(`${prefix}since`), '<=', column('term_start'))));
    return project(join('left', found, prefixed(next, prefix), here), { ...Object.fromEntries(columns), root_id: coalesce(column(`${prefix}to`), column('root_id')) });
  }, extend(filter(signed, isIn(column('motion'), CHANGES)), { root_id: column('deal_id') }));
  return union(extend(filter(signed, not(isIn(column('motion'), CHANGES))), { root_id: column('deal_id') }), moved);
}
