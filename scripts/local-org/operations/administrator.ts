/** Who may use the doors under `/_local`, which belong to no Salesforce org. */
import { OrgError } from '../engine/types.ts';
import type { OperationContext } from '../http/operation.ts';

/** @throws OrgError INSUFFICIENT_ACCESS */
export function requireAdministrator({ session }: Pick<OperationContext, 'session'>): void {
  if (session.profileName !== 'System Administrator') {
    throw new OrgError('INSUFFICIENT_ACCESS', 'This door of the local org is for administrators.', 403);
  }
}
