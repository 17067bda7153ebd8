/** Customers: terms and what becomes of them. Renewals, expansions and contractions follow from the tables. */
import { SEGMENTS, type Segment, type Tables } from '../tables/schema.ts';
import { ConstraintError, expectEqual, LEVELS, type Chance, type Level } from './arithmetic.ts';
import { addDays, addMonths, daysBetween, firstOfNextMonth, lastOfMonth, monthOf } from './calendar.ts';
import { monthsBetween, path, renewalPath } from './customerPaths.ts';
import type { Setting } from './days.ts';
import type { Draft } from './deals.ts';
import { accountNames } from './names.ts';
import { newAccount } from './people.ts';
import type { Account, BaseRef, InstalledDeal, OpeningDeal } from './model.ts';

/** The year that retention looks back to begins after this day. */
const YEAR_BEGINS = '2025-05-31';

/** A customer with the term that runs, as months go by. */
interface Customer {
  readonly account: Account;
  readonly level: Level;
  readonly segment: Segment;
  /** Month in which the first term ends. */
  readonly firstEnd: string;
  readonly wonIn: string | null;
  base: BaseRef;
  /** Of the running term with its changes. */
  arr: number;
  tier: string;
  termEnd: string;
  owner: string;
  gone: boolean;
}

export interface Customers {
  readonly opening: readonly OpeningDeal[];
  readonly installed: readonly InstalledDeal[];
  /** Starters who leave in the second year: their use of the product falls. */
  readonly fading: readonly { readonly account: Account; readonly end: string }[];
  readonly active: readonly Account[];
}

export function planOpening({ tables, chance }: Setting): OpeningDeal[] {
  const { opening } = tables.customers;
  const names = accountNames(chance, 60).map((name) => `${name} Group`);
  const deals: OpeningDeal[] = [];
  for (let index = 0; index < opening.months; index++) {
    const end = addMonths(opening.first_end, index);
    const levels: [Segment, Level][] = SEGMENTS.flatMap((segment) => (segment === 'Enterprise' ? [opening.enterprise[index % opening.enterprise.length] ?? 'low'] : opening.each[segment] ?? []).map((level): [Segment, Level] => [segment, level]));
    for (const [segment, level] of levels) {
      const at = LEVELS.indexOf(level);
      deals.push({
        id: deals.length, account: newAccount(tables, chance, names[deals.length] ?? '', segment, true), level, arr: tables.company.segments[segment].arr[at] ?? 0, tier: tables.company.segments[segment].tiers[at] ?? '',
        termStart: `${addMonths(end, 1 - opening.term_months)}-01`, months: opening.term_months,
      });
    }
  }
  return deals;
}

/** Accounts of the opening balance that leave in the first year, so that the plan of new business knows who may come back. */
export function leaversOf(opening: readonly OpeningDeal[], { tables: { customers } }: Setting): Account[] {
  return customers.first_year.churn.flatMap(({ segment, price, ends }) => ends.map((month) => {
    const found = opening.find((deal) => deal.account.segment === segment && deal.level === price && endOf(deal) === month);
    if (!found) throw new ConstraintError('churn of the first year', `no ${segment} term at a ${price} price ends in ${month}`);
    return found.account;
  }));
}

function endOf({ termStart, months }: OpeningDeal): string {
  return addMonths(monthOf(termStart), months - 1);
}

