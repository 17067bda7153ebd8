/** A custom permission for each experiment that runs, and the permission set that gives it to a cohort. */
import { experimentsOf } from '../experiments.ts';
import type { Playbook } from '../../playbook/model.ts';
import type { MetadataComponent } from '../metadataModel.ts';
import { OUTPUT_ROOT } from '../paths.ts';

/** Of a description in Setup. */
const DESCRIPTION_LIMIT = 255;

export function lowerExperiments(playbook: Playbook): MetadataComponent[] {
  return experimentsOf(playbook).flatMap(({ id, hypothesis, permission }): MetadataComponent[] => {
    const label = `Handrail Experiment ${id}`;
    const description = `handrail: experiment ${id}. ${hypothesis}`.slice(0, DESCRIPTION_LIMIT);
    return [
      { type: 'CustomPermission', fullName: permission, path: `${OUTPUT_ROOT}/customPermissions/${permission}.customPermission-meta.xml`, content: { description, isLicensed: false, label } },
      {
        type: 'PermissionSet', fullName: permission, path: `${OUTPUT_ROOT}/permissionsets/${permission}.permissionset-meta.xml`,
        content: { customPermissions: { enabled: true, name: permission }, description, hasActivationRequired: false, label },
      },
    ];
  });
}
