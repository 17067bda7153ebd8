/**
 * Leads past their response clock, on an org with the package, read by the user of the sync, and the tasks that the packaged flow gives out. Times
 * are those of New York, where the playbook's working day is from nine to five.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployForceApp } from '../cli/localOrg.ts';
import { CAST } from '../demo/cast.ts';
import { simulatedClock, startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { closeIdleConnections, type OrgConnection } from '../org/index.ts';
import { connectionTo } from '../org/testing/connectionTo.ts';
import { loadPlaybook, type Playbook } from '../playbook/index.ts';
import { CLOCK_PERMISSION, loadWithClockExperiment } from '../compiler/fixtures/experiment.ts';
import { NOBODY, type Holders } from './clockArms.ts';
import type { Escalated } from './escalations.ts';
import { dueLeads, escalateLeads, type LateRow, type LeadRow } from './lateLeads.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
/** Tuesday at nine. */
const ASSIGNED = '2026-11-10T09:00:00-05:00';
const ID = '00Q000000000001AAA';
const OWNER_ID = '005000000000001AAA';

const loaded = await loadPlaybook(`${PROJECT}config/playbook`);
assert.ok(loaded.playbook);
const playbook: Playbook = loaded.playbook;

const lead = (values: Partial<LeadRow> = {}): LeadRow => ({ Id: ID, OwnerId: OWNER_ID, Status: 'Open - Not Contacted', Handrail_Request__c: 'Content', Handrail_MQL_At__c: '2026-11-10T08:30:00-05:00', Handrail_Assigned_At__c: ASSIGNED, ...values });
const noted = (at: string, text: string): LateRow => ({ External_Id__c: `${ID}|2026-11-10T14:00:00.000Z|${text}`, Escalated_At__c: at, Escalation__c: text });
const OWNER = 'First response (S2), 100 % of the target: the owner';
const MANAGER = 'First response (S2), 200 % of the target: the owner\'s manager';

describe('which step a lead has come to', () => {
  const cases: readonly (readonly [name: string, Partial<LeadRow>, earlier: readonly LateRow[], at: string, said: string | undefined])[] = [
    ['within its four hours it is not late', {}, [], '2026-11-10T12:59:00-05:00', undefined],
    ['a minute later it is', {}, [], '2026-11-10T13:01:00-05:00', OWNER],
    ['who asks to talk waits five minutes', { Handrail_Request__c: 'Demo' }, [], '2026-11-10T09:06:00-05:00', OWNER],
    ['the night counts for nothing', { Handrail_Assigned_At__c: '2026-11-10T16:00:00-05:00' }, [], '2026-11-11T11:59:00-05:00', undefined],
    ['qualified after it was assigned: from then', { Handrail_MQL_At__c: '2026-11-10T12:00:00-05:00' }, [], '2026-11-10T14:00:00-05:00', undefined],
    ['closed, nobody waits', { Status: 'Closed - Not Converted' }, [], '2026-11-12T09:00:00-05:00', undefined],
    ['in a queue it waits for a person', { Handrail_Assigned_At__c: null }, [], '2026-11-10T09:16:00-05:00', 'MQL handed to a person (S1), 100 % of the target: the owner'],
    ['no MQL has no clock', { Handrail_MQL_At__c: null }, [], '2026-11-12T09:00:00-05:00', undefined],
    ['the same step is noted once', {}, [noted('2026-11-10T13:30:00-05:00', OWNER)], '2026-11-10T14:00:00-05:00', undefined],
    ['the next one again', {}, [noted('2026-11-10T13:30:00-05:00', OWNER)], '2026-11-10T17:00:00-05:00', MANAGER],
    ['a look at an earlier day takes nothing back', {}, [noted('2026-11-11T09:30:00-05:00', MANAGER)], '2026-11-10T14:00:00-05:00', undefined],
    ['first seen after more than a week it is a backlog', {}, [], '2026-11-18T09:00:00-05:00', undefined],
    ['seen before, it goes on to the last step', {}, [noted('2026-11-10T13:30:00-05:00', OWNER)], '2026-12-10T09:00:00-05:00', 'First response (S2), 4 weeks: the Council'],
    ['assigned anew, the clock and the steps begin anew', { Handrail_Assigned_At__c: '2026-11-11T09:00:00-05:00' }, [noted('2026-11-10T17:00:00-05:00', MANAGER)], '2026-11-11T13:01:00-05:00', OWNER],
  ];
  for (const [name, values, earlier, at, said] of cases) {
    test(name, () => assert.equal(dueLeads([lead(values)], earlier, playbook, new Date(at).toISOString())[0]?.fields['Escalation__c'], said));
  }
});

test('an experiment gives its holders another target; where nobody knows who they are, nothing is noted of its clock', () => {
  const { playbook: tried, problems } = loadWithClockExperiment();
  assert.ok(tried, JSON.stringify(problems));
  const of = (arms: Holders, values: Partial<LeadRow> = {}): unknown => dueLeads([lead(values)], [], tried, '2026-11-10T16:01:00.000Z', arms)[0]?.fields['Escalation__c'];
  const holders = (user: string): Holders => new Map([[CLOCK_PERMISSION, new Set([user])]]);
  // Two hours and a minute: late by the variant alone.
  assert.deepEqual([of(holders(OWNER_ID)), of(holders('005000000000002AAA')), of(null)], [OWNER, undefined, undefined]);
  // Who asks to talk has five minutes in both arms.
  assert.equal(of(null, { Handrail_Request__c: 'Demo' }), 'First response (S2), 400 % of the target: both joint owners, in the next GTM sync');
});

