/** What kind of org it is: some cannot be compared, and that is said before anything is missed in them. */
import { organizationOf } from '../../org/organization.ts';
import type { OrgConnection } from '../../org/types.ts';

/** Editions without custom metadata types, in which a criterion has no mode (Salesforce Help, Custom Metadata Types: available from Professional on). */
const WITHOUT_RECORDS: ReadonlySet<string> = new Set(['Personal Edition', 'Contact Manager Edition', 'Base Edition', 'Team Edition']);

/** @returns why the playbook cannot be compared with this org; null where it can */
export async function incomparable(connection: OrgConnection): Promise<string | null> {
  const row = await organizationOf(connection);
  if (row?.NamespacePrefix) return `the org has the namespace ${row.NamespacePrefix}: it names its own components with it, so nothing of the playbook would be found. Handrail is deployed to orgs without a namespace`;
  const edition = row?.OrganizationType ?? '';
  if (WITHOUT_RECORDS.has(edition)) return `the org is of ${edition}, which has no custom metadata types; the playbook needs Professional Edition or above`;
  return null;
}
