import type { Experiment, Playbook } from '../playbook/model.ts';

/** The experiments that run, each once, in the order of the playbook. */
export function experimentsOf(playbook: Playbook): Experiment[] {
  const found = playbook.objects.flatMap(({ criteria }) => criteria).flatMap(({ arm }) => (arm?.holder === true ? [arm.experiment] : []));
  return [...new Map(found.map((experiment) => [experiment.id, experiment])).values()];
}
