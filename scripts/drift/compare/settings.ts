import type { Criterion } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { Components } from '../orgState.ts';
import { CONVERSION } from '../readOrg.ts';

/** Settings under which the platform asks no rule. @param criteria all of the playbook */
export function compareSettings({ settings }: Components, criteria: readonly Criterion[]): Difference[] {
  if (settings.get(CONVERSION) !== 'false') return [];
  const passed = criteria.filter(({ object }) => object === 'Lead');
  if (passed.length === 0) return [];
  return [{
    id: 'SETTING-lead-conversion',
    kind: 'setting-off',
    severity: passed.some(({ mode }) => mode === 'enforce') ? 'critical' : 'medium',
    object: 'Lead',
    component: CONVERSION,
    summary: 'Leads can be converted without meeting any gate: Require Validation for Converted Leads was switched off.',
    expected: 'true',
    actual: 'false',
    changed: { kind: 'setting', key: CONVERSION },
    criteria: passed.map(({ id }) => id),
    touches: { gatesOf: ['Lead'] },
    // Settings are read and never deployed.
    revertible: false,
  }];
}
