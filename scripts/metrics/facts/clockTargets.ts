/** Seconds that the clocks of service-levels.yaml allow: for each row those of the arm of the person whom its clock runs for. */
import { CLOCK_PERSONS } from '../../playbook/clocks.ts';
import type { Duration, Experiment, Playbook, ServiceLevel, Target } from '../../playbook/model.ts';
import { boolean, both, column, compare, date, equal, integer, isNull, isTrue, not, text, when, type Expression } from '../relational/expression.ts';
import { join, rename, type Relation } from '../relational/relation.ts';
import { cohortNeeds, peopleOf } from './people.ts';
import type { SourceField } from './sources.ts';

const SECONDS = { minutes: 60, hours: 3600 } as const;

/** Hours of a clock on the wall. */
const WALL: Playbook['businessHours'] = { timeZone: 'UTC', days: { 1: { from: '00:00', to: '24:00' } }, holidays: [] };

/** Of what the target is, where a clock has several: the same for all rows, or what each row is. */
type Kind = string | Expression | null;

/**
 * The target of a clock in seconds; null where the playbook has no such clock, so that nothing is late. With an experiment that
 * runs the rows come from `withArms`.
 * @param since local day on which the clock of a row began: the variant holds from the experiment's first day
 */
export function allowedSeconds(playbook: Playbook, id: string, since: Expression, kind: Kind = null): Expression {
  const level = levelOf(playbook, id);
  if (level === undefined) return integer(null);
  const now = secondsOf(level, level.targets, kind, playbook);
  // What had begun before a change keeps the target that it began under.
  const base = when((level.earlier ?? []).map(({ before, targets }) => [isTrue(compare(since, '<', date(before))), secondsOf(level, targets, kind, playbook)] as const), now);
  const { variant } = level;
  if (variant === undefined) return base;
  const isVaried = isTrue(both(not(isNull(column(armColumn(id)))), compare(since, '>=', date(variant.experiment.started)), compare(since, '>=', date(level.earlier?.at(-1)?.before ?? variant.experiment.started))));
  return when([[isVaried, secondsOf(level, variant.targets, kind, playbook)]], base);
}

/**
 * Rows, each with whether its person takes part in the experiments on clocks; the rows themselves where none runs.
 * @param person column with the id of the user whom the clocks run for
 */
export function withArms(rows: Relation, ids: readonly string[], person: string, playbook: Playbook): Relation {
  return ids.reduce((found, id) => {
    const experiment = levelOf(playbook, id)?.variant?.experiment;
    return experiment === undefined ? found : join('left', found, takersOf(experiment, armColumn(id)), equal(column(armColumn(id)), column(person)));
  }, rows);
}

/** What facts read besides while an experiment on one of these clocks tells people apart. */
export function armNeeds(...ids: readonly string[]): (playbook: Playbook) => readonly SourceField[] {
  return (playbook) => ids.flatMap((id): readonly SourceField[] => {
    const cohort = levelOf(playbook, id)?.variant?.experiment.cohort;
    return cohort === undefined ? [] : [...cohortNeeds(cohort), ...(CLOCK_PERSONS[id] === 'receiver' ? (['Handrail_Handoff__c.Receiver__c'] as const) : [])];
  });
}

/** Ids of the users who have the variant, under a name. */
function takersOf({ cohort }: Experiment, name: string): Relation {
  return rename(peopleOf(cohort), { [name]: 'user_id' });
}

function armColumn(id: string): string {
  return `arm_${id.toLowerCase()}`;
}

function levelOf({ serviceLevels }: Playbook, id: string): ServiceLevel | undefined {
  return serviceLevels.find((level) => level.id === id);
}

function secondsOf({ clock }: ServiceLevel, targets: readonly Target[], kind: Kind, { businessHours }: Playbook): Expression {
  const seconds = ({ within }: Target): Expression => integer(lengthOf(within, clock === 'wall' ? WALL : businessHours));
  if (kind !== null && typeof kind !== 'string') return when(targets.map((target) => [target.for === null ? boolean(true) : equal(kind, text(target.for)), seconds(target)] as const));
  const target = targets.find((each) => each.for === kind) ?? targets[0];
  return target === undefined ? integer(null) : seconds(target);
}

/** A day of a business clock is a working day: the longest of the week. */
function lengthOf({ count, unit }: Duration, { days }: Playbook['businessHours']): number {
  if (unit !== 'days') return count * SECONDS[unit];
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return count * 60 * Math.max(0, ...Object.values(days).map(({ from, to }) => minutes(to) - minutes(from)));
}
