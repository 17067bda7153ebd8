/** The Lightning module c/handrailPermissions: which custom permissions of the playbook the user holds. Imports have to be written out, so it is generated. */
import { experimentsOf } from '../experiments.ts';
import { reservedPermissions } from '../reserved.ts';
import type { Playbook } from '../../playbook/model.ts';
import type { GeneratedFile } from '../types.ts';
import { moduleFiles } from './moduleFile.ts';

export function printPermissions(playbook: Playbook): GeneratedFile[] {
  const running = experimentsOf(playbook);
  const asked = [...running.map(({ id, permission }) => ({ id, permission })), ...reservedPermissions(playbook).map((permission) => ({ id: permission, permission }))];
  const source = [
    '/** Generated from the playbook by `handrail build`; change config/playbook instead. */',
    ...asked.map(({ id, permission }) => `import ${id} from '@salesforce/customPermission/${permission}';`),
    '',
    '/** @type {readonly string[]} custom permissions of the playbook that this user holds: of experiments, and of what is reserved to some */',
    asked.length === 0
      ? 'export const permissions = [];'
      : `export const permissions = [\n${asked.map(({ id, permission }) => `\t...(${id} ? ['${permission}'] : [])`).join(',\n')}\n];`,
  ].join('\n');
  return moduleFiles('handrailPermissions', {
    source,
    masterLabel: 'Handrail Permissions',
    description: 'handrail: which custom permissions of the playbook the user holds, generated.',
    position: running.at(-1)?.position,
    hint: 'Decide experiments that have ended.',
  });
}
