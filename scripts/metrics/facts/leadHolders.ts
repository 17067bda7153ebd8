/** Since when a lead was whose. */
import { aggregate, both, coalesce, column, compare, equal, instantOf, isNull, isTrue, larger, not, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, rename, scan, type Relation } from '../relational/relation.ts';
import { sourceColumns } from './sources.ts';

/**
 * Lead cycles with two instants more: `held_since`, when who had the lead at the end of the cycle or on the day got it, and `asked_since`,
 * when who had it at the answer did. Only the last assignment is stamped on the lead; those before it stand in field history, where
 * the org keeps it. Without history the last one is all that is known of a lead that was answered and then given away.
 * @param cycles with `lead_id`, `mql_at`, `stamped_at` (the lead's own stamp), `responded_at`, and `ends_at`, which is never null
 */
export function withHolders(cycles: Relation): Relation {
  const history = filter(scan('LeadHistory', sourceColumns('LeadHistory')), both(equal(column('Field'), text('Handrail_Assigned_At__c')), not(isNull(column('OldValue')))));
  const earlier = project(history, { held_lead: column('LeadId'), held_from: instantOf(column('OldValue')) });
  const of = rename(cycles, { of_lead: 'lead_id', of_cycle: 'mql_at', of_answer: 'responded_at', of_end: 'ends_at' });
  const last = (until: string): Expression => aggregate('max', column('held_from'), isTrue(compare(column('held_from'), '<=', column(until))));
  const known = aggregated(join('inner', earlier, of, equal(column('held_lead'), column('of_lead'))), ['of_lead', 'of_cycle'], { known_at_end: last('of_end'), known_at_answer: last('of_answer') });
  const joined = join('left', cycles, known, both(equal(column('of_lead'), column('lead_id')), equal(column('of_cycle'), column('mql_at'))));
  const heldAt = (instantName: string, before: string): Expression => laterOf(when([[compare(column('stamped_at'), '<=', column(instantName)), column('stamped_at')]]), column(before));
  const held = extend(joined, { held_since: heldAt('ends_at', 'known_at_end') });
  return extend(held, { asked_since: coalesce(heldAt('responded_at', 'known_at_answer'), column('held_since')) });
}

/** The later of two instants, either of which may be unknown. */
function laterOf(left: Expression, right: Expression): Expression {
  return larger(coalesce(left, right), coalesce(right, left));
}

/** When a person's clock on a lead began: nobody has to answer or decide what is no MQL yet. Not known while nobody has it. */
export function askedSince(assigned: Expression, qualified: Expression): Expression {
  return when([[not(isNull(assigned)), laterOf(assigned, qualified)]]);
}
