/** Where the playbook says what a finding is about: what a reviewer opens. */
import { fieldOf } from '../../playbook/fields.ts';
import type { Playbook, Position } from '../../playbook/model.ts';
import type { Finding } from '../types.ts';

/** @returns null when no line of the playbook speaks of it */
export function placeOf({ object, component, breaks }: Pick<Finding, 'object' | 'component' | 'breaks'>, playbook: Playbook): Position | null {
  const own = playbook.objects.find(({ apiName }) => apiName === object);
  const stage = own?.stages.find(({ name }) => component === `${own.stageField ?? ''}.${name}`);
  const criterion = playbook.objects.flatMap(({ criteria }) => criteria).find(({ id }) => id === breaks.criteria[0]);
  return fieldOf(playbook, object, component)?.position ?? stage?.position ?? criterion?.position ?? own?.stages[0]?.position ?? null;
}
