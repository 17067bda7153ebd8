/** Packs and gate events that are older than the playbook keeps them. Only what sync or the panels wrote is removed. */
import { OrgRequestError } from '../org/errors.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Playbook } from '../playbook/index.ts';
import { addDays, localDay, sameTimeBefore, type LocalMoment } from '../shared/localTime.ts';
import { externalId } from './externalId.ts';
import { PACK } from './packs.ts';
import { removeAll } from './upsert.ts';
import type { WriteFailure } from './types.ts';

const EVENT = 'Handrail_Gate_Event__c';
/** As the panels write them; a record that somebody made by hand and that says nothing else is not one. */
const EVENTS = ['Shown', 'Refused', 'Passed', 'Guidance'];
/** Of a run, the oldest first; the next one goes on. */
const MOST_EVENTS = 10_000;

export interface Removed {
  readonly packs: number;
  readonly gateEvents: number;
}

/**
 * Removes what is older than the playbook keeps it. Run again, it finds nothing.
 * @param moment that ages are counted from; one that lies ahead counts as now
 * @param beforeEach is called before each write and may stop it by throwing
 */
export async function removeOld(connection: OrgConnection, { governance }: Playbook, { instant, timeZone }: LocalMoment, beforeEach: () => void): Promise<{ readonly removed: Removed; readonly failures: readonly WriteFailure[] }> {
  const { packDays = null, gateEventDays = null } = governance?.keep ?? {};
  const now = new Date(Math.min(Date.parse(instant), Date.now())).toISOString();
  const packs = packDays === null ? NOTHING : await removeAll(connection, PACK, await oldPacks(connection, addDays(localDay(now, timeZone), -packDays)), beforeEach);
  const events = gateEventDays === null ? NOTHING : await removeAll(connection, EVENT, await oldEvents(connection, sameTimeBefore(now, gateEventDays, timeZone)), beforeEach);
  return { removed: { packs: packs.removed, gateEvents: events.removed }, failures: [...packs.failures, ...events.failures] };
}

const NOTHING = { removed: 0, failures: [] } as const;

interface PackRow {
  readonly Id: string;
  readonly External_Id__c: string | null;
  readonly Meeting__c: string | null;
  readonly Pack_Date__c: string;
}

/** A pack of sync is known by its external id, which is made of its meeting and day. */
async function oldPacks(connection: OrgConnection, day: string): Promise<{ readonly id: string; readonly name: string }[]> {
  const rows = await whereThere(() => connection.query<PackRow>(`SELECT Id, External_Id__c, Meeting__c, Pack_Date__c FROM ${PACK} WHERE Pack_Date__c < ${day} AND External_Id__c != null`));
  return rows.filter((row) => row.External_Id__c === externalId([row.Meeting__c ?? '', row.Pack_Date__c])).map((row) => ({ id: row.Id, name: row.External_Id__c ?? row.Id }));
}

async function oldEvents(connection: OrgConnection, instant: string): Promise<{ readonly id: string; readonly name: string }[]> {
  const kinds = EVENTS.map((event) => `'${event}'`).join(', ');
  const rows = await whereThere(() => connection.query<{ Id: string }>(`SELECT Id FROM ${EVENT} WHERE CreatedDate < ${instant} AND Event__c IN (${kinds}) AND Record_Id__c != null ORDER BY CreatedDate LIMIT ${MOST_EVENTS}`));
  return rows.map(({ Id }) => ({ id: Id, name: Id }));
}

/** An org without the object, or a user who may not see it, has nothing to remove. */
async function whereThere<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof OrgRequestError && (error.errorCode === 'INVALID_TYPE' || error.errorCode === 'INVALID_FIELD')) return [];
    throw error;
  }
}
