import { nearest } from '../../formula/index.ts';
import { problem } from '../diagnostics.ts';
import { at, didYouMean, type Check } from './check.ts';

export const cadences: Check = {
  name: 'meetings look at metrics that exist and fit their time',
  needsAllFiles: true,
  *run(context) {
    const metrics = context.playbook.metrics.map(({ id }) => id);
    for (const meeting of context.playbook.cadences) {
      for (const [index, id] of meeting.metrics.entries()) {
        if (!metrics.includes(id)) yield problem('unknown-reference', at(context, meeting, 'metrics', index), { what: 'metric', id }, didYouMean(nearest(id, metrics)));
      }
      const minutes = meeting.agenda.reduce((sum, item) => sum + item.minutes, 0);
      if (minutes > meeting.minutes) yield problem('agenda-too-long', at(context, meeting, 'minutes'), { meeting: meeting.meeting, minutes: String(meeting.minutes), agenda: String(minutes) });
    }
  },
};
