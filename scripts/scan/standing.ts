/** Where a record at rest stands to a criterion's gate; the same ranks the rule compares (compiler/trigger.ts). */
import { objectOf, type Criterion, type Playbook } from '../playbook/index.ts';

/** `at`: in the stage the gate ends, so that the next move asks. `beyond`: the criterion has to hold now. */
export type Standing = 'before' | 'at' | 'beyond';

export interface StageNow {
  readonly stage: string | null;
  /** False where the object has no stages. */
  readonly closed: boolean;
}

/** @param valueOf reads an own field of the record by API name */
export function standingOf(playbook: Playbook, criterion: Criterion): (now: StageNow, valueOf: (field: string) => unknown) => Standing {
  const { trigger } = criterion;
  switch (trigger.kind) {
    case 'exit': {
      const ranks = ranksAsked(playbook, criterion);
      return ({ stage }) => {
        const rank = ranks.get(stage ?? '') ?? 0;
        return rank > trigger.rank ? 'beyond' : rank === trigger.rank ? 'at' : 'before';
      };
    }
    case 'enter':
      return (_, valueOf) => (valueOf(trigger.field) === trigger.value ? 'beyond' : 'before');
    case 'leave':
      // Who moved it is a fact of the save; no record at rest breaks it.
      return () => 'before';
    case 'change':
      // Asked on every change of these fields, so it has to hold as long as the record is worked on.
      return ({ closed }) => (closed ? 'before' : 'beyond');
  }
}

/** The stages a criterion still asks at; others, the lost one among them, have rank 0. */
function ranksAsked(playbook: Playbook, criterion: Criterion): ReadonlyMap<string, number> {
  const stages = objectOf(playbook, criterion.object)?.stages ?? [];
  return new Map(stages.filter((stage) => criterion.holds === 'through_won' || !stage.closed).map(({ name, rank }) => [name, rank]));
}

/** True when the criterion can be broken by a record that is closed. */
export function reachesClosed(playbook: Playbook, criterion: Criterion): boolean {
  const closed = new Set((objectOf(playbook, criterion.object)?.stages ?? []).filter((stage) => stage.closed).map((stage) => stage.name));
  const { trigger } = criterion;
  if (trigger.kind === 'exit') return criterion.holds === 'through_won';
  return trigger.kind === 'enter' && closed.has(trigger.value);
}
