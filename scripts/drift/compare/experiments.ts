import { EXPERIMENT_PREFIX } from '../../playbook/index.ts';
import type { Experiment } from '../../playbook/model.ts';
import type { Difference } from '../difference.ts';
import type { Components, ExperimentState, Person, TakingPart } from '../orgState.ts';
import { listed } from '../../shared/words.ts';

/** What is left of experiments that the playbook has decided, or does not have: one finding for each. */
export function compareExperiments(declared: Components, experiments: readonly ExperimentState[]): Difference[] {
  return experiments.filter(({ name }) => !declared.permissionSets.has(name)).map(({ name, hasPermission, hasPermissionSet }): Difference => {
    const left = [...(hasPermissionSet ? ['permission set'] : []), ...(hasPermission ? ['custom permission'] : [])].join(' and ');
    const id = name.slice(EXPERIMENT_PREFIX.length);
    return {
      id: `EXPERIMENT-${id}`,
      kind: 'experiment-left',
      severity: 'low',
      object: '',
      component: name,
      summary: `Experiment ${id} is not in the playbook or is decided, and its ${left} ${name} ${hasPermission && hasPermissionSet ? 'are' : 'is'} still in the org.`,
      expected: null,
      actual: left,
      changed: { kind: 'permissionSet', key: name },
      criteria: [],
      touches: {},
      // A deploy adds and changes; what is too much takes a destructive change, which people make.
      revertible: false,
    };
  });
}

/**
 * Whether those who hold the permission of an experiment are its cohort, from its first day to its last: whoever is of one and
 * not of the other is counted in an arm whose rules are not asked of him.
 * @param today ISO date
 */
export function compareCohorts(running: readonly Experiment[], takingPart: ReadonlyMap<string, TakingPart>, today: string): Difference[] {
  return running.filter(({ started, stop }) => started <= today && today <= stop.on).flatMap((experiment) => {
    const taking = takingPart.get(experiment.id);
    return taking === undefined ? [] : mixedArms(experiment, taking);
  });
}

function mixedArms(experiment: Experiment, { holders, cohort }: TakingPart): Difference[] {
  const { id, permission, subject, reads, guardrails } = experiment;
  const base = {
    kind: 'experiment-cohort', object: '', component: permission, criteria: subject.kind === 'criterion' ? [subject.id] : [],
    touches: { metrics: [reads, ...guardrails.map((guardrail) => guardrail.reads)] }, revertible: false,
  } as const;
  const found: Difference[] = [];
  const without = cohort.people.filter(({ userId }) => !holders.some((holder) => holder.userId === userId));
  if (without.length > 0) {
    found.push({
      ...base, id: `EXPERIMENT-${id}-without`, severity: 'high', changed: changeOf(without),
      summary: `${named(without)} ${verb(without, 'is', 'are')} of the cohort of experiment ${id} and ${verb(without, 'does', 'do')} not hold its permission: their records count for the variant, which they do not have.`,
      expected: `held by ${usernames(cohort.people)}`, actual: `not held by ${usernames(without)}`,
    });
  }
  const beyond = holders.filter(({ userId }) => !cohort.people.some((person) => person.userId === userId));
  if (beyond.length > 0) {
    found.push({
      ...base, id: `EXPERIMENT-${id}-beyond`, severity: 'high', changed: changeOf(beyond),
      summary: `${named(beyond)} ${verb(beyond, 'holds', 'hold')} the permission of experiment ${id} and ${verb(beyond, 'is', 'are')} not of its cohort: their records count for the control, though they have the variant.`,
      expected: 'held by nobody beyond the cohort',
      actual: `held by ${beyond.map(({ username, through }) => (through === null ? username : `${username} through ${through}`)).toSorted().join(', ')}`,
    });
  }
  if (cohort.unknown.length > 0) {
    found.push({
      ...base, id: `EXPERIMENT-${id}-unknown`, severity: 'medium', tier: 'potential', changed: changeOf([]),
      summary: `The cohort of experiment ${id} names ${cohort.unknown.join(', ')}, and no user of this org has such a username, role or territory. In a sandbox usernames end in its name.`,
      expected: cohort.unknown.join(', '), actual: null,
    });
  }
  return found;
}

/** The audit trail names the user of an assignment; of several nothing is said. */
function changeOf(people: readonly Person[]): Difference['changed'] {
  return { kind: 'membership', key: people.length === 1 ? (people[0]?.username ?? '') : '' };
}

const MOST_NAMED = 5;

function named(people: readonly Person[]): string {
  const names = people.map(({ person }) => person).toSorted();
  return listed(names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), `${names.length - MOST_NAMED} more`] : names);
}

function verb(people: readonly Person[], one: string, several: string): string {
  return people.length === 1 ? one : several;
}

function usernames(people: readonly Person[]): string {
  return people.map(({ username }) => username).toSorted().join(', ');
}
