/**
 * Ten metrics once more, in plain JavaScript over lists, straight from their definitions: no SQL, no relations and none of
 * the engine's code, so that both can only agree by being right. Days are those of UTC.
 */

export interface Step {
  readonly stage: string;
  /** ISO, UTC. */
  readonly at: string;
  readonly amount: number | null;
  readonly closes: string;
  readonly category: string;
}

export interface Deal {
  readonly id: string;
  readonly source: string;
  readonly lossClass: 'lost' | 'derail' | 'void';
  readonly owner?: string;
  /** In order. */
  readonly steps: readonly Step[];
}

export interface Quarter {
  readonly from: string;
  readonly to: string;
}

const RANK: Readonly<Record<string, number>> = { Lost: 0, S1: 10, S2: 20, S3: 30, Won: 100 };
const QUALIFIED = 20;
const OPEN = ['S1', 'S2', 'S3'];

const rank = (stage: string): number => RANK[stage] ?? 0;
export const dayOf = (at: string): string => at.slice(0, 10);
const days = (from: string, to: string): number => (Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / 86_400_000;
export const isClosed = (stage: string): boolean => stage === 'Won' || stage === 'Lost';
export const within = (day: string, { from, to }: Quarter): boolean => day >= from && day < to;
export const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
const rate = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

function median(all: readonly number[]): number | null {
  if (all.length === 0) return null;
  const sorted = all.toSorted((left, right) => left - right);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2 : (sorted[Math.floor(half)] ?? null);
}

/** Steps on which the stage changed. */
export function moves(deal: Deal): Step[] {
  return deal.steps.filter(({ stage }, index) => stage !== deal.steps[index - 1]?.stage);
}

export interface Ending {
  readonly outcome: 'won' | 'open' | 'lost' | 'derail' | 'void';
  readonly on: string | null;
  readonly last: Step;
}

export function ending(deal: Deal): Ending {
  const last = deal.steps.at(-1) as Step;
  const on = isClosed(last.stage) ? dayOf((moves(deal).at(-1) as Step).at) : null;
  if (last.stage === 'Won') return { outcome: 'won', on, last };
  return { outcome: last.stage === 'Lost' ? deal.lossClass : 'open', on, last };
}

const createdClosed = (deal: Deal): boolean => isClosed(deal.steps[0]?.stage ?? '');

/** The first time it was in the first qualified stage or beyond. */
const qualification = (deal: Deal): Step | undefined => moves(deal).find(({ stage }) => rank(stage) >= QUALIFIED);

/** Stages reached, each with the day; those that were jumped over are reached with the jump. */
function reached(deal: Deal): Map<string, string> {
  const found = new Map<string, string>();
  let before = 0;
  for (const { stage, at } of moves(deal)) {
    const to = rank(stage);
    for (const [name, place] of Object.entries(RANK)) {
      if (place > 0 && (name === stage || (place > before && place <= to)) && !found.has(name)) found.set(name, dayOf(at));
    }
    before = to;
  }
  return found;
}

/** What a deal was at the first moment of a day. */
export function stateAt(deal: Deal, day: string): Step | undefined {
  return deal.steps.findLast(({ at }) => at < `${day}T00:00:00.000Z`);
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Values of the quarter by name; conversions by `name@stage`, the bridge by `name@line`. */
export function referenceNumbers(deals: readonly Deal[], quarter: Quarter): Record<string, number | null> {
  const ended = deals.map((deal) => ({ deal, ...ending(deal) }));
  const closed = ended.filter(({ on }) => on !== null && within(on, quarter));
  const of = (...outcomes: readonly Ending['outcome'][]): typeof closed => closed.filter(({ outcome }) => outcomes.includes(outcome));
  const money = (rows: typeof closed): number => sum(rows.map(({ last }) => last.amount ?? 0));
  const wins = of('won');
  const entered = deals.flatMap((deal) => {
    const step = createdClosed(deal) ? undefined : qualification(deal);
    return step && within(dayOf(step.at), quarter) ? [{ deal, step }] : [];
  });
  return {
    win_rate: rate(wins.length, of('won', 'lost').length),
    'win_rate/broad': rate(wins.length, of('won', 'lost', 'derail').length),
    'win_rate/amount': rate(money(wins), money(of('won', 'lost'))),
    sales_cycle: median(wins.flatMap(({ deal, on }) => cycleOf(deal, on))),
    pipeline_created: sum(entered.map(({ step }) => step.amount ?? 0)),
    average_deal_value: wins.some(({ last }) => last.amount !== null) ? sum(wins.map(({ last }) => last.amount ?? 0)) / wins.filter(({ last }) => last.amount !== null).length : null,
    ...conversions(deals, quarter),
    ...timeInStage(deals, quarter),
    ...datesMoved(deals, quarter),
    pushed_revenue: pushed(deals, quarter),
    ...forecasts(ended, quarter),
  };
}

function cycleOf(deal: Deal, on: string | null): number[] {
  const start = qualification(deal);
  if (createdClosed(deal) || on === null || !start) return [];
  const length = days(start.at, on);
  return length < 0 ? [] : [length];
}

function conversions(deals: readonly Deal[], quarter: Quarter): Record<string, number | null> {
  const journeys = deals.filter((deal) => !createdClosed(deal)).map(reached);
  return Object.fromEntries(
    OPEN.flatMap((stage) => {
      const here = journeys.filter((found) => within(found.get(stage) ?? '', quarter));
      const on = here.filter((found) => [...found.keys()].some((other) => rank(other) > rank(stage)));
      return here.length === 0 ? [] : [[`stage_conversion@${stage}`, on.length / here.length]];
    }),
  );
}

/** As of a day long after the last step, an open stay would go on; only deals that ended are asked for here. */
function timeInStage(deals: readonly Deal[], quarter: Quarter): Record<string, number | null> {
  const stays = deals.flatMap((deal) => {
    const all = moves(deal);
    return OPEN.flatMap((stage) => {
      const own = all.flatMap((step, index) => (step.stage === stage ? [{ from: step.at, until: all[index + 1]?.at }] : []));
      const [first] = own;
      if (!first || !within(dayOf(first.from), quarter) || own.some(({ until }) => until === undefined)) return [];
      return [{ stage, length: sum(own.map(({ from, until = '' }) => days(from, until))) }];
    });
  });
  return Object.fromEntries(OPEN.flatMap((stage) => {
    const own = stays.filter((stay) => stay.stage === stage).map(({ length }) => length);
    return own.length === 0 ? [] : [[`time_in_stage/ended@${stage}`, median(own)]];
  }));
}

function datesMoved(deals: readonly Deal[], quarter: Quarter): Record<string, number | null> {
  const all = deals.flatMap(({ steps }) => steps.flatMap((step, index) => {
    const before = steps[index - 1];
    // A date that was replaced in the instant in which the deal was made is none that anybody gave.
    return before && before.closes !== step.closes && step.at !== steps[0]?.at && !isClosed(step.stage) && within(dayOf(step.at), quarter) ? [days(before.closes, step.closes)] : [];
  }));
  return { close_date_moves: all.filter((moved) => moved > 0).length, 'close_date_moves/net_days': sum(all) };
}

function pushed(deals: readonly Deal[], quarter: Quarter): number {
  return sum(deals.map((deal) => {
    const start = stateAt(deal, quarter.from);
    const end = stateAt(deal, quarter.to);
    if (!start || !end || isClosed(start.stage) || !within(start.closes, quarter)) return 0;
    return !isClosed(end.stage) && end.closes >= quarter.to ? (start.amount ?? 0) : 0;
  }));
}

function forecasts(ended: readonly (Ending & { readonly deal: Deal })[], quarter: Quarter): Record<string, number | null> {
  const snapshot = addDays(quarter.from, 14);
  // Without anybody who ever said what to expect there is no forecast.
  const isSaid = ended.some(({ deal }) => deal.steps.some(({ at, category }) => at < `${snapshot}T00:00:00.000Z` && ['Forecast', 'BestCase'].includes(category)));
  if (!isSaid) return { forecast_bias: null };
  const lines = ended.flatMap(({ deal, outcome, on, last }) => {
    const state = stateAt(deal, snapshot);
    const wonBefore = state?.stage === 'Won' && within(dayOf(moves({ ...deal, steps: deal.steps.filter(({ at }) => at < `${snapshot}T00:00:00.000Z`) }).at(-1)?.at ?? ''), quarter);
    const dueOpen = state !== undefined && !isClosed(state.stage) && within(state.closes, quarter);
    const counted = wonBefore || (dueOpen && state.category === 'Forecast');
    const actual = outcome === 'won' && on !== null && within(on, quarter);
    if (!counted && !actual) return [];
    const forecast = counted ? (state?.amount ?? 0) : 0;
    const got = actual ? (last.amount ?? 0) : 0;
    const line = counted ? (actual ? 'amount changed' : wonBefore ? 'withdrawn' : on !== null && on < quarter.to ? 'lost' : 'pushed') : dueOpen || wonBefore ? 'won from below' : 'created or pulled in';
    return [{ forecast, got, line }];
  });
  const f = sum(lines.map(({ forecast }) => forecast));
  const a = sum(lines.map(({ got }) => got));
  const bridge = Object.entries(Object.groupBy(lines, ({ line }) => line)).map(([line, found = []]) => [`forecast_bridge@${line}`, sum(found.map(({ forecast, got }) => got - forecast))] as const);
  return { forecast_bias: a === 0 ? null : (f - a) / a, ...Object.fromEntries(bridge) };
}