export function planCustomers(openingDeals: readonly OpeningDeal[], won: readonly Draft[], setting: Setting): Customers {
  const { tables, chance, today } = setting;
  const installed: InstalledDeal[] = [];
  const keepers = tables.company.people.filter(({ keeps }) => keeps === true).map(({ name }) => name);
  const sellersOf = (segment: Segment): string[] => tables.company.people.filter(({ sells }) => sells === segment).map(({ name }) => name);
  const leavers = new Set(leaversOf(openingDeals, setting));
  const customers: Customer[] = openingDeals.map((deal, index) => ({
    account: deal.account, level: deal.level, segment: deal.account.segment, firstEnd: endOf(deal), wonIn: null, base: { kind: 'opening', id: deal.id }, arr: deal.arr, tier: deal.tier,
    termEnd: lastOfMonth(endOf(deal)), owner: keepers[index % keepers.length] ?? '', gone: false,
  }));
  const joining = won.map((deal, index): Customer => {
    const start = firstOfNextMonth(deal.closedOn ?? '');
    const end = addMonths(monthOf(start), 11);
    return { account: deal.account, level: deal.level, segment: deal.segment, firstEnd: end, wonIn: monthOf(deal.closedOn ?? ''), base: { kind: 'new', id: deal.id }, arr: deal.arr, tier: deal.tier, termEnd: lastOfMonth(end), owner: keepers[index % keepers.length] ?? '', gone: false };
  });
  const all = [...customers, ...joining];
  const context: Context = { setting, installed, sellersOf };

  const expanding = chooseFirstYear(customers, leavers, setting);
  for (const [customer, arr] of expanding) change(context, customer, 'Expansion', arr, addDays(customer.termEnd, -150));
  renewUntil(context, customers.concat(joining), '2025-05-31', (customer) => (leavers.has(customer.account) && customer.base.kind === 'opening' ? { fate: 'lost' } : { fate: 'won', arr: customer.arr }));

  const fates = chooseSecondYear(all.filter(({ wonIn }) => wonIn === null || wonIn <= '2025-04').filter(({ gone }) => !gone), setting);
  for (const [customer, fate] of fates) if (fate.kind === 'expansion') change(context, customer, 'Expansion', fate.amount, changeDay(customer, chance));
  for (const [customer, fate] of fates) if (fate.kind === 'contraction deal') change(context, customer, 'Contraction', -fate.amount, changeDay(customer, chance));
  renewUntil(context, all, '2026-05-31', (customer) => {
    const fate = fates.get(customer);
    if (fate?.kind === 'churn') return fate.silent ? { fate: 'silent' } : { fate: 'lost' };
    if (fate?.kind === 'contraction at renewal') return { fate: 'won', arr: customer.arr - fate.amount, less: true };
    return { fate: 'won', arr: customer.arr };
  });
  lastDay(context, all, tables);
  ahead(context, all, tables, today);
  const running = all.filter(({ gone }) => !gone);
  openExpansions(context, running);
  return {
    opening: openingDeals, installed, active: [...new Set(running.map(({ account }) => account))],
    fading: [...fates].flatMap(([customer, fate]) => (fate.kind === 'churn' && fate.starter ? [{ account: customer.account, end: fate.end }] : [])),
  };
}

interface Context {
  readonly setting: Setting;
  readonly installed: InstalledDeal[];
  readonly sellersOf: (segment: Segment) => string[];
}

/** A change in the running term: from the first of the next month to the end of what it changes. */
function change({ setting: { working }, installed, sellersOf }: Context, customer: Customer, motion: 'Expansion' | 'Contraction', arr: number, near: string): void {
  const closed = working.from(near);
  const termStart = firstOfNextMonth(closed);
  const months = monthsBetween(monthOf(termStart), monthOf(customer.termEnd)) + 1;
  if (months < 1) throw new ConstraintError(`${motion} of ${customer.account.name}`, `its term ends on ${customer.termEnd} and it is signed on ${closed}`);
  const sellers = sellersOf(customer.segment);
  const stages = path(addDays(closed, motion === 'Contraction' ? -3 : -28), closed, motion === 'Contraction' ? ['Negotiation/Review'] : ['Qualification', 'Needs Analysis', 'Value Proposition', 'Proposal/Price Quote', 'Negotiation/Review'], 'Closed Won');
  installed.push({
    id: installed.length, motion, account: customer.account, name: `${customer.account.name}: ${motion === 'Expansion' ? 'more seats' : 'fewer seats'}`, owner: sellers[installed.length % sellers.length] ?? '', base: customer.base,
    arr, amount: Math.round((arr * months * 100) / 12) / 100, tier: customer.tier, termStart, months, outcome: 'won', stages, closeDate: closed, risk: 'None',
  });
  customer.arr += arr;
}

