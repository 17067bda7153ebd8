import { coalesce, column, equal, text } from '../relational/expression.ts';
import { join, project } from '../relational/relation.ts';
import { ACCOUNT_NEEDS, AMOUNT_NEEDS, dealColumns, DEAL_NEEDS, requireDeals, TERM_NEEDS } from './dealColumns.ts';
import { UNKNOWN } from './dimensions.ts';
import { stepTable, type Fact, type FactColumn } from './fact.ts';
import { ownerLabels } from './people.ts';
import type { SourceField } from './sources.ts';
import { customersByMonth, linesByMonth, renewals, terms } from './terms.ts';

const NEEDS = [...DEAL_NEEDS, ...ACCOUNT_NEEDS, ...TERM_NEEDS];
/** A renewal whose ARR is not agreed yet is worth a year of its amount. */
const PROPOSED_NEEDS: readonly SourceField[] = [...AMOUNT_NEEDS, 'Opportunity.Handrail_One_Off__c', 'Opportunity.Handrail_Term_Months__c'];

function dimensions(...names: readonly string[]): Record<string, FactColumn> {
  return Object.fromEntries(names.map((name) => [name, { type: 'text', needs: dealColumns[name]?.needs ?? [] }]));
}

function named(columns: Readonly<Record<string, FactColumn>>): Record<string, ReturnType<typeof column>> {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, column(name)]));
}

/** One row per term and month end: recurring revenue by its lines. */
export const recurring: Fact = {
  name: 'recurring',
  id: 'opportunity_id',
  needs: NEEDS,
  ofDeals: true,
  rowsOfMoney: 'loaded',
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    kind: { type: 'text', needs: [] },
    month_end: { type: 'date', needs: [] },
    arr: { type: 'number', needs: [] },
    account_id: { type: 'text', needs: [] },
    ...dimensions('segment', 'source', 'owner', 'tier', 'motion', 'region'),
  },
  steps: (input, deals) => [terms(requireDeals(deals)), linesByMonth(input, requireDeals(deals))],
  relation: (input, deals) => project(stepTable(linesByMonth(input, requireDeals(deals))), named(recurring.columns)),
};

/** One row per customer and month end: what it paid twelve months before, and what it pays. */
export const retention: Fact = {
  name: 'retention',
  id: 'account_id',
  needs: NEEDS,
  ofDeals: true,
  rowsOfMoney: 'loaded',
  inputColumns: { margin: 'gross_margin' },
  columns: {
    account_id: { type: 'text', needs: [] },
    month_end: { type: 'date', needs: [] },
    arr: { type: 'number', needs: [] },
    arr_then: { type: 'number', needs: [] },
    arr_booked: { type: 'number', needs: [] },
    kept: { type: 'number', needs: [] },
    expansion: { type: 'number', needs: [] },
    contraction: { type: 'number', needs: [] },
    churn: { type: 'number', needs: [] },
    churned: { type: 'boolean', needs: [] },
    was_customer: { type: 'boolean', needs: [] },
    is_customer: { type: 'boolean', needs: [] },
    margin: { type: 'number', needs: [], plain: true },
    ...dimensions('segment', 'source', 'tier'),
  },
  steps: (input, deals) => [terms(requireDeals(deals)), linesByMonth(input, requireDeals(deals))],
  relation: (input, deals) => project(customersByMonth(input, requireDeals(deals)), named(retention.columns)),
};

/** One row per deal whose term runs out, with what has become of its renewal: `renewed`, `begun`, `lost` or `none`. */
export const renewal: Fact = {
  name: 'renewal',
  id: 'opportunity_id',
  needs: NEEDS,
  ofDeals: true,
  rowsOfMoney: 'loaded',
  ahead: ['ends_on'],
  columns: {
    opportunity_id: { type: 'text', needs: [] },
    ends_on: { type: 'date', needs: [] },
    ended_on: { type: 'date', needs: [] },
    arr: { type: 'number', needs: [] },
    open_arr: { type: 'number', needs: PROPOSED_NEEDS },
    covered_arr: { type: 'number', needs: PROPOSED_NEEDS },
    begun: { type: 'boolean', needs: [] },
    state: { type: 'text', needs: [] },
    ...dimensions('segment', 'source', 'tier'),
    csm: { type: 'text', needs: ['Account.Id', 'Account.Handrail_CSM__c', 'User.Id', 'User.Name', 'User.Username'] },
  },
  steps: (input, deals) => [terms(requireDeals(deals)), renewals(input, requireDeals(deals))],
  relation(input, deals) {
    const rows = join('left', stepTable(renewals(input, requireDeals(deals))), ownerLabels(), equal(column('user_id'), column('csm_id')));
    return project(rows, { ...named(renewal.columns), csm: coalesce(column('owner_label'), text(UNKNOWN)) });
  },
};
