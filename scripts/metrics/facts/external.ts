/** What is measured outside the CRM: read from files and shown with their freshness, sliced by what the CRM knows. */
import type { Playbook } from '../../playbook/model.ts';
import { INPUTS } from '../inputs.ts';
import { aggregate, both, coalesce, column, compare, date, daysBetween, either, equal, integer, isIn, isNull, isTrue, not, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, filter, join, project, rename, scan, window, type Relation } from '../relational/relation.ts';
import { segmentOf, UNKNOWN } from './dimensions.ts';
import type { Fact, FactColumn, FactInput, FactName } from './fact.ts';
import { ownerLabels } from './people.ts';
import { sourceColumns } from './sources.ts';

const SEGMENT: FactColumn = { type: 'text', needs: ['Account.Id', 'Account.NumberOfEmployees'] };
const CSM: FactColumn = { type: 'text', needs: ['Account.Id', 'Account.Handrail_CSM__c', 'User.Id', 'User.Name', 'User.Username'] };
const TIER: FactColumn = { type: 'text', needs: ['Opportunity.Id', 'Opportunity.AccountId', 'Opportunity.Handrail_Tier__c', 'Opportunity.CloseDate', 'Opportunity.CreatedDate', 'Opportunity.StageName', 'Opportunity.IsDeleted', 'Opportunity.Handrail_Exclude__c'] };
const of = (type: FactColumn['type']): FactColumn => ({ type, needs: [] });

const RECENT_DAYS = 28;

/** The last four weeks, or the four before them. */
function recent(day: string, today: string): Expression {
  const ago = daysBetween(column(day), date(today));
  return when([
    [both(compare(ago, '>=', integer(1)), compare(ago, '<=', integer(RECENT_DAYS))), text('now')],
    [both(compare(ago, '>', integer(RECENT_DAYS)), compare(ago, '<=', integer(2 * RECENT_DAYS))), text('before')],
  ], text('earlier'));
}

/** Accounts as slices: `slice_account`, `segment`, `csm`. */
function accounts(playbook: Playbook): Relation {
  const found = rename(scan('Account', sourceColumns('Account')), { slice_account: 'Id', employees: 'NumberOfEmployees', csm_id: 'Handrail_CSM__c' });
  const named = join('left', found, ownerLabels(), equal(column('user_id'), column('csm_id')));
  return project(named, { slice_account: column('slice_account'), segment_of: segmentOf('employees', playbook), csm_of: coalesce(column('owner_label'), text(UNKNOWN)) });
}

/** The tier of the deal an account signed last: `tier_account`, `tier_of`. What it did not buy, or not yet, is none. */
function tiers({ playbook, today }: FactInput): Relation {
  const wonIn = playbook.objects.find(({ apiName }) => apiName === 'Opportunity')?.stages.filter(({ won }) => won).flatMap(({ name, was = [] }) => [name, ...was]) ?? [];
  const sold = both(not(column('IsDeleted')), isTrue(isIn(column('StageName'), wonIn)), either(isNull(column('Handrail_Exclude__c')), equal(column('Handrail_Exclude__c'), text('Migration'))), not(isNull(column('Handrail_Tier__c'))));
  const deals = filter(scan('Opportunity', sourceColumns('Opportunity')), both(sold, isTrue(compare(column('CloseDate'), '<=', date(today)))));
  const latest = filter(window(deals, { nth: { function: 'row_number', partitionBy: ['AccountId'], orderBy: [{ column: 'CloseDate', descending: true }, { column: 'CreatedDate', descending: true }, { column: 'Id' }] } }), equal(column('nth'), integer(1)));
  return rename(latest, { tier_account: 'AccountId', tier_of: 'Handrail_Tier__c' });
}

/** A count that only says something beside another one: a line that lacks one of both is in neither sum. */
function besides(name: string, other: string): Expression {
  return when([[not(isNull(column(other))), column(name)]]);
}

/** Rows of a file that the day could know of. */
function rowsOf(name: keyof typeof INPUTS, day: string, today: string): Relation {
  return filter(scan(`input_${name}`, INPUTS[name].columns), isTrue(compare(column(day), '<=', date(today))));
}

function fact(name: FactName, id: string, columns: Readonly<Record<string, FactColumn>>, relation: (input: FactInput) => Relation): Fact {
  return { name, id, needs: [], ofDeals: false, onlyInput: true, columns, relation };
}

const usage = fact('product_usage', 'account_id', { account_id: of('text'), day: of('date'), recent: of('text'), active: of('number'), licensed: of('number'), segment: SEGMENT, tier: TIER }, (input) => {
  const { playbook, today } = input;
  const rows = join('left', join('left', rowsOf('product_usage', 'day', today), accounts(playbook), equal(column('slice_account'), column('account_id'))), tiers(input), equal(column('tier_account'), column('account_id')));
  return project(rows, { account_id: column('account_id'), day: column('day'), recent: recent('day', today), active: besides('active_users', 'licensed_users'), licensed: besides('licensed_users', 'active_users'), segment: coalesce(column('segment_of'), text(UNKNOWN)), tier: coalesce(column('tier_of'), text(UNKNOWN)) });
});

const engagement = fact('engagement', 'person_id', { person_id: of('text'), day: of('date'), recent: of('text'), score: of('number'), channel: of('text') }, ({ today }) =>
  project(rowsOf('engagement', 'day', today), { person_id: column('person_id'), day: column('day'), recent: recent('day', today), score: column('score'), channel: coalesce(column('channel'), text(UNKNOWN)) }),
);

const feature = fact('feature_adoption', 'account_id', { account_id: of('text'), month: of('date'), feature: of('text'), entitled: of('number'), used: of('number'), segment: SEGMENT }, ({ playbook, today }) => {
  const rows = join('left', rowsOf('feature_adoption', 'month', today), accounts(playbook), equal(column('slice_account'), column('account_id')));
  return project(rows, { account_id: column('account_id'), month: column('month'), feature: coalesce(column('feature'), text(UNKNOWN)), entitled: besides('entitled', 'used'), used: besides('used', 'entitled'), segment: coalesce(column('segment_of'), text(UNKNOWN)) });
});

/** Only the last word on each account counts. */
const health = fact('account_health', 'account_id', { account_id: of('text'), health: of('text'), score: of('number'), segment: SEGMENT, csm: CSM }, ({ playbook, today }) => {
  const rows = rowsOf('account_health', 'day', today);
  const last = rename(aggregated(rows, ['account_id'], { last: aggregate('max', column('day')) }), { last_account: 'account_id', last: 'last' });
  const latest = join('inner', rows, last, both(equal(column('last_account'), column('account_id')), equal(column('last'), column('day'))));
  const named = join('left', latest, accounts(playbook), equal(column('slice_account'), column('account_id')));
  return project(named, { account_id: column('account_id'), health: coalesce(column('health'), text(UNKNOWN)), score: column('score'), segment: coalesce(column('segment_of'), text(UNKNOWN)), csm: coalesce(column('csm_of'), text(UNKNOWN)) });
});

const tool = fact('tool_usage', 'tool', { tool: of('text'), month: of('date'), layer: of('text'), active: of('number'), licensed: of('number'), monthly_cost: of('number') }, ({ today }) =>
  project(rowsOf('tool_usage', 'month', today), { tool: column('tool'), month: column('month'), layer: coalesce(column('layer'), text(UNKNOWN)), active: column('active_users'), licensed: column('licensed_users'), monthly_cost: column('monthly_cost') }),
);

export const EXTERNAL = { product_usage: usage, engagement, feature_adoption: feature, account_health: health, tool_usage: tool } as const;
