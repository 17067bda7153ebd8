/**
 * A snapshot brought up to date holds what a fresh one would: deletions, undeletions and records that are gone for good
 * included. Against the local org on simulated days; a fresh extraction is what each update is compared with.
 */
import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { temporaryFolder } from '../../shared/testing/folder.ts';
import { buildSchema, defineField } from '../../local-org/engine/schemaIndex.ts';
import { exceedLimit } from '../../local-org/http/faults.ts';
import { simulatedClock, startLocalOrg, type LocalOrg, type Middleware, type SimulatedClock } from '../../local-org/index.ts';
import { closeIdleConnections } from '../../org/index.ts';
import { connectionTo } from '../../org/testing/connectionTo.ts';
import { loadPlaybook } from '../../playbook/index.ts';
import { computeMetrics } from '../compute.ts';
import { rowsOf, withDuckDb } from '../duckdb.ts';
import { readManifest, scanOf, type SnapshotManifest, type SnapshotObject } from '../snapshot.ts';
import { extractSnapshot, type ExtractOptions } from './index.ts';

const METRICS = ['win_rate'];
const HOUR = 3_600_000;
const DEALS = 20;
/** While creating the first update, reading it, asking for deletions, counting, and in a later object. */
const STOPS = [3, 5, 6, 7, 12];

const { playbook } = await loadPlaybook('config/playbook');
assert.ok(playbook);
const folders: string[] = [];
const orgs: LocalOrg[] = [];

