/** Deals that a number cannot see, or whose amounts it cannot add, in one sentence. */
import { counted } from '../shared/words.ts';
import type { Engine } from './engines/engine.ts';
import { dealRelations, dealTables, unconverted, unplacedIn } from './facts/deals.ts';
import type { FactInput } from './facts/index.ts';
import type { Period } from './period.ts';

export interface Unconverted {
  readonly sold: string | null;
  readonly loaded: string | null;
}

/** What must be said of deals in stages that the playbook does not have. */
export async function unplaced(engine: Engine, input: FactInput, period: Period): Promise<string | null> {
  const rows = await engine.rows(unplacedIn(period, dealTables(dealRelations(input, false))));
  if (rows.length === 0) return null;
  const deals = rows.reduce((sum, row) => sum + Number(row['deals']), 0);
  const stages = rows.map(({ stage_name: name }) => (typeof name === 'string' ? name : 'none'));
  return `${counted(deals, 'deal is', 'deals are')} in a stage that the playbook does not have (${stages.join(', ')}) and in no number.`;
}

/** What must be said of deals in a currency without a rate. @param period they were there in; null: at all */
export async function unconvertedDeals(engine: Engine, input: FactInput, period: Period | null): Promise<Unconverted> {
  const rows = await engine.rows(unconverted(dealTables(dealRelations(input, false)), period));
  const say = (which: 'sold' | 'deals'): string | null => {
    const found = rows.filter((row) => Number(row[which]) > 0);
    if (found.length === 0) return null;
    const deals = found.reduce((sum, row) => sum + Number(row[which]), 0);
    return `Amounts of ${counted(deals, 'deal')} are in no sum: currency_rate.csv has no rate for ${found.map((row) => String(row['currency'])).join(', ')}.`;
  };
  return { sold: say('sold'), loaded: say('deals') };
}
