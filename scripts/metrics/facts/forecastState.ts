/** What was expected at the moments at which forecasts are taken. */
import { aggregate, boolean, both, coalesce, column, compare, either, equal, isIn, isTrue, localDate, not, text, when, type Expression } from '../relational/expression.ts';
import { aggregated, extend, filter, join, project, union, values, type Relation } from '../relational/relation.ts';
import { addDays } from '../period.ts';
import { UNKNOWN } from './dimensions.ts';
import { once, type Deals, type FactInput } from './fact.ts';
import { startOfDay } from '../../shared/localTime.ts';
import { categoryWords, forecastLevels, isSaid, SAID } from './categories.ts';
import { converted } from './journeys.ts';
import { formerOwners, ownerLabels } from './people.ts';
import { instantsOf, type Span } from './spans.ts';

/** Days of a quarter at whose first moment its forecast is taken, beside every Monday. */
const DAYS = [1, 15, 46, 71];
/** The moment at which the numbers are asked for. */
export const TODAY = 'today';
/** The first moment after the span. */
export const END = 'end';

export interface Snapshot {
  readonly name: string;
  readonly at: string;
  /** Its local day. */
  readonly on: string;
}

/** When forecasts of a span are taken: on the declared days, on each Monday as the week it begins in, and today. */
export function snapshotsOf({ from, last, to }: Span, { asOf, timeZone, today }: Pick<FactInput, 'asOf' | 'timeZone' | 'today'>): readonly Snapshot[] {
  const taken = (name: string, day: string): Snapshot => ({ name, at: startOfDay(day, timeZone), on: day });
  const days = DAYS.map((day) => [day, addDays(from, day - 1)] as const).filter(([, day]) => day <= last).map(([day, on]) => taken(`day ${day}`, on));
  const mondays: Snapshot[] = [];
  for (let day = nextMonday(from); day <= last; day = addDays(day, 7)) mondays.push(taken(`week ${weekOf(from, day)}`, day));
  const now = from <= today && today < to ? [{ name: TODAY, at: asOf, on: today }] : [];
  return [...days, ...mondays].filter(({ at }) => at <= asOf).concat(now);
}

function nextMonday(day: string): string {
  return addDays(day, (8 - new Date(`${day}T00:00:00Z`).getUTCDay()) % 7);
}

function weekOf(from: string, day: string): number {
  return Math.floor((Date.parse(day) - Date.parse(from)) / (7 * 86_400_000)) + 1;
}

/** Columns of spans: `span_from`, `span_last`, `of_quarter`, `begins_at`, `ends_at`. */
export function spanRows(spans: readonly Span[], input: FactInput): Relation {
  return values({ span_from: 'date', span_last: 'date', of_quarter: 'boolean', begins_at: 'timestamp', ends_at: 'timestamp' }, spans.map((span) => {
    const { begins, ends } = instantsOf(span, input);
    return [span.from, span.last, span.isQuarter, begins, ends];
  }));
}

/** Columns of snapshots: `snap_from`, `snap_last`, `snapshot`, `taken_at`, `taken_on`. */
export function snapshotRows(spans: readonly Span[], of: (span: Span) => readonly Snapshot[]): Relation {
  return values({ snap_from: 'date', snap_last: 'date', snapshot: 'text', taken_at: 'timestamp', taken_on: 'date' }, spans.flatMap((span) => of(span).map(({ name, at, on }) => [span.from, span.last, name, at, on])));
}

export const OF_SPAN = both(equal(column('snap_from'), column('span_from')), equal(column('snap_last'), column('span_last')));

/**
 * What deals were at each snapshot of a span that they were due in, or had been won in: one row per span, snapshot and deal,
 * with `s_won`, `s_stage`, `s_amount` in the currency of the playbook, `s_category` and who had it then. Nothing that was
 * written later is in it but what has no history: whether a deal counts at all, and its account.
 */
export function forecastStates(spans: Relation, snapshots: Relation, { timeZone }: FactInput, { spell, journey }: Deals): Relation {
  const expected = extend(filter(spell, isTrue(either(column('won'), not(column('closed'))))), { due_on: when([[column('won'), localDate(column('since'), timeZone)]], column('close_date')) });
  const due = join('inner', expected, spans, both(compare(column('due_on'), '>=', column('span_from')), compare(column('due_on'), '<=', column('span_last')), compare(column('at'), '<', column('ends_at')), compare(column('next_at'), '>=', column('begins_at'))));
  const taken = join('inner', due, snapshots, both(OF_SPAN, compare(column('at'), '<', column('taken_at')), compare(column('next_at'), '>=', column('taken_at'))));
  const states = project(taken, {
    s_deal: column('deal_id'),
    s_from: column('span_from'),
    s_last: column('span_last'),
    s_snapshot: column('snapshot'),
    s_taken_on: column('taken_on'),
    s_won: isTrue(column('won')),
    s_stage: column('stage_name'),
    s_given: column('amount'),
    s_category: categoryWords(column('category')),
    // A deal that is won belongs to who won it.
    s_event_at: when([[isTrue(column('won')), column('since')]], column('taken_at')),
  });
  const told = join('inner', states, project(filter(journey, column('counts')), { j_deal: column('deal_id'), j_owner: column('owner_id'), j_created: column('created_on'), rate: column('rate'), s_segment: column('segment') }), equal(column('j_deal'), column('s_deal')));
  const events = project(told, { deal_id: column('s_deal'), event_at: column('s_event_at') });
  const former = join('left', told, formerOwners(events), both(equal(column('then_deal_id'), column('s_deal')), equal(column('then_event_at'), column('s_event_at'))));
  const owned = join('left', former, ownerLabels(), equal(column('user_id'), coalesce(column('then_owner_id'), column('j_owner'))));
  return project(owned, {
    ...kept(['s_deal', 's_from', 's_last', 's_snapshot', 's_taken_on', 's_won', 's_stage', 's_category', 's_segment', 'j_created']),
    s_amount: converted(column('s_given')),
    s_owner: coalesce(column('owner_label'), text(UNKNOWN)),
    s_team: coalesce(column('owner_team'), text(UNKNOWN)),
  });
}

function kept(names: readonly string[]): Readonly<Record<string, Expression>> {
  return Object.fromEntries(names.map((name) => [name, column(name)]));
}

/**
 * From when on there are forecasts: of pipeline since the first history, of commit, most likely and best case since the first deal
 * that was ever in one of them. Earlier there was none, which is not the same as one of nothing. `since_name`, `since_at`.
 */
export const forecastsSince = once(({ playbook }: FactInput, { spell, journey }: Deals) => {
  const counted = join('inner', spell, project(filter(journey, column('counts')), { j_deal: column('deal_id') }), equal(column('j_deal'), column('deal_id')));
  const said = isIn(categoryWords(column('category')), SAID);
  const since = (name: string, where: Expression): Relation => project(aggregated(counted, [], { first: aggregate('min', column('at'), where) }), { since_name: text(name), since_at: column('first') });
  return ['forecast_since', union(...forecastLevels(playbook).map(([name]) => since(name, isSaid(name) ? said : boolean(true))))];
});
