/** The external inputs of the demo company as files: spend, margin, quota, product usage. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, addMonths, lastOfMonth, monthOf } from './plan/calendar.ts';
import type { CompanyPlan } from './plan/index.ts';
import { usernameOf } from './play/people.ts';

type Row = readonly (string | number)[];

/** Files that follow from the tables alone, by name. */
export function tableInputs({ tables: { company }, today }: Pick<CompanyPlan, 'tables' | 'today'>): Record<string, string> {
  const asOf = addDays(today, -1);
  const months = Array.from({ length: 24 }, (_, index) => addMonths(monthOf(company.history_from), index));
  const { programme, people, tools, overhead } = company.spend;
  const spend = months.flatMap((month): Row[] => [
    ...Object.entries(programme).map(([channel, amount]): Row => [`${month}-01`, channel === 'Partner Referral' ? 'partner' : 'marketing', 'programme', channel, amount, company.currency, 'ledger', asOf]),
    ...([['people', people], ['tools', tools], ['overhead', overhead]] as const).map(([kind, amount]): Row => [`${month}-01`, 'sales', kind, '', amount, company.currency, 'ledger', asOf]),
  ]);
  const quarters = months.map((month) => ({ month, nth: Number(month.slice(5)) })).filter(({ nth }) => nth % 3 === 1).map(({ month }) => month);
  const quota = ['2024-04', ...quarters].flatMap((month): Row[] => {
    const period = [`${month}-01`, lastOfMonth(addMonths(month, 2))] as const;
    return [
      ['company', '', 'new', ...period, company.quota, 'Amount', asOf],
      ...company.people.flatMap(({ name, quota: own }): Row[] => (own === undefined ? [] : [['user', usernameOf(company, name), 'new', ...period, own, 'Amount', asOf]])),
    ];
  });
  return {
    'gtm_cost.csv': csv('month,function,kind,channel,amount,currency,source_system,as_of', spend),
    'gross_margin.csv': csv('month,gross_margin,as_of', months.map((month): Row => [`${month}-01`, company.gross_margin, asOf])),
    'quota.csv': csv('level,owner,motion,period_start,period_end,amount,basis,as_of', quota),
  };
}

/**
 * Weekly use of the product: steady, but falling in the last weeks of those who leave as Starters.
 * @param accountIds record ids by name
 */
function usageInput({ tables: { customers: { usage } }, customers, today }: CompanyPlan, accountIds: ReadonlyMap<string, string>): string {
  const asOf = addDays(today, -1);
  const rows: Row[] = [];
  const add = (name: string, day: string, share: number): void => {
    const id = accountIds.get(name);
    if (id !== undefined) rows.push([id, day, Math.round(100 * share), 100, Math.round(1400 * share), 'product', asOf]);
  };
  const [low, high] = usage.healthy;
  for (const [nth, { name }] of customers.active.entries()) {
    for (let week = 0; week < 26; week++) add(name, addDays(asOf, -7 * week), low + ((nth + week) % 5) * (high - low) / 4);
  }
  const [from, to] = usage.leaving;
  for (const { account, end } of customers.fading) {
    for (let week = 0; week < usage.weeks; week++) add(account.name, addDays(end, -7 * week), to + (week * (from - to)) / (usage.weeks - 1));
  }
  return csv('account_id,day,active_users,licensed_users,key_actions,source_system,as_of', rows);
}

function csv(header: string, rows: readonly Row[]): string {
  return `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;
}

/** Writes all of them into a folder. */
export async function writeInputs(dir: string, plan: CompanyPlan, accountIds: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(dir, { recursive: true });
  const files = { ...tableInputs(plan), 'product_usage.csv': usageInput(plan, accountIds) };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(dir, name), text)));
}
