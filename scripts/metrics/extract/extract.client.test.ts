/**
 * Extraction from the local org over a line that fails: the real connection, the real Bulk API operations. Once and three
 * times end in the snapshot that an undisturbed run makes; for ever ends in one sentence, and a rerun ends the work.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, beforeEach, describe, test } from 'node:test';
import { temporaryFolder } from '../../shared/testing/folder.ts';
import { startLocalOrg, type LocalOrg, type Middleware } from '../../local-org/index.ts';
import { changeBody, changeHeaders, cutLine, dropAnswer, dropRequest, exceedLimit, expireSession, inject, shortenBody, trickle, unavailable, type Matcher } from '../../local-org/http/faults.ts';
import { closeIdleConnections, createConnection, type OrgConnection } from '../../org/index.ts';
import { connectionTo } from '../../org/testing/connectionTo.ts';
import { loadPlaybook } from '../../playbook/index.ts';
import type { Playbook } from '../../playbook/model.ts';
import { literal, rowsOf, withDuckDb } from '../duckdb.ts';
import { computeMetrics } from '../compute.ts';
import { readManifest, type SnapshotManifest } from '../snapshot.ts';
import { extractSnapshot } from './index.ts';

/** What win_rate reads: Opportunity, OpportunityHistory, Account, User; none of Handrail's own fields is deployed here. */
const METRICS = ['win_rate'];
const PAGE_RECORDS = 5;
const DEALS = 12;

let org: LocalOrg;
let playbook: Playbook;
let fault: Middleware | null = null;
let expected: Readonly<Record<string, unknown>>;
const folders: string[] = [];

before(async () => {
  const loaded = await loadPlaybook('config/playbook');
  assert.ok(loaded.playbook);
  playbook = loaded.playbook;
  org = await startLocalOrg({ middleware: [(request, next, response) => (fault ? fault(request, next, response) : next())] });
  liveThrough(org);
  expected = await contents(await extract(await newFolder()));
});

beforeEach(() => {
  fault = null;
});

