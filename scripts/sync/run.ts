/**
 * The record of a run: written first as Running, last as Done, so that an interrupted run is seen and taken up. It is the lock
 * too. A process holds it by name and is heard of again and again; a rule of the org refuses to change the holder to anybody
 * who does not know who held it last, so of two that take the same run one is refused.
 */
import { createHash } from 'node:crypto';
import { OrgRequestError, userInWords } from '../org/errors.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Value } from './desired.ts';
import { described, hasEnded, letGo, newHolder, type Holder } from './holder.ts';
import { deployOrPermit, isAbsent, permissionFor } from './ownObjects.ts';
import { upsertAll } from './upsert.ts';

const RUN = 'Handrail_Sync_Run__c';

/** How long a holder keeps the run after it was last heard of; the org counts them by its own clock (fields Lease_Until__c, Is_Held__c). */
const LEASE_MINUTES = 3;
const HEARD_EVERY_MS = (LEASE_MINUTES * 60_000) / 3;

export interface Run {
  readonly id: string;
  /** Salesforce id of the record. */
  readonly recordId: string;
  readonly resumedFrom: string | null;
  /** Writes the record for as long as the run is held by this process. @throws OrgRequestError when it no longer is */
  write(fields: RunFields): Promise<void>;
  /** Writes the record and lets go of the run. */
  end(fields: RunFields): Promise<void>;
  /** Before something is written to the org. @throws OrgRequestError when another process has taken the run */
  assertHeld(): void;
  /** Stops being heard of. */
  close(): void;
}

interface RunRow {
  readonly External_Id__c: string | null;
  readonly Status__c: string | null;
  readonly Holder__c: string | null;
  readonly Is_Held__c: boolean;
  readonly LastModifiedDate: string;
  readonly Lease_Until__c: string | null;
}

type RunFields = Readonly<Record<string, Value | boolean>>;

const AFTER_THE_OTHER = 'Let the other one finish, then run handrail sync again if it is still needed.';

/** Message of the rule that refuses. */
const REFUSED = '[SYNC-LOCK]';

/**
 * Opens a run, or takes up the latest one when it has not ended well: a resumed run writes the same record, and since every
 * write is keyed and compared, it ends in the state an undisturbed run would have reached.
 * @throws OrgRequestError when another run goes on, Handrail's objects are not in the org, or the user may not write them
 */
export async function openRun(connection: OrgConnection, facts: { readonly asOf: string; readonly now: string; readonly playbookVersion: string; readonly playbookText: string | null }): Promise<Run> {
  const [latest] = await latestRun(connection);
  const before = latest?.Holder__c ?? null;
  if (latest?.Is_Held__c === true && before !== null && !hasEnded(before)) throw busy(before, latest);
  const unfinished = latest?.Status__c === 'Done' ? undefined : (latest?.External_Id__c ?? undefined);
  // Made from the run before: two that begin at the same time write the same record, and one of them is refused.
  const id = unfinished ?? `run-${createHash('sha256').update(latest?.External_Id__c ?? '').digest('hex').slice(0, 16)}`;
  const holder = newHolder();
  try {
    const recordId = await writeAs(connection, id, unfinished === undefined ? null : before, {
      Holder__c: holder,
      Status__c: 'Running',
      As_Of__c: facts.asOf,
      Playbook_Version__c: facts.playbookVersion.slice(0, 40),
      Playbook_Text__c: facts.playbookText,
      Finished_At__c: null,
      Message__c: null,
      ...(unfinished === undefined ? { Started_At__c: facts.now } : { Resumed_From__c: unfinished }),
    });
    return heldRun(connection, { id, recordId, holder, resumedFrom: unfinished ?? null });
  } catch (error) {
    letGo(holder);
    if (error instanceof OrgRequestError && error.errorCode === 'RUN_NOT_WRITTEN') throw new OrgRequestError(error.errorCode, `${error.message}. Nothing was written.`, error.status, error.actions);
    if ((error as OrgRequestError).errorCode !== 'SYNC_RUNNING') throw error;
    throw new OrgRequestError('SYNC_RUNNING', 'Another sync has begun at the same moment. Nothing was written.', 409, [AFTER_THE_OTHER]);
  }
}

