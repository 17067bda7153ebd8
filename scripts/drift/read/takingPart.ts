/** Who takes part in the experiments that run: the holders of each permission, and its cohort as users of the org. */
import { IN_FORCE, listLiteral } from '../../org/soql.ts';
import type { OrgConnection } from '../../org/types.ts';
import type { Experiment } from '../../playbook/model.ts';
import type { Holder, TakingPart } from '../orgState.ts';
import { readCohorts } from './cohorts.ts';

interface PermissionRow {
  readonly Id: string;
  readonly DeveloperName: string;
}

interface AccessRow {
  readonly ParentId: string;
  readonly SetupEntityId: string;
}

interface AssignmentRow {
  readonly AssigneeId: string;
  readonly PermissionSetId: string;
  readonly Assignee: { readonly Name: string | null; readonly Username: string } | null;
  readonly PermissionSet: { readonly Name: string; readonly Label: string; readonly IsOwnedByProfile: boolean; readonly Profile: { readonly Name: string } | null } | null;
}

/**
 * Nothing is asked while none runs; else three queries for the holders, and those of the cohorts.
 * @returns by id of the experiment; one whose permission is not in the org is left out
 */
export async function readTakingPart(connection: OrgConnection, running: readonly Experiment[]): Promise<ReadonlyMap<string, TakingPart>> {
  if (running.length === 0) return new Map();
  const permissions = await connection.query<PermissionRow>(`SELECT Id, DeveloperName FROM CustomPermission WHERE DeveloperName IN ${listLiteral(running.map(({ permission }) => permission))}`);
  const deployed = running.filter(({ permission }) => permissions.some(({ DeveloperName }) => DeveloperName === permission));
  if (deployed.length === 0) return new Map();
  const [holders, cohorts] = [await readHolders(connection, permissions), await readCohorts(connection, deployed.map(({ cohort }) => cohort))];
  return new Map(deployed.map(({ id, permission }, index) => [id, { holders: holders.get(permission) ?? [], cohort: cohorts[index] ?? { people: [], unknown: [] } }]));
}

/** Active users by name of the permission: through permission sets, groups or profiles, as rules see it. */
async function readHolders(connection: OrgConnection, permissions: readonly PermissionRow[]): Promise<ReadonlyMap<string, readonly Holder[]>> {
  const access = await connection.query<AccessRow>(`SELECT ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityId IN ${listLiteral(permissions.map(({ Id }) => Id))}`);
  if (access.length === 0) return new Map();
  const rows = await connection.query<AssignmentRow>(
    `SELECT AssigneeId, PermissionSetId, Assignee.Name, Assignee.Username, PermissionSet.Name, PermissionSet.Label, PermissionSet.IsOwnedByProfile, PermissionSet.Profile.Name FROM PermissionSetAssignment WHERE Assignee.IsActive = true AND ${IN_FORCE} AND PermissionSetId IN ${listLiteral(new Set(access.map(({ ParentId }) => ParentId)))}`,
  );
  return new Map(permissions.map(({ Id, DeveloperName }) => {
    const givers = new Set(access.filter(({ SetupEntityId }) => SetupEntityId === Id).map(({ ParentId }) => ParentId));
    const own = rows.filter(({ PermissionSetId }) => givers.has(PermissionSetId)).map((row) => holderOf(row, DeveloperName));
    // Who has it twice holds it once; the way that is not the experiment's own set is the one to know.
    return [DeveloperName, [...new Map(own.toSorted((left, right) => Number(left.through !== null) - Number(right.through !== null)).map((holder) => [holder.userId, holder])).values()]];
  }));
}

function holderOf({ AssigneeId, Assignee, PermissionSet: set }: AssignmentRow, permission: string): Holder {
  const username = Assignee?.Username ?? AssigneeId;
  const through = set?.IsOwnedByProfile === true ? `profile ${set.Profile?.Name ?? set.Label}` : set?.Name === permission ? null : `permission set ${set?.Label ?? ''}`;
  return { userId: AssigneeId, username, person: Assignee?.Name ?? username, through };
}
