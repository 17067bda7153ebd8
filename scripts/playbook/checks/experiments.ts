import { nearest } from '../../formula/index.ts';
import { isAsked } from '../asked.ts';
import { CLOCK_PERSONS, CLOCK_VERDICTS } from '../clocks.ts';
import { problem, type Problem } from '../diagnostics.ts';
import { columnsOfMeasure, type Metric } from '../metricModel.ts';
import type { Experiment, Position } from '../model.ts';
import { at, criteriaOf, didYouMean, type Check, type CheckContext } from './check.ts';

/** An experiment that runs, and where its keys are. */
interface Declared {
  readonly experiment: Experiment;
  readonly place: (...keys: readonly (string | number)[]) => Position;
  readonly misplaced: Problem | null;
}

/** Those that run; what is decided is the criterion, or the target, by now. */
export const experiments: Check = {
  name: 'experiments can be run, read and ended',
  needsAllFiles: true,
  *run(context) {
    const seen = new Map<string, Position>();
    const { today } = context;
    for (const criterion of criteriaOf(context.playbook)) {
      if (criterion.arm?.holder === false && !isAsked(criterion)) yield problem('experiment-off', at(context, criterion, 'mode'), { id: criterion.arm.experiment.id, criterion: criterion.id }, 'Set mode: shadow or mode: enforce, or take the experiment out.');
    }
    for (const { experiment, place, misplaced } of declaredIn(context)) {
      const { id, started, stop } = experiment;
      const other = seen.get(id);
      if (other) yield problem('duplicate-id', place('id'), { what: 'Experiment', id, other: `${other.file}:${other.line}` });
      seen.set(id, place('id'));
      if (misplaced) yield misplaced;
      yield* metricsOf(experiment, place, context);
      if (stop.on <= started) yield problem('experiment-dates', place('stop', 'on'), { id, on: stop.on, started });
      else if (today !== undefined && stop.on < today) yield problem('experiment-due', place('stop', 'on'), { id, on: stop.on }, 'Write outcome: scale or outcome: kill.');
    }
  },
};

function declaredIn(context: CheckContext): Declared[] {
  const ofCriteria = criteriaOf(context.playbook).flatMap((criterion): Declared[] => {
    if (criterion.arm?.holder !== true) return [];
    const { experiment } = criterion.arm;
    const place: Declared['place'] = (...keys) => at(context, criterion, 'experiment', ...keys);
    const misplaced = criterion.trigger.kind === 'exit' ? null : problem('experiment-place', place('id'), { id: experiment.id, criterion: experiment.subject.id }, 'Only the stage gate tells the arms apart.');
    return [{ experiment, place, misplaced }];
  });
  const ofClocks = context.playbook.serviceLevels.flatMap((level): Declared[] => {
    if (level.variant === undefined) return [];
    const { experiment } = level.variant;
    const place: Declared['place'] = (...keys) => at(context, level, 'experiment', ...keys);
    const misplaced = Object.hasOwn(CLOCK_PERSONS, level.id) ? null : problem('experiment-clock', place('id'), { id: experiment.id, clock: level.id }, `Clocks of one person: ${Object.keys(CLOCK_PERSONS).join(', ')}.`);
    return [{ experiment, place, misplaced }];
  });
  return [...ofCriteria, ...ofClocks];
}

function* metricsOf(experiment: Experiment, place: Declared['place'], { playbook }: CheckContext): Iterable<Problem> {
  const { id, reads, guardrails, subject } = experiment;
  const ids = playbook.metrics.map((metric) => metric.id);
  const isHandoffs = CLOCK_PERSONS[subject.id] === 'receiver' && subject.kind === 'clock';
  const asked = [{ read: reads, position: place('reads'), decides: true }, ...guardrails.map((each, index) => ({ read: each.reads, position: place('guardrails', index, 'reads'), decides: false }))];
  for (const { read, position, decides } of asked) {
    const metric = playbook.metrics.find((each) => each.id === read);
    if (metric === undefined) yield problem('unknown-reference', position, { what: 'metric', id: read }, didYouMean(nearest(read, ids)));
    else if (!isCompared(metric) || !(isHandoffs ? metric.fact === 'handoff' : metric.slices.includes('owner'))) {
      const hint = isHandoffs ? 'Take a metric of handoffs that is a share of records or a median, such as kickoff_on_time.' : 'Take a metric that is a share of records or a median, and can be cut by owner, such as win_rate.';
      yield problem('experiment-metric', position, { id, metric: read }, hint);
    } else if (decides && isOwnYardstick(metric, subject)) {
      yield problem('experiment-yardstick', position, { id, metric: read, clock: subject.id }, 'A tighter target is missed more often whatever people do: read what the target is for, such as mql_to_sql or speed_to_lead, and take this as a guardrail.');
    }
  }
}

/** Arms are compared by an interval that is known for shares of records and for medians. */
function isCompared({ measure, splitBy }: Metric): boolean {
  if (splitBy !== null) return false;
  if ('median' in measure) return true;
  return 'numerator' in measure && [measure.numerator, measure.denominator].every((part) => part.count !== undefined && part.minus === undefined);
}

function isOwnYardstick({ fact, measure }: Metric, { kind, id }: Experiment['subject']): boolean {
  const verdict = kind === 'clock' ? CLOCK_VERDICTS[id] : undefined;
  return verdict !== undefined && verdict.fact === fact && columnsOfMeasure(measure).includes(verdict.column);
}