describe('tasks', { concurrency: 1 }, () => {
  const clock = simulatedClock(new Date(ASSIGNED));
  const ids: Record<string, string> = {};
  let org: LocalOrg;
  let connection: OrgConnection;
  before(async () => {
    org = await startLocalOrg({ clock });
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    connection = connectionTo(org, CAST.sync);
    for (const user of Object.values(CAST)) ids[user] = org.session(user).userId;
    const [result] = org.engine.update(org.session(CAST.admin), 'User', [{ Id: ids[CAST.rep] ?? '', ManagerId: ids[CAST.manager] ?? '' }]);
    assert.deepEqual(result?.errors, []);
  });
  after(async () => {
    closeIdleConnections();
    await org.close();
  });

  async function rest(method: string, path: string, body: unknown, user: string): Promise<Readonly<Record<string, unknown>>> {
    const response = await fetch(`${org.url}/services/data/v67.0${path}`, { method, headers: { Authorization: `Bearer ${org.login(user)}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const text = await response.text();
    assert.ok(response.ok, text);
    return text === '' ? {} : JSON.parse(text) as Readonly<Record<string, unknown>>;
  }
  /** An MQL that asks to talk, stamped by the packaged flows as it is created. */
  const mql = async (owner: string): Promise<string> => {
    clock.set(new Date(ASSIGNED));
    const id = String((await rest('POST', '/sobjects/Lead', { FirstName: 'Tom', LastName: 'Berg', Company: 'Berg Freight', Email: 'tom@berg.example.com', Status: 'Open - Not Contacted', OwnerId: owner, Handrail_Request__c: 'Demo' }, CAST.admin))['id']);
    return id;
  };
  const tasksOf = (id: string): readonly unknown[] => org.engine.query(org.session(CAST.admin), `SELECT OwnerId, Subject, ActivityDate, Priority FROM Task WHERE WhoId = '${id}' ORDER BY CreatedDate, Id`).records.map(({ OwnerId, Subject, ActivityDate, Priority }) => ({ OwnerId, Subject, ActivityDate, Priority }));
  const lookAt = (instant: string): Promise<Escalated> => {
    clock.set(new Date(instant));
    return escalateLeads(connection, playbook, clock.now().toISOString(), NOBODY, () => undefined);
  };

  test('one for each step, to whom it names, and none when the sync runs again; an answer ends it', async () => {
    const id = await mql(ids[CAST.rep] ?? '');
    const changed = (): unknown => org.engine.retrieve(org.session(CAST.admin), 'Lead', id, ['LastModifiedDate'])['LastModifiedDate'];
    const untouched = changed();
    assert.deepEqual(await lookAt('2026-11-10T09:04:00-05:00'), { escalated: 0, failures: [], unread: null });
    assert.deepEqual(await lookAt('2026-11-10T09:06:00-05:00'), { escalated: 1, failures: [], unread: null });
    const first = { OwnerId: ids[CAST.rep], Subject: `Tom Berg: ${OWNER}`, ActivityDate: '2026-11-10', Priority: 'High' };
    assert.deepEqual(tasksOf(id), [first]);
    assert.equal((await lookAt('2026-11-10T09:07:00-05:00')).escalated, 0);
    assert.equal((await lookAt('2026-11-10T09:11:00-05:00')).escalated, 1);
    assert.deepEqual(tasksOf(id), [first, { ...first, OwnerId: ids[CAST.manager], Subject: `Tom Berg: ${MANAGER}` }]);
    assert.equal(changed(), untouched, 'the lead itself is not written');
    await rest('PATCH', `/sobjects/Lead/${id}`, { Status: 'Working - Contacted' }, CAST.admin);
    assert.equal((await lookAt('2026-12-18T12:00:00-05:00')).escalated, 0);
    assert.equal(tasksOf(id).length, 2);
  });

  test('a lead that a queue owns is the task of RevOps, where the org has their queue', async () => {
    const queue = async (Name: string, DeveloperName: string, object: string): Promise<string> => {
      const { id } = await rest('POST', '/sobjects/Group', { Type: 'Queue', Name, DeveloperName }, CAST.admin);
      await rest('POST', '/sobjects/QueueSobject', { QueueId: id, SobjectType: object }, CAST.admin);
      return String(id);
    };
    const inbound = await queue('Inbound', 'Inbound', 'Lead');
    const unheard = await mql(inbound);
    assert.equal((await lookAt('2026-11-10T09:16:00-05:00')).escalated, 1);
    assert.deepEqual(tasksOf(unheard), [], 'nobody to tell');

    const revops = await queue('RevOps', 'Handrail_RevOps', 'Task');
    const id = await mql(inbound);
    await lookAt('2026-11-10T09:17:00-05:00');
    assert.deepEqual(tasksOf(id).map((task) => (task as { OwnerId: unknown }).OwnerId), [revops]);
  });

  test('a lead that was converted meanwhile gets none', async () => {
    const id = await mql(ids[CAST.rep] ?? '');
    // Past its own gates: what a conversion asks is not the matter here.
    const { userId, username, profileName, timeZone } = org.session(CAST.admin);
    org.engine.convertLead({ userId, username, profileName, timeZone, customPermissions: new Set(['Handrail_Bypass_Lead_Gates', 'Handrail_Bypass_Opportunity_Gates']) }, { leadId: id, convertedStatus: 'Closed - Converted' });
    assert.equal((await lookAt('2026-11-10T09:06:00-05:00')).escalated, 0);
    assert.deepEqual(tasksOf(id), []);
  });
});
