import { EXPERIMENT_PREFIX } from '../../playbook/index.ts';
import type { Difference } from '../difference.ts';
import type { Components, ExperimentState } from '../orgState.ts';

/** What is left of experiments that the playbook has decided, or does not have: one finding for each. */
export function compareExperiments(declared: Components, experiments: readonly ExperimentState[]): Difference[] {
  return experiments.filter(({ name }) => !declared.permissionSets.has(name)).map(({ name, hasPermission, hasPermissionSet }): Difference => {
    const left = [...(hasPermissionSet ? ['permission set'] : []), ...(hasPermission ? ['custom permission'] : [])].join(' and ');
    const id = name.slice(EXPERIMENT_PREFIX.length);
    return {
      id: `EXPERIMENT-${id}`,
      kind: 'experiment-left',
      severity: 'low',
      object: '',
      component: name,
      summary: `Experiment ${id} is not in the playbook or is decided, and its ${left} ${name} ${hasPermission && hasPermissionSet ? 'are' : 'is'} still in the org.`,
      expected: null,
      actual: left,
      changed: { kind: 'permissionSet', key: name },
      criteria: [],
      touches: {},
      // A deploy adds and changes; what is too much takes a destructive change, which people make.
      revertible: false,
    };
  });
}
