/** The faults that an org of Salesforce knows by name, at each step of an extraction: they pass without a trace, or end in one sentence. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, afterEach, before, describe, test } from 'node:test';
import { temporaryFolder } from '../../shared/testing/folder.ts';
import { startLocalOrg, type FaultRule, type LocalOrg } from '../../local-org/index.ts';
import { closeIdleConnections, createConnection } from '../../org/index.ts';
import { loadPlaybook } from '../../playbook/index.ts';
import { rowsOf, withDuckDb } from '../duckdb.ts';
import { readManifest, scanOf } from '../snapshot.ts';
import { extractSnapshot } from './index.ts';

const folders: string[] = [];
const { playbook } = await loadPlaybook('config/playbook');
assert.ok(playbook);
let org: LocalOrg;
let expected: unknown;

before(async () => {
  org = await startLocalOrg();
  org.engine.insert(org.session('admin@handrail.local'), 'Opportunity', Array.from({ length: 7 }, (_, index) => ({ Name: `Deal ${index}`, StageName: 'Prospecting', CloseDate: '2026-03-31', Amount: index })));
  expected = await dealsIn(await extract(await newFolder()));
});

afterEach(() => faults('DELETE'));

after(async () => {
  closeIdleConnections();
  await org.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function newFolder(): Promise<string> {
  const folder = await temporaryFolder('faults');
  folders.push(folder);
  return folder;
}

async function faults(method: 'POST' | 'DELETE', rule?: FaultRule): Promise<void> {
  const response = await fetch(`${org.url}/_local/faults`, { method, headers: { authorization: `Bearer ${org.login('admin@handrail.local')}` }, ...(rule ? { body: JSON.stringify(rule) } : {}) });
  assert.ok(response.ok, await response.text());
}

async function extract(out: string): Promise<string> {
  assert.ok(playbook);
  const connection = createConnection({ instanceUrl: org.url, username: 'admin@handrail.local', organizationId: org.engine.organizationId, apiVersion: '67.0', accessToken: org.login('admin@handrail.local'), renew: () => Promise.resolve(org.login('admin@handrail.local')) });
  await extractSnapshot(connection, playbook, { out, metrics: ['win_rate'], pageRecords: 3, pause: () => Promise.resolve() });
  return out;
}

async function dealsIn(out: string): Promise<unknown> {
  const found = (await readManifest(out)).objects.find(({ object }) => object === 'Opportunity');
  assert.ok(found);
  return withDuckDb((db) => rowsOf(db, `SELECT * FROM ${scanOf(out, found)} ORDER BY "Id"`));
}

const describing = { path: '/sobjects/Opportunity/describe$' };
const creating = { operation: 'bulk.query.create' };
const paging = { operation: 'bulk.query.results', after: 1 };

const CASES: readonly { readonly name: string; readonly rule: FaultRule; readonly times: readonly number[]; readonly forEver: RegExp }[] = [
  { name: 'describe: the line breaks', rule: { ...describing, fault: { kind: 'reset' } }, times: [3], forEver: /connection was lost/ },
  { name: 'describe: 500 of a gateway', rule: { ...describing, fault: { kind: 'status', status: 500 } }, times: [3], forEver: /HTTP 500/ },
  { name: 'describe: the session dies', rule: { ...describing, fault: { kind: 'session', forGood: true } }, times: [1], forEver: /INVALID_SESSION_ID/ },
  { name: 'describe: no calls are left', rule: { ...describing, fault: { kind: 'limit' } }, times: [], forEver: /REQUEST_LIMIT_EXCEEDED/ },
  { name: 'create: 503, later please', rule: { ...creating, fault: { kind: 'status', status: 503, retryAfterSeconds: 1 } }, times: [3], forEver: /HTTP 503/ },
  { name: 'create: half an answer', rule: { ...creating, fault: { kind: 'truncate', bytes: 20 } }, times: [3], forEver: /no Salesforce error/ },
  { name: 'create: the session dies', rule: { ...creating, fault: { kind: 'session', forGood: true } }, times: [1], forEver: /INVALID_SESSION_ID/ },
  { name: 'create: no calls are left', rule: { ...creating, fault: { kind: 'limit' } }, times: [], forEver: /REQUEST_LIMIT_EXCEEDED/ },
  { name: 'create: the query takes too long', rule: { ...creating, fault: { kind: 'queryTimeout' } }, times: [3], forEver: /running for too long/ },
  { name: 'job: it fails after fifteen attempts', rule: { ...creating, fault: { kind: 'job', outcome: 'fails' } }, times: [3], forEver: /Retried more than fifteen times/ },
  { name: 'page: the locator has expired', rule: { ...paging, fault: { kind: 'locator', problem: 'expires' } }, times: [3], forEver: /results are no longer there/ },
];

for (const { name, rule, times, forEver } of CASES) {
  describe(name, () => {
    for (const count of times) {
      test(count === 1 ? 'once' : `${count} times`, async () => {
        await faults('POST', { ...rule, times: count });
        assert.deepEqual(await dealsIn(await extract(await newFolder())), expected);
      });
    }
    test('for ever, and a rerun that ends the work', async () => {
      const out = await newFolder();
      await faults('POST', rule);
      await assert.rejects(extract(out), forEver);
      await assert.rejects(readManifest(out), /holds no finished snapshot/);
      await faults('DELETE');
      assert.deepEqual(await dealsIn(await extract(out)), expected);
    });
  });
}