after(async () => {
  closeIdleConnections();
  for (const org of orgs) await org.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

interface Company {
  readonly org: LocalOrg;
  readonly clock: SimulatedClock;
  readonly deals: readonly string[];
  fault: Middleware | null;
}

/** Deals of three days ago in an org whose clock stands until it is moved. */
async function newCompany(): Promise<Company> {
  const clock = simulatedClock(new Date(Date.now() - 72 * HOUR));
  const org = await startLocalOrg({ clock, middleware: [(request, next, response) => (company.fault ? company.fault(request, next, response) : next())] });
  orgs.push(org);
  const admin = org.session('admin@handrail.local');
  const saved = org.engine.insert(admin, 'Opportunity', Array.from({ length: DEALS }, (_, index) => ({ Name: `Deal ${index}`, StageName: 'Prospecting', CloseDate: '2026-03-31', Amount: index * 1000.5 })));
  const company: Company = { org, clock, deals: saved.map(({ id }) => id ?? ''), fault: null };
  clock.advance(HOUR);
  return company;
}

async function newFolder(): Promise<string> {
  const folder = await temporaryFolder('update');
  folders.push(folder);
  return folder;
}

function extract(company: Company, out: string, options: Partial<ExtractOptions> = {}, connection = connectionTo(company.org)): Promise<SnapshotManifest> {
  assert.ok(playbook);
  return extractSnapshot(connection, playbook, { out, metrics: METRICS, pause: () => Promise.resolve(), ...options });
}

async function rowsIn(dir: string): Promise<Record<string, unknown>> {
  const { objects } = await readManifest(dir);
  return withDuckDb(async (db) => {
    const found: Record<string, unknown> = {};
    for (const object of objects) {
      const rows = await rowsOf(db, `SELECT * FROM ${scanOf(dir, object)} ORDER BY "Id"`);
      assert.equal(rows.length, object.records, `${object.object}: the manifest counts what is there`);
      found[object.object] = rows;
    }
    return found;
  });
}

async function assertFresh(company: Company, dir: string): Promise<void> {
  const fresh = await newFolder();
  await extract(company, fresh);
  assert.deepEqual(await rowsIn(dir), await rowsIn(fresh));
}

const objectOf = ({ objects }: SnapshotManifest, name: string): SnapshotObject => objects.find(({ object }) => object === name) ?? assert.fail(name);
const changedIn = (manifest: SnapshotManifest, name: string): number | undefined => objectOf(manifest, name).deltas?.at(-1)?.records;

describe('a second extraction', () => {
  let company: Company;
  let dir: string;
  beforeEach(async () => {
    company = await newCompany();
    dir = await newFolder();
    await extract(company, dir);
    company.clock.advance(HOUR);
  });

  test('reads what changed and nothing else', async () => {
    const { org, deals } = company;
    const admin = org.session('admin@handrail.local');
    org.engine.update(admin, 'Opportunity', [{ Id: deals[3] ?? '', Amount: 7 }]);
    org.engine.delete(admin, 'Opportunity', [deals[4] ?? '']);
    org.engine.insert(admin, 'Opportunity', [{ Name: 'New', StageName: 'Qualification', CloseDate: '2026-04-30' }]);
    company.clock.advance(HOUR);
    const manifest = await extract(company, dir);
    assert.deepEqual([objectOf(manifest, 'Opportunity').records, changedIn(manifest, 'Opportunity'), changedIn(manifest, 'Account')], [DEALS + 1, 3, undefined]);
    await assertFresh(company, dir);
    assert.deepEqual((await readdir(dir)).filter((name) => !/\.parquet$/.test(name)), ['manifest.json']);
  });

  test('finds a record undeleted, and notices one that is gone for good', async () => {
    const { org, deals } = company;
    const admin = org.session('admin@handrail.local');
    org.engine.delete(admin, 'Opportunity', deals.slice(0, 2));
    company.clock.advance(HOUR);
    await extract(company, dir);
    company.clock.advance(HOUR);
    org.engine.undelete(admin, 'Opportunity', [deals[0] ?? '']);
    org.engine.purge(admin, 'Opportunity', [deals[1] ?? '']);
    company.clock.advance(HOUR);
    const said: string[] = [];
    const manifest = await extract(company, dir, { onProgress: (text) => void said.push(text) });
    assert.ok(said.some((text) => /The changes make 20 records, the org has 19: reading all of them/.test(text)), said.join('\n'));
    assert.equal(objectOf(manifest, 'Opportunity').deltas, undefined);
    await assertFresh(company, dir);
  });

  test('takes the records away that the org tells are deleted', async () => {
    const { org, deals } = company;
    const [gone = ''] = deals;
    org.engine.purge(org.session('admin@handrail.local'), 'Opportunity', [gone]);
    company.clock.advance(HOUR);
    // The local org forgets purged records at once; an org of Salesforce tells them for a while.
    company.fault = async (request, next) => {
      const reply = await next();
      return reply && /\/Opportunity\/deleted\/?$/.test(request.path) ? { ...reply, body: { deletedRecords: [{ id: gone, deletedDate: company.clock.now().toISOString() }], earliestDateAvailable: '2020-01-01T00:00:00.000+0000', latestDateCovered: company.clock.now().toISOString() } } : reply;
    };
    const manifest = await extract(company, dir);
    company.fault = null;
    assert.equal(changedIn(manifest, 'Opportunity'), 0);
    // History of a deal that is gone goes with it in the org; here it is noticed by its number.
    await assertFresh(company, dir);
  });

  test('with --full reads every record', async () => {
    const manifest = await extract(company, dir, { full: true });
    assert.deepEqual(manifest.objects.map(({ deltas }) => deltas), manifest.objects.map(() => undefined));
  });

  test('stopped at some request and run again, it ends in the same records', async () => {
    const { org, deals } = company;
    const kept = await newFolder();
    await cp(dir, kept, { recursive: true });
    org.engine.update(org.session('admin@handrail.local'), 'Opportunity', [{ Id: deals[3] ?? '', Amount: 7 }]);
    company.clock.advance(HOUR);
    for (const last of STOPS) {
      const out = await newFolder();
      await cp(kept, out, { recursive: true });
      let seen = 0;
      company.fault = (request, next, response) => (++seen > last ? exceedLimit(request, next, response) : next());
      await assert.rejects(extract(company, out), /REQUEST_LIMIT_EXCEEDED/);
      company.fault = null;
      await extract(company, out);
      await assertFresh(company, out);
    }
  });

  test('does not build on a file that was tampered with, and names it', async () => {
    const { file } = objectOf(await readManifest(dir), 'Opportunity');
    const bytes = await readFile(join(dir, file));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(join(dir, file), bytes);
    await assert.rejects(readManifest(dir), new RegExp(`${file} is not the file that was extracted`));
    await assert.rejects(computeMetrics(playbook, dir, { metrics: METRICS }), new RegExp(file));
    const said: string[] = [];
    await extract(company, dir, { onProgress: (text) => void said.push(text) });
    assert.ok(said.some((text) => text.includes(`is not built on: ${join(dir, file)}`)), said.join('\n'));
    await assertFresh(company, dir);
  });
});

test('any history, read after any part of it, is what a fresh extraction reads', async () => {
  const step = fc.tuple(fc.constantFrom('update', 'delete', 'undelete', 'insert', 'read'), fc.integer({ min: 0, max: DEALS - 1 }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
      const company = await newCompany();
      const { engine } = company.org;
      const admin = company.org.session('admin@handrail.local');
      const dir = await newFolder();
      for (const [kind, index] of [...steps, ['read', 0] as const]) {
        const id = company.deals[index] ?? '';
        if (kind === 'update') engine.update(admin, 'Opportunity', [{ Id: id, Amount: index, StageName: 'Qualification' }]);
        if (kind === 'delete') engine.delete(admin, 'Opportunity', [id]);
        if (kind === 'undelete') engine.undelete(admin, 'Opportunity', [id]);
        if (kind === 'insert') engine.insert(admin, 'Account', [{ Name: `Account ${index}` }]);
        if (kind === 'read') await extract(company, dir);
        company.clock.advance(HOUR / 4);
      }
      await assertFresh(company, dir);
    }),
    { seed: 20261122, numRuns: 3 },
  );
});

describe('a query that is too heavy for the org', () => {
  const heavy = (after: number, times: number): object => ({ operation: 'bulk.query.create', after, times, fault: { kind: 'job', outcome: 'fails', message: 'QUERY_TIMEOUT: Your query request was running for too long.' } });
  async function arm({ org }: Company, rule: object): Promise<void> {
    const response = await fetch(`${org.url}/_local/faults`, { method: 'POST', headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify(rule) });
    assert.ok(response.ok, await response.text());
  }

  for (const times of [1, 5]) {
    test(`${times} times: the same records, ${times === 1 ? 'whole' : 'by ranges of ids'}`, async () => {
      const company = await newCompany();
      const out = await newFolder();
      const said: string[] = [];
      await arm(company, heavy(0, times));
      await extract(company, out, { onProgress: (text) => void said.push(text) });
      assert.equal(said.some((text) => /Cutting it into 2 by id/.test(text)), times > 1, said.join('\n'));
      await assertFresh(company, out);
    });
  }

  test('for ever: one sentence, and a rerun that ends the work', async () => {
    const company = await newCompany();
    const out = await newFolder();
    await arm(company, heavy(0, 100_000));
    await assert.rejects(extract(company, out), /ended as Failed: QUERY_TIMEOUT/);
    await fetch(`${company.org.url}/_local/faults`, { method: 'DELETE', headers: { authorization: `Bearer ${company.org.accessToken}` } });
    await extract(company, out);
    await assertFresh(company, out);
  });
});

test('a field that the user’s permissions hide is a gap and its numbers say so, until it is granted', async () => {
  const company = await newCompany();
  const { engine } = company.org;
  const field = defineField({ apiName: 'Handrail_Loss_Reason__c', type: 'string' });
  engine.replaceSchema(buildSchema(engine.schema.objects.map((object) => (object.apiName === 'Opportunity' ? { ...object, fields: [...object.fields, field] } : object))));
  const dir = await newFolder();
  const hidden = objectOf(await extract(company, dir), 'Opportunity');
  assert.ok(hidden.gaps.includes(field.apiName) && hidden.fields.every(({ name }) => name !== field.apiName));
  assert.ok(playbook);
  const [rate] = await computeMetrics(playbook, dir, { metrics: METRICS });
  const touched = rate?.variants.filter(({ reason }) => /Opportunity\.Handrail_Loss_Reason__c/.test(reason ?? '')) ?? [];
  assert.ok(touched.length > 0);
  assert.deepEqual(touched.map(({ state }) => state), touched.map(() => 'partial_access'));
  const set = engine.writeSystemRow('PermissionSet', { Name: 'Loss', Label: 'Loss', IsCustom: true, Type: 'Regular' });
  engine.writeSystemRow('FieldPermissions', { ParentId: set, SobjectType: 'Opportunity', Field: `Opportunity.${field.apiName}`, PermissionsRead: true, PermissionsEdit: true });
  engine.writeSystemRow('PermissionSetAssignment', { PermissionSetId: set, AssigneeId: company.org.session('admin@handrail.local').userId });
  const seen = objectOf(await extract(company, dir), 'Opportunity');
  assert.ok(seen.fields.some(({ name }) => name === field.apiName));
  assert.equal(seen.deltas, undefined, 'another list of fields is read in full');
});
