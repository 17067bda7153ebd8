/** Handoffs that a record carries, and the milestones after the signature, as data of the module. */
import { isAsked } from '../../playbook/asked.ts';
import { fieldOf } from '../../playbook/fields.ts';
import type { Playbook } from '../../playbook/model.ts';
import { answerPredicate } from '../predicate.ts';
import type { Data } from './literal.ts';
import { printPredicate } from './printPredicate.ts';

/** @throws CompileError when a required field is unknown or cannot be asked for in JavaScript */
export function handoffsData(playbook: Playbook, uses: Set<string>): Data {
  const off = new Set(playbook.objects.flatMap(({ criteria }) => criteria.filter((criterion) => !isAsked(criterion)).map(({ id: code }) => code)));
  return playbook.handoffs
    .filter(({ type }) => type !== null)
    .map(({ id, label, type, clocks, required, position }) => ({
      id,
      label,
      type,
      clocks,
      criteria: required.criteria.filter((criterion) => !off.has(criterion)),
      items: required.fields.map(({ object, field }) => ({
        object,
        field: fieldOf(playbook, object, field)?.apiName ?? field,
        label: fieldOf(playbook, object, field)?.label ?? field,
        answered: printPredicate(playbook, { id, object, position }, answerPredicate(playbook, object, field, position), uses),
      })),
    }));
}

export function milestonesData(playbook: Playbook): Data {
  return (playbook.postSale?.milestones ?? []).map(({ name, counts, within, field }) => ({ name, counts, within: { ...within }, field }));
}
