/**
 * Leads past their response clock. A lead is not Handrail's record, so the sync writes one of Handrail's own beside it, one for each step of
 * each time the clock runs; a packaged flow gives the task to whom the step names. The clock is the one of the lead's card, or of
 * routing while nobody owns it.
 */
import { leadWaitsFor } from '../../force-app/main/default/lwc/handrailEscalation/steps.js';
import { OrgRequestError } from '../org/errors.ts';
import type { OrgConnection } from '../org/types.ts';
import type { Playbook } from '../playbook/index.ts';
import { clockOf, NOBODY, type Holders } from './clockArms.ts';
import { stampOf, wasStamped, type Escalated, type Stamp } from './escalations.ts';
import { upsertAll, type Upsert } from './upsert.ts';

const LATE = 'Handrail_Late_Lead__c';
const SEPARATOR = '|';
/** What was late for longer when a sync first saw it is a backlog: a list to work through, and no hundred tasks on one morning. */
const BACKLOG_MS = 7 * 86_400_000;

export interface LeadRow {
  readonly Id: string;
  readonly OwnerId: string | null;
  readonly Status: string | null;
  readonly Handrail_Request__c: string | null;
  readonly Handrail_MQL_At__c: string | null;
  readonly Handrail_Assigned_At__c: string | null;
}

export interface LateRow extends Stamp {
  readonly External_Id__c: string | null;
}

/**
 * Reads the leads that nobody has answered, and notes those that have come to another step. Run again, it writes nothing.
 * @param asOf ISO instant that the clocks are read at
 * @param arms who has another target by an experiment
 * @param beforeEach is called before each write and may stop it by throwing
 */
export async function escalateLeads(connection: OrgConnection, playbook: Playbook, asOf: string, arms: Holders, beforeEach: () => void): Promise<Escalated> {
  if ((playbook.governance?.escalation ?? []).length === 0) return { escalated: 0, failures: [], unread: null };
  try {
    const waiting = await connection.query<LeadRow>(
      'SELECT Id, OwnerId, Status, Handrail_Request__c, Handrail_MQL_At__c, Handrail_Assigned_At__c FROM Lead WHERE IsConverted = false AND Handrail_MQL_At__c != null AND Handrail_First_Response_At__c = null AND Handrail_Sales_Decision__c = null',
    );
    const noted = await connection.query<LateRow>(`SELECT External_Id__c, Escalated_At__c, Escalation__c FROM ${LATE} WHERE Lead__r.IsConverted = false AND Lead__r.Handrail_First_Response_At__c = null`);
    const { created, updated, failures } = await upsertAll(connection, LATE, dueLeads(waiting, noted, playbook, asOf, arms), beforeEach);
    return { escalated: created + updated, failures, unread: null };
  } catch (error) {
    if (!(error instanceof OrgRequestError) || !(error.errorCode === 'INVALID_TYPE' || error.errorCode === 'INVALID_FIELD')) throw error;
    return { escalated: 0, failures: [], unread: `${LATE}, escalation: ${error.message}` };
  }
}

/** Pure: what has to be noted of which lead, keyed by lead, start of its clock, and step. A lead that was closed waits for nobody. */
export function dueLeads(leads: readonly LeadRow[], noted: readonly LateRow[], playbook: Playbook, asOf: string, arms: Holders = NOBODY): Upsert[] {
  const closed = new Set(playbook.objects.find(({ apiName }) => apiName === 'Lead')?.stages.filter((stage) => stage.closed).map(({ name }) => name));
  const before = Map.groupBy(noted, ({ External_Id__c: id }) => id?.split(SEPARATOR).slice(0, 2).join(SEPARATOR));
  return leads.flatMap((lead): Upsert[] => {
    const waits = closed.has(lead.Status ?? '') ? null : leadWaitsFor({ ...lead }, playbook.serviceLevels);
    const clock = waits === null ? null : clockOf(waits, lead.OwnerId, arms, playbook.businessHours.timeZone);
    const found = clock === null ? null : stampOf(clock, playbook, Date.parse(asOf));
    if (found === null) return [];
    const run = [lead.Id, new Date(found.startedAt).toISOString()].join(SEPARATOR);
    const earlier = before.get(run) ?? [];
    const isBacklog = earlier.length === 0 && Date.parse(asOf) - found.dueAt > BACKLOG_MS;
    if (isBacklog || earlier.some((row) => wasStamped(row, found, Date.parse(asOf)))) return [];
    return [{ externalId: [run, found.overdue].join(SEPARATOR), fields: { Lead__c: lead.Id, Escalated_At__c: asOf, Escalation__c: found.text, Escalated_To__c: found.to } }];
  });
}
