import type { Experiment, Position } from '../model.ts';
import type { ClockExperimentSource, ExperimentSource } from '../schema/experiment.ts';

/** Custom permission and permission set of an experiment are this and its id. */
export const EXPERIMENT_PREFIX = 'Handrail_Experiment_';

/** @param source one that runs: with an outcome there is no experiment any more, but what it came to */
export function experimentOf(source: ExperimentSource | ClockExperimentSource, subject: Experiment['subject'], position: Position): Experiment {
  return {
    id: source.id,
    hypothesis: source.hypothesis,
    permission: `${EXPERIMENT_PREFIX}${source.id}`,
    started: source.started,
    subject,
    cohort: { owners: source.cohort.owners ?? [], teams: source.cohort.teams ?? [], territories: source.cohort.territories ?? [] },
    reads: source.reads,
    better: source.better ?? 'higher',
    wants: source.wants ?? 'better',
    guardrails: (source.guardrails ?? []).map(({ reads, better = 'higher', harm }) => ({ reads, better, harm })),
    leastPerArm: source.least_per_arm,
    stop: source.stop,
    position,
  };
}
