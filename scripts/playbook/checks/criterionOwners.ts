import { problem } from '../diagnostics.ts';
import { criteriaOf, type Check } from './check.ts';

/** Criteria belong to the owners of their object. */
export const criterionOwners: Check = {
  name: 'every criterion has an owner',
  needsAllFiles: true,
  *run({ playbook }) {
    const { governance } = playbook;
    if (!governance) return;
    const owned = new Set(Object.keys(governance.objectOwners).map((name) => name.toLowerCase()));
    const reported = new Set<string>();
    for (const { id, object, position } of criteriaOf(playbook)) {
      if (owned.has(object.toLowerCase()) || reported.has(object)) continue;
      reported.add(object);
      yield problem('no-owner', position, { id, object }, `Add ${object} to "object_owners" in governance.yaml.`);
    }
  },
};
