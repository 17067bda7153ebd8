/** Who had a deal: names of people, and the owner at an instant. */
import { aggregate, both, column, compare, concat, equal, integer, text, when } from '../relational/expression.ts';
import { aggregated, filter, join, project, rename, scan, window, type Relation } from '../relational/relation.ts';
import { sourceColumns } from './sources.ts';

/** Names of people with their teams; two of the same name are told apart by their usernames. */
export function ownerLabels(): Relation {
  const users = rename(scan('User', sourceColumns('User')), { user_id: 'Id', name: 'Name', username: 'Username', role_id: 'UserRoleId' });
  const names = rename(aggregated(users, ['name'], { bearers: aggregate('count') }), { shared_name: 'name', bearers: 'bearers' });
  const roles = rename(scan('UserRole', sourceColumns('UserRole')), { role: 'Id', owner_team: 'Name' });
  const label = when([[compare(column('bearers'), '>', integer(1)), concat(column('name'), text(' ('), column('username'), text(')'))]], column('name'));
  const named = join('left', join('left', users, names, equal(column('shared_name'), column('name'))), roles, equal(column('role'), column('role_id')));
  return project(named, { user_id: column('user_id'), owner_label: label, owner_team: column('owner_team'), username: column('username') });
}

/**
 * Who had a deal at an instant, where that is another than today: the former owner of the first change after it. History
 * names the owner by name in one row and by id in another; only ids are of a user.
 * @param events `deal_id` and `event_at`; a deal may have several, and an event may be there more than once
 * @returns `then_deal_id`, `then_event_at` and `then_owner_id`
 */
export function formerOwners(events: Relation): Relation {
  const users = rename(scan('User', sourceColumns('User')), { then_owner_id: 'Id' });
  const rows = rename(filter(scan('OpportunityFieldHistory', sourceColumns('OpportunityFieldHistory')), equal(column('Field'), text('Owner'))), { then_deal_id: 'OpportunityId', changed_at: 'CreatedDate', change_id: 'Id', old_value: 'OldValue' });
  const changes = join('inner', rows, users, equal(column('then_owner_id'), column('old_value')));
  const after = join('inner', changes, project(events, { event_deal: column('deal_id'), event_at: column('event_at') }), both(equal(column('event_deal'), column('then_deal_id')), compare(column('changed_at'), '>', column('event_at'))));
  const numbered = window(after, { nth: { function: 'row_number', partitionBy: ['then_deal_id', 'event_at'], orderBy: [{ column: 'changed_at' }, { column: 'change_id' }] } });
  return rename(filter(numbered, equal(column('nth'), integer(1))), { then_deal_id: 'then_deal_id', then_event_at: 'event_at', then_owner_id: 'then_owner_id' });
}
