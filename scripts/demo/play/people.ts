/** The people of the demo company as users of the org: those of a fresh org get their names, the others are added. */
import type { Engine, Session } from '../../local-org/engine/types.ts';
import type { Company } from '../tables/schema.ts';

/** What everybody has who works with leads and deals. */
const EVERYBODY = ['Handrail_Playbook_Edit'];
const DOMAIN = 'fernhollow.example';

export interface People {
  usernameOf(name: string): string;
  idOf(name: string): string;
}

export function usernameOf({ people }: Company, name: string): string {
  return people.find((person) => person.name === name)?.user ?? `${name.toLowerCase().replaceAll(' ', '.')}@${DOMAIN}`;
}

/** Adds and names the users, gives them roles and permission sets. */
export function hirePeople(engine: Engine, admin: Session, company: Company): People {
  const read = (soql: string): string => firstId(engine, admin, soql);
  const saved = (object: string, record: Readonly<Record<string, unknown>>): string => {
    const [result] = record['Id'] === undefined ? engine.insert(admin, object, [record]) : engine.update(admin, object, [record]);
    if (!result?.success) throw new Error(`The demo company could not happen: ${object} ${JSON.stringify(record)} was refused. ${result?.errors.map(({ message }) => message).join(' ') ?? ''}`);
    return result.id ?? '';
  };
  const profile = read("SELECT Id FROM Profile WHERE Name = 'Standard User'");
  const roles = new Map(Object.keys(company.segments).map((segment) => [segment, saved('UserRole', { Name: segment, DeveloperName: segment.replaceAll('-', '_') })]));
  const ids = new Map<string, string>();
  for (const person of company.people) {
    const username = usernameOf(company, person.name);
    const known = read(`SELECT Id FROM User WHERE Username = '${username}'`);
    const at = person.name.lastIndexOf(' ');
    const manager = person.manager === undefined ? undefined : ids.get(person.manager);
    const role = person.sells === undefined ? undefined : roles.get(person.sells);
    const row = { FirstName: person.name.slice(0, at), LastName: person.name.slice(at + 1), Title: person.title, ...(manager === undefined ? {} : { ManagerId: manager }), ...(role === undefined ? {} : { UserRoleId: role }) };
    const nickname = username.replace(/@.*$/, '');
    const id = known === '' ? saved('User', {
      ...row, Username: username, Email: username, Alias: nickname.slice(0, 8), CommunityNickname: nickname, ProfileId: profile, IsActive: true, TimeZoneSidKey: company.time_zone, LocaleSidKey: 'en_US', LanguageLocaleKey: 'en_US', EmailEncodingKey: 'UTF-8',
    }) : saved('User', { Id: known, ...row });
    ids.set(person.name, id);
    const sets = [...person.sets, ...EVERYBODY, ...(person.sells === undefined && person.left_on === undefined ? [] : ['Handrail_Rep'])];
    for (const set of sets) assign(engine, admin, id, set);
  }
  return { usernameOf: (name) => usernameOf(company, name), idOf: (name) => ids.get(name) ?? '' };
}

/** Id of the first record that a query finds; empty when it finds none. */
export function firstId(engine: Engine, session: Session, soql: string): string {
  const id = engine.query(session, soql).records[0]?.['Id'];
  return typeof id === 'string' ? id : '';
}

/** Gives a user a permission set, unless it is there already. */
export function assign(engine: Engine, admin: Session, userId: string, set: string): void {
  const [permissionSet] = engine.query(admin, `SELECT Id FROM PermissionSet WHERE Name = '${set}'`).records;
  if (permissionSet === undefined) throw new Error(`The org has no permission set ${set}; is force-app deployed?`);
  if (engine.query(admin, `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${userId}' AND PermissionSetId = '${String(permissionSet['Id'])}'`).totalSize > 0) return;
  const [result] = engine.insert(admin, 'PermissionSetAssignment', [{ AssigneeId: userId, PermissionSetId: permissionSet['Id'] }]);
  if (!result?.success) throw new Error(`${set} could not be assigned: ${result?.errors.map(({ message }) => message).join(' ') ?? ''}`);
}

/** A queue for leads that nobody has taken. */
export function openQueue(engine: Engine, admin: Session, name: string, members: readonly string[]): string {
  const [queue] = engine.insert(admin, 'Group', [{ Name: name, DeveloperName: name.replaceAll(' ', '_'), Type: 'Queue' }]);
  const id = queue?.id ?? '';
  const results = [...engine.insert(admin, 'QueueSobject', [{ QueueId: id, SobjectType: 'Lead' }]), ...engine.insert(admin, 'GroupMember', members.map((member) => ({ GroupId: id, UserOrGroupId: member })))];
  const failed = results.find(({ success }) => !success);
  if (failed) throw new Error(`The queue ${name} could not be opened: ${failed.errors.map(({ message }) => message).join(' ')}`);
  return id;
}
