/** Decisions recorded in an org on this machine, taken into a log. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployForceApp } from '../../cli/localOrg.ts';
import { CAST } from '../../demo/cast.ts';
import { startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import { closeIdleConnections } from '../../org/index.ts';
import { connectionTo } from '../../org/testing/connectionTo.ts';
import { mergeDecisions, readOrgDecisions } from './org.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
let org: LocalOrg;
before(async () => {
  org = await startLocalOrg({ clock: { now: () => new Date('2026-06-01T10:00:00Z') } });
});
after(async () => {
  closeIdleConnections();
  await org.close();
});


test('an org without Handrail has none that can be read; with it, all are taken, open and closed', async () => {
  assert.equal(await readOrgDecisions(connectionTo(org), 'UTC'), null);
  await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
  const [open, done, dropped] = org.engine.insert(org.session(CAST.admin), 'Handrail_Decision__c', [
    { Decision__c: 'Date the overdue deals', Meeting__c: 'Pipeline review', Decided_On__c: '2026-06-01', Due_On__c: '2026-06-08', Metric__c: 'Pipeline coverage', Status__c: 'Open', Check_On__c: '2026-06-15' },
    { External_Id__c: 'D-2026-001', Decision__c: 'Call Kestrel', Meeting__c: 'weekly-forecast', Decided_On__c: '2026-05-04', Due_On__c: '2026-05-11', Status__c: 'Done', Result__c: 'Called', Check_On__c: '2026-05-12' },
    { Decision__c: 'Change the region', Decided_On__c: '2026-05-05', Due_On__c: '2026-05-12', Status__c: 'Dropped' },
  ]);
  const owner = (org.engine.query(org.session(CAST.admin), `SELECT Name FROM User WHERE Username = '${CAST.admin}'`).records[0] as { Name: string }).Name;
  const found = await readOrgDecisions(connectionTo(org), 'UTC');
  assert.deepEqual(mergeDecisions([], found ?? []).all, [
    { id: 'D-2026-002', date: '2026-06-01', meeting: 'Pipeline review', decision: 'Date the overdue deals', owner, due: '2026-06-08', metric: 'Pipeline coverage', org: open?.id },
    { id: 'D-2026-001', date: '2026-05-04', meeting: 'weekly-forecast', decision: 'Call Kestrel', owner, due: '2026-05-11', checked: '2026-05-12', result: 'Called', org: done?.id },
    { id: 'D-2026-003', date: '2026-05-05', meeting: 'not said', decision: 'Change the region', owner, due: '2026-05-12', result: 'Dropped', org: dropped?.id },
  ]);
});
