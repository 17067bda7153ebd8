import { nearest } from '../../formula/index.ts';
import { problem } from '../diagnostics.ts';
import { didYouMean, type Check } from './check.ts';

export const lossReasons: Check = {
  name: 'a deprecated loss reason gives way to one in use',
  *run({ playbook }) {
    const used = playbook.lossReasons.filter(({ replacedBy }) => replacedBy === null).map(({ name }) => name);
    for (const { replacedBy, position } of playbook.lossReasons) {
      if (replacedBy !== null && !used.includes(replacedBy)) yield problem('unknown-reference', position, { what: 'loss reason in use', id: replacedBy }, didYouMean(nearest(replacedBy, used)));
    }
  },
};
