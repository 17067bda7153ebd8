/** Who holds a gate family's bypass permission today: best effort, from the permission sets of each user. */
import { bypassPermission } from '../compiler/index.ts';
import type { OrgConnection } from '../org/types.ts';
import { listLiteral } from './soql.ts';

/** Family to the ids of the users who hold its bypass. */
export type BypassHolders = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * @returns the holders, or why they could not be read (a user without View Setup cannot see who has what)
 */
export async function bypassHolders(connection: OrgConnection, families: readonly string[]): Promise<{ holders: BypassHolders; unread: string | null }> {
  try {
    return { holders: await read(connection, families), unread: null };
  } catch (error) {
    if ((error as { errorCode?: string }).errorCode === 'BUDGET_SPENT') throw error;
    return { holders: new Map(), unread: `who holds a bypass permission: ${(error as Error).message}` };
  }
}

async function read(connection: OrgConnection, families: readonly string[]): Promise<BypassHolders> {
  const familyOf = new Map(families.map((family) => [bypassPermission(family), family]));
  const permissions = await connection.query<{ Id: string; DeveloperName: string }>(`SELECT Id, DeveloperName FROM CustomPermission WHERE DeveloperName IN ${listLiteral(familyOf.keys())}`);
  if (permissions.length === 0) return new Map();
  const access = await connection.query<{ ParentId: string; SetupEntityId: string }>(`SELECT ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityId IN ${listLiteral(permissions.map(({ Id }) => Id))}`);
  if (access.length === 0) return new Map();
  const assigned = await connection.query<{ AssigneeId: string; PermissionSetId: string }>(`SELECT AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSetId IN ${listLiteral(new Set(access.map(({ ParentId }) => ParentId)))}`);
  const holders = new Map<string, ReadonlySet<string>>();
  for (const permission of permissions) {
    const sets = new Set(access.filter((row) => row.SetupEntityId === permission.Id).map((row) => row.ParentId));
    const family = familyOf.get(permission.DeveloperName);
    if (family !== undefined) holders.set(family, new Set(assigned.filter((row) => sets.has(row.PermissionSetId)).map((row) => row.AssigneeId)));
  }
  return holders;
}
