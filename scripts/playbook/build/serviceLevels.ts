/** The clocks between functions; one with an experiment that is decided has the targets that won. */
import type { Duration, ServiceLevel, Target } from '../model.ts';
import type { ServiceLevelsSource } from '../schema/serviceLevels.ts';
import type { SourceFile } from '../sources.ts';
import { experimentOf } from './experiment.ts';
import type { Places } from './places.ts';

type ClockSource = ServiceLevelsSource['clocks'][number];

export function serviceLevelsOf({ data, yaml }: SourceFile<ServiceLevelsSource>, places: Places): ServiceLevel[] {
  return data.clocks.map((source, index) => {
    const path = ['clocks', index];
    const base = source.targets.map(targetOf);
    const declared = source.experiment?.outcome === 'kill' ? undefined : source.experiment;
    const varied = declared === undefined ? base : variedBy(base, declared.variant.targets);
    const level: ServiceLevel = {
      id: source.id,
      label: source.label,
      clock: source.counts,
      starts: source.starts,
      stops: source.stops,
      target: source.target ?? 'most',
      targets: declared?.outcome === 'scale' ? varied : base,
      ...(source.earlier === undefined ? {} : { earlier: source.earlier.map(({ before, targets }) => ({ before, targets: variedBy(base, targets) })) }),
      ...(declared === undefined || declared.outcome === 'scale' ? {} : { variant: { experiment: experimentOf(declared, { kind: 'clock', id: source.id, label: source.label }, yaml.locate([...path, 'experiment'])), targets: varied } }),
      position: yaml.locate(path),
    };
    return places.mark(level, yaml, path);
  });
}

/** The targets in their order, those that are named otherwise as they are there. */
function variedBy(base: readonly Target[], targets: ClockSource['targets']): Target[] {
  const other = new Map(targets.map(targetOf).map((target) => [target.for, target]));
  return base.map((target) => other.get(target.for) ?? target);
}

function targetOf({ for: whom, within, warn_at: warnAt }: ClockSource['targets'][number]): Target {
  return { for: whom ?? null, within: durationOf(within), warnAt: warnAt === undefined ? null : durationOf(warnAt) };
}

/** `4 hours`, which the schema has made sure of. */
export function durationOf(text: string): Duration {
  const [count = '', unit = ''] = text.split(' ');
  return { count: Number(count), unit: unit.startsWith('minute') ? 'minutes' : unit.startsWith('hour') ? 'hours' : 'days' };
}
