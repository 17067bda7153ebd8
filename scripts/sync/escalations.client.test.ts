/**
 * What lies between two teams: the clocks of handoffs on an org with the package, read by the user of the sync, and the tasks
 * that the packaged flow gives out. Times are those of New York, where the playbook's working day is from nine to five.
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
import { NOBODY } from './clockArms.ts';
import { dueEscalations, escalateHandoffs, type Escalated, type HandoffRow } from './escalations.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
/** Tuesday at nine. */
const SENT = '2026-11-10T09:00:00-05:00';
const FIELDS = ['Escalated_At__c', 'Escalation__c', 'Escalated_To__c'] as const;

const loaded = await loadPlaybook(`${PROJECT}config/playbook`);
assert.ok(loaded.playbook);
const playbook: Playbook = loaded.playbook;

const row = (values: Partial<HandoffRow>): HandoffRow => ({
  Id: 'a00000000000001AAA', Receiver__c: '005000000000001AAA', Type__c: 'Sales to Customer Success', Status__c: 'Sent', Sent_At__c: SENT, Resent_At__c: null, Rejected_At__c: null, Kickoff_Held_At__c: null, Escalated_At__c: null, Escalation__c: null, Opportunity__r: null, ...values,
});
const stamped = (values: Partial<HandoffRow>, at: string): unknown => dueEscalations([row(values)], playbook, new Date(at).toISOString())[0]?.fields['Escalation__c'];

describe('which step a handoff has come to', () => {
  const won = { Status__c: 'Accepted', Opportunity__r: { IsWon: true, Handrail_Stage_Entered_At__c: '2026-11-10T09:00:00-05:00', LastStageChangeDate: null } };
  const rejected = { Status__c: 'Rejected', Rejected_At__c: '2026-11-10T09:00:00-05:00' };
  const cases: readonly (readonly [name: string, Partial<HandoffRow>, at: string, said: string | undefined])[] = [
    ['at the end of its day it is not late', {}, '2026-11-10T17:00:00-05:00', undefined],
    ['an hour into the next one it is', {}, '2026-11-11T10:00:00-05:00', 'Handoff answered (S5), 100 % of the target: the owner'],
    ['a weekend counts for nothing', {}, '2026-11-15T12:00:00-05:00', 'Handoff answered (S5), 400 % of the target: both joint owners, in the next GTM sync'],
    ['sent again, it starts anew', { Resent_At__c: '2026-11-12T09:00:00-05:00' }, '2026-11-12T12:00:00-05:00', undefined],
    ['what was sent back waits for its sender', rejected, '2026-11-11T17:00:00-05:00', 'Rejection worked (S12), 200 % of the target: the owner\'s manager'],
    ['the kickoff is 48 hours on the wall', won, '2026-11-12T10:00:00-05:00', 'Kickoff held (S6), 100 % of the target: the owner'],
    ['and in time until then', won, '2026-11-12T08:00:00-05:00', undefined],
    ['held, it ends', { ...won, Kickoff_Held_At__c: '2026-11-20T09:00:00-05:00' }, '2026-11-25T09:00:00-05:00', undefined],
    ['a deal that is not won starts none', { ...won, Opportunity__r: { ...won.Opportunity__r, IsWon: false } }, '2026-12-12T10:00:00-05:00', undefined],
    ['a type that no handoff of the playbook has', { Type__c: 'Onboarding to Success' }, '2026-12-12T10:00:00-05:00', undefined],
    ['the same step is noted once', { Escalated_At__c: '2026-11-11T09:30:00-05:00', Escalation__c: 'Handoff answered (S5), 100 % of the target: the owner' }, '2026-11-11T10:00:00-05:00', undefined],
    ['unless it was that of an earlier sending', { Resent_At__c: '2026-11-12T09:00:00-05:00', Escalated_At__c: '2026-11-11T09:30:00-05:00', Escalation__c: 'Handoff answered (S5), 100 % of the target: the owner' }, '2026-11-13T10:00:00-05:00', 'Handoff answered (S5), 100 % of the target: the owner'],
    ['a look at an earlier day takes nothing back', { Escalated_At__c: '2026-11-12T09:30:00-05:00', Escalation__c: 'Handoff answered (S5), 200 % of the target: the owner\'s manager' }, '2026-11-11T10:00:00-05:00', undefined],
  ];
  for (const [name, values, at, said] of cases) test(name, () => assert.equal(stamped(values, at), said));
});

