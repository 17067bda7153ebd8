/**
 * How far gates are passed by permission: who holds a bypass and since when, and what these people wrote to deals meanwhile. Whether a rule would have
 * refused a write is in no history, so that every write that could have been asked counts.
 */
import type { OrgConnection } from '../org/types.ts';
import { listLiteral } from '../org/soql.ts';
import { localDay } from '../shared/localTime.ts';
import type { BypassGrants, Grant } from './bypass.ts';
import type { Moment } from './criterionTest.ts';
import { counted } from '../shared/words.ts';

export interface BypassExposure {
  readonly userId: string;
  /** Name of the user. */
  readonly person: string;
  /** Gate families that the user passes. */
  readonly families: readonly string[];
  /** ISO instant of the first assignment that still stands, as far as the org tells; null: it does not. */
  readonly since: string | null;
  /** ISO instant at which the last assignment ends; null: nothing ends it. */
  readonly until: string | null;
  /** The day of `until` by the org's clocks. */
  readonly lastDay: string | null;
  /** Whole days from `since` to the moment of the scan. */
  readonly days: number | null;
  /** Changes of stage, amount, close date or forecast category of deals in that time; null: not known. */
  readonly writes: number | null;
  /** Deals that they touched. */
  readonly deals: number | null;
  /** Such changes by everybody in that time. */
  readonly allWrites: number | null;
}

const DAY_MS = 86_400_000;
/** Families whose gates stand on opportunities. */
const OF_DEALS = ['Opportunity', 'Forecast', 'Closing'];

/** @returns the longest held first, and what could not be read */
export async function bypassExposure(connection: OrgConnection, grants: BypassGrants, { now, timeZone }: Moment): Promise<{ readonly exposure: readonly BypassExposure[]; readonly unread: string | null }> {
  const people = [...Map.groupBy([...grants].flatMap(([family, own]) => own.map((grant) => ({ family, grant }))), ({ grant }) => grant.userId)];
  const unread: string[] = [];
  const exposure: BypassExposure[] = [];
  for (const [userId, held] of people) {
    const since = first(held.map(({ grant }) => grant));
    const families = [...new Set(held.map(({ family }) => family))].toSorted();
    const isOfDeals = families.some((family) => OF_DEALS.includes(family));
    const written = since === null || !isOfDeals ? null : await writesOf(connection, userId, since, now).catch((error: Error & { errorCode?: string }) => {
      if (error.errorCode === 'BUDGET_SPENT') throw error;
      unread.push(error.message);
      return null;
    });
    const until = held.some(({ grant }) => grant.until === null) ? null : (held.map(({ grant }) => grant.until ?? '').toSorted().at(-1) ?? null);
    exposure.push({
      userId, person: held[0]?.grant.person ?? userId, families, since, until, lastDay: until === null ? null : localDay(until, timeZone),
      days: since === null ? null : Math.floor((now.getTime() - Date.parse(since)) / DAY_MS),
      writes: written?.writes ?? null, deals: written?.deals ?? null, allWrites: written?.all ?? null,
    });
  }
  return {
    exposure: exposure.toSorted((left, right) => (left.since ?? '9').localeCompare(right.since ?? '9') || left.person.localeCompare(right.person)),
    unread: unread.length === 0 ? null : `what holders of a bypass wrote: ${unread[0] ?? ''}`,
  };
}

const first = (grants: readonly Grant[]): string | null => grants.map(({ since }) => since).filter((since) => since !== null).toSorted()[0] ?? null;

/** An assignment that ended is in no table, so that only people who hold one today are found. */
async function writesOf(connection: OrgConnection, userId: string, since: string, now: Date): Promise<{ writes: number; deals: number; all: number }> {
  const instant = (time: number): string => new Date(time).toISOString();
  // An org keeps whole seconds and drops the rest of a literal: what was written in the second of the scan counts.
  const within = `CreatedDate >= ${instant(Date.parse(since))} AND CreatedDate < ${instant(Math.ceil(now.getTime() / 1000) * 1000)}`;
  const own = await connection.query<{ OpportunityId: string }>(`SELECT OpportunityId FROM OpportunityHistory WHERE CreatedById IN ${listLiteral([userId])} AND ${within}`);
  const [all] = await connection.query<{ n: number }>(`SELECT COUNT(Id) n FROM OpportunityHistory WHERE ${within}`);
  return { writes: own.length, deals: new Set(own.map(({ OpportunityId }) => OpportunityId)).size, all: Number(all?.n ?? 0) };
}

/** `held for 111 days, nothing ends it; 24 changes to 9 deals, 1.2% of all in that time` */
export function exposureInWords({ days, lastDay, writes, deals, allWrites }: BypassExposure): string {
  const held = `${days === null ? 'held since nobody knows when' : `held for ${counted(days, 'day')}`}, ${lastDay === null ? 'nothing ends it' : `until ${lastDay}`}`;
  if (writes === null || allWrites === null) return held;
  const share = allWrites === 0 ? '' : `, ${((100 * writes) / allWrites).toFixed(1)}% of all in that time`;
  return `${held}; ${counted(writes, 'change')} to ${counted(deals ?? 0, 'deal')}${share}`;
}
