/**
 * The relations that the facts about deals share: stages in their order, what happened to each deal, which stages it
 * entered, what it looked like on the day.
 *
 *     history -> change -> entry --.
 *        |---------------------> journey
 *        '-> spell
 *
 * Stages that the playbook does not have (renamed, added in Setup): a deal that has been through one counts as having stayed
 * where it was; a deal that is in one on the day is in no number, since nobody can tell whether it is open, won or lost.
 * `unplacedIn` tells of those, and the numbers they are missing from say so.
 */
import { both, column, compare, date, either, aggregate, isNull, type Expression } from '../relational/expression.ts';
import { aggregated, filter, scan, sort, type Relation } from '../relational/relation.ts';
import type { Period } from '../period.ts';
import type { Deals, FactInput } from './fact.ts';
import { journeys } from './journeys.ts';
import { changes, entries, historyOf, spells, stageOrder } from './passages.ts';

/**
 * In the order they build on each other; each may read the ones before it by name.
 * @param withSpells the history row by row, which few facts need
 */
export function dealRelations(input: FactInput, withSpells: boolean): readonly (readonly [name: string, relation: Relation])[] {
  const stage = stageOrder(input);
  const history = historyOf(input);
  const table = (name: string, { columns }: Relation): Relation => scan(name, columns);
  const change = changes(input, table('history', history), table('stage', stage));
  const entry = entries(table('change', change), table('stage', stage));
  const journey = journeys(input, { history: table('history', history), change: table('change', change), entry: table('entry', entry), stage: table('stage', stage) });
  const spell = spells(input, table('history', history), table('stage', stage));
  return [['stage', stage], ['history', history], ['change', change], ['entry', entry], ['journey', journey], ...(withSpells ? [['spell', spell] as const] : [])];
}

/** The tables that `dealRelations` makes. */
export function dealTables(relations: ReturnType<typeof dealRelations>): Deals {
  const table = (name: string): Relation => scan(name, relations.find(([found]) => found === name)?.[1].columns ?? {});
  return { stage: table('stage'), change: table('change'), entry: table('entry'), journey: table('journey'), spell: table('spell') };
}

/**
 * Deals whose amounts are in a currency without a rate, and so in no sum: one row per currency, with `deals`, and how many of
 * them were `sold` here; the others were loaded when the CRM was set up.
 * @param period only those that were there in it, which are all that were not closed before; null: all
 */
export function unconverted({ journey }: Deals, period: Period | null): Relation {
  const there = period === null ? [] : [compare(column('created_on'), '<', date(period.to)), either(isNull(column('closed_on')), compare(column('closed_on'), '>=', date(period.from)), compare(column('created_on'), '>=', date(period.from)))];
  return sort(aggregated(filter(journey, both(column('is_customer'), isNull(column('rate')), ...there)), ['currency'], { deals: aggregate('count'), sold: aggregate('count', null, column('sold')) }), ['currency']);
}

/**
 * Deals of new business that are in no number because of their stage: one row per stage, with `deals`. Of a period are those
 * that were made or last changed in it, or are to close in it.
 */
export function unplacedIn({ from, to }: Period, { journey }: Deals): Relation {
  const within = (day: string): Expression => both(compare(column(day), '>=', date(from)), compare(column(day), '<', date(to)));
  const found = filter(journey, both(column('unplaced'), either(within('created_on'), within('seen_on'), within('close_date'))));
  return sort(aggregated(found, ['stage_name'], { deals: aggregate('count') }), ['stage_name']);
}
