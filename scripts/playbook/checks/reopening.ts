import { problem } from '../diagnostics.ts';
import { at, type Check } from './check.ts';

/** Only what has ended can be reopened; who may leave an open stage is what its exit criteria say. */
export const reopening: Check = {
  name: 'only a closed stage says who may reopen it',
  *run(context) {
    for (const { stages, criteria } of context.playbook.objects) {
      for (const criterion of criteria) {
        const { trigger } = criterion;
        if (trigger.kind !== 'leave') continue;
        const stage = stages.find(({ name }) => name === trigger.value);
        if (stage?.closed === false) yield problem('reopen-open', at(context, stage, 'reopen'), { stage: stage.name }, 'Leave it out, or give the stage an outcome.');
      }
    }
  },
};
