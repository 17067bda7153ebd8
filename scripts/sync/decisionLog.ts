/** The decision log of the repository, written to the org: the log's words, and nothing that the org says more is lost. */
import { errorFromBody } from '../org/errors.ts';
import type { OrgConnection } from '../org/types.ts';
import { DECISION_OBJECT, NOT_SAID, type Decision } from '../review/index.ts';
import { clip, type DesiredRecord, type Value } from './desired.ts';
import { readExisting, reconcile, type ExistingRecord } from './reconcile.ts';
import type { WriteFailure, Written } from './types.ts';

const FIELDS = ['Id', 'Decision__c', 'Meeting__c', 'Decided_On__c', 'Due_On__c', 'Metric__c', 'Expected_Change__c', 'Check_On__c', 'Result__c', 'Status__c'] as const;
const NAME = 255;
const SHORT = 80;
const LONG = 4000;

/** @throws OrgRequestError when the org cannot be read or written */
export async function writeDecisionLog(connection: OrgConnection, decisions: readonly Decision[], beforeEach: () => void): Promise<{ written: Written; failures: readonly WriteFailure[] }> {
  await giveIds(connection, decisions, beforeEach);
  const stored = await readExisting(connection, DECISION_OBJECT, FIELDS);
  const people = await connection.query<{ readonly Id: string; readonly Name: string }>("SELECT Id, Name FROM User WHERE IsActive = true AND UserType = 'Standard'");
  return reconcile(connection, DECISION_OBJECT, decisions.map((decision) => decisionRecord(decision, stored.get(decision.id), people)), stored, beforeEach);
}

/** A decision that came from the org is known there by its record; from now on by its id of the log too. */
async function giveIds(connection: OrgConnection, decisions: readonly Decision[], beforeEach: () => void): Promise<void> {
  const linked = decisions.filter(({ org }) => org !== undefined);
  if (linked.length === 0) return;
  const nameless = await connection.query<{ readonly Id: string }>(`SELECT Id FROM ${DECISION_OBJECT} WHERE External_Id__c = null`);
  for (const { id, org } of linked) {
    if (!nameless.some(({ Id }) => Id === org)) continue;
    beforeEach();
    const path = `/services/data/v${connection.apiVersion}/sobjects/${DECISION_OBJECT}/${org ?? ''}`;
    const response = await connection.request({ method: 'PATCH', path, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ External_Id__c: id }), idempotent: true });
    if (response.status >= 300) throw errorFromBody(response.status, await response.text(), `PATCH ${path}`);
  }
}

/** Pure. @param stored what the org has under the id */
function decisionRecord(decision: Decision, stored: ExistingRecord | undefined, people: readonly { readonly Id: string; readonly Name: string }[]): DesiredRecord {
  const owners = people.filter(({ Name }) => Name === decision.owner);
  const [deal] = decision.records?.filter((id) => id.startsWith('006')) ?? [];
  const said = (value: string | undefined, length: number): string | null => (value === undefined || value === NOT_SAID ? null : clip(value, length));
  const values: Record<string, Value> = {
    Decision__c: said(decision.decision, NAME),
    Meeting__c: said(decision.meeting, SHORT),
    Decided_On__c: decision.date,
    Due_On__c: decision.due,
    Metric__c: said(decision.metric, SHORT),
    Expected_Change__c: said(decision.by, SHORT),
    ...closing(decision, stored),
  };
  return {
    externalId: decision.id,
    // What the log does not say is not taken away.
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
    stamps: {},
    onCreate: { Status__c: 'Open', ...(owners.length === 1 && owners[0] ? { OwnerId: owners[0].Id } : {}), ...(deal === undefined ? {} : { Opportunity__c: deal }) },
  };
}

/** A result that the org has in other words stays as it is. */
function closing({ result, checked }: Decision, stored: ExistingRecord | undefined): Readonly<Record<string, Value>> {
  const inOrg = String(stored?.['Result__c'] ?? '').trim();
  if (result === undefined || (inOrg !== '' && inOrg !== result.trim())) return {};
  return { Status__c: result.startsWith('Dropped') ? 'Dropped' : 'Done', Result__c: clip(result, LONG), Check_On__c: checked ?? null };
}
