/** Gives every deal of new business its days: created, each stage, closed, pushes. */
import { SEGMENTS, type Segment, type Tables } from '../tables/schema.ts';
import { ConstraintError, ladder, matched, type Chance } from './arithmetic.ts';
import { addDays, daysBetween, isIn, lastOfMonth, quarterEnd, quarterOf, quarterStart, type WorkingDays } from './calendar.ts';
import type { Draft } from './deals.ts';
import { NEGOTIATION, PROPOSAL, QUALIFIED, STAGES, type Stage, type StageEntry } from './model.ts';

/** Leads arrive up to this many days before their deal. */
const LEAD_DAYS = 4;
/** After this day the default category of the last open stage says Commit, and nobody enters it. */
const LAST_NEGOTIATION = '2026-05-17';
const MAX_DAYS: Readonly<Record<Stage, number>> = { Prospecting: 14, Qualification: 21, 'Needs Analysis': 30, 'Value Proposition': 21, 'Id. Decision Makers': 21, 'Perception Analysis': 14, 'Proposal/Price Quote': 21, 'Negotiation/Review': 21 };

export interface Setting {
  readonly tables: Tables;
  readonly chance: Chance;
  readonly working: WorkingDays;
  /** Local date of the as-of day. */
  readonly today: string;
}

/** The last day before the forecast of a quarter is taken at day 15. */
export function lastDayBefore15(quarter: string): string {
  return addDays(quarterStart(quarter), 13);
}

export function giveDays(drafts: readonly Draft[], setting: Setting): void {
  const won = drafts.filter(({ outcome }) => outcome === 'won');
  giveWonDays(won, setting);
  for (const segment of SEGMENTS) giveWonStages(won.filter((draft) => draft.segment === segment), segment, setting);
  for (const draft of drafts) {
    if (draft.outcome === 'open') giveOpenDays(draft, setting);
    else if (draft.outcome !== 'won') giveLostDays(draft, setting);
  }
  giveSteps(drafts, setting);
}

/** A win that no forecast names must not be won before the forecast is taken. */
function giveWonDays(won: readonly Draft[], { tables: { deals, company }, chance, working }: Setting): void {
  for (const [month, days] of Object.entries(deals.last_wins)) {
    const takers = chance.shuffled(won.filter((draft) => draft.month === month));
    for (const [index, draft] of takers.entries()) draft.closedOn = days[index] ?? '';
  }
  for (const draft of won) {
    if (draft.closedOn !== undefined) continue;
    const month = draft.month ?? '';
    const quarter = quarterOf(`${month}-01`);
    const isForecast = Object.hasOwn(deals.forecast, quarter) && company.forecast_from <= quarterStart(quarter);
    const from = isForecast && !draft.forecastIn.includes(quarter) && isIn(addDays(lastDayBefore15(quarter), 1), month) ? addDays(lastDayBefore15(quarter), 1) : `${month}-01`;
    const days = working.within(from, lastOfMonth(month));
    // The very first customers take all the time there is.
    draft.closedOn = month <= '2024-08' ? days.at(-1 - chance.whole(0, 1)) ?? '' : chance.pick(days, `a day to win in ${month}`);
  }
}

function giveWonStages(won: readonly Draft[], segment: Segment, { tables: { deals, company }, chance }: Setting): void {
  const index = SEGMENTS.indexOf(segment);
  const [low, high] = deals.cycle[index] ?? [0, 0];
  const [fast, slow] = deals.in_proposal[index] ?? [0, 0];
  const cycles = matched(`cycle of ${segment}`, won, ladder(low, high, won.length), (draft, cycle) => fitsCycle(draft, cycle, slow, company.history_from), chance);
  const inProposal = chance.shuffled(ladder(fast, slow, won.length));
  const usual = won.filter(({ slipped }) => !slipped);
  const [soon, long] = deals.to_qualified;
  const room = (draft: Draft): number => daysBetween(addDays(company.history_from, LEAD_DAYS + 1), addDays(draft.closedOn ?? '', -(cycles.get(draft) ?? 0)));
  const toQualified = matched(`created to qualified of ${segment}`, usual, ladder(soon, long, usual.length), (draft, days) => days <= room(draft), chance);
  for (const [at, draft] of won.entries()) {
    const closed = draft.closedOn ?? '';
    const cycle = cycles.get(draft) ?? 0;
    const proposal = inProposal[at] ?? 0;
    const qualified = addDays(closed, -cycle);
    draft.created = draft.slipped ? `2025-09-${String(chance.whole(2, 12)).padStart(2, '0')}` : addDays(qualified, -(toQualified.get(draft) ?? 0));
    const least = leastNegotiation(draft, closed, proposal);
    const rest = split(cycle - proposal - least + 1, 5, chance);
    const [needs = 1, value = 1, decision = 1, perception = 1, negotiation = 1] = rest;
    const entry = addDays(closed, -(negotiation + least - 1));
    const days = [qualified, addDays(qualified, needs), addDays(qualified, needs + value), addDays(qualified, needs + value + decision)];
    if (addDays(days[3] ?? '', perception) !== addDays(entry, -proposal)) throw new ConstraintError(`cycle of ${segment}`, 'its parts do not add up');
    const half = Math.max(1, Math.floor(daysBetween(draft.created, qualified) / 2));
    const all = [draft.created, addDays(draft.created, half), ...days, addDays(entry, -proposal), entry];
    draft.stages = [...STAGES.map((stage, nth): StageEntry => ({ stage, on: all[nth] ?? '' })), { stage: 'Closed Won', on: closed }];
  }
}

