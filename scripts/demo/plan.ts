/**
 * The company's history as a list of deals and leads with dates, before anything is saved: which deal is in
 * which stage on which day, and which lead it came from.
 */
import type { Company } from './company.ts';
import { randomOf } from './company.ts';

/** Open stages in order; the playbook's ranks are 10 to 80. */
export const STAGES = ['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote', 'Negotiation/Review'] as const;
/** Index of the first stage that counts as qualified. */
const QUALIFIED = 2;
/** Days between entering a stage and the next before a deal is qualified, and in deals that were never won. */
const PACE = 6;

export interface StageEntry {
  readonly stage: string;
  /** Local date. */
  readonly on: string;
}

export interface Deal {
  readonly name: string;
  readonly account: string;
  readonly segment: string;
  readonly source: string;
  /** In order; the first is the creation. */
  readonly stages: readonly StageEntry[];
  readonly closes: string;
  readonly outcome: 'won' | 'lost' | 'open';
  readonly reason?: string;
  readonly detail?: string;
  /** Arrived as a lead on this day; absent: created directly. */
  readonly leadOn?: string;
  /** 0 or 1: which of the two sellers owns it. */
  readonly owner: number;
}

export interface LoneLead {
  readonly source: string;
  readonly on: string;
  /** Null: nobody has decided. */
  readonly disqualifiedOn: string | null;
  readonly reason: string;
}

export interface Plan {
  readonly deals: readonly Deal[];
  readonly leads: readonly LoneLead[];
}

const FIRST = ['Alder', 'Birch', 'Cedar', 'Dune', 'Elm', 'Fjord', 'Gale', 'Harbor', 'Iris', 'Juniper', 'Kestle', 'Lark', 'Mesa', 'North', 'Opal', 'Pine', 'Quarry', 'Ridge', 'Sable', 'Thorn', 'Umber', 'Vale', 'Willow', 'Yarrow', 'Zephyr'];
const SECOND = ['Field Services', 'Logistics', 'Heating', 'Elevators', 'Facilities', 'Utilities', 'Networks', 'Medical', 'Rail', 'Water'];

export function planCompany(company: Company): Plan {
  const random = randomOf(company.seed);
  const names = shuffled(FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`)), random);
  const fromLeads = new Map(Object.entries(company.leads).map(([source, { converted }]) => [source, converted * company.repeat]));
  const deals: Deal[] = [];
  const repeated = <T>(rows: readonly T[]): T[] => rows.flatMap((row) => Array.from({ length: company.repeat }, () => row));
  const add = (deal: Omit<Deal, 'name' | 'account' | 'leadOn' | 'owner'>): void => {
    const account = names[deals.length];
    if (account === undefined) throw new Error(`The sample has more deals than names (${names.length}): shorten it or add names to scripts/demo/plan.ts.`);
    const left = fromLeads.get(deal.source) ?? 0;
    fromLeads.set(deal.source, left - 1);
    const created = deal.stages[0]?.on ?? deal.closes;
    deals.push({ ...deal, account, name: `${account}: Dispatch`, owner: random() < 0.5 ? 0 : 1, ...(left > 0 ? { leadOn: addDays(created, -8) } : {}) });
  };
  for (const won of repeated(company.won)) add({ ...won, outcome: 'won', closes: won.on, stages: wonStages(won.on, won.cycle) });
  for (const lost of repeated(company.lost)) {
    const last = indexOfStage(lost.from);
    const entered = addDays(lost.on, -PACE);
    add({ ...lost, outcome: 'lost', closes: lost.on, stages: [...stagesUntil(last, entered), { stage: 'Closed Lost', on: lost.on }] });
  }
  for (const open of repeated(company.open)) {
    for (let index = 0; index < open.count; index++) {
      // The last days of May, one deal a day, so that not all of them moved at once.
      const entered = addDays(company.as_of.slice(0, 10), -4 - (deals.length % 9));
      add({ segment: open.segment, source: open.source, closes: open.closes, outcome: 'open', stages: stagesUntil(indexOfStage(open.stage), entered) });
    }
  }
  for (const [source, left] of fromLeads) {
    if (left > 0) throw new Error(`The sample converts more leads from ${source} than it has deals from there (${left} too many).`);
  }
  return { deals, leads: loneLeads(company, random) };
}

/** From qualified to won in `cycle` days, the stages between spread evenly. */
function wonStages(on: string, cycle: number): StageEntry[] {
  const qualified = addDays(on, -cycle);
  const before = [addDays(qualified, -2 * PACE), addDays(qualified, -PACE)];
  const steps = STAGES.length - QUALIFIED;
  const later = Array.from({ length: steps }, (_, index) => addDays(qualified, Math.floor((index * cycle) / steps)));
  const days = [...before, ...later];
  return [...STAGES.map((stage, index) => ({ stage, on: days[index] ?? on })), { stage: 'Closed Won', on }];
}

function stagesUntil(last: number, entered: string): StageEntry[] {
  return STAGES.slice(0, last + 1).map((stage, index) => ({ stage, on: addDays(entered, -(last - index) * PACE) }));
}

const DISQUALIFY = ['Not a fit', 'No need', 'Unreachable', 'Chose another vendor'];
/** Of the leads that became no deal, this many in six are closed; the rest wait. */
const CLOSED_IN_SIX = 5;

function loneLeads(company: Company, random: () => number): LoneLead[] {
  const days = daysBetween(company.history_from, company.as_of.slice(0, 10)) - 30;
  return Object.entries(company.leads).flatMap(([source, { leads, converted }]) => {
    const alone = (leads - converted) * company.repeat;
    const closed = Math.ceil((alone * CLOSED_IN_SIX) / 6);
    return Array.from({ length: alone }, (_, index) => {
      const on = addDays(company.history_from, Math.floor((index * days) / alone));
      return { source, on, disqualifiedOn: index < closed ? addDays(on, 9) : null, reason: DISQUALIFY[Math.floor(random() * DISQUALIFY.length)] ?? 'Not a fit' };
    });
  });
}

function indexOfStage(stage: string): number {
  const index = STAGES.indexOf(stage as (typeof STAGES)[number]);
  if (index < 0) throw new Error(`The sample names a stage "${stage}" that is none of: ${STAGES.join(', ')}.`);
  return index;
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const copy = [...items];
  for (let index = copy.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
  }
  return copy;
}
