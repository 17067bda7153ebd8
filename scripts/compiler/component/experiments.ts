/** The Lightning module c/handrailExperiments: which experiments the user takes part in. Imports have to be written out, so it is generated. */
import { experimentsOf } from '../experiments.ts';
import type { Playbook } from '../../playbook/model.ts';
import type { GeneratedFile } from '../types.ts';
import { moduleFiles } from './moduleFile.ts';

export function printExperiments(playbook: Playbook): GeneratedFile[] {
  const running = experimentsOf(playbook);
  const source = [
    '/** Generated from the playbook by `handrail build`; change config/playbook instead. */',
    ...running.map(({ id, permission }) => `import ${id} from '@salesforce/customPermission/${permission}';`),
    '',
    '/** @type {readonly string[]} custom permissions of the experiments that this user takes part in */',
    running.length === 0
      ? 'export const experiments = [];'
      : `export const experiments = [\n${running.map(({ id, permission }) => `\t...(${id} ? ['${permission}'] : [])`).join(',\n')}\n];`,
  ].join('\n');
  return moduleFiles('handrailExperiments', {
    source,
    masterLabel: 'Handrail Experiments',
    description: 'handrail: which experiments of the playbook the user takes part in, generated.',
    position: running.at(-1)?.position,
    hint: 'Decide experiments that have ended.',
  });
}
