/** How long deals stay in a stage, from the org's own stage history. */
import type { OrgConnection } from '../../org/index.ts';
import type { StageFigures } from '../types.ts';

/** Rows of a query page (REST API, Query Options: at most 2,000). */
const PAGE = 2000;
export const MOST_HISTORY_PAGES = 5;

interface HistoryRow {
  readonly OpportunityId: string;
  readonly StageName: string;
  readonly CreatedDate: string;
  readonly Opportunity: { readonly CreatedDate: string } | null;
}

type Days = NonNullable<StageFigures['days']>;

/** Passages of the last 12 months, from the newest rows when there are more than can be read. */
export async function daysInStages(connection: OrgConnection): Promise<Map<string, Days>> {
  const rows = await connection.query<HistoryRow>(
    `SELECT OpportunityId, StageName, CreatedDate, Opportunity.CreatedDate FROM OpportunityHistory WHERE CreatedDate = LAST_N_DAYS:365 ORDER BY CreatedDate DESC LIMIT ${PAGE * MOST_HISTORY_PAGES}`,
  );
  return passagesOf(rows);
}

const DAY = 86_400_000;
/** The first history row is written in the save that creates the deal. */
const SAME_SAVE = 60_000;

/** Pure. Only passages whose beginning and end were both seen count; a deal still in its stage has not passed it. */
export function passagesOf(rows: readonly HistoryRow[]): Map<string, Days> {
  const passages = new Map<string, number[]>();
  for (const own of Map.groupBy(rows, ({ OpportunityId: deal }) => deal).values()) {
    const ordered = own.map((row) => ({ stage: row.StageName, at: Date.parse(row.CreatedDate), born: Date.parse(row.Opportunity?.CreatedDate ?? '') })).toSorted((left, right) => left.at - right.at);
    const [first] = ordered;
    if (!first) continue;
    // An older row may have been cut off: then the first one seen is no beginning.
    let since = Math.abs(first.at - first.born) <= SAME_SAVE ? first.at : null;
    let stage = first.stage;
    for (const row of ordered) {
      if (row.stage === stage) continue;
      if (since !== null) {
        const days = passages.get(stage) ?? [];
        days.push((row.at - since) / DAY);
        passages.set(stage, days);
      }
      stage = row.stage;
      since = row.at;
    }
  }
  return new Map([...passages].map(([name, days]) => [name, summary(days)]));
}

/** Nearest rank: a number of days that a deal really took. */
function summary(days: readonly number[]): Days {
  const sorted = days.toSorted((left, right) => left - right);
  const at = (share: number): number => Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { median: at(0.5), ninth: at(0.9), passages: sorted.length };
}
