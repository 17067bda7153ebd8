/**
 * A granted exception: the record carries the codes it is excused from, each with its last day. A packaged flow writes
 * them from the granted requests; nobody has the right to edit the field.
 *
 *     |OPP-QUAL-01:2026-12-31|OPP-NEED-01:2026-11-30|
 */
import { and, binary, call, num, ref, text, type Expression } from '../formula/index.ts';
import { fieldOf } from '../playbook/fields.ts';
import type { Criterion, Playbook } from '../playbook/model.ts';

export const OVERRIDES_FIELD = 'Handrail_Overrides__c';

const ISO_DATE_LENGTH = 10;

/** Whether somebody may be excused from the criterion: it allows that, and its object keeps the exceptions. */
export function isOverridable(playbook: Playbook, criterion: Criterion): boolean {
  return criterion.overridable && fieldOf(playbook, criterion.object, OVERRIDES_FIELD) !== undefined;
}

/** True while the record is excused; null where that cannot be. */
export function excused(playbook: Playbook, criterion: Criterion): Expression | null {
  if (!isOverridable(playbook, criterion)) return null;
  const field = ref(OVERRIDES_FIELD);
  const entry = text(`|${criterion.id}:`);
  const start = binary('+', call('FIND', entry, field), num(criterion.id.length + 2));
  return and(
    call('CONTAINS', field, entry),
    binary('>=', call('DATEVALUE', call('MID', field, start, num(ISO_DATE_LENGTH))), call('TODAY')),
  );
}
