/** Who owns a deal and which account it is for. */
import { SEGMENTS, type Segment, type Tables } from '../tables/schema.ts';
import { ConstraintError, type Chance } from './arithmetic.ts';
import { addDays } from './calendar.ts';
import type { Setting } from './days.ts';
import type { Draft } from './deals.ts';
import { STAGES, type Account, type OpeningDeal, type Stage } from './model.ts';
import { accountNames } from './names.ts';

/** Deals of a seller who left go to this colleague, but for those that are left behind. */
const SUCCESSOR = 'Liam Doyle';

export function giveOwners(drafts: readonly Draft[], { tables: { company, deals }, chance }: Setting): void {
  const leaver = company.people.find(({ left_on: left }) => left !== undefined);
  for (const segment of SEGMENTS) {
    const sellers = company.people.filter(({ sells }) => sells === segment).map(({ name }) => name);
    const free = chance.shuffled(drafts.filter((draft) => draft.segment === segment && draft.owner === ''));
    const isBeyond = ({ outcome, last }: Draft): boolean => outcome === 'won' || STAGES.indexOf(last as Stage) > STAGES.indexOf('Id. Decision Makers');
    // Those that came far in turn, then the others, so that everybody has some of both.
    for (const [index, draft] of free.toSorted((one, other) => Number(isBeyond(other)) - Number(isBeyond(one))).entries()) {
      const pool = isBeyond(draft) ? sellers.filter((name) => name !== deals.sandbagger.who) : sellers;
      draft.owner = pool[index % pool.length] ?? '';
    }
  }
  if (leaver?.left_on !== undefined) {
    for (const draft of drafts) {
      if (draft.owner !== SUCCESSOR && !draft.leftBehind) continue;
      if (draft.created >= leaver.left_on) continue;
      draft.owner = leaver.name;
      if (!draft.leftBehind && (draft.closedOn ?? '9999') > leaver.left_on) draft.handedTo = { on: leaver.left_on, owner: SUCCESSOR };
    }
  }
  const texts = drafts.filter((draft) => draft.owner === deals.boilerplate.who && (draft.outcome === 'won' || STAGES.indexOf(draft.last as Stage) > STAGES.indexOf('Id. Decision Makers')));
  if (texts.length < deals.boilerplate.deals) throw new ConstraintError(`one text of ${deals.boilerplate.who}`, `only ${texts.length} deals came far enough`);
  for (const draft of texts.slice(0, deals.boilerplate.deals)) draft.boilerplate = true;
}

/** Accounts that were tried twice were lost first; who comes back is a customer of the opening balance who left. */
export function giveAccounts(drafts: readonly Draft[], opening: readonly OpeningDeal[], left: readonly Account[], { tables, chance }: Setting): Account[] {
  const backs = drafts.filter(({ winBack }) => winBack);
  const leavers = chance.shuffled(left.filter(({ segment }) => segment === 'SMB'));
  for (const [index, draft] of backs.entries()) {
    const account = leavers[index];
    if (!account) throw new ConstraintError('win-backs', `only ${leavers.length} customers left in the first year`);
    draft.account = account;
  }
  const names = accountNames(chance, drafts.length + opening.length).filter((name) => !opening.some(({ account }) => account.name === name));
  const accounts: Account[] = [];
  const make = (segment: Segment): Account => {
    const account = newAccount(tables, chance, names[accounts.length] ?? '', segment, false);
    accounts.push(account);
    return account;
  };
  for (const [index, segment] of SEGMENTS.entries()) {
    const own = drafts.filter((draft) => draft.segment === segment && !draft.winBack);
    const again = new Map<Draft, Draft>();
    const used = new Set<Draft>();
    for (const second of chance.shuffled(own)) {
      if (again.size === (tables.deals.tried_twice[index] ?? 0)) break;
      if (used.has(second)) continue;
      const first = own.find((draft) => draft !== second && !used.has(draft) && !['won', 'open'].includes(draft.outcome) && addDays(draft.closedOn ?? '9999-01-01', 30) < second.created);
      if (!first) continue;
      again.set(second, first);
      used.add(first).add(second);
    }
    if (again.size < (tables.deals.tried_twice[index] ?? 0)) throw new ConstraintError('accounts tried twice', `only ${again.size} of ${segment} can be`);
    for (const draft of own) if (!again.has(draft)) draft.account = make(segment);
    for (const [second, first] of again) second.account = first.account;
  }
  const tries = new Map<string, number>();
  for (const draft of [...drafts].sort((one, other) => one.created.localeCompare(other.created))) {
    const nth = (tries.get(draft.account.name) ?? 0) + 1;
    tries.set(draft.account.name, nth);
    draft.name = `${draft.account.name}: ${tables.company.product.split(' ').at(-1) ?? ''}${nth > 1 ? ' again' : draft.winBack ? ' comes back' : ''}`;
  }
  return accounts;
}

export function newAccount({ company }: Tables, chance: Chance, name: string, segment: Segment, opening: boolean): Account {
  const [from, to] = company.segments[segment].employees;
  return { name, segment, employees: chance.whole(from, to), opening };
}
