/** What the org has of experiments: a custom permission and a permission set for each, which a deploy never takes away, and who holds them. */
import { listLiteral } from '../../org/soql.ts';
import type { OrgConnection } from '../../org/types.ts';
import { EXPERIMENT_PREFIX } from '../../playbook/index.ts';
import type { Experiment } from '../../playbook/model.ts';
import type { ExperimentState, Holder } from '../orgState.ts';
import { readCohorts } from './cohorts.ts';

const LIKE = `LIKE '${EXPERIMENT_PREFIX.replaceAll('_', '\\_')}%'`;

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
  readonly ExpirationDate: string | null;
  readonly Assignee: { readonly Name: string | null; readonly Username: string } | null;
  readonly PermissionSet: { readonly Name: string; readonly Label: string; readonly IsOwnedByProfile: boolean; readonly Profile: { readonly Name: string } | null } | null;
}

/**
 * Two queries; while experiments run two more for who holds their permissions, and one or two for who should.
 * @param running whose holders are wanted
 */
export async function readExperiments(connection: OrgConnection, running: readonly Experiment[]): Promise<ExperimentState[]> {
  const permissions = await connection.query<PermissionRow>(`SELECT Id, DeveloperName FROM CustomPermission WHERE DeveloperName ${LIKE}`);
  const sets = await connection.query<{ Name: string }>(`SELECT Name FROM PermissionSet WHERE Name ${LIKE}`);
  const [withPermission, withSet] = [new Set(permissions.map(({ DeveloperName }) => DeveloperName)), new Set(sets.map(({ Name }) => Name))];
  const deployed = running.filter(({ permission }) => withPermission.has(permission));
  const holders = await readHolders(connection, permissions.filter(({ DeveloperName }) => deployed.some(({ permission }) => permission === DeveloperName)));
  const cohorts = await readCohorts(connection, deployed);
  return [...withPermission.union(withSet)].toSorted().map((name) => {
    const experiment = deployed.find(({ permission }) => permission === name);
    const cohort = experiment && cohorts.get(experiment.id);
    return { name, hasPermission: withPermission.has(name), hasPermissionSet: withSet.has(name), taking: cohort === undefined ? null : { holders: holders.get(name) ?? [], cohort } };
  });
}

/** Active users by name of the permission: through permission sets, groups or profiles, as rules see it. */
async function readHolders(connection: OrgConnection, permissions: readonly PermissionRow[]): Promise<ReadonlyMap<string, readonly Holder[]>> {
  if (permissions.length === 0) return new Map();
  const access = await connection.query<AccessRow>(`SELECT ParentId, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityId IN ${listLiteral(permissions.map(({ Id }) => Id))}`);
  if (access.length === 0) return new Map();
  const rows = await connection.query<AssignmentRow>(
    `SELECT AssigneeId, PermissionSetId, ExpirationDate, Assignee.Name, Assignee.Username, PermissionSet.Name, PermissionSet.Label, PermissionSet.IsOwnedByProfile, PermissionSet.Profile.Name FROM PermissionSetAssignment WHERE Assignee.IsActive = true AND PermissionSetId IN ${listLiteral(new Set(access.map(({ ParentId }) => ParentId)))}`,
  );
  const now = Date.now();
  const inForce = rows.filter(({ ExpirationDate }) => ExpirationDate === null || Date.parse(ExpirationDate) > now);
  return new Map(permissions.map(({ Id, DeveloperName }) => {
    const givers = new Set(access.filter(({ SetupEntityId }) => SetupEntityId === Id).map(({ ParentId }) => ParentId));
    const own = inForce.filter(({ PermissionSetId }) => givers.has(PermissionSetId)).map((row) => holderOf(row, DeveloperName));
    // Who has it twice holds it once; the way that is not the experiment's own set is the one to know.
    return [DeveloperName, [...new Map(own.toSorted((left, right) => Number(left.through !== null) - Number(right.through !== null)).map((holder) => [holder.userId, holder])).values()]];
  }));
}

function holderOf({ AssigneeId, Assignee, PermissionSet: set }: AssignmentRow, permission: string): Holder {
  const username = Assignee?.Username ?? AssigneeId;
  const through = set?.IsOwnedByProfile === true ? `profile ${set.Profile?.Name ?? set.Label}` : set?.Name === permission ? null : `permission set ${set?.Label ?? ''}`;
  return { userId: AssigneeId, username, person: Assignee?.Name ?? username, through };
}