after(async () => {
  closeIdleConnections();
  await org.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Deals that each change their stage once. */
function liveThrough({ engine, session }: LocalOrg): void {
  const admin = session('admin@handrail.local');
  const [account] = engine.insert(admin, 'Account', [{ Name: 'Line one\nline "two", three', NumberOfEmployees: 90 }]);
  const deals = engine.insert(admin, 'Opportunity', Array.from({ length: DEALS }, (_, index) => ({ Name: `Deal ${index}`, AccountId: account?.id ?? null, StageName: 'Prospecting', CloseDate: '2026-03-31', Amount: index * 1000.5 })));
  assert.ok(deals.every(({ success }) => success));
  engine.update(admin, 'Opportunity', deals.map(({ id }) => ({ Id: id ?? '', StageName: 'Qualification' })));
}

/** The same extraction as a process of its own. */
const EXTRACTING = `
  const { createConnection } = await import(${JSON.stringify(new URL('../../org/index.ts', import.meta.url).href)});
  const { loadPlaybook } = await import(${JSON.stringify(new URL('../../playbook/index.ts', import.meta.url).href)});
  const { extractSnapshot } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
  const [instanceUrl = '', accessToken = '', out = ''] = process.argv.slice(1);
  const connection = createConnection({ instanceUrl, accessToken, username: 'admin@handrail.local', organizationId: accessToken.split('!')[0] ?? '', apiVersion: '67.0' });
  const { playbook } = await loadPlaybook('config/playbook');
  if (playbook) await extractSnapshot(connection, playbook, { out, metrics: ${JSON.stringify(METRICS)}, pageRecords: ${PAGE_RECORDS} });
`;

async function newFolder(): Promise<string> {
  const folder = await temporaryFolder('line');
  folders.push(folder);
  return folder;
}

function connect(renew = false): OrgConnection {
  return createConnection({
    instanceUrl: org.url, username: 'admin@handrail.local', organizationId: org.engine.organizationId, apiVersion: '67.0', accessToken: org.accessToken,
    ...(renew ? { renew: () => Promise.resolve(org.login('admin@handrail.local')) } : {}),
  });
}

async function extract(out: string, connection = connect(), onProgress?: (text: string) => void): Promise<{ out: string; manifest: SnapshotManifest }> {
  const manifest = await extractSnapshot(connection, playbook, { out, metrics: METRICS, pageRecords: PAGE_RECORDS, pause: () => Promise.resolve(), ...(onProgress ? { onProgress } : {}) });
  return { out, manifest };
}

/** Every value of every file, in the order of ids, and what the manifest says of it. */
async function contents({ out }: { readonly out: string }): Promise<Record<string, unknown>> {
  const { objects } = await readManifest(out);
  return withDuckDb(async (db) => {
    const found: Record<string, unknown> = {};
    for (const { object, file, records, fields, gaps } of objects) found[object] = { records, fields, gaps, rows: await rowsOf(db, `SELECT * FROM read_parquet(${literal(join(out, file))}) ORDER BY "Id"`) };
    return found;
  });
}

const on = (pattern: RegExp, method = 'GET'): Matcher => (request) => request.method === method && pattern.test(request.path);
const describing = on(/\/sobjects\/OpportunityHistory\/describe$/);
const creating = on(/\/jobs\/query$/, 'POST');
const asking = on(/\/jobs\/query\/\w+$/);
const paging = on(/\/results$/);
const laterPage: Matcher = (request) => paging(request) && request.query.has('locator');

const withoutHeader = (name: string): Middleware => changeHeaders((headers) => Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name)));
const withHeader = (name: string, value: string): Middleware => changeHeaders((headers) => ({ ...headers, [name]: value }));
const asState = (state: string): Middleware => changeBody((body) => ({ ...(body as object), state, errorMessage: 'QUERY_TIMEOUT: too long' }));
/** The locator that was asked for comes back as the next one. */
const sameLocator: Middleware = async (request, next) => {
  const reply = await next();
  return { ...reply, headers: { ...reply.headers, 'Sforce-Locator': request.query.get('locator') ?? '' } };
};

test('undisturbed: pages, types from describe, gaps, and nothing else in the folder', async () => {
  const { out, manifest } = await extract(await newFolder());
  const records = Object.fromEntries(manifest.objects.map((object) => [object.object, object.records]));
  // A row when a deal is made and one when its stage changes.
  assert.deepEqual([records['Opportunity'], records['OpportunityHistory'], records['Account']], [DEALS, 2 * DEALS, 1]);
  const opportunity = manifest.objects.find(({ object }) => object === 'Opportunity');
  assert.ok(opportunity?.gaps.includes('Handrail_Loss_Reason__c'), 'a field that the org does not have is a gap');
  assert.deepEqual((await readdir(out)).toSorted(), ['manifest.json', ...manifest.objects.map(({ file }) => file)].toSorted());
});

describe('a fault that passes leaves no trace', () => {
  const cases: readonly (readonly [name: string, matches: Matcher, fault: Middleware])[] = [
    ['describe: 503', describing, unavailable(503)],
    ['describe: the line breaks in mid-body', describing, cutLine(200)],
    ['describe: half an answer with 200', describing, shortenBody(200)],
    ['job create: 502', creating, unavailable(502)],
    ['job create: the answer is lost', creating, dropAnswer],
    ['job create: the line breaks in mid-body', creating, cutLine(20)],
    ['job: it has failed', asking, asState('Failed')],
    ['job: it takes its time', asking, asState('InProgress')],
    ['page: 503', paging, unavailable(503)],
    ['page: the line breaks before a word', laterPage, dropRequest],
    ['page: the line breaks in mid-body', laterPage, cutLine(300)],
    ['page: half a body with 200', laterPage, shortenBody(300)],
    ['page: an empty body with 200', laterPage, shortenBody(0)],
    ['page: no locator', laterPage, withoutHeader('Sforce-Locator')],
    ['page: no number of records', laterPage, withoutHeader('Sforce-NumberOfRecords')],
    ['page: another number of records', laterPage, withHeader('Sforce-NumberOfRecords', '4')],
    ['page: the same locator', laterPage, sameLocator],
    ['page: a few bytes at a time', laterPage, trickle(60, 1)],
  ];
  for (const [name, matches, spoil] of cases) {
    for (const times of [1, 3]) {
      test(`${name}, ${times === 1 ? 'once' : 'three times'}`, async () => {
        fault = inject(matches, spoil, times);
        assert.deepEqual(await contents(await extract(await newFolder())), expected);
      });
    }
  }

  test('the session ends in mid-run and is renewed', async () => {
    fault = inject(laterPage, expireSession, 1);
    assert.deepEqual(await contents(await extract(await newFolder(), connect(true))), expected);
  });
});

