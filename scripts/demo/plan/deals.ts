/** New business as counts become deals: segment, price, outcome, month, reason, source. Days come in dates.ts. */
import { SEGMENTS, type DealTables, type Segment, type Tables } from '../tables/schema.ts';
import { ConstraintError, expectEqual, LEVELS, prices, repeated, type Chance, type Level } from './arithmetic.ts';
import { addMonths, isIn, quarterOf } from './calendar.ts';
import { STAGES, type Account, type Deal, type Outcome } from './model.ts';

/** A deal with what decides its days: where it stands or ended, and when. */
export interface Draft extends Deal {
  /** Won: the month. */
  month?: string;
  /** Lost: the quarter. */
  quarter?: string;
  /** Lost or open: the last open stage. */
  last?: string;
  closes?: string;
  row?: DealTables['open'][Segment][number];
  /** Quarters of whose forecast at day 15 it is part. */
  forecastIn: string[];
  slipped: boolean;
  /** Quarters out of which its close date moved. */
  crosses: string[];
}

const NOBODY: Account = { name: '', segment: 'SMB', employees: 0, opening: false };

export function draftDeals(tables: Tables, chance: Chance): Draft[] {
  const drafts: Draft[] = [];
  const add = (segment: Segment, level: Level, outcome: Outcome, rest: Partial<Draft>): void => {
    const { arr, onboarding, tiers } = tables.company.segments[segment];
    const index = LEVELS.indexOf(level);
    const value = arr[index] ?? 0;
    drafts.push({
      id: drafts.length, segment, level, arr: value, oneOff: onboarding, amount: value + onboarding, tier: tiers[index] ?? '', outcome, name: '', account: NOBODY, source: '', fromLead: false, winBack: false,
      blankAmount: false, owner: '', stages: [], created: '', firstCloseDate: '', pushes: [], categories: [], contactRoles: 0, duplicateRole: false, competitorKnown: false, boilerplate: false,
      fillerCriteria: false, noProcurement: false, bypassed: false, leftBehind: false, noBillingContact: false, stale: false, nextStepMissing: false, forecastIn: [], slipped: false, crosses: [], ...rest,
    });
  };
  draftWins(tables, chance, add);
  draftLosses(tables, chance, add);
  draftOpen(tables, add);
  nameForecasts(tables.deals, drafts);
  giveQuarters(tables.deals, drafts, chance);
  giveSources(tables, drafts, chance);
  return drafts;
}

type Add = (segment: Segment, level: Level, outcome: Outcome, rest: Partial<Draft>) => void;

/** Prices are spread over a cell: a segment and a quarter, or a month that is a cell of its own. */
function draftWins({ deals }: Tables, chance: Chance, add: Add): void {
  for (const [index, segment] of SEGMENTS.entries()) {
    const cells = new Map<string, string[]>();
    for (const [month, counts] of Object.entries(deals.wins)) {
      const cell = deals.price_months.includes(month) ? month : quarterOf(`${month}-01`);
      cells.set(cell, [...(cells.get(cell) ?? []), ...Array<string>(counts[index] ?? 0).fill(month)]);
    }
    for (const months of cells.values()) {
      const levels = chance.shuffled(prices(months.length));
      if (index === 0 && months === cells.values().next().value) swapToFront(levels, deals.first_price);
      for (const [at, month] of months.entries()) add(segment, levels[at] ?? 'mid', 'won', { month });
    }
  }
}

function swapToFront(levels: Level[], wanted: Level): void {
  const at = levels.indexOf(wanted);
  [levels[0], levels[at]] = [wanted, levels[0] as Level];
}

function draftLosses({ deals }: Tables, chance: Chance, add: Add): void {
  for (const [index, segment] of SEGMENTS.entries()) {
    const lost: { reason: string; outcome: Outcome; last: string }[] = [];
    for (const [group, stages] of Object.entries(deals.groups)) {
      const reasons = chance.shuffled(repeated(Object.entries(deals.losses[group] ?? {}).map(([reason, counts]) => [reason, counts[index] ?? 0])));
      const places = repeated(stages.map((stage) => [stage, deals.lost_from[stage]?.[index] ?? 0]));
      expectEqual(`losses ${group} of ${segment}`, reasons.length, places.length);
      lost.push(...seated(reasons, places, deals, index));
    }
    for (const outcome of ['lost', 'derail', 'void'] as const) {
      const ofClass = chance.shuffled(lost.filter((row) => row.outcome === outcome));
      const levels = chance.shuffled(prices(ofClass.length));
      for (const [at, { reason, last }] of ofClass.entries()) add(segment, levels[at] ?? 'mid', outcome, { reason, last });
    }
  }
}

