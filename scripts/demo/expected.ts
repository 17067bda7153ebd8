/** What the numbers of the demo company must be, counted on its plan and not by the metrics engine. */
import { lastOfMonth, addMonths, monthOf, quarterOf } from './plan/calendar.ts';
import type { Draft } from './plan/deals.ts';
import type { CompanyPlan } from './plan/index.ts';
import { STAGES, type Stage } from './plan/model.ts';
import { SEGMENTS } from './tables/schema.ts';

export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

export interface Expected {
  readonly asOf: string;
  /** Over all of history. */
  readonly win_rate: Fraction;
  readonly win_rate_broad: Fraction;
  readonly win_rate_by_segment: Readonly<Record<string, Fraction>>;
  readonly win_rate_by_source: Readonly<Record<string, Fraction>>;
  /** Of the deals that reached a stage those that went beyond it. */
  readonly stage_conversion: Readonly<Record<string, Fraction>>;
  readonly lead_to_opportunity: Readonly<Record<string, Fraction>>;
  readonly mql_to_sql: Readonly<Record<string, Fraction>>;
  /** Days, the middle one. */
  readonly sales_cycle: Readonly<Record<string, number>>;
  readonly won_by_quarter: Readonly<Record<string, number>>;
  readonly pushed_by_quarter: Readonly<Record<string, number>>;
  readonly arr: number;
  /** Leaks that are records, by value, largest first. */
  readonly leaks: readonly (readonly [kind: string, amount: number])[];
}

export function expectedOf(plan: CompanyPlan): Expected {
  const { deals, leads, tables, today } = plan;
  const won = deals.filter(({ outcome }) => outcome === 'won');
  const rate = (some: readonly Draft[], ...against: readonly string[]): Fraction => ({ numerator: some.filter(({ outcome }) => outcome === 'won').length, denominator: some.filter(({ outcome }) => ['won', ...against].includes(outcome)).length });
  const by = <T>(names: readonly string[], of: (name: string) => T): Record<string, T> => Object.fromEntries(names.map((name) => [name, of(name)]));
  const sources = Object.keys(tables.deals.sources);
  return {
    asOf: tables.company.as_of,
    win_rate: rate(deals, 'lost'),
    win_rate_broad: rate(deals, 'lost', 'derail'),
    win_rate_by_segment: by(SEGMENTS, (segment) => rate(deals.filter((deal) => deal.segment === segment), 'lost')),
    win_rate_by_source: by(sources, (source) => rate(deals.filter((deal) => deal.source === source), 'lost')),
    stage_conversion: by(STAGES, (stage) => ({ numerator: deals.filter((deal) => reached(deal) > STAGES.indexOf(stage as Stage)).length, denominator: deals.filter((deal) => reached(deal) >= STAGES.indexOf(stage as Stage)).length })),
    lead_to_opportunity: by(sources, (source) => ({ numerator: leads.filter((lead) => lead.source === source && lead.deal !== undefined).length, denominator: leads.filter((lead) => lead.source === source).length })),
    mql_to_sql: by(sources, (source) => ({ numerator: leads.filter((lead) => lead.source === source && lead.decision === 'Accepted').length, denominator: leads.filter((lead) => lead.source === source && lead.mql).length })),
    sales_cycle: by(['all', ...SEGMENTS], (segment) => median(won.filter((deal) => segment === 'all' || deal.segment === segment).map(cycleOf))),
    won_by_quarter: sums(won.map((deal) => [quarterOf(deal.closedOn ?? ''), deal.amount])),
    pushed_by_quarter: sums(deals.flatMap((deal) => deal.crosses.map((quarter): [string, number] => [quarter, deal.amount]))),
    arr: arrOn(plan, lastOfMonth(addMonths(monthOf(today), -1))),
    leaks: leaksOf(plan).toSorted(([, one], [, other]) => other - one),
  };
}

/** Index of the furthest open stage; one past the last when it was won. */
function reached({ outcome, last }: Draft): number {
  return outcome === 'won' ? STAGES.length : STAGES.indexOf(last as Stage);
}

function cycleOf({ stages, closedOn = '' }: Draft): number {
  const qualified = stages.find(({ stage }) => STAGES.indexOf(stage as Stage) >= STAGES.indexOf('Needs Analysis'))?.on ?? '';
  return Math.round((Date.parse(closedOn) - Date.parse(qualified)) / 86_400_000);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)] ?? 0 : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

function sums(pairs: readonly (readonly [string, number])[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [key, amount] of pairs.toSorted(([one], [other]) => one.localeCompare(other))) found[key] = (found[key] ?? 0) + amount;
  return found;
}

/** Terms that run on a day: opening, new business, and what was signed since; a renewal takes the place of what it renews. */
function arrOn({ deals, customers }: CompanyPlan, day: string): number {
  const runs = (start: string, months: number): boolean => start <= day && lastOfMonth(addMonths(monthOf(start), months - 1)) >= day;
  const opening = customers.opening.filter(({ termStart, months }) => runs(termStart, months)).reduce((sum, { arr }) => sum + arr, 0);
  const joined = deals.filter(({ outcome, closedOn = '' }) => outcome === 'won' && runs(`${addMonths(monthOf(closedOn), 1)}-01`, 12)).reduce((sum, { arr }) => sum + arr, 0);
  const since = customers.installed.filter(({ outcome, termStart, months }) => outcome === 'won' && runs(termStart, months)).reduce((sum, { arr }) => sum + arr, 0);
  return opening + joined + since;
}

function leaksOf({ deals, customers, handoffs, today }: CompanyPlan): [string, number][] {
  const amount = (some: readonly { readonly amount: number }[]): number => some.reduce((sum, deal) => sum + deal.amount, 0);
  const rotting = deals.filter(({ outcome, last, row }) => outcome === 'open' && STAGES.indexOf(last as Stage) >= STAGES.indexOf('Needs Analysis') && (row?.closes === 'past' || (row?.stuck === true && row.stale === true)));
  const silent = new Set(handoffs.filter(({ answer }) => answer !== 'accepted').map(({ deal }) => deal));
  const expired = customers.installed.filter(({ motion, outcome, termStart }) => motion === 'Renewal' && outcome === 'open' && termStart <= today);
  return [['LK-2 pipeline that rots', amount(rotting)], ['LK-4 won, not invoiced', amount(deals.filter(({ id }) => silent.has(id)))], ['LK-5 expired, unsigned', amount(expired)]];
}
