/** When a deal is expected, how that moves, and what the seller says of it in the forecast. */
import type { Tables } from '../tables/schema.ts';
import { ConstraintError, type Chance } from './arithmetic.ts';
import { addDays, nextQuarter, quarterEnd, quarterOf, quarterStart } from './calendar.ts';
import { lastDayBefore15, type Setting } from './days.ts';
import type { Draft } from './deals.ts';
import { PROPOSAL, STAGES, type Push } from './model.ts';

const REASONS = ['Buyer asked', 'Budget', 'Legal or procurement', 'Champion change', 'Our delay'];

/** A close date lies in its last quarter from the beginning, but for the deals that are named: those leave theirs once. */
export function giveCloseDates(drafts: readonly Draft[], { tables, chance, working, today }: Setting): void {
  for (const draft of drafts) {
    const [crossed] = draft.crosses;
    if (draft.outcome === 'open') pushWithin(draft, chance, today);
    else if (crossed === undefined) draft.firstCloseDate = expected(draft.closedOn ?? '', draft.created, working, chance);
    else cross(draft, crossed, tables, chance, working);
  }
}

type Days = Setting['working'];

/** Some day of the quarter in which it ends, never before it begins. */
function expected(closed: string, created: string, working: Days, chance: Chance): string {
  const quarter = quarterOf(closed);
  const from = created > quarterStart(quarter) ? created : quarterStart(quarter);
  const late = working.within(from, quarterEnd(quarter)).filter((day) => day >= closed);
  return chance.next() < 0.5 || late.length === 0 ? closed : chance.pick(late, `a close date in ${quarter}`);
}

function cross(draft: Draft, quarter: string, { deals: { bulk_edit: bulk } }: Tables, chance: Chance, working: Days): void {
  const closed = draft.closedOn ?? '';
  draft.firstCloseDate = chance.pick(working.within(addDays(quarterEnd(quarter), -6), quarterEnd(quarter)), `a close date in ${quarter}`);
  const to = expected(closed, quarterStart(nextQuarter(quarter)), working, chance);
  if (quarterOf(to) !== nextQuarter(quarter)) throw new ConstraintError(`pushed out of ${quarter}`, `a deal ends in ${quarterOf(to)}`);
  const isBulk = quarter === bulk.quarter;
  // A date is moved when it is near.
  draft.pushes = [isBulk ? { on: bulk.on, to, by: bulk.by } : { on: working.until(addDays(draft.firstCloseDate, -chance.whole(1, 5))), to, reason: chance.pick(REASONS, 'a push reason') }];
}

/** Moves inside the quarter, the last to where the date stands now: each on the day before, or lately when it lies ahead. */
function pushWithin(draft: Draft, chance: Chance, today: string): void {
  const count = draft.row?.pushes ?? 0;
  if (count === 0) return;
  const last = draft.firstCloseDate;
  const entered = draft.stages.at(-1)?.on ?? '';
  const isPast = last < today;
  const dates = Array.from({ length: count + 1 }, (_, index) => (isPast ? addDays(entered, 3 + 3 * index) : addDays(last, -2 * (count - index))));
  if (quarterOf(dates[0] ?? '') !== quarterOf(last)) dates[0] = quarterStart(quarterOf(last));
  draft.firstCloseDate = dates[0] ?? last;
  draft.pushes = dates.slice(1).map((to, index): Push => ({ on: isPast ? addDays(dates[index] ?? '', -1) : addDays(today, -4 - 2 * (count - 1 - index)), to, reason: chance.pick(REASONS, 'a push reason') }));
}

/** Categories by day: commit where a forecast at day 15 counts on the deal, and what is said of those due next. */
export function giveCategories(drafts: readonly Draft[], { tables: { company }, chance }: Setting): void {
  for (const draft of drafts) {
    for (const quarter of draft.forecastIn) {
      const day = lastDayBefore15(quarter);
      if ((draft.closedOn ?? '') <= day) continue;
      const proposal = draft.stages.find(({ stage }) => stage === STAGES[PROPOSAL])?.on ?? '';
      const on = quarterStart(quarter) >= company.gates_from ? proposal : addDays(day, -chance.whole(0, 3));
      const begun = on < draft.created ? draft.created : on;
      if (begun > day) throw new ConstraintError(`commit of ${quarter}`, `a ${draft.segment} deal is in it on ${begun} only`);
      draft.categories.push({ on: begun, category: 'Commit' });
    }
    // Who was pushed out and is not moved along with others is no longer counted on.
    const [push] = draft.pushes;
    if (draft.forecastIn.length > 0 && draft.outcome === 'lost' && push !== undefined) draft.categories.push({ on: push.on, category: 'Pipeline' });
    const row = draft.row;
    const entered = draft.stages.at(-1)?.on ?? '';
    if (row?.category !== undefined) draft.categories.push({ on: entered, category: row.category });
    if (row?.category_reset === true) {
      const before = draft.stages.at(-2);
      draft.categories.push({ on: before?.on ?? '', category: 'Best Case' });
      draft.categoryReset = draft.last ?? '';
    }
  }
}
