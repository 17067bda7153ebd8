import type { Difference } from '../difference.ts';
import type { FlowState } from '../orgState.ts';
import { PACKAGED_FLOWS } from '../packaged.ts';

/** @param readersOf ids of the criteria that read a field `Object.Field` */
export function compareFlows(flows: ReadonlyMap<string, FlowState>, readersOf: (field: string) => readonly string[]): Difference[] {
  return PACKAGED_FLOWS.flatMap(({ name, lost, object, writes }): Difference[] => {
    const flow = flows.get(name);
    if (flow?.active) return [];
    const criteria = [...new Set(writes.flatMap(readersOf))].toSorted();
    return [{
      id: `FLOW-${name.replace(/^Handrail_/, '').replaceAll('_', '-')}`,
      kind: flow ? 'flow-inactive' : 'flow-missing',
      severity: criteria.length > 0 ? 'critical' : 'high',
      object,
      component: name,
      summary: `${lost}: flow ${name} ${flow ? 'has no active version' : 'is not in the org'}.`,
      expected: 'active',
      actual: flow ? 'inactive' : null,
      changed: { kind: 'flow', key: name },
      criteria,
      touches: { fields: writes },
      // A deploy leaves a flow inactive unless the org says otherwise (FlowSettings.enableFlowDeployAsActiveEnabled).
      revertible: false,
    }];
  });
}
