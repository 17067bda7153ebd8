/** Where a query may hold another one behind IN: the platform's limits on semi- and anti-joins. */
import { queryErrors } from './errors.ts';
import type { Comparison, Condition } from './syntax/tree.ts';

const MAX_SEMI_JOINS = 2;

/** At the top of WHERE, under AND, twice at most. @throws OrgError MALFORMED_QUERY */
export function checkSemiJoins(where: Condition): void {
  const all = semiJoinsIn(where);
  if (all.length === 0) {
    return;
  }
  const top = where.kind === 'and' ? where.operands : [where];
  if (where.kind === 'or' && where.operands.some(isSemiJoin)) {
    throw queryErrors.malformed("Semi join sub-selects are not allowed with the 'OR' operator");
  }
  if (all.some((join) => !top.includes(join))) {
    throw queryErrors.malformed('Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.');
  }
  if (all.length > MAX_SEMI_JOINS) {
    throw queryErrors.malformed(`Maximum ${MAX_SEMI_JOINS} semi join sub-selects are allowed.`);
  }
  if (all.some(({ query }) => query?.where !== undefined && semiJoinsIn(query.where).length > 0)) {
    throw queryErrors.malformed('Nesting of semi join sub-selects is not supported');
  }
}

function isSemiJoin(condition: Condition): condition is Comparison {
  return condition.kind === 'comparison' && condition.query !== undefined;
}

function semiJoinsIn(condition: Condition): Comparison[] {
  if (condition.kind === 'comparison') {
    return isSemiJoin(condition) ? [condition] : [];
  }
  return condition.kind === 'not' ? semiJoinsIn(condition.operand) : condition.operands.flatMap(semiJoinsIn);
}
