/** The company several times over: every count, quota and cost times k, rates and medians as they are. */
import type { Tables } from '../tables/schema.ts';
import { planCompany, type CompanyPlan } from './index.ts';
import type { Account, BaseRef } from './model.ts';

/**
 * Plans k companies, each with a seed of its own, and puts them together.
 * @param k whole, 1 or more
 */
export function scaled(tables: Tables, k: number): CompanyPlan {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`The demo company can be scaled by a whole number from 1, not by ${k}.`);
  const { company } = tables;
  const plans = Array.from({ length: k }, (_, nth) => renumbered(planCompany({ ...tables, company: { ...company, seed: company.seed + nth } }), nth));
  const [first] = plans;
  if (!first) throw new RangeError('There is nothing to scale.');
  const spend = { ...company.spend, people: company.spend.people * k, tools: company.spend.tools * k, overhead: company.spend.overhead * k, programme: Object.fromEntries(Object.entries(company.spend.programme).map(([channel, amount]) => [channel, amount * k])) };
  const people = company.people.map((person) => (person.quota === undefined ? person : { ...person, quota: person.quota * k }));
  return {
    ...first,
    tables: { ...tables, company: { ...company, people, spend, quota: company.quota * k } },
    accounts: plans.flatMap(({ accounts }) => accounts),
    deals: plans.flatMap(({ deals }) => deals),
    leads: plans.flatMap(({ leads }) => leads),
    handoffs: plans.flatMap(({ handoffs }) => handoffs),
    customers: {
      opening: plans.flatMap(({ customers }) => customers.opening),
      installed: plans.flatMap(({ customers }) => customers.installed),
      active: plans.flatMap(({ customers }) => customers.active),
      fading: plans.flatMap(({ customers }) => customers.fading),
    },
  };
}

/** Ids and names of one of several, so that no two are alike. */
function renumbered(plan: CompanyPlan, nth: number): CompanyPlan {
  if (nth === 0) return plan;
  const deal = (id: number): number => id + nth * plan.deals.length;
  const lead = (id: number): number => id + nth * plan.leads.length;
  const installed = (id: number): number => id + nth * plan.customers.installed.length;
  const opening = (id: number): number => id + nth * plan.customers.opening.length;
  const base = ({ kind, id }: BaseRef): BaseRef => ({ kind, id: kind === 'new' ? deal(id) : kind === 'opening' ? opening(id) : installed(id) });
  const accounts = new Map<string, Account>(plan.accounts.map((account) => [account.name, { ...account, name: `${account.name} ${nth + 1}` }]));
  const account = ({ name }: Account): Account => accounts.get(name) as Account;
  const renamed = (name: string, of: Account): string => name.replace(of.name, account(of).name);
  return {
    ...plan,
    accounts: [...accounts.values()],
    deals: plan.deals.map((one) => ({ ...one, id: deal(one.id), name: renamed(one.name, one.account), account: account(one.account) })),
    leads: plan.leads.map((one) => ({ ...one, id: lead(one.id), email: `${nth + 1}.${one.email}`, ...(one.deal === undefined ? {} : { deal: deal(one.deal) }) })),
    handoffs: plan.handoffs.map((one) => ({ ...one, deal: deal(one.deal) })),
    customers: {
      opening: plan.customers.opening.map((one) => ({ ...one, id: opening(one.id), account: account(one.account) })),
      installed: plan.customers.installed.map((one) => ({ ...one, id: installed(one.id), base: base(one.base), name: renamed(one.name, one.account), account: account(one.account) })),
      active: plan.customers.active.map(account),
      fading: plan.customers.fading.map((one) => ({ ...one, account: account(one.account) })),
    },
  };
}
