/** Packs of a meeting over several days, against an org on this machine. The cases follow each other. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deployForceApp } from '../cli/localOrg.ts';
import { compilePlaybook, type GeneratedFile } from '../compiler/index.ts';
import { CAST } from '../demo/cast.ts';
import { startLocalOrg, type LocalOrg, type Middleware } from '../local-org/index.ts';
import { closeIdleConnections } from '../org/index.ts';
import { connectionTo } from '../org/testing/connectionTo.ts';
import { loadPlaybook, type Playbook } from '../playbook/index.ts';
import { namesOf } from '../review/index.ts';
import { sync, type SyncResult } from './index.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const DAY = 86_400_000;

let playbook: Playbook;
let compiled: readonly GeneratedFile[];
let org: LocalOrg;
let now = Date.parse('2026-06-01T10:00:00Z');
let fault: Middleware | undefined;

before(async () => {
  const loaded = await loadPlaybook(`${PROJECT}config/playbook`);
  assert.ok(loaded.playbook);
  playbook = { ...loaded.playbook, metrics: loaded.playbook.metrics.filter(({ id }) => ['pipeline_created', 'next_step_coverage'].includes(id)), cadences: loaded.playbook.cadences.filter(({ pack }) => pack === 'weekly-pipeline') };
  compiled = compilePlaybook(loaded.playbook).files;
  org = await startLocalOrg({ clock: { now: () => new Date(now) }, middleware: [(request, next, response) => (fault ? fault(request, next, response) : next())] });
  await deployForceApp(org, { projectDir: PROJECT, onProgress: () => undefined });
});
after(async () => {
  closeIdleConnections();
  await org.close();
});

const admin = (): ReturnType<LocalOrg['session']> => org.session(CAST.admin);
const rows = (soql: string): readonly Readonly<Record<string, unknown>>[] => org.engine.query(admin(), soql).records;
const syncNow = (): Promise<SyncResult> => sync(connectionTo(org), playbook, compiled, { asOf: new Date(now) });
const packs = (): unknown[] => rows('SELECT External_Id__c, Compared_With__c FROM Handrail_Pack__c ORDER BY External_Id__c').map((row) => [row['External_Id__c'], row['Compared_With__c']]);
const coverage = (): string => JSON.stringify(rows('SELECT Coverage_Unread__c FROM Handrail_Sync_Run__c ORDER BY CreatedDate DESC, Id DESC LIMIT 1'));

function insert(object: string, fields: Readonly<Record<string, string | number>>): string {
  const [saved] = org.engine.insert(admin(), object, [fields]);
  assert.ok(saved?.success, JSON.stringify(saved));
  return saved.id ?? '';
}

test('the first compares with numbers that are counted anew, and a second run of the day writes nothing', async () => {
  await syncNow();
  assert.deepEqual(packs(), [['weekly-pipeline|2026-06-01', 'the same numbers as of 2026-05-25']]);
  now += 3_600_000;
  const { written } = await syncNow();
  assert.deepEqual([written.created, written.updated], [0, 0]);
});

test('what somebody noted on a pack stays when its numbers change', async () => {
  const [pack] = rows('SELECT Id FROM Handrail_Pack__c');
  assert.ok(org.engine.update(admin(), 'Handrail_Pack__c', [{ Id: String(pack?.['Id']), Reviewed_By__c: admin().userId, Reviewed_At__c: '2026-06-01T15:00:00Z' }])[0]?.success);
  insert('Handrail_Decision__c', { Decision__c: 'Date the overdue deals', Decided_On__c: '2026-05-25', Due_On__c: '2026-05-29', Status__c: 'Open' });
  await syncNow();
  const [after] = rows('SELECT Reviewed_By__c, Overdue_Decision_Count__c, Look_First__c, Contents__c FROM Handrail_Pack__c');
  assert.deepEqual([after?.['Reviewed_By__c'], after?.['Overdue_Decision_Count__c']], [admin().userId, 1]);
  assert.match(String(after?.['Look_First__c']), /1 decision is overdue/);
  // A decision of the org is a link to its record.
  assert.match(String(after?.['Contents__c']), /"object":"Handrail_Decision__c"/);
});

test('the day after has a pack of its own; the pack of the meeting before is what a week later compares with', async () => {
  now += DAY;
  await syncNow();
  now += 6 * DAY;
  await syncNow();
  assert.deepEqual(packs(), [
    ['weekly-pipeline|2026-06-01', 'the same numbers as of 2026-05-25'],
    ['weekly-pipeline|2026-06-02', 'the same numbers as of 2026-05-26'],
    ['weekly-pipeline|2026-06-08', 'the pack of 2026-06-01'],
  ]);
});

test('a pack that the org refuses is named, and everything else is written', async () => {
  now += DAY;
  fault = async (request, next) => (/\/composite\/sobjects\/Handrail_Pack__c\//.test(request.path) ? { status: 200, body: [{ success: false, errors: [{ statusCode: 'FIELD_INTEGRITY_EXCEPTION', message: 'no', fields: [] }] }] } : next());
  const { failures } = await syncNow();
  fault = undefined;
  assert.deepEqual(failures, [{ object: 'Handrail_Pack__c', externalId: 'weekly-pipeline|2026-06-09', message: 'no (FIELD_INTEGRITY_EXCEPTION)' }]);
  await syncNow();
  assert.equal(packs().length, 4);
});

test('an org that has no packs yet is synced all the same, and the run says what is missing', async () => {
  fault = async (request, next) => (/FROM Handrail_Pack__c/.test(request.query.get('q') ?? '') ? { status: 400, body: [{ errorCode: 'INVALID_TYPE', message: "sObject type 'Handrail_Pack__c' is not supported." }] } : next());
  const { failures } = await syncNow();
  fault = undefined;
  assert.deepEqual(failures, []);
  assert.match(coverage(), /Handrail_Pack__c, meeting packs: The org has no object Handrail_Pack__c, or hides it/);
});

test('people and handoffs are named by the org; what is gone has no name', async () => {
  const account = insert('Account', { Name: 'Acme' });
  const deal = insert('Opportunity', { Name: 'Acme platform', AccountId: account, StageName: 'Prospecting', CloseDate: '2026-06-30', Amount: 1000 });
  const lead = insert('Lead', { LastName: "O'Neil", FirstName: 'Ann', Company: 'Acme' });
  const handoff = insert('Handrail_Handoff__c', { Opportunity__c: deal });
  const gone = insert('Lead', { LastName: 'Gone', Company: 'Acme' });
  assert.ok(org.engine.delete(admin(), 'Lead', [gone])[0]?.success);
  const named = await namesOf(connectionTo(org), [lead, handoff, deal, account, gone, "x' OR Id != '"]);
  const [{ Name: number } = {}] = rows(`SELECT Name FROM Handrail_Handoff__c WHERE Id = '${handoff}'`);
  assert.deepEqual(Object.fromEntries(named), {
    [lead]: { name: "Ann O'Neil", object: 'Lead' },
    [handoff]: { name: `Acme platform (${String(number)})`, object: 'Handrail_Handoff__c' },
    [deal]: { name: 'Acme platform', object: 'Opportunity' },
    [account]: { name: 'Acme', object: 'Account' },
  });
});
