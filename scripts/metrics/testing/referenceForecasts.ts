/**
 * Forecast accuracy and bias by snapshot and by category, over lists. What was forecast on a day is what was won in the quarter
 * by its first moment, and the amount of the open deals due in it whose category is the one that is asked for or a higher one.
 * Accuracy is 1 less the distance from the actual over the actual, bias the signed distance over the actual.
 */
import { addDays, dayOf, ending, isClosed, moves, stateAt, sum, within, type Deal, type Quarter } from './reference.ts';

/** Categories that a forecast of a name holds, as history has them. */
const HELD: Readonly<Record<string, readonly string[]>> = { Commit: ['Forecast'], 'Best Case': ['Forecast', 'BestCase'], Pipeline: ['Forecast', 'BestCase', 'Pipeline'] };

/** Days on which forecasts are taken, by name: some days of the quarter, and its Mondays by the seven days that they lie in. */
function snapshotDays({ from, to }: Quarter): [name: string, day: string][] {
  const offsets = Array.from({ length: 100 }, (_, offset) => offset).filter((offset) => addDays(from, offset) < to);
  const mondays = offsets.filter((offset) => new Date(`${addDays(from, offset)}T00:00:00Z`).getUTCDay() === 1);
  return [...[1, 15, 46, 71].map((count): [string, string] => [`day ${count}`, addDays(from, count - 1)]), ...mondays.map((offset): [string, string] => [`week ${Math.floor(offset / 7) + 1}`, addDays(from, offset)])];
}

interface Said {
  readonly owner: string;
  readonly forecast: number;
  readonly actual: number;
}

/** Forecast and actual by deal; null where on that day nobody had ever said what the category is made of. */
function forecastOn(deals: readonly Deal[], quarter: Quarter, day: string, category: string): Said[] | null {
  const before = (at: string): boolean => at < `${day}T00:00:00.000Z`;
  const wasSaid = category === 'Pipeline' ? deals.some(({ steps }) => steps.some(({ at }) => before(at))) : deals.some(({ steps }) => steps.some((step) => before(step.at) && ['Forecast', 'BestCase'].includes(step.category)));
  if (!wasSaid) return null;
  return deals.map((deal) => {
    const state = stateAt(deal, day);
    const wonOn = state?.stage === 'Won' ? dayOf(moves({ ...deal, steps: deal.steps.filter(({ at }) => before(at)) }).at(-1)?.at ?? '') : null;
    const isOpen = state !== undefined && !isClosed(state.stage) && within(state.closes, quarter) && (HELD[category] ?? []).includes(state.category);
    const { outcome, on, last } = ending(deal);
    return { owner: deal.owner ?? '', forecast: isOpen || (wonOn !== null && within(wonOn, quarter)) ? (state?.amount ?? 0) : 0, actual: outcome === 'won' && on !== null && within(on, quarter) ? (last.amount ?? 0) : 0 };
  });
}

interface Totals {
  readonly forecast: number;
  readonly actual: number;
  readonly apart: number;
  readonly apartByOwner: number;
}

/** Distances are taken quarter by quarter, and are added; a quarter without a forecast is left out. */
function totalsOf(quarters: readonly (Said[] | null)[]): Totals | null {
  const known = quarters.filter((quarter) => quarter !== null);
  if (known.length === 0) return null;
  const total = (rows: readonly Said[], side: 'forecast' | 'actual'): number => sum(rows.map((row) => row[side]));
  const apart = (rows: readonly Said[]): number => Math.abs(total(rows, 'forecast') - total(rows, 'actual'));
  const owners = (rows: readonly Said[]): readonly Said[][] => Object.values(Object.groupBy(rows, ({ owner }) => owner)).map((own = []) => own);
  const all = known.flat();
  return { forecast: total(all, 'forecast'), actual: total(all, 'actual'), apart: sum(known.map(apart)), apartByOwner: sum(known.flatMap((rows) => owners(rows).map(apart))) };
}

const over = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const less = (share: number | null): number | null => (share === null ? null : 1 - share);

/** Values by name: of commit at day 15, and by snapshot (`@week 3`) and category (`@Best Case`). */
export function referenceForecasts(deals: readonly Deal[], quarters: readonly Quarter[]): Record<string, number | null> {
  const at = (snapshot: string, category: string): Totals | null => totalsOf(quarters.flatMap((quarter) => snapshotDays(quarter).filter(([name]) => name === snapshot).map(([, day]) => forecastOn(deals, quarter, day, category))));
  const valuesOf = (cut: string, found: Totals | null): [string, number | null][] => [
    [`forecast_accuracy${cut}`, found && less(over(found.apart, found.actual))],
    [`forecast_accuracy/of_forecast${cut}`, found && less(over(found.apart, found.forecast))],
    [`forecast_accuracy/by_owner${cut}`, found && less(over(found.apartByOwner, found.actual))],
    [`forecast_bias${cut}`, found && over(found.forecast - found.actual, found.actual)],
  ];
  const snapshots = [...new Set(quarters.flatMap((quarter) => snapshotDays(quarter).map(([name]) => name)))];
  const variants = [['best_case', 'day 15', 'Best Case'], ['pipeline', 'day 15', 'Pipeline'], ['day_1', 'day 1', 'Commit'], ['day_46', 'day 46', 'Commit'], ['day_71', 'day 71', 'Commit']] as const;
  return Object.fromEntries([
    ...valuesOf('', at('day 15', 'Commit')),
    ...snapshots.flatMap((snapshot) => valuesOf(`@${snapshot}`, at(snapshot, 'Commit'))),
    ...Object.keys(HELD).flatMap((category) => valuesOf(`@${category}`, at('day 15', category))),
    ...variants.flatMap(([id, snapshot, category]): [string, number | null][] => {
      const found = at(snapshot, category);
      return [[`forecast_accuracy/${id}`, found && less(over(found.apart, found.actual))], [`forecast_bias/${id}`, found && over(found.forecast - found.actual, found.actual)]];
    }),
  ]);
}