/** Reasons to stages of a group: what never was a deal left the first stage, and few real losses did. */
function seated(reasons: readonly string[], places: readonly string[], deals: DealTables, index: number): { reason: string; outcome: Outcome; last: string }[] {
  const first = STAGES[0];
  const seats = places.filter((stage) => stage === first).length;
  const others = places.filter((stage) => stage !== first);
  const classOf = (reason: string): Outcome => deals.classes[reason] ?? 'lost';
  const real = reasons.filter((reason) => classOf(reason) === 'lost');
  const early = seats === 0 ? [] : [
    ...reasons.filter((reason) => classOf(reason) === 'void'),
    ...real.slice(0, deals.real_from_prospecting[index]),
    ...reasons.filter((reason) => classOf(reason) === 'derail'),
  ].slice(0, seats);
  expectEqual('deals lost from the first stage', early.length, seats);
  const left = [...reasons];
  for (const reason of early) left.splice(left.indexOf(reason), 1);
  return [...early.map((reason) => ({ reason, outcome: classOf(reason), last: first })), ...left.map((reason, at) => ({ reason, outcome: classOf(reason), last: others[at] ?? '' }))];
}

function draftOpen({ deals }: Tables, add: Add): void {
  for (const segment of SEGMENTS) {
    for (const row of deals.open[segment]) {
      const levels = row.count === undefined ? LEVELS.flatMap((level) => Array<Level>(row[level] ?? 0).fill(level)) : prices(row.count);
      for (const [at, level] of levels.entries()) {
        add(segment, level, 'open', {
          last: row.stage, closes: row.closes, row, bypassed: row.bypassed ?? false, noProcurement: row.no_procurement ?? false, stale: row.stale ?? false,
          fillerCriteria: row.filler_criteria ?? false, leftBehind: row.left_behind ?? false, nextStepMissing: at < (row.no_next_step ?? 0),
        });
      }
    }
  }
}

interface Named {
  readonly segment: Segment;
  readonly in?: string;
  readonly low?: number | undefined;
  readonly mid?: number | undefined;
  readonly high?: number | undefined;
}

/** Takes deals of a segment, a price and a time; those preferred come first. */
function take(constraint: string, from: readonly Draft[], named: Named, fits: (draft: Draft) => boolean, prefer: (draft: Draft) => boolean = () => false): Draft[] {
  return LEVELS.flatMap((level) => {
    const wanted = named[level] ?? 0;
    const found = from.filter((draft) => draft.segment === named.segment && draft.level === level && fits(draft)).toSorted((left, right) => Number(prefer(right)) - Number(prefer(left)));
    if (found.length < wanted) throw new ConstraintError(constraint, `there are ${found.length} ${named.segment} deals at a ${level} price and ${wanted} are named`);
    return found.slice(0, wanted);
  });
}

const LATE = ['Proposal/Price Quote', 'Negotiation/Review'];

function nameForecasts({ forecast, sandbagger, crossings }: DealTables, drafts: readonly Draft[]): void {
  const won = drafts.filter(({ outcome }) => outcome === 'won');
  const wonIn = (period: string | undefined) => ({ month = '' }: Draft): boolean => period === undefined || isIn(`${month}-01`, period);
  nameSandbagger(sandbagger, won);
  for (const [quarter, { slipped }] of Object.entries(forecast)) {
    for (const named of slipped) {
      // The last months of a quarter leave time to be won after all.
      for (const draft of take(`slipped out of ${quarter}`, won, named, (one) => wonIn(named.in)(one) && one.owner === '' && !one.slipped)) {
        Object.assign(draft, { slipped: true, crosses: [quarter] });
        draft.forecastIn.push(quarter);
      }
    }
  }
  for (const [quarter, { won: expected, lost }] of Object.entries(forecast)) {
    for (const named of expected) {
      const earlier = ({ month = '', slipped, owner }: Draft): boolean => slipped || owner !== '' || month.endsWith(quarterMonth(quarter));
      for (const draft of take(`won and forecast in ${quarter}`, won, named, (one) => wonIn(named.in)(one) && !one.forecastIn.includes(quarter), earlier)) draft.forecastIn.push(quarter);
    }
    for (const named of lost) {
      for (const draft of take(`lost and forecast in ${quarter}`, drafts, named, ({ outcome, last = '', quarter: given }) => outcome === 'lost' && LATE.includes(last) && given === undefined)) {
        Object.assign(draft, { quarter: named.in, crosses: named.pushed === true ? [quarter] : [] });
        draft.forecastIn.push(quarter);
      }
    }
  }
  for (const [quarter, rows] of Object.entries(crossings)) {
    for (const named of rows) {
      const fits = ({ outcome, last = '', quarter: given }: Draft): boolean => outcome === 'lost' && given === undefined && STAGES.indexOf(last as never) >= 2;
      for (const draft of take(`pushed out of ${quarter}`, drafts, named, fits)) Object.assign(draft, { quarter: followingQuarter(quarter), crosses: [quarter] });
    }
  }
}

