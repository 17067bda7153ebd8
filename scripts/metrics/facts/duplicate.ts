import { aggregate, both, column, compare, equal, folded, instant, integer, isNull, isTrue, not, text } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, union, type Relation } from '../relational/relation.ts';
import type { Fact } from './fact.ts';
import { leadSourceOf } from './leadSource.ts';
import { sourceColumns } from './sources.ts';

/**
 * One row per lead with an e-mail address and per account with what the playbook matches accounts by: `copy` where another has the same. Those without
 * are left out, since nobody can tell. Capitals do not count, nor do the protocol, `www` and what follows the domain.
 */
export const duplicate: Fact = {
  name: 'duplicate',
  id: 'record_id',
  needs: ['Lead.Id', 'Lead.IsDeleted', 'Lead.CreatedDate', 'Lead.Email', 'Account.Id', 'Account.Website'],
  needsWith: ({ duplicates }) => (duplicates.Account.match === 'name' ? ['Account.Name'] : []),
  ofDeals: false,
  columns: {
    record_id: { type: 'text', needs: [] },
    object: { type: 'text', needs: [] },
    copy: { type: 'boolean', needs: [] },
    source: { type: 'text', needs: ['Lead.Handrail_Original_Source__c', 'Lead.LeadSource'] },
  },
  relation({ asOf, playbook }) {
    const { duplicates } = playbook;
    const leads = filter(scan('Lead', sourceColumns('Lead')), both(not(column('IsDeleted')), compare(column('CreatedDate'), '<', instant(asOf))));
    const people = project(leads, { record_id: column('Id'), object: text('Lead'), name: folded(column('Email')), source: leadSourceOf(playbook) });
    const companies = project(scan('Account', sourceColumns('Account')), { record_id: column('Id'), object: text('Account'), name: folded(column(duplicates.Account.match === 'name' ? 'Name' : 'Website')), source: text(null) });
    return marked(filter(union(people, companies), not(isNull(column('name')))));
  },
};

function marked(rows: Relation): Relation {
  const shared = rename(aggregated(rows, ['object', 'name'], { bearers: aggregate('count') }), { of_object: 'object', of_name: 'name', bearers: 'bearers' });
  const found = join('left', rows, shared, both(equal(column('of_object'), column('object')), equal(column('of_name'), column('name'))));
  return project(extend(found, { copy: isTrue(compare(column('bearers'), '>', integer(1))) }), { record_id: column('record_id'), object: column('object'), copy: column('copy'), source: column('source') });
}
