import type { Difference } from '../difference.ts';
import type { Components } from '../orgState.ts';

/** Rights beyond the playbook's that let people write what only flows and granted requests may write. */
const WRITES = /^(?:edit|create|delete|modify all of) /;

/** The playbook's own permission sets: right by right, one finding for what each lost and one for what it gained. */
export function comparePermissionSets(declared: Components, org: Components): Difference[] {
  return [...declared.permissionSets.values()].flatMap((set): Difference[] => {
    const actual = org.permissionSets.get(set.name);
    const base = { object: '', component: set.name, changed: { kind: 'permissionSet' as const, key: set.name }, criteria: [], revertible: true };
    if (!actual) {
      return [{ ...base, id: `ACCESS-${set.name}`, kind: 'permission-set-missing', severity: 'high', summary: `Permission set ${set.label} is not in the org; whoever needs it cannot see or fill the playbook's fields.`, expected: set.name, actual: null, touches: {} }];
    }
    const removed = [...set.grants].filter((grant) => !actual.grants.has(grant));
    const added = [...actual.grants].filter((grant) => !set.grants.has(grant));
    const touches = (grants: readonly string[]): Difference['touches'] => ({ fields: grants.flatMap((grant) => / field (\S+)$/.exec(grant)?.[1] ?? []) });
    return [
      ...(removed.length === 0 ? [] : [{
        ...base, id: `ACCESS-${set.name}-removed`, kind: 'permission-removed' as const, severity: 'high' as const, expected: removed.join('; '), actual: null, touches: touches(removed),
        summary: `Permission set ${set.label} no longer lets people ${short(removed)}.`,
      }]),
      ...(added.length === 0 ? [] : [{
        ...base, id: `ACCESS-${set.name}-added`, kind: 'permission-added' as const, severity: added.some((grant) => WRITES.test(grant)) ? ('high' as const) : ('medium' as const), expected: null, actual: added.join('; '), touches: {},
        summary: `Permission set ${set.label} lets people ${short(added)}, which the playbook does not.`,
      }]),
    ];
  });
}

function short(grants: readonly string[]): string {
  const [first = ''] = grants;
  return grants.length === 1 ? first : `${first} and ${grants.length - 1} more`;
}