/** Days in the last open stage at least: forecast deals are in it, or before the quote, by the day, and nobody enters it late. */
function leastNegotiation({ forecastIn }: Draft, closed: string, proposal: number): number {
  const early = closed > LAST_NEGOTIATION ? daysBetween(LAST_NEGOTIATION, closed) : 1;
  const inTime = forecastIn.includes('2026-Q1') ? daysBetween(lastDayBefore15('2026-Q1'), closed) - proposal : 1;
  return Math.max(1, early, inTime);
}

function fitsCycle(draft: Draft, cycle: number, slowest: number, historyFrom: string): boolean {
  const closed = draft.closedOn ?? '';
  const qualified = addDays(closed, -cycle);
  const isEarly = qualified >= addDays(historyFrom, LEAD_DAYS + 6);
  const inTime = draft.forecastIn.every((quarter) => {
    const day = lastDayBefore15(quarter);
    return closed <= day || draft.slipped || qualified <= day;
  });
  const early = closed > LAST_NEGOTIATION ? daysBetween(LAST_NEGOTIATION, closed) : 1;
  const sinceForecast = draft.forecastIn.includes('2026-Q1') ? daysBetween(lastDayBefore15('2026-Q1'), closed) : 0;
  // Four stages come before the proposal, of a day at least each.
  return isEarly && inTime && cycle >= Math.max(slowest + early, sinceForecast) + 4 && (!draft.slipped || qualified >= '2025-09-22');
}

/** Whole days in so many parts, one at least each; the sum is exact. */
function split(days: number, parts: number, chance: Chance): number[] {
  if (days < parts) throw new ConstraintError('one day in each stage', `${days} days are for ${parts} stages`);
  const weights = Array.from({ length: parts }, () => 0.4 + chance.next());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.map((weight) => 1 + Math.floor(((days - parts) * weight) / total));
  for (let index = 0; found.reduce((sum, part) => sum + part, 0) < days; index = (index + 1) % parts) found[index] = (found[index] ?? 0) + 1;
  return found;
}

const PACE: Readonly<Record<Segment, readonly [number, number]>> = { SMB: [3, 11], 'Mid-Market': [7, 20], Enterprise: [6, 17] };

/** Walks back from the entry of the last stage; never before history begins. */
function stagesBefore(draft: Draft, entered: string, { chance, tables: { company } }: Setting, createdBy?: string): StageEntry[] {
  const last = STAGES.indexOf(draft.last as Stage);
  const [short, long] = PACE[draft.segment];
  const earliest = addDays(company.history_from, LEAD_DAYS + 1);
  let spans = Array.from({ length: last }, () => chance.whole(short, long));
  const length = (): number => spans.reduce((sum, days) => sum + days, 0);
  const target = createdBy === undefined ? undefined : daysBetween(createdBy, entered);
  if (target !== undefined && length() < target && last > 0) spans = split(target, last, chance);
  const room = daysBetween(earliest, entered);
  if (length() > room && last > 0) spans = split(room, last, chance);
  const entries: StageEntry[] = [];
  let on = addDays(entered, -length());
  for (let index = 0; index <= last; index++) {
    entries.push({ stage: STAGES[index] ?? '', on });
    on = addDays(on, spans[index] ?? 0);
  }
  return entries;
}

