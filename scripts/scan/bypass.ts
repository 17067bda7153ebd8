/** Who holds a gate family's bypass permission today: best effort, from the permission sets of each user. */
import { bypassPermission } from '../compiler/index.ts';
import type { OrgConnection } from '../org/types.ts';
import { listLiteral } from '../org/soql.ts';

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
 * @returns the assignments by family, or why they could not be read (a user without View Setup cannot see who has what)
 */
export async function bypassGrants(connection: OrgConnection, families: readonly string[]): Promise<{ grants: BypassGrants; unread: string | null }> {
  const familyOf = new Map(families.map((family) => [bypassPermission(family), family]));
  const { grants, unread } = await permissionGrants(connection, [...familyOf.keys()]);
  return { grants: new Map([...grants].map(([permission, own]) => [familyOf.get(permission) ?? permission, own])), unread: unread === null ? null : `who holds a bypass permission: ${unread}` };
}

/** @returns as `bypassGrants`, the users alone */
export async function bypassHolders(connection: OrgConnection, families: readonly string[]): Promise<{ holders: BypassHolders; unread: string | null }> {
  const { grants, unread } = await bypassGrants(connection, families);
  return { holders: holdersIn(grants), unread };
}

export function holdersIn(grants: BypassGrants): BypassHolders {
  return new Map([...grants].map(([name, own]) => [name, new Set(own.map(({ userId }) => userId))]));
}

/**
 * @param permissions API names of custom permissions
 * @returns ids of the users who hold each; or why that could not be read
 */
export async function permissionHolders(connection: OrgConnection, permissions: readonly string[]): Promise<{ holders: ReadonlyMap<string, ReadonlySet<string>>; unread: string | null }> {
  const { grants, unread } = await permissionGrants(connection, permissions);
  return { holders: holdersIn(grants), unread };
}

async function permissionGrants(connection: OrgConnection, permissions: readonly string[]): Promise<{ grants: BypassGrants; unread: string | null }> {
  try {
    return { grants: await read(connection, permissions), unread: null };
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

async function read(connection: OrgConnection, names: readonly string[]): Promise<BypassGrants> {
  const permissions = await connection.query<{ Id: string; DeveloperName: string }>(`SELECT Id, DeveloperName FROM CustomPermission WHERE DeveloperName IN ${listLiteral(names)}`);
  if (permissions.length === 0) return new Map();
  const access = await connection.query<{ ParentId: string; SetupEntityId: string }>(`SELECT ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityId IN ${listLiteral(permissions.map(({ Id }) => Id))}`);
  if (access.length === 0) return new Map();
  const assigned = await connection.query<Assignment>(`SELECT AssigneeId, PermissionSetId, ExpirationDate, SystemModstamp, Assignee.Name FROM PermissionSetAssignment WHERE PermissionSetId IN ${listLiteral(new Set(access.map(({ ParentId }) => ParentId)))}`);
  return new Map(
    permissions.map((permission) => {
      const sets = new Set(access.filter((row) => row.SetupEntityId === permission.Id).map((row) => row.ParentId));
      return [permission.DeveloperName, assigned.filter((row) => sets.has(row.PermissionSetId)).map((row): Grant => ({ userId: row.AssigneeId, person: row.Assignee?.Name ?? row.AssigneeId, since: row.SystemModstamp, until: row.ExpirationDate }))] as const;
    }),
  );
}