describe('tasks', { concurrency: 1 }, () => {
  const clock = simulatedClock(new Date(SENT));
  const ids: Record<string, string> = {};
  let org: LocalOrg;
  let connection: OrgConnection;

  before(async () => {
    org = await startLocalOrg({ clock });
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    connection = connectionTo(org, CAST.sync);
    for (const user of Object.values(CAST)) ids[user] = org.session(user).userId;
    const managers = [{ Id: ids[CAST.customerSuccess] ?? '', ManagerId: ids[CAST.manager] ?? '' }, { Id: ids[CAST.rep] ?? '', ManagerId: null }];
    for (const { success, errors } of org.engine.update(org.session(CAST.admin), 'User', managers)) assert.equal(success, true, JSON.stringify(errors));
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
  const handoff = async (fields: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    String((await rest('POST', '/sobjects/Handrail_Handoff__c', { Sender__c: ids[CAST.rep], Receiver__c: ids[CAST.customerSuccess], ...fields }, CAST.rep))['id']);
  const answer = (id: string, fields: Readonly<Record<string, unknown>>, user = CAST.customerSuccess as string): Promise<unknown> => rest('PATCH', `/sobjects/Handrail_Handoff__c/${id}`, fields, user);
  const tasksOf = (id: string): readonly unknown[] => org.engine.query(org.session(CAST.admin), `SELECT OwnerId, Subject, ActivityDate, Priority, IsClosed FROM Task WHERE WhatId = '${id}' ORDER BY CreatedDate, Id`).records.map(({ OwnerId, Subject, ActivityDate, Priority, IsClosed }) => ({ OwnerId, Subject, ActivityDate, Priority, IsClosed }));
  const read = (id: string, fields: readonly string[]): readonly unknown[] => {
    const [record] = org.engine.query(org.session(CAST.admin), `SELECT ${fields.join(', ')} FROM Handrail_Handoff__c WHERE Id = '${id}'`).records;
    return fields.map((field) => record?.[field]);
  };
  const lookAt = (instant: string): Promise<Escalated> => {
    clock.set(new Date(instant));
    return escalateHandoffs(connection, playbook, clock.now().toISOString(), NOBODY, () => undefined);
  };
  const shown = async (): Promise<readonly string[]> => {
    const body = await rest('GET', '/ui-api/list-ui/Handrail_Handoff__c/Handrail_Escalated', undefined, CAST.revops) as { readonly records: { readonly records: readonly { readonly id: string }[] } };
    return body.records.records.map(({ id }) => id);
  };

  test('one for each step, to whom it names, and none when the sync runs again; an answer ends it', async () => {
    clock.set(new Date(SENT));
    const late = await handoff();
    const answered = await handoff();
    const [name] = read(late, ['Name']);
    clock.set(new Date('2026-11-10T15:00:00-05:00'));
    await answer(answered, { Status__c: 'Accepted' });

    assert.deepEqual(await lookAt('2026-11-10T16:00:00-05:00'), { escalated: 0, failures: [], unread: null });
    assert.deepEqual(await lookAt('2026-11-11T10:00:00-05:00'), { escalated: 1, failures: [], unread: null });
    const first = { OwnerId: ids[CAST.customerSuccess], Subject: `${String(name)}: Handoff answered (S5), 100 % of the target: the owner`, ActivityDate: '2026-11-11', Priority: 'High', IsClosed: false };
    assert.deepEqual([read(late, FIELDS), tasksOf(late)], [['2026-11-11T15:00:00.000+0000', 'Handoff answered (S5), 100 % of the target: the owner', 'Owner'], [first]]);
    assert.deepEqual(await shown(), [late]);

    assert.equal((await lookAt('2026-11-11T11:00:00-05:00')).escalated, 0);
    assert.equal(tasksOf(late).length, 1);

    assert.equal((await lookAt('2026-11-11T17:00:00-05:00')).escalated, 1);
    const second = { ...first, OwnerId: ids[CAST.manager], Subject: `${String(name)}: Handoff answered (S5), 200 % of the target: the owner's manager` };
    assert.deepEqual(tasksOf(late), [first, second]);

    await answer(late, { Status__c: 'Accepted' });
    assert.equal((await lookAt('2026-12-18T12:00:00-05:00')).escalated, 0);
    assert.deepEqual([tasksOf(late).length, read(late, ['Escalated_To__c']), tasksOf(answered)], [2, ['Manager'], []]);
    assert.deepEqual(await shown(), []);
  });

  test('what was sent back is the sender\'s, who has no manager', async () => {
    clock.set(new Date(SENT));
    const id = await handoff();
    await answer(id, { Status__c: 'Rejected', Reject_Reason__c: 'Scope unclear', Reject_Note__c: 'The scope names no products and no seats.' });
    assert.equal((await lookAt('2026-11-11T17:00:00-05:00')).escalated, 1);
    assert.deepEqual(tasksOf(id).map((task) => (task as { OwnerId: unknown }).OwnerId), [ids[CAST.rep]]);
    clock.set(new Date('2026-11-11T17:30:00-05:00'));
    await answer(id, { Status__c: 'Sent' }, CAST.rep);
    assert.deepEqual(await shown(), []);
    await answer(id, { Status__c: 'Accepted' });
  });

  test('a late step is the queue\'s of RevOps where the org has one, else the person\'s', async () => {
    clock.set(new Date(SENT));
    const before = await handoff();
    assert.equal((await lookAt('2026-11-16T09:00:00-05:00')).escalated, 1);
    assert.deepEqual([read(before, ['Escalated_To__c']), tasksOf(before).map((task) => (task as { OwnerId: unknown }).OwnerId)], [['RevOps'], [ids[CAST.customerSuccess]]]);
    await answer(before, { Status__c: 'Accepted' });

    const { id: queue } = await rest('POST', '/sobjects/Group', { Type: 'Queue', Name: 'RevOps', DeveloperName: 'Handrail_RevOps' }, CAST.admin);
    await rest('POST', '/sobjects/QueueSobject', { QueueId: queue, SobjectType: 'Task' }, CAST.admin);
    clock.set(new Date(SENT));
    const id = await handoff();
    await lookAt('2026-11-16T10:00:00-05:00');
    assert.deepEqual(tasksOf(id).map((task) => (task as { OwnerId: unknown }).OwnerId), [queue]);
    await answer(id, { Status__c: 'Accepted' });
  });

  test('a receiver who has left: RevOps have it', async () => {
    clock.set(new Date(SENT));
    const id = await handoff({ Receiver__c: ids[CAST.revops] });
    const active = (IsActive: boolean): void => {
      const [result] = org.engine.update(org.session(CAST.admin), 'User', [{ Id: ids[CAST.revops] ?? '', IsActive }]);
      assert.equal(result?.success, true, JSON.stringify(result?.errors));
    };
    active(false);
    await lookAt('2026-11-11T10:00:00-05:00');
    const [queue] = org.engine.query(org.session(CAST.admin), "SELECT Id FROM Group WHERE DeveloperName = 'Handrail_RevOps'").records;
    assert.deepEqual(tasksOf(id).map((task) => (task as { OwnerId: unknown }).OwnerId), [queue?.['Id']]);
    active(true);
    await answer(id, { Status__c: 'Accepted' });
  });

  test('the user of the sync may write nothing else of a handoff', async () => {
    const id = await handoff();
    const response = await fetch(`${org.url}/services/data/v67.0/sobjects/Handrail_Handoff__c/${id}`, { method: 'PATCH', headers: { Authorization: `Bearer ${org.login(CAST.sync)}`, 'content-type': 'application/json' }, body: JSON.stringify({ Status__c: 'Accepted' }) });
    assert.equal(response.status, 400, await response.text());
  });
});
