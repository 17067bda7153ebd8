import type { Experiment, Playbook } from '../playbook/model.ts';

/** The experiments that run, each once, in the order of the playbook: those of criteria, then those of clocks. */
export function experimentsOf(playbook: Playbook): Experiment[] {
  const ofCriteria = playbook.objects.flatMap(({ criteria }) => criteria).flatMap(({ arm }) => (arm?.holder === true ? [arm.experiment] : []));
  const ofClocks = playbook.serviceLevels.flatMap(({ variant }) => (variant === undefined ? [] : [variant.experiment]));
  return [...new Map([...ofCriteria, ...ofClocks].map((experiment) => [experiment.id, experiment])).values()];
}
