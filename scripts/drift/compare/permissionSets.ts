import type { Difference } from '../difference.ts';
import type { Components } from '../orgState.ts';
import { fieldLabel } from './names.ts';

/** Rights beyond the playbook's that let people write what only flows and granted requests may write. */
const WRITES = /^(?:edit|create|delete|modify all of) /;

/**
 * The playbook's own permission sets: right by right, one finding for what each lost and one for what it gained.
 * Rights to a field that the org does not have went with it: the missing field is the finding.
 * @param gatedFields fields `Object.Field` that gates ask for, with their criteria: who may not fill them is stopped
 */
export function comparePermissionSets(declared: Components, org: Components, gatedFields: ReadonlyMap<string, readonly string[]>): Difference[] {
  return [...declared.permissionSets.values()].flatMap((set): Difference[] => {
    const actual = org.permissionSets.get(set.name);
    const base = { object: '', component: set.name, changed: { kind: 'permissionSet' as const, key: set.name }, criteria: [], revertible: true };
    if (!actual) {
      return [{ ...base, id: `ACCESS-${set.name}`, kind: 'permission-set-missing', severity: 'high', summary: `Permission set ${set.label} is not in the org; whoever needs it cannot see or fill the playbook's fields.`, expected: set.name, actual: null, touches: {} }];
    }
    const removed = [...set.grants].filter((grant) => !actual.grants.has(grant) && !fieldsOf([grant]).some((field) => declared.fields.has(field) && !org.fields.has(field)));
    const added = [...actual.grants].filter((grant) => !set.grants.has(grant));
    const criteria = [...new Set(fieldsOf(removed).flatMap((field) => gatedFields.get(field) ?? []))].toSorted();
    return [
      ...(removed.length === 0 ? [] : [{
        ...base, id: `ACCESS-${set.name}-removed`, kind: 'permission-removed' as const, severity: 'high' as const, expected: removed.join('; '), actual: null, criteria, touches: { fields: fieldsOf(removed) },
        summary: `Permission set ${set.label} no longer lets people ${short(removed, declared)}.`,
      }]),
      ...(added.length === 0 ? [] : [{
        ...base, id: `ACCESS-${set.name}-added`, kind: 'permission-added' as const, severity: added.some((grant) => WRITES.test(grant)) ? ('high' as const) : ('medium' as const), expected: null, actual: added.join('; '), touches: {},
        summary: `Permission set ${set.label} lets people ${short(added, declared)}, which the playbook does not.`,
      }]),
    ];
  });
}

/** How many permission sets of the playbook give a right to the field `Object.Field`. */
export function setsWithRightsTo(field: string, { permissionSets }: Components): number {
  return [...permissionSets.values()].filter(({ grants }) => fieldsOf([...grants]).includes(field)).length;
}

function fieldsOf(grants: readonly string[]): string[] {
  return grants.flatMap((grant) => ON_FIELD.exec(grant)?.[2] ?? []);
}

const ON_FIELD = /^(\w+) field (\S+)$/;

function short(grants: readonly string[], declared: Components): string {
  const [first = ''] = grants;
  const [, verb, field = ''] = ON_FIELD.exec(first) ?? [];
  const said = verb === undefined ? first : `${verb} ${fieldLabel(declared, field)} on ${field.split('.')[0] ?? ''}`;
  return grants.length === 1 ? said : `${said} and ${grants.length - 1} more`;
}
