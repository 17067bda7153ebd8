import { nearest } from '../../formula/index.ts';
import { problem } from '../diagnostics.ts';
import type { Position } from '../model.ts';
import { at, criteriaOf, didYouMean, type Check } from './check.ts';

/** Those that run; what is decided is the criterion by now. */
export const experiments: Check = {
  name: 'experiments can be run, read and ended',
  needsAllFiles: true,
  *run(context) {
    const metrics = context.playbook.metrics.map(({ id }) => id);
    const seen = new Map<string, Position>();
    for (const criterion of criteriaOf(context.playbook)) {
      if (criterion.arm?.holder !== true) continue;
      const { id, reads, started, stop } = criterion.arm.experiment;
      const place = (...keys: readonly string[]): Position => at(context, criterion, 'experiment', ...keys);
      const other = seen.get(id);
      if (other) yield problem('duplicate-id', place('id'), { what: 'Experiment', id, other: `${other.file}:${other.line}` });
      seen.set(id, place('id'));
      if (criterion.trigger.kind !== 'exit') yield problem('experiment-place', place('id'), { id, criterion: criterion.id.replace(/-V$/, '') }, 'Only the stage gate tells the arms apart.');
      if (!metrics.includes(reads)) yield problem('unknown-reference', place('reads'), { what: 'metric', id: reads }, didYouMean(nearest(reads, metrics)));
      if (stop.on <= started) yield problem('experiment-dates', place('stop', 'on'), { id, on: stop.on, started });
      else if (context.asOf !== undefined && stop.on < context.asOf) yield problem('experiment-due', place('stop', 'on'), { id, on: stop.on }, 'Write outcome: scale or outcome: kill.');
    }
  },
};
