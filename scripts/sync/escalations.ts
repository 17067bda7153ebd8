/**
 * Handoffs whose clock has reached a step of the playbook's escalation: Handrail's own record says which, and a packaged flow
 * gives the task to whom the step names. The clock is the one of the handoff card, in the playbook's calendar.
 */
import { readClock } from '../../force-app/main/default/lwc/handrailClock/reading.js';
import { escalationAt, waitingOn } from '../../force-app/main/default/lwc/handrailEscalation/steps.js';
import { OrgRequestError } from '../org/errors.ts';
import type { OrgConnection } from '../org/types.ts';
import type { EscalationStep, Playbook, ServiceLevel } from '../playbook/index.ts';
import { clockOf, NOBODY, type Holders } from './clockArms.ts';
import { clip } from './desired.ts';
import { sameValue } from './reconcile.ts';
import { updateAll, type Upsert } from './upsert.ts';
import type { WriteFailure } from './types.ts';

const HANDOFF = 'Handrail_Handoff__c';
/** As the values of the picklist read. */
const TASK_OF: Readonly<Record<NonNullable<EscalationStep['task']>, string>> = { owner: 'Owner', manager: 'Manager', RevOps: 'RevOps' };
/** Statuses in which something is waited for. */
const WAITING = ['Sent', 'Rejected', 'Accepted'];

export interface HandoffRow {
  readonly Id: string;
  readonly Receiver__c: string | null;
  readonly Type__c: string | null;
  readonly Status__c: string | null;
  readonly Sent_At__c: string | null;
  readonly Resent_At__c: string | null;
  readonly Rejected_At__c: string | null;
  readonly Kickoff_Held_At__c: string | null;
  readonly Escalated_At__c: string | null;
  readonly Escalation__c: string | null;
  /** The deal, as far as the user may see it. */
  readonly Opportunity__r: { readonly IsWon: boolean; readonly Handrail_Stage_Entered_At__c?: string | null; readonly LastStageChangeDate: string | null } | null;
}

export interface Escalated {
  readonly escalated: number;
  readonly failures: readonly WriteFailure[];
  /** Why nothing could be looked at; null when it could. */
  readonly unread: string | null;
}

/**
 * Reads the handoffs that wait, and stamps those that have come to another step. Run again, it writes nothing: a step is
 * stamped once for each time the clock runs.
 * @param asOf ISO instant that the clocks are read at
 * @param arms who has another target by an experiment
 * @param beforeEach is called before each write and may stop it by throwing
 */
export async function escalateHandoffs(connection: OrgConnection, playbook: Playbook, asOf: string, arms: Holders, beforeEach: () => void): Promise<Escalated> {
  if ((playbook.governance?.escalation ?? []).length === 0) return { escalated: 0, failures: [], unread: null };
  try {
    const due = dueEscalations(await readWaiting(connection), playbook, asOf, arms);
    const { updated, failures } = await updateAll(connection, HANDOFF, due, beforeEach);
    return { escalated: updated, failures, unread: null };
  } catch (error) {
    if (!(error instanceof OrgRequestError) || !(error.errorCode === 'INVALID_TYPE' || error.errorCode === 'INVALID_FIELD')) throw error;
    return { escalated: 0, failures: [], unread: `${HANDOFF}, escalation: ${error.message}` };
  }
}

async function readWaiting(connection: OrgConnection): Promise<readonly HandoffRow[]> {
  const own = ['Id', 'Receiver__c', 'Type__c', 'Status__c', 'Sent_At__c', 'Resent_At__c', 'Rejected_At__c', 'Kickoff_Held_At__c', 'Escalated_At__c', 'Escalation__c'];
  const deal = ['IsWon', 'Handrail_Stage_Entered_At__c', 'LastStageChangeDate'].map((name) => `Opportunity__r.${name}`);
  const statuses = WAITING.map((status) => `'${status}'`).join(', ');
  return connection.query<HandoffRow>(`SELECT ${[...own, ...deal].join(', ')} FROM ${HANDOFF} WHERE Status__c IN (${statuses})`);
}

/** Pure: what has to be stamped on which handoff, keyed by its id. */
export function dueEscalations(rows: readonly HandoffRow[], playbook: Playbook, asOf: string, arms: Holders = NOBODY): Upsert[] {
  return rows.flatMap((row): Upsert[] => {
    const found = stepOf(row, playbook, Date.parse(asOf), arms);
    if (found === null || wasStamped(row, found, Date.parse(asOf))) return [];
    return [{ externalId: row.Id, fields: { Escalated_At__c: asOf, Escalation__c: found.text, Escalated_To__c: found.to } }];
  });
}

/** What a sync has noted. */
export interface Stamp {
  readonly Escalated_At__c: string | null;
  readonly Escalation__c: string | null;
}

export interface Step {
  /** Which clock, how far, with whom. */
  readonly text: string;
  /** How far, as the playbook has it: `100 % of the target`. */
  readonly overdue: string;
  /** Who gets a task, as the picklist has it; null: nobody. */
  readonly to: string | null;
  readonly startedAt: number;
  /** When the target ran out. */
  readonly dueAt: number;
}

export interface RunningClock {
  readonly level: ServiceLevel;
  readonly target: ServiceLevel['targets'][number];
  readonly startedAt: number;
}

function stepOf(row: HandoffRow, playbook: Playbook, now: number, arms: Holders): Step | null {
  const clocks = playbook.handoffs.find(({ type }) => type === row.Type__c)?.clocks ?? [];
  const wonAt = row.Opportunity__r?.IsWon === true ? (row.Opportunity__r.Handrail_Stage_Entered_At__c ?? row.Opportunity__r.LastStageChangeDate) : null;
  const waiting = waitingOn({ ...row }, wonAt, clocks, playbook.serviceLevels);
  const clock = waiting === null ? null : clockOf(waiting, row.Receiver__c, arms, playbook.businessHours.timeZone);
  return clock === null ? null : stampOf(clock, playbook, now);
}

/** The step that a clock has come to; null while it has time left. */
export function stampOf({ level, target, startedAt }: RunningClock, playbook: Playbook, now: number): Step | null {
  const reading = readClock({ kind: level.clock, startedAt, answeredAt: null, target: target.within, warnAt: target.warnAt }, now, playbook.businessHours);
  const { present } = escalationAt(reading, now, playbook.governance?.escalation ?? []);
  if (present === null) return null;
  return { text: clip(`${level.label} (${level.id}), ${present.overdue}: ${present.to}`, 255) ?? '', overdue: present.overdue, to: present.task === null ? null : TASK_OF[present.task], startedAt, dueAt: reading.dueAt };
}

/** By an earlier run, since the clock was started; or by one that looked at a later day. */
export function wasStamped({ Escalated_At__c: at, Escalation__c: text }: Stamp, { text: wanted, startedAt }: Step, now: number): boolean {
  if (at === null) return false;
  return Date.parse(at) > now || (Date.parse(at) >= startedAt && sameValue(wanted, text));
}
