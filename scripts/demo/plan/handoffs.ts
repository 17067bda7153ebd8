/** What happens after the signature, since handoffs open by themselves. */
import { ConstraintError, ladder } from './arithmetic.ts';
import { addDays, daysBetween, quarterOf } from './calendar.ts';
import type { Setting } from './days.ts';
import type { Draft } from './deals.ts';
import type { Handoff } from './model.ts';

export function planHandoffs(won: readonly Draft[], { tables: { company, customers: { handoffs: tables } }, chance, working, today }: Setting): Handoff[] {
  const keepers = company.people.filter(({ keeps }) => keeps === true).map(({ name }) => name);
  const own = won.filter(({ closedOn = '' }) => closedOn >= company.gates_from).toSorted((one, other) => (one.closedOn ?? '').localeCompare(other.closedOn ?? ''));
  const named = (rows: typeof tables.rejected, what: string): Draft[] => rows.map(({ segment, price }) => {
    const found = own.find((draft) => draft.segment === segment && draft.level === price && draft.closedOn?.startsWith('2026-04'));
    if (!found) throw new ConstraintError(what, `no ${segment} deal at a ${price} price was won in April`);
    return found;
  });
  const rejected = new Set(named(tables.rejected, 'rejected handoffs'));
  const unanswered = new Set(named(tables.unanswered, 'unanswered handoffs'));
  const isStuck = (draft: Draft): boolean => rejected.has(draft) || unanswered.has(draft);
  const held = own.filter((draft) => !isStuck(draft));
  const onTime = new Set(chance.shuffled(held).slice(0, tables.kickoff_on_time));
  const valued = own.filter(({ closedOn = '' }) => quarterOf(closedOn) !== quarterOf(today));
  const values = chance.shuffled(ladder(...tables.first_value, valued.length));
  const firstValue = new Map(valued.map((draft, index) => [draft, addDays(draft.closedOn ?? '', values[index] ?? 0)]));
  // The last ones have not been invoiced yet; those before are given the days they can have had.
  const invoiced = held.toReversed().slice(own.length - tables.invoiced_count - rejected.size - unanswered.size);
  const lags = ladder(...tables.invoiced, invoiced.length);
  const invoices = new Map<Draft, string>();
  for (const draft of invoiced) {
    const room = daysBetween(draft.closedOn ?? '', today) - 1;
    const fitting = chance.shuffled(lags.filter((lag) => lag <= room));
    const [lag] = fitting;
    if (lag === undefined) throw new ConstraintError('days to the first invoice', 'one was won too late for any that are left');
    lags.splice(lags.indexOf(lag), 1);
    invoices.set(draft, addDays(draft.closedOn ?? '', lag));
  }
  return own.map((draft, index): Handoff => {
    const closed = draft.closedOn ?? '';
    const base = { deal: draft.id, csm: keepers[index % keepers.length] ?? '' };
    if (unanswered.has(draft)) return { ...base, answer: 'none' };
    const answeredAt = `${working.add(closed, 1)}T10:00`;
    if (rejected.has(draft)) return { ...base, answer: 'rejected', answeredAt };
    const kickoffAt = onTime.has(draft) ? `${addDays(closed, 1)}T14:00` : `${working.add(addDays(closed, 3), 0) < today ? working.from(addDays(closed, 3)) : addDays(closed, 3)}T10:00`;
    const value = firstValue.get(draft);
    const invoiceOn = invoices.get(draft);
    return { ...base, answer: 'accepted', answeredAt, kickoffAt, ...(value === undefined ? {} : { firstValueOn: value, liveOn: addDays(value, -2) < addDays(closed, 3) ? addDays(closed, 3) : addDays(value, -2) }), ...(invoiceOn === undefined ? {} : { invoiceOn }) };
  });
}