type Ending = { readonly fate: 'won'; readonly arr: number; readonly less?: boolean } | { readonly fate: 'lost' | 'silent' };

/** Everything that ends up to the day gets its renewal, in the order of the ends; a term that begins on the day after counts. */
function renewUntil(context: Context, customers: readonly Customer[], until: string, decide: (customer: Customer) => Ending): void {
  for (;;) {
    const due = customers.filter(({ gone, termEnd }) => !gone && termEnd < until).toSorted((one, other) => one.termEnd.localeCompare(other.termEnd));
    const [next] = due;
    if (!next) return;
    const ending = decide(next);
    if (ending.fate === 'won') renew(context, next, ending.arr, ending.less === true);
    else {
      if (ending.fate === 'lost') lose(context, next);
      next.gone = true;
    }
  }
}

const RISKS = ['Low usage', 'Champion left', 'Price', 'Product gap', 'Support history', 'Business change'];

function renew({ setting: { chance, working }, installed }: Context, customer: Customer, arr: number, less: boolean): void {
  const termStart = addDays(customer.termEnd, 1);
  const closed = working.until(addDays(customer.termEnd, -chance.whole(4, 25)));
  const id = installed.length;
  installed.push({
    ...renewalOf(customer, id, arr), termStart, months: 12, outcome: 'won', closeDate: closed, stages: renewalPath(customer.termEnd, closed, 'Closed Won'),
    risk: less ? 'High' : 'None', ...(less ? { riskReason: RISKS[id % RISKS.length] ?? 'Price' } : {}),
  });
  Object.assign(customer, { base: { kind: 'installed', id }, arr, termEnd: lastOfMonth(addMonths(monthOf(termStart), 11)) });
}

const LEFT: readonly (readonly [string, string])[] = [['Not Adopted', 'usage dropped'], ['Not Adopted', 'never live'], ['Price', 'over budget'], ['Not Adopted', 'champion left'], ['Business Closed', 'acquired'], ['Competitor', 'lower price']];

function lose({ setting: { chance, working }, installed }: Context, customer: Customer): void {
  const closed = working.until(addDays(customer.termEnd, -chance.whole(1, 12)));
  const id = installed.length;
  const [reason, detail] = LEFT[id % LEFT.length] ?? ['Not Adopted', 'usage dropped'];
  installed.push({
    ...renewalOf(customer, id, customer.arr), termStart: addDays(customer.termEnd, 1), months: 12, outcome: 'lost', closeDate: closed, stages: renewalPath(customer.termEnd, closed, 'Closed Lost'),
    risk: 'High', riskReason: 'Low usage', reason, detail: `${reason}: ${detail}`,
  });
}

function renewalOf(customer: Customer, id: number, arr: number): Pick<InstalledDeal, 'id' | 'motion' | 'account' | 'name' | 'owner' | 'base' | 'arr' | 'amount' | 'tier'> {
  return { id, motion: 'Renewal', account: customer.account, name: `${customer.account.name}: renewal ${addDays(customer.termEnd, 1).slice(0, 7)}`, owner: customer.owner, base: customer.base, arr, amount: arr, tier: customer.tier };
}

/** Months inside the running term, after the year began and well before its end. */
function changeDay({ termEnd }: Customer, chance: Chance): string {
  const from = addDays(termEnd, -330) > '2025-06-10' ? addDays(termEnd, -330) : '2025-06-10';
  const latest = addDays(termEnd, -45) < '2026-03-20' ? addDays(termEnd, -45) : '2026-03-20';
  const room = daysBetween(from, latest);
  return room <= 0 ? from : addDays(from, chance.whole(0, room));
}

