/** Cohorts of experiments as users of the org: the playbook names people and teams, permissions are held by users. */
import type { OrgConnection } from '../../org/types.ts';
import { listLiteral } from '../../org/soql.ts';
import type { Experiment } from '../../playbook/model.ts';
import type { CohortState, Person } from '../orgState.ts';

interface UserRow {
  readonly Id: string;
  readonly Name: string | null;
  readonly Username: string;
  readonly IsActive: boolean;
  readonly UserRole: { readonly Name: string | null } | null;
}

/** Names in one query; its address has to fit. */
const MOST_NAMES = 100;

/**
 * One query for all of them, and another for every hundred names.
 * @returns by id of the experiment
 */
export async function readCohorts(connection: OrgConnection, experiments: readonly Pick<Experiment, 'id' | 'cohort'>[]): Promise<ReadonlyMap<string, CohortState>> {
  const named = (names: (cohort: Experiment['cohort']) => readonly string[]): string[] => [...new Set(experiments.flatMap(({ cohort }) => names(cohort)))];
  const users = [...(await usersWith(connection, 'Username', named(({ owners }) => owners))), ...(await usersWith(connection, 'UserRole.Name', named(({ teams }) => teams)))];
  const byId = new Map(users.map((user) => [user.Id, user]));
  return new Map(experiments.map(({ id, cohort }) => [id, resolved(cohort, [...byId.values()])]));
}

async function usersWith(connection: OrgConnection, field: 'Username' | 'UserRole.Name', names: readonly string[]): Promise<UserRow[]> {
  const rows: UserRow[] = [];
  for (let at = 0; at < names.length; at += MOST_NAMES) rows.push(...(await connection.query<UserRow>(`SELECT Id, Name, Username, IsActive, UserRole.Name FROM User WHERE ${field} IN ${listLiteral(names.slice(at, at + MOST_NAMES))}`)));
  return rows;
}

/** Names are compared without case, as metrics do. Who has left is of the cohort and can hold nothing. */
function resolved(cohort: Experiment['cohort'], users: readonly UserRow[]): CohortState {
  const kinds = [
    { names: cohort.owners, of: (user: UserRow): string => user.Username },
    { names: cohort.teams, of: (user: UserRow): string => user.UserRole?.Name ?? '' },
  ];
  const has = (user: UserRow, { names, of }: (typeof kinds)[number]): boolean => names.some((name) => same(name, of(user)));
  return {
    people: users.filter((user) => user.IsActive && kinds.some((kind) => has(user, kind))).map(personOf),
    unknown: kinds.flatMap(({ names, of }) => names.filter((name) => !users.some((user) => same(name, of(user))))),
  };
}

function personOf({ Id, Name, Username }: UserRow): Person {
  return { userId: Id, username: Username, person: Name ?? Username };
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