function heldRun(connection: OrgConnection, { id, recordId, holder, resumedFrom }: { readonly id: string; readonly recordId: string; readonly holder: Holder; readonly resumedFrom: string | null }): Run {
  let lost: Error | null = null;
  const write = async (fields: RunFields): Promise<void> => {
    try {
      await writeAs(connection, id, holder, { Holder__c: holder, ...fields });
    } catch (error) {
      if ((error as OrgRequestError).errorCode === 'SYNC_RUNNING') lost = error as Error;
      throw error;
    }
  };
  // An answer that is lost is no lost run: the next one is sent in time.
  const timer = setInterval(() => void write({}).catch(() => undefined), HEARD_EVERY_MS).unref();
  const close = (): void => {
    clearInterval(timer);
    letGo(holder);
  };
  return {
    id, recordId, resumedFrom, write, close,
    end: (fields) => write({ ...fields, Holder__c: null }),
    assertHeld: () => {
      if (lost) throw lost;
    },
  };
}

async function latestRun(connection: OrgConnection): Promise<RunRow[]> {
  try {
    return await connection.query<RunRow>(`SELECT External_Id__c, Status__c, Holder__c, Is_Held__c, LastModifiedDate, Lease_Until__c, Fiscal_Year_Named_By_End__c FROM ${RUN} ORDER BY CreatedDate DESC, Id DESC LIMIT 1`);
  } catch (error) {
    if (error instanceof OrgRequestError && isAbsent(error.errorCode)) {
      throw new OrgRequestError(error.errorCode, `The org has no ${RUN}, or an older one, or ${userInWords(connection.username)} may not see it; sync writes to Handrail's own objects only. Nothing was written.`, error.status, deployOrPermit(connection.username));
    }
    throw error;
  }
}

/** @returns the Salesforce id of the run's record */
async function writeAs(connection: OrgConnection, id: string, expected: Holder | null, fields: RunFields): Promise<string> {
  const { ids, failures } = await upsertAll(connection, RUN, [{ externalId: id, fields: { ...fields, Expected_Holder__c: expected } }]);
  const recordId = ids.get(id);
  if (recordId !== undefined) return recordId;
  const message = failures[0]?.message ?? 'no reason given';
  if (message.includes(REFUSED)) throw new OrgRequestError('SYNC_RUNNING', `Another sync has taken the run ${id}. This one has stopped; what it had written stays and is right.`, 409, [AFTER_THE_OTHER]);
  throw new OrgRequestError('RUN_NOT_WRITTEN', `The record of the run could not be written: ${message}`, 200, [permissionFor(connection.username).replace(/^g/, 'G')]);
}

/** Both times are the org's own: its clock decides how long a run is held, and may be another than that of the machines that sync. */
function busy(holder: Holder, { External_Id__c: id, LastModifiedDate: heard, Lease_Until__c: until }: RunRow): OrgRequestError {
  const end = until === null ? '' : `, which gives the run free at ${timeOf(until)} UTC if it is not heard of again`;
  return new OrgRequestError('SYNC_RUNNING', `Another sync is running: ${described(holder)} (run ${id ?? ''}, last heard of ${new Date(heard).toISOString().slice(0, 10)} ${timeOf(heard)} UTC by the clock of the org${end}). Nothing was written.`, 409, [
    `Let it finish. If it was killed, wait ${LEASE_MINUTES} minutes and run handrail sync again: a run that has not been heard of for that long is taken up.`,
  ]);
}

/** `10:02:30` */
function timeOf(instant: string): string {
  return new Date(instant).toISOString().slice(11, 19);
}
