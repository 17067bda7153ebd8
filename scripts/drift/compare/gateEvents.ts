import type { Playbook } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { Components } from '../orgState.ts';
import { GATE_EVENT_FIELDS } from '../packaged.ts';

/** Components write silently: that nothing can be written shows nowhere else. */
export function compareGateEvents({ gateEvents }: Pick<Playbook, 'gateEvents'>, org: Components): Difference[] {
  const missing = gateEvents ? GATE_EVENT_FIELDS.filter((field) => !org.fields.has(field)) : [];
  const [first] = missing;
  if (first === undefined) return [];
  const [object = ''] = first.split('.');
  const names = missing.map((field) => field.slice(object.length + 1)).join(', ');
  return [{
    id: 'GATE-EVENTS',
    kind: 'field-missing',
    severity: 'high',
    object,
    component: names,
    summary: `What happens at gates is not written down though gate_events is on: the org has no ${names} on ${object}.`,
    expected: 'deployed',
    actual: null,
    changed: { kind: 'field', key: first },
    criteria: [],
    touches: { fields: missing },
    // The object is written by hand: it comes with a deploy of the package, not with what the playbook compiles to.
    revertible: false,
  }];
}