function touchable({ firstEnd, wonIn }: Customer, { tables: { customers } }: Setting): boolean {
  return wonIn === null ? !customers.untouched.ends.includes(firstEnd) : wonIn <= customers.untouched.won_after;
}

const tierName = ({ segment, tier }: Customer): string => `${segment} ${tier}`;

function chooseFirstYear(customers: readonly Customer[], leavers: ReadonlySet<Account>, setting: Setting): Map<Customer, number> {
  const found = new Map<Customer, number>();
  for (const { tier, count, arr } of setting.tables.customers.first_year.expansion) {
    // Signed five months before the end of a term that ends late in the year.
    const some = customers.filter((customer) => tierName(customer) === tier && touchable(customer, setting) && !leavers.has(customer.account) && customer.firstEnd >= '2024-12');
    if (some.length < count) throw new ConstraintError(`expansions of the first year, ${tier}`, `there are ${some.length} customers for them`);
    for (const customer of setting.chance.shuffled(some).slice(0, count)) found.set(customer, arr);
  }
  return found;
}

type Fate = { readonly kind: 'churn'; readonly silent: boolean; readonly starter: boolean; readonly end: string } | { readonly kind: 'expansion' | 'contraction deal' | 'contraction at renewal'; readonly amount: number };

/** The customers of the day a year ago, one column each at most. */
function chooseSecondYear(customers: readonly Customer[], setting: Setting): Map<Customer, Fate> {
  const fates = new Map<Customer, Fate>();
  for (const [tier, table] of Object.entries(setting.tables.customers.second_year)) {
    const own = customers.filter((customer) => tierName(customer) === tier);
    expectEqual(`customers of ${tier} on ${YEAR_BEGINS}`, own.length, table.logos);
    expectEqual(`ARR of ${tier} on ${YEAR_BEGINS}`, own.reduce((sum, { arr }) => sum + arr, 0), table.arr);
    const price = table.churned_arr === undefined ? undefined : table.churned_arr / table.churned;
    const mustLeave = ({ wonIn }: Customer): boolean => wonIn === setting.tables.customers.leaves.won_in;
    const left = setting.chance.shuffled(own.filter((customer) => touchable(customer, setting))).toSorted((one, other) => Number(mustLeave(other)) - Number(mustLeave(one)));
    const some = (count: number, fits: (customer: Customer) => boolean, fate: (index: number, customer: Customer) => Fate): void => {
      for (let index = 0; index < count; index++) {
        const at = left.findIndex(fits);
        const [customer] = at < 0 ? [] : left.splice(at, 1);
        if (!customer) throw new ConstraintError(`what becomes of ${tier}`, 'too few customers are left');
        fates.set(customer, fate(index, customer));
      }
    };
    some(table.churned, ({ arr }) => price === undefined || arr === price, (index, customer) => ({ kind: 'churn', silent: index < (table.no_renewal_record ?? 0), starter: tier === 'SMB Starter', end: customer.termEnd }));
    const { contraction, expansion } = table;
    // A change inside a term needs months of it after the year began.
    const hasRoom = ({ termEnd }: Customer): boolean => termEnd >= '2025-09-30';
    if (contraction) {
      some(contraction.at_renewal ?? 0, () => true, () => ({ kind: 'contraction at renewal', amount: contraction.amount }));
      some(contraction.deals ?? 0, (customer) => hasRoom(customer) && (tier !== 'SMB Growth' || customer.arr >= 12_000), () => ({ kind: 'contraction deal', amount: contraction.amount }));
    }
    if (expansion) some(expansion.count, hasRoom, () => ({ kind: 'expansion', amount: expansion.each }));
  }
  return fates;
}

