/** What is older than the playbook keeps it, removed by the user of the sync from an org on this machine; nothing that it did not write. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployForceApp } from '../cli/localOrg.ts';
import { CAST } from '../demo/cast.ts';
import { simulatedClock, startLocalOrg, type LocalOrg, type Middleware } from '../local-org/index.ts';
import { closeIdleConnections, type OrgConnection } from '../org/index.ts';
import { connectionTo } from '../org/testing/connectionTo.ts';
import { loadPlaybook, type Playbook } from '../playbook/index.ts';
import { momentIn } from '../shared/localTime.ts';
import { removeOld } from './retention.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const PACK = 'Handrail_Pack__c';
const EVENT = 'Handrail_Gate_Event__c';
/** 400 days before it is 27 April 2025, at ten. */
const AS_OF = '2026-06-01T10:00:00.000Z';

const loaded = await loadPlaybook(`${PROJECT}config/playbook`);
assert.ok(loaded.playbook?.governance);
const playbook: Playbook = loaded.playbook;
const keeping = (packDays: number | null, gateEventDays: number | null): Playbook => ({ ...playbook, governance: playbook.governance && { ...playbook.governance, keep: { packDays, gateEventDays } } });

describe('retention', { concurrency: 1 }, () => {
  const clock = simulatedClock(new Date('2025-01-01T00:00:00Z'));
  let org: LocalOrg;
  let connection: OrgConnection;
  let fault: Middleware | undefined;

  before(async () => {
    org = await startLocalOrg({ clock, middleware: [(request, next, response) => (fault ? fault(request, next, response) : next())] });
    await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
    connection = connectionTo(org, CAST.sync);
  });
  beforeEach(() => {
    fault = undefined;
    for (const object of [PACK, EVENT]) {
      const ids = org.engine.query(admin(), `SELECT Id FROM ${object}`).records.map((row) => String(row['Id']));
      if (ids.length > 0) org.engine.delete(admin(), object, ids);
    }
  });
  after(async () => {
    closeIdleConnections();
    await org.close();
  });

  const admin = (): ReturnType<LocalOrg['session']> => org.session(CAST.admin);
  const insert = (object: string, rows: readonly Readonly<Record<string, unknown>>[], user: string = CAST.admin): void => {
    for (const saved of org.engine.insert(org.session(user), object, rows)) assert.ok(saved.success, JSON.stringify(saved.errors));
  };
  const pack = (day: string, id: string | null = `weekly-pipeline|${day}`): Readonly<Record<string, unknown>> => ({ Meeting__c: 'weekly-pipeline', Pack_Date__c: day, ...(id === null ? {} : { External_Id__c: id }) });
  const left = (): unknown[] => org.engine.query(admin(), `SELECT Pack_Date__c, External_Id__c FROM ${PACK} ORDER BY Pack_Date__c, External_Id__c`).records.map((row) => row['External_Id__c'] ?? row['Pack_Date__c']);
  const event = (values: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({ Event__c: 'Refused', Object__c: 'Opportunity', Record_Id__c: '006000000000001AAA', Codes__c: 'OPP-QUAL-01', ...values });
  const eventsAt = (at: string, rows: readonly Readonly<Record<string, unknown>>[]): void => {
    clock.set(new Date(at));
    insert(EVENT, rows, CAST.rep);
  };
  const count = (): number => org.engine.query(admin(), `SELECT Id FROM ${EVENT}`).totalSize;
  const remove = (of: Playbook = playbook, asOf = AS_OF): ReturnType<typeof removeOld> => removeOld(connection, of, momentIn('America/New_York', asOf), () => undefined);

  test('packs of more than 400 days go; a later one stays, and so does what somebody made by hand', async () => {
    insert(PACK, [pack('2024-12-01'), pack('2025-04-26'), pack('2025-04-27'), pack('2026-05-31'), pack('2025-01-02', null), pack('2025-01-03', 'kept for the audit'), pack('2025-01-04', 'weekly-pipeline|2025-01-05')]);
    assert.deepEqual(await remove(), { removed: { packs: 2, gateEvents: 0 }, failures: [] });
    assert.deepEqual(left(), ['2025-01-02', 'kept for the audit', 'weekly-pipeline|2025-01-05', 'weekly-pipeline|2025-04-27', 'weekly-pipeline|2026-05-31']);
    assert.deepEqual((await remove()).removed, { packs: 0, gateEvents: 0 }, 'run again, it finds nothing');
  });

  test('gate events go by the instant they were written at, whoever wrote them, in more than one call', async () => {
    eventsAt('2025-04-27T09:59:59Z', Array.from({ length: 203 }, () => event()));
    eventsAt('2025-04-27T09:00:00Z', [event({ Record_Id__c: null }), event({ Event__c: null })]);
    eventsAt('2025-04-27T10:00:00Z', [event(), event({ Event__c: 'Guidance' })]);
    assert.deepEqual(await remove(), { removed: { packs: 0, gateEvents: 203 }, failures: [] });
    assert.equal(count(), 4);
  });

  test('a playbook that says nothing keeps everything', async () => {
    insert(PACK, [pack('2024-12-01')]);
    eventsAt('2025-01-01T00:00:00Z', [event()]);
    assert.deepEqual((await remove(keeping(null, null))).removed, { packs: 0, gateEvents: 0 });
    assert.deepEqual((await remove(keeping(null, 400))).removed, { packs: 0, gateEvents: 1 });
    assert.deepEqual((await remove(keeping(400, null))).removed, { packs: 1, gateEvents: 0 });
  });

  test('a look at a day to come removes no more than today does', async () => {
    insert(PACK, [pack(new Date(Date.now() - 399 * 86_400_000).toISOString().slice(0, 10))]);
    assert.deepEqual((await remove(playbook, '2099-01-01T00:00:00Z')).removed, { packs: 0, gateEvents: 0 });
  });

  test('an answer that was lost is no failure: the record is gone, and is counted', async () => {
    insert(PACK, [pack('2024-12-01'), pack('2024-12-02')]);
    let lost = false;
    fault = async (request, next) => {
      const answer = await next();
      if (lost || request.method !== 'DELETE') return answer;
      lost = true;
      return { status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'lost' }] };
    };
    assert.deepEqual(await remove(), { removed: { packs: 2, gateEvents: 0 }, failures: [] });
    assert.deepEqual([lost, left()], [true, []]);
  });

  test('what the org does not let go is named by what it is', async () => {
    insert(PACK, [pack('2024-12-01')]);
    fault = async (request, next) => (request.method === 'DELETE' ? { status: 200, body: [{ success: false, errors: [{ statusCode: 'DELETE_FAILED', message: 'held', fields: [] }] }] } : next());
    assert.deepEqual(await remove(), { removed: { packs: 0, gateEvents: 0 }, failures: [{ object: PACK, externalId: 'weekly-pipeline|2024-12-01', message: 'held (DELETE_FAILED)' }] });
  });
});
