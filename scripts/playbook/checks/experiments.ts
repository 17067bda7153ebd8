import { nearest } from '../../formula/index.ts';
import { isAsked } from '../asked.ts';
import { problem } from '../diagnostics.ts';
import type { Metric } from '../metricModel.ts';
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
      if (criterion.arm === undefined) continue;
      if (!criterion.arm.holder) {
        if (!isAsked(criterion)) yield problem('experiment-off', at(context, criterion, 'mode'), { id: criterion.arm.experiment.id, criterion: criterion.id }, 'Set mode: shadow or mode: enforce, or take the experiment out.');
        continue;
      }
      const { id, reads, guardrails, started, stop } = criterion.arm.experiment;
      const place = (...keys: readonly (string | number)[]): Position => at(context, criterion, 'experiment', ...keys);
      const other = seen.get(id);
      if (other) yield problem('duplicate-id', place('id'), { what: 'Experiment', id, other: `${other.file}:${other.line}` });
      seen.set(id, place('id'));
      if (criterion.trigger.kind !== 'exit') yield problem('experiment-place', place('id'), { id, criterion: criterion.id.replace(/-V$/, '') }, 'Only the stage gate tells the arms apart.');
      for (const [read, at] of [[reads, place('reads')] as const, ...guardrails.map((each, index) => [each.reads, place('guardrails', index, 'reads')] as const)]) {
        const metric = context.playbook.metrics.find((each) => each.id === read);
        if (metric === undefined) yield problem('unknown-reference', at, { what: 'metric', id: read }, didYouMean(nearest(read, metrics)));
        else if (!canBeReadByArm(metric)) yield problem('experiment-metric', at, { id, metric: read }, 'Take a metric that is a share of records or a median, and can be cut by owner, such as win_rate.');
      }
      if (stop.on <= started) yield problem('experiment-dates', place('stop', 'on'), { id, on: stop.on, started });
      else if (context.asOf !== undefined && stop.on < context.asOf) yield problem('experiment-due', place('stop', 'on'), { id, on: stop.on }, 'Write outcome: scale or outcome: kill.');
    }
  },
};

/** Arms are told apart by owner, and compared by an interval that is known for shares of records and for medians. */
function canBeReadByArm({ measure, slices, splitBy }: Metric): boolean {
  if (!slices.includes('owner') || splitBy !== null) return false;
  if ('median' in measure) return true;
  return 'numerator' in measure && [measure.numerator, measure.denominator].every((part) => part.count !== undefined && part.minus === undefined);
}
