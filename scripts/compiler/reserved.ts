import type { Playbook } from '../playbook/model.ts';

/** The custom permissions to which something is reserved, such as reopening a won deal, in the order of the playbook. */
export function reservedPermissions(playbook: Playbook): string[] {
  return [...new Set(playbook.objects.flatMap(({ criteria }) => criteria).flatMap(({ reservedTo }) => reservedTo ?? []))];
}
