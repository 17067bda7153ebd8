import { problem } from '../diagnostics.ts';
import { criteriaOf, type Check } from './check.ts';

/** Criteria, and fields that name no owners of their own, belong to the owners of their object. */
export const owned: Check = {
  name: 'every criterion and every field that is added has an owner',
  needsAllFiles: true,
  *run({ playbook }) {
    const { governance } = playbook;
    if (!governance) return;
    const owners = new Set(Object.keys(governance.objectOwners).map((name) => name.toLowerCase()));
    const own = [
      ...criteriaOf(playbook).map(({ id, object, position }) => ({ id, object, position })),
      ...playbook.objects.flatMap(({ fields }) => fields).filter((field) => !field.existing && field.owners === undefined).map(({ apiName, object, position }) => ({ id: `${object}.${apiName}`, object, position })),
    ];
    const reported = new Set<string>();
    for (const { id, object, position } of own) {
      if (owners.has(object.toLowerCase()) || reported.has(object)) continue;
      reported.add(object);
      yield problem('no-owner', position, { id, object }, `Add ${object} to "object_owners" in governance.yaml.`);
    }
  },
};
