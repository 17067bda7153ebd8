/** Two syncs at once do not interleave, and one that was killed anywhere is taken up: against an org on this machine. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployForceApp } from '../cli/localOrg.ts';
import { compilePlaybook, type GeneratedFile } from '../compiler/index.ts';
import { CAST } from '../demo/cast.ts';
import { startLocalOrg, type LocalOrg, type Middleware } from '../local-org/index.ts';
import { closeIdleConnections, createConnection, DEFAULT_API_VERSION, OrgRequestError } from '../org/index.ts';
import { connectionTo } from '../org/testing/connectionTo.ts';
import { loadPlaybook, type Playbook } from '../playbook/index.ts';
import { sync, type SyncOptions, type SyncResult } from './index.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const OBJECTS = ['Handrail_Pack__c', 'Handrail_Metric__c', 'Handrail_Finding__c', 'Handrail_Sync_Run__c'];

let playbook: Playbook;
let compiled: readonly GeneratedFile[];
let org: LocalOrg;
let now = Date.parse('2026-06-01T10:00:00Z');
let fault: Middleware | undefined;

before(async () => {
  const loaded = await loadPlaybook(`${PROJECT}config/playbook`);
  assert.ok(loaded.playbook);
  // A handful of metrics and one meeting: the lock does not depend on how many there are.
  playbook = { ...loaded.playbook, metrics: loaded.playbook.metrics.filter(({ id }) => ['win_rate', 'sales_cycle', 'pipeline_created', 'mql_volume'].includes(id)), cadences: loaded.playbook.cadences.slice(0, 1) };
  compiled = compilePlaybook(loaded.playbook).files;
  org = await startLocalOrg({ clock: { now: () => new Date(now) }, middleware: [(request, next, response) => (fault ? fault(request, next, response) : next())] });
  await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
  const account = insert('Account', { Name: 'Acme' });
  for (let index = 0; index < 3; index++) insert('Opportunity', { Name: `Deal ${index}`, AccountId: account, StageName: 'Prospecting', CloseDate: '2026-06-30', Amount: 1000 });
});
after(async () => {
  closeIdleConnections();
  await org.close();
});
beforeEach(() => {
  for (const object of OBJECTS) for (const { Id } of rows(`SELECT Id FROM ${object}`)) assert.ok(org.engine.delete(org.session(CAST.admin), object, [String(Id)])[0]?.success);
});

function insert(object: string, fields: Readonly<Record<string, string | number>>): string {
  const [saved] = org.engine.insert(org.session(CAST.admin), object, [fields]);
  assert.ok(saved?.success, JSON.stringify(saved));
  return saved.id ?? '';
}

const rows = (soql: string): readonly Readonly<Record<string, unknown>>[] => org.engine.query(org.session(CAST.admin), soql).records;
const syncNow = (options: SyncOptions = {}): Promise<SyncResult> => sync(connectionTo(org), playbook, compiled, { asOf: new Date(now), ...options });
const runs = (): unknown[] => rows('SELECT Status__c, Holder__c, Is_Held__c FROM Handrail_Sync_Run__c').map(({ Status__c, Holder__c, Is_Held__c }) => [Status__c, Holder__c, Is_Held__c]);
const endState = (): unknown => [rows('SELECT External_Id__c, Value__c, State__c, Records__c FROM Handrail_Metric__c ORDER BY External_Id__c').map(({ attributes: _, Id: __, ...values }) => values), rows('SELECT External_Id__c FROM Handrail_Pack__c').map((row) => row['External_Id__c']), runs().slice(-1)];

test('the second is told who holds the run, and writes nothing', async () => {
  let second: Promise<unknown> | undefined;
  const first = await syncNow({ onProgress: (text) => { if (!text.startsWith('Budget')) second ??= assert.rejects(syncNow(), { errorCode: 'SYNC_RUNNING', message: new RegExp(`Another sync is running: process ${process.pid} on .* last heard of 2026-06-01 10:00:00 UTC by the clock of the org, which gives the run free at 10:03:00 UTC .*Nothing was written`) }); } });
  assert.ok(second);
  await second;
  assert.ok(first.written.created > 0);
  assert.deepEqual(runs(), [['Done', null, false]]);
});

test('whoever may not write the run is told which permission set; where a token alone was given, no id stands for the name', async () => {
  const { organizationId } = org.engine;
  const rep = createConnection({ instanceUrl: org.url, accessToken: org.login(CAST.rep), username: organizationId, organizationId, apiVersion: DEFAULT_API_VERSION });
  await assert.rejects(sync(rep, playbook, compiled), (error) => {
    assert.ok(error instanceof OrgRequestError);
    assert.match([error.message, ...error.actions].join(' '), /give this user the permission set: sf org assign permset --name Handrail_Sync --on-behalf-of <username> --target-org/i);
    assert.ok(![error.message, ...error.actions].join(' ').includes(organizationId));
    return true;
  });
});

test('where one of the objects is of an older Handrail, it is named with what to do, and the run can be taken up', async () => {
  fault = async (request, next) => (/FROM Handrail_Finding__c/.test(request.query.get('q') ?? '') ? { status: 400, body: [{ errorCode: 'INVALID_FIELD', message: "No such column 'Remedies__c' on entity 'Handrail_Finding__c'." }] } : next());
  await assert.rejects(syncNow(), (error) => {
    assert.ok(error instanceof OrgRequestError);
    assert.match(error.message, /^The org has no field Remedies__c on Handrail_Finding__c/);
    assert.match(error.actions.join(' '), /deploy Handrail first: .*Where it is, give .* the permission set/);
    return true;
  });
  fault = undefined;
  assert.ok((await syncNow()).resumedFrom);
});

test('of two that begin at the same moment one goes on', async () => {
  const both = await Promise.allSettled([syncNow(), syncNow()]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const [refused] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as { errorCode: string; message: string }] : []));
  assert.deepEqual([refused?.errorCode, refused?.message], ['SYNC_RUNNING', 'Another sync has begun at the same moment. Nothing was written.']);
  assert.deepEqual(runs(), [['Done', null, false]]);
});

test('a run of another machine is left alone until its lease is over; then one of two takes it up', async () => {
  insert('Handrail_Sync_Run__c', { External_Id__c: 'elsewhere', Status__c: 'Running', Holder__c: 'build-7#0123456789ab 4711 deadbeef', Started_At__c: '2026-06-01T09:59:00Z' });
  const started = now;
  try {
    now += 170_000;
    await assert.rejects(syncNow(), { message: 'Another sync is running: process 4711 on build-7 (run elsewhere, last heard of 2026-06-01 10:00:00 UTC by the clock of the org, which gives the run free at 10:03:00 UTC if it is not heard of again). Nothing was written.', actions: ['Let it finish. If it was killed, wait 3 minutes and run handrail sync again: a run that has not been heard of for that long is taken up.'] });
    now += 20_000;
    const both = await Promise.allSettled([syncNow(), syncNow()]);
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    const [done] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    assert.deepEqual([done?.resumedFrom, runs()], ['elsewhere', [['Done', null, false]]]);
  } finally {
    now = started;
  }
});

test('a process whose run was taken meanwhile stops before it writes, and leaves the run to the other', async () => {
  const admin = org.session(CAST.admin);
  let taken = false;
  const stopped = syncNow({ onProgress: (text) => {
    if (taken || !text.startsWith('Computing')) return;
    taken = true;
    const [run] = rows('SELECT Id, Holder__c FROM Handrail_Sync_Run__c');
    const claim = { Id: String(run?.['Id']), Holder__c: 'other#0 1 x' };
    assert.equal(org.engine.update(admin, 'Handrail_Sync_Run__c', [{ ...claim, Expected_Holder__c: 'somebody else' }])[0]?.success, false, 'the rule of the org');
    assert.ok(org.engine.update(admin, 'Handrail_Sync_Run__c', [{ ...claim, Expected_Holder__c: String(run?.['Holder__c']) }])[0]?.success);
  } });
  await assert.rejects(stopped, { errorCode: 'SYNC_RUNNING', message: /Another sync has taken the run/ });
  assert.deepEqual(rows('SELECT Id FROM Handrail_Metric__c'), []);
  assert.deepEqual(runs(), [['Running', 'other#0 1 x', true]]);
});

test('killed at any write and run again, it ends as an undisturbed one', async () => {
  let writes = 0;
  const isWrite = ({ method, path }: Parameters<Middleware>[0]): boolean => method === 'PATCH' && path.includes('/composite/sobjects/');
  fault = (request, next) => {
    if (isWrite(request)) writes++;
    return next();
  };
  await syncNow();
  const wanted = endState();
  const all = writes;
  assert.ok(all >= 5, 'the run, its hold, the numbers, the pack, the end');
  for (let last = 0; last < all; last++) {
    for (const object of OBJECTS) for (const { Id } of rows(`SELECT Id FROM ${object}`)) org.engine.delete(org.session(CAST.admin), object, [String(Id)]);
    writes = 0;
    fault = async (request, next, response) => {
      if (isWrite(request)) writes++;
      if (writes <= last) return next();
      // Half of the kills lose the answer of a write that the org has done.
      if (last % 2 === 0 && writes === last + 1 && isWrite(request)) await next();
      response.destroy();
      return null;
    };
    await assert.rejects(syncNow());
    fault = undefined;
    await syncNow();
    assert.deepEqual(endState(), wanted, `killed at write ${last}`);
    // A run whose end was written and only its answer lost is over; every other is taken up.
    assert.equal(runs().length, last === all - 1 && last % 2 === 0 ? 2 : 1, `killed at write ${last}`);
  }
});
