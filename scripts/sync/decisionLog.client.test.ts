/** The decision log of a repository and the decisions of an org on this machine, back and forth. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployForceApp } from '../cli/localOrg.ts';
import { CAST } from '../demo/cast.ts';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { closeIdleConnections } from '../org/index.ts';
import { connectionTo } from '../org/testing/connectionTo.ts';
import { mergeDecisions, readOrgDecisions, type Decision } from '../review/index.ts';
import { writeDecisionLog } from './decisionLog.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const LOG: readonly Decision[] = [
  { id: 'D-2026-001', date: '2026-05-04', meeting: 'weekly-forecast', decision: 'Call Kestrel', owner: 'Nobody Here', due: '2026-05-11', checked: '2026-05-12', result: 'Called' },
  { id: 'D-2026-002', date: '2026-06-01', meeting: 'weekly-pipeline', decision: 'Date the overdue deals', owner: 'Nobody Here', due: '2026-06-08', metric: 'hygiene', by: 'to zero' },
];
let org: LocalOrg;
before(async () => {
  org = await startLocalOrg({ clock: { now: () => new Date('2026-06-01T10:00:00Z') } });
  await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
});
after(async () => {
  closeIdleConnections();
  await org.close();
});

const rows = (soql: string): readonly Readonly<Record<string, unknown>>[] => org.engine.query(org.session(CAST.admin), soql).records;

test('the log is written once, what the org says more stays, and a decision of the org gets its id', async () => {
  const connection = connectionTo(org);
  const write = async (log: readonly Decision[]): Promise<unknown> => (await writeDecisionLog(connection, log, () => undefined)).written;
  assert.deepEqual(await write(LOG), { created: 2, updated: 0, unchanged: 0 });
  assert.deepEqual(await write(LOG), { created: 0, updated: 0, unchanged: 2 });
  assert.deepEqual(rows('SELECT External_Id__c, Status__c, Result__c FROM Handrail_Decision__c ORDER BY External_Id__c').map((row) => [row['External_Id__c'], row['Status__c'], row['Result__c'] ?? null]), [['D-2026-001', 'Done', 'Called'], ['D-2026-002', 'Open', null]]);

  const [second] = rows("SELECT Id FROM Handrail_Decision__c WHERE External_Id__c = 'D-2026-002'");
  const admin = org.session(CAST.admin);
  assert.ok(org.engine.update(admin, 'Handrail_Decision__c', [{ Id: String(second?.['Id']), Status__c: 'Done', Result__c: 'All dated' }])[0]?.success);
  const [mine] = org.engine.insert(admin, 'Handrail_Decision__c', [{ Decision__c: 'Name a sponsor', Decided_On__c: '2026-06-01', Due_On__c: '2026-06-05', Status__c: 'Open' }]);
  // The log has not heard of either yet.
  assert.deepEqual(await write(LOG), { created: 0, updated: 0, unchanged: 2 });

  const { all } = mergeDecisions(LOG, (await readOrgDecisions(connection, 'UTC')) ?? []);
  assert.deepEqual(all.map(({ id, result }) => [id, result]), [['D-2026-001', 'Called'], ['D-2026-002', 'All dated'], ['D-2026-003', undefined]]);
  assert.deepEqual(await write(all), { created: 0, updated: 0, unchanged: 3 });
  assert.deepEqual(rows(`SELECT External_Id__c, Status__c, Meeting__c FROM Handrail_Decision__c WHERE Id = '${mine?.id ?? ''}'`).map((row) => [row['External_Id__c'], row['Status__c'], row['Meeting__c'] ?? null]), [['D-2026-003', 'Open', null]]);
  assert.equal(rows('SELECT Id FROM Handrail_Decision__c').length, 3);
});