function giveLostDays(draft: Draft, setting: Setting): void {
  const { chance, working, tables: { company } } = setting;
  const quarter = draft.quarter ?? '';
  const last = STAGES.indexOf(draft.last as Stage);
  const [forecast] = draft.forecastIn;
  const [crossed] = draft.crosses;
  const until = quarterEnd(quarter) > addDays(setting.today, -3) ? addDays(setting.today, -3) : quarterEnd(quarter);
  const earliest = quarter === quarterOf(addDays(company.history_from, 31)) ? addDays(quarterStart(quarter), 2 * last) : quarterStart(quarter);
  const from = forecast === quarter ? addDays(lastDayBefore15(quarter), 3) : earliest;
  const closed = chance.pick(working.within(from, until), `a day to lose in ${quarter}`);
  const [short, long] = PACE[draft.segment];
  let entered = addDays(closed, -chance.whole(short, long));
  if (forecast === '2026-Q1') entered = addDays(lastDayBefore15(forecast), -chance.whole(1, 6));
  if (last === NEGOTIATION && entered > LAST_NEGOTIATION) entered = addDays(LAST_NEGOTIATION, -chance.whole(0, 5));
  if (entered < addDays(company.history_from, LEAD_DAYS + 2 + last)) entered = addDays(company.history_from, LEAD_DAYS + 2 + last);
  // What was due when the quarter began existed then, and so did what was forecast in it.
  const createdBy = crossed !== undefined ? addDays(quarterStart(crossed), -chance.whole(2, 12)) : forecast !== undefined ? addDays(quarterStart(forecast), -chance.whole(2, 12)) : undefined;
  if (createdBy !== undefined && entered <= addDays(createdBy, last)) entered = addDays(createdBy, last + 3);
  if (forecast === '2026-Q1' && last === NEGOTIATION) entered = addDays(lastDayBefore15(forecast), 0);
  draft.stages = [...stagesBefore(draft, entered, setting, createdBy), { stage: 'Closed Lost', on: closed }];
  draft.created = draft.stages[0]?.on ?? '';
  draft.closedOn = closed;
}

function giveOpenDays(draft: Draft, setting: Setting): void {
  const { chance, working, today, tables: { deals: { grandfathered } } } = setting;
  const row = draft.row;
  const stage = draft.last as Stage;
  const limit = MAX_DAYS[stage];
  // One that was pushed and is past has been there long enough for the pushes.
  const age = row?.closes === 'past' && row.pushes !== undefined ? (row.stuck ? limit + 13 : 18) : row?.stuck ? limit + chance.whole(6, 20) : row?.stale ? chance.whole(24, 27) : chance.whole(row?.closes === 'past' ? 9 : 3, Math.min(limit - 3, 16));
  const entered = row?.entered ?? (row?.grandfathered === true ? chance.pick(working.within(...grandfathered.entered), 'a day before the rules') : undefined) ?? addDays(today, -(row?.stale ? Math.max(age, 24) : age));
  draft.stages = stagesBefore(draft, entered, setting, draft.leftBehind ? '2025-06-16' : undefined).map((entry) => (draft.leftBehind && entry.on > '2025-08-30' ? { ...entry, by: 'Ingrid Halvorsen' } : entry));
  draft.created = draft.stages[0]?.on ?? '';
  const between = (from: string, to: string): string => chance.pick(working.within(from, to), `a close date of an open ${draft.segment} deal`);
  switch (row?.closes) {
    case 'past': draft.firstCloseDate = between(addDays(entered > '2026-05-04' ? entered : '2026-05-04', 1), addDays(today, -3)); break;
    case 'June': draft.firstCloseDate = row.near === true ? between('2026-06-04', '2026-06-12') : between('2026-06-18', '2026-06-29'); break;
    case 'Q3': draft.firstCloseDate = between('2026-07-06', '2026-09-29'); break;
    case 'Q4': draft.firstCloseDate = between('2026-10-05', '2026-12-18'); break;
    default: draft.firstCloseDate = between('2026-07-13', '2026-12-11');
  }
}

/** Some deals leave out a stage, and some go back one; neither changes how far a deal came. */
function giveSteps(drafts: readonly Draft[], { tables: { deals }, chance }: Setting): void {
  const middle = STAGES.slice(QUALIFIED + 1, PROPOSAL);
  const far = chance.shuffled(drafts.filter(({ outcome, last, forecastIn }) => forecastIn.length === 0 && (outcome === 'won' || ['lost', 'derail'].includes(outcome) && STAGES.indexOf(last as Stage) >= PROPOSAL)));
  const skipping = far.slice(0, deals.skips);
  if (skipping.length < deals.skips) throw new ConstraintError('deals that skip a stage', `only ${far.length} came far enough`);
  for (const draft of skipping) {
    const left = new Set(chance.shuffled(middle).slice(0, chance.whole(1, 2)) as string[]);
    draft.stages = draft.stages.filter(({ stage }) => !left.has(stage));
  }
  const back: [Draft, number][] = far.slice(deals.skips).flatMap((draft) => {
    const index = draft.stages.findIndex(({ stage, on }, at) => stage === 'Id. Decision Makers' && daysBetween(on, draft.stages[at + 1]?.on ?? on) >= 3);
    return index < 0 ? [] : [[draft, index] as [Draft, number]];
  });
  if (back.length < deals.steps_back) throw new ConstraintError('deals that go back a stage', `only ${back.length} have the days for it`);
  for (const [draft, index] of back.slice(0, deals.steps_back)) {
    const entered = draft.stages[index]?.on ?? '';
    draft.stages.splice(index + 1, 0, { stage: 'Value Proposition', on: addDays(entered, 1) }, { stage: 'Id. Decision Makers', on: addDays(entered, 2) });
  }
}
