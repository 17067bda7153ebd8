/** Who holds a gate family's bypass permission today: best effort, from the permission sets of each user. */
import { bypassPermission } from '../compiler/index.ts';
import type { OrgConnection } from '../org/types.ts';
import { IN_FORCE, listLiteral } from '../org/soql.ts';

/** Family to the ids of the users who hold its bypass. */
export type BypassHolders = ReadonlyMap<string, ReadonlySet<string>>;

/** One assignment of a custom permission to a user. */
export interface Grant {
  readonly userId: string;
  readonly person: string;
  /** ISO instants. The assignment has no other day than that of its last change, which is its first. */
  readonly since: string | null;
  readonly until: string | null;
}

/** Family to the assignments of its bypass. */
export type BypassGrants = ReadonlyMap<string, readonly Grant[]>;

/**
 * @returns the assignments by family, those that are over too, or why they could not be read (a user without View Setup cannot see who has what)
 */
export function bypassGrants(connection: OrgConnection, families: readonly string[]): Promise<{ grants: BypassGrants; unread: string | null }> {
  return grantsOf(connection, families, null);
}

async function grantsOf(connection: OrgConnection, families: readonly string[], condition: string | null): Promise<{ grants: BypassGrants; unread: string | null }> {
  const familyOf = new Map(families.map((family) => [bypassPermission(family), family]));
  const { grants, unread } = await permissionGrants(connection, [...familyOf.keys()], condition);
  return { grants: new Map([...grants].map(([permission, own]) => [familyOf.get(permission) ?? permission, own])), unread: unread === null ? null : `who holds a bypass permission: ${unread}` };
}

/** @returns the users who hold the bypass of each family today */
export async function bypassHolders(connection: OrgConnection, families: readonly string[]): Promise<{ holders: BypassHolders; unread: string | null }> {
  const { grants, unread } = await grantsOf(connection, families, IN_FORCE);
  return { holders: holdersIn(grants), unread };
}

export function holdersIn(grants: BypassGrants): BypassHolders {
  return new Map([...grants].map(([name, own]) => [name, new Set(own.map(({ userId }) => userId))]));
}

/**
 * @param permissions API names of custom permissions
 * @returns ids of the users who hold each today; or why that could not be read
 */
export async function permissionHolders(connection: OrgConnection, permissions: readonly string[]): Promise<{ holders: ReadonlyMap<string, ReadonlySet<string>>; unread: string | null }> {
  const { grants, unread } = await permissionGrants(connection, permissions, IN_FORCE);
  return { holders: holdersIn(grants), unread };
}

/** @param condition on the assignments; null for all */
async function permissionGrants(connection: OrgConnection, permissions: readonly string[], condition: string | null): Promise<{ grants: BypassGrants; unread: string | null }> {
  try {
    return { grants: await read(connection, permissions, condition), unread: null };
  } catch (error) {
    if ((error as { errorCode?: string }).errorCode === 'BUDGET_SPENT') throw error;
    return { grants: new Map(), unread: (error as Error).message };
  }
}

interface Assignment {
  readonly AssigneeId: string;
  readonly PermissionSetId: string;
  readonly ExpirationDate: string | null;
  readonly SystemModstamp: string | null;
  readonly Assignee: { readonly Name: string } | null;
}

async function read(connection: OrgConnection, names: readonly string[], condition: string | null): Promise<BypassGrants> {
  const permissions = await connection.query<{ Id: string; DeveloperName: string }>(`SELECT Id, DeveloperName FROM CustomPermission WHERE DeveloperName IN ${listLiteral(names)}`);
  if (permissions.length === 0) return new Map();
  const access = await connection.query<{ ParentId: string; SetupEntityId: string }>(`SELECT ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityId IN ${listLiteral(permissions.map(({ Id }) => Id))}`);
  if (access.length === 0) return new Map();
  const assigned = await connection.query<Assignment>(`SELECT AssigneeId, PermissionSetId, ExpirationDate, SystemModstamp, Assignee.Name FROM PermissionSetAssignment WHERE ${condition === null ? '' : `${condition} AND `}PermissionSetId IN ${listLiteral(new Set(access.map(({ ParentId }) => ParentId)))}`);
  return new Map(
    permissions.map((permission) => {
      const sets = new Set(access.filter((row) => row.SetupEntityId === permission.Id).map((row) => row.ParentId));
      return [permission.DeveloperName, assigned.filter((row) => sets.has(row.PermissionSetId)).map((row): Grant => ({ userId: row.AssigneeId, person: row.Assignee?.Name ?? row.AssigneeId, since: row.SystemModstamp, until: row.ExpirationDate }))] as const;
    }),
  );
}