describe('a fault that stays is one sentence, makes no snapshot, and a rerun ends the work', () => {
  const cases: readonly (readonly [name: string, matches: Matcher, fault: Middleware, message: RegExp])[] = [
    ['503', laterPage, unavailable(503), /HTTP 503/],
    ['the line breaks in mid-body', laterPage, cutLine(300), /aborted|ECONNRESET|connection was lost/i],
    ['half a body with 200', laterPage, shortenBody(300), /ends in the middle of a line/],
    ['no locator', laterPage, withoutHeader('Sforce-Locator'), /without its locator/],
    ['the same locator', laterPage, sameLocator, /same locator twice/],
    ['every job fails', asking, asState('Failed'), /ended as Failed: QUERY_TIMEOUT: too long/],
    ['a job that never ends', asking, asState('InProgress'), /still InProgress after 30 minutes/],
    ['the session has ended', laterPage, expireSession, /INVALID_SESSION_ID/],
    ['no calls are left', laterPage, exceedLimit, /REQUEST_LIMIT_EXCEEDED/],
  ];
  for (const [name, matches, spoil, message] of cases) {
    test(name, async () => {
      const out = await newFolder();
      fault = inject(matches, spoil);
      await assert.rejects(extract(out), message);
      assert.deepEqual((await readdir(out, { recursive: true })).filter((file) => /manifest|\.(partial|new)$/.test(file)), []);
      await assert.rejects(readManifest(out), /holds no finished snapshot/);
      fault = null;
      assert.deepEqual(await contents(await extract(out)), expected);
    });
  }
});

