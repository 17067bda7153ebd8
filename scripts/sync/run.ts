/** The record of a run: written first as Running, last as Done, so that an interrupted run is seen and taken up. */
import { randomUUID } from 'node:crypto';
import { OrgRequestError } from '../org/errors.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Value } from './desired.ts';
import { upsertAll } from './upsert.ts';

export const RUN = 'Handrail_Sync_Run__c';

export interface Run {
  readonly id: string;
  /** Salesforce id of the record. */
  readonly recordId: string;
  readonly resumedFrom: string | null;
}

interface RunRow {
  readonly External_Id__c: string | null;
  readonly Status__c: string | null;
}

/**
 * Opens a run, or takes up the latest one when it has not ended well: a resumed run writes the same record, and since every
 * write is keyed and compared, it ends in the state an undisturbed run would have reached.
 * @throws OrgRequestError when Handrail's objects are not in the org, or the user may not write them
 */
export async function openRun(connection: OrgConnection, facts: { readonly asOf: string; readonly now: string; readonly playbookVersion: string }): Promise<Run> {
  const [latest] = await latestRun(connection);
  const unfinished = latest?.Status__c === 'Done' ? undefined : (latest?.External_Id__c ?? undefined);
  const id = unfinished ?? `${facts.now.slice(0, 19)}Z-${randomUUID().slice(0, 8)}`;
  const recordId = await writeRun(connection, id, {
    Status__c: 'Running',
    As_Of__c: facts.asOf,
    Playbook_Version__c: facts.playbookVersion.slice(0, 40),
    Finished_At__c: null,
    Message__c: null,
    ...(unfinished === undefined ? { Started_At__c: facts.now } : { Resumed_From__c: unfinished }),
  });
  return { id, recordId, resumedFrom: unfinished ?? null };
}

async function latestRun(connection: OrgConnection): Promise<RunRow[]> {
  try {
    return await connection.query<RunRow>(`SELECT External_Id__c, Status__c FROM ${RUN} ORDER BY CreatedDate DESC, Id DESC LIMIT 1`);
  } catch (error) {
    if (error instanceof OrgRequestError && (error.errorCode === 'INVALID_TYPE' || error.errorCode === 'INVALID_FIELD')) {
      throw new OrgRequestError(error.errorCode, `The org has no ${RUN}, or ${connection.username} may not see it; sync writes to Handrail's own objects only.`, error.status, [
        'Deploy Handrail first: sf project deploy start --source-dir force-app --target-org <alias>',
        'Give the user the permission set: sf org assign permset --name Handrail_Sync --target-org <alias>',
      ]);
    }
    throw error;
  }
}

/** @returns the Salesforce id of the run's record */
export async function writeRun(connection: OrgConnection, id: string, fields: Readonly<Record<string, Value>>): Promise<string> {
  const { ids, failures } = await upsertAll(connection, RUN, [{ externalId: id, fields }]);
  const recordId = ids.get(id);
  if (recordId === undefined) throw new OrgRequestError('RUN_NOT_WRITTEN', `The record of the run could not be written: ${failures[0]?.message ?? 'no reason given'}`, 200, ['The user needs the permission set Handrail_Sync.']);
  return recordId;
}
