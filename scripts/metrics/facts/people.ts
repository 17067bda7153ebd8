/** Who had a deal: names of people, and the owner at an instant. */
import type { Cohort } from '../../playbook/model.ts';
import { aggregate, boolean, both, column, compare, concat, either, equal, folded, integer, isIn, isNull, isTrue, not, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, filter, join, project, rename, scan, window, type Relation } from '../relational/relation.ts';
import { sourceColumns, type SourceField } from './sources.ts';

/** Names of people with their teams; two of the same name are told apart by their usernames. */
export function ownerLabels(): Relation {
  const users = rename(scan('User', sourceColumns('User')), { user_id: 'Id', name: 'Name', username: 'Username', role_id: 'UserRoleId' });
  const names = rename(aggregated(users, ['name'], { bearers: aggregate('count') }), { shared_name: 'name', bearers: 'bearers' });
  const roles = rename(scan('UserRole', sourceColumns('UserRole')), { role: 'Id', owner_team: 'Name' });
  const label = when([[compare(column('bearers'), '>', integer(1)), concat(column('name'), text(' ('), column('username'), text(')'))]], column('name'));
  const named = join('left', join('left', users, names, equal(column('shared_name'), column('name'))), roles, equal(column('role'), column('role_id')));
  return project(named, { user_id: column('user_id'), owner_label: label, owner_team: column('owner_team'), username: column('username') });
}

const TEAMS: readonly SourceField[] = ['User.UserRoleId', 'UserRole.Id', 'UserRole.Name'];
const TERRITORIES: readonly SourceField[] = ['Territory2.Id', 'Territory2.Name', 'Territory2.DeveloperName', 'UserTerritory2Association.Id', 'UserTerritory2Association.UserId', 'UserTerritory2Association.Territory2Id'];

/** Fields that tell who is of a cohort. */
export function cohortNeeds({ teams, territories }: Cohort): readonly SourceField[] {
  return ['User.Id', 'User.Name', 'User.Username', ...(teams.length > 0 ? TEAMS : []), ...(territories.length > 0 ? TERRITORIES : [])];
}

/** Who is assigned to which territory: `member_id`, `territory` and `territory_name`, its label and its API name. */
export function assignments(): Relation {
  const assigned = rename(scan('UserTerritory2Association', sourceColumns('UserTerritory2Association')), { member_id: 'UserId', assigned_to: 'Territory2Id' });
  const territories = rename(scan('Territory2', sourceColumns('Territory2')), { territory_id: 'Id', territory: 'Name', territory_name: 'DeveloperName' });
  return join('inner', assigned, territories, equal(column('territory_id'), column('assigned_to')));
}

/** Those of `ownerLabels` who are of a cohort, each once; names compare without case. */
export function peopleOf({ owners, teams, territories }: Cohort): Relation {
  const among = (of: string, names: readonly string[]): Expression => (names.length === 0 ? boolean(false) : isTrue(isIn(folded(column(of)), names.map((each) => each.trim().toLowerCase()))));
  const named = either(among('username', owners), among('owner_team', teams));
  if (territories.length === 0) return filter(ownerLabels(), named);
  const members = aggregated(filter(assignments(), either(among('territory', territories), among('territory_name', territories))), ['member_id'], {});
  return filter(join('left', ownerLabels(), members, equal(column('member_id'), column('user_id'))), either(named, not(isNull(column('member_id')))));
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