describe('going on after a kill', () => {
  /** A folder as a kill leaves it: some pages of the first object are there. */
  async function killed(): Promise<string> {
    const out = await newFolder();
    let pages = 0;
    fault = inject((request) => laterPage(request) && ++pages > 1, exceedLimit);
    await assert.rejects(extract(out), /REQUEST_LIMIT_EXCEEDED/);
    fault = null;
    return out;
  }

  const statesIn = async (out: string): Promise<string[]> => (await readdir(out, { recursive: true })).filter((file) => file.endsWith('state.json')).map((file) => join(out, file));
  const firstState = async (out: string): Promise<string> => (await statesIn(out))[0] ?? '';

  test('pages that are there are not fetched again, and a page half written is', async () => {
    const out = await killed();
    const dir = join(await firstState(out), '..');
    const there = (await readdir(dir)).filter((file) => file.endsWith('.csv'));
    assert.equal(there.length, 2, 'two pages had come');
    await writeFile(join(dir, 'page-000002.csv.partial'), '"Id","Na');
    const asked: string[] = [];
    fault = (request, next) => {
      if (paging(request)) asked.push(`${request.path}?${request.query.get('locator') ?? ''}`);
      return next();
    };
    assert.deepEqual(await contents(await extract(out)), expected);
    const firstPages = asked.filter((path) => path.endsWith('?')).length;
    const { objects } = await readManifest(out);
    // Every object but the one that had begun.
    assert.equal(firstPages, objects.length - 1);
  });

  test('a page that became shorter on disk is not trusted', async () => {
    const out = await killed();
    await writeFile(join(await firstState(out), '..', 'page-000001.csv'), '"Id"\n');
    assert.deepEqual(await contents(await extract(out)), expected);
  });

  test('a page that was damaged at its full length is found out and fetched again', async () => {
    const out = await killed();
    const page = join(await firstState(out), '..', 'page-000001.csv');
    await writeFile(page, '\n'.repeat((await readFile(page)).length));
    assert.deepEqual(await contents(await extract(out)), expected);
  });

  test('a run that was left for more than a week begins anew', async () => {
    const out = await killed();
    const file = join(out, 'extract.json');
    const run = JSON.parse(await readFile(file, 'utf8')) as { id: string };
    await writeFile(file, JSON.stringify({ ...run, begunAt: new Date(Date.now() - 8 * 86_400_000).toISOString() }));
    const { manifest } = await extract(out);
    assert.notEqual(manifest.runId, run.id);
    assert.deepEqual(await contents({ out }), expected);
  });

  test('killed for good in the middle of a page: the next process takes over its lock and its pages', async () => {
    const out = await newFolder();
    let pages = 0;
    fault = inject((request) => laterPage(request) && ++pages > 1, trickle(1, 50));
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', EXTRACTING, org.url, org.accessToken, out], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (!(await readdir(out, { recursive: true })).some((file) => file.endsWith('page-000002.csv.partial'))) {
      assert.equal(child.exitCode, null, 'it is still at work');
      await sleep(20);
    }
    await assert.rejects(extract(out), new RegExp(`Process ${child.pid} is extracting into this folder`));
    child.kill('SIGKILL');
    await ended;
    fault = null;
    assert.deepEqual(await contents(await extract(out)), expected);
  });

  test('a job that the org has forgotten is started afresh', async () => {
    const out = await killed();
    const file = await firstState(out);
    const state = JSON.parse(await readFile(file, 'utf8')) as { jobId: string };
    await writeFile(file, JSON.stringify({ ...state, jobId: '750000000000000AAA' }));
    assert.deepEqual(await contents(await extract(out)), expected);
  });

  test('a state file that is cut short is started afresh', async () => {
    const out = await killed();
    await writeFile(await firstState(out), '{"soql":"SELECT');
    assert.deepEqual(await contents(await extract(out)), expected);
  });

  test('pages of an earlier run do not get into this one', async () => {
    const out = await newFolder();
    const dir = join(out, 'pages', 'Opportunity');
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'page-000000.csv'), '"Id"\n"006000000000000AAA"\n');
    await writeFile(join(dir, 'state.json'), JSON.stringify({ soql: 'SELECT Id FROM Opportunity', jobId: '750000000000000AAA', pages: [{ file: 'page-000000.csv', records: 1, next: null }] }));
    assert.deepEqual(await contents(await extract(out)), expected);
  });
});

test('a field that describe does not show the user is a gap, and its number says so', async () => {
  const hide = changeBody((body) => ({ ...(body as object), fields: (body as { fields: { name: string }[] }).fields.filter(({ name }) => name !== 'Amount') }));
  fault = inject(on(/\/sobjects\/Opportunity\/describe$/), hide);
  const { out, manifest } = await extract(await newFolder());
  const opportunity = manifest.objects.find(({ object }) => object === 'Opportunity');
  assert.deepEqual([opportunity?.gaps.includes('Amount'), opportunity?.fields.some(({ name }) => name === 'Amount')], [true, false]);
  const [rate] = await computeMetrics(playbook, out, { metrics: METRICS });
  const amount = rate?.variants.find(({ id }) => id === 'amount');
  assert.deepEqual([amount?.value, amount?.state], [null, 'partial_access']);
  assert.match(amount?.reason ?? '', /Opportunity\.Amount/);
});

test('the snapshot of another org is replaced, and that is said', async () => {
  const out = await newFolder();
  const other = await startLocalOrg();
  const { manifest } = await extract(out, connectionTo(other));
  await other.close();
  const said: string[] = [];
  const extracted = await extract(out, connect(), (text) => void said.push(text));
  assert.ok(said.some((text) => text.includes(`replaces the one of another org, ${manifest.organizationId}`)), said.join('\n'));
  assert.deepEqual(await contents(extracted), expected);
});