/** Terms that end on the last day of history: signed, but for those that are named. */
function lastDay(context: Context, customers: readonly Customer[], { customers: tables }: Tables): void {
  const due = customers.filter(({ gone, termEnd }) => !gone && termEnd === '2026-05-31');
  const open = tables.last_day_open.map(([segment, level]) => {
    const found = due.find((customer) => customer.segment === segment && customer.level === level);
    if (!found) throw new ConstraintError('expired unsigned', `no ${segment} term at a ${level} price ends on the last day`);
    return found;
  });
  for (const customer of due) {
    if (open.includes(customer)) openRenewal(context, customer);
    else renew(context, customer, customer.arr, false);
  }
}

/** Terms that end within 90 days of the day: begun, but for those that are named. */
function ahead(context: Context, customers: readonly Customer[], { customers: tables }: Tables, today: string): void {
  const due = customers.filter(({ gone, termEnd }) => !gone && termEnd > '2026-05-31' && termEnd <= addDays(today, 90));
  const idle = new Set(tables.not_begun.flatMap((row) => LEVELS.flatMap((level) => {
    const found = context.setting.chance.shuffled(due.filter((customer) => customer.segment === row.segment && customer.level === level)).slice(0, row[level] ?? 0);
    if (found.length < (row[level] ?? 0)) throw new ConstraintError('renewals not begun', `too few ${row.segment} terms at a ${level} price end within 90 days`);
    return found;
  })));
  for (const customer of due) if (!idle.has(customer)) openRenewal(context, customer);
}

function openRenewal({ installed, setting: { today } }: Context, customer: Customer): void {
  installed.push({
    ...renewalOf(customer, installed.length, customer.arr), termStart: addDays(customer.termEnd, 1), months: 12, outcome: 'open', closeDate: customer.termEnd < today ? addDays(today, 10) : customer.termEnd,
    stages: renewalPath(customer.termEnd, null, null, addDays(today, -3)), risk: 'None',
  });
}

function openExpansions(context: Context, running: readonly Customer[]): void {
  const { setting: { chance, working, today, tables: { customers: { expansions } } }, installed, sellersOf } = context;
  const some = chance.shuffled(running.filter(({ termEnd }) => termEnd > addDays(today, 150)));
  if (some.length < expansions.lost + expansions.open) throw new ConstraintError('expansions', `only ${some.length} customers could expand`);
  // What was lost concerned customers of old: there was a term to add to.
  const ordered = some.toSorted((one, other) => Number(other.wonIn === null) - Number(one.wonIn === null));
  for (const [index, customer] of ordered.slice(0, expansions.lost + expansions.open).entries()) {
    const isLost = index < expansions.lost;
    const closed = isLost ? working.from(addDays('2025-07-01', index * 20)) : addDays(today, 40 + index);
    const created = isLost ? addDays(closed, -35) : addDays(today, -20 - index);
    const sellers = sellersOf(customer.segment);
    const arr = customer.segment === 'SMB' ? 4000 : customer.segment === 'Mid-Market' ? 8000 : 30_000;
    const stages = isLost ? path(created, closed, ['Qualification', 'Needs Analysis'], 'Closed Lost') : [{ stage: 'Qualification', on: created }, { stage: 'Needs Analysis', on: addDays(today, -8) }];
    installed.push({
      id: installed.length, motion: 'Expansion', account: customer.account, name: `${customer.account.name}: ${isLost ? 'more seats, not now' : 'another site'}`, owner: sellers[index % sellers.length] ?? '', base: baseAt(installed, customer, created), arr, amount: arr, tier: customer.tier,
      termStart: firstOfNextMonth(closed), months: 12, outcome: isLost ? 'lost' : 'open', stages, closeDate: closed, risk: 'None', ...(isLost ? { reason: 'Timing', detail: 'Timing: budget cycle missed' } : {}),
    });
  }
}

/** The deal that ran on a day: the present one, or the one it renewed. */
function baseAt(installed: readonly InstalledDeal[], customer: Customer, on: string): BaseRef {
  let base = customer.base;
  while (base.kind === 'installed') {
    const deal = installed[base.id];
    if (!deal || deal.closeDate < on) break;
    base = deal.base;
  }
  return base;
}
