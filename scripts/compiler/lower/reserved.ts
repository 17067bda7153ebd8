/** A custom permission for what the playbook reserves, and a permission set for whoever does it beside RevOps and administrators. */
import type { Playbook } from '../../playbook/model.ts';
import type { MetadataComponent } from '../metadataModel.ts';
import { OUTPUT_ROOT } from '../paths.ts';
import { reservedPermissions } from '../reserved.ts';

const DESCRIPTION = 'handrail: reopen closed deals that others may not. RevOps and administrators hold it already.';

export function lowerReserved(playbook: Playbook): MetadataComponent[] {
  return reservedPermissions(playbook).flatMap((name): MetadataComponent[] => {
    const label = name.replaceAll('_', ' ');
    return [
      { type: 'CustomPermission', fullName: name, path: `${OUTPUT_ROOT}/customPermissions/${name}.customPermission-meta.xml`, content: { description: DESCRIPTION, isLicensed: false, label } },
      {
        type: 'PermissionSet', fullName: name, path: `${OUTPUT_ROOT}/permissionsets/${name}.permissionset-meta.xml`,
        content: { customPermissions: { enabled: true, name }, description: DESCRIPTION, hasActivationRequired: false, label },
      },
    ];
  });
}
