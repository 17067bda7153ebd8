/** Cohorts of experiments as users of the org: the playbook names people, teams and territories, permissions are held by users. */
import { listLiteral } from '../../org/soql.ts';
import type { OrgConnection } from '../../org/types.ts';
import type { Cohort } from '../../playbook/model.ts';
import type { CohortState, Person } from '../orgState.ts';

interface UserRow {
  readonly Id: string;
  readonly Name: string | null;
  readonly Username: string;
  readonly IsActive: boolean;
  readonly UserRole: { readonly Name: string | null } | null;
}

interface AssignedRow {
  readonly User: Omit<UserRow, 'UserRole'> | null;
  readonly Territory2: { readonly Name: string; readonly DeveloperName: string } | null;
}

/** A user and the names by which a cohort may mean him. */
interface Meant {
  readonly isActive: boolean;
  readonly person: Person;
  /** In lower case, since names compare without case, as in metrics. */
  readonly names: ReadonlySet<string>;
}

type Kind = keyof Cohort;

/** Names in one query; its address has to fit. */
const MOST_NAMES = 100;

/** A query for each kind of name that is used, and another for every hundred names. @returns in the order of the cohorts */
export async function readCohorts(connection: OrgConnection, cohorts: readonly Cohort[]): Promise<CohortState[]> {
  const found: Partial<Record<Kind, readonly Meant[]>> = {};
  for (const kind of KINDS) found[kind] = await meantBy(connection, kind, [...new Set(cohorts.flatMap((cohort) => cohort[kind].map(folded)))]);
  return cohorts.map((cohort) => {
    const meant = KINDS.flatMap((kind) => (found[kind] ?? []).filter(({ names }) => cohort[kind].some((name) => names.has(folded(name)))));
    return {
      // Who has left is of the cohort and can hold nothing.
      people: [...new Map(meant.filter(({ isActive }) => isActive).map(({ person }) => [person.userId, person])).values()],
      unknown: KINDS.flatMap((kind) => cohort[kind].filter((name) => !(found[kind] ?? []).some(({ names }) => names.has(folded(name))))),
    };
  });
}

const READERS: Readonly<Record<Kind, (connection: OrgConnection, list: string) => Promise<Meant[]>>> = {
  owners: async (connection, list) => (await connection.query<UserRow>(`SELECT Id, Name, Username, IsActive FROM User WHERE Username IN ${list}`)).map((user) => meantAs(user, user.Username)),
  teams: async (connection, list) => (await connection.query<UserRow>(`SELECT Id, Name, Username, IsActive, UserRole.Name FROM User WHERE UserRole.Name IN ${list}`)).map((user) => meantAs(user, user.UserRole?.Name)),
  territories: async (connection, list) => {
    const rows = await connection.query<AssignedRow>(`SELECT User.Id, User.Name, User.Username, User.IsActive, Territory2.Name, Territory2.DeveloperName FROM UserTerritory2Association WHERE Territory2.Territory2Model.State = 'Active' AND (Territory2.Name IN ${list} OR Territory2.DeveloperName IN ${list})`);
    return rows.flatMap(({ User: user, Territory2: territory }) => (user === null ? [] : [meantAs(user, territory?.Name, territory?.DeveloperName)]));
  },
};
const KINDS = Object.keys(READERS) as Kind[];

async function meantBy(connection: OrgConnection, kind: Kind, names: readonly string[]): Promise<Meant[]> {
  const meant: Meant[] = [];
  for (let at = 0; at < names.length; at += MOST_NAMES) meant.push(...(await READERS[kind](connection, listLiteral(names.slice(at, at + MOST_NAMES)))));
  return meant;
}

function meantAs({ Id, Name, Username, IsActive }: Omit<UserRow, 'UserRole'>, ...names: readonly (string | null | undefined)[]): Meant {
  return { isActive: IsActive, person: { userId: Id, username: Username, person: Name ?? Username }, names: new Set(names.flatMap((name) => (name ? [folded(name)] : []))) };
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}
