/** Who can pass gates without meeting them: holders of the bypass permissions, through permission sets, groups or profiles. */
import { IN_FORCE } from '../../org/soql.ts';
import type { OrgConnection } from '../../org/types.ts';
import type { BypassGrant } from '../orgState.ts';

const PREFIX = 'Handrail_Bypass_';

interface AccessRow {
  readonly ParentId: string;
  readonly SetupEntityId: string;
}

interface AssignmentRow {
  readonly PermissionSetId: string;
  readonly ExpirationDate: string | null;
  readonly SystemModstamp: string | null;
  readonly Assignee: { readonly Name: string; readonly Username: string } | null;
  readonly PermissionSet: { readonly Label: string; readonly IsOwnedByProfile: boolean; readonly Profile: { readonly Name: string } | null } | null;
}

/** Three queries: a semi-join of a semi-join is not allowed (SOQL and SOSL Reference, "Comparison Operators"). Active users only. */
export async function readBypasses(connection: OrgConnection): Promise<BypassGrant[]> {
  const permissions = await connection.query<{ Id: string; DeveloperName: string }>(`SELECT Id, DeveloperName FROM CustomPermission WHERE DeveloperName LIKE '${PREFIX.replaceAll('_', '\\_')}%'`);
  if (permissions.length === 0) return [];
  const access = await connection.query<AccessRow>(`SELECT ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityId IN (${ids(permissions.map(({ Id }) => Id))})`);
  if (access.length === 0) return [];
  const rows = await connection.query<AssignmentRow>(
    `SELECT PermissionSetId, ExpirationDate, SystemModstamp, Assignee.Name, Assignee.Username, PermissionSet.Label, PermissionSet.IsOwnedByProfile, PermissionSet.Profile.Name FROM PermissionSetAssignment WHERE Assignee.IsActive = true AND ${IN_FORCE} AND PermissionSetId IN (${ids(access.map(({ ParentId }) => ParentId))})`,
  );
  const familyOf = new Map(permissions.map(({ Id, DeveloperName }) => [Id, DeveloperName.slice(PREFIX.length).replace(/_Gates$/, '')]));
  return rows.map((row) => ({
    username: row.Assignee?.Username ?? '',
    person: row.Assignee?.Name ?? row.Assignee?.Username ?? 'somebody',
    through: row.PermissionSet?.Profile?.Name ?? row.PermissionSet?.Label ?? row.PermissionSetId,
    isProfile: row.PermissionSet?.IsOwnedByProfile === true,
    families: access.filter(({ ParentId }) => ParentId === row.PermissionSetId).flatMap(({ SetupEntityId }) => familyOf.get(SetupEntityId) ?? []).toSorted(),
    expires: row.ExpirationDate,
    since: row.SystemModstamp,
  }));
}

/** Ids come from the org and are letters and digits; anything else is no id. */
function ids(values: readonly string[]): string {
  return [...new Set(values)].filter((value) => /^\w{15,18}$/.test(value)).map((value) => `'${value}'`).join(', ');
}
