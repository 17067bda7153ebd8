/** Who holds a gate family's bypass permission today: best effort, from the permission sets of each user. */
import { bypassPermission } from '../compiler/index.ts';
import type { OrgConnection } from '../org/types.ts';
import { listLiteral } from './soql.ts';

/** Family to the ids of the users who hold its bypass. */
export type BypassHolders = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * @returns the holders by family, or why they could not be read (a user without View Setup cannot see who has what)
 */
export async function bypassHolders(connection: OrgConnection, families: readonly string[]): Promise<{ holders: BypassHolders; unread: string | null }> {
  const familyOf = new Map(families.map((family) => [bypassPermission(family), family]));
  const { holders, unread } = await permissionHolders(connection, [...familyOf.keys()]);
  return { holders: new Map([...holders].map(([permission, users]) => [familyOf.get(permission) ?? permission, users])), unread: unread === null ? null : `who holds a bypass permission: ${unread}` };
}

/**
 * @param permissions API names of custom permissions
 * @returns ids of the users who hold each; or why that could not be read
 */
export async function permissionHolders(connection: OrgConnection, permissions: readonly string[]): Promise<{ holders: ReadonlyMap<string, ReadonlySet<string>>; unread: string | null }> {
  try {
    return { holders: await read(connection, permissions), unread: null };
  } catch (error) {
    if ((error as { errorCode?: string }).errorCode === 'BUDGET_SPENT') throw error;
    return { holders: new Map(), unread: (error as Error).message };
  }
}

async function read(connection: OrgConnection, names: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const permissions = await connection.query<{ Id: string; DeveloperName: string }>(`SELECT Id, DeveloperName FROM CustomPermission WHERE DeveloperName IN ${listLiteral(names)}`);
  if (permissions.length === 0) return new Map();
  const access = await connection.query<{ ParentId: string; SetupEntityId: string }>(`SELECT ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityId IN ${listLiteral(permissions.map(({ Id }) => Id))}`);
  if (access.length === 0) return new Map();
  const assigned = await connection.query<{ AssigneeId: string; PermissionSetId: string }>(`SELECT AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSetId IN ${listLiteral(new Set(access.map(({ ParentId }) => ParentId)))}`);
  return new Map(
    permissions.map((permission) => {
      const sets = new Set(access.filter((row) => row.SetupEntityId === permission.Id).map((row) => row.ParentId));
      return [permission.DeveloperName, new Set(assigned.filter((row) => sets.has(row.PermissionSetId)).map((row) => row.AssigneeId))] as const;
    }),
  );
}
