import type { Place, Places } from '../build/places.ts';
import type { Problem } from '../diagnostics.ts';
import type { Criterion, Playbook, Position } from '../model.ts';
import type { SourceFile } from '../sources.ts';

export interface CheckOptions {
  /** ISO date or instant for what is due; absent: nothing is. */
  readonly asOf?: string;
  /** The instant from which on an experiment that is over has to be decided; absent: `asOf`. */
  readonly now?: Date;
}

export interface CheckContext {
  /** ISO date by the playbook's clocks for what is due; absent: nothing is. */
  readonly asOf?: string;
  /** ISO date by the playbook's clocks on which experiments are looked at; absent: none is over. */
  readonly today?: string;
  readonly playbook: Playbook;
  readonly places: Places;
  /** For what the model keeps no trace of. */
  readonly files: readonly SourceFile[];
}

/** A named rule over the whole playbook. */
export interface Check {
  readonly name: string;
  /** True when it looks for what another file holds: it says nothing while a file cannot be read. */
  readonly needsAllFiles?: boolean;
  run(context: CheckContext): Iterable<Problem>;
}

/** Position of a key of a part of the model. */
export function at({ places }: CheckContext, part: object, ...keys: readonly (string | number)[]): Position {
  const { yaml, path }: Place = places.of(part);
  return yaml.locate([...path, ...keys]);
}

/** Where the trigger of a criterion is written: once above its group, or once in the file. */
export function triggerPosition({ places }: CheckContext, criterion: Criterion, key: 'field' | 'value' | number): Position {
  const { yaml, path } = places.of(criterion);
  if (typeof key === 'number') return yaml.locate(['on_change_of', key]);
  const group = path.slice(0, -2);
  return group.length > 0 ? yaml.locate([...group, key]) : yaml.locate(['enter', key]);
}

export function criteriaOf(playbook: Playbook): Criterion[] {
  return playbook.objects.flatMap((object) => object.criteria);
}

export function didYouMean(meant: string | undefined, otherwise: string | null = null): string | null {
  return meant === undefined ? otherwise : `Did you mean ${meant}?`;
}
