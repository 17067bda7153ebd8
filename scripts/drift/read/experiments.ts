/** What the org has of experiments: a custom permission and a permission set for each, which a deploy never takes away. */
import type { OrgConnection } from '../../org/types.ts';
import { EXPERIMENT_PREFIX } from '../../playbook/index.ts';
import type { ExperimentState } from '../orgState.ts';

const LIKE = `LIKE '${EXPERIMENT_PREFIX.replaceAll('_', '\\_')}%'`;

/** Two queries. */
export async function readExperiments(connection: OrgConnection): Promise<ExperimentState[]> {
  const permissions = await connection.query<{ DeveloperName: string }>(`SELECT DeveloperName FROM CustomPermission WHERE DeveloperName ${LIKE}`);
  const sets = await connection.query<{ Name: string }>(`SELECT Name FROM PermissionSet WHERE Name ${LIKE}`);
  const [withPermission, withSet] = [new Set(permissions.map(({ DeveloperName }) => DeveloperName)), new Set(sets.map(({ Name }) => Name))];
  return [...withPermission.union(withSet)].toSorted().map((name) => ({ name, hasPermission: withPermission.has(name), hasPermissionSet: withSet.has(name) }));
}