function followingQuarter(quarter: string): string {
  return quarterOf(`${addMonths(`${quarter.slice(0, 4)}-${String(Number(quarter.slice(6)) * 3).padStart(2, '0')}`, 1)}-01`);
}

/** The first month of a quarter, two digits. */
function quarterMonth(quarter: string): string {
  return String((Number(quarter.slice(6)) - 1) * 3 + 1).padStart(2, '0');
}

function nameSandbagger({ who, wins }: DealTables['sandbagger'], won: readonly Draft[]): void {
  for (const [period, levels] of Object.entries(wins)) {
    const [time = '', later] = period.split(' ');
    for (const level of levels) {
      const found = won.find((draft) => draft.segment === 'Mid-Market' && draft.owner === '' && (level === 'any' || draft.level === level) && isIn(`${draft.month ?? ''}-01`, time) && !(later !== undefined && draft.month?.endsWith(quarterMonth(time))));
      if (!found) throw new ConstraintError(`wins of ${who}`, `there is no ${level} one left in ${period}`);
      found.owner = who;
    }
  }
}

/** Deals that no forecast names get the quarters that are left, by class. */
function giveQuarters({ lost_by_quarter: byQuarter }: DealTables, drafts: readonly Draft[], chance: Chance): void {
  for (const [index, outcome] of (['lost', 'derail', 'void'] as const).entries()) {
    const ofClass = drafts.filter((draft) => draft.outcome === outcome);
    const left = repeated(Object.entries(byQuarter).map(([quarter, counts]) => {
      const taken = ofClass.filter((draft) => draft.quarter === quarter).length;
      if (taken > (counts[index] ?? 0)) throw new ConstraintError(`${outcome} in ${quarter}`, `${taken} are named and ${counts[index] ?? 0} are to be`);
      return [quarter, (counts[index] ?? 0) - taken] as const;
    }));
    const free = ofClass.filter(({ quarter }) => quarter === undefined);
    expectEqual(`${outcome} by quarter`, left.length, free.length);
    const shuffled = chance.shuffled(left);
    // Those that went furthest are not lost in the first weeks.
    const byDepth = free.toSorted((one, other) => STAGES.indexOf(other.last as never) - STAGES.indexOf(one.last as never));
    const late = shuffled.filter((quarter) => quarter !== '2024-Q3');
    const first = shuffled.filter((quarter) => quarter === '2024-Q3');
    for (const draft of byDepth) draft.quarter = (first.length < byDepth.length && late.length > 0 ? late.shift() : first.shift()) ?? first.shift() ?? '';
  }
}

function giveSources({ deals, customers }: Tables, drafts: readonly Draft[], chance: Chance): void {
  const backs = new Set<Draft>();
  const sources = new Map(Object.entries(deals.sources).map(([source, counts]) => [source, { ...counts }]));
  for (const { in: quarter, price, source } of customers.win_backs) {
    const found = drafts.find((draft) => draft.outcome === 'won' && draft.segment === 'SMB' && draft.level === price && isIn(`${draft.month ?? ''}-01`, quarter) && !backs.has(draft) && !draft.slipped);
    const counts = sources.get(source);
    if (!found || !counts) throw new ConstraintError('win-backs', `there is no ${price} SMB win in ${quarter} from ${source}`);
    Object.assign(found, { winBack: true, source });
    counts.won--;
    backs.add(found);
  }
  for (const outcome of ['open', 'won', 'lost', 'derail', 'void'] as const) {
    const free = drafts.filter((draft) => draft.outcome === outcome && draft.source === '');
    const left = chance.shuffled(repeated([...sources].map(([source, counts]) => [source, counts[outcome]])));
    expectEqual(`sources of deals ${outcome}`, left.length, free.length);
    for (const [index, draft] of free.entries()) draft.source = left[index] ?? '';
  }
  const others = chance.shuffled(drafts.filter(({ source }) => source === 'Other'));
  // Customers who come back are known; nobody treats them as leads.
  const direct = new Set(others.toSorted((one, other) => Number(other.winBack) - Number(one.winBack)).slice(0, deals.direct));
  for (const draft of drafts) draft.fromLead = !direct.has(draft);
}
